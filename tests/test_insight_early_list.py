"""The list of areas for an early dialogue: its order, and that its reasons are those of every sheet."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from gis.filters import Filters
from gis.insight import duties, early_areas, early_list, early_told
from gis.insight.early_list import of_projects, of_wards
from gis.insight.reasons import by_place, reasons
from tests.test_insight_early_areas import AN, BINH, CAT, DONG, OVER, case, chosen, now, wave

RISK = pd.DataFrame(
    {"expected": [1.0, 3.0], "expected_low": [0.0, 1.0], "expected_high": [2.0, 5.0], "at_risk": [9.0, 12.0]},
    index=[BINH, CAT],
)


@pytest.fixture(scope="module")
def told() -> early_told.Told:
    selection = chosen(case=wave())
    found = early_areas.found(selection, OVER, seed=5, permutations=99, replicates=99)
    assert found is not None
    return early_told.of_found(found, selection.situation)


@pytest.mark.parametrize("which", ["ward", "project"])
def test_every_place_has_the_reasons_of_its_sheet(which: str) -> None:
    city_now = now()
    whole = city_now.select(Filters())
    found = by_place(whole, duties.due(whole), which)
    for code in whole.wards if which == "ward" else city_now["project"].index:
        mine = city_now.select(Filters(**{which: (code,)}))
        assert found.get(code, ()) == reasons(mine, duties.due(mine)), code
    assert any(found.values())


def test_the_order_is_clusters_then_the_rest_by_what_is_expected(told: early_told.Told) -> None:
    table = of_wards(chosen(case=wave()), told, RISK)
    assert list(table.index) == [AN, CAT, BINH, DONG]
    assert table.loc[CAT, ["expected", "expected_low", "expected_high", "at_risk"]].tolist() == [3, 1, 5, 12]
    assert pd.isna(table.at[AN, "expected"])
    assert table.at[AN, "class"] == "new"


def test_a_cluster_on_poor_data_stands_behind_one_on_good_data() -> None:
    table = pd.DataFrame(
        {"hot": [True, False, True], "muted": [True, False, False], "expected": [9.0, 8.0, None], "rate": 1.0},
        index=[AN, BINH, CAT],
    )
    assert list(early_list.ranked(table).index) == [CAT, AN, BINH]


def test_a_choice_of_wards_only_shortens_the_list(told: early_told.Told) -> None:
    table = of_wards(chosen(Filters(ward=(AN,)), case=wave()), told)
    assert list(table.index) == [AN]
    assert table["expected"].isna().all()
    whole, some = (of_wards(chosen(wanted, case=wave()), told, RISK) for wanted in (Filters(), Filters(ward=(AN, CAT))))
    pd.testing.assert_frame_equal(some, whole[whole.index.isin([AN, CAT])])


def test_a_row_tells_what_is_owed_in_its_ward_though_others_owe_the_same(told: early_told.Told) -> None:
    """Of a case in one ward whose dialogue was announced in another, the list of all duties tells once."""
    late = case(999, level="second", accepted_on="2026-09-10", within_competence=True)
    meeting = {"kind": "complaint", "case": late["code"], "announced_on": "2026-09-20", "planned_for": "2026-10-05"}
    rows = {"case": [*wave(), late], "dialogue": [{**meeting, "code": f"D{ward}", "ward": ward} for ward in (AN, CAT)]}
    whole = of_wards(chosen(**rows), told)
    assert whole.at[CAT, "next_what"] == "complaint"
    for ward in map(str, whole.index):
        owed = duties.due(chosen(Filters(ward=(ward,)), **rows))
        coming = early_list.next_duties(owed, "ward")["due"].reindex([ward]).iloc[0]
        assert whole.at[ward, "next_day"] == coming or (pd.isna(coming) and pd.isna(whole.at[ward, "next_day"])), ward


def test_weighty_reasons_come_first(told: early_told.Told) -> None:
    rows = chosen(case=wave())
    usual = of_wards(rows, told).at[AN, "reasons"]
    assert [one.kind for one in usual][:2] == ["commitment", "waiting"]
    turned = of_wards(rows, told, weighed={AN: ("waiting",)}).at[AN, "reasons"]
    assert next(one.kind for one in turned) == "waiting"
    assert {one.kind for one in turned} == {one.kind for one in usual}


def owed(*rows: tuple[str, str, str, str, str | None]) -> pd.DataFrame:
    """Duties: ward, kind, state, day, body."""
    table = pd.DataFrame(rows, columns=["ward", "kind", "state", "due", "body"])
    return table.assign(due=pd.to_datetime(table["due"]), what="clock_of_" + table["kind"])


def test_what_comes_next_and_whose_duty_is_gravest() -> None:
    found = owed(
        (AN, "case", "past", "2026-08-01", None),
        (AN, "payment", "past", "2026-09-01", "Ban Bồi thường"),
        (AN, "case", "coming", "2026-10-09", "Chủ tịch UBND"),
        (AN, "commitment", "coming", "2026-10-02", "Sở"),
        (AN, "case", "coming", "2026-10-02", "Chủ tịch UBND"),
        (BINH, "decision", "waiting", "2026-05-01", "UBND"),
        (BINH, "case", "past", "2026-09-20", "Chủ tịch UBND"),
    )
    coming = early_list.next_duties(found, "ward")
    assert coming.to_dict("index") == {AN: {"due": pd.Timestamp("2026-10-02"), "kind": "case", "what": "clock_of_case"}}
    assert early_list.bodies(found, "ward").to_dict() == {AN: "Ban Bồi thường", BINH: "Chủ tịch UBND"}


def test_the_last_dialogue_is_one_that_was_held() -> None:
    held = [
        {"code": "D1", "ward": AN, "kind": "plan", "held_on": "2026-05-02"},
        {"code": "D2", "ward": AN, "kind": "plan", "held_on": "2026-03-02"},
        {"code": "D3", "ward": AN, "kind": "plan", "planned_for": "2026-09-02"},
        {"code": "D4", "ward": BINH, "kind": "plan", "planned_for": "2026-09-02"},
    ]
    last = early_list.last_dialogues(chosen(dialogue=held), "ward")
    assert last.dropna().to_dict() == {AN: pd.Timestamp("2026-05-02")}


def test_projects_by_what_is_expected_of_their_cases() -> None:
    rows = [*wave(), case(900, project="P2"), case(901, project="P1"), case(902, project="P1")]
    selection = chosen(case=rows)
    risk = RISK.set_axis(["P2", "P9"])
    table = of_projects(selection, risk)
    assert table["n"].to_dict() == {"P1": 2}, "of P2 no household file is recorded, so it has no rate"
    assert table.at["P1", "exposure"] == 400
    assert table["expected"].isna().all()
    told = of_projects(selection, risk.set_axis(["P1", "P9"]), {"P1": ("waiting",)})
    assert told.loc["P1", ["expected", "expected_low", "expected_high", "at_risk"]].tolist() == [1, 0, 2, 9]
    assert of_projects(chosen(household_file=[]), None).empty


@pytest.mark.parametrize(("imported", "muted"), [("2026-08-16", False), ("2026-08-15", True), (None, False)])
def test_where_nothing_was_brought_in_for_long_every_ward_is_muted(
    told: early_told.Told, imported: str | None, *, muted: bool
) -> None:
    day = dt.date.fromisoformat(imported) if imported else None
    table = of_wards(chosen(case=wave()), told, imported_on=day)
    assert table["muted"].tolist() == [muted] * 4
    assert table["why_muted"].tolist() == [("stale",) if muted else ()] * 4
