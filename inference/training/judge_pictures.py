"""What the judge learns from: its own compositions, and many ways of being none of the list.

Drawn by other rules than the starter's pictures (place, size, light, hues, wear), so that a
weakness of those is not learnt twice. The mask-grey that guidance shows to CLIP never occurs.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from inference.training.batches import uniform
from inference.training.collect import CROPS_A_PHOTO
from inference.training.compose import PHOTO, PackedSet
from inference.training.judge_wear import blobs, grids, mirrored, turned_hues, worn

__all__ = ["HELD_OUT_SHARE", "JudgePictures"]

HELD_OUT_SHARE = 0.15
NEGATIVE_SHARE = 0.35
PATCH_SHARE = 0.6  # of the materials: a patch in a photo, as an edit makes it
TURNED_SHARE = 0.6  # of the photos: in other hues than their own
TEXTURED_SHARE = 0.3  # of the things: on a material rather than on a photo


class JudgePictures:
    """An endless supply of pictures in [-1, 1], shape (B, 3, S, S), and their labels.

    A label is a concept's number, ``none`` for what is nothing of the list, or ``scene`` for an
    untouched photo: it shows no thing, but may well show grass or sky.

    Args:
        packed: what ``train data`` packs.
        size: S.
        held_out: draw on the photos, and put in the strange things, that training never sees: the
            last of each in the set.
    """

    def __init__(self, packed: PackedSet, size: int, *, held_out: bool = False) -> None:
        self.packed, self.size = packed, size
        self.none = len(packed.names)
        self.scene = self.none + 1
        photos = torch.nonzero(packed.ground_concepts == PHOTO)[:, 0]
        crops = CROPS_A_PHOTO if len(photos) > CROPS_A_PHOTO else 1
        self._photos = _part(photos, crops, held_out=held_out)
        self._others = _part(packed.distractors, 1, held_out=held_out)
        self._textures = torch.nonzero(packed.ground_concepts != PHOTO)[:, 0]
        cutouts, grounds = packed.cutout_concepts.tolist(), packed.ground_concepts.tolist()
        self._members = [
            [row for row, label in enumerate(cutouts) if label == concept]
            or [row for row, label in enumerate(grounds) if label == concept]
            for concept in range(self.none)
        ]
        self.is_thing = torch.tensor([concept in set(cutouts) for concept in range(self.none)])

    def draw(self, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Known ones and none of them, at least one of each; labels of shape (B,), int64."""
        strange = round(count * NEGATIVE_SHARE)
        known, none = (
            self.draw_known(count - strange, generator),
            self.draw_none(strange, generator),
        )
        return torch.cat([known[0], none[0]]), torch.cat([known[1], none[1]])

    def draw_known(self, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Things on photos and materials, materials whole or as a patch; every concept as often."""
        labels = torch.randint(self.none, (count,), generator=generator)
        thing = self.is_thing[labels]
        rows = self._rows(labels, generator)
        pictures = torch.empty(count, 3, self.size, self.size)
        if thing.any():
            pictures[thing] = self._things(self.packed.cutouts[rows[thing]], generator)
        if not thing.all():
            pictures[~thing] = self._materials(rows[~thing], generator)
        return self._finished(pictures, generator), labels

    def draw_things_on(self, ground: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """A known thing on each of the grounds.

        Args:
            ground: in [0, 1], shape (B, 3, S, S).

        Returns:
            Worn pictures in [-1, 1], and their labels, shape (B,).
        """
        things = torch.nonzero(self.is_thing)[:, 0]
        labels = things[torch.randint(len(things), (len(ground),), generator=generator)]
        cutouts = self.packed.cutouts[self._rows(labels, generator)]
        return self._finished(self._over(cutouts, ground, generator), generator), labels

    def draw_none(self, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Other things, scrambled known ones, smears, photos with a noisy patch, and photos."""
        kinds = (self.draw_others, self.draw_scrambled, self._smears, self._noisy, self.draw_plain)
        shares = [count // len(kinds)] * len(kinds)
        shares[0] += count - sum(shares)
        parts = zip(kinds, shares, strict=True)
        drawn = [kind(share, generator) for kind, share in parts if share]
        labels = torch.full((count,), self.none)
        labels[count - shares[-1] :] = self.scene
        return torch.cat(drawn), labels

    def right(self, labels: Tensor) -> Tensor:
        """Which classes are right, shape (B, none + 1), bool: of a scene, all but the things."""
        classes = torch.arange(self.none + 1)
        exact = labels[:, None] == classes
        is_thing = torch.cat([self.is_thing, torch.tensor([False])])
        return torch.where((labels == self.scene)[:, None], ~is_thing, exact)

    def draw_others(self, count: int, generator: torch.Generator) -> Tensor:
        """Things that are not in the list."""
        rows = torch.randint(len(self._others), (count,), generator=generator)
        return self._finished(self._things(self._others[rows], generator), generator)

    def draw_scrambled(self, count: int, generator: torch.Generator) -> Tensor:
        """The colours of known things in disorder, in their own outline or in another's.

        Some things are little more than outline and colour, so half of them lose their outline.
        """
        known = self._known_cutouts(count, generator)
        others = self._known_cutouts(count, generator)
        own = torch.rand(count, 1, 1, 1, generator=generator) < 0.5
        outlines = torch.where(own, known, others)[..., 3]
        torn = _scrambled(known, outlines, generator)
        return self._finished(self._things(torn, generator), generator)

    def draw_plain(self, count: int, generator: torch.Generator) -> Tensor:
        """Photos with nothing put into them, many in other hues."""
        return self._finished(
            self._ground(self._photo_rows(count, generator), generator), generator
        )

    def _smears(self, count: int, generator: torch.Generator) -> Tensor:
        """The colours of a known thing, washed out, in the shape of a blob."""
        known = self._known_cutouts(count, generator).permute(0, 3, 1, 2).float() / 255
        coarse = F.interpolate(F.adaptive_avg_pool2d(known, 3), (self.size,) * 2, mode="bicubic")
        colour = (coarse[:, :3] / coarse[:, 3:].clamp_min(0.05)).clamp(0, 1)
        ground = self._ground(self._photo_rows(count, generator), generator)
        return self._finished(
            torch.lerp(ground, colour, blobs(count, self.size, generator)), generator
        )

    def _noisy(self, count: int, generator: torch.Generator) -> Tensor:
        """A photo with a blob of coarse coloured noise in it."""
        ground = self._ground(self._photo_rows(count, generator), generator)
        cells = int(torch.randint(4, self.size + 1, (1,), generator=generator))
        noise = torch.rand(count, 3, cells, cells, generator=generator)
        noise = F.interpolate(noise, (self.size, self.size), mode="bilinear")
        mixed = torch.lerp(ground, noise, blobs(count, self.size, generator))
        return self._finished(mixed, generator)

    def _things(self, cutouts: Tensor, generator: torch.Generator) -> Tensor:
        """Cut-outs over photos and materials, in [0, 1]."""
        count = len(cutouts)
        textured = torch.rand(count, generator=generator) < TEXTURED_SHARE
        textures = torch.randint(len(self._textures), (count,), generator=generator)
        photos = self._photo_rows(count, generator)
        ground = self._ground(torch.where(textured, self._textures[textures], photos), generator)
        return self._over(cutouts, ground, generator)

    def _over(self, cutouts: Tensor, ground: Tensor, generator: torch.Generator) -> Tensor:
        """Cut-outs over these grounds, partly hidden now and then, in [0, 1]."""
        count = len(cutouts)
        turn = uniform(-0.35, 0.35, (count,), generator)
        zoom = 1 / uniform(0.42, 0.95, (count, 2), generator).sort(dim=1).values
        stretch = uniform(0.88, 1.14, (count,), generator)
        side = zoom[:, 1]  # the larger of two draws: large things are more often meant
        shift = uniform(-0.2, 0.2, (count, 2), generator)
        where = grids(turn, torch.stack([side * stretch, side / stretch], 1), shift, 2 * self.size)
        rgba = mirrored(cutouts.permute(0, 3, 1, 2).float() / 255, generator)
        placed = F.avg_pool2d(F.grid_sample(rgba, where, align_corners=False), 2)
        colour, alpha = placed[:, :3], placed[:, 3:]
        shade = F.avg_pool2d(alpha, 11, 1, 5) * uniform(0, 0.6, (count, 1, 1, 1), generator)
        light = uniform(0.75, 1.2, (count, 1, 1, 1), generator)
        scene = (colour * light).clamp(0, 1) + ground * (1 - shade) * (1 - alpha)
        return torch.lerp(scene, ground, self._cover(count, generator))

    def _cover(self, count: int, generator: torch.Generator) -> Tensor:
        """Where the ground hides a thing again: a strip at one side, in one picture of four."""
        ramp = torch.linspace(0, 1, self.size)
        across = torch.rand(count, 1, 1, 1, generator=generator) < 0.5
        place = torch.where(across, ramp[:, None], ramp[None, :])
        reach = uniform(0.1, 0.32, (count, 1, 1, 1), generator)
        hidden = torch.rand(count, 1, 1, 1, generator=generator) < 0.25
        return ((place > 1 - reach) & hidden).float()

    def _materials(self, rows: Tensor, generator: torch.Generator) -> Tensor:
        """Materials over the whole picture, or in a blob on a photo, in [0, 1]."""
        count = len(rows)
        texture = self._ground(rows, generator)
        ground = self._ground(self._photo_rows(count, generator), generator)
        patch = blobs(count, self.size, generator)
        whole = torch.rand(count, 1, 1, 1, generator=generator) >= PATCH_SHARE
        return torch.where(whole, texture, torch.lerp(ground, texture, patch))

    def _ground(self, rows: Tensor, generator: torch.Generator) -> Tensor:
        """Crops of grounds in [0, 1], (B, 3, S, S)."""
        count = len(rows)
        pictures = self.packed.grounds[rows].permute(0, 3, 1, 2).float() / 255
        zoom = uniform(0.35, 0.95, (count, 1), generator)
        shift = uniform(-1, 1, (count, 2), generator) * (1 - zoom)
        turn = uniform(-0.1, 0.1, (count,), generator)
        where = grids(turn, zoom.expand(-1, 2), shift, 2 * self.size, inside=True)
        seen = F.grid_sample(
            mirrored(pictures, generator), where, padding_mode="reflection", align_corners=False
        )
        ground = F.avg_pool2d(seen, 2)
        turned = torch.rand(count, generator=generator) < TURNED_SHARE
        turned &= self.packed.ground_concepts[rows] == PHOTO  # a material has its own colours
        return torch.where(turned[:, None, None, None], turned_hues(ground, generator), ground)

    def _finished(self, pictures: Tensor, generator: torch.Generator) -> Tensor:
        return worn(pictures, generator) * 2 - 1

    def _known_cutouts(self, count: int, generator: torch.Generator) -> Tensor:
        rows = torch.randint(len(self.packed.cutouts), (count,), generator=generator)
        return self.packed.cutouts[rows]

    def _photo_rows(self, count: int, generator: torch.Generator) -> Tensor:
        return self._photos[torch.randint(len(self._photos), (count,), generator=generator)]

    def _rows(self, labels: Tensor, generator: torch.Generator) -> Tensor:
        spins = torch.randint(1 << 30, (len(labels),), generator=generator).tolist()
        members = [self._members[label] for label in labels.tolist()]
        rows = [group[spin % len(group)] for group, spin in zip(members, spins, strict=True)]
        return torch.tensor(rows, dtype=torch.int64)


def _part(items: Tensor, group: int, *, held_out: bool) -> Tensor:
    """The share that is held out, whole groups from the end; or all that is before it."""
    kept_back = group * max(1, round(len(items) / group * HELD_OUT_SHARE))
    return items[-kept_back:] if held_out else items[:-kept_back]


def _scrambled(cutouts: Tensor, outlines: Tensor, generator: torch.Generator) -> Tensor:
    """The colours of a thing, drawn from many places of it and washed a little, in an outline.

    Args:
        cutouts: premultiplied RGBA, (B, N, N, 4), uint8.
        outlines: alpha, (B, N, N), uint8.
    """
    count, side = len(cutouts), cutouts.shape[1]
    rgba = cutouts.permute(0, 3, 1, 2).float()
    cells = int(torch.randint(4, 10, (1,), generator=generator))
    drawn = uniform(-0.8, 0.8, (count, 2, cells, cells), generator)
    where = F.interpolate(drawn, (side, side), mode="nearest").permute(0, 2, 3, 1)
    ramp = torch.linspace(-0.15, 0.15, side)  # each cell shows a small piece, not one colour
    where = where + torch.stack(torch.meshgrid(ramp, ramp, indexing="xy"), dim=-1)
    mixed = F.avg_pool2d(F.grid_sample(rgba, where, align_corners=False), 7, 1, 3)
    mean = rgba.mean(dim=(2, 3), keepdim=True) * 0.05  # for what was drawn from outside
    alpha = outlines[:, None].float()
    colour = (mixed[:, :3] + mean[:, :3]) / (mixed[:, 3:] + mean[:, 3:]) * alpha
    torn = torch.cat([torch.minimum(colour, alpha), alpha], dim=1)
    return torn.clamp(0, 255).permute(0, 2, 3, 1).to(torch.uint8)
