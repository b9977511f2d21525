"""What the export dialog remembers from one time to the next, as a value and as JSON."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from editor.document.image_files import FORMATS, FileFormat

__all__ = ["ExportChoices"]

Colour = tuple[int, int, int]
Profile = Literal["srgb", "own"]


@dataclass(frozen=True)
class ExportChoices:
    """How the last picture was exported. Whether prompts go into a file is asked each time.

    Attributes:
        format: a format's name; empty for the first export.
        quality: 1 … 100 by the format's name, where it is not the usual one.
        folder: where the last picture went; empty for none.
    """

    format: str = ""
    quality: Mapping[str, int] = field(default_factory=dict)
    lossless: bool = False
    matte: Colour = (255, 255, 255)
    keep_metadata: bool = True
    profile: Profile = "srgb"
    provenance: bool = True
    folder: str = ""

    @classmethod
    def from_json(cls, remembered: object) -> "ExportChoices":
        """From what ``to_json`` gave. Parts that cannot be are as at the first time."""
        if not isinstance(remembered, dict):
            return cls()
        usable = {
            name: value
            for name, value in remembered.items()
            if name in _CHECKS and _CHECKS[name](value)
        }
        if "matte" in usable:
            usable["matte"] = tuple(usable["matte"])
        if "quality" in usable:
            usable["quality"] = {
                name: value for name, value in usable["quality"].items() if _is_quality(name, value)
            }
        return cls(**usable)

    def to_json(self) -> dict[str, Any]:
        """As a dict of JSON values."""
        return {**asdict(self), "matte": list(self.matte)}

    def quality_of(self, form: FileFormat) -> int:
        """The quality for a format that has one."""
        return self.quality.get(form.name, form.quality or 100)

    def with_quality(self, form: FileFormat, quality: int) -> "ExportChoices":
        """The same with another quality for one format."""
        return replace(self, quality={**self.quality, form.name: quality})


def _is_quality(name: object, value: object) -> bool:
    known = any(form.name == name and form.has_quality for form in FORMATS)
    return known and type(value) is int and 1 <= value <= 100


def _is_colour(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 3
        and all(type(part) is int and 0 <= part <= 255 for part in value)
    )


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "format": lambda value: any(form.name == value for form in FORMATS),
    "quality": lambda value: isinstance(value, dict),
    "lossless": _is_flag,
    "matte": _is_colour,
    "keep_metadata": _is_flag,
    "profile": lambda value: value in ("srgb", "own"),
    "provenance": _is_flag,
    "folder": lambda value: isinstance(value, str),
}
