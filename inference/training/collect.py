"""Packs the starter's training set from files of Debian packages.

The list of files, names and captions is data: ``resources/starter/concepts.json``.
"""

import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from inference.errors import RequestError
from inference.training.words import PHOTO, Words

__all__ = ["CROPS_A_PHOTO", "Recipe", "held_out_photos", "pack_starter_set", "unpack_packages"]

SIDE, HELD_OUT_SIDE = 128, 384
CROPS_A_PHOTO, CROPS_A_TEXTURE, CROPS_A_BOX = 40, 6, 12
SHARES_A_PHOTO, SHARES_A_TEXTURE = (0.2, 0.9), (0.4, 1.0)
LISTED = {"things", "materials", "caption_forms", "distractors", "photos", "held_out_photos"}
SHARE = "usr/share"
STAMPS = f"{SHARE}/tuxpaint/stamps"
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
        """Raises RequestError where the file is no such list."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise RequestError(f"{path} cannot be read as a concept list: {error}.") from error
        if missing := LISTED - set(data if isinstance(data, dict) else ()):
            raise RequestError(f"{path} is no concept list; it lacks {', '.join(sorted(missing))}.")
        return cls(data)

    @property
    def words(self) -> Words:
        """What captions are made of. The things are numbered first, then the materials."""
        rows = self.data["things"] + self.data["materials"]
        return Words(
            names=[[row["name"], *row["synonyms"]] for row in rows],
            forms=self.data["caption_forms"],
            place_forms=self.data.get("place_forms", []),
            places={i: row["place"] for i, row in enumerate(rows) if "place" in row},
            bare=frozenset(self.data.get("without_article", [])),
        )


def pack_starter_set(recipe_path: Path, root: Path, out: Path) -> dict[str, int]:
    """Read every file that the recipe names below ``root`` and write one packed .npz.

    Returns:
        How many cut-outs, grounds, distractors and held-out photos it holds.
    """
    recipe = Recipe.read(recipe_path)
    stamps = root / STAMPS
    cutouts = [
        (_cutout(stamps / name), concept)
        for concept, thing in enumerate(recipe.data["things"])
        for name in thing["cutouts"]
    ]
    grounds = list(_grounds(recipe, root, np.random.default_rng(0)))
    distractors = [_cutout(stamps / name) for name in recipe.data["distractors"]]
    held_out = held_out_photos(recipe, root)
    np.savez(
        out,
        cutouts=np.stack([pixels for pixels, _ in cutouts]),
        cutout_concepts=np.array([concept for _, concept in cutouts]),
        grounds=np.stack([pixels for pixels, _ in grounds]),
        ground_concepts=np.array([concept for _, concept in grounds]),
        distractors=np.stack(distractors),
        held_out=held_out,
        words=np.array(recipe.words.to_json()),
    )
    return {
        "cutouts": len(cutouts),
        "grounds": len(grounds),
        "distractors": len(distractors),
        "held-out photos": len(held_out),
    }


def held_out_photos(recipe: Recipe, root: Path) -> Pixels:
    """The middles of the photos that are kept for evaluation, shape (N, 384, 384, 3).

    Args:
        root: the folder with the unpacked packages.

    Raises:
        RequestError: one of them is missing.
    """
    side = (HELD_OUT_SIDE, HELD_OUT_SIDE)
    photos = [_opened(root / SHARE / name) for name in recipe.data["held_out_photos"]]
    return np.stack([np.asarray(ImageOps.fit(photo, side)) for photo in photos])


def _grounds(recipe: Recipe, root: Path, rng: np.random.Generator) -> Iterator[tuple[Pixels, int]]:
    """Crops of photos, then of materials, each with its concept."""
    for name in recipe.data["photos"]:
        photo = _opened(root / SHARE / name)
        for crop in _crops(photo, CROPS_A_PHOTO, SHARES_A_PHOTO, rng):
            yield crop, PHOTO
    materials = recipe.data["materials"]
    with zipfile.ZipFile(root / TEXTURES) as archive:
        for concept, material in enumerate(materials, start=len(recipe.data["things"])):
            for name in material["textures"]:
                texture = _opened(io.BytesIO(_member(archive, name)))
                for crop in _crops(texture, CROPS_A_TEXTURE, SHARES_A_TEXTURE, rng):
                    yield crop, concept
            for part in material.get("photos", []):
                photo = _boxed(_opened(root / SHARE / part["file"]), part["box"])
                for crop in _crops(photo, CROPS_A_BOX, SHARES_A_TEXTURE, rng):
                    yield crop, concept


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError as error:
        raise RequestError(f"A training picture is missing in the archive: {name}.") from error


def _boxed(photo: Image.Image, box: Sequence[float]) -> Image.Image:
    """The part of a photo that shows a material; left, top, right, bottom as shares of it."""
    sides = (photo.width, photo.height) * 2
    left, top, right, bottom = (round(share * side) for share, side in zip(box, sides, strict=True))
    return photo.crop((left, top, right, bottom))


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
            picture = opened.convert("RGBA").convert("RGBa")  # premultiplied: clean edges
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
