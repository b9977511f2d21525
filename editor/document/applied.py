"""What an applied candidate's layer keeps besides the run's recipe, and how that is read again.

Partly transparent pixels lose some of their colour when they are premultiplied. So the layer's
recipe keeps those few exactly, and with the layer's opaque pixels they are the whole candidate.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.document.errors import EditorError
from editor.document.geometry import Rect
from editor.document.layer import Kind, Layer
from editor.document.openraster_archive import Unreadable
from editor.document.openraster_png import HEADER_BYTES, decode_png, encode_png, read_png_header
from editor.document.story_recipe import applied_recipe
from editor.document.words import translate
from inference.events import Candidate

__all__ = ["edge_colours", "is_applied", "kept_edge", "placed_mask", "result_recipe"]

Array = NDArray[np.uint8]
MOST_BYTES = 2**30  # of one picture in a recipe, which may come from anywhere


def result_recipe(candidate: Candidate, layer: Layer, mask: Array, mode: str) -> dict[str, Any]:
    """The recipe of a candidate's layer.

    Args:
        layer: before anybody has painted on it.
        mask: the run's, (H, W), as large as the picture and not empty.
        mode: what the prompt bar calls the run's mode.
    """
    height, width = mask.shape
    alpha = candidate.pixels[..., 3]
    return {
        **applied_recipe(candidate, layer.pixels, mask),
        "mode": mode,
        "picture_size": [width, height],
        "edge": kept_edge(candidate.pixels[..., :3], alpha, alpha > 0),
    }


def is_applied(layer: Layer | None) -> bool:
    """Whether a layer is a result that keeps the mask of its run."""
    return layer is not None and layer.kind is Kind.RESULT and "mask" in layer.recipe


def placed_mask(layer: Layer) -> tuple[Rect, Array]:
    """The mask of a layer's run where the layer lies now, which may be beyond the picture.

    Raises:
        EditorError: the recipe is damaged, or the layer is no longer of its shape.
    """
    try:
        mask, kept, box = _picture(layer.recipe["mask"]["png"], "L"), *_places(layer.recipe)
    except (KeyError, TypeError, ValueError, Unreadable) as error:
        raise _damaged() from error
    within = box.moved(-kept.x, -kept.y)
    inside = Rect(0, 0, mask.shape[1], mask.shape[0])
    shape = (layer.pixels.height, layer.pixels.width)
    part = mask[within.slices] if within.intersected(inside) == within else mask[:0]
    if part.shape != shape or (layer.pixels.array[..., 3][part == 0] > 0).any():
        raise EditorError(
            translate(
                "Applied",
                "This layer was scaled, turned or painted on since it was made, so its mask does "
                "not fit it any more. Paint a mask and generate anew.",
            )
        )
    return inside.moved(kept.x - box.x + layer.x, kept.y - box.y + layer.y), mask


def _places(recipe: Mapping[str, Any]) -> tuple[Rect, Rect]:
    """Where the mask (its size left out) and the candidate lay in the picture of the run."""
    mask, box = recipe["mask"], recipe["box"]
    names = ("left", "top", "width", "height")
    return Rect(int(mask["left"]), int(mask["top"]), 0, 0), Rect(*(int(box[n]) for n in names))


# -- the edge


def kept_edge(colours: Array, alpha: Array, inside: NDArray[np.bool_]) -> str:
    """The pixels that are not opaque, as text.

    Args:
        colours: (h, w, 3).
        alpha: what they are shown with, (h, w).
        inside: which of them belong to the candidate, (h, w).
    """
    kept = inside & (alpha < 255)
    # What is taken away is kept rather than what is left: then 0 means that nothing is kept here.
    edge = np.where(kept[..., None], np.dstack([colours, 255 - alpha]), np.uint8(0))
    return base64.b64encode(b"".join(encode_png(edge))).decode()


def edge_colours(layer: Layer) -> tuple[Array, Array]:
    """The candidate's colours, (h, w, 3), and the alpha that the layer was made with, (h, w).

    Alpha is 255 outside the candidate too.

    Raises:
        EditorError: the recipe is damaged.
    """
    try:
        edge = _picture(layer.recipe["edge"], "RGBA")
    except (KeyError, TypeError, ValueError, Unreadable) as error:
        raise _damaged() from error
    whole = layer.pixels if layer.original is None else layer.original
    straight = whole.straight()
    if edge.shape != straight.shape:
        raise _damaged()
    taken = edge[..., 3]
    return np.where(taken[..., None] > 0, edge[..., :3], straight[..., :3]), 255 - taken


def _picture(text: str, mode: Any) -> Array:  # noqa: ANN401  decode_png's own modes
    try:
        png = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text[:20]) from error
    if read_png_header(png[:HEADER_BYTES]).raw_bytes > MOST_BYTES:
        raise ValueError("too large")
    return decode_png(png, mode)


def _damaged() -> EditorError:
    return EditorError(
        translate("Applied", "The recipe of this layer is damaged. Generate it anew instead.")
    )
