"""What a prompt is about, among the things that a small model knows. Plain Python."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Understood", "concept_of", "thing_of", "understood", "without_leads"]

LEADS = re.compile(r"^((a|the) )?(photo|picture|photograph|image) (of|with) ")
ARTICLES = re.compile(r"^(a|an|the|some|one|two|three|many) ")
STOPS = re.compile(r"[,.;:!?].*")
PLACES = re.compile(
    r" (on|in|at|with|without|near|next to|under|over|above|below|by|beside|between|behind|before"
    r"|inside|outside|against|from|for|like) .*"
)
OTHERS = re.compile(r" and .*")
PARTS = re.compile(r" of .*")


@dataclass(frozen=True)
class Understood:
    """What a prompt was found to be about.

    Attributes:
        concept: its number in the list.
        exactly: whether the prompt says no more of the thing than a name of it.
    """

    concept: int
    exactly: bool


def understood(prompt: str, names: Sequence[Sequence[str]]) -> Understood | None:
    """What a prompt is about, whatever else it says of it; None for nothing of the list.

    "A bunch of grapes on grass" is about grapes, "a small green apple" about the green one, and
    "a castle on grass" about nothing of a list without castles.

    Args:
        names: name and synonyms of each concept, in lower case; "" is what an empty prompt is
            about.
    """
    known = {name: concept for concept, words in reversed([*enumerate(names)]) for name in words}
    if not prompt.strip():
        return Understood(known[""], exactly=True) if "" in known else None
    whole = without_leads(prompt)
    phrase = PLACES.sub("", whole)
    parts = (OTHERS.sub("", phrase), thing_of(prompt), phrase)
    for form in _singulars(whole, *parts):
        if form in known:
            return Understood(known[form], exactly=True)
    for form in _singulars(*parts):  # in English the thing itself comes last
        if endings := [name for name in known if name and form.endswith(f" {name}")]:
            return Understood(known[max(endings, key=len)], exactly=False)
    return None


def concept_of(prompt: str, names: Sequence[Sequence[str]]) -> int | None:
    """The number of what a prompt is about; see understood."""
    found = understood(prompt, names)
    return None if found is None else found.concept


def thing_of(prompt: str) -> str:
    """What a prompt is about: "a photo of a red apple on a table" is about "red apple"."""
    return PARTS.sub("", OTHERS.sub("", PLACES.sub("", without_leads(prompt))))


def without_leads(prompt: str) -> str:
    """A prompt in lower case, as a concept's name: "A photo of a Lemon!" is "lemon"."""
    text = STOPS.sub("", " ".join(prompt.lower().split()))
    return ARTICLES.sub("", LEADS.sub("", text)).strip()


def _singulars(*texts: str) -> Iterator[str]:
    """Texts as they are, and as they would be of one thing alone; none of them empty."""
    for text in texts:
        berry = f"{text.removesuffix('ies')}y" if text.endswith("ies") else text
        yield from filter(None, (text, text.removesuffix("s"), text.removesuffix("es"), berry))
