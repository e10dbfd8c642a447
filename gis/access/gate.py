"""The gate before anything leaves: aggregates for everybody, single cases for few, for a reason, and marked.

A *leave* is what somebody asks for beside the file itself. Single cases and precise places leave only with an officer
who says why, on a paper marked "Lưu hành nội bộ"; the reason is one of a short list and stands in the audit trail.
Whatever the leave, small counts are hidden in every file (`gis.access.suppression`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gis.errors import RequestError
from gis.scope import Role, Scope

REASONS: Final = ("reception", "dialogue", "inspection", "superior", "handover")
"""Why single cases may leave: for a day of reception, a dialogue, an inspection, a body above, whoever takes over."""
DETAILED: Final[frozenset[Role]] = frozenset({"officer"})
"""Roles that may take single cases along; leaders read them on screen."""


@dataclass(frozen=True)
class Leave:
    """What somebody asks for.

    Parameters
    ----------
    case_level
        Whether single cases or precise places are wanted.
    reason
        Why, one of `REASONS`.
    mark
        The mark on the paper, one of `gis.briefing.content.MARKS`.
    """

    case_level: bool = False
    reason: str = ""
    mark: str = "none"


AGGREGATES: Final = Leave()
"""Nothing but counts, as everybody may have them."""
OWN_FILE: Final = Leave(reason="own_file")
"""What somebody brought just now, back to them."""


def may_take_cases(reader: Scope) -> bool:
    """Answer whether somebody may take single cases along."""
    return reader.role in DETAILED


def check(reader: Scope, leave: Leave) -> None:
    """Let through what may leave.

    Raises
    ------
    RequestError
        Single cases are wanted by somebody who may not take them, without a reason of the list, or without the mark.
    """
    if not leave.case_level:
        return
    check_taker(reader)
    if leave.reason not in REASONS:
        raise RequestError("access.gate.reason", reason=leave.reason, reasons=", ".join(REASONS))
    check_mark(leave.mark)


def check_taker(reader: Scope) -> None:
    """Refuse single cases to somebody who may not take them along.

    Raises
    ------
    RequestError
        The reader may not.
    """
    if not may_take_cases(reader):
        raise RequestError("access.gate.role")


def check_mark(mark: str) -> None:
    """Refuse single cases on a paper that may be forwarded.

    Raises
    ------
    RequestError
        The paper does not bear the mark "Lưu hành nội bộ".
    """
    if mark != "internal":
        raise RequestError("access.gate.mark")
