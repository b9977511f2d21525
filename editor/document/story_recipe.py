"""What a result's layer keeps of its run, and whether that is still true of it."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.document.compositor import over_matte
from editor.document.geometry import Rect
from editor.document.layer import Blend, Layer
from editor.document.openraster_archive import Unreadable
from editor.document.openraster_png import HEADER_BYTES, decode_png, encode_png, read_png_header
from editor.document.pixels import Mask, Pixels
from editor.document.words import translate
from inference.chain import MADE_WITH, EditStep
from inference.errors import RequestError
from inference.events import Candidate
from inference.models.catalog import PUBLIC_MODELS, STARTER
from inference.pictures import GREY
from inference.request import EditSettings

__all__ = ["Unrepeatable", "applied_recipe", "check_picture", "digest", "made_settings", "repeated"]

Array = NDArray[np.uint8]


class Unrepeatable(Exception):  # noqa: N818  no error: the layer is told in another way
    """A layer cannot be made again; the text says why, as the end of a sentence."""


def applied_recipe(candidate: Candidate, pixels: Pixels, mask: Array) -> dict[str, Any]:
    """A candidate's recipe as its layer is to keep it: with its mask, and how it looked at first.

    Args:
        pixels: the layer's, before anybody has painted on them.
        mask: the run's, (H, W), as large as the picture and not empty.
    """
    area = Mask(mask).bounds
    png = b"".join(encode_png(np.ascontiguousarray(mask[area.slices])))
    return {
        **candidate.recipe,
        "mask": {"left": area.x, "top": area.y, "png": base64.b64encode(png).decode()},
        "box": asdict(candidate.box),
        "layer_sha256": digest(pixels.array),
    }


def repeated(layer: Layer, below: Pixels, mask_file: Path) -> tuple[EditStep, Array]:
    """The run that makes a layer again, and its mask, (H, W).

    Args:
        below: what is visible below the layer, as large as the picture.
        mask_file: what the mask will be called.

    Raises:
        Unrepeatable: it would not come out the same.
    """
    recipe = layer.recipe
    try:
        if not _as_made(layer, recipe):
            raise Unrepeatable(translate("Story", "it was changed since it was made"))
        check_picture(recipe, below)
        mask = _mask(recipe, below.rect)
        return _step(recipe, mask_file), mask
    except (KeyError, TypeError, ValueError, Unreadable, RequestError) as error:
        raise Unrepeatable(translate("Story", "its recipe is not complete")) from error


def check_picture(recipe: Mapping[str, Any], below: Pixels) -> None:
    """Raises Unrepeatable where a recipe was made from another picture than this."""
    if digest(over_matte(below, GREY)) != recipe["picture_sha256"]:
        raise Unrepeatable(
            translate("Story", "what is visible below it is not what it was made from")
        )


def _as_made(layer: Layer, recipe: Mapping[str, Any]) -> bool:
    """Whether nobody has moved, painted on or dimmed it."""
    box = recipe["box"]
    return (
        (layer.x, layer.y) == (box["left"], box["top"])
        and layer.opacity == 1
        and layer.blend is Blend.NORMAL
        and digest(layer.pixels.array) == recipe["layer_sha256"]
    )


def _mask(recipe: Mapping[str, Any], picture: Rect) -> Array:
    """The run's mask, as large as the picture."""
    kept = recipe["mask"]
    png = base64.b64decode(kept["png"], validate=True)
    header = read_png_header(png[:HEADER_BYTES])
    area = Rect(kept["left"], kept["top"], header.width, header.height)
    if area.intersected(picture) != area:
        raise ValueError(area)
    mask = Mask.empty(picture.w, picture.h).array
    mask[area.slices] = decode_png(png, "L")
    if digest(mask) != recipe["mask_sha256"]:
        raise ValueError("another mask")
    return mask


def made_settings(recipe: Mapping[str, Any]) -> EditSettings:
    """The settings of a recipe as they are found again from any folder."""
    settings = EditSettings(**recipe["settings"])
    if settings.model not in (STARTER, *PUBLIC_MODELS):
        settings = replace(settings, model=str(Path(settings.model).absolute()))
    # The model's own weights stand in a file that its SHA-256 says nothing of.
    text_weight, range_weight = float(recipe["text_weight"]), float(recipe["range_weight"])
    label_weight = float(recipe.get("label_weight", 0))  # models of before knew no labels
    return replace(
        settings, text_weight=text_weight, range_weight=range_weight, label_weight=label_weight
    )


def _step(recipe: Mapping[str, Any], mask_file: Path) -> EditStep:
    first, count = recipe["wave"]
    return EditStep(
        mask_file,
        recipe["prompt"],
        recipe["negative"],
        recipe["seed"],
        recipe["candidate"],
        range(first, first + count),
        made_settings(recipe),
        {name: str(recipe[name]) for name in MADE_WITH},
    )


def digest(array: Array) -> str:
    """The SHA-256 of an array's bytes."""
    return hashlib.sha256(array.tobytes()).hexdigest()
