"""Whatever a file holds, it is read or refused: never a traceback, never a hang, never a formula that runs."""

from __future__ import annotations

import datetime as dt
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis import intake
from gis.errors import LandmapError
from gis.intake.values import column
from gis.records.entities import ENTITIES
from tests import city
from tests.intake_files import HEADINGS, ROAD, sheet, text

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
