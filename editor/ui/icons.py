"""Icons by name, drawn in the colours of the application's palette.

An icon holds no colour of its own: it asks the palette each time it is drawn, so a change of theme
reaches every action and button without building them anew.
"""

import functools

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer

from resources import resource

__all__ = ["icon", "icon_names", "icon_svg"]


# Qt owns what clone() returns, but PySide frees it with the last Python reference: hold one.
_clones: list[QIconEngine] = []


@functools.cache
def icon_names() -> frozenset[str]:
    """The names that `icon` knows."""
    return frozenset(file.stem for file in resource("icons").glob("*.svg"))


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon of this name, sharp at any size and device pixel ratio.

    It is drawn in the palette's colour of this role, and in its highlighted text where switched on,
    for a checked button is filled with the highlight.

    Args:
        name: one of `icon_names`.
        role: the colour, greyed where disabled. ``HighlightedText`` suits a button that is always
            filled, ``PlaceholderText`` a quiet icon, ``BrightText`` an error.

    Raises:
        KeyError: there is no such icon.
    """
    return QIcon(_PaletteEngine(name, role))


def icon_svg(name: str, colour: str) -> bytes:
    """The icon's drawing in one colour, as SVG.

    Args:
        name: one of `icon_names`.
        colour: as SVG and style sheets write it, "#rrggbb".

    Raises:
        KeyError: there is no such icon.
    """
    return _drawing(name).replace("currentColor", colour).encode()


@functools.cache
def _drawing(name: str) -> str:
    if name not in icon_names():
        raise KeyError(name)
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


class _PaletteEngine(QIconEngine):
    """Draws one SVG in whatever colour the palette has for the mode and state at that moment."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role
        _drawing(name)

    def clone(self) -> QIconEngine:
        copy = _PaletteEngine(self._name, self._role)
        _clones.append(copy)
        return copy

    def key(self) -> str:
        return "blendbrush"

    def iconName(self) -> str:
        return self._name

    def isNull(self) -> bool:
        return False

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:
        side = min(size.width(), size.height())
        return QSize(side, side)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(rect.topLeft(), self.scaledPixmap(rect.size(), mode, state, scale))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """The icon in ``size`` × ``scale`` pixels; sizes are in device independent pixels."""
        colour = self._colour(mode, state)
        key = f"icon {self._name} {size.width()}x{size.height()}@{scale} {colour}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = _rendered(icon_svg(self._name, colour), size, scale)
            QPixmapCache.insert(key, pixmap)
        return pixmap

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        disabled = mode is QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if disabled else QPalette.ColorGroup.Active
        switched_on = state is QIcon.State.On and not disabled
        role = QPalette.ColorRole.HighlightedText if switched_on else self._role
        return QGuiApplication.palette().color(group, role).name(QColor.NameFormat.HexRgb)


def _rendered(svg: bytes, size: QSize, scale: float) -> QPixmap:
    side = min(size.width(), size.height())
    square = QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
    pixmap = QPixmap(round(size.width() * scale), round(size.height() * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        QSvgRenderer(QByteArray(svg)).render(painter, square)
    return pixmap
