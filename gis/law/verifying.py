"""Which rules an administrator has held against the original text.

A check counts for one version of a rule, and only while that version still says what was checked: when a release of the
product words a rule otherwise, its check no longer counts and the rule is grey again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, TypeVar

import pandas as pd

from gis.law.provision import Check, Provision
from gis.law.reading import settled
from gis.law.terms import Rules

VERIFIED: Final = "verified"
"""State of a check that counts."""

Rule = TypeVar("Rule", bound=Provision)
Checks = dict[tuple[str, pd.Timestamp, str], Check]


def with_checks(rules: Rules, checks: pd.DataFrame) -> Rules:
    """Mark the rules that were checked.

    Parameters
    ----------
    rules
        The rules in use.
    checks
        (n, ...) with ``rule``, ``valid_from``, ``substance``, ``state``, ``document``, ``checked_on`` and ``role``, as
        a snapshot has them.

    Returns
    -------
    The same rules; those whose check counts are verified, and with them what lies within their limit.
    """
    counting = checks[checks["state"] == VERIFIED]
    found = {_key(row): _check(row) for row in counting.to_dict("records")}
    if not found:
        return rules
    return settled(
        replace(
            rules,
            clocks=_marked(rules.clocks, found),
            barred=_marked(rules.barred, found),
            minimums=_marked(rules.minimums, found),
        )
    )


def _key(row: dict[Any, Any]) -> tuple[str, pd.Timestamp, str]:
    return str(row["rule"]), pd.Timestamp(row["valid_from"]), str(row["substance"])


def _check(row: dict[Any, Any]) -> Check:
    day = None if pd.isna(row["checked_on"]) else row["checked_on"].date()
    return Check(str(row["document"]), day, str(row["role"]))


def _marked(rules: tuple[Rule, ...], checks: Checks) -> tuple[Rule, ...]:
    return tuple(
        replace(rule, check=checks.get((rule.id, pd.Timestamp(rule.valid_from), rule.substance))) for rule in rules
    )
