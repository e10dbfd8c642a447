"""Receptions worked out by hand: two duties apart, three states, the form and its arithmetic, minima on both sides."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import reception_form, reception_minima, receptions
from gis.insight.situation import Selection, situation
from gis.law import rules
from gis.law.minimums import Minimum
from gis.period import Period
from gis.words import Label
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


def form(ward: str, start: str, end: str, **items: float) -> list[dict[str, Any]]:
    span = {"ward": ward, "form": "tcd_01", "period_start": start, "period_end": end}
    return [{**span, "item": item, "value": value} for item, value in items.items()]


@pytest.mark.parametrize(
    ("items", "turns"),
    [
        ({"regular_turns": 4.0, "head_turns": 3.0}, 7),
        ({"regular_turns": 4.0, "head_periodic_turns": 2.0, "head_sudden_turns": 1.0}, 7),
        ({"regular_turns": 4.0, "head_turns": 3.0, "deputy_turns": 2.0, "delegated_turns": 1.0}, 10),
        # the head's own total is not added to its parts, nor parts to a total that is stated
        ({"regular_turns": 4.0, "head_turns": 3.0, "head_periodic_turns": 2.0, "head_sudden_turns": 1.0}, 7),
        ({"turns": 8.0, "regular_turns": 4.0, "head_turns": 3.0}, 8),
        # a part is missing: no total can be told
        ({"regular_turns": 4.0}, None),
        ({"regular_turns": 4.0, "head_periodic_turns": 2.0}, None),
        ({"regular_turns": 4.0, "deputy_turns": 2.0}, None),
    ],
)
def test_a_form_split_by_way_of_reception_is_added_up(items: dict[str, float], turns: int | None) -> None:
    sent = form("00001", "2026-07-01", "2026-07-31", **items)
    table = reception_form.sent(made(on("2026-07-15", turns=6), periodic_form=sent), QUARTER)
    expected = [6, turns] if turns else [None, None]
    assert table.astype(object).where(table.notna(), None).loc["turns"].tolist() == expected
    assert table.drop(index="turns").isna().all(axis=None)


def test_of_forms_whose_periods_overlap_the_longest_counts() -> None:
    forms = [
        *form("00001", "2026-07-01", "2026-07-31", turns=3.0, people=4.0),
        *form("00001", "2026-07-01", "2026-09-30", turns=9.0),
        *form("00002", "2026-07-01", "2026-07-31", turns=20.0),
        *form("00002", "2026-08-01", "2026-08-31", turns=30.0),
    ]
    sittings = [on("2026-07-31", turns=3, people=4), on("2026-09-30", turns=5, people=8)]
    sittings += [on("2026-08-01", turns=50, ward="00002"), on("2026-09-01", turns=70, ward="00002")]
    table = reception_form.sent(made(*sittings, periodic_form=forms), QUARTER)
    assert table.loc["turns"].to_dict() == {"recorded": 3 + 5 + 50, "sent": 9 + 20 + 30}
    # nobody told the people of the quarter: those of July stand beside the sittings of July
    assert table.loc["people"].to_dict() == {"recorded": 4, "sent": 4}


def minimum(days: int, per: str, first: str, last: str | None = None, **more: Any) -> Minimum:
    given = {"role": "chairman", "level": "commune", "confidence": "C", **more}
    span = {name: dt.date.fromisoformat(day) for name, day in (("valid_from", first), ("valid_to", last)) if day}
    texts = dict.fromkeys(("name", "article", "note"), Label("", ""))
    return Minimum(id=f"{per}ly", subject="reception", days=days, per=per, **span, **texts, **given)  # type: ignore[arg-type]


MONTHLY = minimum(2, "month", "2026-07-01")
WEEKLY = minimum(1, "week", "2014-07-01", "2026-06-30")


def judged(selection: Selection, period: Period, *minimums: Minimum) -> reception_minima.Months:
    """Judge the chairmen by these rules instead of the ones in force."""
    now = replace(selection.situation, rules=replace(selection.situation.rules, minimums=minimums))
    return reception_minima.by_month(Selection(now, selection.filters), period, "chairman")


def test_days_missing_to_a_monthly_minimum() -> None:
    selection = made(
        on("2026-07-01"), on("2026-07-01"), on("2026-08-01"), on("2026-08-31"), on("2026-09-01", role="other")
    )
    found = judged(selection, QUARTER, MONTHLY)
    assert found.short.loc["00001"].tolist() == [1, 0, pd.NA]  # July lacks one; August is kept; September is silent
    assert found.days.loc["00001"].tolist() == [1, 2, 0]
    assert found.short.loc["00002"].isna().all()


def test_a_month_in_which_nobody_received_lacks_all_of_them() -> None:
    found = judged(made(on("2026-07-01", state="not_held")), QUARTER, MONTHLY)
    assert found.short.loc["00001"].tolist() == [2, pd.NA, pd.NA]


def test_the_rule_of_its_time_is_held_against_each_month() -> None:
    # June 2026 has the whole weeks 1-7, 8-14, 15-21 and 22-28; the week of 29/6 lies in both regimes and in neither
    period = Period("quarter", dt.date(2026, 6, 1), dt.date(2026, 7, 31))
    selection = made(on("2026-06-07"), on("2026-06-08"), on("2026-06-28"), on("2026-07-02"), on("2026-07-03"))
    assert judged(selection, period, WEEKLY).short.loc["00001"].tolist() == [1, pd.NA]
    assert judged(selection, period, MONTHLY).short.loc["00001"].tolist() == [pd.NA, 0]
    both = judged(selection, period, WEEKLY, MONTHLY)
    assert both.short.loc["00001"].tolist() == [1, 0]
    assert both.rules == (WEEKLY, MONTHLY)


def test_a_week_over_the_end_of_a_month_needs_both_months_reported() -> None:
    period = Period("quarter", dt.date(2026, 3, 1), dt.date(2026, 4, 30))  # Monday 30/3 to Sunday 5/4
    alone = judged(made(on("2026-03-04"), on("2026-03-10"), on("2026-03-17"), on("2026-03-24")), period, WEEKLY)
    assert alone.short.loc["00001"].tolist() == [0, pd.NA]  # four weeks are kept; of April nothing is known
    told = judged(made(on("2026-03-04"), on("2026-04-30")), period, WEEKLY)
    assert told.short.loc["00001"].tolist() == [4, 3]


def test_a_week_without_a_working_day_asks_for_nothing() -> None:
    # Tết 2026: Monday 16/2 to Friday 20/2 are public holidays; the weeks around it are kept, that of 23/2 is not
    period = Period("quarter", dt.date(2026, 2, 1), dt.date(2026, 3, 31))
    kept = [on("2026-02-03"), on("2026-02-10"), on("2026-03-31")]
    assert judged(made(*kept), period, WEEKLY).short.loc["00001", "2026-02"] == 1
    assert judged(made(*kept, on("2026-02-24")), period, WEEKLY).short.loc["00001", "2026-02"] == 0


def test_a_month_cut_short_is_not_held_against_anybody() -> None:
    period = Period("month", dt.date(2026, 7, 1), dt.date(2026, 7, 30))
    assert judged(made(on("2026-07-01")), period, MONTHLY).short.isna().all(axis=None)


def test_a_month_in_which_the_rules_change_has_no_minimum() -> None:
    late = minimum(2, "month", "2026-07-02")
    assert judged(made(on("2026-07-01")), QUARTER, late).rules == (None, late, late)


def test_the_province_is_another_level() -> None:
    assert judged(made(), QUARTER, minimum(1, "month", "2014-07-01", level="province")).rules == (None,) * 3


def test_a_minimum_nobody_checked_counts_against_nobody() -> None:
    found = judged(made(on("2026-07-01")), QUARTER, minimum(2, "month", "2026-07-01", confidence="M"))
    assert found.short.loc["00001", "2026-07"] == 1
    assert found.counting.empty


def test_both_duties_by_the_rules_of_their_time() -> None:
    # since 1/7/2026 both heads owe two days a month; delegates stand for neither
    selection = made(on("2026-07-01"), on("2026-07-02", role="party_secretary"), on("2026-07-03", role="other"))
    table = reception_minima.short(selection, QUARTER)
    assert table.loc["00001"].to_dict() == {"party_secretary": 1, "chairman": 1}
    assert table.loc["00002"].isna().all()


def test_known_to_be_missing_is_zero_only_where_everything_is_reported() -> None:
    july = Period("month", dt.date(2026, 7, 1), dt.date(2026, 7, 31))
    heads = [{"role": role} for role in receptions.DUTIES]
    kept = [on(day, ward=ward, **head) for day in ("2026-07-01", "2026-07-02") for head in heads for ward in ("00001",)]
    half = [on(day, ward="00002") for day in ("2026-07-01", "2026-07-02")]  # of its secretary nothing is reported
    short = [on("2026-07-01", ward="00003")]
    found = reception_minima.missing(made(*kept, *half, *short), july)
    assert found.tolist() == [0, pd.NA, 1, pd.NA]


@given(st.lists(st.integers(0, 91), max_size=8), st.integers(0, 91))
@settings(deadline=None, max_examples=30)
def test_one_day_more_never_leaves_more_missing(days: list[int], more: int) -> None:
    def dates(numbers: list[int]) -> list[dict[str, Any]]:
        reported = [on(f"2026-0{month}-01", state="not_held") for month in (7, 8, 9)]
        return reported + [on(str(QUARTER.start + dt.timedelta(days=n))) for n in numbers]

    before = judged(made(*dates(days)), QUARTER, MONTHLY).short.loc["00001"]
    after = judged(made(*dates([*days, more])), QUARTER, MONTHLY).short.loc["00001"]
    assert (after <= before).all()
    assert before.notna().all()


def test_a_choice_of_wards_narrows_the_rows() -> None:
    selection = made(on("2026-07-01"), filters=Filters(ward=("00001",)))
    assert receptions.by_ward(selection, QUARTER).index.tolist() == ["00001"]
    assert reception_minima.short(selection, QUARTER).index.tolist() == ["00001"]
