"""How far a run is."""

import pytest

from editor.jobs.progress import Progress
from inference.events import CandidateStopped, Notice
from tests.editor.jobs.fakes import PLANNED, finished, preview


@pytest.fixture
def moments() -> list[float]:
    return [100.0]


@pytest.fixture
def progress(moments: list[float]) -> Progress:
    return Progress(lambda: moments[-1])


def test_nothing_is_known_before_the_plan(progress: Progress) -> None:
    progress.take(Notice("hello"))
    assert (progress.done, progress.total, progress.seconds_left) == (0, 0, None)


def test_the_plan_gives_a_first_estimate(progress: Progress) -> None:
    progress.take(PLANNED)
    assert (progress.done, progress.total, progress.seconds_left) == (0, 8, 8.0)


def test_the_estimate_follows_what_steps_take(progress: Progress, moments: list[float]) -> None:
    progress.take(PLANNED)
    moments.append(103.0)
    progress.take(preview(0, 1))
    assert (progress.done, progress.seconds_left) == (1, 21.0)
    moments.append(104.0)
    progress.take(preview(0, 2))
    assert (progress.done, progress.seconds_left) == (2, 12.0)


def test_a_run_without_previews_is_measured_by_its_candidates(
    progress: Progress, moments: list[float]
) -> None:
    progress.take(PLANNED)
    moments.append(110.0)
    progress.take(finished(0))
    assert (progress.done, progress.seconds_left) == (4, 10.0)
    progress.take(CandidateStopped(1, 5, "overflow"))
    assert (progress.done, progress.seconds_left) == (8, 0.0)


def test_steps_that_were_in_vain_do_not_count(progress: Progress) -> None:
    progress.take(PLANNED)
    progress.take(preview(0, 3))
    progress.take(preview(0, 1))  # memory ran out, the wave began again
    assert progress.done == 1
