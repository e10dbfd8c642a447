"""Whatever a file is called, it is written into its folder and nowhere else, and its name can be read."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.intake import incoming
from gis.intake.file_names import LONGEST, safe, shortened
from tests import city
from tests.hostile import NAMES
from tests.intake_files import HEADINGS, ROAD, sheet


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Danh sách quý III-2026.xlsx", "Danh sách quý III-2026.xlsx"),
        ("../../x.xlsx", "x.xlsx"),
        ("..\\..\\x.xlsx", "x.xlsx"),
        ("C:\\Users\\an\\x.xlsx", "x.xlsx"),
        ("x.xlsx/..", "x.xlsx"),
        ("..", "file"),
        ("", "file"),
        (".xlsx", "file.xlsx"),
        ("x\x00y.xlsx", "x y.xlsx"),
        ("x\u202excod.xlsx", "x xcod.xlsx"),
        ("x\n y.xlsx", "x y.xlsx"),
        ("\ud800.xlsx", "file.xlsx"),
        ("CON.xlsx", "_CON.xlsx"),
        ("aux", "_aux"),
        ("auxiliary.xlsx", "auxiliary.xlsx"),
        ("x.xlsx. ", "x.xlsx"),
        ("x" * 400 + ".xlsx", "x" * (LONGEST - 5) + ".xlsx"),
        ("x." + "y" * 400, "x." + "y" * (LONGEST - 2)),
    ],
)
def test_what_a_reader_would_recognise_is_kept(name: str, expected: str) -> None:
    assert safe(name) == expected


@given(st.one_of(st.text(max_size=80), st.sampled_from(NAMES), st.text(alphabet="./\\ \x00aấ", max_size=40)))
def test_any_name_is_one_part_of_a_path_that_can_be_written(name: str) -> None:
    found = safe(name)
    assert found not in ("", ".", "..")
    assert len(found.encode()) <= LONGEST
    assert Path(found).name == found
    assert not [each for each in found if unicodedata.category(each) in {"Cc", "Cf", "Cs"}]
    assert safe(found) == found


def test_letters_are_never_cut_in_two() -> None:
    assert shortened("ấ" * 100 + ".csv", 20) == "ấ" * 5 + ".csv"


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_file_of_any_name_is_read_and_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    content = sheet(tmp_path / "made.xlsx", [HEADINGS, ROAD]).read_bytes()
    before = {*Path("/tmp").glob("x*")} | {*Path("/etc").glob("x*")}  # noqa: S108 (looked at only)
    made = incoming.receive(name, content, city.areas())
    assert (made.problem, made.name) == (None, safe(name))
    assert made.table is not None
    assert {*Path("/tmp").glob("x*")} | {*Path("/etc").glob("x*")} == before  # noqa: S108 (looked at only)
