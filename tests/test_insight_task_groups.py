"""The six groups of tasks on the drawn city: every figure counted by hand, unknown apart from zero."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gis.filters import Filters
from gis.insight import task_groups
from gis.insight.situation import situation
from gis.insight.task_groups import Figure
from gis.law import rules
from gis.period import Period
from tests import city

YEAR = Period("12_months", dt.date(2025, 10, 1), dt.date(2026, 9, 30))


def figures(filters: Filters | None = None, **more: list[dict[str, Any]]) -> dict[str, Figure]:
    now = situation(city.snapshot({**city.ROWS, **more}), city.areas(), rules.current())
    found = task_groups.figures(now.select(filters or Filters()), YEAR)
    assert tuple(found) == task_groups.GROUPS
    return {figure.code: figure for group in found.values() for figure in group}


def told(found: dict[str, Figure]) -> dict[str, tuple[int | None, int | None]]:
    return {code: (figure.n, figure.whole) for code, figure in found.items()}


def test_petitions_by_hand() -> None:
    cases = [row | {"above_level": row["code"] == "K1", "prolonged": row["code"] == "K2"} for row in city.ROWS["case"]]
    found = told(figures(case=[row | {"people": 5 if row["code"] == "K1" else 4} for row in cases]))
    # within competence: K4 decided in the year, K1, K2 and K3 open; K5 decided before it, K6 outside competence
    assert found["resolved"] == (1, 4)
    assert found["open"] == (4, None)
    assert found["overdue"] == (1, 4)
    assert found["crowded"] == found["above_level"] == found["prolonged"] == (1, 4)


def test_heads_by_hand() -> None:
    sittings = [
        {"code": "R1", "ward": "00001", "held_on": "2026-09-15", "state": "held", "role": "chairman"},
        {"code": "R2", "ward": "00001", "held_on": "2026-09-16", "state": "held", "role": "chairman"},
        {"code": "R3", "ward": "00002", "held_on": "2026-09-16", "state": "not_held", "role": "chairman"},
    ]
    found = told(figures(reception=sittings))
    assert found["days_chairman"] == (2, None)
    assert found["unreported_chairman"] == (2, 4)
    assert found["days_party_secretary"] == (0, None)
    assert found["unreported_party_secretary"] == (4, 4)
    # D2 was held in the year, D1 before it; D3 has no day. C1 is overdue, C2 and C3 pending; C4 was kept late.
    assert (found["held_complaint"], found["held_plan"], found["missed"]) == ((1, None), (0, None), (0, None))
    assert (found["kept"], found["broken"]) == ((0, 1), (1, 3))


def test_mobilisation_by_hand() -> None:
    met = [{"code": "D9", "kind": "persuasion", "ward": "00001", "held_on": "2026-03-02"}]
    files = [{"code": "H9", "project": "P1", "ward": "00001", "enforced_on": "2026-03-12"}]
    found = told(figures(dialogue=met, household_file=files))
    assert found["held_persuasion"] == (1, None)
    assert found["not_recorded"] == (1, 1)


def test_what_nobody_recorded_is_unknown_and_never_zero() -> None:
    nothing: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("household_file", "case", "dialogue", "commitment", "reception")
    }
    found = figures(**nothing)
    assert found
    assert all(figure.n is None and figure.whole is None for figure in found.values())


def test_a_group_without_records_has_no_figure() -> None:
    now = situation(city.snapshot(), city.areas(), rules.current())
    found = task_groups.figures(now.select(Filters()), YEAR)
    assert [name for name, group in found.items() if not group] == ["leadership", "administration", "democracy"]


def test_figures_are_those_of_the_chosen_area() -> None:
    found = told(figures(Filters(ward=("00003",))))
    assert found["open"] == (1, None)
    assert found["unreported_chairman"] == (1, 1)
    assert found["kept"] == (0, 1)
