"""What a layer that expanded the picture keeps of its run, and how that is told as a step."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from editor.document.geometry import Rect
from editor.document.layer import Blend, Kind, Layer
from editor.document.pixels import Pixels
from editor.document.story_recipe import Unrepeatable, check_picture, digest, made_settings
from editor.document.words import translate
from inference.chain import MADE_WITH, ExtendStep
from inference.errors import RequestError
from inference.events import Candidate
from inference.extend_request import SIDES, Side

__all__ = ["expanding_recipe", "expansion", "is_expansion", "recipe_sides"]


def expanding_recipe(
    candidate: Candidate, layer: Layer, size: tuple[int, int], prompt: str
) -> dict[str, Any]:
    """The recipe of the layer of a candidate that expands the picture.

    Args:
        layer: before anybody has painted on it.
        size: the picture's before, width and height.
        prompt: what the user knows the run by.
    """
    return {
        **candidate.recipe,
        "mode": "expand",
        "prompt": prompt,
        "picture_size": list(size),
        "box": asdict(candidate.box),
        "layer_sha256": digest(layer.pixels.array),
    }


def is_expansion(layer: Layer | None) -> bool:
    """Whether a layer is a result that expanded the picture."""
    return layer is not None and layer.kind is Kind.RESULT and "extend" in layer.recipe


def recipe_sides(recipe: Mapping[str, Any]) -> dict[str, Side]:
    """The sides that a recipe moves, in their order.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is damaged.
    """
    pixels, prompts = recipe["extend"], recipe["prompts"]
    if not set(pixels) <= set(SIDES):
        raise ValueError("no such side")
    return {n: Side(int(pixels[n]), str(prompts.get(n, ""))) for n in SIDES if n in pixels}


def expansion(layer: Layer, area: Rect, below: Callable[[Rect], Pixels]) -> tuple[ExtendStep, Rect]:
    """The run that expanded the picture to ``area``, and where that lay before.

    Args:
        below: what is visible below the layer in a part of the picture.

    Raises:
        Unrepeatable: it would not come out the same.
    """
    recipe = layer.recipe
    try:
        as_made = (
            layer.bounds == area
            and layer.opacity == 1
            and layer.blend is Blend.NORMAL
            and digest(layer.pixels.array) == recipe["layer_sha256"]
        )
        before = _picture_before(layer)
        if not as_made or before.intersected(area) != before or before.empty:
            raise Unrepeatable(translate("Story", "it was changed since it was made"))
        check_picture(recipe, below(before))
        return _step(recipe), before
    except (KeyError, TypeError, ValueError, AttributeError, RequestError) as error:
        raise Unrepeatable(translate("Story", "its recipe is not complete")) from error


def _picture_before(layer: Layer) -> Rect:
    """Where the picture that a layer expanded lies now."""
    width, height = map(int, layer.recipe["picture_size"])
    box = layer.recipe["box"]
    return Rect(layer.x - int(box["left"]), layer.y - int(box["top"]), width, height)


def _step(recipe: Mapping[str, Any]) -> ExtendStep:
    first, count = recipe["wave"]
    return ExtendStep(
        recipe_sides(recipe),
        str(recipe["negative"]),
        int(recipe["seed"]),
        int(recipe["candidate"]),
        range(first, first + count),
        made_settings(recipe),
        recipe.get("parts"),
        {name: str(recipe[name]) for name in MADE_WITH},
    )
