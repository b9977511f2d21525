"""``evaluate starter``: how well a model does what it is asked, by a strict stranger."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.evaluation.bench import Job
from inference.evaluation.cases import Case, few_of
from inference.evaluation.conditions import algorithm_1, step_conditions
from inference.request import EditSettings

__all__ = ["LABEL_WEIGHTS", "PARTS", "StarterPlan", "label_condition"]

PARTS = ("top1", "labels", "augmentations", "steps", "methods")
LABEL_WEIGHTS = (0.0, 1.0, 2.0, 3.0, 5.0)


@dataclass(frozen=True)
class StarterPlan:
    """What is to be run.

    Attributes:
        cases: prompts on photos.
        settings: of the guided runs; the parts change one thing of it each.
        candidates: of each run of the first part.
        few, few_candidates: how many cases the other parts take, and candidates of each.
        parts: which of PARTS.
    """

    cases: Sequence[Case]
    settings: EditSettings
    candidates: int
    few: int
    few_candidates: int
    parts: Sequence[str] = PARTS

    def jobs(self, text_weight: float, *, lpips: bool) -> list[Job]:
        """Every run, in order.

        Args:
            text_weight: λ_text of the runs.
            lpips: whether Algorithm 1 can have its perceptual term here.
        """
        jobs = list[Job]()
        if "top1" in self.parts:
            for case in self.cases:
                jobs.append(Job("guided", case, self.settings, self.candidates))
                jobs.append(Job("unguided", case, self.settings, 1, guided=False))
        conditions = self._conditions(text_weight, lpips=lpips)
        for case in few_of(self.cases, self.few):
            jobs += [
                Job(name, case, each, self.few_candidates) for name, each in conditions.items()
            ]
        return jobs

    def _conditions(self, text_weight: float, *, lpips: bool) -> dict[str, EditSettings]:
        base, conditions = self.settings, dict[str, EditSettings]()
        if "labels" in self.parts:
            conditions |= {
                label_condition(weight): replace(base, label_weight=weight)
                for weight in LABEL_WEIGHTS
            }
        if "augmentations" in self.parts:
            conditions |= {"with": base, "without": replace(base, augmentations=1)}
        if "steps" in self.parts:
            conditions |= step_conditions(base)
        if "methods" in self.parts:
            conditions |= {
                "Algorithm 2": base,
                "naive blend": replace(base, method="naive"),
                "Algorithm 1": algorithm_1(base, text_weight, 1.0, lpips=lpips),
            }
        return conditions


def label_condition(weight: float) -> str:
    """What runs with so much of a label are called."""
    return f"label weight {weight:g}"
