"""The library's sentences: each that can reach the window is known to the one that translates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.document.library_words import SENTENCES, in_users_words

INFERENCE = Path(__file__).resolve().parents[3] / "inference"
SAYING = {
    "ModelError",
    "RequestError",
    "DownloadError",
    "InferenceError",
    "Notice",
    "CandidateStopped",
    "Unrefined",
}
CONSTANTS = {"OVERFLOWED", "WEAKER"}
# Of the command line alone; what the editor's own code rules out; what only passes others on.
ELSEWHERE = {
    "chain.py",
    "chain_extend.py",
    "chain_fields.py",
    "chain_values.py",
    "many_devices.py",
    "replay.py",
    "results.py",
}
RULED_OUT = {
    "the picture must be 8-bit RGB, height × width × 3.",
    "the mask must be 8-bit grey, height × width.",
    "The mask is {} × {} pixels but the picture is {} × {}; make the mask at the picture's size.",
    "{} must lie between {} and {}.",
    "{} must be one of {}.",
    "{} must lie between 0 and {} pixels.",
    "parts must be at least 1; leave it out to make all of them.",
    "refine needs the method blended or naive; leave one of them out.",
}


def _files() -> Iterator[Path]:
    for path in sorted(INFERENCE.rglob("*.py")):
        folder = path.relative_to(INFERENCE).parts[0]
        if folder not in ("commands", "training", "evaluation") and path.name not in ELSEWHERE:
            yield path


def _text(node: ast.expr) -> str | None:
    """A literal with {} for each of its values."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        return "".join(map(str, parts))
    return None


def _said(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named = node.targets[0].id in CONSTANTS
            yield from (text for text in [_text(node.value)] if text and named)
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in SAYING:
            yield from (text for text in map(_text, node.args) if text and " " in text)


@pytest.mark.parametrize("path", list(_files()), ids=lambda path: path.stem)
def test_every_sentence_that_can_reach_the_window_is_known(path: Path) -> None:
    known = {re.sub(r"\{\w+\}", "{}", sentence) for sentence in SENTENCES}
    assert [text for text in _said(path) if text not in known | RULED_OUT] == []


def test_a_sentence_with_values_in_it_is_recognised_and_keeps_them() -> None:
    for sentence in SENTENCES:
        values = dict.fromkeys(re.findall(r"\{(\w+)\}", sentence), "7")
        assert in_users_words(sentence.format(**values)) == sentence.format(**values)
