"""Briefings from the command line: the same bytes for the same moment, and advice instead of half a file."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader
from typer.testing import Result

from gis.records import audit
from gis.records.store import open_store
from gis.settings import Settings
from tests import city, commanding
from tests.test_briefing_pages import plain, text

AT = ("--as-of", "2026-09-30", "--export-time", "2026-10-03T08:00:00+07:00")
pytestmark = pytest.mark.usefixtures("here")


def run(*line: str) -> Result:
    return commanding.run("briefing", *line)


def refused(capsys: pytest.CaptureFixture[str], *line: str) -> str:
    return commanding.refused(capsys, "briefing", *line)


def test_a_view_is_written_under_its_own_name_and_the_same_twice(drawn_office: Settings, here: Path) -> None:
    assert run("ward", "--filters", "ward=00001&overdue=1", *AT).exit_code == 0
    assert [file.name for file in here.iterdir()] == ["phieu-dia-ban_phuong-an_2026-09-30.pdf"]
    assert run("ward", "--filters", "?ward=00001&overdue=1", *AT, "--out", "again.pdf").exit_code == 0
    first, again = (here / name for name in ("phieu-dia-ban_phuong-an_2026-09-30.pdf", "again.pdf"))
    assert first.read_bytes() == again.read_bytes()
    assert plain("quá thời hạn giải quyết, tại Phường An, số liệu đến 30/09/2026") in text(_read(first))


def _read(file: Path) -> PdfReader:
    return PdfReader(io.BytesIO(file.read_bytes()))


def test_language_paper_mark_and_format_are_as_asked_for(drawn_office: Settings, here: Path) -> None:
    assert (
        run("overview", *AT, "--lang", "en", "--paper", "A4-landscape", "--mark", "internal", "--out", ".").exit_code
        == 0
    )
    read = _read(here / "ban-do_thanh-pho-ve_2026-09-30.pdf")
    assert read.pages[0].mediabox.width > read.pages[0].mediabox.height
    assert plain("FOR INTERNAL USE") in text(read)
    assert plain("Land clearance, cases and dialogue") in text(read)
    assert run("overview", *AT, "--format", "png").exit_code == 0
    assert (here / "ban-do_thanh-pho-ve_2026-09-30.png").read_bytes().startswith(b"\x89PNG")


def test_a_party_paper_and_a_table_are_written_too(drawn_office: Settings, here: Path) -> None:
    assert run("overview", *AT, "--format", "docx", "--body", "party").exit_code == 0
    paper = Document(str(here / "ban-do_thanh-pho-ve_2026-09-30.docx"))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in [line.text for line in paper.tables[0].rows[0].cells[1].paragraphs]
    assert run("overview", *AT, "--format", "csv", "--lang", "en", "--out", "a.csv").exit_code == 0
    assert (here / "a.csv").read_text("utf-8-sig").startswith('"Land clearance, cases and dialogue"')


def test_what_is_owed_is_written_from_the_address_of_its_page(drawn_office: Settings, here: Path) -> None:
    assert run("duties", "--filters", "ward=00001&plan=00001", *AT).exit_code == 0
    said = text(_read(here / "viec-can-lam_phuong-an_2026-09-30.pdf"))
    assert plain("Việc cần làm: quá hạn và sắp đến hạn: Phường An") in said
    assert run("pack", "--filters", "about=K1&reception=2026-10-05", *AT).exit_code == 0
    said = text(_read(here / "truoc-cuoc-hop_duong-vanh-dai-ve-phuong-an_2026-09-30.pdf"))
    assert plain("Kỳ tiếp công dân ngày 05/10/2026") in said
    assert "K1" not in said


def test_a_closed_period_is_written_as_it_was_reported(drawn_office: Settings, here: Path) -> None:
    store = open_store(drawn_office)
    store.close_period("Tháng 9", city.AS_OF)
    assert run("overview", "--known-on", "Tháng 9", *AT[2:], "--out", "closed.pdf").exit_code == 0
    assert plain("theo số liệu đã chốt") in text(_read(here / "closed.pdf"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("poster",), "Không có loại báo cáo “poster”"),
        (("overview", "--format", "doc"), "Không ghi được định dạng “doc”. Các định dạng: pdf, png, pptx, docx,"),
        (("overview", "--body", "club"), "Không có thể thức “club”"),
        (("overview", "--paper", "A3"), "Không có khổ giấy “A3”"),
        (("overview", "--lang", "fr"), "Không có ngôn ngữ “fr”"),
        (("overview", "--mark", "secret"), "Không có dấu “secret”"),
        (("overview", "--filters", "ward=99999"), "99999"),
        (("overview", "--filters", "wards=00001&age=abc"), "Không có bộ lọc: wards"),
        (("overview", "--filters", "age=abc"), "abc"),
        (("overview", "--export-time", "2026-10-03"), "không phải thời điểm có múi giờ"),
        (("overview", "--export-time", "soon"), "không phải thời điểm có múi giờ"),
        (("overview", "--as-of", "2099-01-01"), "chưa tới"),
        (("overview", "--as-of", "1999-01-01"), "1999"),
        (("overview", "--known-on", "Tháng 13"), "Tháng 13"),
        (("pack",), "cần một địa bàn"),
        (("hotspots",), "Chưa tính địa bàn cần đối thoại sớm"),
        (("ward",), "đúng một xã, phường; đang chọn 0"),
        (("overview", "--out", "/proc/nowhere/a.pdf"), "Không ghi được tệp /proc/nowhere/a.pdf"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    line: tuple[str, ...], said: str, drawn_office: Settings, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, *line)
    assert list(here.iterdir()) == []


def test_an_empty_store_says_so(office: Settings, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Chưa có số liệu nào để lập báo cáo" in refused(capsys, "overview")
    assert list(here.iterdir()) == []


def trail(office: Settings, what: str = "export") -> list[dict[str, object]]:
    return [dict(one.details) for one in audit.entries(open_store(office), what=what)]


def test_a_briefing_is_entered_before_it_is_there(drawn_office: Settings, here: Path) -> None:
    assert run("ward", "--filters", "ward=00001", *AT, "--mark", "internal").exit_code == 0
    [one] = trail(drawn_office)
    assert one["file"] == "phieu-dia-ban_phuong-an_2026-09-30.pdf"
    assert (one["format"], one["via"], one["mark"]) == ("pdf", "command", "internal")
    assert one["filters"] == "ward=00001&as_of=2026-09-30"
    content = (here / str(one["file"])).read_bytes()
    assert one["bytes"] == hashlib.sha256(content).hexdigest()[:16]


def test_no_entry_no_file(drawn_office: Settings, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    witness = audit.witness(open_store(drawn_office))
    witness.unlink()
    witness.mkdir()
    assert "tệp đối chứng nhật ký" in refused(capsys, "overview", *AT)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((), "Cần lý do"),
        (("--reason", "curiosity", "--mark", "internal"), "“curiosity” không có trong danh sách: reception"),
        (("--reason", "reception"), "phải có dấu “Lưu hành nội bộ”"),
    ],
)
def test_single_cases_need_a_reason_and_the_mark(
    drawn_office: Settings, here: Path, line: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "overview", "--case-level", *line, *AT)
    assert list(here.iterdir()) == []
    assert len(trail(drawn_office, "refused")) == 1


def test_single_cases_leave_with_a_warning(drawn_office: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    done = run("overview", "--case-level", "--reason", "dialogue", "--mark", "internal", *AT)
    assert done.exit_code == 0
    [one] = trail(drawn_office)
    assert (one["case_level"], one["reason"]) == (True, "dialogue")
