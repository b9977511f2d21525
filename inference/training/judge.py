"""A second opinion: names what a picture shows, or says that it is nothing it knows.

It was trained apart from what makes and steers the pictures (other network, other compositions,
other seed) and is used to measure only, never for guidance or ranking: an edit that fools the
tower that made it has to fool a stranger, too.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from inference.augment import resized
from inference.errors import ModelError
from inference.models.load import check_shapes, file_sha256, read_weights, write_weights
from inference.training.judge_network import JudgeConfig, JudgeNetwork

__all__ = ["Judge", "load_judge", "save_judge"]

WEIGHTS, DESCRIPTION = "judge.safetensors", "judge.json"
CHUNK = 256


@dataclass(frozen=True)
class Judge:
    """A trained network and what its answers mean.

    Attributes:
        names: name and synonyms of each concept, in the order of the classes.
        threshold: the confidence from which an answer counts.
        sha256: of its weights; "" before they are kept.
        figures: what was measured when it was made.
    """

    network: JudgeNetwork
    names: list[list[str]]
    threshold: float
    sha256: str = ""
    figures: dict[str, Any] | None = None

    def concept(self, prompt: str) -> int | None:
        """The concept that a prompt names, by its name or else a synonym; None where unknown."""
        wanted = prompt.strip().lower()
        for known in ([names[:1] for names in self.names], self.names):
            for concept, names in enumerate(known):
                if wanted in names:
                    return concept
        return None

    @torch.no_grad()
    def confidences(self, pictures: Tensor) -> Tensor:
        """Probabilities of every concept and, last, of none; they sum to 1.

        Args:
            pictures: in [-1, 1], shape (B, 3, S, S), of any S.

        Returns:
            Shape (B, concepts + 1).
        """
        shown = resized(pictures, self.network.config.size)
        parts = [self.network(part).softmax(dim=1) for part in torch.split(shown, CHUNK)]
        return torch.cat(parts)


def save_judge(folder: Path, judge: Judge, facts: dict[str, Any]) -> None:
    """Write ``judge.safetensors`` (float16) and ``judge.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(folder / WEIGHTS, judge.network)
    description = {
        "network": asdict(judge.network.config),
        "threshold": judge.threshold,
        "names": judge.names,
        "figures": judge.figures or {},
        **facts,
    }
    text = json.dumps(description, indent=1, ensure_ascii=False)
    (folder / DESCRIPTION).write_text(text + "\n", encoding="utf-8")


def load_judge(folder: Path) -> Judge:
    """The judge that lies in a folder.

    Raises:
        ModelError: there is none, or it is damaged.
    """
    try:
        data: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        config = JudgeConfig.from_json(data["network"])
        names: list[list[str]] = data["names"]
        threshold, figures = float(data["threshold"]), data["figures"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"There is no judge in {folder}; make one with: python main.py train judge SET."
        ) from error
    network = JudgeNetwork(config)
    weights = read_weights(folder / WEIGHTS)
    check_shapes(weights, {k: tuple(v.shape) for k, v in network.state_dict().items()})
    network.load_state_dict(weights)
    network.eval().requires_grad_(requires_grad=False)
    return Judge(network, names, threshold, file_sha256(folder / WEIGHTS), figures)
