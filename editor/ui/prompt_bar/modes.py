"""The modes: what each makes of the mask, and how strongly it changes what is there."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from editor.document import mask_operations
from editor.document.layer import Kind, Layer
from editor.document.state import State

__all__ = ["Mode", "effective_mask", "mode_text", "mode_tip", "scribbles", "strength_of"]

Array = NDArray[np.uint8]
SCRIBBLE_STRENGTH = 0.65  # enough is kept to know the scribble by, enough changed to be no scribble
SCRIBBLE_REACH = 100  # the mask goes this share of the longest side beyond the scribble …
SCRIBBLE_LEAST = 8  # … or so many pixels


class Mode(Enum):
    """What a run is to do with what is masked."""

    FILL = "fill"
    ADD = "add"
    REMOVE = "remove"
    BACKGROUND = "background"
    SCRIBBLE = "scribble"
    EXPAND = "expand"


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for translation where the table is made, before there is a translator."""
    return text


@dataclass(frozen=True)
class _Words:
    """Texts to be translated in the context "Modes"."""

    text: str
    tip: str


WORDS = {
    Mode.FILL: _Words(
        QT_TRANSLATE_NOOP("Modes", "Fill"),
        QT_TRANSLATE_NOOP("Modes", "Turn what is masked into something else"),
    ),
    Mode.ADD: _Words(
        QT_TRANSLATE_NOOP("Modes", "Add"),
        QT_TRANSLATE_NOOP("Modes", "Put something new where you masked, whatever was there"),
    ),
    Mode.REMOVE: _Words(
        QT_TRANSLATE_NOOP("Modes", "Remove"),
        QT_TRANSLATE_NOOP("Modes", "Take away what is masked; a prompt may say what is behind"),
    ),
    Mode.BACKGROUND: _Words(
        QT_TRANSLATE_NOOP("Modes", "Background"),
        QT_TRANSLATE_NOOP("Modes", "Keep what is masked and replace all the rest"),
    ),
    Mode.SCRIBBLE: _Words(
        QT_TRANSLATE_NOOP("Modes", "Scribble"),
        QT_TRANSLATE_NOOP("Modes", "Turn a rough scribble into the thing itself"),
    ),
    Mode.EXPAND: _Words(
        QT_TRANSLATE_NOOP("Modes", "Expand"),
        QT_TRANSLATE_NOOP("Modes", "Make the picture larger and fill what is new; no mask needed"),
    ),
}


def mode_text(mode: Mode) -> str:
    """A mode's name, to be translated in the context "Modes"."""
    return WORDS[mode].text


def mode_tip(mode: Mode) -> str:
    """What a mode does, to be translated in the context "Modes"."""
    return WORDS[mode].tip


def strength_of(mode: Mode, models_own: float) -> float:
    """The strength that suits a mode, in (0, 1].

    Args:
        models_own: what the model's description asks for.
    """
    if mode in (Mode.ADD, Mode.REMOVE):
        return 1.0
    return SCRIBBLE_STRENGTH if mode is Mode.SCRIBBLE else models_own


def scribbles(state: State) -> list[Layer]:
    """The visible scribbles of a picture."""
    return [layer for layer in state.layers if layer.kind is Kind.SCRIBBLE and layer.visible]


def effective_mask(mode: Mode, state: State) -> Array:
    """What may change in a mode: an array of its own, (H, W), uint8; it may be empty."""
    mask = state.mask.array
    if mode is Mode.BACKGROUND:
        return mask_operations.invert(mask)
    if mode is Mode.SCRIBBLE and not mask.any():
        longest = max(state.width, state.height)
        reach = max(SCRIBBLE_LEAST, longest // SCRIBBLE_REACH)
        return mask_operations.from_scribble(scribbles(state), state.width, state.height, reach)
    return mask.copy()
