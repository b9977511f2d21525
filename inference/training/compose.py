"""Captioned pictures composed on the fly: cut-outs on photos and materials.

A fixed set of pictures would be learnt by heart. Here place, size, light, turn, ground and caption
of every picture are drawn anew, as the starter will meet them: a region cropped around a mask,
with the thing in the middle and its surroundings around it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inference.errors import RequestError
from inference.training.batches import Batch, uniform

__all__ = ["CompositeSource"]

PHOTO = -1  # the ground's label where it is a photo of nothing in the list
MATERIAL_SHARE, SCENE_SHARE = 0.14, 0.06
TEXTURED_GROUND_SHARE = 0.35


@dataclass(frozen=True)
class PackedSet:
    """The arrays that ``train data`` packs; concepts number the things first, then the materials.

    Cut-outs are premultiplied RGBA, (N, 128, 128, 4); grounds are (M, 128, 128, 3); all uint8.
    """

    cutouts: Tensor
    cutout_concepts: Tensor
    grounds: Tensor
    ground_concepts: Tensor
    distractors: Tensor
    names: list[list[str]]
    forms: list[str]

    @classmethod
    def read(cls, path: Path) -> "PackedSet":
        """Raises RequestError where the file is not a packed set."""
        try:
            with np.load(path, allow_pickle=False) as data:
                arrays = {key: data[key] for key in data.files}
            words: dict[str, Any] = json.loads(str(arrays.pop("words")))
            tensors = {key: torch.from_numpy(value) for key, value in arrays.items()}
            return cls(**tensors, names=words["names"], forms=words["forms"])
        except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
            raise RequestError(
                f"{path} is not a packed training set; make one with: python main.py train data"
            ) from error


class CompositeSource:
    """A PictureSource over a packed set."""

    def __init__(self, packed: PackedSet, size: int) -> None:
        self.packed = packed
        self.size = size
        self._photos = torch.nonzero(packed.ground_concepts == PHOTO)[:, 0]
        self._materials = torch.nonzero(packed.ground_concepts != PHOTO)[:, 0]
        # Every concept is as likely as any other, however many pictures it has.
        self._by_concept = _grouped(packed.cutout_concepts)
        self._by_material = _grouped(packed.ground_concepts)
        self._by_material.pop(PHOTO, None)

    def draw(self, count: int, generator: torch.Generator) -> Batch:
        """See PictureSource. Things, plain materials and plain scenes, in fixed shares."""
        kinds = torch.rand(count, generator=generator)
        thing = kinds >= MATERIAL_SHARE + SCENE_SHARE
        material = kinds < MATERIAL_SHARE
        cutouts = self._pick(self._by_concept, count, generator)
        textures = self._pick(self._by_material, count, generator)
        photos = self._photos[torch.randint(len(self._photos), (count,), generator=generator)]
        textured = torch.rand(count, generator=generator) < TEXTURED_GROUND_SHARE
        grounds = torch.where(material | (thing & textured), textures, photos)
        ground = self._ground(grounds, generator)
        colour, alpha = self._placed(self.packed.cutouts[cutouts], generator)
        shown = thing[:, None, None, None].float()
        picture = self._composed(ground, colour * shown, alpha * shown, generator)
        subjects = torch.where(thing[:, None, None, None], alpha, torch.ones_like(alpha))
        concepts = torch.where(
            thing,
            self.packed.cutout_concepts[cutouts],
            self.packed.ground_concepts[grounds],
        )
        return Batch(picture, subjects, self._captions(concepts, generator), concepts)

    def draw_distractors(self, count: int, generator: torch.Generator) -> Tensor:
        """Pictures of nothing in the list, in [-1, 1]: other things, and scrambled known ones.

        A tower that never saw them calls any blob of the right colour a thing.
        """
        half = count // 2
        others = torch.randint(len(self.packed.distractors), (half,), generator=generator)
        known = self._pick(self._by_concept, count - half, generator)
        scrambled = _scrambled(self.packed.cutouts[known], generator)
        cutouts = torch.cat([self.packed.distractors[others], scrambled])
        photos = torch.randint(len(self._photos), (count,), generator=generator)
        ground = self._ground(self._photos[photos], generator)
        return self._composed(ground, *self._placed(cutouts, generator), generator)

    def _pick(self, groups: dict[int, Tensor], count: int, generator: torch.Generator) -> Tensor:
        keys = list(groups)
        drawn = torch.randint(len(keys), (count,), generator=generator).tolist()
        spins = torch.randint(1 << 30, (count,), generator=generator).tolist()
        members = [groups[keys[index]] for index in drawn]
        return torch.stack(
            [rows[spin % len(rows)] for rows, spin in zip(members, spins, strict=True)]
        )

    def _ground(self, rows: Tensor, generator: torch.Generator) -> Tensor:
        """Grounds cropped, mirrored and lit at random, in [0, 1], shape (B, 3, S, S)."""
        count = len(rows)
        pictures = self.packed.grounds[rows].permute(0, 3, 1, 2).float() / 255
        zoom = uniform(0.5, 1.0, (count,), generator)
        spare = 1 - zoom
        offset = uniform(-1, 1, (count, 2), generator) * spare[:, None]
        theta = torch.zeros(count, 2, 3)
        theta[:, 0, 0] = zoom * _signs(count, generator)
        theta[:, 1, 1] = zoom
        theta[:, :, 2] = offset
        drawn = _warped(pictures, theta, 2 * self.size, "reflection")
        light = uniform(0.75, 1.15, (count, 1, 1, 1), generator)
        soft = F.avg_pool2d(F.pad(drawn, (2, 2, 2, 2), mode="replicate"), 5, stride=1)
        blurred = torch.rand(count, 1, 1, 1, generator=generator) < 0.4
        return F.avg_pool2d(torch.where(blurred, soft, drawn), 2) * light

    def _placed(self, cutouts: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Cut-outs at random size, place and turn: premultiplied colour and alpha, in [0, 1]."""
        count = len(cutouts)
        rgba = cutouts.permute(0, 3, 1, 2).float() / 255
        scale = uniform(0.5, 0.92, (count,), generator)
        angle = uniform(-0.22, 0.22, (count,), generator)
        shift = uniform(-0.12, 0.12, (count, 2), generator)
        cos, sin = torch.cos(angle) / scale, torch.sin(angle) / scale
        rows = torch.stack([torch.stack([cos, -sin], -1), torch.stack([sin, cos], -1)], 1)
        rows[:, 0] *= _signs(count, generator)[:, None]
        theta = torch.cat([rows, -(rows @ shift[:, :, None])], dim=2)
        drawn = F.avg_pool2d(_warped(rgba, theta, 2 * self.size, "zeros"), 2)
        colour, alpha = drawn[:, :3], drawn[:, 3:]
        light = uniform(0.85, 1.12, (count, 1, 1, 1), generator)
        tint = uniform(0.95, 1.05, (count, 3, 1, 1), generator)
        return torch.minimum(colour * light * tint, alpha), alpha

    def _composed(
        self, ground: Tensor, colour: Tensor, alpha: Tensor, generator: torch.Generator
    ) -> Tensor:
        """The thing over its own soft contact shadow over the ground, in [-1, 1]."""
        count = len(ground)
        fallen = F.pad(alpha, (0, 0, self.size // 20, 0))[:, :, : self.size]
        shadow = F.avg_pool2d(F.avg_pool2d(fallen, 7, 1, 3), 5, 1, 2)
        strength = uniform(0, 0.5, (count, 1, 1, 1), generator)
        lit = ground * (1 - strength * shadow)
        return (colour + lit * (1 - alpha)).clamp(0, 1) * 2 - 1

    def _captions(self, concepts: Tensor, generator: torch.Generator) -> list[str]:
        captions = []
        picks = torch.rand(len(concepts), 2, generator=generator).tolist()
        for concept, (form, name) in zip(concepts.tolist(), picks, strict=True):
            names = self.packed.names[concept] if concept != PHOTO else ["scene", "landscape"]
            # The plain name half of the time, synonyms share the other half.
            others = names[1:] or names
            word = names[0] if name < 0.5 else others[int((name - 0.5) * 2 * len(others))]
            article = "an" if word[0] in "aeiou" else "a"
            pattern = self.packed.forms[int(form * len(self.packed.forms))]
            captions.append(pattern.format(name=word, article=article))
        return captions


def _grouped(labels: Tensor) -> dict[int, Tensor]:
    """Label → the rows that carry it."""
    return {int(label): torch.nonzero(labels == label)[:, 0] for label in torch.unique(labels)}


def _signs(count: int, generator: torch.Generator) -> Tensor:
    """+1 or −1 each: mirrored or not."""
    return torch.where(torch.rand(count, generator=generator) < 0.5, -1.0, 1.0)


def _warped(pictures: Tensor, theta: Tensor, side: int, padding: str) -> Tensor:
    grid = F.affine_grid(theta, [len(pictures), pictures.shape[1], side, side], align_corners=False)
    return F.grid_sample(pictures, grid, padding_mode=padding, align_corners=False)


def _scrambled(cutouts: Tensor, generator: torch.Generator) -> Tensor:
    """The same colours and outline, the inside shuffled in 4 × 4 patches and smeared."""
    count, side = len(cutouts), cutouts.shape[1]
    patch = side // 4
    tiles = cutouts.reshape(count, 4, patch, 4, patch, 4).transpose(2, 3)
    tiles = tiles.reshape(count, 16, patch, patch, 4)
    order = torch.stack([torch.randperm(16, generator=generator) for _ in range(count)])
    tiles = torch.gather(tiles, 1, order[:, :, None, None, None].expand_as(tiles))
    mixed = tiles.reshape(count, 4, 4, patch, patch, 4).transpose(2, 3)
    mixed = mixed.reshape(count, side, side, 4).permute(0, 3, 1, 2).float()
    for _ in range(2):
        mixed = F.avg_pool2d(mixed, 9, 1, 4)
    colour = mixed[:, :3] / mixed[:, 3:].clamp_min(1) * 255
    alpha = cutouts[..., 3:].permute(0, 3, 1, 2).float()
    smeared = torch.cat([colour.clamp(0, 255) * alpha / 255, alpha], dim=1)
    return smeared.permute(0, 2, 3, 1).to(torch.uint8)
