"""Runs what an evaluation plans, one run after the other, and measures every candidate."""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.engine import LocalEngine
from inference.evaluation.cases import Case
from inference.evaluation.grids import with_mask
from inference.evaluation.metrics import (
    background_error,
    mean_over_pairs,
    pairwise_difference,
    rank_agreement,
    seam_excess,
)
from inference.evaluation.records import Ledger, Measured
from inference.evaluation.text_match import TextMatch
from inference.events import Candidate, CandidateFinished, RunFinished
from inference.perceptual import load_perceptual
from inference.region import Region, paste, plan_region
from inference.request import EditRequest, EditSettings
from inference.steering import label_of

__all__ = ["Bench", "Job", "lpips_or_none", "measure"]

Pixels = NDArray[np.uint8]
VGG_WEIGHTS = "vgg16-*.pth"  # as torchvision names them
Perceptual = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Job:
    """One run of an evaluation.

    Attributes:
        condition: what is being compared; two conditions may share a run.
        guided: false runs without the prompt, which still is what is looked for.
    """

    condition: str
    case: Case
    settings: EditSettings
    candidates: int
    guided: bool = True

    @property
    def work(self) -> int:
        """Candidate-steps, for a progress bar."""
        return self.candidates * self.settings.start


@dataclass(frozen=True)
class Bench:
    """What measures: an engine, a text match and, where its weights are here, LPIPS."""

    engine: LocalEngine
    match: TextMatch
    perceptual: Perceptual | None
    ledger: Ledger

    def key(self, job: Job) -> str:
        """The same for the same run of the same model under the same text match."""
        model = self.engine.load(job.settings.model)
        facts = {
            "case": asdict(job.case),
            "settings": asdict(job.settings),
            "candidates": job.candidates,
            "guided": job.guided,
            "label": label_of(model, job.settings, job.case.prompt),
            "model": [
                model.sha256,
                model.clip_sha256,
                model.critic.sha256 if model.critic is not None else None,
                asdict(model.spec.tuning),
                model.spec.labels,
            ],
            "device": [model.device.name, model.device.precision],
            "match": self.match.identity,
            "lpips": self.perceptual is not None,
            "torch": torch.__version__,
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    def run(self, job: Job, cancelled: Callable[[], bool]) -> Measured | None:
        """A run's figures, from the ledger where it has them.

        None where it was stopped, or where no candidate came to anything.

        Raises:
            InferenceError: as in Engine.run.
        """
        key = self.key(job)
        if (known := self.ledger.get(key)) is not None:
            return known
        finished: dict[int, Candidate] = {}
        end: RunFinished | None = None
        for event in self.engine.run(request_of(job), cancelled):
            if isinstance(event, CandidateFinished):
                finished[event.candidate.index] = event.candidate
            elif isinstance(event, RunFinished):
                end = event
        if end is None or end.cancelled or not finished:
            return None
        ranked = [finished[index] for index in end.ranking]
        record, pictures = self._measured(job, ranked, end.seconds, key[:16])
        self.ledger.add(key, record, pictures)
        return record

    def _measured(
        self, job: Job, ranked: Sequence[Candidate], seconds: float, strip: str
    ) -> tuple[Measured, list[Pixels]]:
        photo, mask = job.case.scene.photo, job.case.scene.mask
        model = self.engine.load(job.settings.model).spec
        region = plan_region(mask, model.unet.image_size, model.tuning.min_mask_share)
        kept = mask if job.settings.method != "local-guided" else None
        edits = [paste(photo, each.pixels, each.box, kept) for each in ranked]
        crops = [region.crop(picture) for picture in (photo, *edits)]
        pictures = as_tensor(crops)
        confidences, named = self.match.match(pictures, job.case.prompt)
        small = region.model_mask(mask).astype(np.uint8)
        outside = torch.from_numpy(small == 0)[None, None].float()
        record = Measured(
            prompt=job.case.prompt,
            scene=job.case.scene.name,
            indices=[each.index for each in ranked],
            confidences=_rounded(confidences[1:]),
            named=named[1:],
            seams=_rounded(seam_excess(crop, crops[0], small) for crop in crops[1:]),
            backgrounds=[_background(edit, photo, mask, region) for edit in edits],
            backgrounds_lpips=self._to_photo(pictures * outside),
            variety=pairwise_difference(crops[1:], small),
            variety_lpips=self._among(pictures[1:]),
            agreement=rank_agreement(confidences[1:]),
            before_confidence=round(confidences[0], 5),
            before_named=named[0],
            seconds=round(seconds, 3),
            strip=strip,
        )
        masked = with_mask(crops[0], small > 0)
        return record, [crops[0], masked, *crops[1:]]

    def _to_photo(self, pictures: Tensor) -> list[float] | None:
        if self.perceptual is None:
            return None
        with torch.no_grad():
            first = pictures[:1].expand(len(pictures) - 1, -1, -1, -1)
            return _rounded(self.perceptual(first, pictures[1:]).tolist())

    def _among(self, pictures: Tensor) -> float | None:
        if self.perceptual is None:
            return None
        distance = self.perceptual
        with torch.no_grad():
            rows = [picture.numpy() for picture in pictures[:, None]]
            return mean_over_pairs(
                rows, lambda a, b: float(distance(torch.from_numpy(a), torch.from_numpy(b))[0])
            )


def request_of(job: Job) -> EditRequest:
    """What the engine is asked for."""
    scene, prompt = job.case.scene, job.case.prompt if job.guided else ""
    # Nothing at all steers a control, not even the label of an empty prompt.
    settings = job.settings if job.guided else replace(job.settings, label_weight=0.0)
    return EditRequest(
        scene.photo,
        scene.mask,
        prompt,
        seed=job.case.seed,
        candidates=job.candidates,
        settings=settings,
    )


def measure(
    bench: Bench,
    jobs: Iterable[Job],
    cancelled: Callable[[], bool],
    report: Callable[[int], object],
) -> dict[str, list[Measured]]:
    """Run every job until stopped; condition → what was measured of it, in the order of the jobs.

    A condition under which a run comes to nothing, because the numbers of all its candidates
    overflow, is left out: the others are compared on the same cases.

    Args:
        report: told how many candidate-steps a finished job was.
    """
    measured: dict[str, list[Measured]] = {}
    nothing = set[str]()
    for job in jobs:
        record = None if job.condition in nothing else bench.run(job, cancelled)
        if cancelled():
            break
        if record is None:
            nothing.add(job.condition)
        else:
            measured.setdefault(job.condition, []).append(record)
        report(job.work)
    return {name: records for name, records in measured.items() if name not in nothing}


def lpips_or_none(device: torch.device) -> Perceptual | None:
    """LPIPS where its VGG weights are on this machine, else None, which the report then says.

    Nothing is fetched for it: the weights are half a gigabyte.
    """
    kept = Path(torch.hub.get_dir()) / "checkpoints"
    return load_perceptual(device) if any(kept.glob(VGG_WEIGHTS)) else None


def as_tensor(crops: Sequence[Pixels]) -> Tensor:
    """Pictures (S, S, 3) as one batch in [-1, 1]."""
    stacked = torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2)
    return stacked.float() / 127.5 - 1


def _background(edit: Pixels, photo: Pixels, mask: Pixels, region: Region) -> float:
    """The error in what of the region lies in the photo, at the photo's own resolution."""
    box = region.box
    rows = slice(max(0, box.top), box.top + box.height)
    columns = slice(max(0, box.left), box.left + box.width)
    return background_error(edit[rows, columns], photo[rows, columns], mask[rows, columns])


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(value, 5) if math.isfinite(value) else math.nan for value in values]
