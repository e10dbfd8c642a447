"""Dialogues, commitments and receptions: where officials and people meet, and what was promised there."""

from __future__ import annotations

from typing import Final

from gis.records.declaration import Entity, Field, choices
from gis.words import Label

DIALOGUE_KINDS: Final = choices(
    plan=("Đối thoại về phương án (Điều 87)", "Plan dialogue (Art. 87)"),
    complaint=("Đối thoại giải quyết khiếu nại", "Complaint dialogue"),
    conference=("Hội nghị đối thoại", "Dialogue conference"),
    persuasion=("Vận động, thuyết phục", "Persuasion meeting"),
)
ROLES: Final = choices(
    party_secretary=("Bí thư cấp ủy", "Party secretary"),
    chairman=("Chủ tịch UBND", "Chairman of the People's Committee"),
    other=("Người được giao", "Delegate"),
)
PROMPTS: Final = choices(
    law=("Theo quy định", "The law asks for it"),
    early_area=("Địa bàn cần đối thoại sớm", "Early-dialogue area"),
    request=("Theo đề nghị của người dân", "People asked for it"),
    other=("Khác", "Other"),
)
"""Why a dialogue or visit was held; of early-dialogue areas the outcome is looked at later."""
RESULTS: Final = choices(
    agreed=("Thống nhất", "Agreed"),
    partly=("Thống nhất một phần", "Partly agreed"),
    not_agreed=("Chưa thống nhất", "Not agreed"),
    not_attended=("Đã mời, không tham gia (có biên bản)", "Invited, did not take part (with minutes)"),
)
PROMISES: Final = choices(
    payment=("Chi trả tiền", "Payment"),
    resettlement=("Bố trí tái định cư", "Resettlement"),
    answer=("Trả lời bằng văn bản", "Written answer"),
    review=("Rà soát hồ sơ", "Review of files"),
    infrastructure=("Hoàn thiện hạ tầng", "Infrastructure"),
    decision=("Ban hành quyết định giải quyết", "Decision"),
    other=("Khác", "Other"),
)
RECEPTION_KINDS: Final = choices(
    regular=("Thường xuyên", "Regular"), periodic=("Định kỳ", "Periodic"), sudden=("Đột xuất", "Sudden")
)
MODES: Final = choices(in_person=("Trực tiếp", "In person"), online=("Trực tuyến", "Online"))
RECEPTION_STATES: Final = choices(held=("Đã tổ chức", "Held"), not_held=("Không tổ chức", "Not held"))

_WARD: Final = Field("ward", "ref", Label("Mã xã, phường", "Ward code"), refers_to="area", required=True)
_PROJECT: Final = Field("project", "ref", Label("Mã dự án", "Project code"), refers_to="project")
_CASE: Final = Field("case", "ref", Label("Mã vụ việc", "Case code"), refers_to="case")

DIALOGUE: Final = Entity(
    "dialogue",
    Label("Đối thoại", "Dialogue"),
    Label("Đối thoại", "Dialogues"),
    begins="announced_on",
    order=(("announced_on", "held_on"), ("held_on", "minutes_on")),
    within=(("invited", ("present", "absent_minuted")),),
    fields=(
        Field("code", "code", Label("Mã cuộc đối thoại", "Dialogue code"), required=True),
        Field("kind", "choice", Label("Loại đối thoại", "Kind"), choices=DIALOGUE_KINDS, required=True),
        _WARD,
        _PROJECT,
        _CASE,
        Field("announced_on", "event", Label("Ngày thông báo mời", "Announced on")),
        Field("planned_for", "plan", Label("Ngày dự kiến", "Planned for")),
        Field("planned_chair", "choice", Label("Dự kiến chủ trì", "Chair as planned"), choices=ROLES),
        Field("prompted_by", "choice", Label("Căn cứ tổ chức", "Held because of"), choices=PROMPTS),
        Field("held_on", "event", Label("Ngày tổ chức", "Held on")),
        Field("chair", "choice", Label("Người chủ trì", "Chair"), choices=ROLES, known_with="held_on"),
        Field("invited", "count", Label("Số hộ được mời", "Households invited"), minimum=0),
        Field("present", "count", Label("Số hộ có mặt", "Households present"), minimum=0, known_with="held_on"),
        Field(
            "absent_minuted",
            "count",
            Label("Vắng mặt có biên bản", "Absent, with minutes"),
            minimum=0,
            known_with="held_on",
        ),
        Field("result", "choice", Label("Kết quả", "Result"), choices=RESULTS, known_with="held_on"),
        Field("minutes_on", "event", Label("Ngày biên bản", "Minutes of")),
        Field(
            "minutes_number",
            "code",
            Label("Số biên bản", "Number of the minutes"),
            known_with="minutes_on",
            told="leaders",
        ),
    ),
)

COMMITMENT: Final = Entity(
    "commitment",
    Label("Kết luận, cam kết", "Commitment"),
    Label("Kết luận, cam kết", "Commitments"),
    begins="notice_on",
    order=(("due", "extended_to"),),
    fields=(
        Field("code", "code", Label("Mã kết luận, cam kết", "Commitment code"), required=True),
        _WARD,
        _PROJECT,
        _CASE,
        Field("dialogue", "ref", Label("Mã cuộc đối thoại", "Dialogue code"), refers_to="dialogue"),
        Field("kind", "choice", Label("Nội dung cam kết", "What was promised"), choices=PROMISES),
        Field("notice_number", "code", Label("Số thông báo kết luận", "Number of the notice"), told="leaders"),
        Field("notice_on", "event", Label("Ngày thông báo kết luận", "Notice of")),
        Field("leading_body", "text", Label("Cơ quan chủ trì", "Leading body")),
        Field("due", "plan", Label("Hạn thực hiện", "Due")),
        Field("extended_on", "event", Label("Ngày gia hạn", "Extended on")),
        Field("extended_to", "plan", Label("Gia hạn đến", "Extended to"), known_with="extended_on"),
        Field("kept_on", "event", Label("Ngày hoàn thành", "Kept on")),
        Field(
            "proof", "code", Label("Số văn bản chứng minh", "Number of the proof"), known_with="kept_on", told="leaders"
        ),
    ),
)

RECEPTION: Final = Entity(
    "reception",
    Label("Tiếp công dân", "Citizen reception"),
    Label("Tiếp công dân", "Citizen receptions"),
    begins="held_on",
    fields=(
        Field("code", "code", Label("Mã buổi tiếp", "Reception code"), required=True),
        _WARD,
        Field("held_on", "event", Label("Ngày tiếp", "Held on"), required=True),
        Field("state", "choice", Label("Tình trạng", "State"), choices=RECEPTION_STATES),
        Field("role", "choice", Label("Người tiếp", "Receiving role"), choices=ROLES),
        Field("kind", "choice", Label("Hình thức", "Kind"), choices=RECEPTION_KINDS),
        Field("mode", "choice", Label("Cách thức", "Mode"), choices=MODES),
        Field("delegated", "flag", Label("Ủy quyền", "Delegated")),
        Field("turns", "count", Label("Số lượt", "Turns"), minimum=0),
        Field("people", "count", Label("Số người", "People"), minimum=0),
        Field("first_cases", "count", Label("Vụ việc tiếp lần đầu", "Cases, first time"), minimum=0),
        Field("repeated_cases", "count", Label("Vụ việc tiếp nhiều lần", "Cases, repeated"), minimum=0),
        Field("crowds", "count", Label("Số đoàn đông người", "Crowds"), minimum=0),
        Field("crowd_people", "count", Label("Số người trong đoàn đông người", "People in crowds"), minimum=0),
    ),
)

ENTITIES: Final = (DIALOGUE, COMMITMENT, RECEPTION)
