"""Steps, progress by project, late payments and one project in full, counted by hand in the drawn city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import compensation, overview, project_detail, sheets
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.period import Period
from gis.scope import Scope
from gis.view import Sheet
from tests import city

YEAR = Period("twelve_months", dt.date(2025, 10, 1), dt.date(2026, 9, 30))


def made(scope: Scope | None = None, **rows: Sequence[Mapping[str, Any]]) -> Situation:
    """The drawn city with some of its entities replaced."""
    snapshot = city.snapshot({**city.ROWS, **rows})
    return situation(replace(snapshot, scope=scope or snapshot.scope), city.areas(), rules.current())


@pytest.fixture(scope="module")
def now() -> Situation:
    return made()


def test_every_step_is_counted_by_itself(now: Situation) -> None:
    steps = compensation.steps(now.select(Filters()))
    assert steps is not None
    assert dict(steps["households"]) == {
        "all": 5, "notified": 5, "inventoried": 0, "approved": 4, "paid": 2, "deposited": 0, "decided": 0,
        "handed_over": 1,
    }  # fmt: skip
    assert steps.at["approved", "hectares"] == pytest.approx(0.11)
    assert steps.at["paid", "hectares"] == pytest.approx(0.08)
    assert steps.at["handed_over", "hectares"] == pytest.approx(0.05)
    assert steps.at["approved", "money"] == pytest.approx(4e9)
    assert steps.at["paid", "money"] == pytest.approx(3e9)
    assert steps.loc[["all", "notified", "deposited", "handed_over"], "money"].isna().all()


def test_a_sum_nobody_wrote_down_is_unknown() -> None:
    file = {"code": "H", "project": "P1", "ward": "00001", "approved_on": "2025-01-10"}
    steps = compensation.steps(made(household_file=[file]).select(Filters()))
    assert steps is not None
    assert pd.isna(steps.at["approved", "money"])
    assert pd.isna(steps.at["approved", "hectares"])
    assert steps.at["paid", "money"] == 0


def test_without_any_file_nothing_is_known() -> None:
    registry = made(household_file=[]).select(Filters())
    assert compensation.steps(registry) is None
    assert compensation.late(registry) is None
    table = compensation.projects(registry)
    assert table[["households", "paid", "not_agreeing", "approved_sum"]].isna().all(axis=None)
    assert pd.isna(compensation.totals(table)["households"])


def test_progress_by_project(now: Situation) -> None:
    table = compensation.projects(now.select(Filters()))
    assert list(table.index) == ["P1", "P2", "P3"], "largest area first"
    assert table.at["P1", "wards"] == ("00001", "00002")
    expected = {
        "recover_area": 3.0, "households": 4, "notified": 4, "plans": 2, "drafted": 0, "approved": 4, "paid": 2,
        "handed_over": 1, "handed_over_share": 0.25, "paid_not_handed_over": 1, "late": 1, "late_sum": 5e8,
        "not_agreeing": 0, "not_taking": 1,
    }  # fmt: skip
    assert {name: table.at["P1", name] for name in expected} == expected
    assert table.at["P2", "households"] == 1
    assert table.at["P2", "approved"] == 0
    assert pd.isna(table.at["P1", "resettlement_need"]), "no inventory has asked anybody"
    assert table.loc["P3", ["households", "plans", "not_taking", "graves", "handed_over_share"]].isna().all()


def test_households_left_out_by_a_choice_are_zero_and_those_never_recorded_unknown(now: Situation) -> None:
    table = compensation.projects(now.select(Filters(ward=("00002",))))
    assert list(table.index) == ["P1"]
    assert (table.at["P1", "households"], table.at["P1", "recover_area"]) == (0, 1.0)


def test_dissent_is_told_only_of_whole_projects_and_only_to_a_reader_of_the_whole_province(now: Situation) -> None:
    elsewhere = compensation.projects(now.select(Filters(ward=("00002",))))
    assert elsewhere.at["P1", "not_taking"] == 1, "the refusal in Phường An is part of the project's total"
    commune = made(scope=replace(Scope.local_officer("99"), wards=frozenset({"00001"})))
    table = compensation.projects(commune.select(Filters()))
    assert table[["not_agreeing", "not_taking"]].isna().all(axis=None)
    assert compensation.obstacles(commune) is None


def test_late_payments(now: Situation) -> None:
    late = compensation.late(now.select(Filters()))
    assert late is not None
    assert (late.households, late.money, late.owed, late.unjudged) == (1, 5e8, 1, 0)
    assert late.projects.to_dict("index") == {"P1": {"late": 1, "late_sum": 5e8}}
    elsewhere = compensation.late(now.select(Filters(ward=("00003",))))
    assert elsewhere is not None
    assert (elsewhere.households, len(elsewhere.projects)) == (0, 0)


CHOICES = st.builds(
    Filters,
    ward=st.sampled_from([(), ("00001",), ("00003",), ("00001", "00003"), ("00004",)]),
    project=st.sampled_from([(), ("P1",), ("P2", "P3")]),
    key_project=st.booleans(),
    stage=st.sampled_from([(), ("unknown",), ("paying", "inventoried")]),
)


@given(CHOICES)
@settings(max_examples=25, deadline=None)
def test_the_table_adds_up_to_the_steps_and_to_the_figures_of_the_map(now: Situation, filters: Filters) -> None:
    selection = now.select(filters)
    table, steps = compensation.projects(selection), compensation.steps(selection)
    late, figures = compensation.late(selection), overview.figures(selection, YEAR)
    assert steps is not None
    assert late is not None
    whole = compensation.totals(table).fillna(0)
    assert whole["households"] == steps.at["all", "households"] == figures.households
    assert {step: whole[step] for step in compensation.STEPS} == dict(steps["households"].drop("all"))
    assert whole["approved_sum"] == pytest.approx(figures.money_approved)
    assert whole["paid_sum"] == pytest.approx(figures.money_paid)
    assert whole["handed_over_hectares"] == pytest.approx(figures.hectares_handed_over)
    assert whole["recover_area"] == pytest.approx(figures.recover_area)
    assert (whole["late"], whole["late_sum"]) == (late.households, late.money)
    assert late.households <= late.owed


def test_a_table_cut_in_two_adds_up_to_the_whole(now: Situation) -> None:
    table = compensation.projects(now.select(Filters()))
    head, rest = compensation.totals(table.head(1)).fillna(0), compensation.totals(table.iloc[1:]).fillna(0)
    names = [*compensation.COUNTED, *compensation.COUNTED_PLANS, *compensation.SUMMED]
    assert list(head[names] + rest[names]) == pytest.approx(list(compensation.totals(table).fillna(0)[names]))


REPORT = {"project": "P1", "ward": "00001", "round": 1, "step": "notified", "reported_on": "2026-08-31"}


def test_organisations_and_graves_are_those_of_the_last_report_of_every_part() -> None:
    reports = [
        REPORT | {"organisations": 9, "graves": 9},
        REPORT | {"reported_on": "2026-09-30", "organisations": 2, "graves": 3, "households": 4},
        REPORT | {"reported_on": "2026-09-30", "step": "paid", "households": 2},
        REPORT | {"ward": "00002", "organisations": 1},
    ]
    reported = made(progress_report=reports)
    table = compensation.projects(reported.select(Filters()))
    assert (table.at["P1", "organisations"], table.at["P1", "graves"]) == (3, 3)
    assert pd.isna(table.at["P2", "organisations"])
    found = project_detail.detail(opened(reported, "P1"), "P1").reported
    assert found is not None
    assert (found.first, found.last) == (dt.date(2026, 8, 31), dt.date(2026, 9, 30))
    assert dict(found.steps["households"]) == {"notified": 4, "paid": 2}


def test_rows_and_reported_totals_stand_side_by_side_with_their_difference() -> None:
    # H1 was paid on 10/2/2025 and H2 on 10/3/2025: a report of 28/2 is held against what the files say of that day
    reports = [
        REPORT | {"reported_on": "2025-02-28", "households": 4},
        REPORT | {"reported_on": "2025-02-28", "step": "paid", "households": 3},
        REPORT | {"reported_on": "2025-02-28", "step": "not_agreeing", "households": 1},
        REPORT | {"reported_on": "2025-02-28", "step": "handed_over", "area": 1.0},
    ]
    found = project_detail.detail(opened(made(progress_report=reports), "P1"), "P1").reported
    assert found is not None
    steps = found.steps[["households", "recorded", "difference"]].astype("object")
    told = steps.where(steps.notna(), None).T.to_dict("list")
    assert told["notified"] == [4, 4, 0]
    assert told["paid"] == [3, 1, 2]
    assert told["not_agreeing"] == [1, None, None]
    assert told["handed_over"] == [None, 0, None]


def test_a_report_of_a_ward_without_files_is_held_against_nothing() -> None:
    reports = [REPORT | {"ward": "00002", "households": 4}]
    found = project_detail.detail(opened(made(progress_report=reports), "P1"), "P1").reported
    assert found is not None
    assert found.steps["recorded"].isna().all()


def opened(now: Situation, code: str) -> Any:
    return sheets.opened(now, Filters(ward=("00004",)), Sheet("project", code))


def test_one_project_in_full(now: Situation) -> None:
    found = project_detail.detail(opened(now, "P1"), "P1")
    assert found.wards == ("00001", "00002")
    assert found.steps is not None
    assert found.steps.at["all", "households"] == 4
    assert list(found.plans.index) == ["L1", "L2"]
    assert found.obstacles is not None
    assert dict(found.obstacles) == {"refuses_money": 1}
    assert found.sites.loc["S1", ["capacity", "drawn"]].to_list() == [40, 0]
    assert (found.need, found.drawn) == (None, 0)
    assert found.subjects is not None
    assert dict(found.subjects) == {"price": 1, "recovery": 1}
    assert found.reported is None


def test_a_project_only_registered_has_nothing_to_tell(now: Situation) -> None:
    found = project_detail.detail(opened(now, "P3"), "P3")
    assert (found.steps, found.obstacles, found.need, found.drawn, found.coefficient) == (None, None, None, None, None)
    assert found.plans.empty
    assert found.sites.empty
    assert (len(found.neighbours), found.neighbours_unknown) == (0, 0)


def test_need_and_lots() -> None:
    asked = {"project": "P1", "ward": "00001", "inventoried_on": "2025-01-01"}
    files = [
        asked | {"code": "A", "resettlement_need": True, "lot_drawn_on": "2026-02-01", "site": "S1"},
        asked | {"code": "B", "resettlement_need": True},
        asked | {"code": "C", "resettlement_need": False},
    ]
    settled = made(household_file=files)
    found = project_detail.detail(opened(settled, "P1"), "P1")
    assert (found.need, found.drawn, found.sites.at["S1", "drawn"]) == (2, 1, 1)
    table = compensation.projects(settled.select(Filters()))
    assert (table.at["P1", "resettlement_need"], table.at["P1", "lots_drawn"]) == (2, 1)


@pytest.mark.parametrize(
    ("mine", "theirs", "jump"), [(2.0, 1.0, 1.0), (1.0, 1.5, 0.5), (1.5, 1.5, 0.0), (None, 2.0, 0.0)]
)
def test_a_neighbour_with_another_coefficient_is_a_jump(mine: float | None, theirs: float, jump: float) -> None:
    coefficients = {"P1": mine, "P2": theirs}
    projects = [row | {"coefficient": coefficients.get(str(row["code"]))} for row in city.PROJECTS]
    wards = [*city.PROJECT_WARDS, {"project": "P2", "ward": "00001"}, {"project": "P3", "ward": "00001"}]
    found = project_detail.detail(opened(made(project=projects, project_ward=wards), "P1"), "P1")
    assert list(found.neighbours.index) == ["P2"]
    assert found.neighbours.at["P2", "wards"] == ("00001",)
    assert found.neighbours.at["P2", "jump"] == jump
    assert found.neighbours_unknown == 1


def test_coefficients_are_those_of_approved_plans_before_that_of_the_record() -> None:
    projects = [row | {"coefficient": 2.0} for row in city.PROJECTS]
    plans = [row | {"coefficient": 1.0 if row["code"] == "L1" else 1.5} for row in city.PLANS]
    ranges = project_detail.coefficients(made(project=projects, plan=plans))
    assert ranges.loc["P1"].to_list() == [1.0, 1.0], "the second plan is not approved"
    assert ranges.loc["P2"].to_list() == [2.0, 2.0]
