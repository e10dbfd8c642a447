"""Commitments of the drawn city on 30/9/2026: C1 broken, C2 due today, C3 put off, C4 kept a month late."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import commitments
from gis.insight.situation import situation
from gis.law import rules
from gis.period import Period
from tests import city

YEAR = Period("twelve_months", dt.date(2025, 10, 1), dt.date(2026, 9, 30))


def made(*rows: dict[str, Any], filters: Filters | None = None) -> pd.DataFrame:
    shown = {**city.ROWS, "commitment": list(rows)} if rows else city.ROWS
    now = situation(city.snapshot(shown), city.areas(), rules.current())
    return commitments.judged(now.select(filters or Filters()), due_soon_days=7)


def promise(code: str = "A", **more: Any) -> dict[str, Any]:
    return {"code": code, "ward": "00001", "notice_on": "2026-08-01", "due": "2026-09-01"} | more


def test_the_drawn_city() -> None:
    found = made()
    assert dict(zip(found["code"], found["state"], strict=True)) == {
        "C1": "overdue",
        "C2": "due_soon",
        "C3": "extended",
        "C4": "kept_late",
    }


PUT_OFF = {"extended_on": "2026-08-20"}


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"due": "2026-09-29"}, "overdue"),
        ({"due": "2026-09-30"}, "due_soon"),
        ({"due": "2026-10-07"}, "due_soon"),
        ({"due": "2026-10-08"}, "running"),
        ({"due": None}, "undated"),
        ({**PUT_OFF, "extended_to": "2026-10-08"}, "extended"),
        ({**PUT_OFF, "extended_to": "2026-10-07"}, "due_soon"),
        ({**PUT_OFF, "extended_to": "2026-09-29"}, "overdue"),
        ({"kept_on": "2026-09-01"}, "kept"),
        ({"kept_on": "2026-09-02"}, "kept_late"),
        ({"kept_on": "2026-09-02", **PUT_OFF, "extended_to": "2026-09-02"}, "kept"),
        ({"kept_on": "2026-09-02", "due": None}, "kept"),
    ],
)
def test_both_sides_of_every_border(row: dict[str, Any], state: str) -> None:
    assert made(promise(**row))["state"].tolist() == [state]


def test_figures_of_the_drawn_city() -> None:
    found = commitments.figures(made(), YEAR)
    assert found == commitments.Figures(
        whole=4, pending=3, overdue=1, due_soon=1, extended=1, given=4, kept=1, kept_in_time=0
    )


def test_the_period_has_both_its_ends() -> None:
    rows = [promise("A", notice_on="2025-09-30"), promise("B", notice_on="2025-10-01", kept_on="2026-08-30")]
    found = commitments.figures(made(*rows), YEAR)
    assert (found.given, found.kept, found.kept_in_time) == (1, 1, 1)


def test_the_oldest_overdue_one_is_read_first_and_the_last_kept_one_before_others() -> None:
    rows = [
        promise("kept", kept_on="2026-08-10"),
        promise("kept later", kept_on="2026-08-20"),
        promise("late", due="2026-09-10"),
        promise("later", due="2026-09-01"),
        promise("undated", due=None),
    ]
    found = commitments.listed(made(*rows), most=9)
    assert found["code"].tolist() == ["later", "late", "undated", "kept later", "kept"]
    assert len(commitments.listed(made(*rows), most=2)) == 2


def test_bodies_by_how_much_is_overdue() -> None:
    rows = [
        promise("A", leading_body="Ban B", due="2026-10-30"),
        promise("B", leading_body="Ban B", due="2026-10-30"),
        promise("C", leading_body="UBND phường An"),
        promise("D"),
        promise("E"),
    ]
    table = commitments.by(made(*rows), "leading_body")
    assert table.index.tolist() == ["", "UBND phường An", "Ban B"]
    assert table["overdue"].tolist() == [2, 1, 0]
    assert table["whole"].tolist() == [2, 1, 2]
    assert commitments.by(made(*rows), "ward").loc["00001", "whole"] == 5


def test_overdue_is_broken_as_everywhere_else() -> None:
    found = made()
    assert (found["state"].eq("overdue") == found["broken"]).all()


_DAYS = st.none() | st.integers(-60, 60)


@given(st.lists(st.tuples(_DAYS, _DAYS, _DAYS), min_size=1, max_size=6))
def test_states_add_up_and_overdue_is_past_and_pending(rows: list[tuple[int | None, ...]]) -> None:
    def day(n: int | None) -> dt.date | None:
        return None if n is None else city.AS_OF + dt.timedelta(days=n)

    found = made(
        *(
            promise(f"C{n}", due=day(due), extended_to=day(put_off), kept_on=None if kept is None else day(-abs(kept)))
            for n, (due, put_off, kept) in enumerate(rows)
        )
    )
    assert commitments.by(found, "ward")[list(commitments.STATES)].to_numpy().sum() == len(rows)
    late = found[found["state"] == "overdue"]
    assert late["pending"].all()
    assert (late["due_by"] < pd.Timestamp(city.AS_OF)).all()
    assert (
        found["pending"].sum() == found["state"].isin(["overdue", "due_soon", "extended", "running", "undated"]).sum()
    )
