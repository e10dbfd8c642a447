"""Who is owed money and whose payment is late, judged by the clock of the law, on small frames counted by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from gis.insight import payments
from gis.insight.situation import situation
from gis.law import rules
from tests import city

DAY = "2026-08-31"  # thirty days before the as-of day of the drawn city: still in time


def judged(*, regime: str | None = None, rule: Any = None, **days: Any) -> pd.Series:
    """One household of P1 whose plan was approved on 2026-08-20 and which is otherwise as given."""
    file = {"code": "X", "project": "P1", "ward": "00001", "approved_on": "2026-08-20", "approved_sum": 1e9} | days
    projects = [row | {"regime": regime} if row["code"] == "P1" else row for row in city.PROJECTS]
    rows = {**city.ROWS, "project": projects, "household_file": [file]}
    return situation(city.snapshot(rows), city.areas(), rule or rules.current())["household_file"].loc["X"]


@pytest.mark.parametrize(
    ("effective", "late"),
    [("2026-08-30", True), (DAY, False), ("2026-09-01", False)],
)
def test_the_last_day_of_the_limit_is_in_time_and_the_next_is_late(effective: str, late: bool) -> None:  # noqa: FBT001
    file = judged(effective_on=effective)
    assert file["unpaid"]
    assert file["late"] == late
    assert file["late_sum"] == (1e9 if late else 0)
    assert file["pay_by"] == pd.Timestamp(effective) + pd.Timedelta(days=30)


@pytest.mark.parametrize(
    "days",
    [
        {"paid_on": "2026-09-29"},
        {"deposited_on": "2026-09-29"},
        {"obstacle_on": "2026-09-01", "obstacle": "refuses_money"},
        {"obstacle_on": "2026-09-01", "obstacle": "absent"},
        {"obstacle_on": "2026-09-01", "obstacle": "dispute"},
        {"effective_on": None},
    ],
)
def test_who_is_paid_or_whose_money_lies_ready_or_who_stands_in_the_way_is_not_late(days: dict[str, Any]) -> None:
    file = judged(**({"effective_on": "2026-08-20"} | days))
    assert not file["unpaid"]
    assert not file["late"]
    assert file["unpaid_sum"] == file["late_sum"] == 0


def test_a_cleared_obstacle_no_longer_excuses() -> None:
    cleared = {"obstacle_on": "2026-08-25", "obstacle": "dispute", "cleared_on": "2026-09-10"}
    assert judged(effective_on="2026-08-20", **cleared)["late"]


def test_a_plan_older_than_the_rules_is_owed_but_not_judged() -> None:
    old = judged(approved_on="2024-07-31", effective_on="2024-08-05")
    assert (old["unpaid"], old["late"], old["unjudged"]) == (True, False, True)
    assert judged(approved_on="2024-08-01", effective_on="2024-08-05")["late"]
    assert judged(approved_on="2024-07-31", effective_on="2024-08-05", regime="2024-08-01")["late"]


def test_a_limit_whose_article_nobody_read_makes_nothing_late() -> None:
    shipped = rules.current()
    doubted = tuple(replace(c, confidence="M") if c.id == "pay_plan" else c for c in shipped.clocks)
    file = judged(effective_on="2026-01-05", rule=replace(shipped, clocks=doubted))
    assert (file["unpaid"], file["late"]) == (True, False)


def test_the_limit_is_that_of_the_law_in_force() -> None:
    assert payments.limit(rules.current(), dt.date(2026, 9, 30)) == 30
    assert payments.limit(rules.current(), dt.date(2024, 7, 31)) is None
