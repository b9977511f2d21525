"""What the prompt bar says under the prompt: what is missing, or what is good to know."""

from dataclasses import dataclass

import psutil
from PySide6.QtCore import QCoreApplication

from editor.document.expanding import LONGEST_SIDE
from editor.document.image_files import Verdict, check_size
from editor.document.state import State
from editor.document.words import number
from editor.ui.prompt_bar.installed import Installed
from editor.ui.prompt_bar.modes import Mode, scribbles
from editor.ui.prompt_bar.wish import Wish

__all__ = ["Advice", "Facts", "advise"]

translate = QCoreApplication.translate

SUGGESTED = 4


@dataclass(frozen=True)
class Facts:
    """What of the picture matters before a run."""

    masked: bool = False
    all_masked: bool = False
    scribbled: bool = False
    width: int = 0
    height: int = 0

    @classmethod
    def of(cls, state: State) -> "Facts":
        """The facts of a picture."""
        mask = state.mask.array
        masked, all_masked = bool(mask.any()), bool(mask.all())
        return cls(masked, all_masked, bool(scribbles(state)), state.width, state.height)


@dataclass(frozen=True)
class Advice:
    """A sentence, and what to do about it.

    Attributes:
        missing: what a run cannot do without: "mask", "prompt", "extent" or "".
        tool: the action that helps; "" for none.
        tool_text: what the button that does it says.
    """

    text: str = ""
    missing: str = ""
    tool: str = ""
    tool_text: str = ""


def advise(wish: Wish, facts: Facts, model: Installed, tokens: int | None) -> Advice:
    """The one thing to say now.

    Args:
        tokens: of the prompt; None while they cannot be counted.
    """
    expands = wish.mode is Mode.EXPAND
    return (
        (_missing_extent(wish, facts) if expands else _missing_mask(wish.mode, facts))
        or _missing_prompt(wish, model)
        or _too_long(model, tokens)
        or _unknown(wish.prompt, model)
        or _taken_for(wish.prompt, model)
        or Advice()
    )


def _missing_mask(mode: Mode, facts: Facts) -> Advice | None:
    brush = ("mask-brush", translate("Advice", "Take the mask brush"))
    if mode is Mode.SCRIBBLE:
        if facts.masked or facts.scribbled:
            return None
        text = translate("Advice", "Scribble in colour what should be there.")
        return Advice(text, "mask", "paint-brush", translate("Advice", "Take the paint brush"))
    if mode is Mode.BACKGROUND:
        if facts.all_masked:
            text = translate(
                "Advice",
                "Everything is masked, so there is no background. Clear a part of the mask.",
            )
            return Advice(text, "mask", "eraser", translate("Advice", "Take the eraser"))
        text = translate("Advice", "Mask what should stay; all the rest is the background.")
    elif mode is Mode.REMOVE:
        text = translate("Advice", "Paint a mask over what should go.")
    else:
        text = translate("Advice", "Paint a mask where it may change.")
    return None if facts.masked else Advice(text, "mask", *brush)


def _missing_extent(wish: Wish, facts: Facts) -> Advice | None:
    if not wish.sides:
        return Advice(
            translate("Advice", "Say how far to expand: pull an edge, or write a number."),
            "extent",
            "expand-quarter",
            translate("Advice", "Expand by a quarter on both sides"),
        )
    added = {name: side.pixels for name, side in wish.sides.items()}
    width = facts.width + added.get("left", 0) + added.get("right", 0)
    height = facts.height + added.get("top", 0) + added.get("bottom", 0)
    if max(width, height) > LONGEST_SIDE:
        text = translate(
            "Advice",
            "That makes {width} × {height} pixels; a picture may have {most} a side. "
            "Expand it less.",
        )
    elif _too_large(width, height):
        text = translate(
            "Advice",
            "That makes {width} × {height} pixels, too large for the memory that is free. "
            "Expand it less.",
        )
    else:
        return None
    sizes = {"width": number(width), "height": number(height), "most": number(LONGEST_SIDE)}
    return Advice(text.format(**sizes), "extent")


def _too_large(width: int, height: int) -> bool:
    """Whether the picture and the result, each of that size, find no room."""
    available = psutil.virtual_memory().available
    return check_size(width, height, 2, available) is Verdict.REFUSE


def _missing_prompt(wish: Wish, model: Installed) -> Advice | None:
    if wish.prompt or wish.mode is Mode.EXPAND:
        return None
    if wish.mode is not Mode.REMOVE:
        return Advice(translate("Advice", "Say what should be there."), "prompt")
    if model.concepts is None:
        return None
    text = translate(
        "Advice", "The starter removes better when you name what is behind, for example “grass”."
    )
    return Advice(text)


def _too_long(model: Installed, tokens: int | None) -> Advice | None:
    if tokens is None or tokens <= model.token_limit:
        return None
    text = translate("Advice", "Only the first {count} tokens are read; say it shorter.").format(
        count=model.token_limit
    )
    return Advice(text)


def _unknown(prompt: str, model: Installed) -> Advice | None:
    concepts = model.concepts
    if concepts is None or not prompt or concepts.knows(prompt):
        return None
    names = ", ".join(concepts.near(prompt, SUGGESTED))
    shown = prompt if len(prompt) <= 40 else f"{prompt[:39]}…"
    text = translate("Advice", "The starter does not know “{prompt}”; it knows {names} …").format(
        prompt=shown, names=names
    )
    return Advice(text)


def _taken_for(prompt: str, model: Installed) -> Advice | None:
    name = model.concepts.taken_for(prompt) if model.concepts is not None else None
    if name is None:
        return None
    return Advice(translate("Advice", "To the starter this is “{name}”.").format(name=name))
