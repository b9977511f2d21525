"""The bundled clip-art: what there is, and searching it. Plain Python."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from resources import resource

__all__ = ["ClipArt", "library", "search"]


@dataclass(frozen=True)
class ClipArt:
    """One piece to put into a picture.

    Attributes:
        file: a PNG with transparency, at most 640 px on its longest side.
        name: what it shows, in English; no other piece has the same.
        keywords: more words to find it by.
        group: the heading under which it stands, such as "Animals".
        author: whom to credit.
    """

    file: Path
    name: str
    keywords: tuple[str, ...]
    group: str
    author: str


@cache
def library() -> tuple[ClipArt, ...]:
    """All bundled pieces, group by group, in the order in which to show them."""
    folder = resource("clipart")
    entries = json.loads((folder / "library.json").read_text(encoding="utf-8"))
    return tuple(
        ClipArt(
            folder / entry["file"],
            entry["name"],
            tuple(entry["keywords"]),
            entry["group"],
            entry["author"],
        )
        for entry in entries
    )


def search(query: str, items: Iterable[ClipArt]) -> list[ClipArt]:
    """The pieces that a query finds, those that it names first, else in the given order.

    Every word of the query has to start a word of the name, the keywords or the group. Case and
    accents don't matter. A query without words finds everything.
    """
    wanted = _words(query)
    found = [item for item in items if not _missing(wanted, _described(item))]
    return sorted(found, key=lambda item: len(_missing(wanted, _words(item.name))))


def _described(item: ClipArt) -> list[str]:
    return _words(" ".join((item.name, *item.keywords, item.group)))


def _missing(wanted: list[str], words: list[str]) -> list[str]:
    """Those of wanted that start none of the words."""
    return [start for start in wanted if not any(word.startswith(start) for word in words)]


def _words(text: str) -> list[str]:
    """The words of a text without case and accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c)))
