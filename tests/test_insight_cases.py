"""Cases by themselves: standings, bands, groups, balance and trend, counted by hand on the drawn city."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import cases
from gis.insight.flow import Flow, flow
from gis.insight.situation import Selection, Situation, situation
from gis.insight.standing import STANDINGS
from gis.insight.trend import by_month, months, named, trend
from gis.law import clocks, rules
from gis.period import Period
from tests import city

YEAR = Period("twelve_months", dt.date(2025, 10, 1), dt.date(2026, 9, 30))
AS_OF = pd.Timestamp(city.AS_OF)


def made(*rows: dict[str, Any]) -> Situation:
    """The drawn city with these cases; first complaints of Phường An within competence unless they say otherwise."""
    base = {"ward": "00001", "case_class": "complaint", "level": "first", "within_competence": True}
    listed = [base | {"code": f"V{number}"} | row for number, row in enumerate(rows)]
    return situation(city.snapshot({**city.ROWS, "case": listed}), city.areas(), rules.current())


def whole(now: Situation) -> Selection:
    return now.select(Filters())


def ago(days: int) -> str:
    return (AS_OF - pd.Timedelta(days=days)).strftime("%Y-%m-%d")


@pytest.fixture(scope="module")
def drawn() -> Situation:
    return situation(city.snapshot(), city.areas(), rules.current())


def test_where_the_cases_of_the_drawn_city_stand(drawn: Situation) -> None:
    found = drawn["open_case"].set_index("code")["standing"].astype("str").to_dict()
    assert found == {"K1": "overdue", "K2": "in_time", "K3": "no_limit", "K6": "no_limit"}


@pytest.mark.parametrize(
    ("row", "standing"),
    [
        ({"received_on": ago(40), "accepted_on": ago(31)}, "overdue"),
        ({"received_on": ago(40), "accepted_on": ago(30)}, "in_time"),
        ({"received_on": ago(10)}, "in_time"),
        ({"received_on": ago(11)}, "past_unverified"),
        ({"received_on": ago(11), "level": "second"}, "overdue"),
        ({"received_on": ago(99), "accepted_on": ago(95), "level": "second"}, "past_unverified"),
        ({"received_on": ago(99), "accepted_on": ago(95), "suspended_on": ago(90)}, "stopped"),
        ({"received_on": ago(99), "accepted_on": ago(95), "court_on": ago(1)}, "stopped"),
        ({"received_on": ago(99), "accepted_on": ago(95), "suspended_on": ago(90), "resumed_on": ago(89)}, "overdue"),
        ({"received_on": None}, "unknown"),
        ({"received_on": ago(99), "level": None}, "unknown"),
        ({"received_on": ago(99), "regime": "?"}, "unknown"),
        ({"received_on": ago(99), "case_class": "proposal", "level": None}, "no_limit"),
        ({"received_on": ago(99), "case_class": "reflection", "suspended_on": ago(3)}, "no_limit"),
        ({"received_on": ago(99), "accepted_on": ago(95), "within_competence": False}, "no_limit"),
        ({"received_on": ago(99), "accepted_on": ago(95), "within_competence": None}, "overdue"),
        ({"received_on": ago(99), "accepted_on": ago(95), "ended_on": ago(1)}, None),
    ],
)
def test_a_case_stands_in_one_way(row: dict[str, Any], standing: str | None) -> None:
    assert made(row)["open_case"]["standing"].tolist() == ([standing] if standing else [])


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (180, 3), (181, 4), (365, 4), (366, 5), (9000, 5)],
)
def test_bands_have_both_borders(days: int, band: int) -> None:
    found = cases.open_cases(whole(made({"received_on": ago(days)})))
    assert list(found["band"]) == [band]
    assert cases.by_age(found)[band].sum() == 1


def test_a_case_without_a_day_of_receipt_has_no_band_and_is_not_lost() -> None:
    table = cases.by_age(cases.open_cases(whole(made({"received_on": None}, {"received_on": ago(3)}))))
    assert (table[-1].sum(), table[0].sum(), table.to_numpy().sum()) == (1, 1, 2)


def test_by_age_of_the_drawn_city(drawn: Situation) -> None:
    table = cases.by_age(cases.open_cases(whole(drawn)))
    assert list(table.index) == list(STANDINGS)
    assert list(table.columns) == [0, 1, 2, 3, 4, 5, -1]
    assert table.loc["overdue", 2] == 1  # K1 came 67 days ago
    assert table.loc["in_time", 1] == 1  # K2: 36
    assert table.loc["no_limit"].tolist() == [1, 0, 0, 1, 0, 0, 0]  # K6: 29, K3: 120
    assert table.to_numpy().sum() == 4


def test_groups_of_the_drawn_city(drawn: Situation) -> None:
    found = cases.open_cases(whole(drawn))
    subjects = cases.by_group(found, "subject")
    assert subjects["open"].to_dict() == {"price": 2, "recovery": 1, "other": 1}
    assert subjects["overdue"].to_dict() == {"price": 1, "recovery": 0, "other": 0}
    assert cases.by_group(found, "within_competence")["open"].to_dict() == {"True": 3, "False": 1}
    assert cases.by_group(found, "deciding_body")["open"].to_dict() == {cases.NOT_RECORDED: 4}


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(ward=("00001",)), Filters(overdue=True), Filters(ward=("00004",))]
)
def test_every_grouping_adds_up_to_the_open_cases(drawn: Situation, filters: Filters) -> None:
    selection = drawn.select(filters)
    n = len(selection["open_case"])
    found = cases.open_cases(selection)
    assert cases.by_age(found).to_numpy().sum() == n
    assert all(cases.by_group(found, group)["open"].sum() == n for group in cases.GROUPS)
    assert cases.by_ward(selection)["open_cases"].sum() == n


def test_only_open_cases_are_judged(drawn: Situation, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[int] = []
    run_all = clocks.run_all

    def counted(frame: pd.DataFrame, *more: Any, **named: Any) -> dict[str, pd.DataFrame]:
        judged.append(len(frame))
        return run_all(frame, *more, **named)

    monkeypatch.setattr(clocks, "run_all", counted)
    fresh = situation(drawn.snapshot, drawn.areas, drawn.rules)
    assert len(fresh["open_case"]) < len(fresh["case_history"])
    assert judged == [len(fresh["open_case"])]


def test_a_check_of_a_rule_turns_what_was_past_it_red_and_undoing_turns_it_back(drawn: Situation) -> None:
    [rule] = rules.current().of("resolve_second")
    late = {"code": "K9", "case_class": "complaint", "level": "second", "ward": "00001", "within_competence": True}
    late |= {"received_on": "2026-01-05", "accepted_on": "2026-01-10"}
    check = {"rule": rule.id, "valid_from": rule.valid_from, "substance": rule.substance, "document": "bản gốc"}
    check |= {"checked_on": "2026-09-01", "role": "admin"}
    for state, standing in (("verified", "overdue"), ("undone", "past_unverified")):
        rows = {"case": [late], "rule_check": [check | {"state": state}]}
        found = situation(city.snapshot(rows), city.areas(), rules.current())["open_case"]
        assert found["standing"].tolist() == [standing]


_DAY = st.none() | st.integers(0, 900)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(_DAY, _DAY, _DAY, st.sampled_from(["complaint", "proposal"]), st.sampled_from([True, False, None])),
        max_size=8,
    )
)
def test_nothing_is_lost_whatever_is_recorded(rows: list[tuple[Any, ...]]) -> None:
    written = [
        {
            "received_on": None if came is None else ago(came),
            "accepted_on": None if taken is None else ago(taken),
            "suspended_on": None if held is None else ago(held),
            "case_class": kind,
            "within_competence": within,
        }
        for came, taken, held, kind, within in rows
    ]
    now = made(*written)
    found = cases.open_cases(whole(now))
    assert found["standing"].notna().all()
    assert cases.by_age(found).to_numpy().sum() == len(rows)
    assert (found["standing"] == "overdue").sum() == now["open_case"]["overdue"].sum()
    assert (found["standing"] == "past_unverified").sum() == now["open_case"]["past_unverified"].sum()


def test_balance(drawn: Situation) -> None:
    found = cases.balance(whole(drawn), YEAR)
    assert found is not None
    assert found.whole == Flow(carried_over=0, received=5, resolved=1)
    assert found.within == Flow(carried_over=0, received=4, resolved=1)
    assert found.unexecuted == 0


def test_without_any_case_there_is_no_balance() -> None:
    assert cases.balance(whole(made()), YEAR) is None


def test_decisions_in_effect_and_not_carried_out() -> None:
    decided = {"received_on": ago(90), "accepted_on": ago(85), "decided_on": ago(60)}
    now = made(
        decided | {"effective_on": ago(0), "deciding_body": "Chủ tịch UBND phường An"},
        decided | {"effective_on": ago(30), "ward": "00002"},
        decided | {"effective_on": ago(30), "executed_on": ago(1)},
        decided,
    )
    found = cases.unexecuted(whole(now))
    assert found["code"].tolist() == ["V0", "V1"]
    assert cases.counted(found, "ward").to_dict() == {"00001": 1, "00002": 1}
    assert cases.counted(found, "deciding_body").to_dict() == {"Chủ tịch UBND phường An": 1, cases.NOT_RECORDED: 1}
    assert cases.by_ward(whole(now))["unexecuted"].tolist() == [1, 1, 0, 0]


def test_the_list_begins_with_the_longest_past_its_limit() -> None:
    now = made(
        {"received_on": ago(40), "accepted_on": ago(31)},
        {"received_on": ago(400), "accepted_on": ago(90)},
        {"received_on": ago(500), "case_class": "proposal", "level": None},
        {"received_on": ago(30), "accepted_on": ago(25)},
        {"received_on": ago(600), "case_class": "proposal", "level": None},
        {"received_on": ago(99), "accepted_on": ago(95), "decided_on": ago(1)},
    )
    found = cases.listed(whole(now), rules.current(), most=9)
    assert list(found.index) == ["V1", "V0", "V3", "V4", "V2"]
    assert found["past"].tolist()[:3] == [60, 1, -5]
    assert found["used"].tolist()[:3] == [90, 31, 25]
    assert found["limit"].tolist()[:3] == [30, 30, 30]
    assert found[["past", "used", "limit"]].iloc[3:].isna().all(axis=None)
    assert list(cases.listed(whole(now), rules.current(), most=2).index) == ["V1", "V0"]


def test_days_of_suspension_lengthen_the_limit() -> None:
    row = {"received_on": ago(60), "accepted_on": ago(50), "suspended_on": ago(40), "resumed_on": ago(30)}
    found = cases.listed(whole(made(row)), rules.current(), most=1)
    assert (found["used"].iloc[0], found["limit"].iloc[0], found["past"].iloc[0]) == (50, 40, 10)


def test_the_rest_of_a_long_grouping_is_kept_together() -> None:
    counts = pd.DataFrame({"open": [5, 4, 3]}, index=["a", "b", "c"])
    assert [len(part) for part in cases.top(counts, 3)] == [3, 0]
    assert [len(part) for part in cases.top(counts, 2)] == [1, 2]


def test_months_end_with_the_day_and_have_no_gaps() -> None:
    found = months(dt.date(2026, 9, 20))
    assert len(found) == 24
    assert (found[-1].start, found[-1].end) == (dt.date(2026, 9, 1), dt.date(2026, 9, 20))
    assert all(one.end + dt.timedelta(days=1) == other.start for one, other in pairwise(found))
    inspectorate = months(dt.date(2026, 9, 20), calendar="inspectorate", n=2)
    assert [(one.start, one.end) for one in inspectorate] == [
        (dt.date(2026, 8, 15), dt.date(2026, 9, 14)),
        (dt.date(2026, 9, 15), dt.date(2026, 9, 20)),
    ]
    assert [named(one) for one in inspectorate] == [dt.date(2026, 9, 1), dt.date(2026, 10, 1)]


def test_trend_of_the_drawn_city(drawn: Situation) -> None:
    found = trend(whole(drawn), months(city.AS_OF))
    assert found["received"].dropna().sum() == 6
    assert found["resolved"].dropna().sum() == 2
    assert found["left"].iloc[-1] == 4
    assert found.loc["2025-11-01"].tolist() == [1, 0, 1]
    assert found.loc["2025-12-01"].tolist() == [0, 1, 0]
    assert found.loc["2025-01-01"].tolist() == [1, 0, 1]
    assert found.loc["2024-12-01"].isna().all()  # before the first case was received: unknown, not zero


@settings(deadline=None)
@given(st.lists(st.tuples(st.none() | st.integers(0, 900), st.none() | st.integers(0, 300)), max_size=20))
def test_every_month_of_the_trend_is_its_own_balance(rows: list[tuple[int | None, int | None]]) -> None:
    day = dt.date(2024, 6, 1)
    came = [None if days is None else day + dt.timedelta(days=days) for days, _ in rows]
    closed = [
        None if wait is None else (one or day) + dt.timedelta(days=wait)
        for one, (_, wait) in zip(came, rows, strict=True)
    ]
    frame = pd.DataFrame({"received_on": came, "closed_on": closed}).astype("datetime64[s]")
    over = months(dt.date(2026, 9, 30))
    found = by_month(frame, over)
    for month, (received, resolved, left) in zip(over, found.to_numpy(), strict=True):
        expected = flow(frame, month)
        assert (received, resolved, left) == (expected.received, expected.resolved, expected.left)


def test_a_period_is_not_narrowed_by_how_a_case_stands_today(drawn: Situation) -> None:
    found = cases.balance(drawn.select(Filters(overdue=True)), YEAR)
    assert found is not None
    assert found.whole == Flow(carried_over=0, received=5, resolved=1)
    assert found.overdue == 1
