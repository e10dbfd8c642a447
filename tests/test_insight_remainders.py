"""What stands between the steps of compensation, on the drawn city, counted by hand."""

from __future__ import annotations

from typing import Any

from gis.filters import Filters
from gis.insight import remainders
from gis.insight.situation import Selection, situation
from gis.law import rules
from tests import city


def selected(filters: Filters | None = None, **rows: list[dict[str, Any]]) -> Selection:
    return situation(city.snapshot({**city.ROWS, **rows}), city.areas(), rules.current()).select(filters or Filters())


def test_the_drawn_city() -> None:
    found = remainders.remainders(selected())
    assert found is not None
    assert (found.deposited, found.deposited_approved) == (0, 0.0)
    assert (found.paid_not_handed_over, round(found.paid_not_handed_over_hectares, 4)) == (1, 0.03)
    assert (found.need, found.drawn, found.lots, found.ready) == (None, None, 40, 40)
    assert remainders.remainders(selected(household_file=[])) is None


def test_need_and_lots_that_are_not_ready() -> None:
    asked = [{**city.FILES[4], "code": code, "resettlement_need": need, "inventoried_on": "2026-01-01",
              "lot_drawn_on": drawn, "deposited_on": "2026-02-01", "approved_on": "2026-01-05", "approved_sum": 2e9}
             for code, need, drawn in (("A", True, "2026-03-01"), ("B", True, None), ("C", False, None))]  # fmt: skip
    building = {**city.SITES[0], "code": "S2", "capacity": 9, "infrastructure_on": None}
    found = remainders.remainders(selected(household_file=asked, resettlement_site=[*city.SITES, building]))
    assert found is not None
    assert (found.need, found.drawn, found.lots, found.ready) == (2, 1, 49, 40)
    assert (found.deposited, found.deposited_approved) == (3, 6e9)


def test_a_ward_is_told_once_and_only_where_its_projects_lie_apart() -> None:
    projects = [{**row, "coefficient": n} for row, n in zip(city.PROJECTS, (1.5, 2.25, 1.5), strict=True)]
    places = [*city.PROJECT_WARDS, *({"project": "P2", "ward": ward} for ward in ("00001", "00002"))]
    places += [{"project": "P3", "ward": "00001"}]
    rows = {"project": projects, "project_ward": places}
    found = remainders.jumps(selected(**rows))
    # Phường An has all three projects, Phường Bình the first two; Xã Cát only the second
    assert found.to_numpy().tolist() == [
        ["00001", 1.5, 2.25, ("P1", "P3"), ("P2",), 3],
        ["00002", 1.5, 2.25, ("P1",), ("P2",), 2],
    ]
    assert remainders.jumps(selected(Filters(ward=("00003",)), **rows)).empty
    assert remainders.jumps(selected()).empty


def test_the_widest_gap_comes_first() -> None:
    projects = [{**row, "coefficient": n} for row, n in zip(city.PROJECTS, (1.5, 2.25, 1.0), strict=True)]
    places = [*city.PROJECT_WARDS, {"project": "P2", "ward": "00001"}, {"project": "P3", "ward": "00002"}]
    places += [{"project": "P2", "ward": "00002"}]
    found = remainders.jumps(selected(project=projects, project_ward=places))
    assert found["ward"].tolist() == ["00002", "00001"]
    assert found[["lowest", "highest"]].to_numpy().tolist() == [[1.0, 2.25], [1.5, 2.25]]
