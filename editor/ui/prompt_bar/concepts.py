"""What a small model knows: a list beside it, and whether a prompt lies within it."""

import difflib
import json
import re
from collections.abc import Sequence
from pathlib import Path

from inference.errors import ModelError

__all__ = ["Concepts", "read_concepts"]

FILE = "concepts.json"
LEADS = re.compile(r"(a|the)? ?(photo|picture|photograph|image) (of|with) ")
ARTICLES = re.compile(r"(a|an|the|some|one|two|three|many) ")
RELATIONS = re.compile(
    r" (on|in|at|with|near|under|over|by|beside|behind|before|and|of) .*|[,.;:].*"
)


class Concepts:
    """Names of things that a model has seen.

    Args:
        names: the main ones; they are suggested first.
        synonyms: other words that are understood.
    """

    def __init__(self, names: Sequence[str], synonyms: Sequence[str]) -> None:
        self.names = tuple(names)
        self.words = tuple(dict.fromkeys((*names, *synonyms)))
        self._known = frozenset(self.words)

    def knows(self, prompt: str) -> bool:
        """Whether a prompt is about something of the list, whatever else it says of it."""
        text = " ".join(prompt.lower().split())
        return any(map(self._has, (text, _thing(text))))

    def near(self, prompt: str, count: int) -> list[str]:
        """Names that are written much like a prompt, then others; without synonyms."""
        alike = difflib.get_close_matches(_thing(prompt.lower()), self.words, count)
        by_words = [name for name in self.names if set(name.split()) & set(prompt.lower().split())]
        chosen = [name for name in (*by_words, *alike) if name in self.names]
        return list(dict.fromkeys((*chosen, *self.names)))[:count]

    def _has(self, text: str) -> bool:
        """Whether it is a name, or ends with one: in English the thing itself comes last."""
        return any(
            form in self._known or any(form.endswith(f" {word}") for word in self.words)
            for form in _singulars(text)
        )


def _singulars(text: str) -> tuple[str, ...]:
    """A text as it is, and as it would be of one thing alone."""
    berry = f"{text.removesuffix('ies')}y" if text.endswith("ies") else text
    return text, text.removesuffix("s"), text.removesuffix("es"), berry


def _thing(text: str) -> str:
    """What a prompt is about: "a photo of a red apple on a table" is about "red apple"."""
    text = LEADS.sub("", text.strip(), count=1)
    text = ARTICLES.sub("", text, count=1)
    return RELATIONS.sub("", text).strip()


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
        names = [str(entry["name"]) for entry in entries]
        synonyms = [str(word) for entry in entries for word in entry["synonyms"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} cannot be read; install Blendbrush again.") from error
    return Concepts(names, synonyms)
