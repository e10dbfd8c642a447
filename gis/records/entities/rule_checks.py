"""That somebody held a rule of law against its original text: which rule, which document, when.

Rules of law stand in a file; whether their text was *checked* is a record. A check is of one version of a rule and of
its *substance*, so that a later wording of the rule is not taken for the one that was checked. It says who by role
only. To undo is to record a newer version that says so.

That a text says what it says holds on every day and in every place, so a check has no beginning and no ward: it is
there from the moment it was recorded, for every reader.
"""

from __future__ import annotations

from typing import Final

from gis.records.declaration import Entity, Field, choices
from gis.words import Label

CHECK_STATES: Final = choices(
    verified=("Đã đối chiếu bản gốc", "Checked against the original"), undone=("Đã hoàn tác", "Undone")
)
CHECKING_ROLES: Final = choices(admin=("Quản trị", "Administrator"), officer=("Cán bộ theo dõi", "Officer"))

RULE_CHECK: Final = Entity(
    "rule_check",
    Label("Đối chiếu quy định với bản gốc", "Check of a rule of law"),
    Label("Đối chiếu quy định với bản gốc", "Checks of rules of law"),
    key=("rule", "valid_from"),
    everywhere=True,
    fields=(
        Field("rule", "code", Label("Mã quy định", "Rule"), required=True),
        Field("valid_from", "plan", Label("Bản có hiệu lực từ ngày", "Version valid from"), required=True),
        Field(
            "substance",
            "code",
            Label("Dấu của nội dung đã đối chiếu", "Mark of what was checked"),
            required=True,
            note=Label(
                "quy định đổi nội dung thì phải đối chiếu lại",
                "a rule that says something else has to be checked again",
            ),
        ),
        Field("state", "choice", Label("Kết quả", "State"), choices=CHECK_STATES, required=True),
        Field(
            "document",
            "text",
            Label("Văn bản đã đối chiếu", "Document that was read"),
            required=True,
            note=Label("số, ký hiệu và ngày của văn bản; không ghi tên người", "its number and date; no person's name"),
        ),
        Field("checked_on", "event", Label("Ngày đối chiếu", "Checked on"), required=True),
        Field(
            "role",
            "choice",
            Label("Người đối chiếu (vai trò)", "Checked by (role)"),
            choices=CHECKING_ROLES,
            required=True,
        ),
    ),
)

ENTITIES: Final = (RULE_CHECK,)
