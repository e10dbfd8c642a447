"""A shown text is a number only where that number is written as the very text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis import words
from gis.briefing.cells import Cell, cell, is_number, reads_as_figure, ungrouped
from gis.words import LANGUAGES, Language


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("1.234", "vi", Cell(1_234, "#,##0")),
        ("1,234", "en", Cell(1_234, "#,##0")),
        ("1.234,5", "vi", Cell(1_234.5, "#,##0.0")),
        ("0", "vi", Cell(0, "#,##0")),
        ("-12", "vi", Cell(-12, "#,##0")),
        ("94,6%", "vi", Cell(0.946, "0.0%")),
        ("94.6%", "en", Cell(0.946, "0.0%")),
        ("100%", "vi", Cell(1.0, "0%")),
        ("30/09/2026", "vi", Cell(dt.date(2026, 9, 30), "dd/mm/yyyy")),
        ("31/02/2026", "vi", Cell("31/02/2026")),
        ("<5", "vi", Cell("<5")),
        ("ẩn", "vi", Cell("ẩn")),
        ("–", "vi", Cell("–")),
        ("", "vi", Cell("")),
        ("00097", "vi", Cell("00097")),
        ("2026", "vi", Cell("2026")),
        ("1,234", "vi", Cell(1.234, "#,##0.000")),
        ("1.5", "vi", Cell("1.5")),
        ("27/30", "vi", Cell("27/30")),
        ("=1+1", "vi", Cell("=1+1")),
        ("%", "vi", Cell("%")),
        ("1e5", "en", Cell("1e5")),
    ],
)
def test_what_a_text_is_to_a_spreadsheet(text: str, language: Language, found: Cell) -> None:
    assert cell(text, language) == found


@given(st.floats(-1e12, 1e12), st.integers(0, 2), st.sampled_from(LANGUAGES))
def test_every_number_that_is_written_is_read_back_just_so(value: float, digits: int, language: Language) -> None:
    text = words.number(value, language, digits=digits)
    held = cell(text, language).value
    assert isinstance(held, int | float)
    assert words.number(held, language, digits=digits) == text
    assert float(ungrouped(text, language).replace(",", ".")) == pytest.approx(held)


@given(st.floats(0, 1), st.sampled_from(LANGUAGES))
def test_a_share_holds_no_more_than_is_shown(share: float, language: Language) -> None:
    held = cell(words.percent(share, language), language).value
    assert isinstance(held, float)
    assert held == round(held, 3)
    assert words.percent(held, language) == words.percent(share, language)


@pytest.mark.parametrize("text", ["1.234,5", "<5", "ẩn", "–", "", "30/09/2026", "27/30", "<5/<5", "12 (40%)", "-5"])
def test_what_stands_in_a_column_of_figures(text: str) -> None:
    assert reads_as_figure(text, "vi")


@pytest.mark.parametrize("text", ["Phường An", "12 vụ việc", "a5"])
def test_what_is_no_figure(text: str) -> None:
    assert not reads_as_figure(text, "vi")


def test_only_numbers_and_shares_are_numbers() -> None:
    assert [is_number(text, "vi") for text in ("1.234", "5%", "<5", "30/09/2026")] == [True, True, False, False]
