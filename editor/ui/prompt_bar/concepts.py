"""What a small model knows: a list beside it, and whether a prompt lies within it."""

import difflib
import json
from collections.abc import Sequence
from pathlib import Path

from inference.concepts import thing_of, understood
from inference.errors import ModelError

__all__ = ["Concepts", "read_concepts"]

FILE = "concepts.json"


class Concepts:
    """Names of things that a model has seen.

    Args:
        known: of each thing the name, which is suggested, and other words that are understood.
    """

    def __init__(self, known: Sequence[Sequence[str]]) -> None:
        self._known = known
        self.names = tuple(words[0] for words in known)
        synonyms = (word for words in known for word in words[1:])
        self.words = tuple(dict.fromkeys((*self.names, *synonyms)))

    def knows(self, prompt: str) -> bool:
        """Whether a prompt is about something of the list, whatever else it says of it."""
        return understood(prompt, self._known) is not None

    def taken_for(self, prompt: str) -> str | None:
        """What is made of a prompt that says more than a name, "a blue car", say; else None."""
        found = understood(prompt, self._known)
        return None if found is None or found.exactly else self.names[found.concept]

    def near(self, prompt: str, count: int) -> list[str]:
        """Names that are written much like a prompt, then others; without synonyms."""
        alike = difflib.get_close_matches(thing_of(prompt), self.words, count)
        by_words = [name for name in self.names if set(name.split()) & set(prompt.lower().split())]
        chosen = [name for name in (*by_words, *alike) if name in self.names]
        return list(dict.fromkeys((*chosen, *self.names)))[:count]


def read_concepts(folder: Path) -> Concepts | None:
    """What lies beside a model; None where it has no such list, for it knows far more.

    Raises:
        ModelError: the list cannot be read.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        entries = [*content["things"], *content["materials"]]
        known = [[str(word) for word in (e["name"], *e["synonyms"])] for e in entries]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} cannot be read; install Blendbrush again.") from error
    return Concepts(known)
