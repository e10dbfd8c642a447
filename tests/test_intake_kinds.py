"""Every kind of list: headings as offices write them, records as they are stored, against the drawn city."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from gis import intake
from gis.errors import IntakeError
from gis.intake.cells import read_column
from gis.records.declaration import Entity
from tests.intake_files import Row, codes, looked_at, told

DAY = dt.datetime


LISTS: list[tuple[str, str, Row, Row, dict[str, Any]]] = [
    (
        "plans",
        "plan",
        ("STT", "Mã phương án", "Tên dự án", "Xã, phường", "Đợt", "Số hộ", "Ngày niêm yết\n(dd/MM/yyyy)",
         "Ngày QĐ phê duyệt", "Kinh phí phê duyệt (triệu đồng)"),
        (1, "L9", "Đường vành đai Vẽ", "P. An", 2, 12, "01/09/2024", "10/01/2025", "1.500,0"),
        {"code": "L9", "project": "P1", "ward": "00001", "round": 2, "households": 12, "posted_on": DAY(2024, 9, 1),
         "approved_on": DAY(2025, 1, 10), "approved_sum": 1.5e9},
    ),
    (
        "sites",
        "resettlement_site",
        ("Mã khu", "Tên khu tái định cư", "Dự án", "Xã/phường", "Số suất", "Ngày khởi công"),
        ("S9", "Khu tái định cư Cát", "P2", "Xã Cát", "40", "01/05/2024"),
        {"code": "S9", "name": "Khu tái định cư Cát", "project": "P2", "ward": "00003", "capacity": 40,
         "started_on": DAY(2024, 5, 1)},
    ),
    (
        "files",
        "household_file",
        ("Mã hồ sơ", "Mã dự án", "Mã phương án", "Xã", "Loại đất", "Diện tích thu hồi (m2)", "Ngày chi trả tiền",
         "Số tiền đã chi trả (đồng)", "Nhu cầu TĐC", "Vướng mắc"),
        ("H9", "P1", "L1", "An", "Đất trồng lúa", "120,5", "10/02/2025", "1.250.000.000", "x", "Chưa nhận tiền"),
        {"code": "H9", "project": "P1", "plan": "L1", "ward": "00001", "land_kind": "farm", "area": 120.5,
         "paid_on": DAY(2025, 2, 10), "paid_sum": 1.25e9, "resettlement_need": True, "obstacle": "refuses_money"},
    ),
    (
        "cases",
        "case",
        ("Số hồ sơ", "Loại đơn*", "Nội dung khiếu nại", "Lần", "Địa bàn", "Ngày vào sổ", "Ngày thụ lý",
         "Thuộc thẩm quyền"),
        ("K9", "KN", "Đề nghị xem xét lại đơn giá khi thu hồi", "lần 1", "Phường Bình", "01/09/2026", "05/09/2026",
         "có"),
        {"code": "K9", "case_class": "complaint", "subject": "price", "level": "first", "ward": "00002",
         "received_on": DAY(2026, 9, 1), "accepted_on": DAY(2026, 9, 5), "within_competence": True},
    ),
    (
        "petitions",
        "petition",
        ("Số đến", "Mã vụ việc", "Ngày nhận đơn*\n(dd/MM/yyyy)", "Nguồn đơn", "Phân loại đơn"),
        ("D9", "K1", "12/03/2026", "Qua bưu điện", "KN"),
        {"code": "D9", "case": "K1", "received_on": DAY(2026, 3, 12), "channel": "post"},
    ),
    (
        "dialogues",
        "dialogue",
        ("Mã đối thoại", "Loại đối thoại", "Xã, phường", "Dự án", "Ngày đối thoại", "Người chủ trì", "Số hộ mời",
         "Kết quả"),
        ("D9", "Đối thoại phương án", "An", "P1", "20/11/2024", "Chủ tịch", 30, "Đồng thuận"),
        {"code": "D9", "kind": "plan", "ward": "00001", "project": "P1", "held_on": DAY(2024, 11, 20),
         "chair": "chairman", "invited": 30, "result": "agreed"},
    ),
    (
        "dialogues",
        "dialogue",
        ("Mã đối thoại", "Loại đối thoại", "Xã, phường", "Dự án", "Ngày tổ chức", "Số biên bản vận động",
         "Ngày biên bản vận động", "Dự kiến chủ trì"),
        ("D8", "Vận động", "An", "P1", "20/11/2024", "12/BB-UBND", "21/11/2024", "Bí thư"),
        {"code": "D8", "kind": "persuasion", "ward": "00001", "project": "P1", "held_on": DAY(2024, 11, 20),
         "minutes_number": "12/BB-UBND", "minutes_on": DAY(2024, 11, 21), "planned_chair": "party_secretary"},
    ),
    (
        "commitments",
        "commitment",
        ("Mã cam kết", "Xã, phường", "Số thông báo", "Ngày thông báo", "Nội dung cam kết", "Đơn vị chủ trì",
         "Thời hạn"),
        ("C9", "An", "123/TB-UBND", "01/08/2026", "Chi trả", "UBND phường An", "31/12/2026"),
        {"code": "C9", "ward": "00001", "notice_number": "123/TB-UBND", "notice_on": DAY(2026, 8, 1), "kind": "payment",
         "leading_body": "UBND phường An", "due": DAY(2026, 12, 31)},
    ),
    (
        "receptions",
        "reception",
        ("Mã buổi tiếp", "Phường", "Ngày tiếp công dân", "Người tiếp", "Hình thức", "Lượt tiếp", "Số người"),
        ("R9", "Bình", "15/09/2026", "Bí thư Đảng ủy", "Định kỳ", 7, 9),
        {"code": "R9", "ward": "00002", "held_on": DAY(2026, 9, 15), "role": "party_secretary", "kind": "periodic",
         "turns": 7, "people": 9},
    ),
    (
        "denunciations",
        "denunciation_count",
        ("Tháng", "Số tố cáo"),
        ("8/2026", 4),
        {"month_end": DAY(2026, 8, 31), "received": 4},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "entity", "headings", "row", "record"), LISTS, ids=[case[0] for case in LISTS])
def test_a_list_as_an_office_writes_it(kind: str, entity: str, headings: Row, row: Row, record: dict[str, Any]) -> None:
    found = looked_at(kind, headings, row)
    assert found.findings == ()
    assert told(found, entity) == [record]
    assert (found.rows, found.refused, list(found.links.index)) == (1, 0, [2])


def test_every_entity_that_is_stored_can_be_brought_in() -> None:
    entities: set[Entity] = {entity for form in intake.FORMS.values() for entity in form.entities}
    assert {entity.name for entity in entities} == {
        "project", "project_ward", "plan", "resettlement_site", "household_file", "case", "petition",
        "denunciation_count", "dialogue", "commitment", "reception", "progress_report", "periodic_form",
    }  # fmt: skip


def test_every_declared_field_but_shapes_has_a_column_with_a_heading_of_its_own() -> None:
    for form in intake.FORMS.values():
        for field in form.entities[0].fields:
            assert field.kind == "shape" or field.name in form.names
        headings = [column.field.label.vi for column in form.columns]
        assert len(set(headings)) == len(headings), form.name


@pytest.mark.parametrize(
    ("kind", "headings", "row", "finding"),
    [
        # A required record that is unknown keeps the row out; another is left blank.
        ("plans", ("Mã phương án", "Dự án", "Xã"), ("L9", "Đường không có", "An"), (2, "unknown_reference", True)),
        ("cases", ("Mã vụ việc", "Loại đơn", "Xã", "Mã dự án"), ("K9", "KN", "An", "P77"),
         (2, "unknown_reference", False)),
        ("petitions", ("Mã đơn", "Ngày nhận đơn", "Mã vụ việc"), ("D9", "01/09/2026", "K77"),
         (2, "unknown_reference", False)),
    ],
)  # fmt: skip
def test_what_is_not_recorded_cannot_be_referred_to(
    kind: str, headings: Row, row: Row, finding: tuple[int, str, bool]
) -> None:
    assert codes(looked_at(kind, headings, row)) == [finding]


def test_a_project_is_found_by_its_name_in_either_column_and_likely_ones_are_proposed() -> None:
    headings = ("Mã phương án", "Mã dự án", "Xã")
    by_name = looked_at("plans", headings, ("L8", "ĐƯỜNG VÀNH ĐAI VẼ", "An"))
    assert told(by_name, "plan")[0]["project"] == "P1"
    unknown = looked_at("plans", headings, ("L8", "Đường vành đai Vẽ 2", "An"))
    assert "Đường vành đai Vẽ (P1)" in unknown.findings[0].what.say("vi")


def test_codes_are_not_asked_for_where_the_store_was_not() -> None:
    found = looked_at("plans", ("Mã phương án", "Mã dự án", "Xã"), ("L8", "P77", "An"), known=None)
    assert found.findings == ()


def test_denunciations_stay_out_and_nothing_of_them_is_repeated() -> None:
    headings = ("Mã vụ việc", "Loại đơn", "Nội dung", "Xã", "Ngày tiếp nhận")
    found = looked_at(
        "cases",
        headings,
        ("K8", "Tố cáo", "gì đó", "Không Đâu", "32/13/2026"),
        ("K9", "KN", "Giá", "An", "01/09/2026"),
        ("K7", "KN", "Thái độ cán bộ", "An", "01/09/2026"),
    )
    assert [one for one in codes(found) if one[2]] == [(2, "denunciation", True), (4, "denunciation", True)]
    assert [finding.value for finding in found.findings if finding.row in (2, 4)] == ["", ""]
    assert found.silent == {2, 4}
    assert "theo tháng" in found.findings[0].what.say("vi")


def test_a_list_of_denunciations_is_refused_with_advice() -> None:
    with pytest.raises(IntakeError) as refused:
        looked_at("denunciations", ("Số đơn", "Ngày nhận", "Nội dung tố cáo"), ("1", "01/09/2026", "…"))
    assert "chỉ gửi hai cột" in refused.value.say("vi")


@pytest.mark.parametrize(
    ("written", "day"),
    [("Tháng 2/2024", DAY(2024, 2, 29)), ("12/2025", DAY(2025, 12, 31)), ("2026-01", DAY(2026, 1, 31)),
     (dt.date(2026, 4, 3), DAY(2026, 4, 30))],
)  # fmt: skip
def test_a_month_is_its_last_day(written: Any, day: dt.datetime) -> None:
    assert told(looked_at("denunciations", ("Tháng", "Số tố cáo"), (written, 0)), "denunciation_count") == [
        {"month_end": day, "received": 0}
    ]


def test_the_example_row_of_a_template_is_no_row() -> None:
    headings = ("STT", "Mã đơn", "Ngày nhận đơn")
    found = looked_at("petitions", headings, ("DÒNG VÍ DỤ", "D0", "01/09/2026"), (1, "D1", "01/09/2026"))
    assert (found.rows, len(found.links)) == (1, 1)
    with pytest.raises(IntakeError):
        looked_at("petitions", headings, ("Dòng ví dụ", "D0", "01/09/2026"))


@pytest.mark.parametrize(
    ("form", "column", "cell", "code"),
    [
        ("receptions", "role", "PCT", "other"),
        ("receptions", "role", "Bí thư Đảng ủy xã", "party_secretary"),
        ("commitments", "kind", "Chi trả tiền bồi thường cho các hộ", "payment"),
        ("commitments", "kind", "Giao phòng Kinh tế rà soát hồ sơ", "review"),
        ("cases", "case_class", "Đơn kiến nghị, phản ánh", "proposal"),
    ],
)
def test_what_offices_write_for_an_entry_is_understood(form: str, column: str, cell: str, code: str) -> None:
    field = intake.FORMS[form][column]
    assert list(read_column(field, pd.Series([cell], dtype=object), "", {}).values) == [code]
