"""Whatever a file holds, it is read or refused: never a traceback, never a hang, never a formula that runs."""

from __future__ import annotations

import datetime as dt
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gis import intake
from gis.errors import LandmapError
from gis.intake.detecting import detect
from gis.intake.values import column
from gis.records.batch import Batch
from gis.records.entities import ENTITIES
from tests import city
from tests.intake_files import HEADINGS, ROAD, looked_at, sheet, text

WORDS = st.sampled_from(
    ["Tổng cộng", "I", "A.", "nt", "-", "Người lập biểu", "(Ký, ghi rõ họ tên)", "STT", "Diện tích (ha)", "1.234",
     "30/02/2026", "=1+1", "§­êng", "Phường An", "x" * 300, "1E2147483648", "\u0301", "\u200b", "ｱ", "١٢", "²",
     "1²/2/2026",
     *HEADINGS, *ROAD]
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    WORDS,
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**40), 2**40),
    st.booleans(),
    st.dates(dt.date(1900, 1, 2), dt.date(2200, 1, 1)),
)
TABLES = st.lists(st.lists(CELLS, max_size=8), min_size=1, max_size=8)


def tried(path: Path) -> None:
    """Read and check a file; what is foreseen may be refused, a surprise is not."""
    with suppress(LandmapError):
        table = intake.read_table(path, bounds=city.areas().bounds)
        intake.projects(table, city.areas(), province="99")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLES, st.booleans())
def test_any_table_of_a_spreadsheet(tmp_path: Path, rows: list[list[object]], headed: bool) -> None:  # noqa: FBT001
    tried(sheet(tmp_path / "a.xlsx", [HEADINGS, *rows] if headed else rows))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLES, st.sampled_from([";", ",", "\t"]), st.sampled_from(["utf-8", "utf-16", "cp1258", "latin-1"]))
def test_any_table_of_a_text_file(tmp_path: Path, rows: list[list[object]], delimiter: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    lines = (delimiter.join("" if cell is None else str(cell) for cell in row) for row in [HEADINGS, *rows])
    path.write_bytes("\n".join(lines).encode(encoding, errors="replace"))
    tried(path)


PRINTED = st.one_of(
    st.none(),
    st.sampled_from(
        ["Số lượt tiếp", "Tiếp thường xuyên", "Thủ trưởng tiếp", "Đơn vị", "TT", "Từ ngày", "Đến ngày",
         "UBND phường An", "Tiếp lần đầu", "Họ và tên", "Nguyễn Văn Vẽ", "(1)", "MS", "1=2+3", "CHỦ TỊCH",
         "Biểu số: 01/TCD", "Quý III năm 2026", "II. Xã Cát", "15/06/2026", ""]
    ),
    WORDS,
    st.integers(0, 50),
)  # fmt: skip
MERGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 7), st.integers(0, 3)), max_size=5)


def printed(path: Path, rows: list[list[object]], merges: list[tuple[int, int, int, int]]) -> Path:
    """Write a sheet with merged cells, as far as they do not overlap; each is as high and wide as said beyond one."""
    taken: set[tuple[int, int]] = set()
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(place, column, cell)
        for top, more, left, wider in merges:
            cells = {(row, column) for row in range(top, top + more + 1) for column in range(left, left + wider + 1)}
            if len(cells) > 1 and taken.isdisjoint(cells):
                taken |= cells
                cell = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
                page.merge_range(top, left, top + more, left + wider, "" if cell is None else cell)
    return path


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(PRINTED, min_size=1, max_size=7), min_size=1, max_size=10), MERGES)
@example([["Số lượt tiếp"]], [(0, 0, 1, 1)])
@example([[None], ["Số lượt tiếp"]], [(0, 1, 1, 0)])
@example([[None], [None], ["Số lượt tiếp"], ["Số lượt tiếp"]], [(0, 2, 0, 1)])
@example([[None], ["Số lượt tiếp"]], [(0, 2, 0, 3)])
def test_any_printed_form(tmp_path: Path, rows: list[list[object]], merges: list[tuple[int, int, int, int]]) -> None:
    path = printed(tmp_path / "a.xlsx", rows, merges)
    with suppress(LandmapError):
        table = intake.read_table(path)
        for kind in {detect(table, city.areas()).kind or "periodic", "periodic"}:
            with suppress(LandmapError):
                adds_up(intake.check(table, intake.FORMS[kind], city.areas(), province="99", today=city.AS_OF))


def adds_up(found: intake.Checked) -> None:
    """Hold what became of a file against what has to be so, whatever it held."""
    went_in = set(found.links.index)
    out = {finding.row for finding in found.findings if finding.refused}
    assert found.rows == len(went_in) + found.refused
    assert went_in.isdisjoint(out), "a row that is refused does not go in"
    assert set(found.about.index) - went_in <= out, "a row that stays out says why"
    for name, frame in found.frames.items():
        assert not frame.duplicated(list(ENTITIES[name].key)).any()
        assert set(found.links[name]) == set(range(len(frame))), "every record comes from a row"
    Batch(found.frames, source="any")
    for finding in found.findings:
        assert "{" not in finding.what.say("vi") + finding.what.say("en")


LIKELY = {
    "ref": st.sampled_from(["00001", "P1", "L1", "K1", "D1", "S1", "Phường An", "Đường vành đai Vẽ"]),
    "code": st.sampled_from(["A-1", "A-2", "12/QĐ-UBND"]),
    "text": st.sampled_from(["Phường An", "Xã Cát", "Đường Vẽ", "Giao thông"]),
    "count": st.integers(0, 500),
    "hectares": st.floats(0, 100),
    "square_metres": st.floats(0, 1e5),
    "money": st.sampled_from([1e9, "1,2 tỷ", "2 tỷ 350 triệu", 5]),
    "number": st.one_of(st.floats(0, 200), st.sampled_from(["105,85", "21,03", "588591,9", "2326345,3"])),
    "event": st.one_of(st.dates(dt.date(2020, 1, 1), city.AS_OF), st.sampled_from(["15/06/2026", "31/08/2026"])),
    "plan": st.dates(dt.date(2020, 1, 1), dt.date(2028, 9, 30)),
    "flag": st.sampled_from(["có", "không", "x"]),
    "shape": st.none(),
}


@st.composite
def tables_of_a_kind(draw: st.DrawFn) -> tuple[str, list[list[object]]]:
    """Draw rows of some kind of file: cells that are likely in their column, and in one of four any."""
    kind = draw(st.sampled_from(list(intake.FORMS)))
    form = intake.FORMS[kind]
    rest = [column for column in form.columns if not column.required]
    more = draw(st.lists(st.sampled_from(rest), unique_by=lambda column: column.name, max_size=8)) if rest else []
    columns = draw(st.permutations([*(column for column in form.columns if column.required), *more]))
    likely = [
        st.sampled_from([choice.label.vi for choice in column.field.choices])
        if column.field.choices
        else LIKELY[column.field.kind]
        for column in columns
    ]
    cells = st.tuples(*(st.one_of(one, one, one, CELLS) for one in likely))
    rows = draw(st.lists(cells, min_size=1, max_size=7))
    return kind, [[column.field.label.vi for column in columns], *map(list, rows)]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(tables_of_a_kind(), st.booleans())
def test_any_table_of_any_kind_adds_up(made: tuple[str, list[list[object]]], historical: bool) -> None:  # noqa: FBT001
    kind, rows = made
    with suppress(LandmapError):
        adds_up(looked_at(kind, *rows, historical=historical))


@settings(deadline=None)
@given(st.sampled_from([field for entity in ENTITIES.values() for field in entity.fields]), st.lists(CELLS, max_size=6))
def test_any_column_of_any_field(field: object, cells: list[object]) -> None:
    values, troubles = column(field, cells)  # type: ignore[arg-type]
    assert len(values) == len(cells)
    assert set(troubles) <= set(range(len(cells)))


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Replace bytes of one part of a spreadsheet."""
    with zipfile.ZipFile(path) as pack:
        parts = {one: pack.read(one) for one in pack.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for one, content in parts.items():
            pack.writestr(one, content)
    return path


def test_entities_that_unfold_without_end_do_not(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [HEADINGS, ROAD])
    entities = b"".join(b'<!ENTITY a%d "%s">' % (one, b"&a%d;" % (one - 1) * 20 if one else b"ha") for one in range(12))
    rewritten(path, "xl/sharedStrings.xml", b"<sst", b"<!DOCTYPE sst [" + entities + b"]><sst")
    rewritten(path, "xl/sharedStrings.xml", b"<t>" + ROAD[3].encode(), b"<t>&a11;")
    start = time.perf_counter()
    tried(path)
    assert time.perf_counter() - start < 10


def test_a_cell_of_hundreds_of_megabytes_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [HEADINGS, ROAD])
    rewritten(path, "xl/sharedStrings.xml", b"<t>" + ROAD[3].encode(), b"<t>" + b"a" * 200_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(LandmapError, match="too large"):
        intake.read_table(path)


def test_a_formula_is_text_or_its_last_value_and_never_runs(tmp_path: Path) -> None:
    link = '=HYPERLINK("https://example.vn","x")'
    table = intake.read_table(text(tmp_path / "a.csv", [HEADINGS, (*ROAD[:2], link, *ROAD[3:])], delimiter="\t"))
    assert table.cells.loc[2, 2] == link
    assert intake.projects(table, city.areas(), province="99").findings[0].code == "formula"
