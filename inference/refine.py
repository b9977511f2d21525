"""Refinement: brings a candidate that was enlarged back to the sharpness of its photo.

The last steps of Algorithm 2 are run once more, at the picture's own resolution. The network sees
its own size only, so it looks at overlapping tiles, and what it says where they overlap is
averaged before each step (as in MultiDiffusion, arXiv 2302.08113): all tiles stand in one picture,
with one noise, and no seam can come up between them. Without a prompt: a tile shows a part of the
thing, and CLIP would ask for a whole one in each.
"""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.blended import blended_diffusion
from inference.device import is_out_of_memory
from inference.errors import InferenceError
from inference.events import Box, Scores
from inference.models.load import LoadedModel
from inference.noise import CandidateStreams, candidate_seed
from inference.region import Region, mask_box
from inference.request import EditSettings
from inference.samplers import SAMPLERS, GuidedRun
from inference.schedule import Schedule
from inference.tiles import Tiling, plan_tiles, tent

__all__ = ["Refinement", "Rough", "TiledUNet", "Unrefined", "plan_refinement"]

Pixels = NDArray[np.uint8]
Network = Callable[[Tensor, Tensor], Tensor]

TILES_AT_A_TIME = 8
TILE_COST = 1 / 3  # beside a guided step, which also goes backwards and through CLIP
NOISE_STREAM = 1  # of a candidate's seed; the candidate itself has drawn from the seed


class Unrefined(InferenceError):  # noqa: N818  nothing is lost
    """A candidate could not be refined; it is good without."""


@dataclass(frozen=True, eq=False)
class Rough:
    """A candidate that is finished but for its refinement.

    Attributes:
        index, seed, scores: the candidate's.
        picture: at the model's size, (S, S, 3).
    """

    index: int
    seed: int
    picture: Pixels
    scores: Scores | None

    @property
    def distance(self) -> float | None:
        """What a preview of it tells."""
        return self.scores.masked if self.scores is not None else None


class TiledUNet:
    """A U-Net for pictures larger than its own: overlapping tiles, averaged.

    ``(x, timesteps)``: x of shape (1, 3, H, W), timesteps of shape (1,); the answer is
    (1, 6, H, W), 0 where no tile lies.

    Args:
        unet: for pictures of the tiles' size.
        at_a_time: how many tiles are evaluated together.
        between: called before each such batch; it may raise.
    """

    def __init__(
        self, unet: Network, tiling: Tiling, at_a_time: int, between: Callable[[], None]
    ) -> None:
        self._unet, self._tiling = unet, tiling
        self._at_a_time, self._between = at_a_time, between
        self._tent = torch.from_numpy(tent(tiling.size))
        self._weight = torch.zeros(tiling.box.height, tiling.box.width)
        for y, x in tiling.corners:
            self._weight[y : y + tiling.size, x : x + tiling.size] += self._tent

    def __call__(self, x: Tensor, timesteps: Tensor) -> Tensor:
        """See the class."""
        size, corners = self._tiling.size, self._tiling.corners
        weight, falling = self._weight.to(x), self._tent.to(x)
        total = x.new_zeros(1, 6, *x.shape[2:])
        for first in range(0, len(corners), self._at_a_time):
            self._between()
            batch = corners[first : first + self._at_a_time]
            tiles = torch.cat([x[..., top : top + size, left : left + size] for top, left in batch])
            answers = self._unet(tiles, timesteps.expand(len(batch))) * falling
            for (top, left), answer in zip(batch, answers, strict=True):
                total[..., top : top + size, left : left + size] += answer
        return total / weight.clamp(min=falling.min())


@dataclass(frozen=True, eq=False)
class Refinement:
    """A request's second run made ready.

    Attributes:
        region: of the first run.
        tiling: where the tiles lie in it.
        source: x at the picture's resolution where the tiles lie, in [-1, 1], (1, 3, H, W).
        mask: m, likewise, (1, 1, H, W).
        box: the mask's, in pixels of the picture.
        start: k, how many steps are run.
        steps: what they cost, in steps of the run before.
    """

    model: LoadedModel
    settings: EditSettings
    region: Region
    tiling: Tiling
    source: Tensor
    mask: Tensor
    box: Box
    start: int
    steps: int

    def run(
        self, result: Pixels, seed: int, cancelled: Callable[[], bool]
    ) -> Iterator[tuple[int, Pixels]]:
        """Refine one candidate; with less memory once that runs out.

        Args:
            result: the candidate at the model's size, (S, S, 3).
            seed: the candidate's.
            cancelled: asked before every few tiles.

        Yields:
            How many of ``steps`` are done, and what is in the box by then, at the picture's
            resolution, (box.height, box.width, 3). The last one is the refined candidate.

        Raises:
            Unrefined: cancelled, out of memory, or the numbers overflowed.
        """
        at_a_time, done = TILES_AT_A_TIME, 0
        while done < self.start:
            try:
                for number, x0 in enumerate(self._steps(result, seed, at_a_time, cancelled), 1):
                    if number > done:  # not told again after memory ran out
                        done = number
                        yield round(self.steps * done / self.start), self._pixels(x0)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                if at_a_time == 1:
                    raise Unrefined("Not enough memory to refine; a result stays as it was.") from (
                        error
                    )
            else:
                return
            _let_go_of_memory()
            at_a_time //= 2

    def _steps(
        self, result: Pixels, seed: int, at_a_time: int, cancelled: Callable[[], bool]
    ) -> Iterator[Tensor]:
        """x̂_0 of each step."""

        def go_on() -> None:
            if cancelled():
                raise Unrefined("Stopped while refining; what was finished is kept unrefined.")

        device = self.source.device
        size = (self.tiling.box.height, self.tiling.box.width)
        run = GuidedRun(
            TiledUNet(self.model.unet, self.tiling, at_a_time, go_on),
            Schedule.respaced(self.settings.steps),
            SAMPLERS[self.settings.sampler],
            self.start,
            torch.where(self.mask > 0, self._enlarged(result).to(device), self.source),
            None,
            CandidateStreams([candidate_seed(seed, NOISE_STREAM)], size, device),
        )
        for step in blended_diffusion(run, self.mask):
            yield step.x0

    def _enlarged(self, result: Pixels) -> Tensor:
        """A result where the tiles lie, in [-1, 1], (1, 3, H, W)."""
        place, region = self.tiling.box, self.region
        box = Box(region.left + place.left, region.top + place.top, place.width, place.height)
        return _as_tensor(region.enlarge(result, box))

    def _pixels(self, x0: Tensor) -> Pixels:
        if not torch.isfinite(x0).all():
            raise Unrefined("The numbers overflowed while refining; results stay as they were.")
        left = self.box.left - self.region.left - self.tiling.box.left
        top = self.box.top - self.region.top - self.tiling.box.top
        part = x0[0, :, top : top + self.box.height, left : left + self.box.width]
        levels = ((part.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
        return levels.permute(1, 2, 0).cpu().numpy()


def plan_refinement(
    model: LoadedModel,
    settings: EditSettings,
    region: Region,
    picture: Pixels,
    mask: Pixels,
    *,
    guided: bool,
) -> Refinement | None:
    """What refining a run's candidates takes; None where the region is not enlarged, or not asked.

    Args:
        picture: (H, W, 3).
        mask: (H, W), not empty.
        guided: whether the run before has a prompt, which makes its steps dear.
    """
    if not settings.refine or region.scale <= 1:
        return None
    inside = region.cut(mask, "constant") > 0
    tiling = plan_tiles(inside, region.model_size)
    box, device = tiling.box, model.device.torch
    rows, columns = slice(box.top, box.top + box.height), slice(box.left, box.left + box.width)
    source = region.cut(picture, "symmetric")[rows, columns]
    start = max(1, round(settings.refine * settings.steps))
    return Refinement(
        model,
        settings,
        region,
        tiling,
        _as_tensor(source).to(device),
        torch.from_numpy(inside[rows, columns].copy())[None, None].float().to(device),
        mask_box(mask),
        start,
        max(start, round(start * len(tiling.corners) * (TILE_COST if guided else 1))),
    )


def _as_tensor(pixels: Pixels) -> Tensor:
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1


def _let_go_of_memory() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
