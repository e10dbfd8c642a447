"""The gate: counts for everybody, single cases for an officer who says why, under the mark."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from gis.access import gate
from gis.access.gate import AGGREGATES, OWN_FILE, REASONS, Leave
from gis.errors import RequestError
from gis.scope import Role, Scope
from gis.words import LANGUAGES, say


def refusal(role: Role, leave: Leave) -> str:
    """The phrase with which something is refused; empty where it is let through."""
    try:
        gate.check(Scope("99", frozenset({"00001"}), role), leave)
    except RequestError as error:
        return error.phrase.key
    return ""


@pytest.mark.parametrize("role", get_args(Role))
@pytest.mark.parametrize("leave", [AGGREGATES, OWN_FILE, Leave(mark="internal")])
def test_counts_leave_with_everybody(role: Role, leave: Leave) -> None:
    assert refusal(role, leave) == ""


ASKED = list(product(get_args(Role), ("", "curiosity", *REASONS), ("none", "internal")))


@pytest.mark.parametrize(("role", "reason", "mark"), ASKED)
def test_single_cases_leave_only_with_an_officer_for_a_reason_and_marked(role: Role, reason: str, mark: str) -> None:
    wanted = "" if mark == "internal" else "access.gate.mark"
    wanted = wanted if reason in REASONS else "access.gate.reason"
    wanted = wanted if role == "officer" else "access.gate.role"
    assert refusal(role, Leave(case_level=True, reason=reason, mark=mark)) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language: str) -> None:
    assert all(say(f"access.gate.reasons.{code}", language) for code in REASONS)  # type: ignore[arg-type]
