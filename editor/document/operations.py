"""What can be done to a picture's structure, each a function from one state to the next."""

import numpy as np
from PySide6.QtGui import QPainter

from editor.document.compositor import flattened, paint_layer
from editor.document.geometry import Affine, Rect
from editor.document.layer import Kind, Layer
from editor.document.pixels import Mask, Pixels
from editor.document.resample import resized, transformed
from editor.document.state import State

__all__ = [
    "add_layer",
    "crop",
    "delete_layer",
    "duplicate_layer",
    "flatten",
    "flip",
    "merge_down",
    "move_layer",
    "resize_picture",
    "rotate_quarter",
    "scale_layer",
    "transform_layer",
]


def add_layer(state: State, layer: Layer, above: int | None = None) -> State:
    """Put a layer above another (the active one by default), and make it the active one."""
    number = state.active if above is None else above
    below = state.index(number) + 1 if state.layer(number) else len(state.layers)
    layers = (*state.layers[:below], layer, *state.layers[below:])
    return state.replaced(layers=layers, active=layer.number)


def delete_layer(state: State, number: int) -> State:
    """Take a layer away; the one below becomes active, else the one above."""
    place = state.index(number)
    layers = state.layers[:place] + state.layers[place + 1 :]
    active = state.active
    if active == number:
        active = layers[max(0, place - 1)].number if layers else 0
    return state.replaced(layers=layers, active=active)


def duplicate_layer(state: State, number: int, name: str) -> State:
    """Put a copy of a layer above it; the copy is not locked."""
    layer = state.layers[state.index(number)]
    return add_layer(state, layer.duplicated(name).replaced(locked=False), above=number)


def move_layer(state: State, number: int, place: int) -> State:
    """Bring a layer to a place in the stack, 0 being the bottom."""
    layers = list(state.layers)
    layer = layers.pop(state.index(number))
    place = min(max(place, 0), len(layers))
    layers.insert(place, layer)
    if tuple(layers) == state.layers:
        return state
    return state.replaced(layers=tuple(layers))


def merge_down(state: State, number: int) -> State:
    """Draw a layer onto the one below, whose name, opacity and blend mode stay.

    Raises:
        ValueError: there is none below.
    """
    place = state.index(number)
    if place == 0:
        raise ValueError("no layer below")
    upper, lower = state.layers[place], state.layers[place - 1]
    bounds = lower.bounds.united(upper.bounds)
    pixels = Pixels.empty(bounds.w, bounds.h)
    with QPainter(pixels.image) as painter:
        painter.translate(-bounds.x, -bounds.y)
        painter.drawImage(lower.x, lower.y, lower.pixels.image)
        if upper.visible:
            paint_layer(painter, upper)
    merged = lower.replaced(pixels=pixels, original=None, x=bounds.x, y=bounds.y)
    layers = (*state.layers[: place - 1], merged, *state.layers[place + 1 :])
    return state.replaced(layers=layers, active=merged.number)


def flatten(state: State, name: str) -> State:
    """Make one layer of all that is visible."""
    layer = Layer(flattened(state), name, kind=Kind.PICTURE)
    return state.replaced(layers=(layer,), active=layer.number)


def crop(state: State, rect: Rect) -> State:
    """Make ``rect`` the whole picture; it may reach beyond it, to enlarge the canvas.

    Layers keep what then lies outside, so nothing is lost by it. What is new is transparent and
    under no mask.

    Raises:
        ValueError: ``rect`` holds no pixel.
    """
    if rect.empty:
        raise ValueError("no pixel left")
    layers = tuple(layer.replaced(x=layer.x - rect.x, y=layer.y - rect.y) for layer in state.layers)
    mask = Mask.empty(rect.w, rect.h)
    shared = rect.intersected(state.rect)
    if not shared.empty:
        mask.array[shared.moved(-rect.x, -rect.y).slices] = state.mask.array[shared.slices]
    return state.replaced(width=rect.w, height=rect.h, layers=layers, mask=mask)


def resize_picture(state: State, width: int, height: int) -> State:
    """Scale everything to another size.

    Raises:
        ValueError: a side would be empty.
    """
    if min(width, height) < 1:
        raise ValueError("no pixel left")
    across, down = width / state.width, height / state.height

    def scaled(layer: Layer) -> Layer:
        # Edges are rounded, not sizes, so that layers which touched still do.
        left, top = round(layer.x * across), round(layer.y * down)
        right = round((layer.x + layer.pixels.width) * across)
        bottom = round((layer.y + layer.pixels.height) * down)
        size = max(1, right - left), max(1, bottom - top)
        return layer.reshaped(lambda pixels: Pixels(resized(pixels.array, *size)), left, top)

    mask = Mask(resized(state.mask.array, width, height))
    layers = tuple(map(scaled, state.layers))
    return state.replaced(width=width, height=height, layers=layers, mask=mask)


def rotate_quarter(state: State, turns: int) -> State:
    """Turn everything by ``turns`` quarters, clockwise; nothing is resampled."""
    turns %= 4
    width, height = (state.width, state.height)[:: -1 if turns % 2 else 1]

    def turned(layer: Layer) -> Layer:
        bounds = layer.bounds
        x, y, w, h = bounds
        total_w, total_h = state.width, state.height
        for _ in range(turns):
            x, y, w, h, total_w, total_h = total_h - y - h, x, h, w, total_h, total_w
        return layer.reshaped(lambda pixels: Pixels(np.rot90(pixels.array, -turns).copy()), x, y)

    mask = Mask(np.rot90(state.mask.array, -turns).copy())
    layers = tuple(map(turned, state.layers))
    return state.replaced(width=width, height=height, layers=layers, mask=mask)


def flip(state: State, *, horizontally: bool) -> State:
    """Mirror everything."""
    axis = 1 if horizontally else 0

    def mirrored(layer: Layer) -> Layer:
        bounds = layer.bounds
        x = state.width - bounds.right if horizontally else layer.x
        y = layer.y if horizontally else state.height - bounds.bottom
        return layer.reshaped(lambda pixels: Pixels(np.flip(pixels.array, axis).copy()), x, y)

    mask = Mask(np.flip(state.mask.array, axis).copy())
    return state.replaced(layers=tuple(map(mirrored, state.layers)), mask=mask)


def transform_layer(state: State, number: int, affine: Affine) -> State:
    """Scale, turn or mirror one layer, as its preview shows it.

    Args:
        affine: a map of picture coordinates; a whole-pixel move resamples nothing.

    Raises:
        ValueError: nothing would be left of the layer.
    """
    layer = state.layers[state.index(number)]
    pixels, x, y = transformed(layer.pixels, layer.x, layer.y, affine)
    original = layer.original
    if original is not None:
        original, _, _ = transformed(original, layer.x, layer.y, affine)
    return state.with_layer(number, pixels=pixels, original=original, x=x, y=y, preview=None)


def scale_layer(state: State, number: int, factor: float) -> State:
    """Scale one layer about its middle."""
    bounds = state.layers[state.index(number)].bounds
    centre = (bounds.x + bounds.w / 2, bounds.y + bounds.h / 2)
    return transform_layer(state, number, Affine.about(centre, (factor, factor), 0.0))
