"""Captioned pictures composed on the fly: cut-outs on photos and materials.

A fixed set of pictures would be learnt by heart. Here place, size, light, turn, ground and caption
of every picture are drawn anew, as the starter will meet them: a region cropped around a mask,
with the thing in the middle and its surroundings around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inference.errors import RequestError
from inference.training.batches import Batch, uniform
from inference.training.placing import lit, over, placed, strangely_coloured, warped
from inference.training.words import PHOTO, SCENE_NAMES, Words

__all__ = ["PHOTO", "CompositeSource", "PackedSet"]

# Plain grounds are what an edit without a prompt has to continue.
MATERIAL_SHARE, SCENE_SHARE = 0.16, 0.12
TEXTURED_GROUND_SHARE = 0.35
BLURRED_SHARE = 0.4
STRANGE_SHARE = 0.25  # of the photos
MORE = 4  # times as often
ARRAYS = ("cutouts", "cutout_concepts", "grounds", "ground_concepts", "distractors")


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
    words: Words

    @property
    def names(self) -> list[list[str]]:
        """Name and synonyms of each concept."""
        return self.words.names

    @classmethod
    def read(cls, path: Path) -> "PackedSet":
        """Raises RequestError where the file is not a packed set."""
        try:
            with np.load(path, allow_pickle=False) as data:
                tensors = {key: torch.from_numpy(data[key]) for key in ARRAYS}
                return cls(**tensors, words=Words.from_json(str(data["words"])))
        except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
            raise RequestError(
                f"{path} is not a packed training set; make one with: python main.py train data"
            ) from error


class CompositeSource:
    """A PictureSource over a packed set.

    Args:
        packed: what ``train data`` packs.
        size: S.
        more: names of things that are harder to learn, to be drawn four times as often as others.

    Raises:
        RequestError: one of them is no thing of the set.
    """

    def __init__(self, packed: PackedSet, size: int, more: Sequence[str] = ()) -> None:
        self.packed = packed
        self.size = size
        self._photos = torch.nonzero(packed.ground_concepts == PHOTO)[:, 0]
        self._materials = torch.nonzero(packed.ground_concepts != PHOTO)[:, 0]
        # However many pictures a concept has, it is as likely as any other, or MORE times.
        self._by_concept = _grouped(packed.cutout_concepts)
        self._things = list(self._by_concept)
        self._things += [thing for thing in set(map(self._thing, more)) for _ in range(MORE - 1)]
        self._by_material = _grouped(packed.ground_concepts)
        self._by_material.pop(PHOTO, None)
        self._kinds = list(self._by_material)

    def _thing(self, name: str) -> int:
        for concept in self._by_concept:
            if name in self.packed.names[concept]:
                return concept
        raise RequestError(f"--more: there is no thing {name!r} in the set.")

    @property
    def labels(self) -> list[list[str]]:
        """See PictureSource. Last, where PHOTO points, what an empty prompt asks for: no thing."""
        return [*self.packed.names, [*SCENE_NAMES, ""]]

    def draw(self, count: int, generator: torch.Generator) -> Batch:
        """See PictureSource. Things, plain materials and plain scenes, in fixed shares."""
        kinds = torch.rand(count, generator=generator)
        thing = kinds >= MATERIAL_SHARE + SCENE_SHARE
        material = kinds < MATERIAL_SHARE
        cutouts = _pick(self._by_concept, self._things, count, generator)
        textures = _pick(self._by_material, self._kinds, count, generator)
        photos = self._photos[torch.randint(len(self._photos), (count,), generator=generator)]
        textured = torch.rand(count, generator=generator) < TEXTURED_GROUND_SHARE
        grounds = torch.where(material | (thing & textured), textures, photos)
        shown = thing[:, None, None, None].float()
        picture, alpha = self._composed(grounds, self.packed.cutouts[cutouts], shown, generator)
        subjects = torch.where(thing[:, None, None, None], alpha, torch.ones_like(alpha))
        beneath = self.packed.ground_concepts[grounds]
        concepts = torch.where(thing, self.packed.cutout_concepts[cutouts], beneath)
        return Batch(picture, subjects, self._captions(concepts, beneath, generator), concepts)

    def draw_distractors(self, count: int, generator: torch.Generator) -> Tensor:
        """Pictures of nothing in the list, in [-1, 1]: other things, and scrambled known ones.

        A tower that never saw them calls any blob of the right colour a thing.
        """
        half = count // 2
        others = torch.randint(len(self.packed.distractors), (half,), generator=generator)
        known = _pick(self._by_concept, self._things, count - half, generator)
        scrambled = _scrambled(self.packed.cutouts[known], generator)
        cutouts = torch.cat([self.packed.distractors[others], scrambled])
        photos = torch.randint(len(self._photos), (count,), generator=generator)
        shown = torch.ones(count, 1, 1, 1)
        return self._composed(self._photos[photos], cutouts, shown, generator)[0]

    def _composed(
        self, grounds: Tensor, cutouts: Tensor, shown: Tensor, generator: torch.Generator
    ) -> tuple[Tensor, Tensor]:
        """Cut-outs in their surroundings, in [-1, 1], and where they are, in [0, 1].

        Args:
            grounds: rows of the packed grounds, shape (B,).
            cutouts: shape (B, 128, 128, 4), uint8.
            shown: 0 where the cut-out is left away, else 1, shape (B, 1, 1, 1).
        """
        blurred = torch.rand(len(grounds), generator=generator) < BLURRED_SHARE
        ground = self._ground(grounds, blurred, generator)
        thing = shown * placed(cutouts, self.size, blurred, generator)
        thing = lit(thing, ground, generator)
        return over(thing, ground, generator).clamp(0, 1) * 2 - 1, thing[:, 3:]

    def _ground(self, rows: Tensor, blurred: Tensor, generator: torch.Generator) -> Tensor:
        """Grounds cropped, mirrored and lit at random, in [0, 1], shape (B, 3, S, S)."""
        count = len(rows)
        pictures = self.packed.grounds[rows].permute(0, 3, 1, 2).float() / 255
        zoom = uniform(0.5, 1.0, (count,), generator)
        offset = uniform(-1, 1, (count, 2), generator) * (1 - zoom)[:, None]
        mirror = torch.where(torch.rand(count, generator=generator) < 0.5, -1.0, 1.0)
        theta = torch.zeros(count, 2, 3)
        theta[:, 0, 0] = zoom * mirror
        theta[:, 1, 1] = zoom
        theta[:, :, 2] = offset
        drawn = warped(pictures, theta, 2 * self.size, "reflection")
        light = uniform(0.75, 1.15, (count, 1, 1, 1), generator)
        drawn[blurred] = F.avg_pool2d(drawn[blurred], 5, 1, 2, count_include_pad=False)
        ground = F.avg_pool2d(drawn, 2)
        strange = torch.rand(count, generator=generator) < STRANGE_SHARE
        strange &= self.packed.ground_concepts[rows] == PHOTO  # a material has its own colours
        ground[strange] = strangely_coloured(ground[strange], generator)
        return ground * light

    def _captions(self, concepts: Tensor, beneath: Tensor, generator: torch.Generator) -> list[str]:
        draws = torch.rand(len(concepts), 3, generator=generator).tolist()
        rows = zip(concepts.tolist(), beneath.tolist(), draws, strict=True)
        return [self.packed.words.caption(*row) for row in rows]


def _grouped(labels: Tensor) -> dict[int, Tensor]:
    """Label → the rows that carry it."""
    return {int(label): torch.nonzero(labels == label)[:, 0] for label in torch.unique(labels)}


def _pick(
    groups: dict[int, Tensor], labels: Sequence[int], count: int, generator: torch.Generator
) -> Tensor:
    """Rows of the groups of labels drawn from a list, shape (B,)."""
    drawn = torch.randint(len(labels), (count,), generator=generator).tolist()
    spins = torch.randint(1 << 30, (count,), generator=generator).tolist()
    members = [groups[labels[index]] for index in drawn]
    return torch.stack([rows[spin % len(rows)] for rows, spin in zip(members, spins, strict=True)])


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
