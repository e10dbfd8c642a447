"""Receptions worked out by hand: two duties apart, three states, the form and its arithmetic, minima on both sides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from gis.filters import Filters
from gis.insight import reception_form, reception_minima, receptions
from gis.insight.reception_minima import Minimum
from gis.insight.situation import Selection, situation
from gis.law import rules
from gis.period import Period
from tests import city

QUARTER = Period("quarter", dt.date(2026, 7, 1), dt.date(2026, 9, 30))


def made(*rows: dict[str, Any], filters: Filters | None = None, **more: list[dict[str, Any]]) -> Selection:
    sittings = [
        {"code": f"R{n}", "ward": "00001", "state": "held", "role": "chairman", **row} for n, row in enumerate(rows)
    ]
    shown = {**city.ROWS, "reception": sittings, **more}
    return situation(city.snapshot(shown), city.areas(), rules.current()).select(filters or Filters())


def on(day: str, **more: Any) -> dict[str, Any]:
    return {"held_on": day, **more}


def test_two_duties_are_kept_apart() -> None:
    selection = made(
        on("2026-07-01", kind="periodic", mode="in_person", turns=3, people=4),
        on("2026-07-01", kind="sudden", mode="online", turns=1, people=5),
        on("2026-07-02", kind="periodic", delegated=True),
        on("2026-07-03", role="party_secretary", kind="periodic", turns=2, people=2),
        on("2026-07-04", role="other", kind="regular", turns=9, people=9),
        on("2026-07-05", state="not_held"),
        on("2026-06-30", kind="periodic"),
    )
    table = receptions.summary(receptions.within(selection, QUARTER))
    chairman = table.loc["chairman"].to_dict()
    expected = {"days": 2, "sittings": 3, "periodic": 2, "sudden": 1, "regular": 0, "delegated": 1, "not_held": 1}
    assert {name: chairman[name] for name in expected} == expected
    assert (chairman["in_person"], chairman["online"], chairman["turns"], chairman["people"]) == (1, 1, 4, 9)
    assert table.loc["party_secretary", "days"] == 1
    assert table.loc["other", "turns"] == 9
    assert pd.isna(chairman["crowds"])


def test_three_states_and_silence_is_none_of_the_others() -> None:
    nothing = {"kind": "tcd_01", "sent_on": "2026-09-03", "state": "nothing_arose"}
    reports = [
        {"ward": "00003", "period_start": "2026-08-01", "period_end": "2026-08-31", **nothing},
        {"ward": "00003", "period_start": "2026-07-02", "period_end": "2026-07-31", **nothing},
        {"ward": "00004", "period_start": "2026-08-01", "period_end": "2026-08-31", **nothing, "kind": "xld_02"},
    ]
    selection = made(
        on("2026-07-01"), on("2026-07-31", state="not_held"), on("2026-08-01", state="not_held"), submission=reports
    )
    table = receptions.states(selection, "chairman", QUARTER).astype(str)
    assert table.loc["00001"].tolist() == ["held", "not_held", "unreported"]
    assert table.loc["00003"].tolist() == ["unreported", "not_held", "unreported"]
    assert table.loc["00004"].tolist() == ["unreported"] * 3
    assert receptions.states(selection, "party_secretary", QUARTER).loc["00001"].tolist() == ["unreported"] * 3


def test_a_ward_that_reported_nothing_has_no_number_of_days() -> None:
    selection = made(
        on("2026-07-01", turns=2), on("2026-07-01", turns=1), on("2026-08-02", state="not_held", ward="00002")
    )
    table = receptions.by_ward(selection, QUARTER)
    assert table["chairman_days"].tolist() == [1, 0, pd.NA, pd.NA]
    assert table["chairman_unreported"].tolist() == [2, 2, 3, 3]
    assert table["party_secretary_days"].isna().all()
    assert table.loc["00001", "turns"] == 3
    assert table["other_days"].tolist() == [0, 0, pd.NA, pd.NA]


COUNTED = {"turns": 3, "people": 4, "first_cases": 2, "repeated_cases": 1, "crowds": 0, "crowd_people": 0}


def test_the_form_is_filled_from_the_sittings() -> None:
    selection = made(
        on("2026-07-01", kind="periodic", **COUNTED),
        on("2026-07-02", role="party_secretary", kind="sudden", **COUNTED),
        on("2026-07-03", role="other", kind="regular", **COUNTED),
        on("2026-07-04", role="other", **COUNTED),
        on("2026-07-05", state="not_held"),
    )
    table = reception_form.form(receptions.within(selection, QUARTER))
    assert table["sittings"].to_dict() == {"regular": 2, "periodic": 1, "sudden": 1, "unrecorded": 0}
    assert table["people"].sum() == 16


def test_a_sitting_of_no_kind_is_a_line_and_a_fault() -> None:
    rows = receptions.within(made(on("2026-07-01", **COUNTED)), QUARTER)
    assert reception_form.form(rows)["turns"].to_dict() == {"regular": 0, "periodic": 0, "sudden": 0, "unrecorded": 3}
    assert reception_form.faults(rows, crowd_size=5)["check"].tolist() == ["no_kind"]


def test_the_form_of_nothing_is_zero_and_of_uncounted_sittings_unknown() -> None:
    assert reception_form.form(receptions.within(made(), QUARTER)).to_numpy().sum() == 0
    table = reception_form.form(receptions.within(made(on("2026-07-01", kind="sudden")), QUARTER))
    assert table["sittings"]["sudden"] == 1
    assert table["turns"].isna().tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        ({"people": 2}, "turns_people"),
        ({"crowds": 4, "people": 30, "crowd_people": 20}, "crowds_turns"),
        ({"crowds": 1, "people": 5, "crowd_people": 6}, "crowd_people"),
        ({"crowds": 1, "people": 9, "crowd_people": 4}, "crowd_size"),
        ({"repeated_cases": 2}, "cases_turns"),
        ({"turns": None}, "no_turns"),
    ],
)
def test_arithmetic_that_does_not_hold_is_found(broken: dict[str, Any], check: str) -> None:
    sittings = (on("2026-07-01", kind="sudden", **COUNTED), on("2026-07-02", kind="sudden", **COUNTED | broken))
    rows = receptions.within(made(*sittings), QUARTER)
    found = reception_form.faults(rows, crowd_size=5)
    assert found[["check", "code"]].to_numpy().tolist() == [[check, "R1"]]


def test_forms_that_were_sent_stand_beside_the_sittings_of_the_same_days() -> None:
    span = {"ward": "00001", "form": "tcd_01", "period_start": "2026-07-15", "period_end": "2026-08-14"}
    forms = [{**span, "item": "turns", "value": 5.0}, {**span, "item": "people", "value": 9.0}]
    other = [{**span, "item": "turns", "value": 70.0, "period_end": "2026-10-14"}]
    selection = made(
        on("2026-07-14", turns=100),
        on("2026-07-15", turns=3),
        on("2026-08-14", turns=1),
        on("2026-08-01", turns=50, ward="00002"),
        periodic_form=forms + other,
    )
    table = reception_form.sent(selection, QUARTER)
    assert table.loc["turns"].to_dict() == {"recorded": 4, "sent": 5}
    assert table.loc["people", "sent"] == 9
    assert table.loc["crowds"].isna().all()


MONTHLY = Minimum("chairman", 2, "month", dt.date(2026, 7, 1))
WEEKLY = Minimum("chairman", 1, "week", dt.date(2014, 7, 1), dt.date(2026, 6, 30))


def test_days_missing_to_a_monthly_minimum() -> None:
    selection = made(
        on("2026-07-01"), on("2026-07-01"), on("2026-08-01"), on("2026-08-31"), on("2026-09-01", role="other")
    )
    found = reception_minima.short(selection, QUARTER, [MONTHLY])
    assert found["chairman"].tolist() == [1, pd.NA, pd.NA, pd.NA]  # July lacks one; August is kept; September is silent


def test_the_rule_of_its_time_is_held_against_each_month() -> None:
    # June 2026 has the whole weeks 1-7, 8-14, 15-21 and 22-28; the week of 29/6 lies in both regimes and in neither
    period = Period("quarter", dt.date(2026, 6, 1), dt.date(2026, 7, 31))
    selection = made(on("2026-06-07"), on("2026-06-08"), on("2026-06-28"), on("2026-07-02"), on("2026-07-03"))
    assert reception_minima.short(selection, period, [WEEKLY]).loc["00001", "chairman"] == 1
    assert reception_minima.short(selection, period, [MONTHLY]).loc["00001", "chairman"] == 0
    assert reception_minima.short(selection, period, [WEEKLY, MONTHLY]).loc["00001", "chairman"] == 1


def test_a_month_cut_short_is_not_held_against_anybody() -> None:
    period = Period("month", dt.date(2026, 7, 1), dt.date(2026, 7, 30))
    assert reception_minima.short(made(on("2026-07-01")), period, [MONTHLY]).isna().all(axis=None)


def test_a_choice_of_wards_narrows_the_rows() -> None:
    selection = made(on("2026-07-01"), filters=Filters(ward=("00001",)))
    assert receptions.by_ward(selection, QUARTER).index.tolist() == ["00001"]
