"""The document's modules stay free of widgets; import-linter sees packages of Qt as one."""

import ast
from pathlib import Path

import editor.document

FOLDER = Path(editor.document.__file__).parent


def test_of_qt_the_document_uses_pictures_and_nothing_else() -> None:
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
                assert node.module in ("PySide6.QtCore", "PySide6.QtGui"), path.name
