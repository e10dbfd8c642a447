"""What files seem to be, by headings, titles and names."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.intake.detecting import Detected, detect, doubtful, official_of, unit_of
from gis.intake.kinds import FORMS
from gis.intake.periods import day_of, period_of
from gis.intake.table import Table
from tests import city


def span(start: str, end: str) -> tuple[dt.date, dt.date]:
    return dt.date.fromisoformat(start), dt.date.fromisoformat(end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kỳ báo cáo: từ ngày 15/6/2026 đến ngày 14/9/2026", span("2026-06-15", "2026-09-14")),
        ("Từ 15-06-2026 đến hết ngày 14.9.2026, quý III/2026", span("2026-06-15", "2026-09-14")),
        ("BÁO CÁO QUÝ III/2026", span("2026-07-01", "2026-09-30")),
        ("Quý 4 năm 2025", span("2025-10-01", "2025-12-31")),
        ("Tháng 2/2028", span("2028-02-01", "2028-02-29")),
        ("bao-cao_tháng 9 năm 2026", span("2026-09-01", "2026-09-30")),
        ("6 tháng đầu năm 2026", span("2026-01-01", "2026-06-30")),
        ("9 tháng năm 2026", span("2026-01-01", "2026-09-30")),
        ("Kế hoạch năm 2026", span("2026-01-01", "2026-12-31")),
        ("Tháng 13/2026", None),
        ("từ ngày 30/2/2026 đến ngày 1/3/2026", None),
        ("từ ngày 1/3/2026 đến ngày 1/2/2026", None),
        ("Danh sách dự án", None),
        ("từ ngày 15 tháng 6 năm 2026 đến ngày 14 tháng 9 năm 2026", span("2026-06-15", "2026-09-14")),
        ("An, ngày 05 tháng 10 năm 2026", None),
        ("6 tháng cuối năm 2026", span("2026-07-01", "2026-12-31")),
        ("Kỳ báo cáo 9 tháng", None),
        ("Quý III", None),
    ],
)
def test_periods(text: str, expected: object) -> None:
    assert period_of([text]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quý III năm 2026", span("2026-06-15", "2026-09-14")),
        ("Quý I/2026", span("2025-12-15", "2026-03-14")),
        ("9 tháng năm 2026", span("2025-12-15", "2026-09-14")),
        ("Từ ngày 01/07/2026 đến ngày 30/09/2026", span("2026-07-01", "2026-09-30")),
    ],
)
def test_periods_of_the_inspectorate_run_from_the_15th_to_the_14th(text: str, expected: object) -> None:
    assert period_of([text], begins=15) == expected


def test_a_year_may_stand_in_another_line() -> None:
    assert period_of(["Kỳ báo cáo 9 tháng", "An, ngày 05 tháng 10 năm 2026"]) == span("2026-01-01", "2026-09-30")
    assert period_of(["Quý III", "01TCD_2026"]) == span("2026-07-01", "2026-09-30")
    assert period_of(["Quý III", "so với cùng kỳ 2025", "01TCD_2026"]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Số liệu đến ngày 31/8/2026)", dt.date(2026, 8, 31)),
        ("Tính đến hết ngày 31 tháng 8 năm 2026", dt.date(2026, 8, 31)),
        ("An, ngày 05 tháng 10 năm 2026", None),
        ("đến ngày 31/9/2026", None),
    ],
)
def test_the_day_figures_are_of(text: str, expected: object) -> None:
    assert day_of([text]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Biểu số: 01/TCD", "tcd_01"),
        ("Mẫu số 2-XLD", "xld_02"),
        ("01TCD_Xa-Cat_quy3", "tcd_01"),
        ("GQKN 03", ""),
        ("03/GQKN ban hành kèm theo Thông tư", "gqkn_03"),
        ("101/TCD", ""),
        ("01/TCD và 02/XLD", ""),
        ("02/TCD", ""),
    ],
)
def test_official_forms(text: str, expected: str) -> None:
    assert official_of([text]) == expected


@given(st.text(max_size=60))
def test_no_text_is_too_strange_for_a_period(text: str) -> None:
    found = period_of([text])
    assert found is None or found[0] <= found[1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ỦY BAN NHÂN DÂN PHƯỜNG AN", "00001"),
        ("01TCD_Xa-Cat_quy3", "00003"),
        ("UBND xã Cát, tổng hợp từ UBND phường An", ""),
        ("Sở Tài nguyên", ""),
        ("Phường Anh Dũng", ""),
    ],
)
def test_units(text: str, code: str) -> None:
    assert unit_of([text], city.areas()) == code


def table(*headings: str, title: tuple[str, ...] = (), source: str = "x.xlsx") -> Table:
    return Table(source, "", 1, headings, pd.DataFrame(columns=range(len(headings)), dtype=object), title=title)


@pytest.mark.parametrize("name", [name for name in FORMS if name not in ("progress", "periodic")])
def test_a_list_with_all_its_own_headings_is_known(name: str) -> None:
    headings = [column.field.label.vi for column in FORMS[name].columns]
    assert detect(table(*headings), city.areas()).kind == name


def test_a_strange_list_is_no_kind() -> None:
    assert detect(table("Màu", "Mùi", "Vị"), city.areas()) == Detected("", "", None)


def test_title_and_name_tell_unit_and_period() -> None:
    found = detect(table("Màu", title=("UBND XÃ CÁT", "Quý III/2026"), source="phuong_an.xlsx"), city.areas())
    assert (found.unit, found.period) == ("", span("2026-07-01", "2026-09-30"))
    assert detect(table("Màu", title=("UBND XÃ CÁT",)), city.areas()).unit == "00003"


def test_wrong_periods_and_double_reports_are_named() -> None:
    quarter, month = span("2026-07-01", "2026-09-30"), span("2026-09-01", "2026-09-30")
    found = {
        "a": Detected("progress", "00001", quarter),
        "b": Detected("progress", "00001", quarter),
        "c": Detected("progress", "00002", month),
        "d": Detected("cases", "00001", None),
    }
    assert sorted(doubtful(found)) == [("a", "same_report"), ("b", "same_report"), ("c", "unlike_others")]
    assert ("c", "other_period") in set(doubtful(found, wanted=quarter))
    assert ("d", "other_period") not in set(doubtful(found, wanted=quarter))


QUARTER, BEFORE, YEAR = (
    span("2026-06-15", "2026-09-14"),
    span("2026-03-15", "2026-06-14"),
    span("2025-12-01", "2026-11-27"),
)


def reports(*periods: tuple[dt.date, dt.date]) -> dict[str, Detected]:
    return {str(at): Detected("periodic", f"{at:05}", period, official="tcd_01") for at, period in enumerate(periods)}


@pytest.mark.parametrize(
    ("periods", "wanted", "expected"),
    [
        ([QUARTER, QUARTER, BEFORE], YEAR, [("2", "unlike_others")]),  # a page left at 12 months
        ([QUARTER, QUARTER, BEFORE], None, [("2", "unlike_others")]),
        ([QUARTER, QUARTER, BEFORE], BEFORE, [("0", "other_period"), ("1", "other_period")]),
        ([QUARTER, BEFORE], YEAR, []),
        ([QUARTER], YEAR, []),
        ([QUARTER], span("2026-07-01", "2026-09-30"), []),  # the quarter of the calendar, and of the inspectorate
        ([BEFORE], span("2026-07-01", "2026-09-30"), [("0", "other_period")]),
        ([BEFORE], None, []),
    ],
)
def test_a_period_is_held_against_what_was_asked_for_or_what_others_sent(
    periods: list[tuple[dt.date, dt.date]], wanted: tuple[dt.date, dt.date] | None, expected: list[tuple[str, str]]
) -> None:
    assert list(doubtful(reports(*periods), wanted=wanted)) == expected
