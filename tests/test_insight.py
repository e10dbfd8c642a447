"""Figures of the drawn city (tests/city.py), counted by hand."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import overview, places, sheets, wards
from gis.insight.flow import Flow, flow
from gis.insight.situation import Situation, situation
from gis.insight.stages import STAGES, stage_of
from gis.law import rules
from gis.period import Period
from gis.view import Sheet
from tests import city

YEAR = Period("twelve_months", dt.date(2025, 10, 1), dt.date(2026, 9, 30))
NOTHING = Flow(carried_over=0, received=0, resolved=0)


@pytest.fixture(scope="module")
def now() -> Situation:
    return situation(city.snapshot(), city.areas(), rules.current())


def test_figures_of_the_whole_city(now: Situation) -> None:
    assert overview.figures(now.select(Filters()), YEAR) == overview.Figures(
        projects=3,
        projects_in_clearance=2,
        projects_unknown=1,
        recover_area=pytest.approx(4.5),
        households=5,
        households_approved=4,
        households_paid=2,
        households_handed_over=1,
        money_approved=pytest.approx(4e9),
        money_paid=pytest.approx(3e9),
        hectares=pytest.approx(0.15),
        hectares_handed_over=pytest.approx(0.05),
        flow=Flow(carried_over=0, received=4, resolved=1),
        cases_open=4,
        cases_overdue=1,
        cases_past_unverified=0,
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(ward=("00001",)), {"projects": 1, "households": 4, "cases_open": 3, "cases_overdue": 1}),
        (Filters(ward=("00004",)), {"projects": 0, "households": 0, "cases_open": 0, "flow": NOTHING}),
        (Filters(district=("901",)), {"projects": 1, "households": 4, "cases_open": 3, "flow": Flow(0, 3, 1)}),
        (Filters(district=("902",)), {"projects": 2, "households": 1, "cases_open": 1, "flow": Flow(0, 2, 1)}),
        (Filters(project=("P2",)), {"projects": 1, "households": 1, "cases_open": 1}),
        (Filters(key_project=True), {"projects": 1, "households": 4, "cases_open": 2}),
        (Filters(kind=("housing",)), {"projects": 1, "households": 1, "cases_open": 1}),
        (Filters(stage=("unknown",)), {"projects": 1, "households": 0, "cases_open": 0}),
        (Filters(stage=("paying", "inventoried")), {"projects": 2, "households": 5, "cases_open": 3}),
        (Filters(subject=("price",)), {"projects": 3, "households": 5, "cases_open": 2, "cases_overdue": 1}),
        (Filters(overdue=True), {"cases_open": 1, "cases_overdue": 1, "flow": Flow(0, 4, 1)}),
        (Filters(age=30), {"cases_open": 3}),
        (Filters(age=60), {"cases_open": 2}),
    ],
)
def test_figures_of_a_choice(now: Situation, filters: Filters, expected: dict[str, int]) -> None:
    figures = overview.figures(now.select(filters), YEAR)
    assert {name: getattr(figures, name) for name in expected} == expected


def test_what_nobody_recorded_is_unknown_not_zero() -> None:
    rows = {name: city.ROWS[name] for name in ("project", "project_ward")}
    registry = situation(city.snapshot(rows), city.areas(), rules.current()).select(Filters())
    figures = overview.figures(registry, YEAR)
    assert (figures.projects, figures.projects_unknown) == (3, 1)
    assert figures.households is None
    assert figures.cases_open is None
    assert figures.flow is None
    table = wards.table(registry, YEAR)
    assert table[["open_cases", "households", "broken_commitments"]].isna().all(axis=None)
    assert list(table["projects"]) == [1, 1, 1, 0]


def test_a_registry_larger_than_the_drawn_city_has_a_sheet() -> None:
    projects = [{"code": f"DA-{n}", "name": f"Dự án {n}", "recover_area": 1.0} for n in range(400)]
    placed = [{"project": project["code"], "ward": "00001", "recover_area": 1.0} for project in projects]
    registry = situation(city.snapshot({"project": projects, "project_ward": placed}), city.areas(), rules.current())
    brief = sheets.brief(sheets.opened(registry, Filters(), None), YEAR)
    assert brief.figures.projects == 400
    assert brief.figures.projects_in_clearance is None
    assert brief.stages.to_dict() == {"unknown": 400}
    assert len(brief.projects) == sheets.LISTED
    assert brief.projects["open"].sum() == 0


def test_resolution_rate_of_nothing_is_unknown_and_of_none_resolved_is_zero() -> None:
    assert Flow(0, 0, 0).rate is None
    assert Flow(3, 4, 0).rate == 0
    assert Flow(389, 2000, 2260).rate == pytest.approx(0.946, abs=5e-4)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025-10-01", "2026-09-30", Flow(carried_over=0, received=5, resolved=1)),
        ("2025-11-03", "2025-12-01", Flow(carried_over=0, received=1, resolved=1)),
        ("2025-11-04", "2025-11-30", Flow(carried_over=1, received=0, resolved=0)),
        ("2025-12-01", "2025-12-01", Flow(carried_over=1, received=0, resolved=1)),
        ("2025-12-02", "2026-06-02", Flow(carried_over=0, received=1, resolved=0)),
        ("2025-02-02", "2025-10-01", NOTHING),
    ],
)
def test_carried_over_and_received_less_resolved_is_left(now: Situation, start: str, end: str, expected: Flow) -> None:
    period = Period("month", dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert flow(now["case_history"], period) == expected


@given(
    st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)), max_size=12),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_what_is_left_is_what_is_open_at_the_end(rows: list[tuple[int, int | None]], one: int, other: int) -> None:
    day = dt.date(2026, 1, 1)
    closed = [None if wait is None else day + dt.timedelta(days=came + wait) for came, wait in rows]
    cases = pd.DataFrame(
        {
            "received_on": pd.Series([day + dt.timedelta(days=came) for came, _ in rows], dtype="datetime64[s]"),
            "closed_on": pd.Series(closed, dtype="datetime64[s]"),
        }
    )
    period = Period("month", day + dt.timedelta(days=min(one, other)), day + dt.timedelta(days=max(one, other)))
    found = flow(cases, period)
    end = pd.Timestamp(period.end)
    assert found.left == ((cases["received_on"] <= end) & ~(cases["closed_on"] <= end)).sum()
    following = Period("month", period.end + dt.timedelta(days=1), period.end + dt.timedelta(days=30))
    assert flow(cases, following).carried_over == found.left


def test_ward_table(now: Situation) -> None:
    table = wards.table(now.select(Filters()), YEAR)
    assert list(table.index) == ["00001", "00002", "00003", "00004"]
    columns = {
        "projects": [1, 1, 1, 0],
        "households": [4, 0, 1, 0],
        "approved_households": [4, 0, 0, 0],
        "paid_households": [2, 0, 0, 0],
        "unpaid_households": [1, 0, 0, 0],
        "late_households": [1, 0, 0, 0],  # H3 is owed since 20/1/2025
        "open_cases": [3, 0, 1, 0],
        "overdue_cases": [1, 0, 0, 0],
        "pending_commitments": [3, 0, 0, 0],
        "broken_commitments": [1, 0, 0, 0],
    }
    for name, expected in columns.items():
        assert list(table[name]) == expected, name
    assert table["reception_missing"].isna().all()  # who received on 15/9 is not recorded, so no duty is reported of
    assert table["overdue_share"].tolist()[0] == pytest.approx(1 / 3)
    assert table["overdue_share"].isna().tolist() == [False, True, False, True]
    assert table["paid_share"].isna().tolist() == [False, True, True, True]
    assert table["oldest_age"].tolist()[:1] == [67]
    assert table["last_contact"].dt.date.tolist()[:2] == [dt.date(2026, 9, 5), dt.date(2026, 9, 15)]
    assert table["last_contact"].isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("sittings", "expected"),
    [
        ([("party_secretary", 1), ("chairman", 1), ("chairman", 2)], [1, pd.NA, pd.NA, pd.NA]),
        ([("party_secretary", 1), ("party_secretary", 2), ("chairman", 1), ("chairman", 2)], [0, pd.NA, pd.NA, pd.NA]),
        ([("chairman", 1), ("chairman", 2)], [pd.NA] * 4),  # of no secretary anything is reported
    ],
)
def test_reception_days_missing_over_the_period(sittings: list[tuple[str, int]], expected: list[object]) -> None:
    rows = [
        {"code": f"R{n}", "ward": "00001", "held_on": f"2026-09-0{day}", "state": "held", "role": role}
        for n, (role, day) in enumerate(sittings)
    ]
    shown = situation(city.snapshot({**city.ROWS, "reception": rows}), city.areas(), rules.current())
    month = Period("month", dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    assert wards.table(shown.select(Filters()), month)["reception_missing"].tolist() == expected
    before = Period("month", dt.date(2026, 8, 1), dt.date(2026, 8, 31))
    assert wards.table(shown.select(Filters()), before)["reception_missing"].isna().all()


def test_every_measure_is_a_column_of_the_ward_table(now: Situation) -> None:
    assert set(wards.MEASURES) <= set(wards.table(now.select(Filters()), YEAR).columns)


@given(
    st.builds(
        Filters,
        ward=st.lists(st.sampled_from(["00001", "00002", "00003", "00004"]), unique=True).map(tuple),
        district=st.sampled_from([(), ("901",), ("902",)]),
        subject=st.sampled_from([(), ("price",)]),
        project=st.sampled_from([(), ("P1",)]),
        overdue=st.booleans(),
        area=st.sampled_from(["", "Địa bàn 1"]),
    )
)
def test_rows_of_some_wards_are_those_of_the_table_of_all(now: Situation, filters: Filters) -> None:
    selection = now.select(filters)
    pd.testing.assert_frame_equal(wards.table(selection, YEAR), wards.of_frames(selection, YEAR))
    counted = selection["project_place"]["ward"].dropna().astype(str).value_counts()
    assert places.projects_by_ward(selection)["n"].to_dict() == counted.to_dict()


@pytest.mark.parametrize("filters", [Filters(), Filters(ward=("00001", "00003")), Filters(subject=("price",))])
def test_the_ward_table_reconciles_with_the_figures(now: Situation, filters: Filters) -> None:
    selection = now.select(filters)
    figures, table = overview.figures(selection, YEAR), wards.table(selection, YEAR)
    assert table["open_cases"].sum() == figures.cases_open
    assert table["overdue_cases"].sum() == figures.cases_overdue
    assert table["households"].sum() == figures.households
    assert table["paid_sum"].sum() == figures.money_paid


def test_stages(now: Situation) -> None:
    assert now["project"]["stage"].astype(str).to_dict() == {"P1": "paying", "P2": "inventoried", "P3": "unknown"}


def test_a_project_is_completed_when_every_household_handed_over() -> None:
    projects = city.snapshot()["project"]
    plans = city.snapshot()["plan"]
    files = city.snapshot()["household_file"]
    done = files.assign(handed_over_on=pd.Timestamp("2026-01-01").as_unit("s"))
    assert stage_of(projects, plans, done)["P1"] == "completed"
    assert stage_of(projects, plans, done.assign(handed_over_on=pd.NaT, paid_on=pd.NaT))["P1"] == "approved"
    assert stage_of(projects, plans, done.iloc[:0])["P1"] == "approved"
    assert stage_of(projects, plans.iloc[:0], done.iloc[:0])["P1"] == "announced"
    assert set(stage_of(projects, plans, files).cat.categories) == {stage.code for stage in STAGES}


def test_the_sheet_of_a_ward(now: Situation) -> None:
    brief = sheets.brief(sheets.opened(now, Filters(ward=("00003",)), Sheet("ward", "00001")), YEAR)
    assert brief.stages.to_dict() == {"paying": 1}
    assert brief.subjects.to_dict() == {"price": 1, "recovery": 1, "other": 1}
    assert brief.last_dialogue == sheets.Contact(dt.date(2026, 9, 5), "complaint")
    assert brief.next_legal_day is not None
    assert brief.next_legal_day.day == dt.date(2026, 9, 30)
    assert brief.next_legal_day.cases == 1
    assert (brief.commitments_pending, brief.commitments_broken) == (3, 1)
    assert list(brief.projects.index) == ["P1"]
    assert list(brief.sites.index) == ["S1"]


def test_the_sheet_of_a_project_keeps_filters_on_cases(now: Situation) -> None:
    whole = sheets.brief(sheets.opened(now, Filters(ward=("00003",)), Sheet("project", "P1")), YEAR)
    assert whole.wards == ("00001", "00002")
    assert whole.figures.cases_open == 2
    priced = sheets.brief(sheets.opened(now, Filters(subject=("price",)), Sheet("project", "P1")), YEAR)
    assert priced.figures.cases_open == 1


def test_the_sheet_of_an_empty_place(now: Situation) -> None:
    brief = sheets.brief(sheets.opened(now, Filters(), Sheet("ward", "00004")), YEAR)
    assert brief.figures.cases_open == 0
    assert brief.stages.empty
    assert brief.last_dialogue is None
    assert brief.next_legal_day is None
    assert brief.commitments_broken == 0


def test_circles_follow_the_selection_and_lose_no_case(now: Situation) -> None:
    city_wide = places.case_circles(now.select(Filters()))
    assert city_wide["n"].sum() == 4
    assert city_wide["hamlet"].isna().all()
    opened = places.case_circles(now.select(Filters()), frozenset({"00001"}))
    by_hamlet = opened.set_index("id")["n"].to_dict()
    assert by_hamlet["h:00001:Tổ dân phố 1"] == 2
    assert by_hamlet["h:00001:"] == 1
    assert opened["n"].sum() == 4
    assert opened["overdue"].sum() == 1


def test_projects_by_ward(now: Situation) -> None:
    counted = places.projects_by_ward(now.select(Filters()))
    assert counted["n"].to_dict() == {"00001": 1, "00002": 1, "00003": 1}
    assert counted["stage"].astype(str).to_dict() == {
        "00001": "paying",
        "00002": "paying",
        "00003": "inventoried",
    }


def test_nothing_was_changed_in_the_snapshot() -> None:
    snapshot = city.snapshot()
    before = {name: frame.copy(deep=True) for name, frame in snapshot.frames.items()}
    wards.table(situation(snapshot, city.areas(), rules.current()).select(Filters(overdue=True)), YEAR)
    for name, frame in snapshot.frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_a_frame_is_made_when_it_is_asked_for_and_once(now: Situation) -> None:
    fresh = situation(now.snapshot, now.areas, now.rules)
    assert not fresh._made
    assert fresh.recorded("case")
    assert not fresh._made
    assert fresh["open_case"] is fresh["open_case"]
    assert {"case_history", "open_case", "unexecuted"} <= set(fresh._made)
    assert not {"dialogue", "household_file", "petition"} & set(fresh._made)


def test_open_and_closed_cases_are_all_cases(now: Situation) -> None:
    history = now["case_history"]
    assert len(history) == len(city.CASES)
    assert history["closed_on"].isna().sum() == len(now["open_case"])
