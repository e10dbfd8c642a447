"""How a file is read, decided on the page: who sent it, its form and period, values for all rows, meanings of words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gis import intake
from gis.intake import meanings
from gis.intake.incoming import Incoming
from gis.intake.mapping import ColumnMapping, remembered
from gis.records.store import open_store
from gis.settings import Settings
from gis.ui import import_mapping, import_said
from gis.ui.import_mapping import Reading
from tests import city
from tests.intake_files import looked_at, sheet
from tests.test_intake_totals import submitted
from tests.test_ui_importing import XLSX, content, drop, page, press, told
from tests.test_ui_shell import text

CASES = (
    ("Mã vụ việc", "Xã, phường", "Nội dung", "Ngày tiếp nhận"),
    ("V1", "An", "Đền bù ruộng", "01/07/2026"),
    ("V2", "Cát", "Tái định cư", "02/07/2026"),
)
CLASSED = tuple((*row, cell) for row, cell in zip(CASES, ("Loại vụ việc", "loại 1", "Khiếu nại"), strict=True))


def pick(app: AppTest, label: str, value: str) -> AppTest:
    return next(box for box in app.selectbox if box.label.startswith(label)).select(value).run()


def stored(office: Settings) -> list[tuple[str, str, str]]:
    with open_store(office).reading() as reading:
        rows = [row for table in reading.versions(city.ENTITIES["case"], "99") for row in table.to_pylist()]
    return sorted((row["code"], row["case_class"], row["subject"]) for row in rows)


def test_a_form_whose_title_says_nothing_is_said_on_the_page(office: Settings, tmp_path: Path) -> None:
    rows = (("Số lượt tiếp", "Số người được tiếp"), ("12", "15"))
    app = drop(page(), ("x.xlsx", content(tmp_path, *rows), XLSX))
    app = pick(app, "Loại danh sách", "periodic")
    app = pick(app, "Đơn vị gửi", "00003")
    app = pick(app, "Biểu số", "tcd_01")
    app.date_input(key="vi:said:start:x.xlsx").set_value(dt.date(2026, 6, 15)).run()
    assert next(button for button in app.button if "Ghi 0 tệp" in button.label).disabled
    app = app.date_input(key="vi:said:end:x.xlsx").set_value(dt.date(2026, 9, 14)).run()
    assert not app.exception
    assert "x.xlsx Biểu tổng hợp 01/TCD Xã Cát 15/06/2026 – 14/09/2026 1 1" in " ".join(text(app).split())
    press(app, "Ghi 1 tệp")
    assert [row[:4] for row in submitted(office)] == [("00003", "tcd_01", "2026-06-15", "2026-09-14")]


def test_a_value_for_all_rows_makes_a_file_readable_and_is_remembered(office: Settings, tmp_path: Path) -> None:
    file = ("vu viec.xlsx", content(tmp_path, *CASES), XLSX)
    app = pick(drop(page(), file), "Loại danh sách", "cases")
    assert "thiếu cột: Loại vụ việc" in told(app)
    app = pick(app, "Đơn vị gửi", "00001")
    app = pick(app, "Thông tin không có cột", "case_class")
    app = press(pick(app, "Giá trị", "complaint"), "Dùng cho cả tệp và nhớ")
    assert "Đơn vị gửi: Phường An" in told(app)
    assert "thiếu cột" not in told(app)
    assert any("Loại vụ việc = Khiếu nại" in button.label for button in app.button)
    app = press(app, "Ghi 1 tệp")
    assert [row[:2] for row in stored(office)] == [("V1", "complaint"), ("V2", "complaint")]
    again = pick(drop(page(), file), "Loại danh sách", "cases")
    assert "thiếu cột" in told(again), "it was remembered of Phường An, and this file may be anybody's"
    again = pick(again, "Đơn vị gửi", "00001")
    assert "thiếu cột" not in told(again)
    again = press(again, "Bỏ: Loại vụ việc")
    assert "thiếu cột" in told(again), "without the value the file cannot be read, so the value stays"
    assert any("Loại vụ việc = Khiếu nại" in button.label for button in again.button)


def test_words_that_were_not_understood_get_their_meaning(office: Settings, tmp_path: Path) -> None:
    app = drop(page(), ("vu viec.xlsx", content(tmp_path, *CLASSED), XLSX))
    asked = [box.label for box in app.selectbox if "là" in box.label and "“" in box.label]
    assert sorted(asked) == ["Loại vụ việc: “loại 1” là", "Nội dung: “Đền bù ruộng” là"]
    app = pick(app, "Nội dung: “Đền bù ruộng”", "price")
    app = press(pick(app, "Loại vụ việc: “loại 1”", "complaint"), "Dùng và nhớ các nghĩa này")
    assert "mọi đơn vị" in told(app)
    assert not [box.label for box in app.selectbox if "“" in box.label]
    press(app, "Ghi 1 tệp")
    assert stored(office) == [("V1", "complaint", "price"), ("V2", "complaint", "resettlement")]


def test_what_an_office_decided_goes_before_what_anybody_did(office: Settings, tmp_path: Path) -> None:
    table = intake.read_table(sheet(tmp_path / "a.xlsx", CASES))
    form = intake.FORMS["cases"]
    general, own = (ColumnMapping(constants={"case_class": one}) for one in ("complaint", "proposal"))
    assert remembered(table, form, office, "00001") is None
    intake.remember(general, table, form, office)
    intake.remember(own, table, form, office, "00001")
    assert remembered(table, form, office, "00001") == own
    assert remembered(table, form, office, "00002") == general
    assert remembered(table, form, office) == general


def test_wards_yes_and_no_are_asked_about_too_and_the_most_frequent_first() -> None:
    rows = [("Xã, phường", "Loại vụ việc", "Vụ việc phức tạp", "Ngày tiếp nhận")]
    rows += [("Khu Đông Vẽ", "Khiếu nại", "chắc có", "01/07/2026")] * 2 + [("Nam Vẽ", "x1", "Có", "01/07/2026")]
    found = looked_at("cases", *rows)
    table = intake.Table("list.csv", "", 1, tuple(rows[0]), found.links)
    asked = meanings.not_understood(table, found, intake.FORMS["cases"])
    assert asked == {"ward_name": ("Khu Đông Vẽ", "Nam Vẽ"), "case_class": ("x1",), "complex": ("chắc có",)}
    columns = intake.FORMS["cases"]
    assert list(meanings.entries(columns["complex"], city.areas())) == ["có", "không"]
    assert meanings.entries(columns["ward_name"], city.areas())["00001"].vi == "Phường An (00001)"
    meant = ColumnMapping(values={"ward_name": {"Khu Đông Vẽ": "00004"}, "complex": {"chắc có": "có"}})
    again = looked_at("cases", *rows, mapping=meant)
    assert again.frames["case"]["ward"].tolist() == ["00004"]
    assert again.frames["case"]["complex"].tolist() == [True]


def test_columns_words_and_values_are_kept_beside_each_other(tmp_path: Path, office: Settings) -> None:
    table = intake.read_table(sheet(tmp_path / "a.xlsx", CASES))
    before = ColumnMapping(constants={"case_class": "complaint"}, values={"subject": {"a": "price"}}, ignored=("Cũ",))
    reading = Reading("a", Incoming("a.xlsx"), table, intake.FORMS["cases"], before, None)
    assert import_mapping.with_constant(reading, "remote", "có").constants == {
        "case_class": "complaint",
        "remote": "có",
    }
    assert import_mapping.with_constant(reading, "case_class", "").constants == {}
    assert import_mapping.with_meanings(reading, {"subject": {"b": "support"}}).values == {
        "subject": {"a": "price", "b": "support"}
    }


@pytest.mark.parametrize(
    ("written", "unit", "shown"),
    [("xã cát", "00003", "Xã Cát"), ("Thanh tra thành phố", "", "Thanh tra thành phố"), ("", "", "")],
)
def test_a_sender_may_be_written(office: Settings, tmp_path: Path, written: str, unit: str, shown: str) -> None:
    app = drop(page(), ("vu viec.xlsx", content(tmp_path, *CLASSED), XLSX))
    app.session_state["incoming_said"] = {"vu viec.xlsx": import_said.sender_of(written, city.areas())}
    app.run()
    assert not app.exception
    assert " ".join(f"vu viec.xlsx Vụ việc {shown} 2 1".split()) in " ".join(text(app).split())
    assert import_said.sender_of(written, city.areas())["unit"] == unit
