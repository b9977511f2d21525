"""Any course of edits: nothing is lost, what is shown is what is there, listeners know it all."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from editor.document import operations
from editor.document.compositor import flattened
from editor.document.document import Document
from editor.document.geometry import Affine, Rect
from editor.document.layer import Blend, Layer
from editor.document.pixels import Raster
from editor.document.state import State
from editor.document.strokes import Brush, Colour, Erase, Ink, MaskAdd, MaskSubtract, Stroke
from tests.editor.document.examples import Watcher, random_pixels, snapshot, state_of, within_alpha

places = st.tuples(st.integers(-20, 320), st.integers(-20, 90))
inks = st.sampled_from([Colour(250, 10, 90), Erase()])
mask_inks = st.sampled_from([MaskAdd(), MaskSubtract()])
brushes = st.builds(
    Brush,
    size=st.sampled_from([3.0, 17.0, 70.0]),
    opacity=st.sampled_from([0.3, 1.0]),
    hardness=st.sampled_from([0.0, 1.0]),
)
affines = st.builds(
    Affine.about,
    st.tuples(st.integers(0, 300), st.integers(0, 70)),
    st.sampled_from([(1.0, 1.0), (0.6, 1.3), (-1.0, 1.0)]),
    st.sampled_from([0.0, 90.0, 180.0, 25.0]),
    st.tuples(st.integers(-20, 20), st.integers(-20, 20)),
)
properties = st.sampled_from(
    [
        {"opacity": 0.0},
        {"opacity": 0.5},
        {"visible": False},
        {"visible": True},
        {"blend": Blend.MULTIPLY},
        {"blend": Blend.DIFFERENCE},
        {"x": -7, "y": 13},
        {"name": "other"},
    ]
)
MOST_LAYERS = 5
MOST_PIXELS = 400 * 400


def covers(rect: Rect, old: np.ndarray[Any, Any], new: np.ndarray[Any, Any]) -> bool:
    """Whether two arrays differ inside ``rect`` alone; of another size they differ everywhere."""
    whole = Rect(0, 0, new.shape[1], new.shape[0])
    inside = rect.intersected(whole)
    if old.shape != new.shape:
        return inside == whole
    rest = old.copy()
    rest[inside.slices] = new[inside.slices]
    return np.array_equal(rest, new)


class Editing(RuleBasedStateMachine):
    """Does anything in any order, and keeps what every position of the history looked like."""

    @initialize(seed=st.integers(0, 3))
    def begin(self, seed: int) -> None:
        """A picture wider than a tile of the composite, with two layers."""
        ground = Layer(random_pixels(290, 70, seed, opaque=True), "ground")
        small = Layer(random_pixels(60, 50, seed + 1), "small", x=200, y=-8, blend=Blend.SCREEN)
        self.document = Document(state_of(290, 70, ground, small, seed=seed), "x")
        self.kept = [snapshot(self.document.state)]
        self.watcher = Watcher(self.document)
        self.told_structure()

    def told_structure(self) -> None:
        """Remember what listeners have been told of so far."""
        self.state = self.document.state
        self.picture = flattened(self.document.shown).array.copy()
        self.mask = self.document.shown.mask.array.copy()
        self.watcher.forget()

    def done(self) -> None:
        """After an action: its step is the last, and what could be done again is gone."""
        history = self.document.history
        assert history.position == len(history.steps)
        del self.kept[history.position :]
        self.kept.append(snapshot(self.document.state))

    def change(self, state: State, merge: str = "") -> None:
        """Replace the structure, unless the picture would become too large to test quickly."""
        size = max(raster.width * raster.height for raster in state.rasters)
        if state is not self.document.state and size <= MOST_PIXELS:
            self.document.change("Change", state, merge)
            self.done()

    def layer(self, pick: int) -> Layer:
        """Any layer."""
        layers = self.document.state.layers
        return layers[pick % len(layers)]

    def paint(
        self, raster: Raster, brush: Brush, ink: Ink, path: list[tuple[int, int]], *, keep: bool
    ) -> None:
        """A stroke, kept or given up."""
        before = raster.array.copy()
        edit = self.document.edit(raster)
        stroke = Stroke(edit, brush, ink)
        for x, y in path:
            self.document.touched(raster, stroke.to(x, y))
        if not keep:
            self.document.abandon(edit)
            assert np.array_equal(raster.array, before)
        elif self.document.record("Stroke", edit):
            self.done()
        else:
            assert np.array_equal(raster.array, before)

    has_layers = precondition(lambda self: self.document.state.layers)
    has_room = precondition(lambda self: len(self.document.state.layers) < MOST_LAYERS)
    picks = st.integers(0, MOST_LAYERS - 1)
    paths = st.lists(places, min_size=1, max_size=3)

    @has_layers
    @rule(pick=picks, brush=brushes, ink=inks, path=paths, keep=st.booleans())
    def paint_layer(
        self, pick: int, brush: Brush, ink: Ink, path: list[tuple[int, int]], keep: bool
    ) -> None:
        """A stroke or the eraser on a layer."""
        self.paint(self.layer(pick).pixels, brush, ink, path, keep=keep)

    @rule(brush=brushes, ink=mask_inks, path=paths, keep=st.booleans())
    def paint_mask(self, brush: Brush, ink: Ink, path: list[tuple[int, int]], keep: bool) -> None:
        """A stroke on the mask."""
        self.paint(self.document.state.mask, brush, ink, path, keep=keep)

    @has_room
    @rule(seed=st.integers(0, 9), place=places)
    def add(self, seed: int, place: tuple[int, int]) -> None:
        """A new layer."""
        layer = Layer(random_pixels(40, 30, seed), "new", *place)
        self.change(operations.add_layer(self.document.state, layer))

    @has_room
    @rule(place=places, brush=brushes)
    def scribble_on_a_new_layer(self, place: tuple[int, int], brush: Brush) -> None:
        """A layer and the stroke on it as one step."""
        before = self.document.state
        layer = Layer(random_pixels(50, 50), "scribble", 20, 5)
        self.document.adopt(operations.add_layer(before, layer))
        edit = self.document.edit(layer.pixels)
        dirty = Stroke(edit, brush, Colour(1, 2, 3)).to(*place)
        self.document.touched(layer.pixels, dirty)
        assert self.document.record("Scribble", edit, before=before)
        self.done()

    @has_layers
    @has_room
    @rule(pick=picks)
    def duplicate(self, pick: int) -> None:
        """A copy."""
        number = self.layer(pick).number
        self.change(operations.duplicate_layer(self.document.state, number, "copy"))

    @has_layers
    @rule(pick=picks)
    def delete(self, pick: int) -> None:
        """A layer less."""
        self.change(operations.delete_layer(self.document.state, self.layer(pick).number))

    @has_layers
    @rule(pick=picks, to=picks)
    def move(self, pick: int, to: int) -> None:
        """Another order."""
        self.change(operations.move_layer(self.document.state, self.layer(pick).number, to))

    @precondition(lambda self: len(self.document.state.layers) > 1)
    @rule(pick=picks)
    def merge(self, pick: int) -> None:
        """Two layers as one."""
        place = 1 + pick % (len(self.document.state.layers) - 1)
        number = self.document.state.layers[place].number
        self.change(operations.merge_down(self.document.state, number))

    @rule()
    def flatten(self) -> None:
        """All layers as one."""
        self.change(operations.flatten(self.document.state, "flat"))

    @has_layers
    @rule(pick=picks, changes=properties, merge=st.sampled_from(["", "", "opacity", "name"]))
    def set_property(self, pick: int, changes: dict[str, Any], merge: str) -> None:
        """Opacity, blend mode and the like, as sliders do it."""
        self.change(self.document.state.with_layer(self.layer(pick).number, **changes), merge)

    @rule(place=places, width=st.integers(1, 350), height=st.integers(1, 100))
    def crop(self, place: tuple[int, int], width: int, height: int) -> None:
        """A smaller picture or a larger canvas."""
        self.change(operations.crop(self.document.state, Rect(*place, width, height)))

    @rule(width=st.integers(20, 330), height=st.integers(20, 100))
    def resize(self, width: int, height: int) -> None:
        """Another size."""
        self.change(operations.resize_picture(self.document.state, width, height))

    @rule(turns=st.integers(0, 3))
    def rotate(self, turns: int) -> None:
        """Quarter turns."""
        self.change(operations.rotate_quarter(self.document.state, turns))

    @rule(horizontally=st.booleans())
    def flip(self, horizontally: bool) -> None:
        """A mirror."""
        self.change(operations.flip(self.document.state, horizontally=horizontally))

    @has_layers
    @rule(pick=picks, affine=affines, look=st.booleans())
    def transform(self, pick: int, affine: Affine, look: bool) -> None:
        """A layer turned and scaled, previewed first or not."""
        number, state = self.layer(pick).number, self.document.state
        layer = self.layer(pick)
        try:
            turned = operations.transform_layer(state, number, affine)
        except ValueError:
            return
        if look:
            self.document.preview(state.with_layer(number, preview=affine))
            self.document.preview(turned)
        assert self.layer(pick) is layer
        self.change(turned)
        self.document.preview(None)

    @has_layers
    @rule(pick=picks, changes=properties)
    def preview(self, pick: int, changes: dict[str, Any]) -> None:
        """Show something else; it may stay shown."""
        other = self.document.state.with_layer(self.layer(pick).number, **changes)
        self.document.preview(other)
        assert self.document.shown is other

    @rule()
    def end_preview(self) -> None:
        """Show what is there."""
        self.document.preview(None)
        assert self.document.shown is self.document.state

    @has_layers
    @rule(pick=picks)
    def choose(self, pick: int) -> None:
        """Another active layer, which is no step."""
        self.document.adopt(self.document.state.replaced(active=self.layer(pick).number))

    @rule()
    def undo(self) -> None:
        """One step back."""
        self.document.undo()

    @rule()
    def redo(self) -> None:
        """One step on."""
        self.document.redo()

    @rule(position=st.integers(-1, 40))
    def go_to(self, position: int) -> None:
        """Anywhere in the history."""
        self.document.go_to(position)

    @rule(path=st.just(Path("x.ora")))
    def save(self, path: Path) -> None:
        """Saved."""
        self.document.saved(path, self.document.history.present)
        assert not self.document.modified

    @invariant()
    def the_state_is_what_its_position_looked_like(self) -> None:
        """No action changes anything but through a step."""
        assert len(self.kept) == len(self.document.history.steps) + 1
        assert snapshot(self.document.state) == self.kept[self.document.history.position]

    @invariant()
    def what_is_shown_is_what_is_there(self) -> None:
        """The composite that was kept up to date is the one made anew; listeners know it all."""
        shown = self.document.shown
        fresh = flattened(shown).array
        assert np.array_equal(self.document.composite.region(shown.rect).array, fresh)
        assert covers(self.watcher.picture, self.picture, fresh)
        assert covers(self.watcher.mask, self.mask, shown.mask.array)
        assert self.watcher.structure or self.state is self.document.state
        self.told_structure()

    @invariant()
    def colours_stay_within_their_alpha(self) -> None:
        """Or a later mix would overflow."""
        assert all(within_alpha(layer.pixels) for layer in self.document.state.layers)
        assert within_alpha(flattened(self.document.state))

    @invariant()
    def masks_are_as_large_as_their_picture(self) -> None:
        """And every layer has a number of its own."""
        state = self.document.state
        assert state.mask.rect == state.rect
        assert len({layer.number for layer in state.layers}) == len(state.layers)
        assert state.active_layer is not None or not state.layers

    def teardown(self) -> None:
        """All undone is the beginning, all done again is the end, and so is every step between."""
        if not hasattr(self, "document"):
            return
        self.document.go_to(len(self.kept))
        for _ in range(2 * len(self.kept)):
            self.document.undo()
            self.the_state_is_what_its_position_looked_like()
        assert snapshot(self.document.state) == self.kept[0]
        for _ in self.kept:
            self.document.redo()
            self.the_state_is_what_its_position_looked_like()
        assert snapshot(self.document.state) == self.kept[-1]
        self.what_is_shown_is_what_is_there()


TestEditing = pytest.mark.timeout(300)(Editing.TestCase)
TestEditing.settings = settings(max_examples=40, stateful_step_count=25)
