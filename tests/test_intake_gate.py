"""The gate: both sides of every border, on rows written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gis import intake
from gis.intake.gate import ordered
from gis.records.entities.cases import CASE
from tests import city
from tests.intake_files import codes, looked_at, told

CASES = (
    "Mã vụ việc",
    "Loại đơn",
    "Xã",
    "Ngày tiếp nhận",
    "Ngày thụ lý",
    "Ngày giải quyết",
    "Ngày đối thoại",
    "Ngày đình chỉ",
)
FILES = ("Mã hồ sơ", "Mã dự án", "Xã", "Diện tích (m2)")


def case(*days: str | None, code: str = "K9") -> tuple[str | None, ...]:
    return (code, "KN", "An", *days)


@pytest.mark.parametrize(
    ("days", "finding"),
    [
        (("01/09/2026", "01/09/2026", "01/09/2026"), None),
        (("02/09/2026", "01/09/2026"), ("disorder", True)),
        # Decided before it was received, though nobody wrote when it was accepted.
        (("02/09/2026", None, "01/09/2026"), ("disorder", True)),
        (("02/09/2026", None, None, None, "01/09/2026"), ("disorder", True)),
        (("02/09/2026", None, None, "01/09/2026"), ("before_begin", False)),
        (("30/09/2026",), None),
        (("01/09/2026", "01/10/2026"), ("future_day", False)),
        (("01/09/2026", "01/10/2026", "03/09/2026"), ("future_day", False)),
    ],
)
def test_days_in_their_order(days: tuple[str | None, ...], finding: tuple[str, bool] | None) -> None:
    found = looked_at("cases", CASES, case(*days))
    assert [(code, refused) for _, code, refused in codes(found)] == ([finding] if finding else [])
    assert found.refused == int(bool(finding and finding[1]))


DIALOGUES = (
    "Mã cuộc đối thoại",
    "Loại đối thoại",
    "Xã",
    "Ngày tổ chức",
    "Số hộ được mời",
    "Số hộ có mặt",
    "Vắng mặt có biên bản",
)


@pytest.mark.parametrize(
    ("counts", "sum_"),
    [
        ((10, 7, 3), None),
        ((10, 7, 4), 11),
        ((10, 11, None), 11),
        ((10, None, 11), 11),
        ((None, 7, 4), None),
        ((10, None, None), None),
    ],
)
def test_what_lies_within_a_count_is_never_more_than_it(counts: tuple[int | None, ...], sum_: int | None) -> None:
    found = looked_at("dialogues", DIALOGUES, ("D9", "Hội nghị đối thoại", "An", "01/09/2026", *counts))
    assert codes(found) == ([(2, "more_than_whole", False)] if sum_ else [])
    assert [f"cộng lại là {sum_}, nhiều hơn “Số hộ được mời” (10)" in one.what.say("vi") for one in found.findings] == (
        [True] if sum_ else []
    )


@pytest.mark.parametrize(
    ("extended", "expected"),
    [("01/10/2026", []), ("30/09/2026", []), ("29/09/2026", [(2, "disorder", True)])],
)
def test_an_extension_never_ends_before_the_day_it_puts_off(extended: str, expected: list[Any]) -> None:
    headings = ("Mã kết luận, cam kết", "Xã", "Ngày thông báo kết luận", "Hạn thực hiện", "Ngày gia hạn", "Gia hạn đến")
    found = looked_at("commitments", headings, ("C9", "An", "01/09/2026", "30/09/2026", "20/09/2026", extended))
    assert codes(found) == expected


def test_a_future_day_counts_as_unknown_but_keeps_a_row_out_that_needs_it() -> None:
    found = looked_at("cases", CASES, case("01/09/2026", "01/10/2026"))
    assert "accepted_on" not in told(found, "case")[0]
    needed = looked_at("petitions", ("Mã đơn", "Ngày nhận đơn"), ("D9", "01/10/2026"))
    assert codes(needed) == [(2, "future_day", True)]


def test_a_row_is_told_once_which_day_is_wrong_and_what_it_contradicts() -> None:
    found = looked_at("cases", CASES, case("03/09/2026", "02/09/2026", "01/09/2026"))
    assert [(finding.column, finding.value) for finding in found.findings] == [
        ("Ngày thụ lý", "02/09/2026"),
        ("Ngày giải quyết", "01/09/2026"),
    ]
    assert "trước “Ngày tiếp nhận” (03/09/2026)" in found.findings[0].what.say("vi")


def test_the_order_goes_by_way_of_other_days() -> None:
    assert ("received_on", "executed_on") in ordered(CASE)
    assert ("executed_on", "received_on") not in ordered(CASE)


@pytest.mark.parametrize(("closed", "found"), [("15:15:38", 0), ("15:15:37", 1)])
def test_hours_of_one_day_that_contradict_are_pointed_at(closed: str, found: int) -> None:
    row = case("2026-09-01 15:15:38", None, None, None, f"2026-09-01 {closed}")
    checked = looked_at("cases", CASES, row)
    assert codes(checked) == [(2, "disorder_hour", False)] * found
    opened, ended = (dt.datetime.fromisoformat(f"2026-09-01T{hour}") for hour in ("15:15:38", closed))
    typed = case(opened, None, None, None, ended)
    assert codes(looked_at("cases", CASES, typed)) == [(2, "disorder_hour", False)] * found


def areas(*values: float) -> intake.Checked:
    return looked_at("files", FILES, *((f"H{at}", "P1", "An", value) for at, value in enumerate(values)))


USUAL = (90, 100, 110, 95, 105, 100, 98, 102)


@pytest.mark.parametrize(
    ("value", "code", "kept"),
    [
        (4_900, [], 4_900),
        (5_100, [(10, "slip", False)], 5_100),
        (10_000, [(10, "slip", False)], 10_000),
        (1_000_000, [(10, "slip", False)], None),
        (0.01, [(10, "slip", False)], None),
        (0, [], 0),
    ],
)
def test_an_area_far_from_its_neighbours(value: float, code: list[Any], kept: float | None) -> None:
    found = areas(*USUAL, value)
    assert codes(found) == code
    assert told(found, "household_file")[-1].get("area") == kept
    assert all(name not in finding.what.say("vi") for finding in found.findings for name in ("{", "nan"))


def test_what_is_likely_is_proposed() -> None:
    assert "100?" in areas(*USUAL, 10_000).findings[0].what.say("vi")
    assert "100?" in areas(*USUAL, 1_000_000).findings[0].what.say("vi")


def test_figures_that_vary_widely_and_figures_of_a_few_rows_are_left_alone() -> None:
    assert areas(0.1, 1, 10, 100, 1_000, 10_000, 100_000, 1, 1_000_000).findings == ()
    assert areas(100, 100, 100, 1_000_000).findings == ()


POINTS = ("Mã vụ việc", "Loại đơn", "Xã", "Độ chính xác vị trí", "Kinh độ", "Vĩ độ")


@pytest.mark.parametrize(
    ("precision", "point", "code", "kept"),
    [
        ("Thôn, tổ dân phố", ("105.84321", "21.04321"), [], (105.84321, 21.04321)),
        (None, ("105.84321", "21.04321"), ["point_rounded"], (105.843, 21.043)),
        (None, ("105.843", "21.043"), [], (105.843, 21.043)),
        ("Thôn, tổ dân phố", ("21.04321", "105.84321"), ["point_swapped"], (None, None)),
        ("Thôn, tổ dân phố", ("106.9", "21.04321"), ["point_outside"], (None, None)),
        ("Thôn, tổ dân phố", (None, None), ["no_point"], (None, None)),
        ("Xã, phường", (None, None), [], (None, None)),
    ],
)
def test_points(precision: str | None, point: Any, code: list[str], kept: tuple[float | None, float | None]) -> None:
    other = ("K8", "KN", "An", "Thôn, tổ dân phố", "105.85", "21.04")
    found = looked_at("cases", POINTS, other, ("K9", "KN", "An", precision, *point))
    assert [one for _, one, _ in codes(found)] == code
    record = told(found, "case")[1]
    assert (record.get("longitude"), record.get("latitude")) == kept


def test_a_list_without_any_point_is_asked_for_none() -> None:
    assert looked_at("cases", POINTS, ("K9", "KN", "An", None, None, None)).findings == ()


RECEPTIONS = ("Mã buổi tiếp", "Xã", "Ngày tiếp", "Chức danh", "Hình thức", "Cách thức")


def test_two_codes_for_what_can_only_be_one_are_pointed_at() -> None:
    rows = [(code, "An", "15/09/2026", "Chủ tịch", "Định kỳ", "Trực tiếp") for code in ("R8", "R9")]
    found = looked_at("receptions", RECEPTIONS, *rows)
    assert codes(found) == [(3, "alike", False)]
    assert "R8" in found.findings[0].what.say("vi")
    plan = looked_at("plans", ("Mã phương án", "Mã dự án", "Xã", "Đợt"), ("L9", "P1", "An", 1))
    assert plan.findings == ()


def test_a_code_goes_in_once() -> None:
    row = case("01/09/2026")
    found = looked_at("cases", CASES, row, row, case("02/09/2026"))
    assert codes(found) == [(3, "duplicate_row", True), (4, "same_code", True)]
    assert "01/09/2026 → 02/09/2026" in found.findings[1].what.say("vi")


def test_past_years_need_the_day_on_which_they_begin() -> None:
    found = looked_at("cases", CASES, case("01/09/2020"), case(None, "05/09/2020", code="K8"), historical=True)
    assert codes(found) == [(3, "no_source_day", True)]
    assert "Ngày tiếp nhận" in found.findings[0].what.say("vi")
    assert looked_at("cases", CASES, case(None, "05/09/2020")).findings == ()


def test_the_day_of_judgement_is_today_where_none_is_given() -> None:
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    found = looked_at("cases", CASES, case(tomorrow.strftime("%d/%m/%Y")), today=None)
    assert codes(found) == [(2, "future_day", False)]
    assert tomorrow > city.AS_OF
