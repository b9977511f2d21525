"""Settings: typed, sparse, shared by several editors, and never in the way."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import platformdirs
import pytest

from editor.document.settings import (
    SETTINGS,
    Settings,
    add_recent_file,
    recent_files,
    remove_recent_file,
)
from tests.editor.document.test_atomic import ROOT, file_system


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def stored(path: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads(path.read_text())
    return content


def write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content))


def test_the_table_is_sound() -> None:
    expected = {
        "theme": "system",
        "language": "system",
        "undo_megabytes": 512,
        "autosave_seconds": 45,
        "mask_colour": "#ff4d6d",
        "mask_opacity": 45,
        "mask_style": "tint",
    }
    assert {key: setting.default for key, setting in SETTINGS.items()} == expected
    for setting in SETTINGS.values():
        assert setting.accepts(setting.default)
        assert setting.title
        assert setting.help.endswith(".")


def test_it_lies_in_the_users_configuration_folder() -> None:
    settings = Settings()
    assert settings.path.parent == platformdirs.user_config_path("Blendbrush", appauthor=False)
    settings.set("theme", "light")
    settings.save()
    assert Settings().text("theme") == "light"


def test_only_what_differs_from_the_default_is_stored(path: Path) -> None:
    settings = Settings(path)
    assert not path.exists()
    settings.set("mask_opacity", 60)
    settings.set("theme", "dark")
    settings.save()
    assert stored(path) == {"mask_opacity": 60, "theme": "dark"}
    settings.set("theme", "system")
    settings.save()
    assert stored(path) == {"mask_opacity": 60}
    assert Settings(path).number("mask_opacity") == 60
    assert settings.take_notices() == ()


BAD = [
    ("theme", "pink"),
    ("theme", 1),
    ("undo_megabytes", 63),
    ("undo_megabytes", 8193),
    ("undo_megabytes", "512"),
    ("undo_megabytes", True),
    ("undo_megabytes", 100.0),
    ("mask_colour", "red"),
    ("mask_colour", "#ff4d6d\n"),
    ("mask_style", None),
    ("language", ["de"]),
]


@pytest.mark.parametrize(("key", "value"), BAD)
def test_a_bad_value_is_refused_and_resets_only_its_key(
    path: Path, key: str, value: object
) -> None:
    settings = Settings(path)
    with pytest.raises(ValueError, match="cannot be"):
        settings.set(key, value)  # type: ignore[arg-type]
    write(path, {key: value, "mask_opacity": 70, "state/x": 1})
    settings = Settings(path)
    assert settings.get(key) == SETTINGS[key].default
    assert settings.number("mask_opacity") == 70
    (notice,) = settings.take_notices()
    assert SETTINGS[key].title in notice
    settings.save()
    assert stored(path) == {"mask_opacity": 70, "state/x": 1}
    assert Settings(path).take_notices() == ()


def test_unknown_keys_are_kept(path: Path) -> None:
    write(path, {"of a later version": {"a": [1]}})
    settings = Settings(path)
    settings.set("theme", "dark")
    settings.save()
    assert stored(path) == {"of a later version": {"a": [1]}, "theme": "dark"}
    assert settings.take_notices() == ()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"\xff\xfe\0", b"null", b"[" * 100_000, b'{"a": 1}x']
)
def test_a_damaged_file_is_set_aside_with_one_notice(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    (notice,) = settings.take_notices()
    assert "settings.json.bad" in notice
    assert path.with_name("settings.json.bad").read_bytes() == content
    settings.set("theme", "dark")
    settings.save()
    assert stored(path) == {"theme": "dark"}
    assert settings.take_notices() == ()


def test_a_read_only_home_works_with_one_notice(tmp_path: Path) -> None:
    with file_system(tmp_path / "home", megabytes=1) as home:
        write(home / "settings.json", {"theme": "dark"})
        subprocess.run(["mount", "-o", "remount,ro", str(home)], check=True)  # noqa: S607
        settings = Settings(home / "settings.json")
        assert settings.text("theme") == "dark"
        for value in (50, 60):
            settings.set("mask_opacity", value)
            settings.save()
        assert settings.number("mask_opacity") == 60
        (notice,) = settings.take_notices()
        assert "cannot be saved" in notice
        assert Settings(home / "missing" / "settings.json").take_notices() == ()
        subprocess.run(["mount", "-o", "remount,rw", str(home)], check=True)  # noqa: S607
        settings.save()
        assert stored(home / "settings.json") == {"mask_opacity": 60, "theme": "dark"}


def test_a_file_that_cannot_be_read_is_not_overwritten(path: Path) -> None:
    path.mkdir(parents=True)
    settings = Settings(path)
    settings.set("theme", "dark")
    settings.save()
    assert settings.text("theme") == "dark"
    assert len(settings.take_notices()) == 2
    assert path.is_dir()


def test_the_last_writer_of_each_key_wins(path: Path) -> None:
    first, second = Settings(path), Settings(path)
    first.set("theme", "dark")
    first.set("mask_opacity", 60)
    second.set("mask_opacity", 70)
    second.set_state("dock", "left")
    first.save()
    second.save()
    assert stored(path) == {"theme": "dark", "mask_opacity": 70, "state/dock": "left"}
    first.set("language", "de")
    first.save()
    assert first.number("mask_opacity") == 70  # adopted
    assert stored(path)["mask_opacity"] == 70  # and not overwritten


def test_editors_that_save_at_once_lose_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.document.settings.LOCK_SECONDS", 60)  # however slow the disk is

    def work(name: str) -> None:
        settings = Settings(path)
        for number in range(20):
            settings.set_state(f"{name}{number}", number)
            settings.save()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stored(path)) == 60


def test_listeners_hear_of_changes_here_and_elsewhere(path: Path) -> None:
    settings, other = Settings(path), Settings(path)
    heard: list[object] = []
    settings.connect("theme", heard.append)
    settings.set("theme", "system")
    settings.set("theme", "dark")
    settings.set("theme", "dark")
    settings.set("mask_opacity", 50)
    settings.save()
    assert heard == ["dark"]
    other.set("theme", "light")
    other.save()
    settings.reload()
    assert heard == ["dark", "light"]
    with pytest.raises(KeyError):
        settings.connect("no such setting", heard.append)


def test_a_listener_may_save(path: Path) -> None:
    settings, other = Settings(path), Settings(path)
    other.set("theme", "dark")
    other.save()

    def follow(_: object) -> None:
        settings.set("mask_style", "outline")
        settings.save()

    settings.connect("theme", follow)
    settings.set("mask_opacity", 50)
    settings.save()
    assert stored(path) == {"theme": "dark", "mask_opacity": 50, "mask_style": "outline"}
    assert settings.take_notices() == ()


def test_what_waits_to_be_saved_is_told(path: Path) -> None:
    settings = Settings(path)
    told: list[None] = []
    settings.connect_unsaved(lambda: told.append(None))
    settings.set("theme", "dark")
    settings.set_state("a", 1)
    settings.set_state("a", 1)
    assert len(told) == 2


def test_state_holds_any_json_and_shares_nothing(path: Path) -> None:
    settings = Settings(path)
    assert settings.state("shortcuts", {}) == {}
    value = {"undo": "Ctrl+Z", "sizes": [1, 2.5, None, True]}
    settings.set_state("shortcuts", value)
    value["undo"] = "changed by the caller"
    found = settings.state("shortcuts")
    assert isinstance(found, dict)
    assert found["undo"] == "Ctrl+Z"
    found.clear()
    settings.save()
    assert Settings(path).state("shortcuts") == settings.state("shortcuts") != {}
    settings.set_state("shortcuts", None)
    settings.save()
    assert stored(path) == {}
    with pytest.raises(TypeError):
        settings.set_state("picture", object())


def test_numbers_and_texts_are_told_apart(path: Path) -> None:
    settings = Settings(path)
    with pytest.raises(TypeError):
        settings.number("theme")
    with pytest.raises(TypeError):
        settings.text("mask_opacity")
    with pytest.raises(KeyError):
        settings.get("no such setting")


def test_recent_files(path: Path) -> None:
    settings = Settings(path)
    files = [Path(f"/pictures/{number}.png") for number in range(15)]
    for file in files:
        add_recent_file(settings, file)
    assert recent_files(settings) == files[:2:-1]
    add_recent_file(settings, files[7])
    assert recent_files(settings)[:2] == [files[7], files[14]]
    assert len(recent_files(settings)) == 12
    remove_recent_file(settings, files[7])
    assert files[7] not in recent_files(settings)
    add_recent_file(settings, Path("here.png"))
    assert recent_files(settings)[0] == Path.cwd() / "here.png"
    odd = Path(b"/\xff.png".decode("utf-8", "surrogateescape"))
    add_recent_file(settings, odd)
    settings.save()
    other = Settings(path)
    assert recent_files(other)[0] == odd
    add_recent_file(settings, files[0])
    settings.save()
    add_recent_file(other, files[1])
    assert recent_files(other)[:2] == [files[1], files[0]]


@pytest.mark.parametrize("value", [7, {"a": 1}, [1, None, "/a.png"]])
def test_a_damaged_list_of_recent_files_does_no_harm(path: Path, value: object) -> None:
    write(path, {"state/recent_files": value})
    assert recent_files(Settings(path)) == ([Path("/a.png")] if isinstance(value, list) else [])


def test_nothing_of_qt_or_torch_is_loaded() -> None:
    code = (
        "import sys, editor.document.settings, editor.document.image_files;"
        "sys.exit(any(name.split('.')[0] in ('torch', 'PySide6') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
