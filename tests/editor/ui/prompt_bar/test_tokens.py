"""Tokens are counted as the engine counts them."""

import open_clip
import pytest

from editor.ui.prompt_bar.tokens import TokenCounter


@pytest.fixture(scope="module")
def counter() -> TokenCounter:
    return TokenCounter()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a pile of pumpkins",
        "A RED Apple, on   a table",
        "don't, they're 2 1/2 o'clock!!",
        "a “curly” quote &amp; an ampersand",
        "Ein größerer Bär — mañana",
        "snake_case __init__ and 12345",
        "supercalifragilisticexpialidocious",
        "日本 🍎 café",
        "word " * 100,
    ],
)
def test_a_count_is_open_clips(counter: TokenCounter, text: str) -> None:
    tokenizer = open_clip.SimpleTokenizer()
    assert counter.count(text) == len(tokenizer.encode(text))
