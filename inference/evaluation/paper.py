"""``evaluate paper``: the comparisons of the paper, all on the same inputs and seeds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.evaluation.bench import Job
from inference.evaluation.cases import Case
from inference.evaluation.conditions import algorithm_1, step_conditions
from inference.request import EditSettings

__all__ = [
    "BACKGROUND_SHARES",
    "FREE",
    "LOCAL",
    "METHODS",
    "NAIVE",
    "OURS",
    "PLAIN",
    "PaperPlan",
    "local_share",
]

OURS, PLAIN = "Algorithm 2 (blended)", "Algorithm 2 without extending augmentations"
LOCAL, NAIVE = "Algorithm 1 (local CLIP-guided)", "naive blend"
METHODS = (OURS, PLAIN, LOCAL, NAIVE)
FREE = "initial prediction"  # what the naive blend starts from: no background term at all
BACKGROUND_SHARES = (0.1, 1.0, 10.0)  # of the published λ, for the trade-off of figure 3


def local_share(share: float) -> str:
    """The condition of Algorithm 1 with a share of the published background weights."""
    return LOCAL if share == 1 else f"Algorithm 1, λ × {share:g}"


@dataclass(frozen=True)
class PaperPlan:
    """What is to be run.

    Attributes:
        cases: the inputs.
        settings: of Algorithm 2 with extending augmentations.
        candidates: of each run.
    """

    cases: Sequence[Case]
    settings: EditSettings
    candidates: int

    def jobs(self, text_weight: float, *, lpips: bool) -> list[Job]:
        """Every run, input by input.

        Args:
            text_weight: λ_text of the runs.
            lpips: whether Algorithm 1 can have its perceptual term here.
        """
        base = self.settings
        conditions = {
            OURS: base,
            PLAIN: replace(base, augmentations=1),
            NAIVE: replace(base, method="naive"),
            FREE: algorithm_1(base, text_weight, 0.0, lpips=False),
        }
        for share in BACKGROUND_SHARES:
            conditions[local_share(share)] = algorithm_1(base, text_weight, share, lpips=lpips)
        conditions |= step_conditions(base)
        return [
            Job(name, case, settings, self.candidates)
            for case in self.cases
            for name, settings in conditions.items()
        ]
