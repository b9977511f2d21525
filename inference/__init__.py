"""Blended diffusion for text-driven edits: the public API.

Importing this loads neither torch nor a model; LocalEngine does, when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from inference.errors import Cancelled, InferenceError, ModelError, RequestError
from inference.events import (
    Box,
    Candidate,
    CandidateFinished,
    CandidateStopped,
    Event,
    Notice,
    Preview,
    RunFinished,
    RunPlanned,
    Scores,
)
from inference.extend_request import ExtendRequest, Side
from inference.request import PRESETS, EditRequest, EditSettings

if TYPE_CHECKING:
    from inference.engine import Engine, LocalEngine

__all__ = [
    "PRESETS",
    "Box",
    "Cancelled",
    "Candidate",
    "CandidateFinished",
    "CandidateStopped",
    "EditRequest",
    "EditSettings",
    "Engine",
    "Event",
    "ExtendRequest",
    "InferenceError",
    "LocalEngine",
    "ModelError",
    "Notice",
    "Preview",
    "RequestError",
    "RunFinished",
    "RunPlanned",
    "Scores",
    "Side",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the engine module holds
    if name in ("Engine", "LocalEngine"):
        from inference import engine  # noqa: PLC0415  brings torch

        return getattr(engine, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
