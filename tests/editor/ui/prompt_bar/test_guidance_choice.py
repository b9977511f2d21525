"""How CLIP steers can be chosen where the model's CLIP sees through noise, and nowhere else."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.ui.prompt_bar.advanced import Advanced
from editor.ui.prompt_bar.guidance_choice import GuidanceChoice
from editor.ui.prompt_bar.installed import Installed, installed_models
from editor.ui.prompt_bar.modes import Mode
from editor.ui.prompt_bar.wish import Wish
from inference.models.catalog import PUBLIC_MODELS


@pytest.fixture
def models() -> list[Installed]:
    """One whose CLIP sees through noise, one whose CLIP does not."""
    (starter,) = installed_models()
    config = {**starter.spec.clip.config, "noise_aware": True}
    clip = replace(starter.spec.clip, config=config)
    noisy = replace(starter, spec=replace(starter.spec, clip=clip))
    return [noisy, Installed("adm-256", PUBLIC_MODELS["adm-256"], None)]


def chosen(advanced: Advanced) -> str:
    return advanced.guidance


def test_the_keyboard_chooses_a_way(qtbot: QtBot, models: list[Installed]) -> None:
    advanced = Advanced(models)
    qtbot.addWidget(advanced)
    choice = advanced.findChild(GuidanceChoice)
    assert choice is not None
    assert choice.isEnabled()
    assert chosen(advanced) == "model"
    with qtbot.waitSignal(advanced.changed):
        QTest.keyClick(choice, Qt.Key.Key_End)
    assert chosen(advanced) == "direct"


def test_another_model_has_only_its_own_way(qtbot: QtBot, models: list[Installed]) -> None:
    advanced = Advanced(models)
    qtbot.addWidget(advanced)
    choice = advanced.findChild(GuidanceChoice)
    assert choice is not None
    advanced.set_guidance("direct")
    advanced.choose_model("adm-256")
    assert not choice.isEnabled()
    assert chosen(advanced) == "model"
    advanced.choose_model(models[0].name)
    assert chosen(advanced) == "direct"
    advanced.set_models(models[1:])
    assert chosen(advanced) == "model"


def test_the_engine_is_told() -> None:
    wish = Wish(Mode.FILL, "lemon", "", 8, "draft", 0.9, None, "starter", 1.0)
    assert wish.settings.guidance == "model"
    assert replace(wish, guidance="direct").settings.guidance == "direct"
