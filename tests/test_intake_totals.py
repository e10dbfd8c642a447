"""Tables of totals: wide, long and both; a row becomes many records and still counts once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from gis import intake
from tests import city
from tests.intake_files import codes, looked_at, sheet, told

DAY = pd.Timestamp("2026-08-31")
ON = "31/08/2026"
PLACE = {"project": "P1", "ward": "00001", "reported_on": DAY}


def test_a_wide_progress_table_becomes_a_record_for_each_step() -> None:
    headings = (
        "STT", "Tên dự án", "Xã, phường", "Đợt", "Số liệu đến ngày",
        "Đã phê duyệt phương án – Diện tích (ha)", "Phê duyệt phương án / Số hộ", "Đã phê duyệt Kinh phí (tỷ đồng)",
        "Đã chi trả - Số hộ", "Đã bàn giao: Diện tích (m2)",
    )  # fmt: skip
    found = looked_at("progress", headings, (1, "Đường vành đai Vẽ", "An", 1, ON, "1,25", 30, "2,5", 0, 5000))
    assert found.findings == ()
    assert told(found, "progress_report") == [
        PLACE | {"round": 1, "step": "approved", "area": 1.25, "households": 30, "money": 2.5e9},
        PLACE | {"round": 1, "step": "paid", "households": 0},
        PLACE | {"round": 1, "step": "handed_over", "area": 0.5},
    ]
    assert list(found.links.index) == [2, 2, 2]


def test_steps_above_measures_in_two_rows_of_headings(tmp_path: Path) -> None:
    rows = [
        ("TT", "Mã dự án", "Xã", "Ngày báo cáo", "Đã kiểm đếm", None, "Đã chi trả"),
        (None, None, None, None, "Số hộ", "Số mộ", "Số hộ"),
        (1, "P1", "An", ON, 5, 2, 3),
    ]
    table = intake.read_table(sheet(tmp_path / "a.xlsx", rows))
    found = intake.check(table, intake.FORMS["progress"], city.areas(), province="99", today=city.AS_OF)
    assert told(found, "progress_report") == [
        PLACE | {"step": "inventoried", "households": 5, "graves": 2},
        PLACE | {"step": "paid", "households": 3},
    ]


def test_a_long_progress_table_is_understood_too() -> None:
    headings = ("Mã dự án", "Xã", "Ngày báo cáo", "Bước", "Số hộ", "Số mộ")
    found = looked_at(
        "progress", headings, ("P1", "An", ON, "Đã kiểm đếm", 5, 2), ("P1", "An", ON, "Bàn giao", 1, None)
    )
    assert told(found, "progress_report") == [
        PLACE | {"step": "inventoried", "households": 5, "graves": 2},
        PLACE | {"step": "handed_over", "households": 1},
    ]


def test_a_row_without_figures_and_a_repeated_one_stay_out() -> None:
    headings = ("Mã dự án", "Xã", "Ngày báo cáo", "Đã chi trả Số hộ")
    found = looked_at("progress", headings, ("P1", "An", ON, 3), ("P2", "Cát", ON, None), ("P1", "An", ON, 4))
    assert codes(found) == [(3, "no_figure", True), (4, "same_total", True)]
    assert (found.rows, found.refused) == (3, 2)
    assert [row["households"] for row in told(found, "progress_report")] == [3]


def test_an_official_form_becomes_a_record_for_each_column() -> None:
    headings = (
        "Xã, phường",
        "Từ ngày",
        "Đến ngày",
        "Số lượt tiếp",
        "Tiếp nhận trong kỳ",
        "Đơn khiếu nại",
        "Số đơn tố cáo",
    )
    found = looked_at("periodic", headings, ("Phường Bình", "15/07/2026", "14/08/2026", 4, 12, 5, 9))
    period = {
        "ward": "00002",
        "period_start": pd.Timestamp("2026-07-15"),
        "period_end": pd.Timestamp("2026-08-14"),
    }
    assert sorted((row["form"], row["item"], row["value"]) for row in told(found, "periodic_form")) == [
        ("tcd_01", "turns", 4.0),
        ("xld_02", "complaint", 5.0),
        ("xld_02", "received", 12.0),
    ]
    assert all(row.items() >= period.items() for row in told(found, "periodic_form"))
    assert codes(found) == [(1, "unknown_column", False)]


def test_a_long_form_keeps_columns_of_other_forms_under_their_own_names() -> None:
    headings = ("Xã", "Mẫu", "Từ ngày", "Đến ngày", "Cột của biểu", "Giá trị")
    found = looked_at("periodic", headings, ("An", "03/GQKN", "15/07/2026", "14/08/2026", "cot_7", 2))
    assert told(found, "periodic_form")[0].items() >= {"form": "gqkn_03", "item": "cot_7", "value": 2.0}.items()
