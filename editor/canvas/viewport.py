"""Which part of the picture is on screen, how large and how turned: a value."""

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QTransform

from editor.document.geometry import Rect

__all__ = ["MAX_ZOOM", "MIN_ZOOM", "Viewport"]

MIN_ZOOM, MAX_ZOOM = 1 / 64, 64.0
FIT_MARGIN = 32  # view pixels that stay free around a picture that is shown whole


@dataclass(frozen=True)
class Viewport:
    """The map between a picture and a view.

    Attributes:
        size: the view's, in its own (device-independent) pixels.
        centre: the point of the picture in the middle of the view.
        zoom: view pixels a picture pixel.
        rotation: degrees clockwise by which the view shows the picture turned.
    """

    size: QSizeF
    centre: QPointF
    zoom: float = 1.0
    rotation: float = 0.0

    @property
    def to_view(self) -> QTransform:
        """From picture to view coordinates."""
        middle = self._middle
        transform = QTransform()
        transform.translate(middle.x(), middle.y())
        transform.rotate(self.rotation)
        transform.scale(self.zoom, self.zoom)
        transform.translate(-self.centre.x(), -self.centre.y())
        return transform

    @property
    def to_picture(self) -> QTransform:
        """From view to picture coordinates."""
        return self.to_view.inverted()[0]

    @property
    def visible(self) -> Rect:
        """The smallest rectangle of picture pixels that holds all that is on screen."""
        box = self.to_picture.mapRect(QRectF(QPointF(), self.size))
        return Rect.around(box.left(), box.top(), box.right(), box.bottom())

    @property
    def even(self) -> bool:
        """Whether a picture pixel is a power of two view pixels, or they are one of it."""
        return self.rotation == 0 and math.frexp(self.zoom)[0] == 0.5

    def view_rect(self, rect: Rect) -> QRect:
        """Where a part of the picture is on screen, in whole pixels with some to spare."""
        box = self.to_view.mapRect(QRectF(rect.x, rect.y, rect.w, rect.h))
        return box.toAlignedRect().adjusted(-3, -3, 3, 3)

    def shift_to(self, other: "Viewport") -> QPoint | None:
        """By how many whole view pixels everything moves; None where it does not merely move."""
        if (self.size, self.zoom, self.rotation) != (other.size, other.zoom, other.rotation):
            return None
        step = other.to_view.map(QPointF()) - self.to_view.map(QPointF())
        whole = step.toPoint()
        rest = step - QPointF(whole)
        return whole if max(abs(rest.x()), abs(rest.y())) < 1e-6 else None

    def resized(self, size: QSizeF) -> "Viewport":
        """The same middle in a view of another size."""
        return replace(self, size=size)

    def panned(self, dx: float, dy: float) -> "Viewport":
        """The picture moved by view pixels."""
        back = self.to_picture
        moved = back.map(QPointF(0, 0)) - back.map(QPointF(dx, dy))
        return replace(self, centre=self.centre + moved)

    def zoomed(self, zoom: float, at: QPointF | None = None) -> "Viewport":
        """Another zoom, clamped; the picture stays where it is under the view's point ``at``."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        return self._holding(at, replace(self, zoom=zoom))

    def rotated(self, degrees: float, at: QPointF | None = None) -> "Viewport":
        """Turned to ``degrees``; the picture stays where it is under the view's point ``at``."""
        turned = math.remainder(degrees, 360.0)
        return self._holding(at, replace(self, rotation=turned))

    def fitted(self, rect: Rect) -> "Viewport":
        """A part of the picture as large as it can be shown whole, but not enlarged."""
        turned = QTransform().rotate(self.rotation).mapRect(QRectF(0, 0, rect.w, rect.h))
        room_w = max(1.0, self.size.width() - 2 * FIT_MARGIN)
        room_h = max(1.0, self.size.height() - 2 * FIT_MARGIN)
        zoom = min(room_w / max(1.0, turned.width()), room_h / max(1.0, turned.height()), 1.0)
        centre = QPointF(rect.x + rect.w / 2, rect.y + rect.h / 2)
        return replace(self, zoom=max(zoom, MIN_ZOOM), centre=centre).settled()

    def filled(self, box: QRectF) -> "Viewport":
        """What lies in a rectangle of the view, as large as it can be shown whole."""
        times = min(
            self.size.width() / max(1.0, box.width()), self.size.height() / max(1.0, box.height())
        )
        moved = replace(self, centre=self.to_picture.map(box.center()))
        return moved.zoomed(self.zoom * times)

    def settled(self) -> "Viewport":
        """Moved by less than a pixel so that an unturned picture begins at a whole view pixel.

        At 100 % each of its pixels is then one of the screen's.
        """
        if self.rotation:
            return self
        corner = self.to_view.map(QPointF())
        return self.panned(round(corner.x()) - corner.x(), round(corner.y()) - corner.y())

    @property
    def _middle(self) -> QPointF:
        # Whole pixels, so that a picture at 100 % lies on the screen's own pixels.
        return QPointF(round(self.size.width() / 2), round(self.size.height() / 2))

    def _holding(self, at: QPointF | None, other: "Viewport") -> "Viewport":
        point = self._middle if at is None else at
        drift = self.to_picture.map(point) - other.to_picture.map(point)
        return replace(other, centre=other.centre + drift)
