"""The counts of a reporting period's paper, of the period itself and of the two it is compared with.

They are asked of the very functions the pages ask. All counts of all tables and sentences are looked at together: a
count is named by period and thing (``now.whole.received``, ``before.progress.paid``), one of the annex by its ward
(``ward.00001.left``). What no ward is known of stands under `UNPLACED`, so that wards and totals always add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from gis.access.together import Elsewhere
from gis.briefing import agreed, monthly_projects, told
from gis.briefing.count_names import SHEETS_IN_TABLE
from gis.briefing.progress_columns import PARTS
from gis.briefing.progress_columns import counts as counted_progress
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.insight import cases, commitments, compensation, flow, petitions, reception_form, receptions, wards
from gis.insight.cases import Balance
from gis.insight.commitments import Figures
from gis.insight.flow import OF_A_FLOW, TERMS
from gis.insight.situation import Selection
from gis.insight.wards import NOWHERE
from gis.period import Period

PERIODS: Final = ("now", "before", "last_year")
UNPLACED: Final = ""
"""Stands for no ward that is known."""
WARDS: Final[Mapping[str, str]] = {
    **{term: f"whole.{term}" for term in TERMS},
    "overdue": "whole.overdue",
    "broken": "promises.overdue",
    **{name: f"progress.{name}" for name in ("households", "approved", "paid", "handed_over")},
}
"""Column of the annex → the count it adds up to."""
PROMISES: Final = ("given", "kept", "kept_in_time", "whole", "pending", "overdue")
_OF_WARDS: Final = {name: column for name, column in SHEETS_IN_TABLE.items() if name in WARDS}
"""Column of the annex → the column of the ward table."""
_AGREED: Final = {
    "now.open": "open_cases",
    "now.whole.left": "open_cases",
    "now.whole.overdue": "overdue_cases",
    "now.whole.unexecuted": "unexecuted",
    "now.within.to_resolve": "to_resolve",
    "now.within.resolved": "resolved",
    "now.within.left": "within_left",
    "now.promises.overdue": "broken_commitments",
    **monthly_projects.TOTALS,
}
"""Count → the total of `gis.briefing.agreed` that it is, where it is as large."""
_WITHIN: Final = (("overdue", "left"), ("approved", "households"), ("handed_over", "households"), ("paid", "approved"))
"""(part, whole) within a row of the annex, beside the balance itself."""

Numbers = dict[str, int | None]


@dataclass(frozen=True, eq=False)
class Month:
    """What one period's paper tells; None of what nobody recorded.

    Parameters
    ----------
    balance
        Of all cases and of those within competence.
    classes
        The same by class of case: `gis.insight.flow.TERMS` by code.
    form, roles
        Receptions by the lines of form 01/TCD, and by who received.
    promises
        Conclusions and commitments.
    progress
        The line of totals of the progress table.
    petitions
        What came in, by `gis.insight.petitions.PARTS`.
    denunciations
        How many the whole province received; told in papers of all of it alone.
    """

    balance: Balance | None
    classes: pd.DataFrame | None
    form: pd.DataFrame | None
    roles: pd.DataFrame | None
    promises: Figures | None
    progress: pd.Series | None
    petitions: pd.Series | None = None
    denunciations: int | None = None


@dataclass(frozen=True, eq=False)
class Counted:
    """The counts of a paper.

    Parameters
    ----------
    numbers
        Name → count; None is unknown.
    seen
        The same as the reader may read them.
    wards
        Codes of the rows of the annex, `UNPLACED` last.
    projects
        The rows of the table of projects, `REST` last where some are not told one by one; None without projects.
    """

    numbers: Numbers
    seen: Seen
    wards: tuple[str, ...]
    projects: pd.DataFrame | None = None

    def known(self, *names: str) -> bool:
        """Tell whether all of some counts are known and may be read."""
        return all(self.numbers.get(name) is not None for name in names) and self.seen.tells(*names)


def month(selection: Selection, period: Period) -> Month:
    """Ask what the pages of cases, reception, commitments and projects ask, over one period."""
    recorded = selection.situation.recorded
    history = selection.throughout.columns("case_history", "case_class", *OF_A_FLOW) if recorded("case") else None
    held = receptions.within(selection, period) if recorded("reception") else None
    promised = commitments.judged(selection, due_soon_days=0) if recorded("commitment") else None
    return Month(
        balance=cases.balance(selection, period),
        classes=None if history is None else flow.by(history, "case_class", period),
        form=None if held is None else reception_form.form(held),
        roles=None if held is None else receptions.summary(held),
        promises=None if promised is None else commitments.figures(promised, period),
        progress=compensation.totals(monthly_projects.every(selection)) if recorded("project") else None,
        petitions=petitions.received(selection, period),
        denunciations=petitions.denunciations(selection, period),
    )


def counted(months: Mapping[str, Month | None], reading: Reading, elsewhere: Elsewhere | None = None) -> Counted:
    """Look at all counts of a paper together.

    Parameters
    ----------
    months
        Each of `PERIODS`, as far as it is known; `now` always is.
    reading
        Who reads.
    elsewhere
        What the annex of a larger paper tells of the same wards.
    """
    numbers: Numbers = {}
    for name, one in months.items():
        if one is not None:
            numbers |= {f"{name}.{key}": n for key, n in _numbers(one, whole=name == "now").items()}
    numbers["now.open"] = len(reading.selection["open_case"]) if reading.situation.recorded("case") else None
    rows = _by_ward(reading, numbers)
    numbers |= {f"ward.{ward}.{column}": n for ward, row in rows.items() for column, n in row.items()}
    listed = monthly_projects.listed(reading.selection) if reading.situation.recorded("project") else None
    of_projects = list[tuple[str, list[str]]]()
    if listed is not None:
        numbers |= monthly_projects.numbers(listed)
        of_projects += monthly_projects.wholes(listed, numbers)
    bound = [(whole, parts) for whole, parts in _wholes(numbers, tuple(rows)) if _there(numbers, whole, *parts)]
    known = (elsewhere or Elsewhere()).with_(decided(numbers, rows, reading) if reading.desk.leaves else Elsewhere())
    seen = told.of(numbers, reading, wholes=[*bound, *of_projects], elsewhere=known)
    return Counted(numbers, seen, tuple(rows), listed)


def decided(numbers: Numbers, codes: Iterable[str], reading: Reading) -> Elsewhere:
    """Answer what other papers of the same choice tell of the same counts: see `gis.briefing.agreed`.

    Parameters
    ----------
    numbers
        The counts of the paper.
    codes
        Of the wards in the annex, `UNPLACED` among them.
    reading
        Who reads.
    """
    left = {} if reading.selection.throughout.filters != reading.selection.filters else {"left": "open_cases"}
    columns = left | _OF_WARDS
    rows = {
        f"ward.{code}.{name}": (NOWHERE if code == UNPLACED else code, column)
        for code in codes
        for name, column in columns.items()
    }
    return agreed.of(reading).elsewhere(numbers, _AGREED, rows).with_(monthly_projects.decided(reading))


def annex(found: Counted, reading: Reading) -> Elsewhere:
    """Answer what the annex of a paper tells of its wards, to whom papers of some of them are written too."""
    mine = {name: n for name, n in found.numbers.items() if name.startswith("ward.")}
    return told.elsewhere(found.seen, mine, reading)


def caption(found: Counted, reading: Reading) -> str:
    """Say in words what is chosen; how many cases that is stands beside the other counts, and is hidden as they are."""
    known = found.numbers["now.open"] is not None
    cases = {"cases": told.in_a_sentence("now.open", found.seen, reading)} if known else {}
    return reading.caption(**cases) + "."


def _there(numbers: Numbers, *names: str) -> bool:
    return all(numbers.get(name) is not None for name in names)


def _numbers(one: Month, *, whole: bool) -> Numbers:
    """Answer the counts of a period; of the earlier ones only what sentences and tables compare with."""
    found: Numbers = {}
    if one.balance is not None:
        kinds = {"whole": one.balance.whole, "within": one.balance.within}
        found |= {f"{kind}.{term}": int(getattr(each, term)) for kind, each in kinds.items() for term in TERMS}
        found |= {f"whole.{name}": int(getattr(one.balance, name)) for name in ("overdue", "unexecuted")}
    if one.classes is not None and whole:
        found |= _cells(one.classes, "class")
    if one.form is not None and whole:
        found |= _cells(one.form.drop(columns="sittings"), "line")
    if one.roles is not None:
        found |= {f"form.{name}": _known(one.roles[name].sum(min_count=1)) for name in receptions.COUNTS}
    if one.promises is not None:
        found |= {f"promises.{name}": int(getattr(one.promises, name)) for name in PROMISES}
    if one.progress is not None:
        found |= {f"progress.{name}": _known(one.progress[name]) for name in counted_progress()}
    if one.petitions is not None:
        found |= {f"petitions.{name}": int(n) for name, n in one.petitions.items()}
    if one.denunciations is not None:
        found["denunciations"] = one.denunciations
    return found


def _cells(table: pd.DataFrame, prefix: str) -> Numbers:
    return {
        f"{prefix}.{row}.{column}": _known(n)
        for column, values in table.items()
        for row, n in zip(table.index, values, strict=True)
    }


def _known(n: Any) -> int | None:
    return None if pd.isna(n) else int(n)


def _by_ward(reading: Reading, numbers: Numbers) -> dict[str, Numbers]:
    """Answer the rows of the annex; the last holds what is left of the totals."""
    selection, now = reading.selection, reading.situation
    table = wards.table(selection, reading.period)
    parts = {name: table[column] for name, column in _OF_WARDS.items()}
    if now.recorded("case"):
        flows = flow.by(selection.throughout.columns("case_history", "ward", *OF_A_FLOW), "ward", reading.period)
        parts |= {term: flows[term].reindex(selection.wards, fill_value=0) for term in TERMS}
    rows = pd.DataFrame({name: parts[name] for name in WARDS if name in parts}, index=selection.wards).astype("Int64")
    sums = rows.sum(min_count=1)
    found = {
        str(ward): {str(name): _known(n) for name, n in zip(rows, row, strict=True)}
        for ward, row in zip(rows.index, rows.to_numpy(dtype="object"), strict=True)
    }
    wholes = {str(name): numbers.get(f"now.{WARDS[str(name)]}") for name in rows}
    left = {name: None if n is None else n - (_known(sums[name]) or 0) for name, n in wholes.items()}
    return found | {UNPLACED: left}


def _wholes(numbers: Numbers, codes: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """Answer which counts are parts of which; some of them may not be there."""
    for period in PERIODS:
        yield from _of_period(period)
    yield "now.whole.left", ["now.open"]
    yield from _of_details(numbers)
    for column, whole in WARDS.items():
        yield f"now.{whole}", [f"ward.{code}.{column}" for code in codes]
    for code in codes:
        yield from _of_flow(f"ward.{code}")
        yield from ((f"ward.{code}.{whole}", [f"ward.{code}.{part}"]) for part, whole in _WITHIN)
    # a period ends where the next begins: what is left of it is what that one starts with
    for kind in ("whole", "within"):
        left, carried = f"before.{kind}.left", f"now.{kind}.carried_over"
        if numbers.get(left) == numbers.get(carried):
            yield left, [carried]


def _of_flow(name: str) -> Iterator[tuple[str, list[str]]]:
    yield f"{name}.to_resolve", [f"{name}.carried_over", f"{name}.received"]
    yield f"{name}.to_resolve", [f"{name}.resolved", f"{name}.left"]


def _of_period(period: str) -> Iterator[tuple[str, list[str]]]:
    yield from _of_flow(f"{period}.whole")
    yield from _of_flow(f"{period}.within")
    yield from ((f"{period}.whole.{term}", [f"{period}.within.{term}"]) for term in TERMS)
    yield f"{period}.whole.left", [f"{period}.whole.overdue"]
    yield f"{period}.form.people", [f"{period}.form.crowd_people"]
    promises = f"{period}.promises."
    for part, whole in (("pending", "whole"), ("overdue", "pending"), ("kept_in_time", "kept")):
        yield promises + whole, [promises + part]
    yield from ((f"{period}.progress.{whole}", [f"{period}.progress.{part}"]) for part, whole in PARTS)
    for parts in petitions.PARTS:
        yield f"{period}.petitions.{petitions.RECEIVED}", [f"{period}.petitions.{part}" for part in parts]


def _of_details(numbers: Numbers) -> Iterator[tuple[str, list[str]]]:
    """Bind the rows of the tables of cases and receptions to their totals."""
    classes = dict.fromkeys(name.split(".")[2] for name in numbers if name.startswith("now.class."))
    for term in TERMS if classes else ():
        yield f"now.whole.{term}", [f"now.class.{code}.{term}" for code in classes]
    for code in classes:
        yield from _of_flow(f"now.class.{code}")
    for column in receptions.COUNTS:
        lines = (f"now.line.{line}.{column}" for line in reception_form.LINES)
        yield f"now.form.{column}", [name for name in lines if numbers.get(name) is not None]
    for line in reception_form.LINES:
        yield f"now.line.{line}.people", [f"now.line.{line}.crowd_people"]
