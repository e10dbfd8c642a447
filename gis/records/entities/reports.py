"""Totals that units report: clearance progress, official forms, and who has reported at all.

Communes mostly send totals per period, not rows. *Nothing arose* (báo không phát sinh) is a report; silence is not.
"""

from __future__ import annotations

from typing import Final

from gis.records.declaration import Choice, Entity, Field, choices
from gis.words import Label

STEPS: Final = choices(
    notified=("Đã thông báo thu hồi", "Notified"),
    inventoried=("Đã kiểm đếm", "Inventoried"),
    drafted=("Đã lập phương án", "Plan drafted"),
    approved=("Đã phê duyệt phương án", "Plan approved"),
    paid=("Đã chi trả", "Paid"),
    decided=("Đã có quyết định thu hồi", "Recovery decided"),
    handed_over=("Đã bàn giao", "Handed over"),
    not_agreeing=("Chưa đồng thuận", "Not agreeing"),
    resettlement_need=("Nhu cầu tái định cư", "Resettlement need"),
    resettled=("Đã bố trí tái định cư", "Resettled"),
)
FORMS: Final = choices(
    tcd_01=("01/TCD", "01/TCD"), xld_02=("02/XLD", "02/XLD"), gqkn_03=("03/GQKN", "03/GQKN"), other=("Khác", "Other")
)
WAYS: Final = choices(
    regular=("Tiếp thường xuyên", "Regular reception"),
    head=("Thủ trưởng tiếp định kỳ và đột xuất", "Reception by the head, periodic and sudden"),
    head_periodic=("Thủ trưởng tiếp định kỳ", "Periodic reception by the head"),
    head_sudden=("Thủ trưởng tiếp đột xuất", "Sudden reception by the head"),
    deputy=("Cấp phó tiếp", "Reception by a deputy of the head"),
    delegated=("Ủy quyền tiếp", "Reception by delegation"),
)
"""Into which form 01/TCD splits what was received; each split is an item "way_count" of its own."""
WAYS_ALWAYS: Final = ("regular", "head")
"""Parts of every total of form 01/TCD."""
WAYS_SOMETIMES: Final = ("deputy", "delegated")
"""Parts of a total where the table has them."""
WAYS_OF_HEAD: Final = ("head_periodic", "head_sudden")
"""Parts of what the head received."""

RECEIVED: Final = choices(
    turns=("Số lượt tiếp", "Reception turns"),
    people=("Số người được tiếp", "People received"),
    cases=("Số vụ việc được tiếp", "Cases received"),
    first_cases=("Số vụ việc tiếp lần đầu", "Cases received for the first time"),
    repeated_cases=("Số vụ việc tiếp nhiều lần", "Cases received repeatedly"),
    crowds=("Số đoàn đông người", "Crowds"),
    crowd_people=("Số người trong các đoàn đông người", "People in crowds"),
)
"""What form 01/TCD counts as a whole and for each way of reception."""

_OF_WAYS: Final = choices(
    sessions=("Số kỳ tiếp", "Sittings"),
    crowd_first_cases=("Số vụ việc đoàn đông người tiếp lần đầu", "Cases of crowds, first time"),
    crowd_repeated_cases=("Số vụ việc đoàn đông người tiếp nhiều lần", "Cases of crowds, repeated"),
)


SPLIT: Final = {f"{way.code}_{count.code}": (way, count) for way in WAYS for count in (*RECEIVED, *_OF_WAYS)}
"""Item of form 01/TCD → the way of reception and the count that it splits off."""


def _named(one: Label, other: Label) -> Label:
    return Label(f"{one.vi} – {other.vi}", f"{one.en} – {other.en}")


ITEMS: Final = {
    "tcd_01": (*RECEIVED, *(Choice(code, _named(way.label, count.label)) for code, (way, count) in SPLIT.items())),
    "xld_02": choices(
        received=("Số đơn tiếp nhận trong kỳ", "Petitions received in the period"),
        complaint=("Số đơn khiếu nại", "Petitions: complaints"),
        proposal=("Số đơn kiến nghị", "Petitions: for action"),
        reflection=("Số đơn phản ánh", "Petitions: reports"),
    ),
    "gqkn_03": choices(
        to_resolve=("Số vụ việc phải giải quyết", "Cases to be resolved"),
        resolved=("Số vụ việc đã giải quyết", "Cases resolved"),
        in_progress=("Số vụ việc đang giải quyết", "Cases in progress"),
    ),
}
"""Columns of the official forms that are kept, by form; a column of any other form is kept under its own name."""

SUBMISSION_STATES: Final = choices(
    sent=("Đã nộp", "Sent"), nothing_arose=("Báo không phát sinh", "Nothing arose"), faulty=("Có lỗi", "Faulty")
)

_WARD: Final = Field("ward", "ref", Label("Mã xã, phường", "Ward code"), refers_to="area", required=True)
_START: Final = Field("period_start", "plan", Label("Từ ngày", "From"), required=True)
_END: Final = Field("period_end", "event", Label("Đến ngày", "To"), required=True)

PROGRESS_REPORT: Final = Entity(
    "progress_report",
    Label("Báo cáo tiến độ giải phóng mặt bằng", "Clearance progress report"),
    Label("Báo cáo tiến độ giải phóng mặt bằng", "Clearance progress reports"),
    key=("project", "ward", "round", "reported_on", "step"),
    begins="reported_on",
    fields=(
        Field("project", "ref", Label("Mã dự án", "Project code"), refers_to="project", required=True),
        _WARD,
        Field("round", "count", Label("Đợt", "Round"), minimum=1),
        Field("reported_on", "event", Label("Ngày báo cáo", "Reported on"), required=True),
        Field("step", "choice", Label("Bước", "Step"), choices=STEPS, required=True),
        Field("area", "hectares", Label("Diện tích (ha)", "Area (ha)"), minimum=0),
        Field("households", "count", Label("Số hộ", "Households"), minimum=0),
        Field("organisations", "count", Label("Số tổ chức", "Organisations"), minimum=0),
        Field("graves", "count", Label("Số mộ", "Graves"), minimum=0),
        Field("money", "money", Label("Số tiền (đồng)", "Sum (VND)"), minimum=0),
    ),
)

PERIODIC_FORM: Final = Entity(
    "periodic_form",
    Label("Biểu tổng hợp", "Periodic form"),
    Label("Biểu tổng hợp", "Periodic forms"),
    key=("ward", "form", "period_start", "period_end", "item"),
    begins="period_end",
    fields=(
        _WARD,
        Field("form", "choice", Label("Mẫu", "Form"), choices=FORMS, required=True),
        _START,
        _END,
        Field("item", "code", Label("Cột của biểu", "Column of the form"), required=True),
        Field("value", "number", Label("Giá trị", "Value"), minimum=0),
    ),
)

SUBMISSION: Final = Entity(
    "submission",
    Label("Tình hình nộp báo cáo", "Submission"),
    Label("Tình hình nộp báo cáo", "Submissions"),
    key=("ward", "kind", "period_start", "period_end"),
    begins="sent_on",
    fields=(
        _WARD,
        Field("kind", "code", Label("Loại báo cáo", "What was sent"), required=True),
        _START,
        Field("period_end", "plan", Label("Đến ngày", "To"), required=True),
        Field("sent_on", "event", Label("Ngày nộp", "Sent on"), required=True),
        Field("state", "choice", Label("Tình trạng", "State"), choices=SUBMISSION_STATES, required=True),
    ),
)

ENTITIES: Final = (PROGRESS_REPORT, PERIODIC_FORM, SUBMISSION)
