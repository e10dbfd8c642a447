"""Which rules an administrator has held against the original text.

A check counts for one version of a rule, and only while that version still says what was checked: when a release of the
product words a rule otherwise, its check no longer counts and the rule is grey again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final, TypeVar

import pandas as pd

from gis.errors import RequestError
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


def checkable(rules: Rules, name: str, *, day: dt.date, valid_from: dt.date | None = None) -> Provision:
    """Answer the version of a rule that may be held against its text.

    Parameters
    ----------
    rules
        The rules in use.
    name
        Id of the rule.
    day
        The version in force on this day is meant, or the last one where none is.
    valid_from
        First day of the version that is meant instead.

    Raises
    ------
    RequestError
        There is no such rule or version, its text was read already, or an office set it for itself.
    """
    versions = [rule for rule in rules.provisions if rule.id == name]
    if not versions:
        raise RequestError("law.unknown_rule", rule=name)
    wanted = [rule for rule in versions if (rule.valid_from == valid_from if valid_from else rule.in_force(day))]
    found = next(iter(wanted or ([] if valid_from else versions[-1:])), None)
    if found is None:
        days = ", ".join(f"{rule.valid_from:%Y-%m-%d}" for rule in versions)
        raise RequestError("law.unknown_version", rule=name, days=days)
    if not needs_check(found):
        raise RequestError("law.needs_no_check", rule=name)
    return found


def needs_check(rule: Provision) -> bool:
    """Tell whether a rule's text was not read when it was entered, so that somebody has to hold it against it."""
    return rule.confidence in {"S", "M"}


def _key(row: dict[Any, Any]) -> tuple[str, pd.Timestamp, str]:
    return str(row["rule"]), pd.Timestamp(row["valid_from"]), str(row["substance"])


def _check(row: dict[Any, Any]) -> Check:
    day = None if pd.isna(row["checked_on"]) else row["checked_on"].date()
    return Check(str(row["document"]), day, str(row["role"]))


def _marked(rules: tuple[Rule, ...], checks: Checks) -> tuple[Rule, ...]:
    return tuple(
        replace(rule, check=checks.get((rule.id, pd.Timestamp(rule.valid_from), rule.substance))) for rule in rules
    )
