"""A picture source over any folder of captioned pictures.

The caption of ``cat.jpg`` is a line of ``cat.txt`` beside it, drawn anew each time; without such a
file it is the name itself ("red_apple_2.jpg" is a red apple).
"""

import re
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from inference.concepts import without_leads
from inference.errors import RequestError
from inference.pictures import read_picture
from inference.training.batches import Batch

__all__ = ["FolderSource"]

SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".avif"}
SHARING = 2  # pictures a caption, in the mean, from which captions are labels
SPARE = 1.15  # pictures are kept a little larger, so that crops vary


class FolderSource:
    """A PictureSource. Pictures are kept in memory, as squares of ``size`` pixels and a little.

    Where pictures share their first captions, these are labels, too.

    Raises:
        RequestError: there is no such folder, or no readable picture in it.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.labels: list[list[str]] = []
        self._side = round(size * SPARE)
        pictures, self._captions, self.skipped = [], [], list[str]()
        files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)
        for path in files:
            try:
                pictures.append(self._square(path))
            except RequestError as error:
                self.skipped.append(str(error))
                continue
            self._captions.append(captions_of(path))
        if not pictures:
            raise RequestError(f"There are no pictures in {folder} that can be read.")
        self._pictures = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)
        names = [[without_leads(caption) for caption in each] for each in self._captions]
        # Sorted, so that one picture more does not number them anew.
        known: dict[str, dict[str, None]] = {first: {} for first in sorted(n[0] for n in names)}
        for each in names:
            known[each[0]] |= dict.fromkeys(each)
        numbers = {first: number for number, first in enumerate(known)}
        self._concepts = torch.tensor([numbers[each[0]] for each in names])
        if len(known) * SHARING <= len(names):
            self.labels = [list(synonyms) for synonyms in known.values()]

    def draw(self, count: int, generator: torch.Generator) -> Batch:
        """See PictureSource."""
        rows = torch.randint(len(self._pictures), (count,), generator=generator)
        places = torch.randint(self._side - self.size + 1, (count, 2), generator=generator)
        picks = torch.rand(count, 2, generator=generator).tolist()
        pictures, captions = [], []
        for row, (top, left), (flip, word) in zip(
            rows.tolist(), places.tolist(), picks, strict=True
        ):
            crop = self._pictures[row, :, top : top + self.size, left : left + self.size]
            pictures.append(crop.flip(-1) if flip < 0.5 else crop)
            options = self._captions[row]
            captions.append(options[int(word * len(options))])
        stacked = torch.stack(pictures).float() / 127.5 - 1
        return Batch(stacked, torch.ones_like(stacked[:, :1]), captions, self._concepts[rows])

    def _square(self, path: Path) -> np.ndarray:
        picture = Image.fromarray(read_picture(path).flattened)
        return np.asarray(ImageOps.fit(picture, (self._side, self._side)))


def captions_of(path: Path) -> list[str]:
    """All captions of a picture: the lines of its text file, or the words of its name."""
    text = path.with_suffix(".txt")
    if text.is_file():
        lines = [
            line.strip() for line in text.read_text(encoding="utf-8", errors="replace").splitlines()
        ]
        if lines := [line for line in lines if line]:
            return lines
    return [re.sub(r"[\W\d_]+", " ", path.stem).strip().lower() or "picture"]
