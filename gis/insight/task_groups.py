"""Which figures of the product speak to the six groups of tasks of Văn bản 1699-CV/TU, and what nobody records.

Only a summary in the press is known (Báo Hànộimới, 15/7/2025), so the groups are paraphrased and no target stands here.
A group without figures is not a group in which nothing is done: it is one of which the product keeps no records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gis.insight import cases, commitments, dialogues, receptions
from gis.insight.situation import Selection
from gis.period import Period

GROUPS: Final = ("leadership", "mobilisation", "administration", "petitions", "democracy", "heads")
"""In the order of the summary."""

_FLAGS: Final = ("overdue", "crowded", "above_level", "prolonged")
"""What is told of open cases; the last is assigned with a document, the others are computed."""


@dataclass(frozen=True)
class Figure:
    """One figure that speaks to a group of tasks.

    Parameters
    ----------
    code
        Which one.
    n
        Its number; None: nobody has recorded anything of the kind.
    whole
        Out of how many; None: it is a number by itself.
    office
        Whether it tells of offices and public meetings only; every other number may tell of one person's case.
    """

    code: str
    n: int | None = None
    whole: int | None = None
    office: bool = False


def figures(selection: Selection, period: Period) -> Mapping[str, tuple[Figure, ...]]:
    """Answer the figures of a selection by group of tasks, on its day and over a period that ends on it.

    Parameters
    ----------
    selection
        What is chosen.
    period
        Over which meetings, receptions, kept commitments and resolved cases are counted.

    Returns
    -------
    Group → its figures, `GROUPS` in order; none for a group of which nothing is ever recorded.
    """
    found: dict[str, tuple[Figure, ...]] = dict.fromkeys(GROUPS, ())
    found["mobilisation"] = tuple(_mobilisation(selection, period))
    found["petitions"] = tuple(_petitions(selection, period))
    found["heads"] = (
        *_receptions(selection, period),
        *_dialogues(selection, period),
        *_commitments(selection, period),
    )
    return found


def _mobilisation(selection: Selection, period: Period) -> Iterator[Figure]:
    held = _held(selection, period)
    yield Figure("held_persuasion", held.get("persuasion"))
    if not selection.situation.recorded("household_file"):
        yield Figure("not_recorded")
        return
    steps = selection["compulsory_step"]
    yield Figure("not_recorded", int(steps["state"].eq("not_recorded").sum()), len(steps))


def _held(selection: Selection, period: Period) -> Mapping[str, int]:
    """Answer the dialogues held in the period by kind; nothing where none was ever recorded."""
    if not selection.situation.recorded("dialogue"):
        return {}
    kinds = dialogues.held_in(selection["dialogue"], period)["kind"].value_counts()
    return {kind: int(kinds.get(kind, 0)) for kind in dialogues.KINDS}


def _petitions(selection: Selection, period: Period) -> Iterator[Figure]:
    balance = cases.balance(selection, period)
    if balance is None:
        yield from map(Figure, ("resolved", "open", *_FLAGS, "unexecuted"))
        return
    found = selection["open_case"]
    yield Figure("resolved", balance.within.resolved, balance.within.to_resolve)
    yield Figure("open", len(found))
    for flag in _FLAGS:
        yield Figure(flag, int(found[flag].fillna(value=False).astype(bool).sum()), len(found))
    yield Figure("unexecuted", balance.unexecuted)


def _receptions(selection: Selection, period: Period) -> Iterator[Figure]:
    recorded = selection.situation.recorded("reception")
    table = receptions.by_ward(selection, period) if recorded else None
    for role in receptions.DUTIES:
        if table is None:
            yield Figure(f"days_{role}", office=True)
            continue
        days = table[f"{role}_days"]
        yield Figure(f"days_{role}", int(days.sum()), office=True)
        yield Figure(f"unreported_{role}", int(days.isna().sum()), len(days), office=True)


def _dialogues(selection: Selection, period: Period) -> Iterator[Figure]:
    held = _held(selection, period)
    yield Figure("held_plan", held.get("plan"), office=True)
    yield Figure("held_complaint", held.get("complaint"))
    yield Figure("held_conference", held.get("conference"), office=True)
    yield Figure("missed", int(selection["dialogue"]["missed"].sum()) if held else None)


def _commitments(selection: Selection, period: Period) -> Iterator[Figure]:
    if not selection.situation.recorded("commitment"):
        yield from map(Figure, ("kept", "broken"))
        return
    found = commitments.figures(commitments.judged(selection, due_soon_days=0), period)
    yield Figure("kept", found.kept_in_time, found.kept)
    yield Figure("broken", found.overdue, found.pending)
