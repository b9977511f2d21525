"""Reads the values of a JSON object, each checked for its kind. Plain Python."""

from collections.abc import Collection
from typing import Any

from inference.errors import RequestError

__all__ = ["Fields"]


class Fields:
    """A JSON object.

    Args:
        content: what was read; anything.
        where: the file and the part of it, for the sentences.

    Raises:
        RequestError: it is no object; every method raises it for a value of the wrong kind.
    """

    def __init__(self, content: object, where: str) -> None:
        if not isinstance(content, dict):
            raise RequestError(f"{where} must be an object in braces.")
        self.where = where
        self._content: dict[str, Any] = content

    def __contains__(self, name: str) -> bool:
        """Whether there is a value of that name."""
        return name in self._content

    def check_names(self, known: Collection[str]) -> None:
        """Refuse names that are not known: most likely they are misspelt."""
        for name in self._content:
            if name not in known:
                raise RequestError(
                    f"{self.where}: “{name[:40]}” is not known here; known are {', '.join(known)}."
                )

    def needed(self, name: str, what: str) -> str:
        """A text that has to be there.

        Args:
            what: what it is for, in a few words.
        """
        if not self._content.get(name):
            raise RequestError(f"{self.where} has no “{name}”, {what}.")
        return self.text(name)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        value = self._content.get(name, default)
        if not isinstance(value, str):
            raise self._wrong(name, "a text in quotes")
        return value

    def whole(self, name: str, default: int, least: int = -(2**31), most: int = 2**31) -> int:
        """A whole number in a range."""
        value = self._content.get(name, default)
        if type(value) is not int or not least <= value <= most:
            raise self._wrong(name, f"a whole number from {least} to {most}")
        return value

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """A number in a range."""
        value = self._content.get(name, default)
        if type(value) not in (int, float) or not least <= value <= most:
            raise self._wrong(name, f"a number from {least:g} to {most:g}")
        return float(value)

    def flag(self, name: str) -> bool:
        """True or false; false where nothing is said."""
        value = self._content.get(name, False)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def items(self, name: str) -> list[Any]:
        """A list; empty where nothing is said."""
        value = self._content.get(name, [])
        if not isinstance(value, list):
            raise self._wrong(name, "a list in brackets")
        return value

    def inner(self, name: str) -> "Fields":
        """An object in this one; empty where nothing is said."""
        return Fields(self._content.get(name, {}), f"{self.where}, {name}")

    def like(self, name: str, example: object) -> Any:  # noqa: ANN401  the example's own type
        """A value of an example's kind; where that is None, a number or null."""
        value = self._content[name]
        if isinstance(example, str):
            return self.text(name)
        if isinstance(example, bool):
            return self.flag(name)
        if isinstance(example, int) and type(value) is not int:
            raise self._wrong(name, "a whole number")
        if (value is not None or example is not None) and type(value) not in (int, float):
            raise self._wrong(name, "a number")
        return value

    def _wrong(self, name: str, wanted: str) -> RequestError:
        return RequestError(f"{self.where}: “{name}” must be {wanted}.")
