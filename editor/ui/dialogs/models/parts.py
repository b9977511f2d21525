"""A small part that the model manager's widgets share."""

from PySide6.QtWidgets import QLabel

__all__ = ["show_as"]


def show_as(label: QLabel, text: str, role: str) -> None:
    """Give a label a text and one of the style sheet's roles; without a text it takes no room."""
    label.setText(text)
    label.setVisible(bool(text))
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
