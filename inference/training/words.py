"""Captions: what a person would type for a thing, a material or a scene."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["PHOTO", "SCENE_NAMES", "Words"]

PHOTO = -1  # the concept of a ground that is a photo of nothing in the list
SCENE_NAMES = ("scene", "landscape")
PLACED_SHARE = 0.3  # of the things on a known material: how often the caption says so


@dataclass(frozen=True)
class Words:
    """The words of a concept list.

    Attributes:
        names: name and synonyms of each concept.
        forms: patterns of {article} and {name}.
        place_forms: patterns of {article}, {name} and {place}.
        places: where a thing is that lies on a material ("on grass"), by the material's concept.
        bare: words that take no article.
    """

    names: list[list[str]]
    forms: list[str]
    place_forms: list[str]
    places: dict[int, str]
    bare: frozenset[str]

    @classmethod
    def from_json(cls, text: str) -> "Words":
        """Raises ValueError, KeyError or TypeError where the text is no such list."""
        data: dict[str, Any] = json.loads(text)
        places = {int(concept): place for concept, place in data.get("places", {}).items()}
        bare = frozenset(data.get("bare", []))
        return cls(data["names"], data["forms"], data.get("place_forms", []), places, bare)

    def to_json(self) -> str:
        """The inverse of from_json."""
        return json.dumps({**asdict(self), "bare": sorted(self.bare)})

    def caption(self, concept: int, ground: int, draws: Sequence[float]) -> str:
        """One of the captions of a picture.

        Args:
            concept: what the picture is of; PHOTO for a scene.
            ground: the material that a thing lies on; PHOTO, or the concept itself, for none.
            draws: three random numbers in [0, 1).
        """
        form, word, placing = draws
        name = self._name(concept, word)
        place = self.places.get(ground, "") if ground != concept else ""
        placed = bool(place and self.place_forms) and placing < PLACED_SHARE
        patterns = self.place_forms if placed else self.forms
        text = patterns[int(form * len(patterns))].format(
            name=name, article=self._article(name), place=place
        )
        return " ".join(text.split())

    def _name(self, concept: int, draw: float) -> str:
        """The plain name half of the time; synonyms share the other half."""
        names = self.names[concept] if concept != PHOTO else SCENE_NAMES
        others = names[1:] or names
        return names[0] if draw < 0.5 else others[int((draw - 0.5) * 2 * len(others))]

    def _article(self, name: str) -> str:
        if name in self.bare:
            return ""
        return "an" if name[0] in "aeiou" else "a"
