"""What is named as the same count is the same number wherever it is told, in a city and in parts of it."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd
import pytest

from gis.briefing import agreed, count_names, sheet_blocks, sheet_counts
from gis.briefing.count_names import EVERY, Count
from gis.briefing.reading import Reading
from gis.briefing.ward_table import COUNTS
from gis.filters import Filters
from gis.insight import compensation, overview, wards
from gis.insight.flow import TERMS
from gis.insight.overview import Figures
from tests.test_briefing_agreed import made_city
from tests.test_briefing_content import reading

AN, BINH = "00001", "00002"
WHOLE = made_city(
    [*[(AN, "new")] * 9, *[(BINH, "late")] * 8, *[(AN, "decided")] * 6, *[(BINH, "waiting")] * 5],
    [(ward, step) for ward, most in ((AN, 4), (BINH, 3)) for step in range(4) for _ in range(most + step)],
    [*[(AN, True)] * 7, *[(BINH, False)] * 2],
)
"""Counts of which hardly two are the same, so that a wrong name is found."""
PLACES = [None, Filters(ward=("00001",)), Filters(ward=("00002",)), Filters(project=("P1",))]


def on_sheet(about: Reading) -> dict[str, int | None]:
    found = sheet_blocks.gathered(about)
    return sheet_counts.bound(found.brief, found.owed, found.why)[0]


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.total)
@pytest.mark.parametrize("filters", PLACES, ids=["city", "An", "Bình", "P1"])
def test_a_count_is_the_same_number_in_every_place(filters: Filters | None, one: Count) -> None:
    about = reading(filters, WHOLE)
    figures = overview.figures(about.selection, about.period)
    progress = compensation.totals(compensation.projects(about.selection))
    told = [agreed.of(about).numbers[one.total]]
    told += [on_sheet(about)[one.sheet]] if one.sheet else []
    told += [getattr(figures, one.figures, getattr(figures.flow, one.figures, None))] if one.figures else []
    told += [progress[one.progress]] if one.progress else []
    assert len(told) > 1
    assert len({None if n is None else int(n) for n in told}) == 1
    if one.in_ward_table:
        table = wards.table(about.selection, about.period)
        column = pd.concat([table, wards.nowhere(about.selection)])[one.total]
        assert column.sum() == told[0]


def test_hardly_two_counts_are_the_same_so_that_a_wrong_name_is_found() -> None:
    about = reading(None, WHOLE)
    told = [agreed.of(about).numbers[one.total] for one in EVERY]
    assert len({n for n in told if n}) >= len(EVERY) - 3, told


def test_every_name_is_one_that_its_place_knows() -> None:
    heads = {field.name for field in fields(Figures)} | set(TERMS)
    assert count_names.OF_FIGURES.keys() <= heads
    assert count_names.OF_SHEETS.keys() <= on_sheet(reading()).keys()
    assert count_names.OF_PROGRESS.keys() <= set(compensation.projects(reading().selection))


def test_every_count_of_cases_or_households_in_the_ward_table_has_a_name() -> None:
    assert [name for name in COUNTS if name not in {one.total for one in EVERY}] == ["missed_dialogues"]
