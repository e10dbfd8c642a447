"""What followed dialogues held because of an early-dialogue area, by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from gis.insight.early_dialogues import AFTER, followed, held, talked
from gis.insight.situation import Selection
from tests.test_insight_early_areas import AN, BINH, CAT, case, chosen


def dialogue(code: str, ward: str, day: str | None, **more: Any) -> dict[str, Any]:
    return {"code": code, "ward": ward, "kind": "conference", "held_on": day, "prompted_by": "early_area"} | more


DIALOGUES = [
    dialogue("D1", AN, "2026-06-01"),
    dialogue("D2", BINH, "2026-07-15"),
    dialogue("D3", CAT, "2026-09-10"),
    dialogue("D4", AN, "2026-06-02", prompted_by="law"),
    dialogue("D5", AN, "2026-06-03", prompted_by=None),
    dialogue("D6", AN, None, planned_for="2026-08-01"),
]
CASES = [
    case(1, received_on="2026-05-01", decided_on="2026-06-20"),
    case(2, received_on="2026-05-02"),
    case(3, received_on="2026-07-20"),
    case(4, BINH, received_on="2026-07-01"),
]


@pytest.fixture
def city_now() -> Selection:
    return chosen(dialogue=DIALOGUES, case=CASES)


def test_only_those_held_because_of_an_area_are_followed_the_latest_first(city_now: Selection) -> None:
    assert list(held(city_now).index) == ["D3", "D2", "D1"]
    assert list(followed(city_now, most=2).index) == ["D3", "D2"]


def test_open_cases_after_30_60_and_90_days(city_now: Selection) -> None:
    found = followed(city_now, most=9)
    # An: K1 and K2 open on 01/06; one left on 01/07; on 31/07 the one of 20/07 came; still two on 30/08
    assert found.loc["D1", list(AFTER)].tolist() == [2, 1, 2, 2]
    assert found.at["D1", "outcome"] == "not_fewer"
    # Bình: one open; 60 days after 15/07 is 13/09, 90 days after is not yet
    assert found.loc["D2", [0, 30, 60]].tolist() == [1, 1, 1]
    assert pd.isna(found.at["D2", 90])
    assert found["outcome"].to_dict() == {"D3": "early", "D2": "not_fewer", "D1": "not_fewer"}


def test_fewer_open_cases_is_an_outcome_and_no_false_alarm() -> None:
    rows = [case(1, received_on="2026-05-01", decided_on="2026-06-20"), case(2, received_on="2026-05-02")]
    found = followed(chosen(dialogue=DIALOGUES, case=rows), most=9)
    assert found.at["D1", "outcome"] == "fewer"


@pytest.mark.parametrize(
    ("after", "until", "wards"),
    [
        ("2026-05-31", "2026-06-01", [AN]),
        ("2026-06-01", "2026-07-14", []),
        ("2026-06-01", "2026-07-15", [BINH]),
        ("2026-01-01", "2026-09-30", [AN, BINH, CAT]),
    ],
)
def test_where_people_talked_between_two_days(city_now: Selection, after: str, until: str, wards: list[str]) -> None:
    found = talked(city_now, dt.date.fromisoformat(after), dt.date.fromisoformat(until))
    assert sorted(found.index) == wards


def test_nothing_recorded_is_nothing_followed() -> None:
    assert followed(chosen(dialogue=[], case=CASES), most=9).empty
