"""What can be done with a run that waits for others: texts, icons, keys, and when."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from editor.document.words import QT_TRANSLATE_NOOP
from editor.ui.candidates.items import Run

__all__ = ["QUEUE_COMMANDS", "QueueCommand", "queue_command_of"]


@dataclass(frozen=True)
class QueueCommand:
    """One thing to do.

    Attributes:
        name: "sooner", "later" or "cancel".
        text: to be translated in the context "Candidates".
        keys: in portable text.
        usable: whether it can be done with a run that waits.
    """

    name: str
    text: str
    icon: str
    keys: str
    usable: Callable[[Run], bool]


QUEUE_COMMANDS = (
    QueueCommand(
        "sooner",
        QT_TRANSLATE_NOOP("Candidates", "Run Sooner"),
        "chevron-up",
        "Alt+Up",
        lambda run: run.waiting > 1,
    ),
    QueueCommand(
        "later",
        QT_TRANSLATE_NOOP("Candidates", "Run Later"),
        "chevron-down",
        "Alt+Down",
        lambda run: run.behind > 0,
    ),
    QueueCommand(
        "cancel",
        QT_TRANSLATE_NOOP("Candidates", "Cancel Before It Begins"),
        "close",
        "Delete",
        lambda run: run.waiting > 0,
    ),
)
"""As their buttons stand in a header, from the left."""


def queue_command_of(keys: QKeySequence) -> QueueCommand | None:
    """The command that has a shortcut."""
    found = (command for command in QUEUE_COMMANDS if keys == QKeySequence(command.keys))
    return next(found, None)
