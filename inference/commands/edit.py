"""``edit``: one picture, one mask, ranked results in a folder."""

import argparse
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.commands.run_log import RunLog, follow
from inference.console import interruptible, say, undisturbed
from inference.errors import InferenceError, RequestError
from inference.many_devices import choose_devices, engine_on
from inference.models.catalog import find_model
from inference.pictures import read_mask, read_picture
from inference.request import PRESETS, EditRequest, EditSettings
from inference.results import ResultFolder

__all__ = ["run", "settings_of"]

Pixels = NDArray[np.uint8]


def run(options: argparse.Namespace) -> int:
    """Make the candidates and write them; Ctrl+C keeps what is finished."""
    if options.picture is None or options.mask is None:
        raise RequestError("edit needs a PICTURE and its --mask, or a --recipe; see edit --help.")
    if options.other_model:
        raise RequestError("--other-model is for a --recipe; leave it out.")
    picture, mask = read_picture(options.picture), read_mask(options.mask)
    if options.invert_mask:
        mask = 255 - mask
    request = EditRequest(
        picture.flattened,
        mask,
        options.prompt,
        options.negative,
        options.seed,
        options.candidates,
        settings_of(options),
    )
    engine = engine_on(choose_devices(options.device, options.precision))
    engine.store.locate(request.settings.model)  # known and installed, before anything is made
    folder = ResultFolder(options.out)
    for notice in picture.notices:
        say(notice)
    with interruptible() as flag:
        engine.load(request.settings.model)
        log = RunLog(_about(request), request.candidates, keep_previews=options.video)
        failure = follow(engine.run(request, flag.is_set), log)
    files = _kept(folder, picture.pixels, mask, log)
    if failure is not None:
        if files:
            say(f"{len(log.ranked)} of {request.candidates} were finished and kept.")
        raise failure
    if log.cancelled:
        say(f"Stopped: {len(log.ranked)} of {request.candidates} finished, in {options.out}.")
        return 130
    if not log.ranked:
        raise InferenceError("No candidate came to anything; try another seed or fewer steps.")
    if log.weaker:
        say(f"{log.weaker} of {request.candidates} candidates were stopped early as weaker.")
    count = "1 result" if len(log.ranked) == 1 else f"{len(log.ranked)} results"
    sys.stdout.write(f"{count} in {options.out}; look at {files[-2]}\n")
    return 0


def _kept(folder: ResultFolder, picture: Pixels, mask: Pixels, log: RunLog) -> list[Path]:
    """Write what is finished, if anything is."""
    if not log.ranked:
        return []
    with undisturbed():
        return folder.write(picture, mask, log.ranked, log.facts(), log.videos)


def _about(request: EditRequest) -> dict[str, Any]:
    """What results.json says of the request."""
    return {
        "prompt": request.prompt,
        "negative": request.negative,
        "seed": request.seed,
        "settings": asdict(request.settings),
    }


def settings_of(options: argparse.Namespace) -> EditSettings:
    """The preset with whatever was given beside it."""
    own = ("strength", "steps", "sampler", "method", "guidance")
    names = (*own, "text_weight", "label_weight", "perceptual_weight", "soft_edge", "refine")
    given = {n: getattr(options, n) for n in names if getattr(options, n) is not None}
    if options.no_augmentations:
        given["augmentations"] = 1
    if options.stop_weak:
        given["stop_weak"] = True
    given["shrink_mask"] = not options.keep_thin
    given["preview_every"] = 1 if options.video else 5
    given.setdefault("strength", find_model(options.model)[0].tuning.strength)
    return replace(PRESETS[options.preset], model=options.model, **given)
