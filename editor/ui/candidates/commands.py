"""What can be done with a candidate: texts, icons, keys, and when."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from editor.ui.candidates.items import Item, ItemState

__all__ = ["COMMANDS", "Command", "command_of"]


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for translation where the table is made, before there is a translator."""
    return text


def _any(_item: Item) -> bool:
    return True


def _finished(item: Item) -> bool:
    return item.state is ItemState.FINISHED


def _can_be_varied(item: Item) -> bool:
    return _finished(item) and not item.run.expands


def _stopped(item: Item) -> bool:
    return item.state is ItemState.STOPPED


def _has_seed(item: Item) -> bool:
    return item.seed is not None


def _has_prompt(item: Item) -> bool:
    return bool(item.run.label)


@dataclass(frozen=True)
class Command:
    """One thing to do.

    Attributes:
        text: to be translated in the context "Candidates".
        keys: in portable text; the first is shown.
        usable: whether it can be done with a candidate.
        group: a menu separates groups by lines.
        unless: why it cannot be done with some finished candidates, in the same context.
    """

    name: str
    text: str
    icon: str
    keys: tuple[str, ...]
    usable: Callable[[Item], bool]
    group: int
    unless: str = ""


COMMANDS = (
    Command("preview", QT_TRANSLATE_NOOP("Candidates", "Preview"), "eye", ("Space",), _any, 0),
    Command(
        "apply",
        QT_TRANSLATE_NOOP("Candidates", "Apply as New Layer"),
        "layer-add",
        ("Enter", "Return"),
        _finished,
        0,
    ),
    Command("star", QT_TRANSLATE_NOOP("Candidates", "Star"), "star", ("S",), _any, 0),
    Command(
        "discard",
        QT_TRANSLATE_NOOP("Candidates", "Discard"),
        "delete",
        ("Delete", "Backspace"),
        _any,
        0,
    ),
    Command(
        "more-like-this",
        QT_TRANSLATE_NOOP("Candidates", "More Like This"),
        "sparkle",
        ("M",),
        _can_be_varied,
        1,
        QT_TRANSLATE_NOOP(
            "Candidates",
            "Not for a picture that was expanded: apply it, mask what should change, and generate",
        ),
    ),
    Command(
        "again",
        QT_TRANSLATE_NOOP("Candidates", "Again With a New Seed"),
        "redo",
        ("A",),
        _any,
        1,
    ),
    Command("resume", QT_TRANSLATE_NOOP("Candidates", "Resume"), "run", ("R",), _stopped, 1),
    Command(
        "copy-prompt",
        QT_TRANSLATE_NOOP("Candidates", "Copy Prompt"),
        "copy",
        ("Ctrl+C",),
        _has_prompt,
        2,
    ),
    Command(
        "copy-seed",
        QT_TRANSLATE_NOOP("Candidates", "Copy Seed"),
        "copy",
        ("Ctrl+Alt+C",),
        _has_seed,
        2,
    ),
    Command(
        "copy-recipe",
        QT_TRANSLATE_NOOP("Candidates", "Copy Recipe"),
        "copy",
        ("Ctrl+Shift+C",),
        _finished,
        2,
    ),
    Command(
        "save-as",
        QT_TRANSLATE_NOOP("Candidates", "Save as File…"),
        "save-as",
        ("F",),
        _finished,
        3,
    ),
)


def command_of(keys: QKeySequence) -> Command | None:
    """The command that has a shortcut."""
    for command in COMMANDS:
        if any(keys == QKeySequence(text) for text in command.keys):
            return command
    return None
