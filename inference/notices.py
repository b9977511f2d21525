"""What the user should know of a request before it starts."""

from collections.abc import Iterator

from inference.clip import Clip
from inference.events import Notice

__all__ = ["prompt_notices"]

SHOWN = 80  # characters of what is not read


def prompt_notices(clip: Clip, prompts: list[str], negative: str) -> Iterator[Notice]:
    """What CLIP does not read of the prompts, and a negative one that has no effect.

    Args:
        prompts: what should be there, in one place or several.
    """
    for words in dict.fromkeys((*prompts, negative)):
        count = clip.count_tokens(words)
        if count.ignored:
            left_out = count.ignored
            shown = left_out if len(left_out) <= SHOWN else left_out[: SHOWN - 1] + "…"
            yield Notice(f"CLIP reads {count.limit} tokens; it ignores: {shown}")
    if negative.strip() and not any(prompt.strip() for prompt in prompts):
        yield Notice("A negative prompt works only beside a prompt; it is ignored.")
