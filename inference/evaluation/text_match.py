"""Who says whether a picture shows what was asked for: never what guided or ranked it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from inference.augment import resized
from inference.clip import Clip
from inference.device import Device
from inference.errors import RequestError
from inference.evaluation.cases import spread
from inference.models.load import load_clip
from inference.models.spec import ClipSpec
from inference.request import check_prompts
from inference.training.judge import Judge, load_judge

__all__ = [
    "ClipMatch",
    "JudgeMatch",
    "TextMatch",
    "load_judge_match",
    "load_second_clip",
    "prompts_of",
]

SECOND_CLIP = ClipSpec(name="ViT-B-32", pretrained="laion2b_s34b_b79k")
SHARPNESS = 100.0  # CLIP's own scale of cosines before a softmax


class TextMatch(Protocol):
    """Says how well pictures fit a prompt."""

    @property
    def about(self) -> str:
        """Who it is, in a sentence for the report."""
        ...

    @property
    def figures(self) -> str:
        """How good it was found to be, or ""."""
        ...

    @property
    def identity(self) -> str:
        """Changes where its answers might."""
        ...

    def match(self, pictures: Tensor, prompt: str) -> tuple[list[float], list[bool]]:
        """Confidence in [0, 1] of each picture, and whether the prompt is what it would say.

        Args:
            pictures: in [-1, 1], shape (B, 3, S, S).
        """
        ...


@dataclass(frozen=True)
class JudgeMatch:
    """The trained judge (see inference.training.judge)."""

    judge: Judge

    @property
    def about(self) -> str:
        """See TextMatch."""
        return (
            f"The judge, a classifier of {len(self.judge.names)} concepts and of being none of "
            "them: another network, trained apart on the same cut-outs, never used to guide or "
            f"rank. It names a concept from a confidence of {self.judge.threshold:g}."
        )

    @property
    def figures(self) -> str:
        """See TextMatch."""
        told = self.judge.figures or {}
        if not told:
            return ""
        return (
            "On fresh compositions of the same cut-outs, on photos that it never saw, many of them "
            "in other hues than their own, it is right "
            f"about {told['accuracy_things']:.1%} of the things and "
            f"{told['accuracy_materials']:.1%} of the materials, and sure enough to name "
            f"{told['named_things']:.1%} and {told['named_materials']:.1%}; it wrongly names a "
            f"thing in {told['false_alarms_photos']:.1%} of such photos, in "
            f"{told['false_alarms_sample_photos']:.1%} of crops of the sample photos, in "
            f"{told['false_alarms_scrambled']:.1%} of scrambled things and in "
            f"{told['false_alarms_other_things']:.1%} of things that it never saw."
            f"{_on_samples(told)}"
        )

    @property
    def identity(self) -> str:
        """See TextMatch."""
        return f"{self.judge.sha256} {self.judge.threshold} {self.judge.names}"

    def match(self, pictures: Tensor, prompt: str) -> tuple[list[float], list[bool]]:
        """See TextMatch."""
        concept = self.known(prompt)
        confidences = self.judge.confidences(pictures)
        wanted = confidences[:, concept]
        named = (confidences.argmax(dim=1) == concept) & (wanted >= self.judge.threshold)
        return wanted.tolist(), named.tolist()

    def known(self, prompt: str) -> int:
        """The concept that a prompt names.

        Raises:
            RequestError: the judge knows nothing of that name.
        """
        concept = self.judge.concept(prompt)
        if concept is None:
            names = ", ".join(names[0] for names in self.judge.names)
            raise RequestError(f"The judge does not know {prompt!r}; it knows {names}.")
        return concept


def _on_samples(told: dict[str, Any]) -> str:
    """How often it names what was put on each of the sample photos: harder than an edit."""
    start = "named_on_"
    shares = [
        f"{share:.0%} on the {figure.removeprefix(start)}"
        for figure, share in told.items()
        if figure.startswith(start)
    ]
    if not shares:
        return ""
    return (
        " Of the same cut-outs put on random parts of a sample photo, blurred, noisy or partly "
        f"hidden now and then, it names {', '.join(shares)}."
    )


@dataclass(frozen=True)
class ClipMatch:
    """Another CLIP than the one that guided: which of the prompts is nearest to a picture."""

    clip: Clip
    prompts: Sequence[str]
    name: str

    @property
    def about(self) -> str:
        """See TextMatch."""
        return (
            f"A second CLIP, {self.name}, which did not guide; it names the nearest of the "
            f"{len(self.prompts)} prompts, so chance alone names {1 / len(self.prompts):.0%}."
        )

    @property
    def figures(self) -> str:
        """See TextMatch."""
        return ""

    @property
    def identity(self) -> str:
        """See TextMatch."""
        return " ".join((self.name, *self.prompts))

    @torch.no_grad()
    def match(self, pictures: Tensor, prompt: str) -> tuple[list[float], list[bool]]:
        """See TextMatch; the prompt must be one of the prompts."""
        words = torch.stack([self.clip.encode_text(text) for text in self.prompts])
        shown = resized(pictures, self.clip.image_size).to(words.device)
        seen = self.clip.encode_pictures(shown)
        cosines = F.normalize(seen, dim=1) @ F.normalize(words, dim=1).T
        wanted = self.prompts.index(prompt)
        confidences = (SHARPNESS * cosines).softmax(dim=1)[:, wanted]
        return confidences.tolist(), (cosines.argmax(dim=1) == wanted).tolist()


def prompts_of(wanted: str, judge: JudgeMatch) -> list[str]:
    """So many of what the judge knows, evenly over its list, or the prompts that were typed.

    Raises:
        RequestError: the number is 0, or a prompt is none.
    """
    if wanted.isdecimal():
        if int(wanted) < 1:
            raise RequestError("--prompts must be at least 1, or prompts with commas between.")
        return spread([names[0] for names in judge.judge.names], int(wanted))
    prompts = [prompt for part in wanted.split(",") if (prompt := part.strip())]
    if not prompts:
        raise RequestError("--prompts must be a number, or prompts with commas between.")
    check_prompts(*prompts)
    return list(dict.fromkeys(prompts))


def load_judge_match(folder: Path) -> JudgeMatch:
    """Raises ModelError where no judge lies in the folder."""
    return JudgeMatch(load_judge(folder))


def load_second_clip(prompts: Sequence[str], device: Device) -> ClipMatch:
    """Raises ModelError where it is not on this machine and cannot be fetched."""
    clip = load_clip(SECOND_CLIP, Path(), device)
    return ClipMatch(clip, prompts, f"{SECOND_CLIP.name} ({SECOND_CLIP.pretrained})")
