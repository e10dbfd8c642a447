"""The demo city keeps every declared rule, follows the published figures, and is what its truth file says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gis.areas import Areas
from gis.errors import RequestError
from gis.records import demo
from gis.records.demo import findings, published
from gis.records.demo.drivers import months
from gis.records.demo.names import toponyms
from gis.records.demo.reports import form_periods
from gis.records.demo.sheets import date, day, workday
from gis.records.entities import ENTITIES
from gis.records.store import open_store
from gis.settings import Settings
from tests import city as drawn

SIDE = 8
Frames = Mapping[str, pd.DataFrame]


def grid(side: int = SIDE) -> Areas:
    """A square province of ``side × side`` wards: every second row is of phường, codes run from west to east."""
    places = [(row, column) for row in range(side) for column in range(side)]
    codes = pd.Index([f"9{row}{column:03d}" for row, column in places], name="ward")
    kinds = ["phường" if row % 2 else "xã" for row, _ in places]
    wards = pd.DataFrame(
        {
            "name": [f"Vẽ {code}" for code in codes],
            "full_name": [f"{kind.capitalize()} Vẽ {code}" for kind, code in zip(kinds, codes, strict=True)],
            "kind": kinds,
            "km2": [20.0 + column for _, column in places],
            "label_lon": [105.525 + 0.05 * column for _, column in places],
            "label_lat": [20.525 + 0.05 * row for row, _ in places],
        },
        index=codes,
    )
    tiles = [
        shapely.box(x - 0.025, y - 0.025, x + 0.025, y + 0.025) for x, y in wards[["label_lon", "label_lat"]].values
    ]
    empty = pd.DataFrame({"ward": [], "district": [], "share": []})
    names = pd.DataFrame({"name": []}, index=pd.Index([], name="district"))
    return Areas(
        "99",
        "Tỉnh Vẽ",
        gpd.GeoDataFrame(wards, geometry=tiles, crs="EPSG:4326"),
        names,
        empty,
        approximate=True,
        origin="",
        digest="grid",
    )


@pytest.fixture(scope="module")
def full() -> demo.City:
    """A city with as many cases as published, fewer households."""
    return demo.city(grid(), households=9_000, projects=120)


@pytest.fixture(scope="module")
def small() -> demo.City:
    return demo.city(grid(), cases=200, households=600, projects=30)


@pytest.fixture(params=["full", "small"])
def frames(request: pytest.FixtureRequest) -> Frames:
    made: demo.City = request.getfixturevalue(request.param)
    return made.batch.frames


def breaches(frames: Frames, *, end: dt.date) -> list[str]:
    """Every broken rule of the declarations."""
    return [
        f"{name}: {what}"
        for name, frame in frames.items()
        for what, wrong in _rules(name, frame, frames, pd.Timestamp(end))
        if wrong
    ]


def _rules(name: str, frame: pd.DataFrame, frames: Frames, end: pd.Timestamp) -> list[tuple[str, bool]]:
    entity = ENTITIES[name]
    found = [("columns", tuple(frame.columns) != entity.names), ("key", bool(frame.duplicated(list(entity.key)).any()))]
    found += [(f"{first} after {then}", bool((frame[first] > frame[then]).any())) for first, then in entity.order]
    found += [(f"{event} after the end", bool((frame[event] > end).any())) for event in entity.events]
    if entity.begins:
        found.append(("no beginning", bool(frame[entity.begins].isna().any())))
    for field in entity.fields:
        values = frame[field.name]
        found.append((f"{field.name} is {values.dtype}", not _typed(values, field.dtype)))
        found.append((f"{field.name} missing", field.required and bool(values.isna().any())))
        if field.minimum is not None:
            found.append((f"{field.name} too small", bool((values < field.minimum).any())))
        if field.known_with:
            found.append((f"{field.name} too early", bool((values.notna() & frame[field.known_with].isna()).any())))
        if field.refers_to and field.refers_to != "area":
            found.append((f"{field.name} unknown", not set(values.dropna()) <= set(frames[field.refers_to]["code"])))
    return found


def _typed(values: pd.Series, dtype: object) -> bool:
    return isinstance(values.dtype, pd.CategoricalDtype) if dtype == "category" else values.dtype == dtype


def test_every_declared_rule_holds(frames: Frames) -> None:
    assert breaches(frames, end=demo.END) == []


def test_a_broken_rule_is_seen(small: demo.City) -> None:
    frames = dict(small.batch.frames)
    early = frames["case"]["received_on"] - pd.Timedelta(days=1)
    frames["case"] = frames["case"].assign(accepted_on=early.astype("datetime64[s]"), ward=None)
    frames["petition"] = frames["petition"].assign(received_on=pd.Timestamp("2026-10-01").as_unit("s"))
    assert {"case: received_on after accepted_on", "petition: received_on after the end", "case: ward missing"} <= set(
        breaches(frames, end=demo.END)
    )


def test_every_ward_exists(frames: Frames) -> None:
    wards = set(grid().wards.index)
    assert all(set(frame["ward"].dropna()) <= wards for frame in frames.values() if "ward" in frame)


def test_the_batch_says_that_it_is_invented(small: demo.City) -> None:
    batch = small.batch
    assert (batch.demo, batch.historical, batch.kind, batch.source) == (True, True, "demo", "Dữ liệu mô phỏng")
    assert set(batch.frames) == set(ENTITIES)
    assert json.loads(batch.note)["seed"] == 1


def test_the_same_seed_gives_the_same_city() -> None:
    one, same, other = (demo.city(grid(), cases=150, households=300, projects=20, seed=seed) for seed in (5, 5, 6))
    assert one.truth == same.truth
    for name, frame in one.batch.frames.items():
        pd.testing.assert_frame_equal(frame, same.batch.frames[name])
    assert not one.batch.frames["household_file"].equals(other.batch.frames["household_file"])


@pytest.mark.parametrize(
    ("cases", "households", "projects", "end"),
    [
        (1, 1, 1, demo.END),
        (3, 1, 1, dt.date(2026, 9, 2)),
        (7, 40, 60, dt.date(2025, 3, 2)),
        (90, 500, 3, dt.date(2027, 2, 14)),
    ],
)
def test_the_smallest_cities_keep_the_rules_too(cases: int, households: int, projects: int, end: dt.date) -> None:
    made = demo.city(drawn.areas(), cases=cases, households=households, projects=projects, end=end)
    frames = made.batch.frames
    assert breaches(frames, end=end) == []
    assert [len(frames[name]) for name in ("case", "household_file", "project")] == [cases, households, projects]
    assert made.truth["hotspots"] == []


@pytest.mark.parametrize("wrong", [{"cases": 0}, {"households": 0}, {"projects": 0}, {"seed": -1}])
def test_an_impossible_city_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(RequestError) as caught:
        demo.city(drawn.areas(), **wrong)  # type: ignore[arg-type]
    assert next(iter(wrong)) in caught.value.say("vi")


def test_cases_bring_petitions_people_and_denunciations_in_proportion(full: demo.City, small: demo.City) -> None:
    def sums(made: demo.City) -> np.ndarray:
        frames = made.batch.frames
        received = frames["denunciation_count"]["received"].sum()
        return np.array([len(frames["petition"]), frames["reception"]["turns"].sum(), received], dtype=float)

    assert sums(full) / sums(small) == pytest.approx([100, 100, 100], rel=0.2)


# --- clearance ------------------------------------------------------------------------------------------------------


def test_wards_add_up_to_their_project(frames: Frames) -> None:
    by_ward = frames["project_ward"].groupby("project", observed=True)[["area", "recover_area"]].sum()
    projects = frames["project"].set_index("code")[["area", "recover_area"]]
    assert by_ward.loc[projects.index].to_numpy() == pytest.approx(projects.to_numpy(), abs=1e-6)
    assert (projects["recover_area"] <= projects["area"]).all()


def test_plans_are_the_sum_of_their_files(frames: Frames) -> None:
    plans, files = frames["plan"].set_index("code"), frames["household_file"]
    found = files.groupby("plan", observed=False).agg(
        n=("code", "size"), area=("area", "sum"), sum=("approved_sum", "sum")
    )
    found = found.loc[plans.index]
    counted, approved = plans["inventoried_on"].notna(), plans["approved_on"].notna()
    assert (plans["households"][counted] == found["n"][counted]).all()
    assert plans["households"][~counted].isna().all()
    assert plans["area"].to_numpy() == pytest.approx(found["area"].to_numpy() / 10_000, abs=1e-4)
    assert plans["approved_sum"][approved].to_numpy() == pytest.approx(found["sum"][approved].to_numpy())
    own = plans.loc[files["plan"], ["project", "ward"]].astype(str).to_numpy()
    assert (own == files[["project", "ward"]].astype(str).to_numpy()).all()


def test_nobody_is_paid_more_than_approved(frames: Frames) -> None:
    files = frames["household_file"]
    paid = files["paid_on"].notna()
    assert (files["paid_sum"][paid] <= files["approved_sum"][paid]).all()
    assert not (paid & files["deposited_on"].notna()).any()


def test_lots_are_drawn_only_on_ready_sites_with_room(frames: Frames) -> None:
    sites, files = frames["resettlement_site"].set_index("code"), frames["household_file"]
    drawn_ = files[files["lot_drawn_on"].notna()]
    ready = sites["infrastructure_on"].reindex(drawn_["site"]).to_numpy()
    assert (drawn_["lot_drawn_on"].to_numpy() >= ready).all()
    lots = drawn_["site"].astype(str).value_counts().reindex(sites.index, fill_value=0)
    done = sites["infrastructure_on"].notna()
    assert (sites["allocated"][done] == lots[done]).all()
    assert (lots <= sites["capacity"]).all()


def test_paid_is_often_not_handed_over_and_some_are_late(full: demo.City) -> None:
    files = full.batch.frames["household_file"]
    end = pd.Timestamp(demo.END)
    waits = (files["effective_on"] + pd.Timedelta(days=30) < end) & files["paid_on"].isna() & files["obstacle"].isna()
    assert 0.05 < (files["paid_on"].notna() & files["handed_over_on"].isna()).mean() < 0.3
    assert waits.sum() > 100
    assert (files["area"].mean() / 10_000) == pytest.approx(published.HOUSEHOLD_HECTARES, rel=0.25)


def test_only_key_projects_are_drawn_and_lie_in_their_wards(full: demo.City) -> None:
    projects, wards = full.batch.frames["project"], grid().wards.geometry
    pairs = full.batch.frames["project_ward"].groupby("project", observed=True)["ward"].agg(list)
    assert (projects["footprint"].notna() == projects["key_project"]).all()
    for code, shape in projects.set_index("code")["footprint"].dropna().items():
        drawn_, ground = shapely.from_wkb(shape), shapely.union_all(wards.loc[pairs[code]].array)
        assert drawn_.is_valid
        assert not drawn_.is_empty
        assert ground.buffer(1e-9).covers(drawn_)


def test_sites_lie_in_their_ward(full: demo.City) -> None:
    sites, wards = full.batch.frames["resettlement_site"], grid().wards.geometry
    assert len(sites)
    assert all(
        wards[ward].covers(shapely.from_wkb(at)) for ward, at in zip(sites["ward"], sites["location"], strict=True)
    )


def test_higher_coefficients_begin_in_2026(full: demo.City) -> None:
    plans = full.batch.frames["plan"]
    raised = plans[plans["coefficient"] > 1]
    assert len(raised)
    assert raised["approved_on"].min() >= pd.Timestamp(published.COEFFICIENTS)
    assert set(raised["coefficient"]) <= {1.5, 2.0}


def test_names_are_invented_and_each_stands_once(full: demo.City) -> None:
    frames = full.batch.frames
    names = [*frames["project"]["name"], *frames["resettlement_site"]["name"]]
    assert len(set(names)) == len(names)
    some = toponyms(np.random.default_rng(0), ["Xã Gò Mua"])
    first = [next(some) for _ in range(2_000)]
    assert len(set(first)) == 2_000
    assert not {name for name in first if name.startswith("Gò Mua")}


def test_no_real_project_bears_an_invented_name(full: demo.City, shared: Path) -> None:
    listed = pd.read_csv(shared / "samples" / "land_recovery_projects_2026.csv", dtype=str)["tenDuAn"]
    assert not set(listed.dropna().str.casefold()) & set(
        full.batch.frames["project"]["name"].astype(str).str.casefold()
    )


def test_opinions_come_before_the_dialogue_and_a_few_plans_pass_without_one(full: demo.City) -> None:
    plans = full.batch.frames["plan"]
    met, passed = plans["dialogue_on"].notna(), plans["appraised_on"].notna()
    assert not (plans["opinions_on"] > plans["dialogue_on"]).any()
    assert not (plans["opinions_on"] > plans["appraised_on"]).any()
    disagreed = plans["disagreed"].fillna(value=False)
    assert disagreed[met].mean() == pytest.approx(0.9, abs=0.08)
    assert 0 < disagreed[passed & ~met].mean() < 0.4
    assert (plans["disagreed"].isna() == plans["opinions_on"].isna()).all()


def test_a_few_inventories_are_compulsory_and_not_all_of_them_after_persuasion(full: demo.City) -> None:
    files = full.batch.frames["household_file"]
    compelled, asked = files["compulsory_inventory_on"].notna(), files["inventory_persuasion_on"].notna()
    assert 0.001 < compelled.mean() < 0.02
    assert asked[compelled].mean() == pytest.approx(0.75, abs=0.15)
    assert (files["compulsory_inventory_on"] == files["inventoried_on"])[compelled].all()
    assert not (files["inventory_persuasion_on"] > files["inventoried_on"]).any()
    assert not (files["inventory_persuasion_on"] < files["notified_on"]).any()
    silent = full.truth["silent_ward"]["ward"]
    assert not (compelled | asked)[files["ward"] == silent].any()


def test_of_some_enforced_households_only_the_minutes_of_a_common_meeting_tell(full: demo.City) -> None:
    files, dialogues = full.batch.frames["household_file"], full.batch.frames["dialogue"]
    met = dialogues[dialogues["kind"].eq("persuasion") & dialogues["minutes_number"].notna()]
    first = met.groupby(["project", "ward"], observed=True)["held_on"].min().rename("met_on").reset_index()
    enforced = files[files["enforced_on"].notna()].merge(first, on=["project", "ward"], how="left")
    asked, together = enforced["persuasion_on"].notna(), enforced["met_on"] <= enforced["enforced_on"]
    assert (asked & together).any()
    assert 3 <= (~asked & together).sum() < len(enforced) / 3


def test_what_only_the_minutes_tell_moves_nothing_else(small: demo.City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "_ONLY_IN_MINUTES", 1.0)
    other = demo.city(grid(), cases=200, households=600, projects=30)
    assert other.truth == small.truth
    for name, frame in small.batch.frames.items():
        kept = [column for column in frame if column != "persuasion_on"]
        pd.testing.assert_frame_equal(frame[kept], other.batch.frames[name][kept])


# --- cases ----------------------------------------------------------------------------------------------------------


def test_the_published_year_comes_out(full: demo.City) -> None:
    frames = full.batch.frames
    first, last = (pd.Timestamp(limit) for limit in published.YEAR)
    received = frames["reception"][frames["reception"]["held_on"].between(first, last)]
    sums = received[["turns", "people", "crowds", "crowd_people"]].sum().astype(int)
    assert sums["turns"] == pytest.approx(31_826, rel=0.005)
    assert sums["people"] == pytest.approx(37_879, rel=0.02)
    assert sums["crowds"] == pytest.approx(354, rel=0.02)
    assert sums["crowd_people"] / sums["crowds"] == pytest.approx(11.6, abs=0.5)
    heard = received["first_cases"].sum() + received["repeated_cases"].sum()
    assert heard == pytest.approx(24_001, rel=0.02)
    assert received["repeated_cases"].sum() / heard == pytest.approx(0.31, abs=0.02)


def test_complaints_within_competence_are_resolved_as_published(full: demo.City) -> None:
    cases = full.batch.frames["case"]
    first, last = (pd.Timestamp(limit) for limit in published.YEAR)
    closed = cases["decided_on"].fillna(cases["ended_on"])
    asked = cases["case_class"].eq("complaint") & cases["within_competence"] & (cases["received_on"] <= last)
    asked &= ~(closed < first)
    assert asked.sum() == pytest.approx(published.COMPLAINTS, rel=0.15)
    assert (closed[asked] <= last).mean() == pytest.approx(0.946, abs=0.01)


def test_repeats_petitions_and_the_list_are_as_published(full: demo.City) -> None:
    cases, petitions = full.batch.frames["case"], full.batch.frames["petition"]
    assert cases["repeated"].mean() == pytest.approx(0.31, abs=0.01)
    assert len(petitions) / len(cases) == pytest.approx(2.1, abs=0.1)
    listed = cases[cases["prolonged_on"].notna()]
    assert len(listed) == pytest.approx(103, abs=3)
    assert listed["prolonged_source"].notna().all()
    assert (listed["decided_on"].notna() | listed["ended_on"].notna()).mean() == pytest.approx(0.67, abs=0.05)


def test_each_case_has_a_petition_of_its_first_day(frames: Frames) -> None:
    first = frames["petition"].groupby("case", observed=False)["received_on"].min()
    cases = frames["case"].set_index("code")
    assert (first.loc[cases.index].to_numpy() == cases["received_on"].to_numpy()).all()


def test_a_finding_differs_where_a_first_decision_gives_less(full: demo.City) -> None:
    cases = full.batch.frames["case"]
    found, first = cases["finding_on"].notna(), cases["level"].eq("first")
    assert not (cases["finding_on"] > cases["decided_on"]).any()
    assert not (cases["finding_on"] > cases["dialogue_on"]).any()
    decided = cases[found & first & cases["decided_on"].notna()]
    assert (decided["finding_differs"] == decided["outcome"].isin(["partly", "wrong"])).all()
    assert set(cases.loc[found, "case_class"]) == {"complaint"}
    waiting = cases[first & cases["decided_on"].isna() & cases["finding_differs"].fillna(value=False)]
    assert 0 < waiting["dialogue_on"].isna().sum() < len(waiting)


def test_findings_and_opinions_move_nothing_else(small: demo.City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "_REPORTED", {"closed": 0.1, "open": 0.1})
    monkeypatch.setattr(findings, "_DISAGREED", {"met": 0.1, "passed": 0.9, "waiting": 0.9})
    monkeypatch.setattr(findings, "_COMPELLED", {"free": 0.5, "hindered": 0.5})
    other = demo.city(grid(), cases=200, households=600, projects=30)
    assert other.truth == small.truth
    own = {"finding_on", "finding_differs", "opinions_on", "disagreed", "inventory_persuasion_on"}
    for name, frame in small.batch.frames.items():
        kept = [column for column in frame if column not in {*own, "compulsory_inventory_on"}]
        pd.testing.assert_frame_equal(frame[kept], other.batch.frames[name][kept])
    assert not small.batch.frames["case"]["finding_on"].equals(other.batch.frames["case"]["finding_on"])


def test_who_decides_follows_the_units_of_the_day(full: demo.City) -> None:
    cases = full.batch.frames["case"]
    old = cases["received_on"] < pd.Timestamp(2025, 7, 1)
    second = cases["level"].eq("second")
    body = cases["deciding_body"].astype(str)
    assert set(body[second]) == {"Chủ tịch UBND thành phố"}
    assert set(body[old & ~second]) == {"UBND quận, huyện (cũ)"}
    assert set(body[~old & ~second]) == {"Chủ tịch UBND xã, phường"}
    assert cases["level"].isna().equals(cases["case_class"].ne("complaint"))


def test_cases_end_in_one_way_and_some_wait(full: demo.City) -> None:
    cases = full.batch.frames["case"]
    decided, ended = cases["decided_on"].notna(), cases["ended_on"].notna()
    assert not (decided & ended).any()
    assert (cases["end_reason"].notna() == ended).all()
    assert (cases["outcome"].notna() == (decided & cases["level"].notna())).all()
    accepted = cases["accepted_on"].notna()
    assert (accepted.sum(), (decided & cases["level"].notna() & ~accepted).sum()) > (0, 0)
    in_force = cases["effective_on"].notna() & cases["executed_on"].isna()
    assert min(in_force.sum(), cases["suspended_on"].notna().sum(), cases["court_on"].notna().sum()) > 50
    assert (~decided & ~ended).sum() > 200


def test_places_are_as_precise_as_they_say(full: demo.City) -> None:
    cases, wards = full.batch.frames["case"], grid().wards.geometry
    near = cases["precision"].eq("hamlet")
    assert near.mean() == pytest.approx(0.7, abs=0.02)
    assert cases.loc[~near, ["hamlet", "longitude", "latitude"]].isna().all(axis=None)
    points = cases.loc[near].drop_duplicates(["ward", "hamlet"])
    assert points.drop_duplicates(["longitude", "latitude"]).shape == points.shape
    assert len(points) < near.sum() / 10
    inside = shapely.covers(wards.loc[points["ward"]].array, shapely.points(points["longitude"], points["latitude"]))
    assert inside.all()
    assert points["hamlet"].astype(str).str.fullmatch(r"(Thôn|Tổ dân phố) \d+").all()


# --- contacts and reports -------------------------------------------------------------------------------------------


def test_dialogues_agree_with_cases_and_plans(frames: Frames) -> None:
    held = frames["dialogue"].set_index("case")["held_on"].dropna()
    cases = frames["case"].set_index("code")["dialogue_on"].dropna()
    assert held[held.index.notna()].sort_index().tolist() == cases.sort_index().tolist()
    plan = frames["dialogue"].query("kind == 'plan'")["held_on"].dropna()
    assert sorted(plan) == sorted(frames["plan"]["dialogue_on"].dropna())


def test_some_dialogues_are_coming_and_some_are_missed(full: demo.City) -> None:
    dialogues = full.batch.frames["dialogue"]
    waiting = dialogues[dialogues["held_on"].isna()]
    over = waiting["planned_for"] < pd.Timestamp(demo.END)
    asked = waiting["kind"].isin(["plan", "complaint"])
    assert min((asked & over).sum(), (asked & ~over).sum()) >= 2
    assert waiting[["announced_on", "planned_for", "planned_chair"]].notna().all(axis=None)
    assert waiting["planned_for"].dt.day_of_week.max() < 5
    minuted = dialogues["minutes_number"].notna()
    assert set(dialogues.loc[minuted, "kind"]) == {"persuasion"}
    assert (dialogues["minutes_on"].dropna() >= dialogues["held_on"][minuted]).all()


def test_most_heads_receive_every_week_and_a_few_do_not(full: demo.City) -> None:
    held = full.batch.frames["reception"].query("role == 'chairman' and state == 'held'")
    weeks = held.loc[held["held_on"].between("2026-03-02", "2026-06-28"), ["ward", "held_on"]]
    weeks = weeks.groupby(weeks["ward"].astype(str))["held_on"].agg(lambda days: days.dt.isocalendar().week.nunique())
    every = (weeks == 17).mean()
    assert 0.5 < every < 0.95, "some months are not reported, some heads are away"
    months = held.loc[held["held_on"] >= "2026-07-06"]
    assert months.groupby(months["ward"].astype(str)).size().max() == 6
    assert not held["held_on"].between("2026-02-14", "2026-02-22").any(), "nobody receives at Tết"


def test_commitments_are_kept_late_or_broken_and_some_are_extended(full: demo.City) -> None:
    given = full.batch.frames["commitment"]
    until = given["extended_to"].fillna(given["due"])
    over = until < pd.Timestamp(demo.END)
    assert 0.15 < (over & ~(given["kept_on"] <= until)).sum() / over.sum() < 0.5
    assert given["extended_on"].notna().sum() > 10
    old = until < pd.Timestamp(demo.END) - pd.Timedelta(days=730)
    assert 0.95 < given.loc[old, "kept_on"].notna().mean() < 1, "of old ones nearly all were kept in the end"
    assert (given["proof"].notna() == given["kept_on"].notna()).all()


def _recount(frames: Frames, on: pd.Timestamp) -> pd.Series:
    """Households by plan and step, straight from the files."""
    files = frames["household_file"]
    steps = {"notified": "notified_on", "inventoried": "inventoried_on", "approved": "approved_on", "paid": "paid_on"}
    steps |= {"decided": "decision_on", "handed_over": "handed_over_on", "resettled": "resettled_on"}
    plans = frames["plan"].set_index("code").loc[files["plan"], ["project", "ward", "round"]].astype(str)
    keys = [plans[name].to_numpy() for name in plans]
    return pd.concat({step: (files[day_] <= on).groupby(keys).sum() for step, day_ in steps.items()})


def test_progress_reports_are_the_sum_of_the_files_except_where_the_truth_says_so(full: demo.City) -> None:
    reports = full.batch.frames["progress_report"]
    differing = {tuple(str(value) for value in row.values()) for row in full.truth["differing_reports"]}
    assert differing
    for on, rows in reports.groupby("reported_on"):
        counted = _recount(full.batch.frames, on)
        told = rows[rows["step"].isin(counted.index.levels[0])]
        keys = told[["step", "project", "ward", "round"]].astype(str)
        wrong = told["households"].to_numpy() != counted.loc[pd.MultiIndex.from_frame(keys)].to_numpy()
        named = told[["project", "ward", "round", "reported_on", "step"]].astype(str).apply(tuple, axis=1)
        assert set(named[wrong]) == {key for key in differing if key[3] == str(on.date())}


def test_some_wards_are_silent_and_some_report_that_nothing_arose(full: demo.City) -> None:
    sent, forms = full.batch.frames["submission"], full.batch.frames["periodic_form"]
    assert set(sent["state"]) == {"sent", "nothing_arose", "faulty"}
    expected = len(grid().wards) * 12
    assert all(0.8 < (sent["kind"] == kind).sum() / expected < 1 for kind in ("tcd_01", "xld_02", "gqkn_03"))
    told = sent[sent["state"] != "nothing_arose"]
    theirs = set(zip(told["ward"], told["kind"], told["period_end"], strict=True))
    assert set(zip(forms["ward"], forms["form"].astype(str), forms["period_end"], strict=True)) <= theirs


def test_forms_count_what_was_recorded(full: demo.City) -> None:
    forms, received = full.batch.frames["periodic_form"], full.batch.frames["reception"]
    for row in forms[forms["item"] == "turns"].head(20).itertuples():
        there = received[(received["ward"] == row.ward) & received["held_on"].between(row.period_start, row.period_end)]
        assert there["turns"].sum() == row.value


def test_periods_run_from_the_15th_to_the_14th() -> None:
    spans = form_periods(day(dt.date(2026, 9, 30)))
    assert (date(spans.starts[0]), date(spans.ends[-1])) == (dt.date(2025, 9, 15), dt.date(2026, 9, 14))
    assert date(form_periods(day(dt.date(2026, 9, 14))).ends[-1]) == dt.date(2026, 9, 14)
    assert date(form_periods(day(dt.date(2026, 9, 13))).ends[-1]) == dt.date(2026, 8, 14)


def test_months_end_with_the_records() -> None:
    when = months(dt.date(2026, 2, 10))
    assert [date(when.starts[0]), date(when.ends[-2]), date(when.ends[-1])] == [
        dt.date(2022, 3, 1),
        dt.date(2026, 1, 31),
        dt.date(2026, 2, 10),
    ]
    assert when.containing(np.array([day(dt.date(2026, 1, 31)), day(dt.date(2026, 2, 1))])).tolist() == [46, 47]


def test_weekends_move_to_monday() -> None:
    friday = day(dt.date(2026, 10, 2))
    moved = workday(np.array([friday, friday + 0.9, friday + 1, friday + 2, friday + 3, np.nan]))
    assert moved[:5].tolist() == [friday, friday, friday + 3, friday + 3, friday + 3]
    assert np.isnan(moved[5])


# --- what is planted ------------------------------------------------------------------------------------------------


def _risk(frames: Frames, wards: list[str], first: str, last: str) -> float:
    """Cases per affected household and month in some wards over those of all others."""
    cases, files = frames["case"], frames["household_file"]
    here, there = [], []
    for start in pd.date_range(first, last, freq="MS"):
        homes = files[files["notified_on"] <= start + pd.Timedelta(days=15)]["ward"].isin(wards)
        filed = cases[cases["received_on"].between(start, start + pd.offsets.MonthEnd(0))]["ward"].isin(wards)
        here.append((filed.sum(), homes.sum()))
        there.append(((~filed).sum(), (~homes).sum()))
    (cases_in, homes_in), (cases_out, homes_out) = np.sum(here, axis=0), np.sum(there, axis=0)
    return float(cases_in / homes_in / (cases_out / homes_out))


def test_hotspots_have_at_least_three_times_the_risk(full: demo.City) -> None:
    spots = full.truth["hotspots"]
    assert len(spots) == 5
    for spot in spots:
        risk = _risk(full.batch.frames, spot["wards"], spot["from"], spot["to"])
        assert risk >= 3
        assert risk == pytest.approx(spot["measured_risk"], rel=0.05)
    assert sum(spot["to"] == demo.END.isoformat() for spot in spots) >= 2


def test_hotspots_are_neighbours_and_keep_apart(full: demo.City) -> None:
    shapes = grid().wards.geometry
    merged = [shapely.union_all(shapes.loc[spot["wards"]].array).buffer(1e-6) for spot in full.truth["hotspots"]]
    silent = shapes[full.truth["silent_ward"]["ward"]]
    assert all(shape.geom_type == "Polygon" for shape in merged)
    assert not any(one.intersects(other) for place, one in enumerate(merged) for other in [*merged[:place], silent])


def test_hotspots_have_a_theme(full: demo.City) -> None:
    spot = full.truth["hotspots"][0]
    cases = full.batch.frames["case"]
    inside = cases["ward"].isin(spot["wards"]) & cases["received_on"].between(spot["from"], spot["to"])
    assert inside.sum() == spot["cases"]
    assert (cases["subject"][inside] == spot["subject"]).mean() > 0.5


def test_the_silent_ward_is_heavily_cleared_and_silent(full: demo.City) -> None:
    silent, frames = full.truth["silent_ward"], full.batch.frames
    households = frames["household_file"]["ward"].value_counts()
    assert households[silent["ward"]] == silent["households"]
    assert (households > households[silent["ward"]]).sum() < 8
    cases = frames["case"]["ward"].value_counts()
    assert cases[silent["ward"]] == silent["cases"]
    assert cases[silent["ward"]] < 0.05 * cases.sum() * silent["households"] / households.sum()
    theirs = {name: frame[frame["ward"] == silent["ward"]] for name, frame in frames.items() if "ward" in frame}
    assert len(theirs["dialogue"]) == len(theirs["commitment"]) == 0
    assert set(theirs["reception"]["state"]) == {"not_held"}
    assert theirs["household_file"]["persuasion_on"].isna().all()
    assert theirs["case"]["dialogue_on"].isna().all()


def _stalled(frames: Frames, on: pd.Series) -> pd.Series:
    """Whether the site of a project in a ward was past its planned day and not ready: by (project, ward)."""
    sites = frames["resettlement_site"].astype({"project": str, "ward": str}).set_index(["project", "ward"])
    sites = sites.reindex(on.index)
    return (sites["planned_infrastructure"] < on) & ~(sites["infrastructure_on"] <= on)


def _pair(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[["project", "ward"]].astype(str))


def test_cases_drag_on_where_a_site_stalls(full: demo.City) -> None:
    cases = full.batch.frames["case"].dropna(subset=["project"]).query("level == 'first'")
    cases = cases.set_index(_pair(cases))
    took = np.log((cases["decided_on"] - cases["received_on"]).dt.days)
    waits = _stalled(full.batch.frames, cases["received_on"])
    assert took[waits].mean() - took[~waits].mean() > 0.15


def test_more_cases_arise_where_a_site_stalls(full: demo.City) -> None:
    frames = full.batch.frames
    planted = [ward for spot in full.truth["hotspots"] for ward in spot["wards"]]
    files, cases = (frame[~frame["ward"].isin(planted)] for frame in (frames["household_file"], frames["case"]))
    filed, homes = {True: 0, False: 0}, {True: 0, False: 0}
    for start in pd.date_range("2022-10-01", demo.END, freq="MS"):
        affected = _pair(files[files["notified_on"] <= start]).value_counts()
        month = cases["received_on"].between(start, start + pd.offsets.MonthEnd(0))
        arisen = _pair(cases[month]).value_counts().reindex(affected.index, fill_value=0)
        late = _stalled(frames, pd.Series(start, index=affected.index))
        for state in (True, False):
            filed[state] += arisen[late == state].sum()
            homes[state] += affected[late == state].sum()
    assert filed[True] / homes[True] > 1.2 * filed[False] / homes[False]


def test_the_truth_file_says_what_the_city_knows(full: demo.City, tmp_path: Path) -> None:
    demo.write_truth(full, tmp_path / "truth.json")
    read = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert read == full.truth
    assert (read["seed"], read["cases"], read["end"]) == (1, len(full.batch.frames["case"]), "2026-09-30")
    assert set(read["coefficients"]["arrivals"]) == set(read["coefficients"]["duration"])


def test_a_store_takes_the_city_once(small: demo.City, office: Settings) -> None:
    store = open_store(office)
    assert store.append(small.batch).new == sum(len(frame) for frame in small.batch.frames.values())
    assert store.append(small.batch).new == 0
