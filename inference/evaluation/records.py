"""What was measured, kept line by line, so that a stopped evaluation goes on where it was."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["Ledger", "Measured", "Strip"]

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Measured:
    """A run's candidates, best-ranked first, as figures.

    Attributes:
        prompt, scene: what was asked for, and on which photo.
        indices: number of each candidate in its run.
        confidences: of the text match for the prompt, in [0, 1].
        named: whether the text match would say the prompt.
        seams: seam excess (see metrics), 0 is natural.
        backgrounds: mean squared error outside the mask.
        backgrounds_lpips: the same as LPIPS, None where its weights are not here.
        variety: mean pairwise difference inside the mask; NaN for a single candidate.
        variety_lpips: the same as LPIPS, None where its weights are not here.
        agreement: of rank and confidence (see metrics), NaN where there is none.
        before_confidence, before_named: the same of the untouched photo.
        seconds: that the run took.
        strip: key of the pictures in the ledger.
    """

    prompt: str
    scene: str
    indices: list[int]
    confidences: list[float]
    named: list[bool]
    seams: list[float]
    backgrounds: list[float]
    backgrounds_lpips: list[float] | None
    variety: float
    variety_lpips: float | None
    agreement: float
    before_confidence: float
    before_named: bool
    seconds: float
    strip: str


@dataclass(frozen=True, eq=False)
class Strip:
    """The region of a run at the model's size, (S, S, 3) each.

    Attributes:
        photo: untouched.
        masked: the photo with its mask tinted over it.
        ranked: the candidates, best-ranked first.
        first: the candidate of the first seed, whatever its rank.
    """

    photo: Pixels
    masked: Pixels
    ranked: list[Pixels]
    first: Pixels


class Ledger:
    """A folder with one line for each run measured, and its pictures beside it.

    A line that an interruption cut short is passed over and measured again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lines = folder / "measured.jsonl"
        self._known: dict[str, Measured] = {}
        folder.mkdir(parents=True, exist_ok=True)
        if self._lines.exists():
            text = self._lines.read_text(encoding="utf-8")
            for line in text.splitlines():
                self._take(line)
            if text and not text.endswith("\n"):  # the next line must not be glued to a cut one
                with self._lines.open("a", encoding="utf-8") as file:
                    file.write("\n")

    def get(self, key: str) -> Measured | None:
        """What is known of a run, or None."""
        return self._known.get(key)

    def add(self, key: str, record: Measured, pictures: Sequence[Pixels]) -> None:
        """Keep a run: its figures, and its pictures, (S, S, 3) each, in the order of Strip."""
        Image.fromarray(np.concatenate(pictures, axis=1)).save(self.folder / f"{record.strip}.png")
        with self._lines.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, **asdict(record)}) + "\n")
        self._known[key] = record

    def pictures(self, record: Measured) -> "Strip":
        """A run's pictures."""
        with Image.open(self.folder / f"{record.strip}.png") as opened:
            strip = np.asarray(opened.convert("RGB"))
        side = strip.shape[0]
        cells = [strip[:, left : left + side] for left in range(0, strip.shape[1], side)]
        by_index = {index: cells[2 + rank] for rank, index in enumerate(record.indices)}
        return Strip(cells[0], cells[1], cells[2:], by_index[min(by_index)])

    def _take(self, line: str) -> None:
        try:
            data: dict[str, Any] = json.loads(line)
            key = data.pop("key")
            record = Measured(**data)
        except (ValueError, KeyError, TypeError):
            return
        if (self.folder / f"{record.strip}.png").is_file():
            self._known[key] = record
