"""Tables of totals: wide, long and both; a row becomes many records and still counts once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gis import intake
from gis.intake.detecting import Detected, detect
from gis.intake.knowing import present
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import Settings
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


@pytest.mark.parametrize(
    ("form", "item", "kept"),
    [
        ("01/TCD", "Số lượt tiếp", ("tcd_01", "turns")),
        (None, "Tổng số lượt tiếp", ("tcd_01", "turns")),
        (None, "Tiếp thường xuyên: Số lượt tiếp", ("tcd_01", "regular_turns")),
        ("", "Đơn khiếu nại", ("xld_02", "complaint")),
        ("02/XLD", "complaint", ("xld_02", "complaint")),
        ("02/XLD", "Số lượt tiếp", ("xld_02", "Số lượt tiếp")),
        ("Khác", "Số lượt tiếp", ("other", "Số lượt tiếp")),
    ],
)
def test_an_item_written_as_a_heading_of_its_form_is_that_column(
    form: str | None, item: str, kept: tuple[str, str]
) -> None:
    headings = ("Xã", "Mẫu", "Từ ngày", "Đến ngày", "Chỉ tiêu", "Giá trị")
    found = looked_at("periodic", headings, ("An", form, "15/07/2026", "14/08/2026", item, 2))
    (record,) = told(found, "periodic_form")
    assert (record["form"], record["item"]) == kept


def test_the_same_figure_in_a_column_and_as_an_item_is_told_once() -> None:
    headings = ("Xã", "Từ ngày", "Đến ngày", "Chỉ tiêu", "Giá trị", "Số lượt tiếp")
    period = ("15/07/2026", "14/08/2026")
    found = looked_at("periodic", headings, ("An", *period, "Lượt tiếp", 2, None), ("An", *period, None, None, 3))
    assert codes(found) == [(3, "same_total", True)]


TCD = (
    ("UBND PHƯỜNG AN", None, None, None, None, "Biểu số: 01/TCD"),
    ("TỔNG HỢP KẾT QUẢ TIẾP CÔNG DÂN THƯỜNG XUYÊN, ĐỊNH KỲ VÀ ĐỘT XUẤT",),
    ("(Số liệu tính từ ngày 15/06/2026 đến ngày 14/09/2026)",),
    ("(Kèm theo Báo cáo số 12/BC-UBND ngày 16 tháng 9 năm 2026)",),
    ("TT", "Đơn vị", "Số lượt tiếp", "Số người được tiếp", "Vụ việc", None, "Đoàn đông người", None),
    (None, None, None, None, "Tiếp lần đầu", "Tiếp nhiều lần", "Số đoàn được tiếp", "Số người được tiếp"),
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"),
    (1, "UBND phường An", 12, 15, 4, "-", 1, 7),
    (None, "Tổng cộng", 13, 15, 4, None, 1, 7),
    (None, None, None, None, None, "An, ngày 16 tháng 9 năm 2026"),
    (None, "NGƯỜI LẬP BIỂU", None, None, None, "CHỦ TỊCH"),
    (None, "Nguyễn Văn Vẽ", None, None, None, "Trần Thị Màu"),
)


def examined(path: Path, office: Settings, kind: str = "periodic", **said: Any) -> intake.Examined:
    table = intake.read_table(path)
    seen = Detected(**said).over(detect(table, city.areas()))
    return intake.examine(table, kind, store=open_store(office), areas=city.areas(), said=seen, today=city.AS_OF)


def test_an_official_form_says_its_number_and_period_above_the_table(tmp_path: Path, office: Settings) -> None:
    table = intake.read_table(sheet(tmp_path / "bc.xlsx", TCD))
    quarter = (dt.date(2026, 6, 15), dt.date(2026, 9, 14))
    assert detect(table, city.areas()) == Detected("periodic", "00001", quarter, "tcd_01", dt.date(2026, 9, 14))
    found = examined(tmp_path / "bc.xlsx", office)
    records = told(found.checked, "periodic_form")
    assert {(row["ward"], row["form"], row["period_start"], row["period_end"]) for row in records} == {
        ("00001", "tcd_01", pd.Timestamp("2026-06-15"), pd.Timestamp("2026-09-14"))
    }
    assert {row["item"]: row["value"] for row in records} == {
        "turns": 12, "people": 15, "first_cases": 4, "crowds": 1, "crowd_people": 7,
    }  # fmt: skip
    differs = [finding for finding in found.checked.findings if finding.code == "total_differs"]
    assert [(finding.row, finding.column) for finding in differs] == [(9, "Số lượt tiếp")]
    assert found.report.refused == 0


def submitted(office: Settings) -> list[tuple[Any, ...]]:
    """What is known now of who has reported."""
    with open_store(office).reading() as reading:
        rows = present(reading, city.ENTITIES["submission"], "99").to_pylist()
    names = ("ward", "kind", "period_start", "period_end", "sent_on", "state")
    return sorted(tuple(str(row[name]) for name in names) for row in rows)


SENT = ("00001", "tcd_01", "2026-06-15", "2026-09-14", "2026-09-30", "sent")


def test_bringing_a_form_in_says_that_its_unit_has_reported(tmp_path: Path, office: Settings) -> None:
    path = sheet(tmp_path / "bc.xlsx", TCD)
    store = open_store(office)
    report = intake.record(examined(path, office), store)
    assert submitted(office) == [SENT]
    again = intake.examine(
        intake.read_table(path), "periodic", store=store, areas=city.areas(), today=dt.date(2026, 10, 9),
        said=detect(intake.read_table(path), city.areas()),
    )  # fmt: skip
    assert intake.record(again, store).batch is None, "the same file sent again changes nothing, not even the day"
    assert report.batch is not None
    store.withdraw(report.batch)
    assert submitted(office) == []


def test_a_table_of_several_wards_says_so_of_each(tmp_path: Path, office: Settings) -> None:
    rows = (
        ("THANH TRA THÀNH PHỐ",), ("Mẫu số 02-XLD", None, "Quý III năm 2026"),
        ("Xã, phường", "Số đơn tiếp nhận trong kỳ", "Số đơn khiếu nại"),
        ("A", 1, 2),
        ("An", 5, 2), ("Cát", 3, 1), ("Không đâu", 3, 1), ("Tổng số", 11, 4),
    )  # fmt: skip
    found = examined(sheet(tmp_path / "th.xlsx", rows), office)
    assert found.report.refused == 1
    intake.record(found, open_store(office))
    quarter = ("xld_02", "2026-06-15", "2026-09-14", "2026-09-30", "sent")
    assert submitted(office) == [("00001", *quarter), ("00003", *quarter)]


BROKEN = tuple(("1", "UBND phường An", *["hai mươi"] * 6) if row[:2] == (1, "UBND phường An") else row for row in TCD)
FAULTY = (*SENT[:-1], "faulty")


def test_a_report_whose_rows_all_stay_out_is_faulty_until_a_good_one_comes(tmp_path: Path, office: Settings) -> None:
    store = open_store(office)
    bad, good = sheet(tmp_path / "bad.xlsx", BROKEN), sheet(tmp_path / "good.xlsx", TCD)
    report = intake.record(examined(bad, office), store)
    assert (report.rows, report.refused, report.faulty, report.exit_code) == (1, 1, True, 2)
    assert submitted(office) == [FAULTY]
    assert not intake.record(examined(bad, office), store).faulty, "the same file twice changes nothing"
    assert report.batch is not None
    store.withdraw(report.batch)
    assert submitted(office) == []
    intake.record(examined(bad, office), store)
    intake.record(examined(good, office), store)
    assert submitted(office) == [SENT]


def test_a_faulty_report_never_spoils_a_good_one(tmp_path: Path, office: Settings) -> None:
    store = open_store(office)
    bad, good = sheet(tmp_path / "bad.xlsx", BROKEN), sheet(tmp_path / "good.xlsx", TCD)
    together = [examined(path, office) for path in (good, bad)]  # both looked at before either is recorded
    assert [intake.record(one, store).batch for one in together] == [1, None]
    assert submitted(office) == [SENT]


def test_a_row_that_stays_out_tells_of_its_own_ward_only(tmp_path: Path, office: Settings) -> None:
    rows = (
        ("Mẫu số 02-XLD", None, "Quý III năm 2026"),
        ("Xã, phường", "Số đơn tiếp nhận trong kỳ", "Số đơn khiếu nại"),
        ("An", 5, 2), ("Cát", "nhiều", "ít"), ("Không đâu", 3, 1),
    )  # fmt: skip
    intake.record(examined(sheet(tmp_path / "th.xlsx", rows), office), open_store(office))
    quarter = ("xld_02", "2026-06-15", "2026-09-14", "2026-09-30")
    assert submitted(office) == [("00001", *quarter, "sent"), ("00003", *quarter, "faulty")]


def test_a_row_without_a_period_makes_what_its_unit_sent_faulty(tmp_path: Path, office: Settings) -> None:
    rows = (("Xã", "Từ ngày", "Đến ngày", "Số lượt tiếp"), ("An", "15/06/2026", "14/09/2026", 4), ("An", "?", "?", 5))
    intake.record(examined(sheet(tmp_path / "x.xlsx", rows), office), open_store(office))
    assert submitted(office) == [FAULTY]


def test_progress_totals_that_all_stay_out_are_faulty_too(tmp_path: Path, office: Settings) -> None:
    rows = (
        ("UBND XÃ CÁT",), ("BÁO CÁO TIẾN ĐỘ THÁNG 8 NĂM 2026 (số liệu đến ngày 31/8/2026)",),
        ("Tên dự án", "Đã chi trả – Số hộ", "Đã bàn giao – Số hộ"), ("Dự án không ai biết", 3, 2),
    )  # fmt: skip
    intake.record(examined(sheet(tmp_path / "td.xlsx", rows), office, "progress"), open_store(office))
    assert submitted(office) == [("00003", "progress_report", "2026-08-01", "2026-08-31", "2026-09-30", "faulty")]


def test_what_the_title_leaves_open_a_person_says(tmp_path: Path, office: Settings) -> None:
    rows = (("Số lượt tiếp", "Số người được tiếp"), (12, 15))
    path = sheet(tmp_path / "x.xlsx", rows)
    month = (dt.date(2026, 8, 15), dt.date(2026, 9, 14))
    found = examined(path, office, unit="00003", official="tcd_01", period=month)
    intake.record(found, open_store(office))
    assert submitted(office) == [("00003", "tcd_01", "2026-08-15", "2026-09-14", "2026-09-30", "sent")]


def test_a_form_with_the_columns_of_another_is_pointed_out(tmp_path: Path, office: Settings) -> None:
    rows = (("Biểu 03/GQKN", "Xã Cát", "9 tháng năm 2026"), ("Số lượt tiếp", "Số người được tiếp"), (12, 15))
    found = examined(sheet(tmp_path / "x.xlsx", rows), office)
    (other,) = [finding for finding in found.checked.findings if finding.code == "other_form"]
    assert "biểu 03/GQKN" in other.what.say()
    assert "biểu 01/TCD" in other.what.say()
    assert [row[1:4] for row in found.batch.frames["submission"].astype(str).to_numpy().tolist()] == [
        ["tcd_01", "2025-12-15", "2026-09-14"]
    ]


def test_a_long_form_without_a_number_stays_out(tmp_path: Path, office: Settings) -> None:
    rows = (("Xã", "Từ ngày", "Đến ngày", "Cột của biểu", "Giá trị"), ("An", "15/07/2026", "14/08/2026", "cot_7", 2))
    found = examined(sheet(tmp_path / "x.xlsx", rows), office)
    assert codes(found.checked) == [(2, "no_form", True)]
    assert (
        told(examined(tmp_path / "x.xlsx", office, official="gqkn_03").checked, "periodic_form")[0]["form"] == "gqkn_03"
    )


def test_progress_totals_are_of_the_day_above_the_table_and_of_its_period(tmp_path: Path, office: Settings) -> None:
    open_store(office).append(Batch({"project": city.frame("project", city.PROJECTS)}, source="drawn"))
    rows = (
        ("UBND XÃ CÁT",), ("BÁO CÁO TIẾN ĐỘ THÁNG 8 NĂM 2026 (số liệu đến ngày 31/8/2026)",),
        ("Tên dự án", "Đã chi trả – Số hộ", "Đã bàn giao – Số hộ"), ("Khu đô thị Cát", 3, 2),
    )  # fmt: skip
    path = sheet(tmp_path / "td.xlsx", rows)
    assert detect(intake.read_table(path), city.areas()).kind == "progress"
    found = examined(path, office, "progress")
    assert {row["reported_on"] for row in told(found.checked, "progress_report")} == {DAY}
    intake.record(found, open_store(office))
    assert submitted(office) == [("00003", "progress_report", "2026-08-01", "2026-08-31", "2026-09-30", "sent")]
