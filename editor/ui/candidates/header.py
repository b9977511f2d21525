"""Paints the header of a run, with buttons while it waits, and says where these are."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPen,
)

from editor.ui.candidates.grid import MARGIN
from editor.ui.candidates.items import Run
from editor.ui.candidates.queue import QUEUE_COMMANDS, QueueCommand
from editor.ui.candidates.words import quoted, run_summary
from editor.ui.icons import icon
from editor.ui.theme import SECONDARY_SIZE, text_font

__all__ = ["button_at", "button_places", "paint_header", "write"]

Align = Qt.AlignmentFlag

TEXT_TOP, TEXT_HEIGHT = 10, 18
LINE_GAP, LINE = 3, 3
GAP = 12
BUTTON, ICON = 24, 14
CORNER = 6


def button_places(place: QRect, run: Run) -> dict[QueueCommand, QRect]:
    """The buttons in a run's header, which lies at ``place``; none unless it waits."""
    if not run.waiting:
        return {}
    left = place.right() + 1 - MARGIN - BUTTON * len(QUEUE_COMMANDS)
    top = place.top() + TEXT_TOP + (TEXT_HEIGHT - BUTTON) // 2
    return {
        command: QRect(left + number * BUTTON, top, BUTTON, BUTTON)
        for number, command in enumerate(QUEUE_COMMANDS)
    }


def button_at(place: QRect, run: Run, point: QPoint) -> QueueCommand | None:
    """The button of a run's header at a point."""
    buttons = button_places(place, run).items()
    return next((command for command, button in buttons if button.contains(point)), None)


def paint_header(painter: QPainter, place: QRect, run: Run, *, focused: bool) -> None:
    """Draw a run's header: prompt and state, below them how far it is.

    Args:
        focused: whether keys are meant for it.
    """
    palette = QGuiApplication.palette()
    buttons = button_places(place, run)
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.highlight(), 2))
        painter.drawRoundedRect(place.adjusted(MARGIN - 7, 3, 3 - MARGIN, -3), CORNER, CORNER)
    line = QRect(place.left() + MARGIN, place.top() + TEXT_TOP, 0, TEXT_HEIGHT)
    line.setRight(place.right() - MARGIN - (GAP // 2 + BUTTON * len(buttons) if buttons else 0))
    _write_both(painter, line, run)
    for command, button in buttons.items():
        mode = QIcon.Mode.Normal if command.usable(run) else QIcon.Mode.Disabled
        inset = (BUTTON - ICON) // 2
        icon(command.icon).paint(painter, button.adjusted(inset, inset, -inset, -inset), mode=mode)
    if not run.ended and not run.waiting:
        track = QRect(line.left(), line.bottom() + 1 + LINE_GAP, line.width(), LINE)
        _paint_line(painter, track, run.progress)


def _write_both(painter: QPainter, line: QRect, run: Run) -> None:
    """The prompt on the left, the state on the right; a long prompt gives way first."""
    palette, summary = QGuiApplication.palette(), run_summary(run)
    metrics = QFontMetrics(text_font(SECONDARY_SIZE))
    needed = metrics.horizontalAdvance(summary) + 1
    prompt = min(metrics.horizontalAdvance(quoted(run)) + 1, line.width() // 3)
    width = min(needed, line.width() - GAP - prompt)
    right = QRect(line.right() + 1 - width, line.top(), width, line.height())
    left = line.adjusted(0, 0, -width - GAP, 0)
    secondary = palette.color(QPalette.ColorRole.PlaceholderText)
    write(painter, left, quoted(run), palette.color(QPalette.ColorRole.Text), Align.AlignLeft)
    write(painter, right, summary, secondary, Align.AlignRight)


def _paint_line(painter: QPainter, track: QRect, share: float) -> None:
    palette = QGuiApplication.palette()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.mid())
    painter.drawRoundedRect(track, LINE / 2, LINE / 2)
    done = QRect(track)
    done.setWidth(round(track.width() * share))
    painter.setBrush(palette.highlight())
    painter.drawRoundedRect(done, LINE / 2, LINE / 2)


def write(
    painter: QPainter, place: QRect, text: str, colour: QColor, side: Qt.AlignmentFlag
) -> None:
    """Write one line, shortened where it does not fit."""
    font = text_font(SECONDARY_SIZE, QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(colour)
    fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, side | Align.AlignVCenter, fitting)
