"""Text in old font encodings: recognised by its syllables, converted, and Unicode left alone."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis import intake
from gis.intake.legacy import NAMES, _table, convert, encoding_of, modernised, spells, spelt_share
from tests.intake_files import HEADINGS, ROAD, SCHOOL, sheet

ROWS = (HEADINGS, ROAD, SCHOOL)
VNI = {
    "Đường Nguyễn Văn Cừ": "Ñöôøng Nguyeãn Vaên Cöø",
    "Khiếu nại về giá đất": "Khieáu naïi veà giaù ñaát",
    "HỖ TRỢ TÁI ĐỊNH CƯ": "HOÃ TRÔÏ TAÙI ÑÒNH CÖ",
    "thủy lợi, kỹ thuật": "thuûy lôïi, kyõ thuaät",
}


def coded(text: str, encoding: str) -> str:
    """Write Unicode text in the codes of an old encoding, as Latin-1 shows them."""
    back = {ord(letter): code for code, letter in _table(encoding).items() if code < 256}
    return unicodedata.normalize("NFC", text).translate(back)


@pytest.mark.parametrize(
    ("encoding", "old", "new"),
    [
        ("tcvn3", "§­êng giao th«ng, Hµ Néi", "Đường giao thông, Hà Nội"),
        ("tcvn3", "UBND THµNH PHè Hµ NéI", "UBND THÀNH PHỐ HÀ NỘI"),
        ("tcvn3", "khu ®Êt sè 5 (m2)", "khu đất số 5 (m2)"),
        ("viscii", "LÕng S½n", "Lạng Sơn"),
        ("vps", "ñiŒn Biên", "Điện Biên"),
        ("vps", "Phú Th\x86", "Phú Thọ"),
        *(("vni", old, new) for new, old in VNI.items()),
    ],
)
def test_letters_by_hand(encoding: str, old: str, new: str) -> None:
    assert convert(old, encoding) == new


@pytest.mark.parametrize("word", ["Nguyễn", "khuỷu", "giếng", "quốc", "gì", "ĐƯỜNG", "thủy", "yêu", "nghĩa", "xoong"])
def test_words_that_spell(word: str) -> None:
    assert spells(word)


@pytest.mark.parametrize("word", ["Bµn", "hÀ", "đướng̀", "các̀", "tộtt", "cầch", "mòt", "Müller", "½"])
def test_words_that_do_not(word: str) -> None:
    assert not spells(word)


@pytest.mark.parametrize("encoding", ["tcvn3", "viscii", "vps"])
def test_a_sheet_in_an_old_encoding_reads_as_if_it_were_unicode(tmp_path: Path, encoding: str) -> None:
    old = [[coded(str(cell), encoding) for cell in row] for row in ROWS]
    table = intake.read_table(sheet(tmp_path / "a.xlsx", old))
    assert table.headings == HEADINGS
    assert [tuple(row) for row in table.cells.to_numpy()] == [ROAD, SCHOOL]
    assert [note.code for note in table.notes] == ["old_letters"]
    assert NAMES[encoding] in table.notes[0].what.say("vi")


@pytest.mark.parametrize("encoding", ["tcvn3", "viscii", "vps"])
def test_a_text_file_in_an_old_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(coded(";".join(row), encoding) for row in ROWS).encode("latin-1"))
    table = intake.read_table(path)
    assert table.headings == HEADINGS
    assert [tuple(row) for row in table.cells.to_numpy()] == [ROAD, SCHOOL]


def test_a_text_file_in_vni(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("code;name\n" + "\n".join(f"1;{old}" for old in VNI.values())).encode("latin-1"))
    assert list(intake.read_table(path).cells[1]) == list(VNI)


def test_an_old_column_beside_a_new_one() -> None:
    grid = [["Tên dự án", "Dù ¸n"], ["Trường học mới", "Tr­êng häc míi"], ["Hà", "§ª ®iÒu"], ["m² đất", "Hµ"]]
    found, notes = modernised(grid)  # type: ignore[arg-type]
    assert found == [
        ["Tên dự án", "Dự án"],
        ["Trường học mới", "Trường học mới"],
        ["Hà", "Đê điều"],
        ["m² đất", "Hà"],
    ]
    assert [note.what.values["n"] for note in notes] == [4]


def test_old_cells_among_new_ones_of_a_column() -> None:
    column = ["Đường vành đai", "Trường mầm non", "Cầu Thượng Cát", "§­êng vµnh ®ai", "Bệnh viện huyện", "Tr¹m y tÕ"]
    found, _ = modernised([[cell] for cell in column])
    assert [row[0] for row in found] == [*column[:3], "Đường vành đai", column[4], "Trạm y tế"]


def test_unicode_is_left_alone() -> None:
    grid = [["12 m²", "Đất ở ½", "QĐ số 5/QĐ-UBND", "Krông Đắk Lắk", "Müller", "“Cầu” – Đường"]]
    assert modernised(grid) == (grid, ())  # type: ignore[arg-type,comparison-overlap]


def test_a_foreign_letter_for_d_is_corrected_and_said() -> None:
    found, notes = modernised([["Ðường", "Đê"], ["Ðê", 1]])
    assert found == [["Đường", "Đê"], ["Đê", 1]]
    assert [(note.code, note.what.values["n"]) for note in notes] == [("lookalike_letters", 2)]


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    old = [[unicodedata.normalize("NFD", cell) for cell in row] for row in ROWS]
    table = intake.read_table(sheet(tmp_path / "a.xlsx", old))
    assert table.headings == HEADINGS
    assert intake.table.as_text(table.cells.loc[2, 2]) == ROAD[2]


SYLLABLES = st.sampled_from(["đường", "nguyễn", "trãi", "quận", "kiếm", "giải", "phóng", "mặt", "bằng", "thủy", "hiệu"])


@pytest.mark.parametrize("encoding", ["tcvn3", "viscii", "vps"])
@given(st.lists(SYLLABLES, min_size=4, unique=True))
def test_any_few_words_are_recognised(encoding: str, words: list[str]) -> None:
    old = coded(" ".join(words), encoding)
    found = encoding_of([old])
    assert not found or convert(old, found) == " ".join(words) or spelt_share([convert(old, found)]) == 1


@given(st.text(max_size=60), st.sampled_from(list(NAMES)))
def test_any_text_can_be_converted(text: str, encoding: str) -> None:
    assert isinstance(convert(text, encoding), str)


def test_126_real_names_in_three_encodings(shared: Path) -> None:
    path = shared / "samples" / "messy" / "encodings" / "vietnamese_legacy_pairs.json"
    pairs = json.loads(path.read_text(encoding="utf-8"))["pairs"]
    wanted = [pair["Unicode"].replace("Ð", "Đ") for pair in pairs]
    for encoding, name in (("tcvn3", "TCVN3"), ("viscii", "VISCII"), ("vps", "VPS")):
        old = [pair[name] for pair in pairs]
        assert encoding_of(old) == encoding
        assert [convert(text, encoding) for text in old] == wanted
