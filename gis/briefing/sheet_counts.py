"""The counts of a sheet as the reader may read them.

The same count, or a part of it, stands on a sheet more than once: among the cases, at the head of the duties, among
the reasons. So all of them are looked at together; hidden in one place and read in another they would be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from gis.access.together import Elsewhere
from gis.briefing import agreed
from gis.briefing import told as counts_told
from gis.briefing.count_names import OF_SHEETS, SHEETS_IN_FIGURES
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.insight import duties
from gis.insight.reasons import Kind, Reason
from gis.insight.sheets import Brief

MOST_SUBJECTS: Final = 4
"""So many subjects a sheet names."""
STEPS: Final = ("approved", "paid", "handed_over")
"""Steps of compensation a sheet tells, each counted by itself."""

_HEADS: Final = {
    "past": ("past",),
    "waiting": ("waiting",),
    "past_unverified": ("past_unverified",),
    "past_own": ("past_own",),
    "coming": ("coming",),
}
_ON_SCREEN: Final = "project_"
"""How the counts begin that only the screen tells: it lists projects."""
_AGREED: Final = {
    **OF_SHEETS,
    "why_overdue": "overdue_cases",
    "why_payment": "late_households",
    "why_commitment": "broken_commitments",
    "why_dialogue": "dialogue_past",
    "why_decision": "unexecuted",
    **{f"{kind}_{state}": f"{kind}_{state}" for kind in duties.KINDS for state in duties.STATES},
}
"""Count of a sheet → the total of `gis.briefing.agreed` that it is, where it is as large."""
_UNVERIFIED: Final = "cases_past_unverified"
_SAME: Final[dict[Kind, str]] = {
    "overdue": "overdue",
    "payment": "payment_past",
    "commitment": "broken",
    "dialogue": "dialogue_past",
    "decision": "decision_waiting",
    "waiting": "open",
}
"""Reason → the count that is the same, or that one of the two is part of."""


def told(
    brief: Brief,
    owed: pd.DataFrame,
    why: Iterable[Reason],
    reading: Reading,
    *,
    elsewhere: Elsewhere | None = None,
) -> Seen:
    """Answer all counts of a sheet by name.

    Parameters
    ----------
    brief
        What the sheet says.
    owed
        The duties of what lies open.
    why
        Its reasons; told as ``why_`` and their kind.
    reading
        Who reads.
    elsewhere
        What stands beside the sheet of the same counts, or what a paper of a larger choice tells of them.
    """
    everything, wholes = bound(brief, owed, why)
    if not reading.desk.leaves:
        return counts_told.of(everything, reading, wholes=wholes, elsewhere=elsewhere)
    on_paper = {name: n for name, n in everything.items() if not name.startswith(_ON_SCREEN)}
    bound_there = [(whole, [part for part in parts if part in on_paper]) for whole, parts in wholes]
    decided = agreed.of(reading).elsewhere(on_paper, _AGREED).with_(elsewhere or Elsewhere())
    return counts_told.of(on_paper, reading, wholes=[one for one in bound_there if one[1]], elsewhere=decided)


def without_small_subjects(brief: Brief, reading: Reading) -> Brief:
    """Leave the subjects of few cases out where small counts are hidden: to name one is to say that it has a case.

    Five cases of five subjects are one of each; unnamed they are a rest like any other.
    """
    if not reading.hides:
        return brief
    return replace(brief, subjects=brief.subjects[brief.subjects >= reading.desk.suppress_below])


def bound(
    brief: Brief, owed: pd.DataFrame, why: Iterable[Reason]
) -> tuple[dict[str, int | None], list[tuple[str, list[str]]]]:
    """Answer all counts of a sheet by name, and which of them are parts of which; see `told`."""
    numbers = duty_numbers(owed) | _numbers(brief)
    everything = numbers | {f"why_{reason.kind}": reason.n for reason in why if reason.kind in _SAME}
    return everything, list(_wholes(everything, brief))


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


def duty_numbers(found: pd.DataFrame) -> dict[str, int | None]:
    """Answer how much of each kind is in each state, named ``kind_state``."""
    rows = zip(duties.KINDS, duties.counts(found).to_numpy(), strict=True)
    return {f"{kind}_{state}": int(n) for kind, row in rows for state, n in zip(duties.STATES, row, strict=True)}


def duty_lines(table: Mapping[str, int | None], counts: Seen, reading: Reading) -> list[str]:
    """Say how much is past, waiting and coming, a line for each state that occurs.

    Parameters
    ----------
    table
        What `duty_numbers` answered.
    counts
        The same as the reader may read it.
    reading
        Who reads.
    """
    return [line for line in (_counted(name, table, counts, reading) for name in _HEADS) if line]


def _counted(name: str, table: Mapping[str, int | None], counts: Seen, reading: Reading) -> str:
    """Say how much of each kind there is, each in its own unit; nothing where there is none."""
    told = [(kind, f"{kind}_{state}") for kind in duties.KINDS for state in _HEADS[name]]
    units = [reading.say(f"duties.unit.{kind}", n=counts[cell]) for kind, cell in told if table[cell]]
    return reading.say(f"duties.head_{name}", what=", ".join(units), n=duties.AHEAD) if units else ""


def as_figures(counts: Seen, past_unverified: int | None, reading: Reading, *, alone: bool = True) -> Seen:
    """Answer the counts of a sheet by the names of `gis.insight.overview.Figures`, to stand at the head of its paper.

    Parameters
    ----------
    counts
        What `told` answered.
    past_unverified
        Open cases past a limit that was not checked: no count of the sheet, so it is told only where none is hidden.
    reading
        Who reads.
    alone
        Whether the sheet is a paper of its own, of whose place others are made as well.
    """
    names = {name: mine for mine, name in SHEETS_IN_FIGURES.items()}
    texts = {name: counts[mine] for name, mine in names.items()}
    hidden = {name for name, mine in names.items() if not counts.tells(mine)}
    one = counts_told.of({_UNVERIFIED: past_unverified}, reading)
    if counts.hidden or one.hidden or (alone and not _agreed_on(past_unverified, reading)):
        return Seen(texts | {_UNVERIFIED: reading.say("access.hidden")}, frozenset(hidden | {_UNVERIFIED}))
    return Seen(texts | dict(one.texts), frozenset(hidden))


def _agreed_on(past_unverified: int | None, reading: Reading) -> bool:
    """Tell whether other papers of the same place tell it, too."""
    if not reading.desk.leaves or past_unverified is None:
        return True
    return agreed.of(reading).seen.tells("past_unverified")
