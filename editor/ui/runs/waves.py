"""Which candidates of a run are computed together: only so do they come again to the bit."""

from collections.abc import Iterable, Sequence

__all__ = ["wave_of"]


def wave_of(index: int, first: int, planned: Sequence[int], made: Iterable[range]) -> range:
    """The wave that a candidate was in, or would have been in had its run gone on.

    Args:
        index: the candidate's number in the run.
        first: the number of the run's first candidate.
        planned: sizes of the run's waves, in their order.
        made: waves of the run's finished candidates: smaller ones where memory had run out, and
            then those behind them are no larger.
    """
    sizes = {wave.start: len(wave) for wave in made}
    start, width = first, max(planned, default=1)
    for size in planned:
        end = start + size
        while start < end:
            count = sizes.get(start, min(end - start, width))
            if count < min(end - start, width):
                width = count
            if index < start + count:
                return range(start, start + count)
            start += count
    return range(index, index + 1)
