"""Silence worked out by hand: expected cases, their chance, its adjustment, contact, and what is only unknown."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import silence
from gis.insight.situation import Selection, situation
from gis.law import rules
from tests import city

AN, BINH, CAT, DONG = "00001", "00002", "00003", "00004"
PROJECT_OF = {AN: "P1", BINH: "P1", CAT: "P2", DONG: "P2"}
# The day is 30/09/2026: ninety days before it is 02/07/2026, a year before it 30/09/2025.
RECENT, OLD = "2026-07-02", "2026-07-01"
RECEIVED = {ward: [{"ward": ward, "held_on": RECENT, "state": "held"}] for ward in PROJECT_OF}


def made(
    households: dict[str, int],
    cases: dict[str, int],
    *,
    filters: Filters | None = None,
    received_on: str = "2026-01-05",
    **more: list[dict[str, Any]],
) -> Selection:
    """So many affected households and cases in each ward; all wards met people recently unless said otherwise."""
    files = [
        {"code": f"H{ward}-{n}", "project": PROJECT_OF[ward], "ward": ward, "notified_on": "2025-06-01"}
        for ward, count in households.items()
        for n in range(count)
    ]
    rows = [
        {"code": f"K{ward}-{n}", "project": PROJECT_OF[ward], "ward": ward, "received_on": received_on}
        for ward, count in cases.items()
        for n in range(count)
    ]
    sittings = [row | {"code": f"R{n}"} for n, row in enumerate(row for rows in RECEIVED.values() for row in rows)]
    bare = {"dialogue": [], "household_file": files, "case": rows, "reception": sittings}
    shown = {**city.ROWS, **bare, **more}
    return situation(city.snapshot(shown), city.areas(), rules.current()).select(filters or Filters())


def wards(*arguments: Any, **more: Any) -> pd.DataFrame:
    table = silence.found(made(*arguments, **more), "ward")
    assert table is not None
    return table


def test_expected_chance_and_adjustment_by_hand() -> None:
    table = wards({AN: 60, BINH: 60, CAT: 60, DONG: 20}, {AN: 14, BINH: 14})
    # Cát: 60 × 28 / 140 = 12; An and Bình: 60 × 14 / 140 = 6. Đông is not heavy, but is part of the rate.
    assert table["expected"].to_dict() == pytest.approx({AN: 6, BINH: 6, CAT: 12})
    # P(X = 0; 12) = e⁻¹², the least of three, so three times that.
    assert table.at[CAT, "chance"] == pytest.approx(3 * math.exp(-12))
    assert table["few"].to_dict() == {AN: False, BINH: False, CAT: True}
    assert table["silent"].to_dict() == {AN: False, BINH: False, CAT: True}


def test_the_lower_tail_sums_up_to_what_was_found() -> None:
    found = silence.few(pd.Series([2.0]), pd.Series([8.0]))
    assert found["chance"].iloc[0] == pytest.approx(math.exp(-8) * (1 + 8 + 32))
    assert found["few"].tolist() == [True]


def test_chances_are_adjusted_for_how_many_places_are_looked_at() -> None:
    # Of no case the chance is e^−λ, so λ = −ln p gives p: 0.01, 0.04, 0.03, 0.5.
    expected = pd.Series([-math.log(p) for p in (0.01, 0.04, 0.03, 0.5)], index=list("abcd"))
    found = silence.few(pd.Series(0.0, index=list("abcd")), expected)
    # a: 0.01 × 4; c: min(0.03 × 4/2, 0.04 × 4/3); b: 0.04 × 4/3; d: 0.5
    by_hand = {"a": 0.04, "b": 0.16 / 3, "c": 0.16 / 3, "d": 0.5}
    assert found["chance"].to_dict() == pytest.approx(by_hand)
    assert found["few"].to_dict() == {"a": True, "b": False, "c": False, "d": False}


def test_a_small_chance_alone_is_not_far_fewer() -> None:
    found = silence.few(pd.Series([100.0, 34.0, 33.0]), pd.Series([200.0, 100.0, 100.0]))
    assert (found["chance"] < 0.001).all()
    assert found["few"].tolist() == [False, False, True]


@pytest.mark.parametrize(("households", "looked_at"), [(49, []), (50, [AN])])
def test_a_place_is_heavy_from_so_many_households(households: int, looked_at: list[str]) -> None:
    assert list(wards({AN: households}, {AN: 1}).index) == looked_at


def test_who_has_handed_over_is_affected_no_longer() -> None:
    done = [
        {"code": f"H{n}", "project": "P1", "ward": AN, "notified_on": "2025-06-01"}
        | ({"handed_over_on": "2026-01-01"} if n < 10 else {})
        for n in range(60)
    ]
    assert wards({}, {AN: 1}, household_file=done)["households"].tolist() == [50]


def test_a_case_older_than_the_window_does_not_count() -> None:
    assert wards({AN: 50, BINH: 50}, {AN: 9}, received_on="2025-09-30").at[AN, "cases"] == 0
    assert wards({AN: 50, BINH: 50}, {AN: 9}, received_on="2025-10-01").at[AN, "cases"] == 9


@pytest.mark.parametrize(
    ("sitting", "contact"),
    [
        ({"held_on": RECENT, "state": "held"}, "recent"),
        ({"held_on": OLD, "state": "held"}, "none"),
        ({"held_on": RECENT, "state": "not_held"}, "none"),
        (None, "unknown"),
    ],
)
def test_contact_is_recent_for_ninety_days_and_unknown_where_nobody_reports(
    sitting: dict[str, Any] | None, contact: str
) -> None:
    sittings = [sitting | {"code": "R", "ward": AN}] if sitting else []
    table = wards({AN: 60}, {AN: 5}, reception=sittings)
    assert table["contact"].tolist() == [contact]
    assert table["silent"].tolist() == [contact == "none"]


def test_a_dialogue_or_persuasion_is_contact_and_a_report_that_nothing_arose_is_a_report() -> None:
    met = [{"code": "D", "kind": "plan", "ward": AN, "project": "P1", "held_on": RECENT}]
    assert wards({AN: 60}, {AN: 5}, reception=[], dialogue=met)["contact"].tolist() == ["recent"]
    nil = [{"code": "B", "ward": AN, "kind": "tcd_01", "state": "nothing_arose", "period_start": "2026-06-15",
            "period_end": "2026-09-14"}]  # fmt: skip
    assert wards({AN: 60}, {AN: 5}, reception=[], submission=nil)["contact"].tolist() == ["none"]


def test_a_ward_with_nothing_to_be_compared_with_is_not_called_silent() -> None:
    table = wards({AN: 60}, {})
    assert np.isnan(table.at[AN, "expected"])
    assert not table.at[AN, "silent"]


def test_without_any_case_nobody_is_found_to_have_too_few() -> None:
    table = wards({AN: 60, BINH: 60}, {})
    assert table["cases"].isna().all()
    assert not table["few"].any()


def test_without_household_files_nothing_is_known() -> None:
    assert silence.found(made({}, {AN: 3}), "ward") is None


def test_choosing_a_ward_keeps_the_rate_of_the_city() -> None:
    arguments = ({AN: 60, BINH: 60, CAT: 60, DONG: 20}, {AN: 14, BINH: 14})
    alone = wards(*arguments, filters=Filters(ward=(CAT,)))
    assert list(alone.index) == [CAT]
    assert alone.at[CAT, "expected"] == pytest.approx(12)
    assert alone.at[CAT, "silent"]


def test_projects_are_compared_with_projects() -> None:
    met = [{"code": "D", "kind": "plan", "ward": AN, "project": "P1", "held_on": RECENT}]
    table = silence.found(made({AN: 60, CAT: 60}, {AN: 12}, dialogue=met), "project")
    assert table is not None
    assert table["expected"].to_dict() == {"P1": 0, "P2": 12}
    assert table["contact"].to_dict() == {"P1": "recent", "P2": "none"}
    assert table["few"].to_dict() == {"P1": False, "P2": True}


PLACES = st.lists(st.tuples(st.integers(50, 400), st.integers(0, 60)), min_size=2, max_size=8)


@given(PLACES, st.integers(1, 40))
def test_more_cases_never_make_a_place_less_likely(places: list[tuple[int, int]], more: int) -> None:
    households = pd.Series([n for n, _ in places], dtype="float64")
    before = pd.Series([n for _, n in places], dtype="float64")
    after = before.copy()
    after.iloc[0] += more
    expected = silence.expected(households, before)
    # how many are expected of a place, and how far others spread, does not depend on its own cases
    assert silence.expected(households, after).iloc[0] == expected.iloc[0]
    mean = expected.to_numpy()
    spread = silence.dispersion(before.to_numpy(), mean)
    assert silence.dispersion(after.to_numpy(), mean)[0] == spread[0]
    was, now = (silence.lower_tail(cases.to_numpy(), mean, spread) for cases in (before, after))
    assert now[0] >= was[0] * (1 - 1e-12)


def test_dispersion_by_hand() -> None:
    # twelve places of which ten are expected; eleven have 10 ± 5: (25 / 0.45494 - 10) / 100
    cases = np.array([5.0, 15.0] * 5 + [5.0, 90.0])
    spread = silence.dispersion(cases, np.full(12, 10.0))
    assert spread == pytest.approx(np.full(12, 0.449526), abs=1e-4), "one hotspot moves nothing"
    assert (silence.dispersion(cases[:10], np.full(10, 10.0)) == 0).all(), "nine others are too few to tell"
    assert (silence.dispersion(np.full(12, 10.0), np.full(12, 10.0)) == 0).all(), "never less than Poisson's"


def test_a_spread_makes_few_cases_less_surprising() -> None:
    cases, mean = np.array([2.0]), np.array([10.0])
    # variance 10 + 0.1 × 100: ten successes of chance 1/2, so P(X ≤ 2) = (1 + 10 / 2 + 55 / 4) / 1024
    assert silence.lower_tail(cases, mean, np.array([0.1])) == pytest.approx((1 + 10 / 2 + 55 / 4) / 1024)
    assert silence.lower_tail(cases, mean, np.array([0.0])) == pytest.approx(math.exp(-10) * (1 + 10 + 50))
