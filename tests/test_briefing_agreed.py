"""Whoever holds papers of one view finds no small count by subtracting: what two of them tell, both tell alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from gis.briefing import agreed
from gis.briefing.content import Briefing
from gis.briefing.kinds import briefing
from gis.briefing.paper_table import Table
from gis.briefing.reading import Reading
from gis.filters import Filters
from gis.insight import wards
from gis.insight.situation import Situation, situation
from gis.insight.wards import NOWHERE
from gis.law import rules
from gis.ui import downloads, hotspots_list
from gis.ui.here import Here
from gis.view import Sheet
from gis.words import say
from tests import city
from tests.test_briefing_content import reading

Facts = dict[str, str]
MARKS = ("<5", "ẩn", "–", "")
BELOW = 5
PLACES = ("Phường An", "Phường Bình", "Xã Cát", "Xã Đông")
COLUMNS = {
    "open_cases": ("ranking.column.open_cases", "monthly.ward.left"),
    "overdue_cases": ("ranking.column.overdue_cases", "monthly.ward.overdue"),
    "broken_commitments": ("ranking.column.broken_commitments", "monthly.ward.broken"),
    "households": ("ranking.column.households", "monthly.ward.households"),
    "approved_households": ("ranking.column.approved_households", "monthly.ward.approved"),
    "paid_households": ("ranking.column.paid_households", "monthly.ward.paid"),
    "handed_over_households": ("ranking.column.handed_over_households", "monthly.ward.handed_over"),
}
"""Count → what stands above it on the overview and on the report of the period."""
FLOWS = {"carried_over", "received", "to_resolve", "resolved"}
STEPS = ("approved_households", "paid_households", "handed_over_households")
PROGRESS = {"households": "households", "approved": "approved_households", "paid": "paid_households",
            "handed_over": "handed_over_households", "late": "late_households"}  # fmt: skip
KINDS = ("case", "payment", "commitment", "decision", "dialogue")


def vi(key: str) -> str:
    return say(key, "vi")


def cities() -> st.SearchStrategy[Situation]:
    """Cities of few cases, households and promises, some of them late, in three wards."""
    ward = st.sampled_from(["00001", "00002", "00003"])
    cases = st.lists(st.tuples(ward, st.sampled_from(["new", "late", "decided", "waiting"])), max_size=36)
    files = st.lists(st.tuples(ward, st.integers(0, 3)), max_size=30)
    promises = st.lists(st.tuples(ward, st.booleans()), max_size=14)
    return st.builds(made_city, cases, files, promises)


PROJECTS = {"00001": "P1", "00002": "P1", "00003": "P2"}
STATES: Mapping[str, dict[str, str]] = {
    "new": {"received_on": "2026-09-05", "accepted_on": "2026-09-05"},
    "late": {"received_on": "2026-07-20", "accepted_on": "2026-07-21"},
    "decided": {"received_on": "2026-08-01", "accepted_on": "2026-08-02", "decided_on": "2026-09-20"},
    "waiting": {"received_on": "2026-05-01", "decided_on": "2026-06-01", "effective_on": "2026-07-01"},
}


def made_city(
    cases: Sequence[tuple[str, str]], files: Sequence[tuple[str, int]], promises: Sequence[tuple[str, bool]]
) -> Situation:
    case = {"case_class": "complaint", "level": "first", "within_competence": True, "deciding_body": "UBND"}
    steps = [("notified_on", "2024-03-01"), ("approved_on", "2025-01-10"), ("paid_on", "2025-02-10"),
             ("handed_over_on", "2025-04-01")]  # fmt: skip
    rows = {
        **{name: city.ROWS[name] for name in ("project", "project_ward", "plan")},
        "case": [case | STATES[state] | {"code": f"K{n}", "ward": ward, "project": PROJECTS[ward], "subject": "price"}
                 for n, (ward, state) in enumerate(cases)],
        "household_file": [{"code": f"H{n}", "ward": ward, "project": PROJECTS[ward], "area": 100.0,
                            **dict(steps[: step + 1])} for n, (ward, step) in enumerate(files)],
        "commitment": [{"code": f"C{n}", "ward": ward, "notice_on": "2026-08-01", "leading_body": "UBND",
                        "due": "2026-09-20" if late else "2026-10-20"} for n, (ward, late) in enumerate(promises)],
    }  # fmt: skip
    return situation(city.snapshot(rows), city.areas(), rules.current())


CHOICES = {"ward alone": Filters(ward=("00001",)), "district": Filters(district=("901",))}


def asked_for(view: str, now: Situation) -> Reading:
    """The whole city with a ward or a project open, a ward alone, and a former district."""
    opened = {"project open": Sheet("project", "P1"), "district": None}.get(view, Sheet("ward", "00001"))
    return reading(CHOICES.get(view), now, period="month", sheet=opened)


def papers(asked: Reading) -> dict[str, Facts]:
    """What each paper of a view tells, by the name of what it counts."""
    opened = asked.view.sheet
    kinds = ("overview", "monthly", "duties", *((opened.kind, "pack") if opened else ()))
    alone = bool(opened and asked.view.filters.ward == (opened.code,))
    place = f"{opened.kind} {opened.code}" if opened else ""
    read = {"overview": overview, "monthly": monthly, "duties": duties}
    found = {}
    for kind in kinds:
        said = briefing(kind, asked)
        found[kind] = dict(read[kind](said) if kind in read else sheet(said, "total" if alone else place))
    return {kind: {name: text for name, text in facts.items() if text is not None} for kind, facts in found.items()}


def rows_of(table: Table, headings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    places = {table.headings.index(said): name for name, said in headings.items() if said in table.headings}
    for row in (*table.rows, table.total):
        first = {"Phường An": "ward 00001", "Phường Bình": "ward 00002", "Xã Cát": "ward 00003",
                 "Xã Đông": "ward 00004", "Cộng": "total"}.get(row[0] if row else "")  # fmt: skip
        yield from ((f"{first}.{name}", row[place]) for place, name in places.items() if first)


def overview(said: Briefing) -> Iterator[tuple[str, str]]:
    yield from rows_of(said.tables[-1], {name: vi(keys[0]) for name, keys in COLUMNS.items()})
    yield from head(said, "total")


def head(said: Briefing, place: str) -> Iterator[tuple[str, str]]:
    """The caption and the figures at the head of a paper."""
    counted = re.match(r"(\S+) vụ việc", said.filters)
    if counted:
        yield f"{place}.open_cases", counted.group(1)
    for figure in said.figures:
        if figure.name in ("open", "overdue"):
            yield f"{place}.{figure.name}_cases", figure.value
        if figure.name == "resolved":
            yield from zip(
                (f"{place}.resolved", f"{place}.to_resolve"), figure.value.split(" ")[0].split("/"), strict=False
            )
        yield from zip((f"{place}.{step}" for step in STEPS), (step.value for step in figure.steps), strict=False)


def monthly(said: Briefing) -> Iterator[tuple[str, str]]:
    annex = said.tables[-1]
    names = {name: vi(keys[1]) for name, keys in COLUMNS.items()} | {
        f"flow_{n}": vi(f"monthly.ward.{n}") for n in FLOWS
    }
    yield from rows_of(annex, names)
    counted = re.match(r"(\S+) vụ việc", said.filters)
    if counted:
        yield "total.open_cases", counted.group(1)
    for table in said.tables[:-1]:
        if table.title == vi("monthly.cases.title"):
            within = next(row for row in table.rows if row[0] == vi("monthly.cases.within"))
            yield from (("total.to_resolve", within[3]), ("total.resolved", within[4]))
        if table.title == vi("monthly.progress.title"):
            lines = {row[0]: row[1] for row in table.rows}
            yield from ((f"total.{n}", lines[vi(f"projects.column.{step}")]) for step, n in PROGRESS.items())
        if table.title.startswith("Tiến độ giải phóng mặt bằng theo dự án"):
            yield from projects(table, "projects.column.")


def projects(table: Table, prefix: str) -> Iterator[tuple[str, str]]:
    codes = {"Đường vành đai Vẽ": "P1", "Khu đô thị Cát": "P2", "Trường học mới": "P3"}
    for step, name in PROGRESS.items():
        heading = vi(f"{prefix}{step}") if step != "late" or prefix.startswith("projects") else ""
        for row in table.rows if heading in table.headings else ():
            yield f"project {codes[row[0]]}.{name}", row[table.headings.index(heading)]


def duties(said: Briefing) -> Iterator[tuple[str, str]]:
    if not said.tables:
        return
    states = ("past", "waiting", "past_unverified", "coming")
    kinds = {vi(f"duties.kind.{kind}"): kind for kind in KINDS}
    for row in said.tables[0].rows:
        places = {state: said.tables[0].headings.index(vi(f"duties.state.{state}")) for state in states}
        yield from ((f"total.{kinds[row[0]]}_{state}", row[place]) for state, place in places.items() if row[place])


def sheet(said: Briefing, place: str) -> Iterator[tuple[str, str]]:
    yield from head(said, place)
    lines = {row.label: row.value for block in said.blocks for row in block.rows if block.name == "cases"}
    for name in ("open", "overdue"):
        if (label := vi(f"sheet.cases.{name}")) in lines:
            yield f"{place}.{name}_cases", lines[label].split("/")[0].split(" ")[0]
    for table in said.tables:
        if table.title == vi("meeting.section.progress") and place.startswith("project"):
            yield from projects(table, "meeting.column.")


def is_told(text: str) -> bool:
    return text not in MARKS


def relations(names: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Which counts are sums of which, as a reader knows; a part of a whole leaves a rest nobody tells."""
    places = [f"ward 0000{n}" for n in range(1, 5)]
    for column in (*COLUMNS, *(f"flow_{name}" for name in FLOWS)):
        yield f"total.{column}", [f"{place}.{column}" for place in places]
    for column in PROGRESS.values():
        yield f"total.{column}", [f"project {code}.{column}" for code in ("P1", "P2", "P3")]
    for place in ("total", *places):
        yield f"{place}.flow_to_resolve", [f"{place}.flow_carried_over", f"{place}.flow_received"]
        yield f"{place}.flow_to_resolve", [f"{place}.flow_resolved", f"{place}.open_cases"]
    for place in sorted({name.split(".")[0] for name in names}):
        for whole, part in (("open_cases", "overdue_cases"), ("households", "approved_households"),
                            ("approved_households", "paid_households"), ("households", "handed_over_households"),
                            ("approved_households", "late_households"), ("to_resolve", "resolved"),
                            ("overdue_cases", "case_past"), ("late_households", "payment_past"),
                            ("broken_commitments", "commitment_past")):  # fmt: skip
            yield f"{place}.{whole}", [f"{place}.{part}", f"rest {place} {whole} {part}"]


def revealed(told: Facts) -> list[str]:
    """Small counts of which the papers leave only one value.

    A count that two readings of the papers give two values is not looked at any further.
    """
    rests = {name for whole, parts in relations(set(told)) for name in (whole, *parts) if name.startswith("rest ")}
    names = sorted(set(told) | rests)
    place = {name: number for number, name in enumerate(names)}
    lines = [(whole, parts) for whole, parts in relations(set(told)) if {whole, *parts} <= place.keys()]
    sums = np.zeros((len(lines), len(names)))
    for number, (whole, parts) in enumerate(lines):
        sums[number, place[whole]] = -1
        sums[number, [place[part] for part in parts]] = 1
    bounds = [bound(told.get(name, "–")) for name in names]
    low, high = np.full(len(names), np.inf), np.full(len(names), -np.inf)

    def pushed(number: int, sign: int) -> None:
        """Find a reading that makes one count as small or as large as it can be."""
        aim = np.zeros(len(names))
        aim[number] = sign
        solved: Any = linprog(aim, A_eq=csr_array(sums), b_eq=np.zeros(len(lines)), bounds=bounds, method="highs")
        assert solved.status in (0, 3), "what the papers tell contradicts itself"
        if solved.status == 3:  # nothing bounds it
            high[number] = np.inf
            return
        np.minimum(low, solved.x, out=low)
        np.maximum(high, solved.x, out=high)

    def values(number: int) -> tuple[float, float]:
        return float(np.ceil(low[number] - 1e-6)), float(np.floor(high[number] + 1e-6))

    found = []
    for name in (name for name, text in told.items() if text in MARKS):
        for sign in (1, -1):
            if low[place[name]] > high[place[name]] or values(place[name])[0] >= values(place[name])[1]:
                pushed(place[name], sign)
        least, most = values(place[name])
        found += [name] if least == most and 0 < least < BELOW else []
    return found


def bound(text: str) -> tuple[float, float | None]:
    if is_told(text):
        return float(text), float(text)
    return {"<5": (1.0, BELOW - 1.0), "ẩn": (1.0, None)}.get(text, (0.0, None))


@examples(max_examples=3, deadline=None)
@pytest.mark.timeout(900)
@given(cities(), st.sampled_from(["ward open", "project open", "ward alone", "district"]))
def test_no_papers_of_a_view_together_tell_a_small_count(now: Situation, view: str) -> None:
    """What two of them count, both tell or neither does; and what all tell together leaves no small count."""
    read = papers(asked_for(view, now))
    for one, other in combinations(read, 2):
        for name in read[one].keys() & read[other].keys():
            texts = read[one][name], read[other][name]
            if "–" in texts:
                continue  # one of them says nothing of a project that has no file or case
            assert [is_told(text) for text in texts] in ([True, True], [False, False]), f"{name}: {one}, {other}"
            assert not is_told(texts[0]) or texts[0] == texts[1], f"{name}: {one}, {other}"
    # whoever finds nothing in all papers finds nothing in two of them
    assert revealed({name: text for facts in reversed(read.values()) for name, text in facts.items()}) == []


def test_the_reader_of_two_papers_is_one_who_can_subtract() -> None:
    """The attacker of this file finds what a careless pair tells: ten in all, and seven in An."""
    told = {"total.open_cases": "10", "ward 00001.open_cases": "7", "ward 00002.open_cases": "<5",
            "ward 00003.open_cases": "0", "ward 00004.open_cases": "0"}  # fmt: skip
    assert revealed(told) == ["ward 00002.open_cases"]
    assert revealed(told | {"ward 00001.open_cases": "ẩn"}) == []


def test_a_ward_alone_is_hidden_where_the_table_of_all_hides_it() -> None:
    """Seven in An protect three in Bình wherever the city's ten are told; An alone is no other seven."""
    cases = [("00001", "new")] * 7 + [("00002", "new")] * 3
    now = made_city(cases, [], [])
    whole, alone = agreed.of(reading(None, now)), agreed.of(reading(Filters(ward=("00001",)), now))
    assert whole.table.hidden["open_cases"].to_list()[:2] == [True, True]
    assert whole.seen["open_cases"] == "10"
    assert not alone.seen.tells("open_cases")
    assert agreed.of(reading(Filters(ward=("00004",)), now)).seen["open_cases"] == "0"


@pytest.mark.parametrize("n", [5, 12])
def test_a_ward_that_protects_nobody_is_told_everywhere(n: int) -> None:
    now = made_city([("00001", "new")] * n, [], [])
    alone = reading(Filters(ward=("00001",)), now, sheet=Sheet("ward", "00001"), period="month")
    told = {kind: facts.get("total.open_cases") for kind, facts in papers(alone).items() if kind != "duties"}
    assert set(told.values()) == {str(n)}


def listed_file(about: Reading) -> Facts:
    """What the file of the list of early dialogues tells of a view, where nothing but open cases stands in it."""
    open_cases = wards.table(about.selection, about.period)["open_cases"]
    unknown = dict.fromkeys(("low", "high", "expected", "expected_low", "expected_high", "at_risk"), np.nan)
    days = dict.fromkeys(("next_day", "last_dialogue"), pd.NaT)
    flags = {"class": "none", "hot": False, "muted": False, "body": None}
    table = pd.DataFrame({"n": open_cases.astype("float64"), "rate": 1.0, **unknown, **days, **flags})
    table = table.assign(why_muted=[()] * len(table), reasons=[()] * len(table)).rename_axis("ward")
    here = Here(about.view, about.situation, about.desk)
    make = partial(hotspots_list.file_sheet, table, here)
    rows = [line.split(";") for line in downloads.written(make, here, "csv").decode("utf-8-sig").splitlines()]
    place = next(row for row in rows if vi("hotspots.list.n") in row).index(vi("hotspots.list.n"))
    codes = {name: f"ward 0000{n}" for n, name in enumerate(PLACES, start=1)}
    return {f"{codes[row[0]]}.open_cases": row[place] for row in rows if row[0] in codes}


@examples(max_examples=4, deadline=None)
@given(cities(), st.sampled_from([None, "ward alone", "district"]))
def test_the_file_of_early_dialogues_hides_what_the_ward_table_hides(now: Situation, view: str | None) -> None:
    """It counts the same open cases, and with the table of all wards it leaves no small count."""
    file, agreed_on = listed_file(reading(CHOICES.get(view or ""), now)), agreed.of(reading(None, now))
    texts = agreed_on.table.display("vi")["open_cases"].drop(NOWHERE, errors="ignore")
    table = {f"ward {code}.open_cases": str(text) for code, text in texts.items()}
    table["total.open_cases"] = agreed_on.seen["open_cases"]
    for name, text in file.items():
        assert not is_told(text) or text == table[name], name
    assert revealed({**table, **file}) == []


def test_the_file_of_early_dialogues_is_not_all_marks() -> None:
    """Seven in An protect three in Bình, also in the file of An alone; twenty in Cát are told."""
    cases = [("00001", "new")] * 7 + [("00002", "new")] * 3 + [("00003", "new")] * 20
    now = made_city(cases, [], [])
    told = {"ward 00001.open_cases": "ẩn", "ward 00002.open_cases": "<5", "ward 00003.open_cases": "20"}
    assert listed_file(reading(None, now)) == told | {"ward 00004.open_cases": "0"}
    assert listed_file(reading(Filters(ward=("00001",)), now)) == {"ward 00001.open_cases": "ẩn"}
