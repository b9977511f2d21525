"""What the inference library says, in the user's language; the library itself knows only English.

A sentence arrives with its values in it, so it is known by the text around them.
"""

import re

from editor.document.library_model_words import MODEL_SENTENCES
from editor.document.words import QT_TRANSLATE_NOOP, translate

__all__ = ["SENTENCES", "in_users_words"]

CONTEXT = "Library"
SENTENCES = (
    QT_TRANSLATE_NOOP("Library", "There is no file {path}."),
    QT_TRANSLATE_NOOP("Library", "{path} is not a picture file."),
    QT_TRANSLATE_NOOP("Library", "{path} is empty; use PNG, JPEG, WebP, TIFF or AVIF."),
    QT_TRANSLATE_NOOP("Library", "{path} cannot be read: {why}."),
    QT_TRANSLATE_NOOP("Library", "{path} has more pixels than can be opened; make it smaller."),
    QT_TRANSLATE_NOOP(
        "Library", "{path} is not a picture that can be read; use PNG, JPEG, WebP, TIFF or AVIF."
    ),
    QT_TRANSLATE_NOOP("Library", "{path} is too large for this machine's memory."),
    QT_TRANSLATE_NOOP("Library", "{path} is damaged and cannot be opened ({why})."),
    QT_TRANSLATE_NOOP("Library", "{mode} was converted to sRGB."),
    QT_TRANSLATE_NOOP("Library", "16-bit colours were reduced to 8 bits."),
    QT_TRANSLATE_NOOP("Library", "Only the first of {frames} frames is used."),
    QT_TRANSLATE_NOOP("Library", "Colours were converted from its profile to sRGB."),
    QT_TRANSLATE_NOOP("Library", "Colours were converted from {profile} to sRGB."),
    QT_TRANSLATE_NOOP("Library", "Its orientation could not be read and was ignored."),
    QT_TRANSLATE_NOOP("Library", "Its colour profile is damaged and was ignored."),
    QT_TRANSLATE_NOOP("Library", "Its EXIF data could not be read and was left out."),
    QT_TRANSLATE_NOOP("Library", "CLIP reads {limit} tokens; it ignores: {ignored}"),
    QT_TRANSLATE_NOOP("Library", "A negative prompt works only beside a prompt; it is ignored."),
    QT_TRANSLATE_NOOP("Library", "The mask covers the whole picture, so all of it may change."),
    QT_TRANSLATE_NOOP(
        "Library", "The mask is empty, so nothing may change; paint white where it may."
    ),
    QT_TRANSLATE_NOOP("Library", "Not enough memory: now {count} at a time."),
    QT_TRANSLATE_NOOP(
        "Library",
        "Not enough memory on {device} for one candidate of {model}; close other programs or "
        "choose a smaller model.",
    ),
    QT_TRANSLATE_NOOP(
        "Library",
        "Not enough memory on {device} for {model}; close other programs or choose a smaller "
        "model.",
    ),
    QT_TRANSLATE_NOOP(
        "Library", "A pixel outside the mask would have changed; the result is dropped."
    ),
    QT_TRANSLATE_NOOP("Library", "candidates must lie between 1 and {most}."),
    QT_TRANSLATE_NOOP("Library", "seed must be a whole number from 0 to {most}."),
    QT_TRANSLATE_NOOP("Library", "a prompt may have at most {most} characters."),
    QT_TRANSLATE_NOOP("Library", "the picture has no pixels."),
    QT_TRANSLATE_NOOP(
        "Library", "strength must lie above 0 and not above 1 (0.75 is the paper's)."
    ),
    QT_TRANSLATE_NOOP("Library", "A picture is extended by the method “blended” only."),
    QT_TRANSLATE_NOOP(
        "Library", "Nothing is to be added; say how far at least one side moves out."
    ),
    QT_TRANSLATE_NOOP("Library", "The extended picture may have at most {most} pixels a side."),
    QT_TRANSLATE_NOOP("Library", "Its numbers overflowed; another seed may work."),
    QT_TRANSLATE_NOOP("Library", "Stopped early: weaker than the others."),
    QT_TRANSLATE_NOOP(
        "Library",
        "The CLIP of {model} sees nothing through noise, which direct guidance needs; choose "
        "published guidance.",
    ),
    QT_TRANSLATE_NOOP("Library", "Nothing is enlarged here, so there is nothing to refine."),
    QT_TRANSLATE_NOOP("Library", "Stopped while refining; what was finished is kept unrefined."),
    QT_TRANSLATE_NOOP("Library", "Not enough memory to refine; a result stays as it was."),
    QT_TRANSLATE_NOOP(
        "Library", "The numbers overflowed while refining; results stay as they were."
    ),
    *MODEL_SENTENCES,
)
"""Those that can reach the window; where two fit, the first is meant."""

VALUE = re.compile(r"\\{(\w+)\\}")  # as re.escape leaves a name
PATTERNS = {
    text: re.compile(VALUE.sub(r"(?P<\1>.+)", re.escape(text)), re.DOTALL) for text in SENTENCES
}


def in_users_words(sentence: str) -> str:
    """A sentence of the library, translated; any other as it is."""
    for text, pattern in PATTERNS.items():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return translate(CONTEXT, text).format(**found.groupdict())
    return sentence
