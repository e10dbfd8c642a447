"""The counts of a sheet as the reader may read them.

The same count, or a part of it, stands on a sheet more than once: among the cases, at the head of the duties, among
the reasons. So all of them are looked at together; hidden in one place and read in another they would be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pandas as pd

from gis.insight.reasons import Kind, Reason
from gis.insight.sheets import Brief
from gis.ui import duties_panel, seen
from gis.ui.here import Here
from gis.ui.seen import Seen

MOST_SUBJECTS: Final = 4
"""So many subjects a sheet names."""
STEPS: Final = ("approved", "paid", "handed_over")
"""Steps of compensation a sheet tells, each counted by itself."""

_SAME: Final[dict[Kind, str]] = {
    "overdue": "overdue",
    "payment": "payment_past",
    "commitment": "broken",
    "dialogue": "dialogue_past",
    "decision": "decision_waiting",
    "waiting": "open",
}
"""Reason → the count that is the same, or that one of the two is part of."""


def told(brief: Brief, owed: pd.DataFrame, why: Iterable[Reason], here: Here) -> Seen:
    """Answer all counts of a sheet by name.

    Parameters
    ----------
    brief
        What the sheet says.
    owed
        The duties of what lies open.
    why
        Its reasons; told as ``why_`` and their kind.
    here
        Who reads.
    """
    numbers = duties_panel.numbers(owed) | _numbers(brief)
    reasons = {f"why_{reason.kind}": reason.n for reason in why if reason.kind in _SAME}
    everything = numbers | reasons
    return seen.of(everything, here, wholes=_wholes(everything, brief))


def _numbers(brief: Brief) -> dict[str, int | None]:
    figures, flow = brief.figures, brief.figures.flow
    steps: dict[str, int | None] = {step: getattr(figures, f"households_{step}") for step in STEPS}
    return {
        "households": figures.households,
        **steps,
        "open": figures.cases_open,
        "overdue": figures.cases_overdue,
        "resolved": None if flow is None else flow.resolved,
        "to_resolve": None if flow is None else flow.to_resolve,
        "pending": brief.commitments_pending,
        "broken": brief.commitments_broken,
        "legal": brief.next_legal_day.cases if brief.next_legal_day else None,
        **{f"subject_{code}": int(n) for code, n in brief.subjects.head(MOST_SUBJECTS).items()},
        **{f"project_{code}": int(n) for code, n in brief.projects["open"].items()},
    }


def _wholes(numbers: dict[str, int | None], brief: Brief) -> Iterator[tuple[str, list[str]]]:
    yield from (("households", [step]) for step in STEPS)
    yield "open", ["overdue"]
    yield "open", ["legal"]
    yield "open", [name for name in numbers if name.startswith("subject_")]
    yield "open", [f"project_{code}" for code in brief.projects.index]
    yield "to_resolve", ["resolved"]
    yield "pending", ["broken"]
    yield "overdue", ["case_past"]
    yield "broken", ["commitment_past"]
    for kind, name in _SAME.items():
        if f"why_{kind}" in numbers:
            yield (name, [f"why_{kind}"]) if _within(numbers, f"why_{kind}", name) else (f"why_{kind}", [name])


def _within(numbers: dict[str, int | None], part: str, whole: str) -> bool:
    return (numbers[part] or 0) <= (numbers[whole] or 0)
