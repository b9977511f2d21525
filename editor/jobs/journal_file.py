"""A finished candidate as one file: a PNG that says in a text chunk what else is known of it."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from editor.document.errors import FileError
from editor.document.kept_mask import KeptMask
from editor.document.words import translate
from inference.events import Box, Candidate, Scores

__all__ = ["JournalEntry", "Origin", "read_entry", "write_entry"]

VERSION = 1
CHUNK = "blendbrush-candidate"
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
QUICK = 1  # zlib's level: a fifth of the default's time for a tenth more bytes


@dataclass(frozen=True)
class Origin:
    """What a candidate belongs to.

    Attributes:
        run: key of its run.
        document: key of the document that the run edited.
        label: what the user knows the run by.
    """

    run: str
    document: str
    label: str


@dataclass(frozen=True)
class JournalEntry:
    """A kept candidate; its pixels stay on disk until they are read.

    Attributes:
        path: its file, until its star is changed.
        saved_at: when it was written, seconds since 1970.
        index, seed, scores, box, recipe: see inference.events.Candidate.
        mask: its run's; None in files of earlier versions.
    """

    path: Path
    origin: Origin
    starred: bool
    saved_at: float
    index: int
    seed: int
    scores: Scores | None
    box: Box
    recipe: dict[str, Any]
    mask: KeptMask | None

    def read(self) -> Candidate:
        """The candidate with its pixels, each as it was; they are read-only.

        Raises:
            FileError: the file is gone or damaged.
        """
        try:
            with Image.open(self.path, formats=("PNG",)) as picture:
                pixels = np.asarray(picture)
        except Exception as error:
            # Pillow's decoders raise nearly anything at damaged data.
            text = translate("Journal", "The kept candidate {path} is gone or damaged.")
            raise FileError(text.format(path=self.path)) from error
        if pixels.shape != (self.box.height, self.box.width, 4):
            text = translate("Journal", "The kept candidate {path} is damaged.")
            raise FileError(text.format(path=self.path))
        return Candidate(self.index, self.seed, self.scores, self.box, pixels, self.recipe)


def write_entry(
    file: BinaryIO, origin: Origin, candidate: Candidate, mask: KeptMask | None
) -> None:
    """Write a candidate, without loss, and the mask of its run."""
    scores = candidate.scores
    about = {
        "version": VERSION,
        "run": origin.run,
        "document": origin.document,
        "label": origin.label,
        "index": candidate.index,
        "seed": candidate.seed,
        "scores": None if scores is None else scores.values,
        "box": astuple(candidate.box),
        "recipe": candidate.recipe,
        "mask": None if mask is None else mask.fields,
    }
    info = PngInfo()
    info.add_text(CHUNK, json.dumps(about))
    picture = Image.fromarray(np.ascontiguousarray(candidate.pixels), "RGBA")
    picture.save(file, "PNG", compress_level=QUICK, pnginfo=info)


def read_entry(path: Path, *, starred: bool) -> JournalEntry | None:
    """What a file says of its candidate, pixels not decoded; None where it is damaged."""
    try:
        saved_at = path.stat().st_mtime
        with path.open("rb") as file:
            file.seek(-len(PNG_END), 2)
            if file.read() != PNG_END:
                return None
        with Image.open(path, formats=("PNG",)) as picture:
            about = json.loads(picture.info[CHUNK])
            return _entry(path, about, starred=starred, saved_at=saved_at)
    except Exception:  # noqa: BLE001  Pillow raises nearly anything at damaged data
        return None


def _entry(path: Path, about: Mapping[str, Any], *, starred: bool, saved_at: float) -> JournalEntry:
    if about["version"] != VERSION:
        raise ValueError("written by another version")
    scores, mask = about["scores"], about.get("mask")
    return JournalEntry(
        path=path,
        origin=Origin(about["run"], about["document"], about["label"]),
        starred=starred,
        saved_at=saved_at,
        index=int(about["index"]),
        seed=int(about["seed"]),
        scores=None if scores is None else Scores.of(scores),
        box=Box(*about["box"]),
        recipe=dict(about["recipe"]),
        mask=None if mask is None else KeptMask.of_fields(mask),
    )
