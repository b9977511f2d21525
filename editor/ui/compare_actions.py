"""Compares candidates in the picture: before and after, wipe, side by side, difference."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance, Slot
from PySide6.QtGui import QAction, QActionGroup, QPalette

from editor.canvas.comparison import Comparison, ComparisonLook, MaskPart, Mode, Picture
from editor.document.document import Changed, Document
from editor.document.expanding import placed
from editor.document.layer import Layer
from editor.document.state import State
from editor.ui.candidates.items import Item
from editor.ui.compare_keys import CompareKeys
from editor.ui.context import Context

__all__ = ["Candidates", "CompareActions"]

BEFORE, WIPE, TWO = "compare-before", "compare-wipe", "compare-two"
FOUR, DIFFERENCE = "compare-four", "compare-difference"
PANES = {TWO: 2, FOUR: 4}


class Candidates(Protocol):
    """What there is to compare."""

    @property
    def changed(self) -> SignalInstance:
        """Another candidate is previewed, or the best ones are others."""
        ...

    @property
    def previewed(self) -> Item | None:
        """The candidate that the document shows as a preview."""
        ...

    def best(self, item: Item) -> Sequence[Item]:
        """The candidates of its run that have a picture, best first."""
        ...

    def layer(self, item: Item) -> Layer | None:
        """A candidate as the layer that it would become; None where it cannot be had."""
        ...

    def mask(self, item: Item) -> MaskPart | None:
        """Outside of what a finished candidate may have changed nothing; None if not known."""
        ...


class CompareActions(QObject):
    """Five actions, of which one is done while its key is held and one of the others may be on.

    The comparison follows what is previewed, and ends with it.
    """

    def __init__(self, context: Context, candidates: Candidates) -> None:
        super().__init__(context.window)
        self._context = context
        self._candidates = candidates
        self._busy = False  # this is what changes the view's comparison
        self._keys = CompareKeys(context.window)
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        held = self.tr("See the picture as it was, as long as the key is held")
        self._before = self._add(BEFORE, self.tr("Before"), "history", "\\", held, self._hold)
        self._before.setAutoRepeat(False)
        wipe = self.tr("Drag a divider between before and after")
        two = self.tr("See the previewed candidate beside the next best")
        four = self.tr("See the previewed candidate beside the three next best")
        difference = self.tr("See what the previewed candidate changes, amplified")
        for name, text, icon, key, tip in (
            (WIPE, self.tr("Wipe"), "flip-horizontal", "Alt+W", wipe),
            (TWO, self.tr("Two Side by Side"), "layout", "Alt+2", two),
            (FOUR, self.tr("Four Side by Side"), "grid", "Alt+4", four),
            (DIFFERENCE, self.tr("Difference"), "mask-intersect", "Alt+D", difference),
        ):
            self._group.addAction(self._add(name, text, icon, key, tip))
        self._keys.let_go.connect(self._let_go)
        self._keys.escaped.connect(self.end)
        candidates.changed.connect(self._follow)
        context.current.changed.connect(self._on_document_changed)
        context.current.replaced.connect(self._follow)
        context.view.comparison_changed.connect(self._on_comparison_changed)
        self._follow()

    def _add(
        self,
        name: str,
        text: str,
        icon: str,
        key: str,
        tip: str,
        run: Callable[[], None] | None = None,
    ) -> QAction:
        return self._context.actions.add(
            name,
            text,
            run or self._show,
            icon_name=icon,
            keys=[key],
            tip=tip,
            checkable=True,
            usable=self.can_compare,
        )

    @property
    def _all(self) -> list[QAction]:
        """The one that is held comes first: it goes before the others."""
        return [self._before, *self._group.actions()]

    def can_compare(self) -> bool:
        """Whether a candidate is seen in the picture."""
        if self._candidates.previewed is None or not self._context.has_document():
            return False
        document = self._context.document
        return document.shown is not document.state

    @Slot()
    def end(self) -> None:
        """Show the picture as it is."""
        for action in self._all:
            action.setChecked(False)
        self._show()

    # -- following

    @Slot()
    def _follow(self) -> None:
        """Compare what is there now."""
        usable = self.can_compare()
        for action in self._all:
            action.setEnabled(usable)
        if usable:
            self._show()
        else:
            self.end()

    @Slot(object)
    def _on_document_changed(self, changed: Changed) -> None:
        if changed.structure or not changed.picture.empty:
            self._follow()

    @Slot()
    def _on_comparison_changed(self) -> None:
        if not self._busy and self._context.view.comparison is None:
            self.end()

    def _hold(self) -> None:
        """From a menu, which has no key to let go of, it stays until it is chosen again."""
        if self._before.isChecked():
            self._keys.hold()
        self._show()

    @Slot()
    def _let_go(self) -> None:
        if self._before.isChecked():
            self._before.setChecked(False)
            self._show()

    # -- what is compared

    def _show(self) -> None:
        """Compare as the actions say."""
        checked = [action.objectName() for action in self._all if action.isChecked()]
        comparison = self._comparison(checked[0]) if checked else None
        self._keys.listen(comparison is not None)
        self._busy = True
        self._context.view.set_comparison(comparison)
        self._busy = False

    def _comparison(self, name: str) -> Comparison | None:
        item, look = self._candidates.previewed, _look(self._context.window.palette())
        if item is None or not self.can_compare():
            return None
        document = self._context.document
        before = Picture(self.tr("Before"), _without_preview(document))
        after = Picture(self._label(item), document.shown)
        if name == BEFORE:
            return Comparison(Mode.BEFORE, (before,), look)
        if name == WIPE:
            return Comparison(Mode.WIPE, (before, after), look)
        if name == DIFFERENCE:
            mask = self._candidates.mask(item)
            return Comparison(Mode.DIFFERENCE, (before, after), look, mask)
        pictures = self._beside(item, before, after, PANES[name])
        return Comparison(Mode.SIDE_BY_SIDE, pictures, look)

    def _beside(
        self, item: Item, before: Picture, after: Picture, wanted: int
    ) -> tuple[Picture, ...]:
        """The previewed candidate and the best others; where these are few, what was before too."""
        pictures = [after]
        for other in self._candidates.best(item):
            if len(pictures) == wanted:
                break
            layer = None if other is item else self._candidates.layer(other)
            if layer is not None:
                seen = placed(layer, self._context.document.frame)
                state = before.state.replaced(layers=(*before.state.layers, seen))
                pictures.append(Picture(self._label(other), state))
        return tuple(pictures) if len(pictures) == wanted else (before, *pictures)

    def _label(self, item: Item) -> str:
        return self.tr("After") if item.rank is None else str(item.rank)


def _without_preview(document: Document) -> State:
    """The picture as it is, seen in the frame of a candidate that lies on top of it."""
    shown, state = document.shown, document.state
    if document.frame == state.rect:
        return state
    return shown.replaced(layers=shown.layers[:-1])


def _look(palette: QPalette) -> ComparisonLook:
    """The theme's colours."""
    role = QPalette.ColorRole
    text, ground, line = (
        palette.color(each).name() for each in (role.WindowText, role.Window, role.Mid)
    )
    return ComparisonLook(text, ground, line)
