"""What the prompt bar says under the prompt: what is missing, or what is good to know."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from editor.document.state import State
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

    @classmethod
    def of(cls, state: State) -> "Facts":
        """The facts of a picture."""
        mask = state.mask.array
        return cls(bool(mask.any()), bool(mask.all()), bool(scribbles(state)))


@dataclass(frozen=True)
class Advice:
    """A sentence, and what to do about it.

    Attributes:
        missing: what a run cannot do without: "mask", "prompt" or "".
        tool: the tool that helps; "" for none.
        tool_text: what the button that takes it says.
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
    return (
        _missing_mask(wish.mode, facts)
        or _missing_prompt(wish, model)
        or _too_long(model, tokens)
        or _unknown(wish.prompt, model)
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


def _missing_prompt(wish: Wish, model: Installed) -> Advice | None:
    if wish.prompt:
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
