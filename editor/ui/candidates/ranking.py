"""Ranks the candidates of a run while they come in."""

from editor.ui.candidates.items import Item, ItemState, Run

__all__ = ["rank"]

Key = tuple[int, float, int]


def rank(run: Run) -> list[Item]:
    """Give every candidate its rank; those whose rank is another now.

    Running ones stand by their streamed score among the finished ones, but behind those that a
    critic has seen: its doubt is no distance. What has no score stands last, in the order of
    making. Once the engine has told its ranking, that one holds.
    """
    place = {index: number for number, index in enumerate(run.ranking)}

    def key(item: Item) -> Key:
        if item.index in place:
            return 0, place[item.index], item.index
        if place or item.score is None:
            return 2, 0.0, item.index
        unseen = item.scores is None or item.scores.doubt is None
        return int(unseen), item.score, item.index

    ranked = sorted(filter(_counts, run.items.values()), key=key)
    new = {item: number for number, item in enumerate(ranked, 1)}
    changed = [item for item in run.items.values() if item.rank != new.get(item)]
    for item in changed:
        item.rank = new.get(item)
    return changed


def _counts(item: Item) -> bool:
    return item.state is not ItemState.STOPPED and not item.discarded
