"""The loop that all trainings share: learning rate, averaging, checkpoints, stopping."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from inference.errors import RequestError
from inference.training.checkpoint import (
    Averaged,
    learning_rate_factor,
    load_checkpoint,
    save_checkpoint,
)

__all__ = ["LoopPlan", "run_loop"]

Report = Callable[[int, float], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True)
class LoopPlan:
    """What decides the outcome of any training.

    Attributes:
        pictures: how many pictures are seen in all; decides the learning rate's decay.
        batch: pictures a step.
        learning_rate: at its highest; warmed up over ``warm_up`` pictures, then decaying to 0.
        seed: of the network's beginning and of every draw.
        device: as for choose_device.
        save_every: pictures between checkpoints.
    """

    pictures: int
    batch: int
    learning_rate: float = 1e-3
    warm_up: int = 6400
    seed: int = 0
    device: str = "cpu"
    save_every: int = 6400


def run_loop(
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    average: Averaged,
    lesson: Callable[[torch.Generator, float], tuple[Tensor, float]],
    checkpoint: Path,
    config: dict[str, Any],
    plan: LoopPlan,
    report: Report,
    stopped: Stopped,
) -> None:
    """Train until ``plan.pictures`` have been seen, resuming where a checkpoint lies.

    Args:
        lesson: draws a batch with the generator, told how far the training is, in [0, 1); the
            loss to descend, and the figure to report.
        checkpoint: written every ``save_every`` pictures and at the end, also when stopped. The
            curve (pictures seen, mean figure, seconds) is appended to a CSV file beside it.
        config: the network's configuration; a checkpoint of another one is refused.

    Raises:
        RequestError: the checkpoint belongs to another network.
    """
    learner = Learner(network, optimizer, average)
    seen = learner.resume(checkpoint, config)
    generator = torch.Generator().manual_seed(plan.seed * 1_000_003 + seen)
    recent: list[float] = []
    started = time.monotonic()
    ending = stopped()
    while seen < plan.pictures and not ending:
        factor = learning_rate_factor(seen, plan.pictures, plan.warm_up)
        for group in optimizer.param_groups:
            group["lr"] = plan.learning_rate * factor
        loss, figure = lesson(generator, seen / plan.pictures)
        learner.descend(loss)
        seen += plan.batch
        recent.append(figure)
        report(seen, figure)
        ending = seen >= plan.pictures or stopped()
        if ending or seen % plan.save_every < plan.batch:
            learner.keep(checkpoint, config, seen)
            with checkpoint.with_suffix(".csv").open("a", encoding="utf-8") as file:
                mean, seconds = sum(recent) / len(recent), time.monotonic() - started
                file.write(f"{seen},{mean:.5f},{seconds:.0f}\n")
            recent.clear()


@dataclass(frozen=True)
class Learner:
    """A network with what trains it: all that a checkpoint holds."""

    network: nn.Module
    optimizer: torch.optim.Optimizer
    average: Averaged

    def descend(self, loss: Tensor) -> None:
        """One step down the loss."""
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.average.update(self.network)

    def resume(self, checkpoint: Path, config: dict[str, Any]) -> int:
        """Take up a checkpoint where one lies; how many pictures it has seen."""
        state = load_checkpoint(checkpoint)
        if state is None:
            return 0
        if state["config"] != config:
            raise RequestError(
                f"{checkpoint} is the training of another network; choose another --run."
            )
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average.load_state_dict(state["average"])
        return int(state["seen"])

    def keep(self, checkpoint: Path, config: dict[str, Any], seen: int) -> None:
        """Write the checkpoint."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average.state_dict(),
            "seen": seen,
            "config": config,
        }
        save_checkpoint(checkpoint, state)
