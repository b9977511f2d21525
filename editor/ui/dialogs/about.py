"""Says what the application is, who made its parts, and where its log is."""

from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from editor.log import log_folder
from editor.ui.dialogs.parts import FittedDialog, button, button_row, column, label
from editor.ui.icon_label import IconLabel

__all__ = ["AboutDialog"]

WIDTH = 520
PAPER = "https://arxiv.org/abs/2111.14818"


class AboutDialog(FittedDialog):
    """Name, version, paper, licences and credits, log."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Blendbrush"))
        done = button(self.tr("Close"), "primary")
        done.clicked.connect(self.accept)
        outer = column(self, WIDTH)
        outer.addLayout(self._head())
        purpose = self.tr(
            "Edit a part of a photo by saying what should be there, on your own machine."
        )
        outer.addWidget(label(purpose, wrap=True))
        outer.addWidget(self._paper())
        line = QFrame()
        line.setProperty("role", "divider")
        outer.addWidget(line)
        outer.addLayout(self._credits())
        outer.addStretch(1)
        outer.addLayout(button_row(done))
        self.resize(WIDTH, 0)

    def _head(self) -> QHBoxLayout:
        picture = IconLabel("sparkle", 32)
        version = self.tr("Version {version}").format(version=metadata.version("blendbrush"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("Blendbrush", "display"))
        words.addWidget(label(version, "secondary"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(picture)
        row.addLayout(words)
        row.addStretch(1)
        return row

    def _paper(self) -> QLabel:
        told = self.tr("It follows {paper} by Avrahami, Lischinski and Fried (CVPR 2022).")
        title = "Blended Diffusion for Text-driven Editing of Natural Images"
        made = QLabel(told.format(paper=f'<a href="{PAPER}">{title}</a>'))
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setWordWrap(True)
        made.setOpenExternalLinks(True)
        made.setToolTip(PAPER)
        return made

    def _credits(self) -> QGridLayout:
        rows = QGridLayout()
        rows.setHorizontalSpacing(16)
        rows.setVerticalSpacing(8)
        rows.setColumnStretch(1, 1)
        for number, (what, whose) in enumerate(
            (
                (self.tr("Licence"), self.tr("MIT")),
                (self.tr("Window"), self.tr("Qt and PySide6, LGPL 3")),
                (self.tr("Font"), self.tr("Inter by The Inter Project Authors, SIL OFL 1.1")),
                (self.tr("Icons"), self.tr("Tabler Icons by Paweł Kuna, MIT")),
                (
                    self.tr("Photos"),
                    self.tr(
                        "Aitzol Berasategi, Trevor “Freespace” and Jakub Mede, CC BY 4.0, "
                        "from Debian's Lomiri wallpapers"
                    ),
                ),
                (self.tr("Clip-art"), self.tr("Open Clip Art Library 0.18, public domain")),
                (self.tr("Log"), str(log_folder() / "editor.log")),
            )
        ):
            rows.addWidget(label(what, "secondary"), number, 0, Qt.AlignmentFlag.AlignTop)
            value = label(whose, wrap=True)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            value.setAccessibleName(what)
            rows.addWidget(value, number, 1)
        return rows
