"""Asks how and where the visible picture is to be written, and says how large the file will be."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from editor.document.document import Document
from editor.document.image_files import (
    FORMATS,
    ExportOptions,
    FileFormat,
    format_of,
    has_own_profile,
)
from editor.document.words import number
from editor.ui.dialogs.export_choices import ExportChoices
from editor.ui.dialogs.export_estimate import SizeEstimate, readable_size
from editor.ui.dialogs.export_target import ExportTarget, suggested_path
from editor.ui.dialogs.parts import ColourButton, button, button_row, column, label
from inference.metadata import NO_METADATA, profile_facts

__all__ = ["ExportDialog"]

NAMES = {form.name: form for form in FORMATS}


class ExportDialog(QDialog):
    """Format, quality and the like, and a name; shows what is in the way of writing it.

    Args:
        with_results: whether a model made something that is visible.
        remembered: ``remembered`` of the last time; anything else counts as the first time.
    """

    def __init__(
        self,
        document: Document,
        with_results: bool,
        remembered: object,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export Picture"))
        self._document = document
        self._metadata = document.origin.metadata
        self._with_results = with_results
        self._choices = ExportChoices.from_json(remembered)
        self._opaque = True
        self._make_fields()
        self._build()
        self._estimate = SizeEstimate(document.state, self._metadata, self)
        self._estimate.flat.connect(self._on_flat)
        self._estimate.ready.connect(self._on_size)
        self._connect()
        self._on_format()
        self.target.name.setFocus()
        self.target.name.setSelection(0, len(self.path.stem))

    # -- putting it together

    def _make_fields(self) -> None:
        choices = self._choices
        self.format = QComboBox()
        for form in FORMATS:
            self.format.addItem(form.label)
        first = self._first_format()
        self.format.setCurrentIndex(FORMATS.index(first))
        path = suggested_path(self._document, first, choices.folder)
        self.target = ExportTarget(path, first, self._document.origin.source)
        self.quality = QSlider(Qt.Orientation.Horizontal)
        self.quality.setRange(1, 100)
        self.quality.setAccessibleName(self.tr("Quality"))
        self.quality_field = QSpinBox(minimum=1, maximum=100)
        self.quality_field.setAccessibleName(self.tr("Quality"))
        self.lossless = QCheckBox(self.tr("Lossless"))
        self.lossless.setChecked(choices.lossless)
        self.matte = ColourButton(choices.matte, self.tr("Colour where nothing is painted"))
        self.matte.setToolTip(self.tr("This format has no transparency: this colour shows instead"))
        self.keep = QCheckBox(self.tr("Keep camera data and colour profile"))
        self.keep.setChecked(choices.keep_metadata)
        self.profile = QComboBox()
        self.profile.addItem(self.tr("sRGB, looks right everywhere"))
        if has_own_profile(self._metadata):
            facts = profile_facts(self._metadata.icc_profile or b"")
            self.profile.addItem(
                self.tr("{name}, the photo's own").format(name=facts[0] if facts else "")
            )
            self.profile.setCurrentIndex(int(choices.profile == "own"))
        self.note = QCheckBox(self.tr("Note that a model took part (IPTC)"))
        self.note.setChecked(choices.provenance)
        self.prompts = QCheckBox(self.tr("Include the prompts"))
        self.facts = label("", "secondary")
        self.message = label("", "warning", wrap=True)
        self.accept_button = button(self.tr("Export"), "primary")

    def _first_format(self) -> FileFormat:
        source = self._document.origin.source
        own = format_of(source) if source is not None else None
        return NAMES.get(self._choices.format) or own or FORMATS[0]

    def _build(self) -> None:
        form = self._form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._quality_row = QWidget()
        row = QHBoxLayout(self._quality_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.quality, 1)
        row.addWidget(self.quality_field)
        form.addRow(self.tr("Name"), self.target)
        form.addRow(self.tr("Format"), self.format)
        form.addRow("", self.lossless)
        form.addRow(self.tr("Quality"), self._quality_row)
        form.addRow(self.tr("Filled with"), self.matte)
        form.addRow(self.tr("Colours"), self.profile)
        form.addRow("", self.keep)
        form.addRow("", self._notes())
        cancel = button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        outer = column(self, 520)
        outer.addLayout(form)
        outer.addStretch(1)
        outer.addWidget(self.message)
        outer.addLayout(button_row(cancel, self.accept_button, left=[self.facts]))

    def _notes(self) -> QWidget:
        self._notes_row = QWidget()
        rows = QVBoxLayout(self._notes_row)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.note)
        inset = QHBoxLayout()
        inset.setContentsMargins(24, 0, 0, 0)
        inset.addWidget(self.prompts)
        rows.addLayout(inset)
        return self._notes_row

    def _connect(self) -> None:
        self.format.currentIndexChanged.connect(self._on_format)
        self.target.format_typed.connect(self._on_format_typed)
        self.target.changed.connect(self._show_target)
        self.quality.valueChanged.connect(self._on_quality)
        self.quality_field.valueChanged.connect(self.quality.setValue)
        for box in (self.lossless, self.keep, self.note):
            box.toggled.connect(self._on_option)
        self.matte.colour_changed.connect(self._on_option)
        self.profile.currentIndexChanged.connect(self._on_option)
        self.accept_button.clicked.connect(self.accept)

    # -- the answer

    @property
    def form(self) -> FileFormat:
        """The format chosen."""
        return FORMATS[self.format.currentIndex()]

    @property
    def path(self) -> Path:
        """The file to write."""
        return self.target.path

    @property
    def options(self) -> ExportOptions:
        """How to write it."""
        form = self.form
        return ExportOptions(
            form,
            quality=self.quality.value() if form.has_quality else None,
            lossless=self.lossless.isChecked() and form.name == "WEBP",
            matte=self.matte.colour,
            keep_metadata=self.keep.isChecked(),
            profile="own" if self.profile.currentIndex() == 1 else "srgb",
            provenance=self._with_results and self.note.isChecked(),
        )

    @property
    def with_prompts(self) -> bool:
        """Whether the file is to hold what was asked for."""
        return self.options.provenance and self.prompts.isChecked()

    @property
    def remembered(self) -> dict[str, Any]:
        """What to begin with the next time, as JSON values."""
        shown = has_own_profile(self._metadata)
        own = self.profile.currentIndex() == 1
        return replace(
            self._choices,
            format=self.form.name,
            lossless=self.lossless.isChecked(),
            matte=self.matte.colour,
            keep_metadata=self.keep.isChecked(),
            profile=("own" if own else "srgb") if shown else self._choices.profile,
            provenance=self.note.isChecked(),
            folder=str(self.path.parent),
        ).to_json()

    def accept(self) -> None:
        """Take it, unless something is in the way or has come to be there since it was shown."""
        told = self.message.text()
        self._show_target()
        if self.accept_button.isEnabled() and self.message.text() == told:
            super().accept()

    def done(self, result: int) -> None:
        """End in any way; the estimate's thread ends with it."""
        self._estimate.close()
        super().done(result)

    # -- following

    @Slot()
    def _on_format(self) -> None:
        if self.form.has_quality:
            self.quality.setValue(self._choices.quality_of(self.form))
            self.quality_field.setValue(self.quality.value())
        self.target.set_format(self.form)
        self._on_option()

    @Slot(object)
    def _on_format_typed(self, form: FileFormat) -> None:
        self.format.setCurrentIndex(FORMATS.index(form))

    @Slot(int)
    def _on_quality(self, quality: int) -> None:
        self._choices = self._choices.with_quality(self.form, quality)
        self.quality_field.setValue(quality)
        self._on_option()

    @Slot()
    def _on_option(self) -> None:
        form, keeps = self.form, self.form.can_keep_metadata
        lossless = form.name == "WEBP" and self.lossless.isChecked()
        for field, shown in (
            (self.lossless, form.name == "WEBP"),
            (self._quality_row, form.has_quality and not lossless),
            (self.matte, not form.has_alpha and not self._opaque),
            (self.profile, keeps and self.profile.count() > 1),
            (self.keep, keeps and self._metadata != NO_METADATA),
            (self._notes_row, keeps and self._with_results),
        ):
            self._form.setRowVisible(field, shown)
        self.prompts.setEnabled(self.note.isChecked())
        self._show_facts(self.tr("working out the size"))
        self._show_target()
        self._estimate.ask(self.options)

    @Slot(bool)
    def _on_flat(self, opaque: bool) -> None:
        self._opaque = opaque
        self._on_option()

    @Slot(object)
    def _on_size(self, size: int) -> None:
        known = self.tr("about {size}").format(size=readable_size(size))
        self._show_facts(known if size >= 0 else self.tr("size not known"))

    def _show_facts(self, size: str) -> None:
        state = self._document.state
        told = self.tr("{w} × {h} pixels · {size}")
        self.facts.setText(told.format(w=state.width, h=state.height, size=size))

    @Slot()
    def _show_target(self) -> None:
        problem = self._problem()
        warning = "" if problem else self.target.warning
        self.message.setProperty("role", "error" if problem else "warning")
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(problem or warning)
        self.message.setVisible(bool(problem or warning))
        self.accept_button.setEnabled(not problem)
        self.accept_button.setText(self.tr("Replace") if warning else self.tr("Export"))

    def _problem(self) -> str:
        state, most = self._document.state, self.form.max_side
        if most is not None and max(state.width, state.height) > most:
            return self.tr("{format} holds {most} pixels a side at most; choose PNG.").format(
                format=self.form.label, most=number(most)
            )
        return self.target.problem
