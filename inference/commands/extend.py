"""``extend``: a picture made larger, ranked results in a folder."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inference.commands.extend_arguments import extend_request
from inference.commands.run_log import RunLog, follow
from inference.console import interruptible, say, undisturbed
from inference.errors import InferenceError
from inference.extend_request import ExtendRequest
from inference.many_devices import choose_devices, engine_on
from inference.pictures import Picture, read_picture
from inference.results import ResultFolder

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Make the candidates and write them; Ctrl+C keeps the parts that are finished."""
    picture = read_picture(options.picture)
    request = extend_request(options, picture.flattened)
    engine = engine_on(choose_devices(options.device, options.precision))
    engine.store.locate(request.settings.model)  # known and installed, before anything is made
    folder = ResultFolder(options.out)
    for notice in picture.notices:
        say(notice)
    with interruptible() as flag:
        engine.load(request.settings.model)
        log = RunLog(_about(request), request.candidates)
        failure = follow(engine.run(request, flag.is_set), log)
    files = _kept(folder, picture, log)
    if failure is not None:
        if files:
            say(f"{len(log.ranked)} of {request.candidates} were finished and kept.")
        raise failure
    if log.cancelled:
        say(_stopped(log, request.candidates, options.out))
        return 130
    if not files:
        raise InferenceError("No candidate came to anything; try another seed or fewer steps.")
    count = "1 result" if len(log.ranked) == 1 else f"{len(log.ranked)} results"
    sys.stdout.write(f"{count} in {options.out}; look at {files[-2]}\n")
    return 0


def _kept(folder: ResultFolder, picture: Picture, log: RunLog) -> list[Path]:
    """Write what is finished, if anything is."""
    if not log.ranked:
        return []
    with undisturbed():
        return folder.write(picture.pixels, None, log.ranked, log.facts())


def _stopped(log: RunLog, candidates: int, out: Path) -> str:
    narrower = sum("parts" in candidate.recipe for candidate in log.ranked)
    whole = len(log.ranked) - narrower
    sentence = f"Stopped: {whole} of {candidates} finished"
    if narrower:
        sentence += f" and the finished parts of {narrower}"
    return f"{sentence}, in {out}." if log.ranked else f"{sentence}."


def _about(request: ExtendRequest) -> dict[str, Any]:
    """What results.json says of the request."""
    sides = {name: side for name, side in request.sides.items() if side.pixels}
    return {
        "extend": {name: side.pixels for name, side in sides.items()},
        "prompts": {name: side.prompt for name, side in sides.items()},
        "negative": request.negative,
        "seed": request.seed,
        "settings": asdict(request.settings),
    }
