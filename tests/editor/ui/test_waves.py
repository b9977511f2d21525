"""Which candidates were computed together, also where memory ran out on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.ui.runs.waves import wave_of


@pytest.mark.parametrize(
    ("index", "first", "planned", "made", "wave"),
    [
        (0, 0, (4, 4, 2), [], range(4)),
        (5, 0, (4, 4, 2), [], range(4, 8)),
        (9, 0, (4, 4, 2), [range(4), range(4, 8)], range(8, 10)),
        (7, 0, (4, 4, 2), [range(4), range(4, 6)], range(6, 8)),  # halved in the second wave
        (8, 0, (4, 4, 2), [range(4), range(4, 6)], range(8, 10)),
        (5, 0, (8,), [range(2), range(2, 4)], range(4, 6)),
        (6, 4, (4,), [], range(4, 8)),  # a run that was one wave of another
        (7, 4, (4,), [range(4, 6)], range(6, 8)),
        (3, 0, (), [], range(3, 4)),
    ],
)
def test_the_wave_of_a_candidate(
    index: int, first: int, planned: tuple[int, ...], made: list[range], wave: range
) -> None:
    assert wave_of(index, first, planned, made) == wave


@given(st.lists(st.integers(1, 8), min_size=1, max_size=5), st.integers(0, 9), st.data())
def test_it_is_what_the_engine_does(planned: list[int], seen: int, data: st.DataObject) -> None:
    """As the engine's loop: once memory ran out, no wave is larger than the halved one."""
    waves: list[range] = []
    done, width = 0, max(planned)
    for size in planned:
        last = done + size
        while done < last:
            count = min(last - done, width)
            while len(waves) < seen and count > 1 and data.draw(st.integers(0, 5)) == 0:
                width = count = count // 2
            waves.append(range(done, done + count))
            done += count
    for wave in waves:
        for index in wave:
            assert wave_of(index, 0, planned, waves[:seen]) == wave
