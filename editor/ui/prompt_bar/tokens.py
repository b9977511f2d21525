"""Counts a prompt's tokens as CLIP does: byte-pair encoding over open_clip's table, no torch."""

import gzip
import html
import importlib.util
import re
from pathlib import Path

__all__ = ["TokenCounter"]

TABLE = "bpe_simple_vocab_16e6.txt.gz"
MERGES = 49_152 - 256 - 2  # of the table's lines; CLIP's vocabulary has room for no more
WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|(?:[^\s\w]|_)+")
CURLY = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
END = "</w>"

Pair = tuple[str, str]


class TokenCounter:
    """Knows how CLIP takes words apart.

    Reading the table takes some hundredths of a second.

    Raises:
        OSError: open_clip is not installed whole.
    """

    def __init__(self) -> None:
        with gzip.open(_table(), "rt", encoding="utf-8") as file:
            lines = file.read().split("\n")[1 : 1 + MERGES]
        self._ranks: dict[Pair, int] = {}
        for rank, line in enumerate(lines):
            first, second = line.split()
            self._ranks[first, second] = rank
        self._letters = _letters_of_bytes()

    def count(self, text: str) -> int:
        """How many tokens a text has, start and end marks left out."""
        plain = html.unescape(html.unescape(text.translate(CURLY))).lower()
        return sum(map(self._pieces, WORDS.findall(plain)))

    def _pieces(self, word: str) -> int:
        """Into how many tokens a word falls: pairs are joined as long as the table has them."""
        parts = [self._letters[byte] for byte in word.encode()]
        parts[-1] += END
        while len(parts) > 1:
            places = range(len(parts) - 1)
            ranks = {place: self._ranks.get((parts[place], parts[place + 1])) for place in places}
            known = {place: rank for place, rank in ranks.items() if rank is not None}
            if not known:
                break
            place = min(known, key=known.__getitem__)
            parts[place : place + 2] = [parts[place] + parts[place + 1]]
        return len(parts)


def _table() -> Path:
    """The table in open_clip's folder; looking there imports nothing."""
    found = importlib.util.find_spec("open_clip")
    folders = found.submodule_search_locations if found is not None else None
    if not folders:
        raise FileNotFoundError("open_clip is not installed")
    return Path(folders[0], TABLE)


def _letters_of_bytes() -> dict[int, str]:
    """The letter that stands for each byte in the table: itself, or one beyond Latin."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in printable}
    others = (byte for byte in range(256) if byte not in letters)
    letters.update({byte: chr(256 + place) for place, byte in enumerate(others)})
    return letters
