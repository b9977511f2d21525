"""Measuring many runs: what is stopped, and what comes to nothing."""

from collections.abc import Callable
from typing import cast

from inference.evaluation.bench import Bench, Job, measure
from inference.evaluation.cases import Case
from inference.evaluation.records import Measured
from inference.request import EditSettings


class Script:
    """A bench that measures, or comes to nothing, as a job's condition says."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def run(self, job: Job, cancelled: Callable[[], bool]) -> Measured | None:
        del cancelled
        self.asked.append(job.condition)
        return None if job.condition == "wild" else cast("Measured", object())


def jobs(*conditions: str) -> list[Job]:
    case = cast("Case", None)
    return [Job(name, case, EditSettings(steps=2), 1) for name in conditions]


def test_a_condition_that_comes_to_nothing_is_left_out_and_the_others_go_on() -> None:
    script = Script()
    done = measure(cast("Bench", script), jobs("a", "wild", "b", "a", "wild"), lambda: False, int)
    assert {name: len(runs) for name, runs in done.items()} == {"a": 2, "b": 1}
    assert script.asked == ["a", "wild", "b", "a"]


def test_what_was_measured_under_it_before_is_left_out_too() -> None:
    answers = iter([cast("Measured", object()), None])
    script = Script()
    script.run = lambda job, cancelled: next(answers)  # type: ignore[method-assign]
    assert measure(cast("Bench", script), jobs("a", "a"), lambda: False, int) == {}


def test_a_stopped_measurement_keeps_what_is_done() -> None:
    script = Script()
    done = measure(cast("Bench", script), jobs("a", "b", "c"), lambda: len(script.asked) > 1, int)
    assert {name: len(runs) for name, runs in done.items()} == {"a": 1}
