"""Areas for an early dialogue in the drawn city: counts by month, poor data, the old units, and the whole answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gis.filters import Filters
from gis.insight import data_quality, early_areas, old_units, trend
from gis.insight.monthly_cases import Monthly, monthly
from gis.insight.situation import Selection, Situation, situation
from gis.law import rules
from tests import city

AN, BINH, CAT, DONG = WARDS = ("00001", "00002", "00003", "00004")
OVER = trend.months(city.AS_OF)
ALL_FOUR = pd.DataFrame([(a, b) for a in WARDS for b in WARDS if a != b], columns=["one", "other"])


def homes(number: int = 100) -> list[dict[str, Any]]:
    return [
        {"code": f"H{ward}-{n}", "ward": ward, "project": "P1", "notified_on": "2024-01-15"}
        for ward in WARDS
        for n in range(number)
    ]


def now(**rows: list[dict[str, Any]]) -> Situation:
    shown = {**city.ROWS, "household_file": homes(), **rows}
    return situation(city.snapshot(shown), city.areas(), rules.current())


def chosen(filters: Filters | None = None, **rows: list[dict[str, Any]]) -> Selection:
    return now(**rows).select(filters or Filters())


def counted(filters: Filters | None = None, **rows: list[dict[str, Any]]) -> Monthly:
    found = monthly(chosen(filters, **rows), OVER)
    assert found is not None
    return found


def case(n: int, ward: str = AN, **more: Any) -> dict[str, Any]:
    return {
        "code": f"Q{n}",
        "case_class": "complaint",
        "level": "first",
        "ward": ward,
        "received_on": "2026-09-01",
    } | more


def test_cases_of_the_drawn_city_by_month() -> None:
    found = counted()
    # An: K1 in July, K2 in August, K6 in September; Bình: K4 in November, decided in December; K5 decided in 02/2025
    assert found.received.loc[AN].iloc[-3:].tolist() == [1, 1, 1]
    assert found.open.loc[AN].iloc[-4:].tolist() == [0, 1, 2, 3]
    november = pd.Timestamp("2025-11-01")
    assert found.received.at[BINH, november] == 1
    assert found.open.loc[BINH, november : november + pd.DateOffset(months=1)].tolist() == [1, 0]
    assert found.open.at[BINH, pd.Timestamp("2025-01-01")] == 1
    assert found.received.to_numpy().sum() == 6
    assert found.days[-3:].tolist() == [31, 31, 30]


def test_households_are_affected_from_their_notice_and_after_handing_over() -> None:
    rows = [
        {"code": "H1", "ward": AN, "project": "P1", "notified_on": "2026-08-10"},
        {"code": "H2", "ward": AN, "project": "P1", "notified_on": "2024-01-10", "handed_over_on": "2025-01-10"},
        {"code": "H3", "ward": AN, "project": "P1"},
    ]
    assert counted(household_file=rows).exposure.loc[AN].iloc[-3:].tolist() == [2, 3, 3]


def test_a_case_without_a_day_came_before_and_one_closed_too_early_was_never_open() -> None:
    rows = [case(1, received_on=None), case(2, received_on="2026-09-05", decided_on="2026-08-01")]
    found = counted(case=rows)
    assert found.open.loc[AN].tolist() == [1] * 24
    assert found.received.loc[AN].sum() == 1


def test_a_choice_of_wards_changes_nothing_and_one_of_subjects_does() -> None:
    pd.testing.assert_frame_equal(counted(Filters(ward=(CAT,))).received, counted().received)
    assert counted(Filters(subject=("price",))).received.to_numpy().sum() == 3


def test_nothing_recorded_is_no_answer() -> None:
    assert monthly(chosen(case=[]), OVER) is None
    assert early_areas.found(chosen(household_file=[]), OVER, seed=1) is None


POINT = {"longitude": 105.85, "latitude": 21.05}


@pytest.mark.parametrize(
    ("rows", "stacked"),
    [
        ([case(n, hamlet="Thôn 1", **POINT) for n in range(10)], 0),
        ([case(n, hamlet=f"Thôn {n % 2}", **POINT) for n in range(10)], 10),
        ([case(n, hamlet=f"Thôn {n % 2}", **POINT) for n in range(9)], 0),
        ([case(n, **POINT) for n in range(10)], 10),
        ([case(n) for n in range(10)], 0),
        ([case(n, ward=WARDS[n % 2], hamlet="Thôn 1", **POINT) for n in range(10)], 10),
        ([case(n, hamlet="Thôn 1" if n else None, **POINT) for n in range(10)], 0),
        ([case(n, longitude=105.85 + n / 1e4, latitude=21.05) for n in range(10)], 0),
    ],
)
def test_a_stand_in_is_a_point_of_many_homes_or_none(rows: list[dict[str, Any]], stacked: int) -> None:
    assert len(data_quality.stand_ins(now(case=rows))) == stacked


def test_stacked_cases_are_counted_nowhere_and_the_ward_is_muted() -> None:
    rows = [case(n, **POINT) for n in range(30)] + [case(40, hamlet="Thôn 1")]
    assert counted(case=rows).received.loc[AN].sum() == 1
    table = data_quality.found(now(case=rows), OVER[0].start)
    assert table.at[AN, "stand_ins"] == pytest.approx(30 / 31)
    assert table.at[AN, "reasons"] == ("unstated", "stand_ins")


@pytest.mark.parametrize(
    ("rows", "imported", "reasons"),
    [
        ([case(n, hamlet="Thôn 1") for n in range(4)], "2026-09-30", ()),
        ([case(n, hamlet="Thôn 1") for n in range(4)], "2026-08-16", ()),
        ([case(n, hamlet="Thôn 1") for n in range(4)], "2026-08-15", ("stale",)),
        ([case(n, precision="ward") for n in range(4)], None, ()),
        ([case(n, hamlet="Thôn 1" if n else None) for n in range(2)], None, ()),
        ([case(n) for n in range(4)], None, ("unstated",)),
        ([case(n, hamlet="Thôn 1", **({} if n else {"received_on": None})) for n in range(4)], None, ("undated",)),
        ([case(n, hamlet="Thôn 1", national_code="A" if n < 2 else f"B{n}") for n in range(4)], None, ("duplicates",)),
        ([case(n, hamlet="Thôn 1", national_code="A" if n < 2 else f"B{n}") for n in range(5)], None, ()),
    ],
)
def test_poor_data_mute_a_ward_and_say_why(
    rows: list[dict[str, Any]], imported: str | None, reasons: tuple[str, ...]
) -> None:
    day = dt.date.fromisoformat(imported) if imported else None
    table = data_quality.found(now(case=rows), OVER[0].start, imported_on=day)
    assert table.at[AN, "reasons"] == reasons
    assert table.at[AN, "muted"] == bool(reasons)


def test_cases_confirmed_to_be_one_are_duplicates() -> None:
    rows = [case(n, hamlet="Thôn 1") for n in range(3)]
    link = {"code": "L1", "case": "Q0", "other_case": "Q1", "decision": "confirmed", "decided_on": "2026-09-10"}
    table = data_quality.found(now(case=rows, case_link=[link]), OVER[0].start)
    assert table.at[AN, "duplicates"] == pytest.approx(1 / 3)


def test_wards_without_cases_are_not_called_poor() -> None:
    table = data_quality.found(now(case=[case(1, hamlet="Thôn 1")]), OVER[0].start)
    assert table.loc[[BINH, CAT, DONG], "muted"].tolist() == [False] * 3
    assert table.loc[DONG, ["stated", "dated"]].isna().all()


def test_old_districts_by_hand() -> None:
    # 901 has An and half of Bình: 40 + 5 cases of 150 homes; 902 the other half, Cát and Đông: 5 + 4 + 6 of 250
    cases = pd.Series([40.0, 10, 4, 6], index=WARDS)
    table = old_units.districts(
        cases, pd.Series(100.0, index=WARDS), city.areas().shares, ALL_FOUR, permutations=99, seed=1
    )
    assert table["n"].to_dict() == {"901": 45, "902": 15}
    assert table["exposure"].to_dict() == {"901": 150, "902": 250}
    assert table["also_high"].to_dict() == {"901": True, "902": False}
    hot = pd.Series([True, True, False, True], index=WARDS)
    told = old_units.stability(hot, table, city.areas().shares)
    assert list(told.index) == [AN, BINH, DONG]
    assert told["district"].tolist() == ["901", "901", "902"]
    assert told["also_high"].tolist() == [True, True, False]
    assert told["high_share"].tolist() == [1.0, 0.5, 0.0]


def wave(extra: int = 30) -> list[dict[str, Any]]:
    """Two cases a month in every ward for two years, and in An so many more since 1/8/2026."""
    days = [month.start + dt.timedelta(days=4) for month in OVER]
    usual = [(ward, day) for ward in WARDS for day in days for _ in range(2)]
    late = [(AN, dt.date(2026, 8 + n % 2, 1 + n % 28)) for n in range(extra)]
    return [
        case(n, ward=ward, received_on=day.isoformat(), hamlet=f"Thôn {ward}", precision="hamlet", subject="price")
        for n, (ward, day) in enumerate(usual + late)
    ]


@pytest.fixture(scope="module")
def answer() -> early_areas.Found:
    found = early_areas.found(chosen(case=wave()), OVER, seed=5, permutations=99, replicates=99)
    assert found is not None
    return found


def test_a_wave_in_one_ward_is_new_there_and_nowhere_else(answer: early_areas.Found) -> None:
    assert answer.wards["hot"].to_dict() == {AN: True, BINH: False, CAT: False, DONG: False}
    assert answer.wards["class"].to_dict() == {AN: "new", BINH: "none", CAT: "none", DONG: "none"}
    assert answer.wards.at[AN, "run"] == 2
    cluster = answer.clusters.iloc[answer.wards.at[AN, "cluster"]]
    assert (cluster["raised"], cluster["start"]) == ((AN,), pd.Timestamp("2026-08-01"))
    # of the 16 usual cases of two months and the 30 more a quarter is expected in An, by households
    assert cluster["observed"] == 34
    assert cluster["expected"] == pytest.approx(46 / 4)
    assert answer.wards.at[AN, "rate"] > answer.wards.at[BINH, "rate"]


def test_every_hot_ward_has_a_class_and_the_answer_is_the_same_again(answer: early_areas.Found) -> None:
    again = early_areas.found(chosen(case=wave()), OVER, seed=5, permutations=99, replicates=99)
    assert again is not None
    pd.testing.assert_frame_equal(answer.wards, again.wards)
    assert set(answer.wards.loc[answer.wards["hot"], "class"]) <= {
        "new",
        "intensifying",
        "diminishing",
        "persistent",
        "sporadic",
    }


def test_a_wave_over_the_whole_city_is_no_cluster() -> None:
    days = [month.start.isoformat() for month in OVER]
    rows = [case(n, ward=WARDS[n % 4], received_on=days[-1], hamlet=f"Thôn {n % 4}") for n in range(120)]
    found = early_areas.found(chosen(case=rows), OVER, seed=5, permutations=99, replicates=99)
    assert found is not None
    assert not found.wards["hot"].any()
    assert found.clusters.empty


def test_where_no_ward_has_enough_households_nothing_is_told() -> None:
    found = early_areas.found(
        chosen(case=wave(), household_file=homes(29)), OVER, seed=5, permutations=99, replicates=9
    )
    assert found is not None
    assert not found.wards["hot"].any()
    assert found.wards["class"].isna().all()
    assert not found.wards["enough"].any()


def test_a_point_on_the_map_never_makes_a_hotspot() -> None:
    stacked = [row | {"hamlet": None, **POINT} if n >= 192 else row for n, row in enumerate(wave())]
    found = early_areas.found(chosen(case=stacked), OVER, seed=5, permutations=99, replicates=99)
    assert found is not None
    assert not found.wards["hot"].any()


def test_places_for_the_scan_are_in_metres() -> None:
    places = early_areas.points(city.areas())
    assert np.hypot(*(places.loc[AN] - places.loc[CAT])) == pytest.approx(11_070, rel=0.01)
