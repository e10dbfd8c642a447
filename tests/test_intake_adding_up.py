"""Form 01/TCD as offices print it: headings merged over five rows, reception split by way, and what has to add up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import python_calamine
import xlsxwriter

from gis import intake
from gis.insight.receptions import COUNTS
from gis.intake import templates
from gis.intake.detecting import Detected, detect
from gis.intake.matching import _wordings
from gis.records.entities.reports import ITEMS, SPLIT
from gis.records.store import open_store
from gis.settings import Settings
from tests import city
from tests.intake_files import codes, looked_at, text, told

# The groups of the form, each above eight or nine columns; the rows below are the same for all of them.
OF_A_WAY = (
    ("Số lượt tiếp",),
    ("Số người được tiếp",),
    ("Số vụ việc", "Tiếp lần đầu"),
    ("Số vụ việc", "Tiếp nhiều lần"),
    ("Trong đó: đoàn đông người", "Số đoàn được tiếp"),
    ("Trong đó: đoàn đông người", "Số người được tiếp"),
    ("Trong đó: đoàn đông người", "Số vụ việc", "Tiếp lần đầu"),
    ("Trong đó: đoàn đông người", "Số vụ việc", "Tiếp nhiều lần"),
)
HEADINGS: tuple[tuple[str, ...], ...] = (
    ("Đơn vị",),
    ("Tổng số lượt tiếp",),
    ("Tổng số người được tiếp",),
    ("Tổng số vụ việc được tiếp",),
    *(("Tiếp thường xuyên", *one) for one in OF_A_WAY),
    *(("Tiếp định kỳ và đột xuất", "Thủ trưởng tiếp", *one) for one in (("Số kỳ tiếp",), *OF_A_WAY)),
    *(("Tiếp định kỳ và đột xuất", "Ủy quyền tiếp", *one) for one in (("Số kỳ tiếp",), *OF_A_WAY)),
)
TITLE = (
    (0, 0, "UBND PHƯỜNG AN"), (0, 24, "Biểu số: 01/TCD"),
    (1, 0, "TỔNG HỢP KẾT QUẢ TIẾP CÔNG DÂN THƯỜNG XUYÊN, ĐỊNH KỲ VÀ ĐỘT XUẤT"),
    (2, 0, "(Số liệu tính từ ngày 15/06/2026 đến ngày 14/09/2026)"),
)  # fmt: skip
TOP = 4
DEPTH = 5
NUMBERING = ("MS", "1=4+13+22", *range(2, 30))

# 13 turns: 10 on ordinary days, 2 with the head, 1 by delegation; 15 people: 11 + 3 + 1; 9 cases: 5+1, 1+1, 1+0.
REGULAR = (10, 11, 5, 1, 1, 6, 1, 0)
HEAD = (4, 2, 3, 1, 1, "-", "-", "-", "-")
DELEGATED = (1, 1, 1, 1, 0, "-", "-", "-", "-")
AN = ("UBND phường An", 13, 15, 9, *REGULAR, *HEAD, *DELEGATED)
TOTAL = ("Tổng cộng", 13, 15, 9, *REGULAR, *HEAD, *DELEGATED)
SIGNED = (
    (None,) * 24 + ("An, ngày 16 tháng 9 năm 2026",),
    (None, "NGƯỜI LẬP BIỂU", *[None] * 22, "CHỦ TỊCH"),
    (None, "Nguyễn Văn Vẽ", *[None] * 22, "Trần Thị Màu"),
)


def form(path: Path, *rows: Sequence[Any], headings: Sequence[tuple[str, ...]] = HEADINGS) -> Path:
    """Write the form with its headings merged as on paper, across groups and down to the lowest row."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("01TCD")
        for row, column, text in TITLE:
            page.write(row, column, text)
        for level in range(max(map(len, headings))):
            merge_level(page, headings, level)
        for place, row in enumerate([NUMBERING[: len(headings)], *rows, *SIGNED], start=TOP + DEPTH):
            for column, cell in enumerate(row):
                page.write(place, column, cell)
    return path


def merge_level(page: Any, headings: Sequence[tuple[str, ...]], level: int) -> None:
    column = 0
    while column < len(headings):
        own = headings[column][: level + 1]
        right = column
        while right + 1 < len(headings) and headings[right + 1][: level + 1] == own:
            right += 1
        if len(own) > level:
            lowest = len(headings[column]) == level + 1
            merge(page, (TOP + level, TOP + DEPTH - 1 if lowest else TOP + level), (column, right), own[-1])
        column = right + 1


def merge(page: Any, rows: tuple[int, int], columns: tuple[int, int], text: str) -> None:
    if rows[0] == rows[1] and columns[0] == columns[1]:
        page.write(rows[0], columns[0], text)
    else:
        page.merge_range(rows[0], columns[0], rows[1], columns[1], text)


def examined(path: Path, office: Settings) -> intake.Examined:
    table = intake.read_table(path)
    return intake.examine(
        table, "periodic", store=open_store(office), areas=city.areas(), said=detect(table, city.areas()),
        today=city.AS_OF,
    )  # fmt: skip


def items(found: intake.Checked) -> dict[str, float]:
    return {row["item"]: row["value"] for row in told(found, "periodic_form")}


def test_the_printed_form_is_understood_column_by_column(tmp_path: Path, office: Settings) -> None:
    path = form(tmp_path / "bieu.xlsx", AN, TOTAL)
    found = examined(path, office)
    assert items(found.checked) == {
        "turns": 13, "people": 15, "cases": 9,
        "regular_turns": 10, "regular_people": 11, "regular_first_cases": 5, "regular_repeated_cases": 1,
        "regular_crowds": 1, "regular_crowd_people": 6,
        "regular_crowd_first_cases": 1, "regular_crowd_repeated_cases": 0,
        "head_sessions": 4, "head_turns": 2, "head_people": 3, "head_first_cases": 1, "head_repeated_cases": 1,
        "delegated_sessions": 1, "delegated_turns": 1, "delegated_people": 1, "delegated_first_cases": 1,
        "delegated_repeated_cases": 0,
    }  # fmt: skip
    assert [finding.code for finding in found.checked.findings] == ["total_rows", "signature_rows"]
    assert (found.report.rows, found.report.refused) == (1, 0)
    records = found.checked.frames["periodic_form"]
    assert set(records["form"]) == {"tcd_01"}
    assert set(records["period_end"]) == {pd.Timestamp("2026-09-14")}
    assert detect(intake.read_table(path), city.areas()) == Detected(
        "periodic", "00001", (dt.date(2026, 6, 15), dt.date(2026, 9, 14)), "tcd_01", dt.date(2026, 9, 14)
    )


def test_the_form_saved_as_text_has_no_merged_cells_and_means_the_same(tmp_path: Path, office: Settings) -> None:
    printed = form(tmp_path / "bieu.xlsx", AN, TOTAL)
    rows = python_calamine.load_workbook(printed).get_sheet_by_index(0).to_python(skip_empty_area=False)
    cells = [[int(cell) if isinstance(cell, float) else cell for cell in row] for row in rows]
    plain = examined(text(tmp_path / "bieu.csv", cells), office)
    assert items(plain.checked) == items(examined(printed, office).checked)
    assert [finding.code for finding in plain.checked.findings] == ["total_rows", "signature_rows"]


def test_a_total_that_its_parts_do_not_make_is_told_and_kept(tmp_path: Path, office: Settings) -> None:
    wrong = ("UBND phường An", 14, 15, 8, *REGULAR, *HEAD, *DELEGATED)
    found = examined(form(tmp_path / "bieu.xlsx", wrong), office).checked
    assert [(one.row, one.column, one.value, one.refused) for one in found.findings if one.code == "parts_differ"] == [
        (11, "Tổng số lượt tiếp", "14", False), (11, "Tổng số vụ việc được tiếp", "8", False),
    ]  # fmt: skip
    turns = next(one for one in found.findings if one.code == "parts_differ").what
    assert turns.say("vi").startswith("Tổng ghi 14, các phần cộng lại được 13 (Tiếp thường xuyên – Số lượt tiếp: 10; ")
    assert "chênh 1." in turns.say("vi")
    assert turns.say("en").startswith("The total says 14, its parts add up to 13 (")
    assert items(found)["turns"] == 14


NARROW = ("Xã", "Từ ngày", "Đến ngày")
PERIOD = ("15/07/2026", "14/08/2026")


@pytest.mark.parametrize(
    ("headings", "cells", "wrong"),
    [
        # total, regular, head
        (("Số lượt tiếp", "Tiếp thường xuyên – Số lượt tiếp", "Thủ trưởng tiếp – Số lượt"), (5, 3, 2), ()),
        (("Số lượt tiếp", "Thường xuyên – Số lượt", "Thủ trưởng tiếp – Số lượt"), (5, 3, 1), ("Số lượt tiếp",)),
        # a part that is blank, or has no column, leaves the total unjudged
        (("Số lượt tiếp", "Tiếp thường xuyên – Số lượt tiếp", "Thủ trưởng tiếp – Số lượt"), (5, 3, None), ()),
        (("Số lượt tiếp", "Tiếp thường xuyên – Số lượt tiếp"), (5, 3), ()),
        (("Số lượt tiếp", "Thường xuyên – Số lượt", "Thủ trưởng tiếp – Số lượt", "Ủy quyền – Số kỳ"), (5, 3, 1, 1), ()),
        # the head's own parts stand in for the head, and are held against what is stated of the head
        (("Số lượt tiếp", "Thường xuyên – Số lượt", "Định kỳ – Số lượt", "Đột xuất – Số lượt"), (6, 3, 2, 1), ()),
        (
            ("Số lượt tiếp", "Thường xuyên – Số lượt", "Định kỳ – Số lượt", "Đột xuất – Số lượt"), (6, 3, 2, 2),
            ("Số lượt tiếp",),
        ),
        (
            ("Thủ trưởng tiếp – Số lượt", "Định kỳ – Số lượt", "Đột xuất – Số lượt"), (4, 2, 1),
            ("Thủ trưởng tiếp – Số lượt",),
        ),
        # cases, first and again
        (("Số vụ việc được tiếp", "Tiếp lần đầu", "Tiếp nhiều lần"), (4, 3, 1), ()),
        (("Số vụ việc được tiếp", "Tiếp lần đầu", "Tiếp nhiều lần"), (4, 3, 2), ("Số vụ việc được tiếp",)),
        (
            ("Thường xuyên – Số vụ việc", "Thường xuyên – Tiếp lần đầu", "Thường xuyên – Tiếp nhiều lần"), (4, 3, 2),
            ("Thường xuyên – Số vụ việc",),
        ),
        # deputies and delegates count where they have columns
        (
            ("Số lượt tiếp", "Thường xuyên – Số lượt", "Thủ trưởng tiếp – Số lượt", "Cấp phó – Số lượt"), (6, 3, 2, 1),
            (),
        ),
        (
            ("Số lượt tiếp", "Thường xuyên – Số lượt", "Thủ trưởng tiếp – Số lượt", "Ủy quyền – Số lượt"), (6, 3, 2, 2),
            ("Số lượt tiếp",),
        ),
    ],
)  # fmt: skip
def test_only_what_is_stated_is_added_up(
    headings: tuple[str, ...], cells: tuple[int | None, ...], wrong: tuple[str, ...]
) -> None:
    found = looked_at("periodic", (*NARROW, *headings), ("An", *PERIOD, *cells))
    assert [(one.column, one.code) for one in found.findings] == [(heading, "parts_differ") for heading in wrong]
    assert found.refused == 0


def test_a_group_of_one_column_is_not_taken_for_the_whole(tmp_path: Path, office: Settings) -> None:
    headings = (("Đơn vị",), ("Tiếp thường xuyên", "Số lượt tiếp"), ("Thủ trưởng tiếp", "Số kỳ tiếp"))
    found = examined(form(tmp_path / "bieu.xlsx", ("UBND phường An", 7, 2), headings=headings), office).checked
    assert items(found) == {"regular_turns": 7, "head_sessions": 2}


def test_a_group_named_total_is_the_whole(tmp_path: Path, office: Settings) -> None:
    headings = (
        ("Đơn vị",), ("Tổng số", "Số lượt tiếp"), ("Tổng số", "Số vụ việc", "Tiếp lần đầu"),
        ("Tiếp thường xuyên", "Số lượt tiếp"), ("Tiếp thường xuyên", "Số vụ việc", "Tiếp lần đầu"),
    )  # fmt: skip
    found = examined(form(tmp_path / "bieu.xlsx", ("UBND phường An", 7, 2, 5, 1), headings=headings), office).checked
    assert items(found) == {"turns": 7, "first_cases": 2, "regular_turns": 5, "regular_first_cases": 1}


def test_splits_have_names_of_their_own() -> None:
    names = Counter(item.code for listed in ITEMS.values() for item in listed)
    assert max(names.values()) == 1
    assert SPLIT.keys().isdisjoint(COUNTS)
    assert {*COUNTS} <= {item.code for item in ITEMS["tcd_01"]}


def test_no_heading_means_two_columns_of_the_form() -> None:
    periodic = intake.FORMS["periodic"]
    columns = [column for column in periodic.columns if column.field.kind == "count"]
    seen = Counter(text for column in columns for text in _wordings(periodic, column))
    assert [text for text, times in seen.items() if times > 1] == []


def test_the_template_asks_for_totals_only() -> None:
    offered = {column.name for column in templates.offered(intake.FORMS["periodic"])}
    assert {*COUNTS, "cases"} <= offered
    assert offered.isdisjoint(SPLIT)


def test_every_split_is_headed_by_its_own_name() -> None:
    labels = {item.code: item.label for item in ITEMS["tcd_01"] if item.code in SPLIT}
    for language in ("vi", "en"):
        headings = tuple(label.say(language) for label in labels.values())
        found = looked_at("periodic", (*NARROW, *headings), ("An", *PERIOD, *range(1, len(labels) + 1)))
        assert [one for one in codes(found) if one[1] != "parts_differ"] == []
        assert items(found) == {code: at for at, code in enumerate(labels, start=1)}
