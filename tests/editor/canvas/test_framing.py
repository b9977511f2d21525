"""Where the picture is on screen while a preview shows more of it."""

from PySide6.QtCore import QPointF, QSizeF

from editor.canvas.framing import Framing
from editor.canvas.viewport import Viewport
from editor.document.geometry import Rect

HOME = Rect(0, 0, 200, 150)
WIDER, WIDEST = Rect(-40, -10, 260, 160), Rect(-500, 0, 1200, 150)


def viewport(zoom: float) -> Viewport:
    return Viewport(QSizeF(800, 600), QPointF(100, 75), zoom)


def test_where_all_is_seen_the_picture_stays_in_its_place() -> None:
    framing, seen = Framing(), viewport(2.0)
    away = framing.follow(seen, HOME, WIDER, HOME)
    assert away is not None
    assert away.zoom == 2.0
    assert away.to_view.map(QPointF(40, 10)) == seen.to_view.map(QPointF(0, 0))
    assert framing.follow(away, WIDER, HOME, HOME) == seen


def test_where_it_is_too_large_all_is_shown_until_it_ends() -> None:
    framing, seen = Framing(), viewport(2.0)
    away = framing.follow(seen, HOME, WIDEST, HOME)
    assert away is not None
    assert away.zoom < 1
    whole = Rect(0, 0, WIDEST.w, WIDEST.h)
    assert away.visible.intersected(whole) == whole
    assert framing.follow(away, WIDEST, HOME, HOME) == seen


def test_who_looked_elsewhere_meanwhile_stays_there() -> None:
    framing = Framing()
    away = framing.follow(viewport(2.0), HOME, WIDER, HOME)
    assert away is not None
    panned = away.panned(30, 0)
    back = framing.follow(panned, WIDER, HOME, HOME)
    assert back is not None
    assert back.to_view.map(QPointF(0, 0)) == panned.to_view.map(QPointF(40, 10))


def test_from_one_preview_to_another_and_back() -> None:
    framing, seen = Framing(), viewport(2.0)
    first = framing.follow(seen, HOME, WIDER, HOME)
    assert first is not None
    second = framing.follow(first, WIDER, WIDEST, HOME)
    assert second is not None
    assert framing.follow(second, WIDEST, HOME, HOME) == seen


def test_a_picture_of_another_size_is_to_be_shown_whole() -> None:
    framing, larger = Framing(), Rect(0, 0, 300, 150)
    assert framing.follow(viewport(2.0), HOME, larger, larger) is None
    framing.follow(viewport(2.0), HOME, WIDER, HOME)
    assert framing.follow(viewport(1.0), WIDER, larger, larger) is None
