"""What a prompt is about, among the things that a small model knows. Plain Python."""

import re
from collections.abc import Iterator, Sequence

__all__ = ["concept_of", "thing_of"]

LEADS = re.compile(r"(a|the)? ?(photo|picture|photograph|image) (of|with) ")
ARTICLES = re.compile(r"(a|an|the|some|one|two|three|many) ")
PLACES = re.compile(r" (on|in|at|with|near|under|over|by|beside|behind|before|and) .*|[,.;:].*")
PARTS = re.compile(r" of .*")


def concept_of(prompt: str, names: Sequence[Sequence[str]]) -> int | None:
    """The concept that a prompt is about, whatever else it says of it; None for none of them.

    "A bunch of grapes on grass" is about grapes, "a small green apple" about the green one, and
    "a castle on grass" about nothing of a list without castles.

    Args:
        names: name and synonyms of each concept, in lower case; "" is what an empty prompt is
            about.
    """
    known = {name: concept for concept, words in reversed([*enumerate(names)]) for name in words}
    phrase = _phrase(prompt)
    for text in (_without_leads(prompt), phrase, thing_of(prompt)):
        for form in _singulars(text):
            if form in known:
                return known[form]
    for text in (phrase, thing_of(prompt)):  # in English the thing itself comes last
        if endings := [n for form in _singulars(text) for n in known if form.endswith(f" {n}")]:
            return known[max(endings, key=len)]
    return None


def thing_of(prompt: str) -> str:
    """What a prompt is about: "a photo of a red apple on a table" is about "red apple"."""
    return PARTS.sub("", _phrase(prompt))


def _phrase(prompt: str) -> str:
    """The prompt without where the thing is: "a pile of apples on a table" is "pile of apples"."""
    return PLACES.sub("", _without_leads(prompt)).strip()


def _without_leads(prompt: str) -> str:
    text = " ".join(prompt.lower().split())
    return ARTICLES.sub("", LEADS.sub("", text, count=1), count=1)


def _singulars(text: str) -> Iterator[str]:
    """A text as it is, and as it would be of one thing alone."""
    yield text
    yield text.removesuffix("s")
    yield text.removesuffix("es")
    if text.endswith("ies"):
        yield f"{text.removesuffix('ies')}y"
