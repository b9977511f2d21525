"""The box that asks for a refinement at full resolution, and what the engine is told."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from editor.ui.prompt_bar.advanced import Advanced
from editor.ui.prompt_bar.installed import installed_models
from editor.ui.prompt_bar.modes import Mode
from editor.ui.prompt_bar.wish import Wish
from inference.request import REFINE, EditSettings


def box_in(advanced: Advanced) -> QCheckBox:
    (box,) = (b for b in advanced.findChildren(QCheckBox) if b.text().startswith("Refine"))
    return box


def test_a_click_asks_for_it_and_another_does_not(qtbot: QtBot) -> None:
    advanced = Advanced(installed_models())
    qtbot.addWidget(advanced)
    advanced.show()
    box = box_in(advanced)
    assert advanced.refine == 0, "off until it is asked for"
    assert box.toolTip()
    for wanted in (REFINE, 0.0):
        with qtbot.waitSignal(advanced.changed):
            place = QPoint(8, box.height() // 2)
            qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=place)  # type: ignore[no-untyped-call]
        assert advanced.refine == wanted


def test_it_can_be_shown_without_telling(qtbot: QtBot) -> None:
    advanced = Advanced(installed_models())
    qtbot.addWidget(advanced)
    with qtbot.assertNotEmitted(advanced.changed):
        advanced.set_refine(on=True)
    assert box_in(advanced).isChecked()


def test_a_wish_says_it_to_the_engine_and_always_helps_thin_masks() -> None:
    def settings(**more: float) -> EditSettings:
        wish = Wish(Mode.FILL, "a lemon", "", 8, "draft", 0.9, None, "starter", 1.0, **more)  # type: ignore[arg-type]
        return wish.settings

    assert settings().refine == 0
    assert settings(refine=0.25).refine == 0.25
    assert settings().shrink_mask is True
