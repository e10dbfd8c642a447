"""What an officer found about two registered matters that may be one: the same, or not.

A *link* tells of two cases, or of a case and a petition that was registered without one. It says who is spoken of by
code only, and who decided by role only. It changes neither side: both keep their days, their clocks and their count.

That two registrations are one case holds on every day, so a link has no beginning: it is there from the moment it was
recorded, whatever day the figures go up to.
"""

from __future__ import annotations

from typing import Final

from gis.records.declaration import Entity, Field, choices
from gis.words import Label

DECISIONS: Final = choices(
    confirmed=("Cùng một vụ việc", "One case"),
    rejected=("Không phải cùng một vụ việc", "Not one case"),
    undone=("Đã hoàn tác", "Undone"),
)
DECIDING_ROLES: Final = choices(
    leader=("Lãnh đạo phụ trách địa bàn", "Area leader"),
    officer=("Cán bộ theo dõi", "Officer"),
    editor=("Cán bộ nhập liệu", "Data editor"),
)

CASE_LINK: Final = Entity(
    "case_link",
    Label("Xác định vụ việc trùng", "Link of cases"),
    Label("Xác định vụ việc trùng", "Links of cases"),
    key=("case", "other_case", "petition"),
    fields=(
        Field(
            "case",
            "ref",
            Label("Mã vụ việc", "Case code"),
            refers_to="case",
            required=True,
            note=Label("trong hai vụ việc: mã đứng trước theo thứ tự chữ", "of two cases: the code that sorts first"),
        ),
        Field("other_case", "ref", Label("Mã vụ việc kia", "Code of the other case"), refers_to="case"),
        Field(
            "petition",
            "ref",
            Label("Mã đơn chưa gắn vụ việc", "Code of a petition without a case"),
            refers_to="petition",
        ),
        Field("ward", "ref", Label("Mã xã, phường", "Ward code"), refers_to="area", required=True),
        Field("decision", "choice", Label("Kết quả xem xét", "Decision"), choices=DECISIONS, required=True),
        Field("decided_on", "event", Label("Ngày xem xét", "Decided on"), required=True),
        Field(
            "role",
            "choice",
            Label("Người xem xét (vai trò)", "Decided by (role)"),
            choices=DECIDING_ROLES,
            required=True,
        ),
    ),
)

ENTITIES: Final = (CASE_LINK,)
