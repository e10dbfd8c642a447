"""Files say what the screen says, with small counts hidden and the mark of invented data in front."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from gis.briefing import tables
from gis.briefing.tables import TableFile
from gis.scope import Scope

WARDS = pd.DataFrame(
    {
        "open_cases": [12, 3, 0, 40, 9],
        "overdue_cases": [6, 0, 0, 20, 5],
        "overdue_share": [0.5, 0.0, None, 0.5, 5 / 9],
        "approved_sum": [2e9, None, None, 1.5e12, 0.0],
        "approved_households": pd.array([7, None, None, 90, 0], dtype="Int64"),
        "projects": [1, 2, 0, 4, 1],
        "last_contact": pd.to_datetime(["2026-09-05", None, None, "2026-09-30", None]),
    },
    index=pd.Index(["00001", "00002", "00003", "00004", "00005"], name="ward"),
)


def content(**changes: object) -> TableFile:
    made = TableFile(
        title="Xã, phường xếp theo: Vụ việc",
        caption="Toàn địa bàn, số liệu đến 30/09/2026",
        first="Xã, phường",
        names={"00001": "Phường An", "00002": "=HYPERLINK(1)", "00003": "Xã Cát", "00004": "Xã Đông", "00005": "Xã Ế"},
        columns={
            "open_cases": "Vụ việc",
            "overdue_share": "Tỷ lệ",
            "approved_sum": "Tiền (tỷ)",
            "last_contact": "Ngày",
        },
        kinds={"open_cases": "count", "overdue_share": "share", "approved_sum": "money", "last_contact": "day"},
        table=tables.suppressed(
            WARDS,
            scope=Scope.local_officer("99"),
            threshold=5,
            counts=("open_cases", "overdue_cases", "approved_households", "absent_column"),
            derived={
                "overdue_share": ("overdue_cases", "open_cases"),
                "approved_sum": ("approved_households",),
                "absent_share": ("open_cases",),
            },
        ),
        sort_by="open_cases",
        demo=True,
        language="vi",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def in_csv(made: TableFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(tables.written(made, "csv").decode("utf-8-sig")), delimiter=";"))


def in_xlsx(made: TableFile) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(tables.written(made, "xlsx")))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.parametrize("read", [in_csv, in_xlsx])
def test_invented_data_say_so_in_the_first_cell(read: object) -> None:
    assert str(read(content())[0][0]).startswith("DỮ LIỆU MÔ PHỎNG")  # type: ignore[operator]
    assert "MÔ PHỎNG" not in str(read(content(demo=False)))  # type: ignore[operator]


@pytest.mark.parametrize("read", [in_csv, in_xlsx])
def test_title_caption_and_note_stand_above_the_table(read: object) -> None:
    lines = [row[0] for row in read(content())]  # type: ignore[operator]
    assert lines[1] == "Xã, phường xếp theo: Vụ việc"
    assert lines[2] == "Toàn địa bàn, số liệu đến 30/09/2026"
    assert "5" in str(lines[3])


def test_a_small_count_and_what_would_tell_it_are_hidden() -> None:
    rows = {row[0]: row[1:] for row in in_csv(content())}
    assert rows["'=HYPERLINK(1)"][0] == "<5"
    assert rows["Xã Cát"][0] == "0"
    assert rows["Xã Đông"][:3] == ["40", "0,5", "1500"]
    shown = [rows[name][0] for name in ("Phường An", "Xã Ế")]
    assert "ẩn" in shown, "with one cell hidden, the total would tell it"


def test_what_follows_from_a_hidden_count_is_hidden_too() -> None:
    rows = {row[0]: row[1:] for row in in_csv(content())}
    assert rows["'=HYPERLINK(1)"][1] not in ("0", "0,0")


def test_hidden_counts_stand_last_whatever_they_are() -> None:
    names = [row[0] for row in in_csv(content())][5:]
    assert names[0] == "Xã Đông"
    assert names.index("Xã Cát") < names.index("'=HYPERLINK(1)")


def test_what_is_left_of_a_whole_is_a_count_too() -> None:
    wards = pd.DataFrame(
        {"approved": [8, 20, 40, 9], "paid": [7, 10, 40, 9], "sum": [8e9, 2e10, 4e10, 9e9]},
        index=pd.Index(["00001", "00002", "00003", "00004"], name="ward"),
    )
    seen = tables.suppressed(
        wards,
        scope=Scope.local_officer("99"),
        threshold=5,
        counts=["approved", "paid"],
        derived={"sum": ("paid",)},
        parts=[("paid", "approved")],
    )
    told = seen.hidden.loc["00001", ["approved", "paid"]]
    assert told.any(), "8 approved less 7 paid is one household"
    assert bool(seen.hidden.loc["00001", "sum"])
    assert not seen.hidden.loc["00003"].drop("approved - paid").all()


def test_sums_are_written_to_a_tenth_of_a_billion() -> None:
    odd = replace(
        content(),
        table=tables.suppressed(
            WARDS.assign(approved_sum=[1.23456789e12] * 5),
            scope=Scope.local_officer("99"),
            threshold=5,
            counts=[],
            derived={},
        ),
    )
    assert {row[3] for row in in_csv(odd)[4:] if row[0].startswith("Xã")} == {"1234,6"}


def test_days_and_unknown_values() -> None:
    rows = {row[0]: row[1:] for row in in_csv(content())}
    assert rows["Xã Đông"][3] == "30/09/2026"
    assert rows["Xã Cát"][2:] == ["", ""]


def test_numbers_are_numbers_in_excel(tmp_path: Path) -> None:
    rows = {row[0]: row[1:] for row in in_xlsx(content())}
    assert rows["Xã Đông"][:3] == [40.0, 0.5, 1500.0]
    assert "=HYPERLINK(1)" in rows


def test_totals_stand_last_and_never_tell_a_hidden_cell() -> None:
    total = tables.Total("Tổng", {"approved_sum": 1.502e12, "overdue_share": 0.48, "last_contact": None})
    *_, last = in_xlsx(content(total=total))
    assert last == ["Tổng", 64.0, "", 1502.0, ""], "some shares are hidden, so theirs stays empty"
    *_, last = in_xlsx(content(total=total, table=_open_to_all(), sort_by="open_cases"))
    assert last == ["Tổng", 64.0, 0.48, 1502.0, ""]


def _open_to_all() -> tables.Shown:
    return tables.suppressed(WARDS, scope=Scope.local_officer("99"), threshold=1, counts=("open_cases",), derived={})


def test_rows_with_hidden_counts_do_not_stand_in_the_order_of_their_counts() -> None:
    table = pd.DataFrame({"open_cases": [4, 3, 9, 2]}, index=["d", "c", "b", "a"])  # brought in the order of something
    told = tables.suppressed(table, scope=Scope.local_officer("99"), threshold=5, counts=["open_cases"], derived={})
    columns: dict[str, str] = {"open_cases": "Vụ việc"}
    names = {code: code for code in "abcd"}
    made = content(table=told, names=names, columns=columns, kinds={"open_cases": "count"})
    assert [row[0] for row in in_csv(made)[-4:]] == ["b", "a", "c", "d"]
