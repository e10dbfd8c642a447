"""The page where files come in: dropped, understood, recorded, undone; periods closed; by whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.intake import incoming, submitting
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from tests import city
from tests.intake_files import HEADINGS, ROAD, SCHOOL, sheet
from tests.test_ui_shell import opened, text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CASES = (
    ("ỦY BAN NHÂN DÂN XÃ CÁT",),
    ("Mã vụ việc", "Loại vụ việc", "Họ và tên", "Ngày tiếp nhận", "Ngày thụ lý"),
    ("V1", "Khiếu nại", "Nguyễn Văn Vẽ", "01/07/2026", "05/07/2026"),
    ("V2", "Khiếu nại", "Trần Thị Màu", "01/07/2026", "05/06/2026"),
)


def content(tmp_path: Path, *rows: tuple[str, ...]) -> bytes:
    return sheet(tmp_path / "made.xlsx", rows).read_bytes()


def page() -> AppTest:
    return opened("importing.py")


def drop(app: AppTest, *files: tuple[str, bytes, str]) -> AppTest:
    app.file_uploader[0].set_value(files)
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if label in button.label).click()
    return app.run()


def told(app: AppTest) -> str:
    return " | ".join(element.value for element in (*app.success, *app.warning, *app.info))


def test_a_file_is_understood_looked_at_and_recorded(office: Settings, tmp_path: Path) -> None:
    app = drop(page(), ("danh sach.xlsx", content(tmp_path, HEADINGS, ROAD, SCHOOL), XLSX))
    assert not app.exception
    said = " ".join(text(app).split())
    assert "danh sach.xlsx Dự án 2 2 0 0 0" in said
    assert open_store(office).batches().empty, "nothing is stored before it is asked for"
    app = press(app, "Ghi 1 tệp")
    assert "Đã ghi danh sach.xlsx: 2 dòng mới" in told(app)
    assert len(open_store(office).batches()) == 1
    app = press(app, "Ghi 1 tệp")
    assert "đã có từ trước" in told(app)
    assert len(open_store(office).batches()) == 1, "the same file twice changes nothing"


def test_whoever_waits_is_told_how_far_it_is(office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[float, str]] = []
    shown = DeltaGenerator.progress

    def progress(place: DeltaGenerator, value: float, text: str) -> DeltaGenerator:
        seen.append((value, text))
        return shown(place, value, text)

    monkeypatch.setattr(DeltaGenerator, "progress", progress)
    app = drop(page(), ("a.xlsx", content(tmp_path, HEADINGS, ROAD), XLSX))
    assert seen == [(0, "Đang đọc a.xlsx"), (0.5, "Đang kiểm tra a.xlsx")]
    app.run()
    assert len(seen) == 2, "what was looked at is not looked at again"
    app = press(app, "Ghi 1 tệp")
    assert (0, "Đang ghi a.xlsx") in seen
    assert not app.get("progress"), "the bar goes when the work is done"


def test_a_commune_need_not_name_itself_in_every_row(office: Settings, tmp_path: Path) -> None:
    app = drop(page(), ("vu viec.xlsx", content(tmp_path, *CASES), XLSX))
    said = " ".join(text(app).split())
    assert "vu viec.xlsx Vụ việc Xã Cát 2 1 0 0 1" in said
    assert "Nguyễn" not in said
    assert "Màu" not in said
    press(app, "Ghi 1 tệp")
    with open_store(office).reading() as reading:
        stored = [row for table in reading.versions(city.ENTITIES["case"], "99") for row in table.to_pylist()]
    assert [(row["code"], row["ward"]) for row in stored] == [("V1", "00003")]


def test_several_files_and_one_that_cannot_be_read(office: Settings, tmp_path: Path) -> None:
    good = content(tmp_path, HEADINGS, ROAD)
    app = drop(page(), ("a.xlsx", good, XLSX), ("b.pdf", b"%PDF-1.7 x", "application/pdf"), ("a.xlsx", good, XLSX))
    assert not app.exception
    assert "b.pdf là tệp PDF" in told(app)
    said = " ".join(text(app).split())
    assert "a.xlsx (2) Dự án 1 1" in said
    assert any("Ghi 2 tệp" in button.label for button in app.button)


def test_a_list_of_no_known_kind_waits_for_a_choice(office: Settings, tmp_path: Path) -> None:
    app = drop(page(), ("x.xlsx", content(tmp_path, ("Màu", "Mùi"), ("đỏ", "thơm")), XLSX))
    assert next(button for button in app.button if "Ghi 0 tệp" in button.label).disabled
    choice = next(box for box in app.selectbox if "x.xlsx" in box.label)
    app = choice.select("projects").run()
    assert "thiếu cột" in told(app)


def test_an_import_can_be_withdrawn_and_a_period_closed(office: Settings, tmp_path: Path) -> None:
    app = drop(page(), ("a.xlsx", content(tmp_path, HEADINGS, ROAD), XLSX))
    app = press(app, "Ghi 1 tệp")
    app = press(app, "Rút lần nhập")
    assert "Đã rút lần nhập 1" in told(app)
    assert open_store(office).batches()["withdrawn_at"].notna().all()
    name = next(box for box in app.text_input if box.label == "Tên kỳ")
    app = press(name.input("Tháng 9/2026").run(), "Chốt số liệu")
    assert "Đã chốt “Tháng 9/2026”" in told(app)
    assert [one.name for one in open_store(office).closings()] == ["Tháng 9/2026"]
    name = next(box for box in app.text_input if box.label == "Tên kỳ")
    app = press(name.input("Tháng 9/2026").run(), "Chốt số liệu")
    assert not app.exception
    assert app.warning, "a name is used once"


def test_a_viewer_brings_nothing_in(office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    app = page()
    assert "không được nhập dữ liệu" in told(app)
    assert not app.file_uploader


def test_a_demo_takes_no_real_file(office: Settings) -> None:
    open_store(office).append(Batch({"project": city.frame("project", city.PROJECTS[:1])}, source="demo", demo=True))
    app = page()
    assert not app.exception
    assert "dữ liệu mô phỏng" in told(app)
    assert not app.file_uploader


def test_a_report_of_a_unit_counts_as_sent(office: Settings) -> None:
    period = (city.dt.date(2026, 7, 1), city.dt.date(2026, 9, 30))
    open_store(office).append(submitting.submission("00001", "tcd_01", period, "nothing_arose", city.AS_OF))
    app = opened("reporting.py", as_of="2026-09-30")
    assert not app.exception
    assert "kỳ 01/07/2026 – 30/09/2026" in text(app)


def test_a_file_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "own"))
    (tmp_path / "own").mkdir()
    made = incoming.receive("../../x.xlsx", content(tmp_path, HEADINGS, ROAD), city.areas())
    assert made.table is not None
    assert list((tmp_path / "own").iterdir()) == []
