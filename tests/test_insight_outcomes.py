"""What became of open cases, each rule by its example: accepted on 1/1/2026, due on 31/1, seen on 15/1, 180 days on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.insight import outcomes
from gis.law import rules
from gis.law.terms import Rules
from tests import city

LANDMARK, HORIZON = dt.date(2026, 1, 15), dt.date(2026, 7, 14)
BASE = {"code": "A", "ward": "00001", "case_class": "complaint", "level": "first", "within_competence": True}
BASE |= {"received_on": "2025-12-28", "accepted_on": "2026-01-01"}
DECIDED = {"decided_on": "2026-02-20"}
IN_FORCE = DECIDED | {"effective_on": "2026-03-20"}


def checked_rules() -> Rules:
    """The rules in use, the text of the limit of a second complaint read."""
    clocks = (replace(one, confidence="C") if one.id == "resolve_second" else one for one in rules.current().clocks)
    return replace(rules.current(), clocks=tuple(clocks))


def cases(*rows: dict[str, Any]) -> pd.DataFrame:
    return city.frame("case", rows).set_index("code")


def became(row: dict[str, Any], known: dt.date = HORIZON, horizon: dt.date = HORIZON) -> tuple[str, float]:
    found = outcomes.after(cases(BASE | row), rules.current(), horizon=horizon, known=known)
    return found["outcome"].iloc[0], found["prolonged"].iloc[0]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, "waiting"),
        ({"received_on": None}, "waiting"),
        (DECIDED, "resolved"),
        ({"decided_on": "2026-07-15"}, "waiting"),  # decided a day after the horizon: it was still waiting on it
        (IN_FORCE, "not_executed"),
        (IN_FORCE | {"executed_on": "2026-04-01"}, "resolved"),
        (IN_FORCE | {"executed_on": "2026-07-15"}, "not_executed"),
        (DECIDED | {"effective_on": "2026-07-15"}, "resolved"),
        ({"court_on": "2026-03-01"}, "court"),
        (IN_FORCE | {"court_on": "2026-03-25"}, "court"),
        (IN_FORCE | {"executed_on": "2026-03-22", "court_on": "2026-03-25"}, "resolved"),
        ({"ended_on": "2026-03-01", "end_reason": "withdrawn"}, "withdrawn"),
        ({"ended_on": "2026-03-01", "end_reason": "merged"}, "merged"),
        ({"ended_on": "2026-03-01", "end_reason": "forwarded"}, "forwarded"),
        ({"ended_on": "2026-03-01"}, "ended"),
        ({"ended_on": "2026-07-15", "end_reason": "withdrawn"}, "waiting"),
        ({"suspended_on": "2026-01-20"}, "suspended"),
        ({"suspended_on": "2026-01-20", "resumed_on": "2026-07-10"}, "in_time"),
        ({"suspended_on": "2026-01-20", "resumed_on": "2026-02-20"}, "waiting"),
        ({"accepted_on": None}, "unknown"),
        ({"case_class": None}, "unknown"),
        ({"level": "second"}, "unknown"),  # a correction: nobody has checked the limit of a second complaint
        (IN_FORCE | {"level": "second"}, "unknown"),
        ({"level": "second", "ended_on": "2026-03-01", "end_reason": "withdrawn"}, "withdrawn"),
    ],
)
def test_every_outcome_by_its_example(row: dict[str, Any], expected: str) -> None:
    outcome, prolonged = became(row)
    assert outcome == expected
    told = float(expected in outcomes.PROLONGED)
    assert prolonged == told if expected != "unknown" else np.isnan(prolonged)


@pytest.mark.parametrize(("horizon", "expected"), [("2026-01-31", "in_time"), ("2026-02-01", "waiting")])
def test_the_last_day_of_the_limit_is_in_time(horizon: str, expected: str) -> None:
    day = dt.date.fromisoformat(horizon)
    assert became({}, known=day, horizon=day)[0] == expected


def test_a_horizon_after_the_last_known_day_is_censored() -> None:
    outcome, prolonged = became({}, known=HORIZON - dt.timedelta(days=1))
    assert outcome == "censored"
    assert np.isnan(prolonged)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, "at_risk"),
        ({"suspended_on": "2026-01-10"}, "at_risk"),
        ({"level": "second"}, "unchecked"),
        ({"level": "second", "accepted_on": None}, "no_start"),
        ({"accepted_on": None}, "no_start"),
        ({"case_class": "proposal"}, "no_limit"),
        ({"level": None}, "no_limit"),
        ({"within_competence": False}, "outside"),
        ({"court_on": "2026-01-10"}, "in_court"),
    ],
)
def test_who_stands_in_the_risk_set(row: dict[str, Any], expected: str) -> None:
    found = outcomes.standing(cases(BASE | row), rules.current(), as_of=LANDMARK)
    assert found["standing"].tolist() == [expected]


def test_a_limit_nobody_checked_calls_no_case_prolonged_until_it_is_checked() -> None:
    both = cases(BASE, BASE | {"code": "B", "level": "second"})
    found = outcomes.standing(both, rules.current(), as_of=LANDMARK)
    assert found["standing"].tolist() == ["at_risk", "unchecked"]
    assert found["due"].dt.date.tolist() == [dt.date(2026, 1, 31), dt.date(2026, 2, 15)]
    checked = checked_rules()
    assert outcomes.standing(both, checked, as_of=LANDMARK)["standing"].tolist() == ["at_risk", "at_risk"]
    later = outcomes.after(both, checked, horizon=HORIZON, known=HORIZON)
    assert later["outcome"].tolist() == ["waiting", "waiting"]


@pytest.mark.parametrize(("horizon", "expected"), [("2026-03-20", "not_executed"), ("2026-03-19", "resolved")])
def test_a_decision_counts_as_not_carried_out_from_its_first_day_in_force(horizon: str, expected: str) -> None:
    day = dt.date.fromisoformat(horizon)
    assert became(IN_FORCE, known=day, horizon=day)[0] == expected


def test_outcomes_are_counted() -> None:
    found = outcomes.after(cases(BASE, BASE | {"code": "B"} | DECIDED), rules.current(), horizon=HORIZON, known=HORIZON)
    assert outcomes.counts(found["outcome"]) == {"waiting": 1, "resolved": 1}


DAYS = st.one_of(st.none(), st.dates(dt.date(2026, 1, 16), dt.date(2026, 12, 31)).map(str))
ROWS = st.lists(
    st.fixed_dictionaries({f"{name}_on": DAYS for name in ("decided", "effective", "executed", "ended", "court")}),
    min_size=1,
    max_size=20,
)


def all_became(rows: list[dict[str, Any]]) -> list[str]:
    named = [BASE | row | {"code": str(place)} for place, row in enumerate(rows)]
    found = outcomes.after(cases(*named), rules.current(), horizon=HORIZON, known=HORIZON)
    return list(found["outcome"])


@settings(max_examples=8)
@given(ROWS)
def test_what_happens_after_the_horizon_never_counts(rows: list[dict[str, Any]]) -> None:
    seen = [{name: day if day and day <= str(HORIZON) else None for name, day in row.items()} for row in rows]
    assert all_became(rows) == all_became(seen)


@settings(max_examples=8)
@given(ROWS, st.integers(1, 9), st.sampled_from([True, False, None]))
def test_people_and_what_they_do_never_count(rows: list[dict[str, Any]], people: int, again: bool | None) -> None:  # noqa: FBT001
    told = {"people": people, "repeated": again, "above_level": again, "prolonged": again}
    assert all_became([row | told for row in rows]) == all_became(rows)
