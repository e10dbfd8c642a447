"""Reading files as tables: encodings, delimiters, headings, and kind refusals."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gis import intake
from gis.errors import IntakeError
from gis.intake import reading, workbooks
from gis.intake.table import as_text, cells_of, heading, is_numbering, shared, tidy
from tests.intake_files import HEADINGS, ROAD, SCHOOL, sheet, text

ROWS = (HEADINGS, ROAD, SCHOOL)


@given(st.text(st.sampled_from(" \t\n\x0b\x1f\x7f\xa0\u200bAz9-ộ\u0302"), max_size=8))
def test_plain_text_is_made_tidy_as_any_other(text: str) -> None:
    assert tidy(text) == tidy(f"{text} \u200b"), "the second goes the long way"


def test_equal_texts_are_held_once_and_numbers_stay_what_they_are() -> None:
    day = dt.date(2026, 9, 30)
    first, second = shared([[str(b"An", "ascii"), "", 1, True, day], ["An", None, 1.0, False, day]])
    assert first[0] is second[0]
    assert [first, second] == [["An", None, 1, True, day], ["An", None, 1.0, False, day]]
    assert list(map(type, first)) == [str, type(None), int, bool, dt.date]
    assert type(second[2]) is float
    assert cells_of([first, second]) == {"An", None, 1, False, day}


def test_a_faulty_pack_is_refused_whatever_is_named_in_it(tmp_path: Path) -> None:
    """A pack's list of names is read before anything in it is."""
    for name, content in (("a.xlsx", b"xl/workbook.xml"), ("a.zip", b"a.shp")):
        (tmp_path / name).write_bytes(b"PK\x03\x04" + content + b"PK\x05\x06")
        with pytest.raises(IntakeError, match="damaged"):
            intake.read_table(tmp_path / name)


def refused(path: Path, *, sheet: str | None = None) -> str:
    with pytest.raises(IntakeError) as caught:
        intake.read_table(path, sheet=sheet)
    assert caught.value.say("vi") != caught.value.say("en")
    return caught.value.phrase.key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_every_encoding_and_delimiter_reads_alike(tmp_path: Path, encoding: str, delimiter: str) -> None:
    table = intake.read_table(text(tmp_path / "a.csv", ROWS, delimiter=delimiter, encoding=encoding))
    assert table.headings == HEADINGS
    assert [tuple(row) for row in table.cells.to_numpy()] == [ROAD, SCHOOL]
    assert list(table.cells.index) == [2, 3]


def windows(text: str) -> bytes:
    """Write text in cp1258, where a tone is a letter of its own: "ườ" is "ươ" and a grave."""
    found = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        found += (unicodedata.normalize("NFC", parts.replace(tones, "")) + tones).encode("cp1258")
    return found


def test_the_windows_code_page_for_vietnamese_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(windows("Tên dự án;Xã, phường\nĐường số 1;Phường An\n"))
    table = intake.read_table(path)
    assert table.headings == ("Tên dự án", "Xã, phường")
    assert as_text(table.cells.loc[2, 0]) == "Đường số 1"


def test_a_comma_file_with_quoted_commas_and_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('code,xaPhuong,tenDuAn\n00001,An,"Đường, cầu\nsố 1"\n', encoding="utf-8")
    assert as_text(intake.read_table(path).cells.loc[2, 2]) == "Đường, cầu số 1"


def test_excels_line_about_the_delimiter_counts_as_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=|\ncode|xaPhuong|tenDuAn\n00001|An|Đường; số 1\n", encoding="utf-8")
    table = intake.read_table(path)
    assert (table.header_row, list(table.cells.index)) == (2, [3])


def test_blank_lines_keep_the_readers_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n\ncode;tenDuAn\n\n00001;Đường\n;\n00002;Cầu\n", encoding="utf-8")
    table = intake.read_table(path)
    assert (table.header_row, list(table.cells.index)) == (3, [5, 7])


def test_headings_below_a_title_with_breaks_and_asterisks(tmp_path: Path) -> None:
    rows = [
        ("UBND THÀNH PHỐ VẼ",),
        (None, "DANH MỤC DỰ ÁN NĂM 2026"),
        (),
        ("STT", "Mã xã,\nphường*", "Tên dự án (*)", "Diện tích\nthu hồi (ha)"),
        ("(1)", "(2)", "(3)", "(4)"),
        (1, "00001", "Đường", 1.5),
    ]
    table = intake.read_table(sheet(tmp_path / "a.xlsx", rows))
    assert table.header_row == 4
    assert table.headings == ("STT", "Mã xã, phường", "Tên dự án", "Diện tích thu hồi (ha)")
    assert list(table.cells.index) == [6]


def test_unknown_headings_are_found_by_their_width(tmp_path: Path) -> None:
    table = intake.read_table(text(tmp_path / "a.csv", [("Tiêu đề",), ("một", "hai", "ba"), ("1", "2", "3")]))
    assert table.header_row == 2


def test_cells_of_a_spreadsheet_stay_as_they_are(tmp_path: Path) -> None:
    rows = [HEADINGS, ("00001", 9877, "1E2147483648", dt.date(2026, 9, 30), "=1+1", 4.96, True)]
    row = intake.read_table(sheet(tmp_path / "a.xlsx", rows)).cells.loc[2]
    assert [as_text(cell) for cell in row] == ["00001", "9877", "1E2147483648", "30/09/2026", "=1+1", "4.96", "True"]


def test_a_cell_merged_downward_counts_for_all_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 2, "DANH MỤC DỰ ÁN")
        page.write_row(1, 0, ("Xã, phường", "Tên dự án", "Diện tích (ha)"))
        page.merge_range(2, 0, 3, 0, "Phường An")
        page.write_row(2, 1, ("Đường 1", 1.5))
        page.write_row(3, 1, ("Đường 2", 2.5))
    table = intake.read_table(path)
    assert table.header_row == 2
    assert list(table.cells[0]) == ["Phường An", "Phường An"]


def test_identifiers_in_text_never_become_numbers(tmp_path: Path) -> None:
    table = intake.read_table(text(tmp_path / "a.csv", [HEADINGS, ("00001", "1E6100000", "1-2", "007", "", "", "")]))
    assert list(table.cells.loc[2, [0, 1, 2, 3]]) == ["00001", "1E6100000", "1-2", "007"]


def test_the_sheet_that_looks_like_a_list_is_taken_and_hidden_ones_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Bìa").write(0, 0, "Báo cáo")
        book.add_worksheet("Danh sách").write_row(0, 0, HEADINGS)
        hidden = book.add_worksheet("Ẩn")
        hidden.write_row(0, 0, (*HEADINGS, "Nguồn vốn", "Chủ đầu tư"))
        hidden.hide()
    assert intake.read_table(path).sheet == "Danh sách"
    assert intake.read_table(path, sheet="Ẩn").sheet == "Ẩn"
    assert refused(path, sheet="Không có") == "intake.no_sheet"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b" ; ; \n;;", "empty"),
        (b"%PDF-1.7 ...", "is_pdf"),
        (b"\x89PNG\r\n", "is_picture"),
        (b"Rar!\x1a", "is_archive"),
        (gzip.compress(b"a,b", mtime=0), "is_archive"),
        (b"{\\rtf1 hello}", "is_document"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le"), "is_document"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "damaged"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "is_web_page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "is_web_page"),
        (b"PK\x03\x04 xl/workbook.xml but nothing else", "damaged"),
        (b"code;ten\n1;\x8a\x8d\x9d\xff\n", "encoding"),
        (b"code;ten\n1;a\x00b\n", "not_a_table"),
        (b"nb,province\n1,B?c Giang\n2,H\xe0 N?i\n3,??ng Nai\n", "lost_letters"),
        ("code;tenDuAn\n1;Kw®q zx¸f\n2;Jw·h fz¹k\n".encode(), "old_font"),
        ("TỐI MẬT\ncode;tenDuAn\n1;Đường\n".encode(), "secret"),
        (b'code;ten\n"1;' + b"a" * 1_100_000, "broken_text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "tệp.xlsx"
    path.write_bytes(content)
    assert refused(path) == f"intake.{key}"


def packed(**parts: bytes) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in parts.items():
            pack.writestr(name.replace("__", "/"), content)
    return found.getvalue()


def test_documents_and_archives_in_a_pack_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(**{"word/document.xml": b"<w/>"}))
    assert refused(path) == "intake.is_document"
    path.write_bytes(packed(**{"photo.dat": b"x"}))
    assert refused(path) == "intake.is_archive"


def test_what_unfolds_into_too_much_is_refused_before_it_is_unfolded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sheet(tmp_path / "a.xlsx", ROWS)
    monkeypatch.setattr(workbooks, "UNPACKED", 1_000)
    assert refused(path) == "intake.too_large"
    monkeypatch.setattr(reading, "LARGEST", 100)
    assert refused(path) == "intake.too_large"


def test_a_single_cell_far_out_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        page.write(1_048_575, 16_383, "x")
    assert refused(path) == "intake.too_wide"


def test_a_pack_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ROWS)
    content = bytearray(path.read_bytes())
    start = content.rindex(b"PK\x01\x02")
    content[start + 24 : start + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    assert refused(path) == "intake.damaged"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == "intake.unreadable"
    assert refused(tmp_path) == "intake.unreadable"


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        table = intake.read_table(path)
    except IntakeError:
        return
    assert len(table.headings) == len(table.cells.columns)


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (["(1)", "(2)", "(3)"], True),
        (["A", "B", "1", "2", "3=1+2"], True),
        (["1", "2", "5"], False),
        (["00001", "An"], False),
        (["1", None], False),
        (["A", "B"], False),
    ],
)
def test_the_row_that_numbers_the_columns(row: list[str | None], numbers: bool) -> None:  # noqa: FBT001
    assert is_numbering(row) is numbers


def test_a_heading_is_one_line_without_marks() -> None:
    assert heading("Ngày nhận đơn*\n(dd/MM/yyyy)") == "Ngày nhận đơn (dd/MM/yyyy)"
    assert heading("\ufeffTe\u0302n dự án (*)") == "Tên dự án"


def test_the_real_complaint_form_is_read_and_the_lossy_export_refused(shared: Path) -> None:
    folder = shared / "samples" / "messy" / "excel"
    table = intake.read_table(folder / "khieunaitocao_template_anonymised.xlsx")
    assert table.sheet == "DanhSachKhieuNaiToCao"
    assert table.headings[7] == "Ngày nhận đơn (dd/MM/yyyy)"
    assert refused(folder / "provinces_lossy_ansi.csv") == "intake.lost_letters"
    assert len(intake.read_table(folder / "provinces_unicode.xlsx")) == 61
