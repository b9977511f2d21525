"""Writes a run's results: ranked PNGs with their recipes, a contact sheet, results.json, videos."""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from inference.contact_sheet import Cell, contact_sheet, picture_cell, source_cells
from inference.errors import InferenceError, RequestError
from inference.events import Box, Candidate
from inference.extended import extended
from inference.provenance import Provenance, xmp_packet
from inference.region import paste

__all__ = ["ResultFolder"]

Pixels = NDArray[np.uint8]
RESULTS = "results.json"


class ResultFolder:
    """A folder that a run's results go to, all of them or none.

    Raises:
        RequestError: the folder cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise RequestError(
                f"Nothing can be written to {folder} ({error.strerror}); choose another --out."
            ) from error

    def write(
        self,
        picture: Pixels,
        mask: Pixels | None,
        ranked: Sequence[Candidate],
        facts: Mapping[str, Any],
        videos: Mapping[int, Sequence[Pixels]] | None = None,
    ) -> list[Path]:
        """Write everything aside, then move it in; an earlier run's files are kept in "earlier".

        Args:
            picture: the source as it was read, (H, W, 3 or 4).
            mask: (H, W); None for extensions.
            ranked: finished candidates, best first.
            facts: what results.json says besides the candidates.
            videos: previews of each candidate by index, (S, S, 3) each, in order.

        Raises:
            InferenceError: the disk is full, or an edit broke the background; nothing is left.
        """
        return self.put(
            lambda scratch: self._write_aside(scratch, picture, mask, ranked, facts, videos or {})
        )

    def put(self, write_to: Callable[[Path], list[str]]) -> list[Path]:
        """Let ``write_to`` fill a folder with the files that it names, then move them in.

        Raises:
            InferenceError: the disk is full, or what ``write_to`` raises; nothing is left.
        """
        scratch: Path | None = None
        try:
            scratch = Path(tempfile.mkdtemp(prefix=".blendbrush-", dir=self.folder))
            names = write_to(scratch)
            self._put_by_earlier(names)
            for name in names:
                (scratch / name).replace(self.folder / name)
        except OSError as error:
            raise InferenceError(
                f"The results could not be written to {self.folder}: {error.strerror or error}. "
                "Free some space and run again; the same seed gives the same results."
            ) from error
        finally:
            if scratch is not None:
                shutil.rmtree(scratch, ignore_errors=True)
        return [self.folder / name for name in names]

    def _write_aside(
        self,
        scratch: Path,
        picture: Pixels,
        mask: Pixels | None,
        ranked: Sequence[Candidate],
        facts: Mapping[str, Any],
        videos: Mapping[int, Sequence[Pixels]],
    ) -> list[str]:
        names, rows = list[str](), list[dict[str, Any]]()
        for rank, candidate in enumerate(ranked, start=1):
            edit = _edited(picture, mask, candidate)
            name = f"rank-{rank:0{max(2, len(str(len(ranked))))}d}.png"
            Image.fromarray(edit).save(
                scratch / name, pnginfo=_metadata(candidate.recipe), compress_level=4
            )
            names.append(name)
            rows.append(_row(rank, name, candidate))
            if candidate.index in videos:
                film = Path(name).with_suffix(".webp").name
                _save_video(scratch / film, videos[candidate.index])
                names.append(film)
        if ranked:
            _sheet(picture, mask, ranked).save(scratch / "contact_sheet.png")
            names.append("contact_sheet.png")
        report = {**facts, "files": [*names, RESULTS], "candidates": rows}
        text = json.dumps(report, indent=1, ensure_ascii=False)
        (scratch / RESULTS).write_text(text, encoding="utf-8", errors="replace")
        return [*names, RESULTS]

    def _put_by_earlier(self, names: Sequence[str]) -> None:
        """Move what an earlier run wrote, and what would be replaced, to a numbered folder."""
        present = [name for name in {*_listed(self.folder / RESULTS), *names} if self._has(name)]
        if not present:
            return
        number = 1
        while (aside := self.folder / "earlier" / str(number)).exists():
            number += 1
        aside.mkdir(parents=True)
        for name in present:
            (self.folder / name).replace(aside / name)

    def _has(self, name: object) -> bool:
        is_name = isinstance(name, str) and Path(name).name == name
        return is_name and (self.folder / str(name)).is_file()


def _listed(path: Path) -> list[str]:
    """The files that an earlier run's report names."""
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return [name for name in files if isinstance(name, str)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _row(rank: int, name: str, candidate: Candidate) -> dict[str, Any]:
    scores = candidate.scores
    return {
        "rank": rank,
        "file": name,
        "index": candidate.index,
        "seed": candidate.seed,
        "scores": {**asdict(scores), "combined": scores.combined} if scores is not None else None,
        "box": asdict(candidate.box),
    }


def _metadata(recipe: Mapping[str, Any]) -> PngInfo:
    """The recipe, and in XMP the IPTC digital source type and the tool."""
    model = f"{recipe['model']} ({str(recipe['model_sha256'])[:12]})"
    info = PngInfo()
    # ASCII escapes: a prompt may hold a lone surrogate, which UTF-8 cannot carry.
    info.add_itxt("Blendbrush recipe", json.dumps(recipe))
    info.add_itxt("XML:com.adobe.xmp", xmp_packet(Provenance(model)).decode())
    return info


def _edited(picture: Pixels, mask: Pixels | None, candidate: Candidate) -> Pixels:
    if mask is None:
        return extended(picture, candidate.pixels, candidate.box)
    keeps = candidate.recipe["settings"]["method"] != "local-guided"
    return paste(picture, candidate.pixels, candidate.box, mask if keeps else None)


def _sheet(picture: Pixels, mask: Pixels | None, ranked: Sequence[Candidate]) -> Image.Image:
    def cell_of(rank: int, name: str) -> Cell:
        candidate = ranked[rank - 1]
        figure = f"{candidate.scores.combined:.3f}" if candidate.scores is not None else ""
        box = candidate.box if mask is not None else replace(candidate.box, left=0, top=0)
        return picture_cell(_edited(picture, mask, candidate), box, name, figure)

    if mask is None:
        whole = Box(0, 0, picture.shape[1], picture.shape[0])
        source = [picture_cell(picture, whole, "before", "")]
    else:
        source = source_cells(picture, mask, ranked[0].box)
    return contact_sheet(source, len(ranked), cell_of)


def _save_video(path: Path, frames: Sequence[Pixels]) -> None:
    """An animated WebP of the previews, the last one held for a second."""
    side = max(256, frames[0].shape[0])
    films = [
        Image.fromarray(frame).resize((side, side), Image.Resampling.BICUBIC) for frame in frames
    ]
    durations = [60] * (len(films) - 1) + [1000]
    films[0].save(path, save_all=True, append_images=films[1:], duration=durations, loop=0)
