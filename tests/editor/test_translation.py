"""The German words: complete, true to the sources, and what the compiled file answers."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from defusedxml.ElementTree import parse
from PySide6.QtCore import QTranslator

from editor.document.library_words import SENTENCES, in_users_words
from editor.document.words import Sentence
from editor.ui.menus import MENUS
from editor.ui.start_page import SAMPLE_NAMES
from resources import resource

ROOT = Path(__file__).resolve().parents[2]
TS, QM = resource("translations", "blendbrush_de.ts"), resource("translations", "blendbrush_de.qm")
MARKS = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}  # where the text stands
VALUE = re.compile(r"\{[^{}]*\}")


class Message(NamedTuple):
    """One entry of a .ts file; ``state`` is empty where it is translated and in use."""

    context: str
    source: str
    german: str
    state: str


def messages(path: Path = TS) -> list[Message]:
    """What a .ts file holds."""
    found = []
    root = parse(path).getroot()
    assert root is not None
    for context in root.iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            german = message.find("translation")
            assert german is not None
            source = message.findtext("source") or ""
            found.append(Message(name, source, german.text or "", german.get("type", "")))
    return found


def _tool(name: str) -> str:
    tool = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if tool is None:
        pytest.skip(f"{name} is not installed")
    return tool


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _sources(folder: str) -> Iterator[Path]:
    return (ROOT / folder).rglob("*.py")


def test_the_sources_hold_nothing_new_and_have_lost_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "copy.ts"
    shutil.copy(TS, copy)
    files = sorted(_sources("editor"))
    _run(_tool("pyside6-lupdate"), *files, "-locations", "none", "-ts", copy)
    assert [each for each in messages(copy) if each.state] == []
    assert Counter(messages(copy)) == Counter(messages())


def test_the_compiled_file_is_that_of_the_words(tmp_path: Path) -> None:
    _run(_tool("pyside6-lrelease"), TS, "-qm", tmp_path / "new.qm")
    assert (tmp_path / "new.qm").read_bytes() == QM.read_bytes()


def test_the_compiled_file_answers_for_every_message() -> None:
    translator = QTranslator()
    assert translator.load(str(QM))
    for each in messages():
        assert translator.translate(each.context, each.source) == each.german, each


def test_lupdate_sees_every_text_that_is_marked() -> None:
    """It does not look into f-strings, and does not know helpers of our own."""
    known = {each.source for each in messages()}
    unseen = [
        (path.relative_to(ROOT), text)
        for path in _sources("editor")
        for text in _marked(ast.parse(path.read_text(encoding="utf-8")))
        if text not in known
    ]
    assert unseen == []


def _marked(tree: ast.Module) -> Iterator[str]:
    """Texts that are translated: given to a mark, or to a function that passes them on to one."""
    places = dict(MARKS)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
            for call in _calls(node, MARKS):
                text = call.args[-1] if call.args else None
                if isinstance(text, ast.Name) and text.id in names:
                    places.setdefault(node.name, names.index(text.id))
    for call in _calls(tree, places):
        place = places[_called(call)]
        text = call.args[place] if len(call.args) > place else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value


def _calls(tree: ast.AST, names: dict[str, int]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in names:
            yield node


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_a_translation_has_the_form_of_its_source() -> None:
    assert [each for each in messages() if _form(each.german) != _form(each.source)] == []


def _form(text: str) -> tuple[object, ...]:
    """What a translation has in common with its source."""
    ends = text[:1].isspace(), text[-1:].isspace(), text.endswith("…")
    return sorted(VALUE.findall(text)), text.count("&"), text == "", *ends


def test_the_german_is_typed_as_german_is() -> None:
    for each in messages():
        assert not set(each.german) & set("!”'\""), each
        assert each.german.count("„") == each.german.count("“"), each


def test_no_two_menus_have_the_same_letter() -> None:
    german = {each.source: each.german for each in messages() if each.context == "Menus"}
    letters = [german[title][german[title].index("&") + 1].lower() for title, _ in MENUS]
    assert len(set(letters)) == len(letters)


def test_the_names_of_the_samples_are_translated() -> None:
    listed = re.findall(r'"name": "([^"]*)"', resource("samples", "samples.json").read_text())
    assert sorted(listed) == sorted(SAMPLE_NAMES)


# -- what the library says


def _said_by_the_library() -> set[str]:
    """Every text in the library, with {} for each value."""
    said = set[str]()
    for path in _sources("inference"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
                said.add("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
    return said


def test_the_library_still_says_what_is_translated() -> None:
    said = _said_by_the_library()
    for sentence in SENTENCES:
        text = VALUE.sub("{}", sentence.replace("its profile", "{}"))
        assert text in said, sentence


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_the_library_is_known_whatever_is_in_it(sentence: str) -> None:
    """In English the translation is the sentence itself: nothing may be lost on the way."""
    filled = VALUE.sub("a {b}.c", sentence)
    assert in_users_words(filled) == filled


def test_what_is_no_sentence_of_the_library_stays() -> None:
    assert in_users_words("Das Bild liegt hier.") == "Das Bild liegt hier."


def test_a_sentence_that_waits_keeps_its_values() -> None:
    sentence = Sentence("Settings", "{titles} of {path}", (("titles", ("A", "B")), ("path", "{x}")))
    assert sentence.told() == "A, B of {x}"
