"""What goes over the pipe, and what the engine's process answers."""

import multiprocessing
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection

import numpy as np
import pytest

from editor.jobs import wire
from editor.jobs.engine_child import Inbox, Office
from inference.errors import ModelError
from inference.events import CandidateFinished, Event
from inference.request import EditRequest
from tests.editor.jobs.fakes import finished, request, whole_run


@pytest.fixture
def pipe() -> Iterator[tuple[Connection, Connection]]:
    ends = multiprocessing.Pipe(duplex=True)
    yield ends
    for end in ends:
        end.close()


def sent(pipe: tuple[Connection, Connection], message: object) -> object:
    """The message as it comes out at the other end."""
    thread = threading.Thread(target=wire.send, args=(pipe[0], message))
    thread.start()
    received = wire.receive(pipe[1])
    thread.join()
    return received


def test_a_request_arrives_whole(pipe: tuple[Connection, Connection]) -> None:
    asked = request()
    order = sent(pipe, wire.Run(3, asked))
    assert isinstance(order, wire.Run)
    assert order.number == 3
    assert isinstance(order.request, EditRequest)
    assert np.array_equal(order.request.picture, asked.picture)
    assert np.array_equal(order.request.mask, asked.mask)
    assert (order.request.prompt, order.request.settings) == (asked.prompt, asked.settings)


def test_pixels_that_are_no_block_of_memory_arrive_whole(
    pipe: tuple[Connection, Connection],
) -> None:
    picture = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)[:, ::-1]
    order = sent(pipe, wire.Run(1, EditRequest(picture, np.full((4, 5), 255, np.uint8))))
    assert isinstance(order, wire.Run)
    assert np.array_equal(order.request.picture, picture)


def test_a_candidate_arrives_whole_and_cannot_be_changed(
    pipe: tuple[Connection, Connection],
) -> None:
    event = finished(1, side=200)
    answer = sent(pipe, wire.Streamed(1, event))
    assert isinstance(answer, wire.Streamed)
    assert isinstance(answer.event, CandidateFinished)
    there, here = answer.event.candidate, event.candidate
    assert np.array_equal(there.pixels, here.pixels)
    assert not there.pixels.flags.writeable
    assert (there.box, there.scores, there.recipe) == (here.box, here.scores, here.recipe)


class Engine:
    """Stands in for the LocalEngine of the engine's process."""

    def __init__(self, *items: Event | Exception) -> None:
        self.items = items
        self.loaded: list[str] = []

    def load(self, model: str) -> None:
        self.loaded.append(model)

    def run(self, _request: EditRequest, _cancelled: object) -> Iterator[Event]:
        for item in self.items:
            if isinstance(item, Exception):
                raise item
            yield item


def office(pipe: tuple[Connection, Connection], engine: Engine) -> Office:
    made = Office(Inbox(pipe[0]), pipe[0], None, None)
    made._made = engine  # type: ignore[assignment]
    return made


def test_a_run_is_streamed_and_then_done(pipe: tuple[Connection, Connection]) -> None:
    script = whole_run()
    assert office(pipe, Engine(*script)).carry_out(wire.Run(5, request()))  # type: ignore[arg-type]
    answers = [wire.receive(pipe[1]) for _ in range(len(script) + 1)]
    assert [type(answer.event) for answer in answers[:-1]] == [type(event) for event in script]
    assert answers[-1] == wire.Done(5)


def test_an_error_for_the_user_keeps_its_kind(pipe: tuple[Connection, Connection]) -> None:
    assert office(pipe, Engine(ModelError("It is damaged."))).carry_out(wire.Run(5, request()))
    answer = wire.receive(pipe[1])
    assert isinstance(answer, wire.Failed)
    assert isinstance(answer.error, ModelError)
    assert str(answer.error) == "It is damaged."
    assert "Traceback" in answer.details


def test_an_unexpected_error_ends_the_process(pipe: tuple[Connection, Connection]) -> None:
    assert not office(pipe, Engine(RuntimeError("CUDA error"))).carry_out(wire.Run(5, request()))
    answer = wire.receive(pipe[1])
    assert isinstance(answer, wire.Failed)
    assert answer.error is None
    assert "CUDA error" in answer.details


def test_an_order_that_was_cancelled_before_it_began_is_not_carried_out(
    pipe: tuple[Connection, Connection],
) -> None:
    engine = Engine()
    made = office(pipe, engine)
    made._inbox.cancelled = 5
    assert made.carry_out(wire.Load(5, "tiny"))
    assert made.carry_out(wire.Load(6, "small"))
    assert engine.loaded == ["small"]


def test_an_editor_that_is_gone_ends_the_process(pipe: tuple[Connection, Connection]) -> None:
    pipe[1].close()
    assert not office(pipe, Engine(*whole_run())).carry_out(wire.Run(5, request()))  # type: ignore[arg-type]
