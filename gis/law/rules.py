"""The rules of law in use: read from a file, checked, and only then handed out.

The rules that come with the product stand in ``rules.toml``; an office may keep a file of the same shape. What the
parts are is said in `gis.law.terms`, what may be wrong with them in `gis.law.checks`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from gis.errors import Finding, LawError
from gis.law.checks import validate
from gis.law.terms import Clock, Rules, Timeline, Variant
from gis.words import Phrase

__all__ = ["SHIPPED", "Clock", "Rules", "Timeline", "Variant", "check", "current", "load", "read", "validate"]

SHIPPED: Final = Path(__file__).with_name("rules.toml")
"""The rules that come with the product."""

_READER: Final = TypeAdapter(Rules)
_TABLES: Final = {"clock": "clocks", "entity": "timelines"}


@cache
def current() -> Rules:
    """Answer the rules that come with the product, read and checked once per process.

    Raises
    ------
    LawError
        They contradict themselves.
    """
    return load()


def load(path: Path = SHIPPED) -> Rules:
    """Read a file of rules and refuse it unless it makes sense.

    Raises
    ------
    LawError
        The file cannot be read, or its rules contradict themselves; everything found is in the findings.
    """
    rules = read(path)
    findings = validate(rules)
    if findings:
        raise LawError("law.broken", findings=findings, file=path.name, n=len(findings))
    return rules


def check(path: Path = SHIPPED) -> tuple[Finding, ...]:
    """Answer everything wrong with a file of rules, gathered; nothing when it may be used.

    Raises
    ------
    LawError
        The file is missing or is no TOML, so there is nothing to look at.
    """
    try:
        return validate(read(path))
    except LawError as error:
        if error.findings:
            return error.findings
        raise


def read(path: Path = SHIPPED) -> Rules:
    """Read a file of rules, without asking whether they make sense together.

    Raises
    ------
    LawError
        The file is missing, is no TOML, or a table lacks something or holds it in the wrong type; all of it is
        gathered in the findings.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LawError("law.unreadable", file=path.name, reason=str(error)) from error
    try:
        return _READER.validate_python(_renamed(document))
    except ValidationError as error:
        findings = tuple(_misshapen(problem["loc"], problem["msg"]) for problem in error.errors())
        raise LawError("law.broken", findings=findings, file=path.name, n=len(findings)) from error


def _renamed(document: dict[str, Any]) -> dict[str, Any]:
    return {_TABLES.get(name, name): tables for name, tables in document.items()}


def _misshapen(place: Iterable[int | str], reason: str) -> Finding:
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place)
    return Finding("misshapen", Phrase("law.finding.misshapen", {"place": where, "reason": reason}), column=where)
