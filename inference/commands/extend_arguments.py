"""What can be typed after ``extend``, and what is asked for by it."""

import argparse
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from numpy import uint8
from numpy.typing import NDArray

from inference.extend_request import SIDES, ExtendRequest, Side
from inference.models.catalog import find_model
from inference.request import PRESETS, EditSettings

__all__ = ["add_extend", "extend_request"]

CANDIDATES = 4  # a candidate takes several times as long as one of an edit


def add_extend(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``extend``."""
    parser.set_defaults(run=_run)
    add = parser.add_argument
    add("picture", type=Path, metavar="PICTURE", help="the photo; it is never written to")
    for side in SIDES:
        add(f"--{side}", type=int, default=0, metavar="PX", help=f"how far the {side} moves out")
    add("--prompt", default="", help="what should come there; without one, more of the same")
    for side in SIDES:
        add(f"--prompt-{side}", metavar="PROMPT", help=f"what should come at the {side}")
    add("--negative", default="", help="what should not come there")
    add("--out", type=Path, default=Path("out"), help="folder for the results (default: out)")
    add("--model", default=EditSettings().model, help="a name from `models list`, or a folder")
    results = f"how many results (default: {CANDIDATES})"
    add("--candidates", type=int, default=CANDIDATES, metavar="N", help=results)
    add("--seed", type=int, default=0, metavar="N", help="same seed, same results (default: 0)")
    add("--preset", choices=list(PRESETS), default="paper", help="default: paper")
    far = "above 0 to 1: how free the parts farthest out are (the model's)"
    add("--strength", type=float, metavar="S", help=far)
    add("--steps", type=int, metavar="N", help="diffusion steps, 1 to 1000 (100)")


def _run(options: argparse.Namespace) -> int:
    return int(import_module("inference.commands.extend").run(options))


def extend_request(options: argparse.Namespace, picture: NDArray[uint8]) -> ExtendRequest:
    """What was typed, as a request.

    Args:
        picture: (H, W, 3).

    Raises:
        RequestError: it makes no sense.
        ModelError: the model is not known.
    """
    left, right, top, bottom = (_side(options, name) for name in SIDES)
    return ExtendRequest(
        picture,
        left,
        right,
        top,
        bottom,
        negative=options.negative,
        seed=options.seed,
        candidates=options.candidates,
        settings=_settings(options),
    )


def _side(options: argparse.Namespace, name: str) -> Side:
    own: str | None = getattr(options, f"prompt_{name}")
    return Side(getattr(options, name), options.prompt if own is None else own)


def _settings(options: argparse.Namespace) -> EditSettings:
    """The preset with whatever was given beside it."""
    settings = replace(PRESETS[options.preset], model=options.model, preview_every=5)
    strength = options.strength
    if strength is None:
        strength = find_model(options.model)[0].tuning.strength
    steps = settings.steps if options.steps is None else options.steps
    return replace(settings, strength=strength, steps=steps)
