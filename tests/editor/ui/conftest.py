"""Fixtures of the window's tests."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from editor.ui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """A theme on the application, taken off again."""
    style, palette, font = qapp.style().objectName(), qapp.palette(), qapp.font()
    theme = Theme("dark")
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)
