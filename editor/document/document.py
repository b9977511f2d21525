"""The document: the present state, its history, and who wants to know of changes.

Everything that a user does to a picture goes through ``change``, ``record`` or ``preview`` here, in
the GUI thread.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from editor.document.compositor import Composite
from editor.document.edit import RasterEdit
from editor.document.geometry import EMPTY, Rect
from editor.document.history import Change, History, StateChange, Step, TileChange
from editor.document.layer import Layer
from editor.document.pixels import Mask, Pixels, Raster
from editor.document.state import State, changed_rect
from inference.metadata import NO_METADATA, Metadata

__all__ = ["Changed", "Document", "Origin", "unique_name"]


@dataclass(frozen=True)
class Changed:
    """What a change touched.

    Attributes:
        picture: where the picture may look different.
        mask: where the mask differs.
        layers: numbers of the layers whose pixels changed.
        structure: layers, their properties, the active layer or the picture's size changed.
        history: steps were added, undone, done again or saved.
    """

    picture: Rect = EMPTY
    mask: Rect = EMPTY
    layers: frozenset[int] = frozenset()
    structure: bool = False
    history: bool = False


@dataclass(frozen=True)
class Origin:
    """What came with the file and goes back into it.

    Attributes:
        source: the picture file that was opened; it is never written to unasked.
        metadata: EXIF, colour profile and the like, as read by image_files.
        project: entries of an OpenRaster file that are not ours.
    """

    source: Path | None = None
    metadata: Metadata = NO_METADATA
    project: Mapping[str, bytes] = field(default_factory=dict)


class Document:
    """A picture that is being edited.

    Args:
        state: how it begins.
        title: what the tab shows while there is no file.
        path: the file that "Save" writes to; None asks for one.
        undo_limit: bytes for the history.
    """

    def __init__(
        self,
        state: State,
        title: str,
        path: Path | None = None,
        origin: Origin | None = None,
        undo_limit: int = 512_000_000,
    ) -> None:
        self.title = title
        self.path = path
        self.origin = origin or Origin()
        self.history = History(undo_limit)
        self.composite = Composite(state)
        self._state = state
        self._shown = state
        self._frame = state.rect
        self._listeners: list[Callable[[Changed], None]] = []

    @classmethod
    def of_picture(cls, pixels: Pixels, title: str, origin: Origin | None = None) -> "Document":
        """A new document with one locked layer."""
        layer = Layer(pixels, title, locked=True)
        mask = Mask.empty(pixels.width, pixels.height)
        state = State(pixels.width, pixels.height, (layer,), layer.number, mask)
        return cls(state, title, origin=origin)

    # -- listening

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Tell ``listener`` of every change from now on."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[Changed], None]) -> None:
        """Stop telling it."""
        self._listeners.remove(listener)

    def _tell(self, changed: Changed) -> None:
        for listener in tuple(self._listeners):
            listener(changed)

    # -- looking

    @property
    def state(self) -> State:
        """How the picture is."""
        return self._state

    @property
    def shown(self) -> State:
        """How the picture is shown: the state, or what is being previewed."""
        return self._shown

    @property
    def frame(self) -> Rect:
        """Where what is shown lies, in coordinates of the state; a preview may reach beyond it."""
        return self._frame

    @property
    def modified(self) -> bool:
        """Whether there is something to save."""
        return self.history.modified

    # -- changing

    def change(self, label: str, state: State, merge: str = "") -> None:
        """Replace the structure, as one step.

        Args:
            merge: steps of one key that follow each other become one (a slider being dragged).
        """
        if state is self._state:
            return
        step = Step(label, (StateChange(self._state, state),), merge)
        self._replace(state)
        self._push(step)

    def edit(self, raster: Raster) -> RasterEdit:
        """Begin to change a raster in place; end with ``record``, or ``abandon``."""
        return RasterEdit(raster)

    def touched(self, raster: Raster, rect: Rect) -> None:
        """A running edit has written to ``rect`` of a raster (in its own coordinates)."""
        self._tell(self._changed_pixels(raster, rect))

    def record(self, label: str, *edits: RasterEdit, before: State | None = None) -> bool:
        """Take finished edits into the history as one step; whether anything had changed.

        Args:
            before: the state before the edits began, where the structure was changed for them
                with ``adopt``.
        """
        changes: list[Change] = []
        if before is not None and before is not self._state:
            changes.append(StateChange(before, self._state))
        changes += [change for edit in edits if (change := edit.change()) is not None]
        if not changes:
            return False
        self._push(Step(label, tuple(changes)))
        return True

    def abandon(self, edit: RasterEdit) -> None:
        """Put back what a running edit has changed."""
        edit.cancel()
        self.touched(edit.raster, edit.rect)

    def adopt(self, state: State) -> None:
        """Replace the structure without a step: to choose a layer, or before ``record``."""
        if state is not self._state:
            self._replace(state)

    def preview(self, state: State | None, frame: Rect | None = None) -> None:
        """Show another state without changing anything; None shows the state itself.

        Args:
            frame: where that lies, in coordinates of the state, if it is not of the same size.
        """
        wanted = state or self._state
        if wanted is not self._shown:
            self._show(wanted, frame)

    def _push(self, step: Step) -> None:
        self.history.push(step, self._state)
        self._tell(Changed(history=True))

    # -- history

    def undo(self) -> None:
        """Take back the last step, if there is one."""
        self.go_to(self.history.position - 1)

    def redo(self) -> None:
        """Do the next step again, if there is one."""
        self.go_to(self.history.position + 1)

    def go_to(self, position: int) -> None:
        """Undo or redo until ``position`` steps are done."""
        history = self.history
        position = min(max(position, 0), len(history.steps))
        if position == history.position:
            return
        self.preview(None)
        while history.position > position:
            history.position -= 1
            for change in reversed(history.steps[history.position].changes):
                self._exchange(change, forward=False)
        while history.position < position:
            for change in history.steps[history.position].changes:
                self._exchange(change, forward=True)
            history.position += 1
        history.seal()
        self._tell(Changed(history=True))

    def _exchange(self, change: Change, *, forward: bool) -> None:
        if isinstance(change, StateChange):
            self._replace(change.after if forward else change.before)
        elif isinstance(change, TileChange):
            change.swap()
            self._tell(self._changed_pixels(change.raster, change.rect))

    def saved(self, path: Path, step: Step | None) -> None:
        """The state after ``step`` (None for the beginning) is now in that file."""
        self.path = path
        self.title = path.name
        self.history.mark_saved(step)
        self._tell(Changed(history=True))

    # -- underneath

    def _replace(self, state: State) -> None:
        self._state = state
        self._show(state)

    def _show(self, state: State, frame: Rect | None = None) -> None:
        # Told even where it was previewed already: then the state itself is what changes.
        old, self._shown = self._shown, state
        self._frame = frame or state.rect
        dirty = changed_rect(old, state)
        self.composite.show(state, dirty)
        mask = EMPTY if old.mask is state.mask else state.rect
        self._tell(Changed(picture=dirty, mask=mask, structure=True))

    def _changed_pixels(self, raster: Raster, rect: Rect) -> Changed:
        if raster is self._state.mask:
            return Changed(mask=rect)
        # A preview may show the raster elsewhere, or one that the state does not have.
        users = [layer for layer in self._shown.layers if layer.pixels is raster]
        dirty = EMPTY
        for layer in users:
            part = layer.bounds if layer.preview else rect.moved(layer.x, layer.y)
            self.composite.refresh(part)
            dirty = dirty.united(part)
        return Changed(picture=dirty, layers=frozenset(layer.number for layer in users))


def unique_name(wanted: str, layers: Iterable[Layer]) -> str:
    """``wanted``, with a number where a layer of that name exists."""
    taken = {layer.name for layer in layers}
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted} {number}" in taken:
        number += 1
    return f"{wanted} {number}"
