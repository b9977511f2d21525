"""What is told at the first start of a machine without a GPU."""

from PySide6.QtCore import QCoreApplication

from editor.document.settings import Settings
from editor.jobs.messages import EngineInfo
from editor.ui.dialogs.models.estimate import estimate
from editor.ui.dialogs.models.words import lasting
from inference.models.catalog import PUBLIC_MODELS, STARTER, find_model

__all__ = ["first_words"]


def first_words(info: EngineInfo, settings: Settings) -> str:
    """What to expect of a machine that computes without a GPU; "" for any other.

    Args:
        info: where the engine computes; "" is said until that is known.
        settings: among them, how long runs took.
    """
    if info.device != "cpu":
        return ""
    starter, (paper, large) = find_model(STARTER)[0], next(iter(PUBLIC_MODELS.items()))
    small = estimate(STARTER, starter, info, settings).seconds or 0.0
    long = estimate(paper, large, info, settings).seconds or 0.0
    text = QCoreApplication.translate(
        "Models",
        "This machine computes without a GPU: one candidate takes about {small} with the starter, "
        "and would take about {large} with the paper's own model (both estimated).",
    )
    return text.format(small=lasting(small), large=lasting(long))
