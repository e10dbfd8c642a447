"""From all that a viewer reads of one view no count of 1 to 4 can be worked out: an attacker tries, on random cities.

The attacker knows how the product counts: the wards add up to the head of the page, a part is no more than its whole,
subjects and projects share the open cases. They read the head, the sheet, the map and the table that is handed out, and
ask a solver how small and how large each count may still be. Where both answers are the same small number, it is told.

The drawn city has four wards; each example fills them anew with households and cases.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from gis.access.suppression import TOTAL, Shown
from gis.briefing import count_names, key_figures, pictures, sheet_counts, view_counts
from gis.briefing.leaving import FileDesk
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.briefing.ward_table import COUNTS, PARTS
from gis.insight import duties, overview, sheets, wards
from gis.insight.reasons import reasons
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.records.provenance import Provenance
from gis.scope import Scope
from gis.view import Sheet, View
from tests import city

SMALL = range(1, 5)
MOST = 400.0
PROJECTS = ("P1", "P2")
SUBJECTS = ("price", "support", "recovery")
_SIX = st.integers(0, 6)
WARD = st.fixed_dictionaries(
    {
        "notified": _SIX,
        "approved": _SIX,
        "paid": _SIX,
        "open": st.lists(st.tuples(st.sampled_from(SUBJECTS), st.booleans()), max_size=9),
    }
)
CITIES = st.lists(WARD, min_size=4, max_size=4)
OPENED = st.none() | st.sampled_from([*city.WARDS.index, *PROJECTS])


class Screen(FileDesk):
    """A desk at which one looks at a screen."""

    @property
    def leaves(self) -> bool:
        return False


def ward(*opened: tuple[str, bool], notified: int = 0, approved: int = 0, paid: int = 0) -> dict[str, Any]:
    return {"notified": notified, "approved": approved, "paid": paid, "open": list(opened)}


def rows(found: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Files and cases of each ward, as many as were drawn."""
    files: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    steps = {
        "notified": {"notified_on": "2026-03-01"},
        "approved": {"notified_on": "2026-03-01", "approved_on": "2026-09-20", "approved_sum": 1e9},
        "paid": {"notified_on": "2026-03-01", "approved_on": "2026-05-01", "paid_on": "2026-06-01", "paid_sum": 1e9},
    }
    for place, (code, one) in enumerate(zip(city.WARDS.index, found, strict=True)):
        about = {"ward": code, "project": PROJECTS[place % 2], "area": 100.0}
        for step, days in steps.items():
            files += [{"code": f"H{code}{step}{n}", **about, **days} for n in range(one[step])]
        for n, (subject, late) in enumerate(one["open"]):
            day = "2026-05-04" if late else "2026-09-21"
            known = {"case_class": "complaint", "level": "first", "within_competence": True, "subject": subject}
            cases.append({"code": f"K{code}{n}", **about, **known, "received_on": day, "accepted_on": day})
    return {name: list(one) for name, one in city.ROWS.items()} | {"household_file": files, "case": cases}


def reading(found: list[dict[str, Any]], opened: str | None = None) -> Reading:
    now = situation(city.snapshot(rows(found)), city.areas(), rules.current())
    viewer = Scope("99", None, "viewer")

    def on(day: dt.date, _: object) -> Situation:
        raise AssertionError(day)

    desk = Screen(viewer, 5, 15, (), Provenance(None, 0, 0), on)
    return Reading(View(as_of=city.AS_OF, sheet=_sheet(opened)), now, desk)


def _sheet(opened: str | None) -> Sheet | None:
    return Sheet("project" if opened in PROJECTS else "ward", opened) if opened else None


@dataclass
class Attacker:
    """What somebody has read, and what follows from it."""

    truth: dict[str, float]
    low: dict[str, float] = field(default_factory=dict)
    high: dict[str, float] = field(default_factory=dict)
    sums: list[tuple[str, list[str]]] = field(default_factory=list)
    parts: list[tuple[str, list[str]]] = field(default_factory=list)

    def reads(self, name: str, text: str) -> None:
        """Take in what is written of a count: a number, or a mark in its place."""
        if text == "–":
            return
        number = {"<5": (1.0, 4.0), "ẩn": (1.0, MOST)}.get(text) or (float(text.replace(".", "")),) * 2
        self.low[name] = max(self.low.get(name, 0.0), number[0])
        self.high[name] = min(self.high.get(name, MOST), number[1])

    def works_out(self) -> dict[str, int]:
        """Answer the small counts that can only be what they are."""
        names = list(self.truth)
        place = {name: number for number, name in enumerate(names)}
        equal, at_most = (np.zeros((len(lines), len(names))) for lines in (self.sums, self.parts))
        for matrix, lines in ((equal, self.sums), (at_most, self.parts)):
            for line, (whole, members) in zip(matrix, lines, strict=True):
                line[place[whole]] -= 1
                for member in members:
                    line[place[member]] += 1
        bounds = [(self.low.get(name, 0.0), self.high.get(name, MOST)) for name in names]
        known: dict[str, Any] = {"bounds": bounds, "method": "highs"}
        known |= {"A_eq": equal, "b_eq": np.zeros(len(self.sums))} if self.sums else {}
        known |= {"A_ub": at_most, "b_ub": np.zeros(len(self.parts))} if self.parts else {}
        found = {}
        for name in (name for name in names if self.truth[name] in SMALL):
            asked = np.zeros(len(names))
            asked[place[name]] = 1
            least, most = linprog(asked, **known), linprog(-asked, **known)
            assert least.success, "what was read contradicts itself"
            low, high = math.ceil(least.fun - 1e-6), math.floor(-most.fun + 1e-6)
            if low == high:
                found[name] = low
        return found


def attacker(about: Reading, head: Seen, sheet: Seen, table: Shown) -> Attacker:
    """Read everything, and write down how it adds up."""
    counts, row_names = list(COUNTS), [*map(str, table.values.index)]
    exact = pd.concat([wards.table(about.selection, about.period), wards.nowhere(about.selection)])
    truth = {f"{row}.{name}": float(exact.loc[row, name] or 0) for row in row_names for name in counts}
    truth |= {f".{name}": sum(truth[f"{row}.{name}"] for row in row_names) for name in counts}
    made = Attacker(truth)
    for row in (*row_names, ""):
        shown, key = (table.totals, TOTAL) if row == "" else (table, row)
        assert shown is not None
        texts = shown.display("vi")
        for name in counts:
            made.reads(f"{row}.{name}", str(texts.at[key, name]))
        # a part is no more than its whole, and what it leaves of it is a count like any other
        for part, whole in PARTS:
            rest = f"{row}.{whole}-{part}"
            truth[rest] = truth[f"{row}.{whole}"] - truth[f"{row}.{part}"]
            made.sums.append((f"{row}.{whole}", [f"{row}.{part}", rest]))
    made.sums += [(f".{name}", [f"{row}.{name}" for row in row_names]) for name in counts]
    made.sums += [(f".{whole}-{part}", [f"{row}.{whole}-{part}" for row in row_names]) for part, whole in PARTS]
    for name, column in count_names.FIGURES_IN_TABLE.items():
        made.reads(f".{column}", head[name])
    _reads_sheet(made, about, sheet)
    return made


def _reads_sheet(made: Attacker, about: Reading, sheet: Seen) -> None:
    opened = about.view.sheet
    row = opened.code if opened else ""
    brief = sheets.brief(sheets.opened(about.situation, about.view.filters, about.view.sheet), about.period)
    for name, column in count_names.SHEETS_IN_TABLE.items():
        if opened and opened.kind == "project":
            _in_a_project(made, f".{column}", f"{row}.{column}", sheets_number(brief, name))
        made.reads(f"{row}.{column}", sheet[name])
    for group, counted in (("subject", brief.subjects.head(4)), ("project", brief.projects["open"])):
        cells = []
        for code, n in counted.items():
            cells.append(f"sheet.{group}_{code}")
            made.truth[cells[-1]] = float(n)
            if f"{group}_{code}" in sheet.texts:
                made.reads(cells[-1], sheet[f"{group}_{code}"])
        made.parts.append((f"{row}.open_cases", cells))


def _in_a_project(made: Attacker, whole: str, mine: str, n: int | None) -> None:
    """What is not of the project is a count, too."""
    if n is None:
        return
    made.truth[mine], made.truth[f"{whole}-{mine}"] = float(n), made.truth[whole] - n
    made.sums.append((whole, [mine, f"{whole}-{mine}"]))


def sheets_number(brief: sheets.Brief, name: str) -> int | None:
    """The true count of a sheet."""
    found = {"open": "cases_open", "overdue": "cases_overdue", "households": "households"}
    if name == "broken":
        return brief.commitments_broken
    return getattr(brief.figures, found.get(name, f"households_{name}"))


def looked_at(about: Reading) -> tuple[Seen, Seen, Shown]:
    """What the viewer reads of a view: head, sheet, table."""
    now = overview.figures(about.selection, about.period)
    chosen = sheets.opened(about.situation, about.view.filters, about.view.sheet)
    brief = sheet_counts.without_small_subjects(sheets.brief(chosen, about.period), about)
    owed = duties.due(chosen)
    sheet = view_counts.sheet(brief, owed, reasons(chosen, owed), about)
    return view_counts.head(now, about), sheet, pictures.seen(wards.table(about.selection, about.period), about)


LATE, SOON = ("price", True), ("price", False)


@settings(max_examples=25)
@given(CITIES, OPENED)
@example([ward(*[SOON] * 4), ward(*[SOON] * 4), ward(), ward()], None)  # 8 at the head are 4 and 4
@example([ward(*[SOON] * 3), ward(*[SOON] * 9), ward(), ward()], "00002")  # the sheet of the partner
@example([ward(*[LATE] * 4, *[SOON] * 4), ward(), ward(), ward()], None)  # 4 of 8 are late, so 4 are not
@example([ward(notified=4, approved=2), ward(paid=6), ward(notified=6), ward()], "00001")
@example([ward(SOON), ward(SOON, ("support", False), ("recovery", False)), ward(*[SOON] * 9), ward()], "00002")
def test_no_small_count_follows_from_head_sheet_and_table_of_a_view(
    found: list[dict[str, Any]], opened: str | None
) -> None:
    about = reading(found, opened)
    assert attacker(about, *looked_at(about)).works_out() == {}


def test_what_is_looked_at_by_itself_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attacker is no test unless it finds what head, sheet and table told before they knew of each other."""
    four = reading([ward(*[SOON] * 4), ward(*[SOON] * 4), ward(), ward()])
    _, sheet, table = looked_at(four)
    alone = key_figures.key_counts(overview.figures(four.selection, four.period), four)
    assert (alone["cases_open"], table.display("vi")["open_cases"].tolist()[:2]) == ("8", ["<5", "<5"])
    assert attacker(four, alone, sheet, table).works_out()["00001.open_cases"] == 4
    nine = reading([ward(*[SOON] * 3), ward(*[SOON] * 9), ward(), ward()], "00002")
    head, _, table = looked_at(nine)
    chosen = sheets.opened(nine.situation, nine.view.filters, nine.view.sheet)
    owed = duties.due(chosen)
    bare = sheet_counts.told(sheets.brief(chosen, nine.period), owed, reasons(chosen, owed), nine)
    assert attacker(nine, head, bare, table).works_out()["00001.open_cases"] == 3


def test_the_pictures_of_the_map_say_what_the_table_says() -> None:
    about = reading([ward(*[SOON] * 3), ward(*[SOON] * 9), ward(*[LATE] * 7), ward()])
    _, _, table = looked_at(about)
    drawn = pictures.picture(wards.table(about.selection, about.period), about)
    marks: Mapping[str, str] = table.display("vi")["open_cases"].to_dict()
    for code, mark in drawn.wards.items():
        assert marks[code] in mark.label.split(), (code, mark.label)


def test_officers_read_the_same_counts_as_before() -> None:
    about = reading([ward(*[SOON] * 4), ward(*[LATE] * 4), ward(), ward()], "00001")
    officer = Screen(Scope("99", None, "officer"), 5, 15, (), Provenance(None, 0, 0), about.desk.situation_on)
    head, sheet, _ = looked_at(Reading(about.view, about.situation, officer))
    assert (head["cases_open"], head["cases_overdue"]) == ("8", "4")
    assert (sheet["open"], head.hidden, sheet.hidden) == ("4", frozenset(), frozenset())
