"""Packs the starter's training set from files of Debian packages.

The list of files, names and captions is data: ``resources/starter/concepts.json``.
"""

import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import RequestError
from inference.training.compose import PHOTO

__all__ = ["pack_starter_set", "unpack_packages"]

SIDE = 128
CROPS_A_PHOTO, CROPS_A_TEXTURE = 60, 6
STAMPS = "usr/share/tuxpaint/stamps"
TEXTURES = "usr/share/games/ufoai/base/0textures.pk3"

Pixels = NDArray[np.uint8]


def unpack_packages(names: Iterable[str], into: Path) -> None:
    """Fetch Debian packages with apt-get and unpack them without installing.

    Raises:
        RequestError: this is no Debian machine, or a package cannot be fetched.
    """
    apt, dpkg = shutil.which("apt-get"), shutil.which("dpkg")
    if apt is None or dpkg is None:
        raise RequestError(
            "The training pictures come from Debian packages; run this on a Debian machine or give "
            "a folder that holds the unpacked packages with --packages."
        )
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(  # noqa: S603  our own list of names
                [apt, "download", *names], cwd=folder, check=True, capture_output=True
            )
            for archive in sorted(Path(folder).glob("*.deb")):
                subprocess.run([dpkg, "-x", str(archive), str(into)], check=True)  # noqa: S603
        except subprocess.CalledProcessError as error:
            raise RequestError(
                "The packages could not be fetched; run apt-get update and try again."
            ) from error


@dataclass(frozen=True)
class Recipe:
    """The concept list (see concepts.json)."""

    data: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> "Recipe":
        return cls(json.loads(path.read_text(encoding="utf-8")))

    @property
    def names(self) -> list[list[str]]:
        """Name and synonyms of each concept: the things first, then the materials."""
        rows = self.data["things"] + self.data["materials"]
        return [[row["name"], *row["synonyms"]] for row in rows]


def pack_starter_set(recipe_path: Path, root: Path, out: Path) -> dict[str, int]:
    """Read every file that the recipe names below ``root`` and write one packed .npz.

    Returns:
        How many cut-outs, grounds and distractors it holds.
    """
    recipe = Recipe.read(recipe_path)
    rng = np.random.default_rng(0)
    things, stamps = recipe.data["things"], root / STAMPS
    cutouts, cutout_concepts = [], []
    for concept, thing in enumerate(things):
        for name in thing["cutouts"]:
            cutouts.append(_cutout(stamps / name))
            cutout_concepts.append(concept)
    grounds, ground_concepts = [], []
    for photo in recipe.data["photos"]:
        grounds += _crops(_opened(root / "usr/share" / photo), CROPS_A_PHOTO, (0.2, 0.9), rng)
        ground_concepts += [PHOTO] * CROPS_A_PHOTO
    with zipfile.ZipFile(root / TEXTURES) as archive:
        for concept, material in enumerate(recipe.data["materials"], start=len(things)):
            for name in material["textures"]:
                texture = _opened(io.BytesIO(archive.read(name)))
                grounds += _crops(texture, CROPS_A_TEXTURE, (0.4, 1.0), rng)
                ground_concepts += [concept] * CROPS_A_TEXTURE
    distractors = [_cutout(stamps / name) for name in recipe.data["distractors"]]
    words = {"names": recipe.names, "forms": recipe.data["caption_forms"]}
    np.savez(
        out,
        cutouts=np.stack(cutouts),
        cutout_concepts=np.array(cutout_concepts),
        grounds=np.stack(grounds),
        ground_concepts=np.array(ground_concepts),
        distractors=np.stack(distractors),
        words=np.array(json.dumps(words)),
    )
    return {"cutouts": len(cutouts), "grounds": len(grounds), "distractors": len(distractors)}


def _opened(source: Path | io.BytesIO) -> Image.Image:
    try:
        with Image.open(source) as picture:
            return picture.convert("RGB")
    except OSError as error:
        raise RequestError(f"A training picture is missing or damaged: {source}.") from error


def _cutout(path: Path) -> Pixels:
    """A cut-out trimmed to its alpha, centred in a square, premultiplied: (128, 128, 4)."""
    try:
        with Image.open(path) as opened:
            picture = opened.convert("RGBa")  # premultiplied, so that resizing keeps edges clean
    except OSError as error:
        raise RequestError(f"A training picture is missing or damaged: {path}.") from error
    box = picture.getchannel("a").point(lambda alpha: 255 * (alpha > 8)).getbbox()
    picture = picture.crop(box)
    scale = SIDE / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    pixels = np.asarray(picture.resize(size, Image.Resampling.LANCZOS))
    square = np.zeros((SIDE, SIDE, 4), np.uint8)
    top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = pixels
    return square


def _crops(
    picture: Image.Image, count: int, share: tuple[float, float], rng: np.random.Generator
) -> list[Pixels]:
    """Random square crops whose side is a share of the shorter side, resized to 128 px."""
    crops = []
    for _ in range(count):
        side = max(8, round(min(picture.size) * rng.uniform(*share)))
        left = int(rng.integers(picture.width - side + 1))
        top = int(rng.integers(picture.height - side + 1))
        crop = picture.resize(
            (SIDE, SIDE), Image.Resampling.LANCZOS, box=(left, top, left + side, top + side)
        )
        crops.append(np.asarray(crop))
    return crops
