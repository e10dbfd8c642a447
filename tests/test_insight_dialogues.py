"""Dialogues held, coming and missed on the drawn city's 30/9/2026, counted by hand; and what the law still asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import contacts, dialogues, required, wards
from gis.insight.situation import Selection, situation
from gis.law import rules
from gis.law.provision import Confidence
from gis.law.terms import Rules
from gis.period import Period
from tests import city

YEAR = Period("twelve_months", dt.date(2025, 10, 1), dt.date(2026, 9, 30))
Rows = Sequence[dict[str, Any]]


def made(filters: Filters | None = None, law: Rules | None = None, **rows: Rows) -> Selection:
    """The drawn city with other rows of some entities."""
    now = situation(city.snapshot({**city.ROWS, **rows}), city.areas(), law or rules.current())
    return now.select(filters or Filters())


def talk(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": "complaint", "ward": "00001", "announced_on": "2026-01-05"} | more


def complaint(code: str, **more: Any) -> dict[str, Any]:
    kept = {"case_class": "complaint", "level": "second", "ward": "00001", "received_on": "2026-08-01"}
    return {"code": code, **kept, "accepted_on": "2026-08-05"} | more


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"planned_for": "2026-09-30"}, "coming"),
        ({"planned_for": "2026-09-29"}, "missed"),
        ({}, "undated"),
        ({"planned_for": "2026-09-01", "held_on": "2026-09-20"}, "held"),
        ({"held_on": "2026-09-20", "result": "not_attended"}, "not_attended"),
        ({"held_on": "2026-09-20", "result": "not_agreed"}, "held"),
    ],
)
def test_where_a_dialogue_stands(row: dict[str, Any], state: str) -> None:
    selection = made(dialogue=[talk("A", **row)])
    assert selection["dialogue"]["state"].tolist() == [state]
    assert selection["dialogue"]["missed"].tolist() == [state == "missed"]


def test_kinds_and_states_are_kept_apart() -> None:
    rows = [
        talk("A", kind="plan", held_on="2025-10-01", invited=10, present=6, absent_minuted=3),
        talk("B", kind="plan", held_on="2025-09-30"),
        talk("C", held_on="2026-09-30", invited=4, present=0, absent_minuted=4, result="not_attended"),
        talk("D", held_on="2026-09-30", invited=4),
        talk("E", planned_for="2026-10-30"),
        talk("F", planned_for="2026-10-31"),
        talk("G", planned_for="2026-09-01"),
        talk("H"),
    ]
    found = dialogues.figures(made(dialogue=rows), YEAR)
    assert found.held == {"plan": 1, "complaint": 2, "conference": 0, "persuasion": 0}
    assert (found.not_attended, found.coming, found.missed, found.undated) == (1, 1, 1, 1)
    assert (found.invited, found.present, found.absent_minuted, found.counted) == (14, 6, 7, 2)
    assert found.attendance == pytest.approx(6 / 14)


def test_nobody_invited_is_no_attendance() -> None:
    assert dialogues.figures(made(dialogue=[]), YEAR).attendance is None


def test_results_and_attendance_by_kind() -> None:
    rows = [
        talk("A", held_on="2026-09-01", result="agreed", invited=3, present=2),
        talk("B", held_on="2026-09-02", invited=5, present=5),
        talk("C", kind="plan", held_on="2026-09-02", result="partly"),
    ]
    selection = made(dialogue=rows)
    results = dialogues.results(selection, YEAR)
    assert results.loc["complaint"].to_dict() == {"agreed": 1, "partly": 0, "not_agreed": 0, "not_attended": 0, "": 1}
    assert results.loc["plan", "partly"] == 1
    came = dialogues.attendance(selection, YEAR)
    assert came.loc["complaint"].to_dict() == {"counted": 2, "invited": 8, "present": 7, "absent_minuted": 0}
    assert came.loc["plan"].sum() == 0


def test_the_second_complaint_always_needs_a_dialogue() -> None:
    cases = [
        complaint("A"),
        complaint("B", dialogue_on="2026-09-01"),
        complaint("C"),
        complaint("D"),
        complaint("E", level="first"),
        complaint("F", within_competence=False),
        complaint("G", court_on="2026-09-01"),
        complaint("H", suspended_on="2026-08-20"),
        complaint("I", case_class="proposal"),
    ]
    talks = [
        talk("T", case="C", held_on="2026-09-02"),
        talk("U", case="D", planned_for="2026-10-02"),
        talk("V", case="A", kind="plan", held_on="2026-09-02"),
    ]
    owed = made(case=cases, dialogue=talks)["required_dialogue"]
    # accepted on 5/8, 45 days: until 19/9. That limit is from memory, so it is past without being red
    assert owed["code"].tolist() == ["A", "D"]
    assert owed["state"].tolist() == ["past_unverified"] * 2
    assert owed["due"].dt.date.tolist() == [dt.date(2026, 9, 19)] * 2


def test_a_second_complaint_without_a_day_of_acceptance_is_open() -> None:
    owed = made(case=[complaint("A", accepted_on=None)])["required_dialogue"]
    assert owed["state"].tolist() == ["open"]
    assert owed["due"].isna().all()


def test_decisions_with_and_without_a_dialogue() -> None:
    day = {"decided_on": "2026-09-20"}
    cases = [
        complaint("A", **day),
        complaint("B", **day, dialogue_on="2026-09-10"),
        complaint("C", **day, level="first", outcome="wrong"),
        complaint("D", **day, level="first", outcome="partly"),
        complaint("E", **day, level="first", outcome="right"),
        complaint("F", decided_on="2025-09-30"),
    ]
    selection = made(case=cases, dialogue=[talk("T", case="D", held_on="2026-09-12", result="not_attended")])
    assert dialogues.decisions(selection, YEAR).to_dict("index") == {
        "first": {"decided": 2, "met": 1},
        "second": {"decided": 2, "met": 1},
    }


def sure(name: str, confidence: Confidence) -> Rules:
    """The rules in use, with so much certainty about one clock."""
    clocks = (replace(one, confidence=confidence) if one.id == name else one for one in rules.current().clocks)
    return replace(rules.current(), clocks=tuple(clocks))


@pytest.mark.parametrize(
    ("opinions", "confidence", "expected"),
    [
        ("2026-08-31", "C", ["open"]),
        ("2026-08-30", "C", ["past"]),
        ("2026-08-30", "S", ["past_unverified"]),
        (None, "C", []),
    ],
)
def test_a_plan_dialogue_is_due_thirty_days_after_the_opinions(
    opinions: str | None, confidence: Confidence, expected: list[str]
) -> None:
    days = {"notified_on": "2026-01-02", "posted_on": "2026-08-01", "opinions_on": opinions}
    plan = {"code": "L", "project": "P1", "ward": "00001", "disagreed": True, **days}
    owed = made(law=sure("plan_dialogue", confidence), plan=[plan])["required_dialogue"]
    assert owed["state"].tolist() == expected
    assert owed["kind"].tolist() == ["plan"] * len(expected)


def test_a_first_complaint_needs_a_dialogue_where_the_finding_differs() -> None:
    found = {"level": "first", "finding_on": "2026-08-20", "finding_differs": True}
    cases = [
        complaint("A", **found),
        complaint("B", **found, accepted_on="2026-08-31"),
        complaint("C", level="first", finding_on="2026-08-20", finding_differs=False),
        complaint("D", level="first"),
    ]
    owed = made(law=sure("dialogue_first", "C"), case=cases)["required_dialogue"]
    assert dict(zip(owed["code"], owed["state"], strict=True)) == {"A": "past", "B": "open"}


def test_without_a_clock_no_plan_dialogue_is_due() -> None:
    shipped = rules.current()
    bare = replace(shipped, clocks=tuple(clock for clock in shipped.clocks if clock.ends != "dialogue"))
    plan = {"code": "L", "project": "P1", "ward": "00001", "disagreed": True, "opinions_on": "2026-08-01"}
    assert made(law=shipped, plan=[plan])["required_dialogue"]["kind"].eq("plan").any()
    assert not made(law=bare, plan=[plan])["required_dialogue"]["kind"].eq("plan").any()


def test_by_ward_and_project() -> None:
    rows = [
        talk("A", kind="plan", project="P1", held_on="2026-09-01"),
        talk("B", held_on="2026-09-02", result="not_attended"),
        talk("C", ward="00003", project="P2", kind="plan", planned_for="2026-09-01"),
        talk("D", ward="00003", planned_for="2026-10-01"),
    ]
    selection = made(dialogue=rows, case=[complaint("K")], reception=[])
    table = dialogues.by(selection, YEAR, "ward")
    assert table.index.tolist() == ["00001", "00002", "00003", "00004"]
    assert table.loc["00001", ["held_plan", "held_complaint", "not_attended"]].tolist() == [1, 1, 1]
    assert table.loc["00001", ["required", "required_past", "required_past_unverified"]].tolist() == [1, 0, 1]
    assert table.loc["00003", ["missed", "coming"]].tolist() == [1, 1]
    assert table.loc["00004", list(dialogues.TABLE)].sum() == 0
    assert table.loc["00001", "days_since_contact"] == 28
    assert table["days_since_contact"].isna().tolist() == [False, True, True, True]
    projects = dialogues.by(selection, YEAR, "project")
    assert projects.loc["P1", "held_plan"] == 1
    assert projects.loc["P2", "missed"] == 1
    assert projects.loc["P1", "last_contact"] == pd.Timestamp("2026-09-01")


def test_nothing_recorded_is_a_table_of_nothing() -> None:
    selection = made(dialogue=[], case=[], reception=[], household_file=[])
    assert dialogues.by(selection, YEAR, "ward")[list(dialogues.TABLE)].to_numpy().sum() == 0
    assert dialogues.by(selection, YEAR, "project").empty
    assert dialogues.listed(selection, most=9).empty
    assert dialogues.of_month(selection, city.AS_OF).empty


def test_the_last_contact_is_a_dialogue_a_reception_or_persuasion() -> None:
    file = {"code": "H", "project": "P1", "ward": "00004", "notified_on": "2024-03-01", "persuasion_on": "2026-09-25"}
    selection = made(household_file=[file])
    last = contacts.last_contact(selection)
    assert {ward: day.date() for ward, day in last.items()} == {
        "00001": dt.date(2026, 9, 5),
        "00002": dt.date(2026, 9, 15),
        "00004": dt.date(2026, 9, 25),
    }
    assert contacts.days_since(last, pd.Timestamp("2026-09-30")).tolist() == [25, 15, 5]
    table = wards.table(selection, YEAR)
    assert table["days_since_contact"].tolist()[:2] == [25, 15]


def test_coming_ones_are_listed_first() -> None:
    rows = [
        talk("old", held_on="2026-08-01"),
        talk("new", held_on="2026-09-01"),
        talk("missed", planned_for="2026-09-29"),
        talk("later", planned_for="2026-11-01"),
        talk("soon", planned_for="2026-10-01"),
        talk("none"),
    ]
    selection = made(dialogue=rows)
    assert dialogues.listed(selection, most=9)["code"].tolist() == ["soon", "later", "none", "missed", "new", "old"]
    assert dialogues.listed(selection, most=2)["code"].tolist() == ["soon", "later"]


def test_a_month_holds_its_first_and_last_day() -> None:
    days = ["2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01"]
    rows = [talk(f"D{n}", planned_for=day) for n, day in enumerate([*days, "2026-09-30"])]
    found = dialogues.of_month(made(dialogue=rows), dt.date(2026, 9, 17))
    assert [(day.date().isoformat(), n) for day, n in zip(found["day"], found["n"], strict=True)] == [
        ("2026-09-01", 1),
        ("2026-09-30", 2),
    ]


def test_open_cases_before_and_after() -> None:
    cases = [
        complaint("A", received_on="2026-05-01", project="P1"),
        complaint("B", received_on="2026-05-31", accepted_on=None, ended_on="2026-07-30"),
        complaint("C", received_on="2026-06-01", ward="00002", project="P1"),
        complaint("D", received_on=None, accepted_on=None, ended_on="2026-07-01"),
    ]
    held = [
        talk("ward", held_on="2026-06-30"),
        talk("project", held_on="2026-06-30", project="P1"),
        talk("elsewhere", held_on="2026-06-30", ward="00003"),
        talk("late", held_on="2026-09-01"),
    ]
    selection = made(case=cases, dialogue=held)
    table = dialogues.around(selection, selection["dialogue"])
    # -90: 1/4, -60: 1/5, -30: 31/5, 0: 30/6, +30: 30/7, +60: 29/8, +90: 28/9
    assert table.loc["ward"].tolist() == [0, 1, 2, 2, 1, 1, 1]
    assert table.loc["project"].tolist() == [0, 1, 1, 1, 1, 1, 1]
    assert table.loc["elsewhere"].tolist() == [0] * 7
    assert table.loc["late"].isna().tolist() == [False] * 4 + [True] * 3


@given(
    st.lists(st.tuples(st.integers(0, 200), st.none() | st.integers(0, 200)), max_size=8),
    st.integers(0, 100),
)
def test_open_cases_are_counted_as_one_would(rows: list[tuple[int, int | None]], when: int) -> None:
    first = dt.date(2026, 1, 1)

    def day(n: int | None) -> str | None:
        return None if n is None else (first + dt.timedelta(days=n)).isoformat()

    cases = [
        complaint(f"C{n}", accepted_on=None, received_on=day(came), ended_on=None if wait is None else day(came + wait))
        for n, (came, wait) in enumerate(rows)
    ]
    selection = made(case=cases, dialogue=[talk("T", held_on=day(when))])
    found = dialogues.around(selection, selection["dialogue"]).loc["T"]
    for span in dialogues.SPANS:
        at = when + span
        if first + dt.timedelta(days=at) <= city.AS_OF:
            # what closed after the as-of day had not closed yet when it was known
            expected = sum(came <= at and (wait is None or came + wait > at) for came, wait in rows)
            assert found[span] == expected


def test_filters_narrow_all_of_it() -> None:
    assert dialogues.figures(made(Filters(ward=("00003",))), YEAR).held["complaint"] == 0
    assert dialogues.figures(made(Filters(project=("P1",))), YEAR).held["complaint"] == 1


def test_missed_dialogues_colour_the_map() -> None:
    rows = [talk("A", planned_for="2026-09-01"), talk("B", planned_for="2026-10-01"), talk("C", held_on="2026-09-01")]
    assert wards.table(made(dialogue=rows), YEAR)["missed_dialogues"].tolist() == [1, 0, 0, 0]
    assert wards.table(made(dialogue=[]), YEAR)["missed_dialogues"].isna().all()


def test_states_are_those_that_are_told() -> None:
    assert set(required.STATES) == {"open", "past", "past_unverified"}
