"""A report of which no row can be taken, everywhere a person meets it: dropped on the page, in the folder, in the list.

Phường An sends form 01/TCD of the quarter 15/06/2024 – 14/09/2024 with figures in words; later it sends a good one.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from gis.commands import files
from gis.records.store import open_store
from gis.settings import Settings
from gis.ui import sorted_table
from tests.intake_files import Row, sheet
from tests.test_intake_totals import BROKEN, TCD, submitted
from tests.test_intake_watching import NOW, lying, put, swept
from tests.test_ui_importing import XLSX, drop, press, told
from tests.test_ui_shell import opened, text

KEY = ("00001", "tcd_01", "2024-06-15", "2024-09-14")


def of_2024(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The same form of a year that is over, whatever the day."""
    return tuple(tuple(cell.replace("2026", "2024") if isinstance(cell, str) else cell for cell in row) for row in rows)


BAD, GOOD = of_2024(BROKEN), of_2024(TCD)


def states(office: Settings) -> list[tuple[Any, ...]]:
    """What is known of who has reported, but for the day on which it was sent."""
    return [(*row[:4], row[5]) for row in submitted(office)]


def recorded(tmp_path: Path, rows: tuple[Row, ...]) -> AppTest:
    """Drop a file on the page and record it."""
    content = sheet(tmp_path / "made.xlsx", rows).read_bytes()
    return press(drop(opened("importing.py"), ("bieu 01.xlsx", content, XLSX)), "Ghi 1 tệp")


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the tables that the browser writes were given, in order."""
    given: list[dict[str, Any]] = []
    whole = sorted_table.packed

    def packed(content: sorted_table.SortedTable) -> bytes:
        given.append({"names": content.names, "table": content.table})
        return whole(content)

    monkeypatch.setattr(sorted_table, "packed", packed)
    return given


def test_the_page_says_before_and_after_that_nothing_goes_in(office: Settings, tmp_path: Path) -> None:
    content = sheet(tmp_path / "made.xlsx", BAD).read_bytes()
    app = drop(opened("importing.py"), ("bieu 01.xlsx", content, XLSX))
    assert "bieu 01.xlsx: chưa dòng nào nhận được. Khi ghi, đơn vị được tính là đã nộp báo cáo có lỗi" in told(app)
    said = " ".join(text(app).split())
    assert "bieu 01.xlsx Biểu tổng hợp 01/TCD Phường An 15/06/2024 – 14/09/2024 1 0 0 0 1" in said
    assert "hai mươi" in said, "the list of findings shows the cell as it stands"
    assert submitted(office) == [], "looking at a file records nothing"
    app = press(app, "Ghi 1 tệp")
    assert not app.exception
    assert "chưa nhận dòng nào; đã ghi tình trạng nộp báo cáo của đơn vị là “Có lỗi”" in told(app)
    assert "Đã ghi bieu 01.xlsx" not in told(app)
    assert states(office) == [(*KEY, "faulty")]


def test_the_same_faulty_file_again_records_nothing_more(office: Settings, tmp_path: Path) -> None:
    app = press(recorded(tmp_path, BAD), "Ghi 1 tệp")
    assert "chưa nhận dòng nào, không ghi gì thêm" in told(app)
    assert len(open_store(office).batches()) == 1


def test_it_is_counted_as_faulty_and_its_unit_is_reminded(
    office: Settings, tmp_path: Path, listed: list[dict[str, Any]]
) -> None:
    recorded(tmp_path, BAD)
    app = opened("reporting.py")
    assert not app.exception
    said = " ".join(text(app).split())
    assert "Biểu 01/TCD kỳ 15/06/2024 – 14/09/2024 0/4 đơn vị" in said
    assert "Đã nộp 0 Báo không phát sinh 0 Có lỗi 1 Chưa nộp 3" in said
    assert "4 trên 4 đơn vị còn thiếu hoặc có báo cáo lỗi" in said
    (table,) = listed
    assert dict(zip(table["names"], table["table"]["tcd_01"], strict=True)) == {
        "Phường An": "Có lỗi", "Phường Bình": "Chưa nộp", "Xã Cát": "Chưa nộp", "Xã Đông": "Chưa nộp",
    }  # fmt: skip


def test_a_good_report_takes_its_place(office: Settings, tmp_path: Path, listed: list[dict[str, Any]]) -> None:
    recorded(tmp_path, BAD)
    app = recorded(tmp_path, GOOD)
    assert "Đã ghi bieu 01.xlsx" in told(app)
    said = " ".join(text(opened("reporting.py")).split())
    assert "Biểu 01/TCD kỳ 15/06/2024 – 14/09/2024 1/4 đơn vị" in said
    assert "Đã nộp 1 Báo không phát sinh 0 Có lỗi 0 Chưa nộp 3" in said
    (table,) = listed
    assert "Phường An" not in table["names"]


def test_withdrawn_its_unit_has_not_reported(office: Settings, tmp_path: Path) -> None:
    app = press(recorded(tmp_path, BAD), "Rút lần nhập")
    assert "Đã rút lần nhập 1" in told(app)
    assert submitted(office) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "drop"
    made.mkdir()
    return made


def beside(path: Path) -> list[list[Any]]:
    """The list of findings in the workbook beside a file."""
    book = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
    return book.get_sheet_by_index(1).to_python()


def test_in_the_folder_it_is_refused_with_its_report_beside_it(folder: Path, office: Settings) -> None:
    put(folder, "bieu 01.xlsx", *BAD)
    (found,) = swept(folder, office)
    assert found.report is not None
    assert (found.report.rows, found.report.refused, found.report.faulty) == (1, 1, True)
    assert lying(folder) == [
        "refused/20261005-083000 bieu 01.xlsx", "refused/20261005-083000 bieu 01.xlsx.report.xlsx",
    ]  # fmt: skip
    headings, *findings = beside(folder / "refused" / "20261005-083000 bieu 01.xlsx.report.xlsx")
    assert headings == ["Dòng", "Cột", "Giá trị trong tệp", "Dòng này", "Vấn đề và cách xử lý"]
    cells = [(int(row[0]), row[2]) for row in findings if row[2] == "hai mươi"]
    assert cells == [(8, "hai mươi")] * 6
    out = [row for row in findings if row[3] == "Chưa đưa vào"]
    assert [(int(row[0]), row[4].split(".")[0]) for row in out] == [
        (8, "Dòng này không có số liệu nào nên chưa đưa vào")
    ]
    assert not any("Nguyễn" in str(cell) for row in findings for cell in row)
    assert states(office) == [(*KEY, "faulty")]


def test_in_the_folder_a_good_one_later_takes_its_place(folder: Path, office: Settings) -> None:
    put(folder, "bieu 01.xlsx", *BAD)
    swept(folder, office)
    put(folder, "bieu 01.xlsx", *GOOD)
    (found,) = swept(folder, office)
    assert found.file.parent.name == "done"
    assert states(office) == [(*KEY, "sent")]


def test_the_command_that_watches_says_so(folder: Path, office: Settings) -> None:
    path = put(folder, "bieu 01.xlsx", *BAD)
    os.utime(path, (NOW.timestamp() - 10**8, NOW.timestamp() - 10**8))
    done = CliRunner().invoke(files.app, ["import", "--watch", str(folder), "--once"])
    assert done.exit_code == 0
    said = " ".join(done.output.split())
    assert "Chưa nhận dòng nào; đã ghi tình trạng nộp báo cáo của đơn vị là “Có lỗi” (lần nhập 1)" in said
    assert states(office) == [(*KEY, "faulty")]
