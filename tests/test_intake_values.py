"""What a cell means: figures with points and commas, days, choices, purposes, and what must never be stored."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.intake.numerals import Marks, marks_of, readings
from gis.intake.table import Cell
from gis.intake.values import LONGEST, Trouble, column, reader
from gis.intake.vocabulary import Meaning, is_personal, meaning, purpose_kind
from gis.records.declaration import Field, Kind, choices
from gis.records.entities.projects import FUNDINGS, PROJECT, PROJECT_KINDS
from gis.words import Label

NAME = Label("Ô", "Cell")


def read(kind: Kind, cell: Cell, *others: Cell, unit: str = "", **more: Any) -> Any:
    """Read one cell of a column; a trouble answers its code."""
    found = reader(Field("cell", kind, NAME, **more), [cell, *others], unit)(cell)
    return found.code if isinstance(found, Trouble) else found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.234,5", (1234.5,)),
        ("1,234.5", (1234.5,)),
        ("4,96", (4.96,)),
        ("4.96", (4.96,)),
        ("0.306", (0.306,)),
        ("0,306", (0.306,)),
        ("1.234.567", (1234567.0,)),
        ("1,234,567.25", (1234567.25,)),
        ("1234.567", (1234.567,)),
        ("1 234,5", (1234.5,)),
        ("-4,96", (-4.96,)),
        ("12", (12.0,)),
        ("1.234", (1.234, 1234.0)),
        ("31,800", (31.8, 31800.0)),
        ("12.34.56", ()),
        ("1,23,456", ()),
        ("1.2,3.4", ()),
        ("4,96 mẫu", ()),
        ("1E5", ()),
        ("", ()),
    ],
)
def test_a_figure_alone(text: str, found: tuple[float, ...]) -> None:
    assert readings(text, Marks()) == found


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (["4.96", "1.234"], "."),
        (["4,96", "1.234"], ","),
        (["1.234.567", "5"], ","),
        (["1.234"], ""),
        (["4,96", "4.9"], ",."),
    ],
)
def test_the_other_figures_of_a_column_tell_the_decimal_mark(texts: list[str], decimal: str) -> None:
    assert marks_of(texts) == Marks(decimal)


def test_an_uncertain_figure_follows_its_column() -> None:
    assert readings("1.234", Marks(".")) == (1.234,)
    assert readings("1.234", Marks(",")) == (1234.0,)
    assert len(readings("1.234", Marks(",."))) == 2


@given(st.floats(min_value=0.01, max_value=1e6).map(lambda value: round(value, 2)))
def test_both_ways_of_writing_a_figure_mean_the_same(value: float) -> None:
    english = f"{value:,.2f}"
    assert readings(english, Marks()) == readings(english.translate(str.maketrans(".,", ",.")), Marks()) == (value,)


@pytest.mark.parametrize(
    ("kind", "cell", "found"),
    [
        ("hectares", 4.96, 4.96),
        ("hectares", "4,96 ha", 4.96),
        ("hectares", "49600 m2", 4.96),
        ("hectares", "1.234", "unclear_number"),
        ("hectares", "khoảng 5", "not_a_number"),
        ("hectares", float("nan"), "not_a_number"),
        ("hectares", dt.date(2026, 4, 5), "not_a_number"),
        ("money", "1.234.567", 1234567.0),
        ("money", "1.234", 1234.0),
        ("money", "2,5 tỷ đồng", 2.5e9),
        ("money", "1.2 tỷ đồng", 1.2e9),
        ("money", "1,2 tỉ", 1.2e9),
        ("money", "350 triệu", 3.5e8),
        ("money", "2 tỷ 350 triệu đồng", 2.35e9),
        ("money", "1,5 tỷ 20 triệu 5 nghìn", 1_520_005_000.0),
        ("money", "2 tỷ nhiều", "not_a_number"),
        ("money", "2 tỷ 350", "not_a_number"),
        ("money", "51.000 đồng", 51_000.0),
        ("money", "1.234 tỷ", "unclear_number"),
        ("money", "12 trđ", 1.2e7),
        ("count", "1.234", 1234),
        ("count", 5.0, 5),
        ("count", 5.5, "not_whole"),
        ("code", 9877.0, "9877"),
        ("code", "09877", "09877"),
        ("code", dt.date(2026, 2, 1), "code_is_day"),
        ("text", " Đường \n số 1 ", "Đường số 1"),
        ("text", "=HYPERLINK(A1)", "formula"),
        ("text", "Xây d?ng tr??ng", "lost_letters"),
        ("text", "Bao giờ xong?", "Bao giờ xong?"),
        ("text", "liên hệ 0912 345 678", "personal_value"),
        ("text", "a" * (LONGEST + 1), "too_long"),
        ("flag", "Có", True),
        ("flag", "X", True),
        ("flag", False, False),
        ("flag", "có lẽ", "unknown_flag"),
        ("event", "30/09/2026", dt.date(2026, 9, 30)),
        ("event", "2026-09-30", dt.date(2026, 9, 30)),
        ("event", "30.9.2026", dt.date(2026, 9, 30)),
        ("event", dt.datetime(2026, 9, 30, 10, 0), dt.date(2026, 9, 30)),  # noqa: DTZ001
        ("event", 46295.0, dt.date(2026, 9, 30)),
        ("event", "31/02/2026", "not_a_day"),
        ("event", "tháng 9/2026", "not_a_day"),
        ("event", "30/09/0206", "unlikely_day"),
        ("event", "30/09/2206", "unlikely_day"),
    ],
)
def test_a_cell_by_its_kind(kind: Kind, cell: Cell, found: Any) -> None:
    assert read(kind, cell) == found


@pytest.mark.parametrize("kind", ["hectares", "money", "count", "code", "text", "flag", "event", "plan"])
def test_a_blank_cell_is_unknown(kind: Kind) -> None:
    assert read(kind, None) is None


def test_the_unit_of_the_heading_counts() -> None:
    assert read("hectares", 49_600.0, unit="m2") == 4.96
    assert read("money", "1,5", unit="triệu đồng") == 1.5e6
    assert read("money", "1.234", unit="triệu đồng") == "unclear_number"
    assert read("money", "1.234", "5,5", unit="triệu đồng") == 1.234e9
    assert read("money", 51.0, unit="1.000 đồng") == 51_000


def test_a_column_reads_each_cell_as_the_reader_would() -> None:
    cells: list[Cell] = ["4,96", "4,96", "nhiều", None, 1, True, 1.0]
    values, troubles = column(Field("cell", "hectares", NAME), cells)
    assert values == [4.96, 4.96, None, None, 1.0, None, 1.0]
    assert {place: found.code for place, found in troubles.items()} == {2: "not_a_number", 5: "not_a_number"}


def test_the_least_value_is_kept() -> None:
    assert read("hectares", -0.1, minimum=0) == "too_small"
    assert read("hectares", 0.0, minimum=0) == 0


def test_choices_are_known_by_code_by_name_and_by_wording() -> None:
    def funding(text: str) -> Any:
        found = reader(PROJECT["funding"], [])(text)
        return found.code if isinstance(found, Trouble) else found

    assert PROJECT["funding"].choices == FUNDINGS
    assert funding("budget") == funding("Vốn ngân sách") == funding("NSNN") == "budget"
    assert funding("Vốn tư nhân") == "non_budget"
    assert funding("Đấu giá") is None
    assert funding("vốn lạ") == "unknown_choice"


def test_a_choice_in_trouble_names_the_list_in_both_languages() -> None:
    field = Field("cell", "choice", NAME, choices=choices(one=("Một", "One"), two=("Hai", "Two")))
    found = reader(field, [])("ba")
    assert "Một; Hai" in found.what.say("vi")
    assert "One; Two" in found.what.say("en")


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        ("Giao thông, Thủy lợi", "transport"),
        ("Thuỷ lợi+Giao thông", "irrigation"),
        ("Đất công cộng +Đất ở tại nông thôn", "housing"),
        ("Đất công cộng", "other"),
        ("Cụm công nghiệp", "industry"),
        ("Thể dục thể thao+Cơ sở văn hóa", "culture"),
        ("DGT", "transport"),
        ("Công nghệ thông tin", None),
        ("DCX", None),
    ],
)
def test_the_purpose_tells_the_kind(purpose: str, kind: str | None) -> None:
    assert purpose_kind(purpose) == kind
    assert kind is None or kind in {choice.code for choice in PROJECT_KINDS}


@pytest.mark.parametrize(
    "heading",
    ["Họ và tên công dân", "HỌ TÊN CHỦ HỘ", "Số CMND", "Số CCCD/CMND", "Điện thoại liên hệ", "SĐT", "E-mail", "Email",
     "Số nhà", "Địa chỉ cụ thể", "Số tài khoản", "Ngày sinh", "Phone number", "Full name", "Người đại diện"],
)  # fmt: skip
def test_columns_about_a_person_are_recognised(heading: str) -> None:
    assert is_personal(heading)


@pytest.mark.parametrize(
    "heading",
    ["Tên dự án", "Chủ đầu tư", "Số hộ", "Diện tích (ha)", "Đơn vị", "Số người", "Ngày gửi tiền vào tài khoản tạm giữ"],
)
def test_columns_about_projects_are_not(heading: str) -> None:
    assert not is_personal(heading)


def test_a_heading_is_taken_apart() -> None:
    assert meaning("Diện tích thu hồi (ha)") == Meaning("diện tích thu hồi", "ha")
    assert meaning("Số tiền (ĐVT: triệu đồng)") == Meaning("số tiền", "triệu đồng")
    assert meaning("Diện tích (dự kiến)").unit == ""


@given(st.sampled_from(["code", "text", "flag", "event", "hectares", "money", "count"]), st.text(max_size=40))
def test_any_text_is_a_value_or_a_trouble(kind: Kind, text: str) -> None:
    assert not isinstance(read(kind, text, minimum=0), float) or read(kind, text, minimum=0) >= 0
