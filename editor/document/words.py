"""The document's texts and numbers in the user's language; plain Python, told whom to ask."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["QT_TRANSLATE_NOOP", "Sentence", "number", "speak", "translate"]

Translate = Callable[[str, str], str]
WriteNumber = Callable[[float, int], str]


def _as_it_is(_context: str, text: str) -> str:
    return text


def _in_english(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


@dataclass
class _Language:
    """How texts are translated and numbers written: English, until the application says more."""

    translate: Translate = _as_it_is
    number: WriteNumber = _in_english


LANGUAGE = _Language()


def speak(translate: Translate, number: WriteNumber) -> None:
    """Speak the user's language from now on.

    Args:
        translate: gives a text of a context in that language; callable from any thread.
        number: writes a number with so many digits after the point; likewise.
    """
    LANGUAGE.translate, LANGUAGE.number = translate, number


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802  lupdate looks for this name
    """Mark a text for translation; whoever shows it translates it in that context."""
    return text


def translate(context: str, text: str) -> str:
    """A text in the user's language, or as it is where there is no translation."""
    return LANGUAGE.translate(context, text)


def number(value: float, digits: int = 0) -> str:
    """A number as the user writes it, with so many digits after the point: "30,000"."""
    return LANGUAGE.number(value, digits)


@dataclass(frozen=True)
class Sentence:
    """A sentence that is made before the language is known, and told later.

    Attributes:
        values: what stands for the names in the text; a tuple is a list of texts to be translated
            in the same context.
    """

    context: str
    text: str
    values: tuple[tuple[str, object], ...] = ()

    def told(self) -> str:
        """It, in the user's language."""
        values = {name: self._told(value) for name, value in self.values}
        return translate(self.context, self.text).format(**values)

    def _told(self, value: object) -> object:
        if not isinstance(value, tuple):
            return value
        return ", ".join(translate(self.context, text) for text in value)
