"""The drop folder of an office: what is brought in, where it lies afterwards, and for how long."""

from __future__ import annotations

import datetime as dt
import errno
import os
from pathlib import Path

import pytest

from gis.errors import IntakeError, StoreError
from gis.intake.watching import Swept, sweep
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import Settings
from tests import city
from tests.intake_files import HEADINGS, ROAD, SCHOOL, sheet

NOW = dt.datetime(2026, 10, 5, 8, 30, tzinfo=dt.UTC)


def put(folder: Path, name: str, *rows: tuple[str, ...], content: bytes = b"", age: int = 60) -> Path:
    """Lay a file into the folder that was last changed so many seconds ago."""
    path = folder / name
    if rows:
        sheet(path, rows)
    else:
        path.write_bytes(content)
    moment = (NOW - dt.timedelta(seconds=age)).timestamp()
    os.utime(path, (moment, moment))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "drop"
    made.mkdir()
    return made


def swept(folder: Path, office: Settings, *, now: dt.datetime = NOW, keep_days: int = 30) -> tuple[Swept, ...]:
    return sweep(folder, store=open_store(office), areas=city.areas(), now=now, keep_days=keep_days)


def lying(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_good_files_go_in_and_are_moved_with_their_report(folder: Path, office: Settings) -> None:
    put(folder, "a.xlsx", HEADINGS, ROAD, SCHOOL)
    (found,) = swept(folder, office)
    assert found.report is not None
    assert (found.report.new, found.report.refused) == (2, 0)
    assert lying(folder) == ["done/20261005-083000 a.xlsx", "done/20261005-083000 a.xlsx.report.xlsx"]
    assert len(open_store(office).batches()) == 1
    assert swept(folder, office) == ()


def test_what_cannot_go_in_is_refused_with_the_reason_beside_it(folder: Path, office: Settings) -> None:
    put(folder, "b.pdf", content=b"%PDF-1.7 x")
    put(folder, "c.xlsx", ("Màu", "Mùi"), ("đỏ", "thơm"))
    put(folder, "d.xlsx", HEADINGS, ("99999", "Không đâu", "Đường Vẽ", "", "", "", ""))
    pdf, strange, nowhere = swept(folder, office)
    assert pdf.problem is not None
    assert "PDF" in (folder / "refused" / "20261005-083000 b.pdf.report.txt").read_text(encoding="utf-8")
    assert strange.problem is not None
    assert "loại" in (folder / "refused" / "20261005-083000 c.xlsx.report.txt").read_text(encoding="utf-8")
    assert nowhere.report is not None
    assert nowhere.file.parent.name == "refused"
    assert open_store(office).batches().empty


@pytest.mark.parametrize(("age", "taken"), [(4, 0), (5, 1)])
def test_a_file_still_on_its_way_is_left(folder: Path, office: Settings, age: int, taken: int) -> None:
    put(folder, "a.xlsx", HEADINGS, ROAD, age=age)
    put(folder, "~$a.xlsx", content=b"lock")
    put(folder, ".hidden", content=b"x")
    assert len(swept(folder, office)) == taken


@pytest.mark.parametrize(("days", "kept"), [(30, True), (31, False)])
def test_originals_are_removed_in_time_and_reports_stay(folder: Path, office: Settings, days: int, kept: bool) -> None:  # noqa: FBT001
    put(folder, "a.xlsx", HEADINGS, ROAD)
    swept(folder, office)
    swept(folder, office, now=NOW + dt.timedelta(days=days), keep_days=30)
    assert ("done/20261005-083000 a.xlsx" in lying(folder)) == kept
    assert "done/20261005-083000 a.xlsx.report.xlsx" in lying(folder)


def test_only_what_was_moved_aside_by_us_is_removed(folder: Path, office: Settings) -> None:
    (folder / "done").mkdir()
    put(folder / "done", "notes of the office.txt", content=b"x")
    swept(folder, office, now=NOW + dt.timedelta(days=400))
    assert lying(folder) == ["done/notes of the office.txt"]


def test_nothing_moves_while_nothing_can_be_recorded(folder: Path, office: Settings) -> None:
    open_store(office).append(Batch({"project": city.frame("project", city.PROJECTS[:1])}, source="demo", demo=True))
    put(folder, "a.xlsx", HEADINGS, ROAD)
    with pytest.raises(StoreError):
        swept(folder, office)
    assert lying(folder) == ["a.xlsx"]


def test_no_folder_is_advice(tmp_path: Path, office: Settings) -> None:
    with pytest.raises(IntakeError) as caught:
        swept(tmp_path / "nowhere", office)
    assert "nowhere" in caught.value.say("vi")


def test_a_long_name_in_vietnamese_leaves_room_for_its_report(folder: Path, office: Settings) -> None:
    name = "Báo cáo tiến độ giải phóng mặt bằng của xã " * 3
    put(folder, f"{name[:120]}.xlsx", HEADINGS, ROAD)
    (found,) = swept(folder, office)
    assert found.report is not None
    moved, report = lying(folder)
    assert moved.startswith("done/20261005-083000 Báo cáo tiến độ")
    assert moved.endswith(".xlsx")
    assert report == f"{moved}.report.xlsx"


def test_a_file_that_cannot_be_opened_waits_and_stops_no_other(
    folder: Path, office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.xlsx", HEADINGS, ROAD)
    put(folder, "b.xlsx", HEADINGS, SCHOOL)
    read = Path.read_bytes

    def locked(path: Path) -> bytes:
        if path.name == "a.xlsx" and path.parent == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", locked)
        waits, went_in = swept(folder, office)
    assert waits.problem is not None
    assert "không có quyền" in waits.problem.say("vi")
    assert went_in.report is not None
    assert "a.xlsx" in lying(folder)
    (found,) = swept(folder, office)
    assert found.report is not None
