"""A runner over scripted engines, closed when the test is over."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from editor.jobs.journal_writer import JournalWriter
from editor.jobs.runner import Runner
from tests.editor.jobs.fakes import FakeEngine, Notes

MakeRunner = Callable[..., tuple[Runner, Notes]]


@pytest.fixture
def make_runner(qtbot: QtBot) -> Iterator[MakeRunner]:
    """Makes a runner whose engines are the given ones, one after the other."""
    made: list[tuple[Runner, Notes]] = []

    def make(*engines: FakeEngine, journal: JournalWriter | None = None) -> tuple[Runner, Notes]:
        left = list(engines)
        runner = Runner(lambda _device, _precision: left.pop(0), journal)
        made.append((runner, Notes(runner)))
        return made[-1]

    yield make
    for runner, _ in made:
        runner.close()
