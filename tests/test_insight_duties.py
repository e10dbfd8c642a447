"""Duties of the drawn city on 30/9/2026: whose day is past, whose is today, whose is to come."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import duties
from gis.insight.situation import Situation, situation
from gis.law import rules
from tests import city


def made(**rows: list[dict[str, Any]]) -> pd.DataFrame:
    now = situation(city.snapshot({**dict.fromkeys(city.ROWS, ()), **rows}), city.areas(), rules.current())
    return duties.due(now.select(Filters()))


@pytest.fixture(scope="module")
def drawn() -> Situation:
    return situation(city.snapshot(), city.areas(), rules.current())


def told(found: pd.DataFrame) -> list[tuple[Any, ...]]:
    lines = found[["kind", "state", "days_left", "ward", "n", "code"]].to_dict("records")
    return [tuple(None if pd.isna(value) else value for value in line.values()) for line in lines]


def test_what_the_drawn_city_owes(drawn: Situation) -> None:
    # H3 is owed since 20/1/2025; C1 was due on 29/9 and C2 is due today; K1 was due on 31/8 and K2 is due today; C3 was
    # put off beyond the next 30 days; K3 and K6 have no limit; H4 refuses; C4 was kept.
    assert told(duties.due(drawn.select(Filters()))) == [
        ("payment", "past", -588, "00001", 1, None),
        ("case", "past", -30, "00001", 1, "K1"),
        ("commitment", "past", -1, "00001", 1, "C1"),
        ("case", "coming", 0, "00001", 1, "K2"),
        ("commitment", "coming", 0, "00001", 1, "C2"),
    ]


@pytest.mark.parametrize(("ahead", "listed"), [(91, False), (92, True)])
def test_the_last_day_ahead_is_told(drawn: Situation, ahead: int, listed: bool) -> None:  # noqa: FBT001
    codes = list(duties.due(drawn.select(Filters()), ahead=ahead)["code"])
    assert ("C3" in codes) == listed  # put off until 31/12/2026


def test_duties_follow_the_filters(drawn: Situation) -> None:
    assert duties.due(drawn.select(Filters(ward=("00003",)))).empty
    assert set(duties.due(drawn.select(Filters(project=("P1",))))["project"]) == {"P1"}


def test_all_wards_at_once_owe_what_each_owes_alone() -> None:
    """Also where an announced dialogue is held in another ward than that of its case, which only the whole knows."""
    case = {"code": "K", "received_on": "2026-09-01", "accepted_on": "2026-09-10", **SECOND}
    meeting = {"kind": "complaint", "case": "K", "announced_on": "2026-09-20", "planned_for": "2026-09-25"}
    rows = {name: list(some) for name, some in city.ROWS.items()}
    rows["case"].append(case)
    rows["dialogue"] += [{**meeting, "code": f"D{ward}", "ward": ward} for ward in ("00001", "00003")]
    rows["plan"].append({**PLAN, "code": "PA9", "opinions_on": "2025-01-15"})
    now = situation(city.snapshot(rows), city.areas(), rules.current())
    codes = [*map(str, now.areas.wards.index), "99999"]
    for filters in (Filters(), Filters(subject=("price",)), Filters(project=("P1",))):
        found = duties.due_by_ward(now.select(filters), codes)
        assert list(found) == codes
        for ward in codes:
            alone = duties.due(now.select(dataclasses.replace(filters, ward=(ward,))))
            pd.testing.assert_frame_equal(found[ward], alone, check_index_type=False)
    assert "D00003" in set(duties.due_by_ward(now.select(Filters()), codes)["00003"]["code"])
    assert "D00003" not in set(duties.due(now.select(Filters()))["code"])


def test_a_decision_waits_from_the_day_it_took_effect() -> None:
    case = {"ward": "00002", "received_on": "2025-01-03", "decided_on": "2026-01-05", "effective_on": "2026-09-01"}
    found = made(case=[{"code": "A", **case}, {"code": "B", "executed_on": "2026-09-29", **case}])
    assert told(found) == [("decision", "waiting", -29, "00002", 1, "A")]


def test_a_limit_nobody_read_is_never_past(drawn: Situation) -> None:
    second = {"ward": "00001", "case_class": "complaint", "level": "second", "within_competence": True}
    found = made(case=[{"code": "A", "received_on": "2026-01-05", "accepted_on": "2026-01-10", **second}])
    assert told(found[found["kind"] == "case"]) == [("case", "past_unverified", -218, "00001", 1, "A")]
    assert told(found[found["kind"] == "dialogue"]) == [("dialogue", "past_unverified", -218, "00001", 1, "A")]


SECOND = {"ward": "00001", "case_class": "complaint", "level": "second", "within_competence": True}
PLAN = {"code": "PA1", "project": "P1", "ward": "00001", "notified_on": "2024-10-01", "inventoried_on": "2024-11-01",
        "posted_on": "2024-12-02", "disagreed": True}  # fmt: skip


def dialogues_of(**rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    found = made(project=city.PROJECTS, **rows)
    return told(found[found["kind"] == "dialogue"])


def test_a_plan_dialogue_is_past_by_the_limit_that_was_read() -> None:
    # 60 days from 15/1/2025 end on 16/3/2025, 563 days ago; where all agree nothing is due
    past = [("dialogue", "past", -563, "00001", 1, "PA1")]
    assert dialogues_of(plan=[{**PLAN, "opinions_on": "2025-01-15"}]) == past
    assert dialogues_of(plan=[{**PLAN, "opinions_on": "2025-01-15", "disagreed": False}]) == []
    assert dialogues_of(plan=[{**PLAN, "opinions_on": "2025-01-15", "dialogue_on": "2025-02-03"}]) == []


def test_announced_dialogues_are_due_and_missed() -> None:
    def one(code: str, kind: str, day: str, **more: Any) -> dict[str, Any]:
        return {"code": code, "kind": kind, "ward": "00003", "announced_on": "2026-09-01", "planned_for": day, **more}

    found = dialogues_of(
        dialogue=[
            one("A", "conference", "2026-09-29"),
            one("B", "complaint", "2026-09-30"),
            one("C", "plan", "2026-10-30", project="P2"),
            one("D", "conference", "2026-10-31"),
            one("E", "persuasion", "2026-10-02"),
            one("F", "conference", "2026-09-10", held_on="2026-09-12"),
        ]
    )
    assert found == [
        ("dialogue", "past", -1, "00003", 1, "A"),
        ("dialogue", "coming", 0, "00003", 1, "B"),
        ("dialogue", "coming", 30, "00003", 1, "C"),
    ]


def test_a_dialogue_that_the_law_asks_for_and_that_was_announced_is_told_once() -> None:
    case = {"code": "K", "received_on": "2026-09-01", "accepted_on": "2026-09-10", **SECOND}  # 45 days end on 25/10
    meeting = {"code": "D", "kind": "complaint", "ward": "00001", "case": "K", "announced_on": "2026-09-20",
               "planned_for": "2026-09-25"}  # fmt: skip
    assert dialogues_of(case=[case], dialogue=[meeting]) == [("dialogue", "coming", 25, "00001", 1, "K")]
    held = {**meeting, "held_on": "2026-09-25"}
    assert dialogues_of(case=[case], dialogue=[held]) == []
    plan = {**meeting, "code": "E", "kind": "plan", "project": "P1", "case": None}
    found = dialogues_of(
        plan=[{**PLAN, "opinions_on": "2025-01-15"}], dialogue=[plan, {**plan, "code": "F", "ward": "00003"}]
    )
    assert [code for *_, code in found] == ["PA1", "F"]


def test_no_day_of_an_enforcement_is_a_duty() -> None:
    file = {"code": "X", "project": "P1", "ward": "00001", "approved_on": "2025-01-10", "effective_on": "2025-01-20",
            "paid_on": "2025-02-01", "decision_on": "2025-03-01", "persuasion_on": "2026-09-20"}  # fmt: skip
    assert made(project=city.PROJECTS, household_file=[file, {**file, "code": "Y", "enforced_on": "2026-09-28"}]).empty


def test_households_with_one_legal_day_are_one_line() -> None:
    file = {"project": "P1", "ward": "00001", "approved_on": "2025-01-10", "effective_on": "2025-01-20"}
    found = made(household_file=[{"code": "X", **file}, {"code": "Y", **file}, {"code": "Z", **file, "ward": "00002"}])
    assert told(found) == [("payment", "past", -588, "00001", 2, None), ("payment", "past", -588, "00002", 1, None)]


def test_totals_reconcile_with_the_list(drawn: Situation) -> None:
    selection = drawn.select(Filters())
    found = duties.due(selection)
    assert duties.counts(found).to_numpy().sum() == found["n"].sum()
    table = duties.by_ward(found, selection.wards)
    assert table.to_numpy().sum() == found["n"].sum()
    sums = table.sum()
    for kind in duties.KINDS:
        assert sums.filter(regex=f"^{kind}_").sum() == duties.counts(found).loc[kind].sum()
    assert table.loc["00001"].to_dict() == {
        **dict.fromkeys(duties.BY_WARD, 0),
        **dict.fromkeys(("case_past", "case_coming", "payment_past", "commitment_past", "commitment_coming"), 1),
    }


def test_bodies_owe_by_kind_and_how_late() -> None:
    """Days past 30, 31, 90 and 91: the limit is 30 days from acceptance; nobody is named for the last."""
    complaint = {"case_class": "complaint", "level": "first", "within_competence": True, "ward": "00001"}
    days = {"A": "2026-08-01", "B": "2026-07-31", "C": "2026-06-02", "D": "2026-06-01"}
    cases = [
        {"code": code, "received_on": "2026-01-02", "accepted_on": day, "deciding_body": None if code == "D" else "X"}
        | complaint
        for code, day in days.items()
    ]
    found = made(case=cases)
    assert list(found["days_left"]) == [-91, -90, -31, -30]
    table = duties.by_body(found)
    assert table.to_dict("list") == {
        "kind": ["case", "case"], "body": ["", "X"], "past_month": [0, 1], "past_quarter": [0, 2],
        "past_longer": [1, 0], "waiting": [0, 0], "past_unverified": [0, 0], "past_own": [0, 0], "coming": [0, 0],
    }  # fmt: skip
    assert duties.by_body(found.head(0)).empty


def test_the_gravest_come_first(drawn: Situation) -> None:
    found = duties.gravest(duties.due(drawn.select(Filters())), 4)
    assert list(found["code"].fillna("H")) == ["H", "K1", "C1", "K2"]


def test_nothing_recorded_is_nothing_due() -> None:
    found = made()
    assert found.empty
    assert list(found.columns) == list(duties.COLUMNS)
    assert duties.counts(found).to_numpy().sum() == 0


_DAYS = st.none() | st.integers(-400, 60)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(_DAYS, _DAYS, _DAYS), max_size=6))
def test_time_never_makes_a_past_duty_one_to_come(rows: list[tuple[int | None, ...]]) -> None:
    def day(n: int | None) -> dt.date | None:
        return None if n is None else city.AS_OF + dt.timedelta(days=n)

    promises = [
        {"code": f"C{place}", "ward": "00001", "notice_on": "2025-01-01", "due": day(due), "extended_to": day(put_off),
         "extended_on": None if put_off is None else "2025-06-01",
         "kept_on": None if not kept or kept > 0 else day(kept)}
        for place, (due, put_off, kept) in enumerate(rows)
    ]  # fmt: skip
    found = made(commitment=promises)
    assert ((found["state"] == "past") == (found["days_left"] < 0)).all()
    later = situation(
        city.snapshot(
            {**dict.fromkeys(city.ROWS, ()), "commitment": promises}, as_of=city.AS_OF + dt.timedelta(days=1)
        ),
        city.areas(),
        rules.current(),
    )
    past = set(found.loc[found["state"] == "past", "code"])
    assert past <= set(duties.due(later.select(Filters())).query("state == 'past'")["code"])
