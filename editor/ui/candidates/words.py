"""What the picker says of runs and candidates."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from editor.document.library_words import in_users_words
from editor.ui.candidates.items import Item, ItemState, Run, match
from editor.ui.candidates.rows import Row, Tray

__all__ = [
    "duration",
    "item_tip",
    "quoted",
    "row_text",
    "run_summary",
    "run_tip",
    "score_text",
    "tray_text",
]

translate = QCoreApplication.translate


def duration(seconds: float) -> str:
    """A time span as on a clock: "0:07", "1:02:03"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def quoted(run: Run) -> str:
    """The prompt as a header shows it."""
    return (
        translate("Candidates", "“{prompt}”").format(prompt=run.label)
        if run.label
        else translate("Candidates", "No prompt")
    )


def run_summary(run: Run) -> str:
    """How far a run is, or how it ended."""
    if run.sentence:
        return run.sentence
    count = translate("Candidates", "{done} of {total}").format(done=run.finished, total=run.total)
    if run.ended:
        return count
    if run.waiting:
        place = translate("Candidates", "Waiting · no. {place}").format(place=run.waiting)
        return translate("Candidates", "Waiting · next") if run.waiting == 1 else place
    if run.eta_seconds is None:
        return translate("Candidates", "Starting…")
    return translate("Candidates", "{count} · {time} left").format(
        count=count, time=duration(run.eta_seconds)
    )


def run_tip(run: Run) -> str:
    """All that is known of a run."""
    begun = QLocale().toString(
        QDateTime.fromSecsSinceEpoch(round(run.started)), QLocale.FormatType.ShortFormat
    )
    lines = [
        quoted(run),
        run_summary(run),
        run.notice,
        translate("Candidates", "Begun at {time}").format(time=begun),
    ]
    if run.planned is not None:
        lines.append(f"{run.planned.device} · {run.planned.precision}")
    if run.seconds is not None:
        lines.append(translate("Candidates", "Took {time}").format(time=duration(run.seconds)))
    return "\n".join(line for line in lines if line)


def tray_text(run: Run) -> str:
    """The header of a run's stopped candidates."""
    stopped = [item for item in run.items.values() if item.state is ItemState.STOPPED]
    return translate("Candidates", "Stopped ({count})").format(
        count=sum(not item.discarded for item in stopped)
    )


def score_text(item: Item) -> str:
    """The match of a finished candidate, "0.84"; empty where it has none."""
    return "" if item.scores is None else QLocale().toString(match(item.scores), "f", 2)


def row_text(row: Row) -> str:
    """A row in one line."""
    if isinstance(row, Item):
        return ", ".join(_item_lines(row, brief=True))
    return tray_text(row.run) if isinstance(row, Tray) else f"{quoted(row)}, {run_summary(row)}"


def item_tip(item: Item) -> str:
    """All that is known of a candidate."""
    return "\n".join(_item_lines(item, brief=False))


def _item_lines(item: Item, *, brief: bool) -> list[str]:
    lines = [translate("Candidates", "Candidate {number}").format(number=item.index + 1)]
    if item.rank is not None:
        lines.append(translate("Candidates", "Rank {rank}").format(rank=item.rank))
    lines += _progress_lines(item)
    if item.scores is not None:
        lines.append(translate("Candidates", "Match {score}").format(score=score_text(item)))
        lines += [] if brief else [_explained(item)]
    if item.starred:
        lines.append(translate("Candidates", "Starred"))
    if item.applied:
        lines.append(translate("Candidates", "Applied as a layer"))
    if item.seed is not None and not brief:
        lines.append(translate("Candidates", "Seed {seed}").format(seed=item.seed))
    return lines


def _progress_lines(item: Item) -> list[str]:
    if item.state is ItemState.STOPPED:
        return (
            [translate("Candidates", "Stopped"), in_users_words(item.reason)]
            if item.reason
            else [translate("Candidates", "Stopped")]
        )
    if item.state is ItemState.FINISHED:
        return []
    if item.run.planned is None:
        return [translate("Candidates", "Running")]
    return [
        translate("Candidates", "Step {step} of {steps}").format(
            step=item.step, steps=item.run.planned.steps
        )
    ]


def _explained(item: Item) -> str:
    if item.scores is None:
        return ""
    text = translate(
        "Candidates",
        "How well it fits the prompt: 1 is the best there could be.\n"
        "Distance alone {masked}, in its surroundings {context}; lower is better.",
    )
    number = QLocale().toString
    lines = [
        text.format(
            masked=number(item.scores.masked, "f", 2), context=number(item.scores.context, "f", 2)
        )
    ]
    if item.scores.doubt is not None:
        sure = translate(
            "Candidates", "A second network, which did not guide it, is {share} % sure of it."
        )
        lines.append(sure.format(share=round(100 * (1 - item.scores.doubt))))
    return "\n".join(lines)
