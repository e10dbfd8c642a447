"""Days in every writing, and columns in which day and month cannot be told apart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis import intake
from gis.intake.days import Habit, habit_of, readings
from gis.intake.table import Cell
from gis.intake.values import Trouble, column, reader
from gis.records.declaration import Field
from gis.words import Label

DAY = Field("day", "event", Label("Ngày", "Day"))
SEPTEMBER_30 = dt.date(2026, 9, 30)


@pytest.mark.parametrize(
    "cell",
    ["30/9/2026", "30/09/26", "30-9-2026", "30.09.2026", "30 / 9 / 2026", "2026-09-30", "2026/9/30", "20260930",
     "2026-09-30T10:15:00", "2026-09-30 10:15", "30/09/2026 10:15", "30/09/2026 10h15", "ngày 30 tháng 9 năm 2026",
     "Ngày 30 tháng 09 năm 2026", "46295", 46295, 46295.5, SEPTEMBER_30, dt.datetime(2026, 9, 30, 8)],  # noqa: DTZ001
)  # fmt: skip
def test_one_day_in_many_writings(cell: Cell) -> None:
    assert readings(cell, Habit()) == (SEPTEMBER_30,)


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2026",
        "9/2026",
        "2026",
        "46295000",
        "30/13/2026",
        "1/2/3/2026",
        True,
        "hôm qua",
        float("nan"),
        float("inf"),
    ],
)
def test_no_day(cell: Cell) -> None:
    assert readings(cell, Habit()) == ()


@pytest.mark.parametrize(("text", "year"), [("1/2/49", 2049), ("1/2/50", 1950), ("1/2/26", 2026), ("1/2/98", 1998)])
def test_a_year_of_two_figures(text: str, year: int) -> None:
    assert readings(text, Habit()) == (dt.date(year, 2, 1),)


def read(*cells: Cell) -> list[object]:
    values, troubles = column(DAY, cells)
    return [troubles[place].code if place in troubles else value for place, value in enumerate(values)]


def test_day_first_unless_the_column_shows_the_month_first() -> None:
    assert read("03/04/2025", "30/04/2025") == [dt.date(2025, 4, 3), dt.date(2025, 4, 30)]
    assert read("03/04/2025", "04/25/2025", "05/05/2025") == ["unclear_day", dt.date(2025, 4, 25), dt.date(2025, 5, 5)]


def test_a_column_of_both_habits_leaves_open_what_may_be_either() -> None:
    found = read("03/04/2025", "04/25/2025", "30/04/2025", "2025-04-03")
    assert found == ["unclear_day", dt.date(2025, 4, 25), dt.date(2025, 4, 30), dt.date(2025, 4, 3)]


def test_an_unclear_day_says_both() -> None:
    found = reader(DAY, ["04/25/2025"])("03/04/2025")
    assert isinstance(found, Trouble)
    assert "03/04/2025" in found.what.say("vi")
    assert "04/03/2025" in found.what.say("vi")


def test_days_that_excel_has_exchanged_are_left_open() -> None:
    texts = ["18/03/2018", "19/03/2018", "21/05/2018"]
    assert read(*texts, dt.date(2018, 12, 3))[3] == "unclear_day"
    assert read(*texts, dt.date(2018, 3, 3))[3] == dt.date(2018, 3, 3)
    assert read(*texts, dt.date(2018, 3, 20))[3] == dt.date(2018, 3, 20)
    assert read(*texts, "02/03/2018", dt.date(2018, 12, 3))[4] == dt.date(2018, 12, 3)
    assert read(texts[0], dt.date(2018, 12, 3))[1] == dt.date(2018, 12, 3)  # two cells may well be chance


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back(day: dt.date) -> None:
    for text in (f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%d-%m-%Y}", f"{day:%Y%m%d}"):
        assert readings(text, Habit()) == (day,)


@given(st.lists(st.one_of(st.text(max_size=12), st.dates(), st.floats(), st.integers(), st.none()), max_size=8))
def test_any_column_is_read_or_in_trouble(cells: list[Cell]) -> None:
    values, troubles = column(DAY, cells)
    assert len(values) == len(cells)
    assert all(values[place] is None for place in troubles)


def test_the_real_list_of_days_that_excel_has_exchanged(shared: Path) -> None:
    path = shared / "samples" / "messy" / "excel" / "kiennghi_import_text_removed.xlsx"
    table = intake.read_table(path, sheet="KeHoachCTTXCT")
    cells = list(table.cells[table.headings.index("Từ ngày")])
    assert habit_of(cells).exchanged
    values, troubles = column(DAY, cells)
    assert {trouble.code for trouble in troubles.values()} == {"unclear_day"}
    assert [isinstance(cells[place], dt.date) for place in troubles] == [True] * len(troubles)
    assert values[0] == dt.date(2018, 3, 18)
