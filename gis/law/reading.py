"""A file of rules, read into what it says; whether that makes sense together is asked elsewhere.

What an office sets for itself ("mốc nội bộ") stands in a file of its own, of clocks only: it is never law, so it names
no subject and no confidence, and it is marked as the office's own on every clock that is read from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from gis.errors import Finding, LawError
from gis.law.provision import DERIVED
from gis.law.terms import Clock, Rules
from gis.words import Phrase

_READER: Final = TypeAdapter(Rules)
_TABLES: Final = {"clock": "clocks", "entity": "timelines", "minimum": "minimums"}
_OWN: Final = {"subject": "internal", "confidence": "own"}


def read(path: Path) -> Rules:
    """Read a file of rules, without asking whether they make sense together.

    Raises
    ------
    LawError
        The file is missing, is no TOML, or a table lacks something or holds it in the wrong type; all of it is
        gathered in the findings.
    """
    return settled(_made(_document(path), path))


def read_own(path: Path) -> Rules:
    """Read what an office has set for itself: clocks only, each marked as its own.

    Raises
    ------
    LawError
        As `read`; or the file holds something else than clocks, or says of a clock that it is law.
    """
    document = _document(path)
    findings = tuple(_not_its_own(document))
    if findings:
        raise LawError("law.broken", findings=findings, file=path.name, n=len(findings))
    return _made({"clock": [table | _OWN for table in document.get("clock", ())]}, path)


def settled(rules: Rules) -> Rules:
    """Give every clock that lies within the limit of another the length of that one, and whether its text was read."""
    lenders = {clock.id: clock for clock in rules.clocks if not clock.within}
    clocks = tuple(_settled(clock, lenders.get(clock.within)) for clock in rules.clocks)
    return replace(rules, clocks=clocks)


def _settled(clock: Clock, lender: Clock | None) -> Clock:
    if lender is None:
        return clock
    return replace(clock, length=lender.length, unit=lender.unit, variants=lender.variants, within_read=lender.verified)


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LawError("law.unreadable", file=path.name, reason=str(error)) from error


def _made(document: dict[str, Any], path: Path) -> Rules:
    findings = tuple(_worked_out(document))
    try:
        rules = _READER.validate_python({_TABLES.get(name, name): tables for name, tables in document.items()})
    except ValidationError as error:
        findings += tuple(_misshapen(problem["loc"], problem["msg"]) for problem in error.errors())
    if findings:
        raise LawError("law.broken", findings=findings, file=path.name, n=len(findings))
    return rules


def _worked_out(document: dict[str, Any]) -> Iterator[Finding]:
    """Find parts that only the program may set: a file cannot say of itself that it was checked."""
    for name, tables in document.items():
        for place, table in enumerate(tables if isinstance(tables, list) else ()):
            for part in set(DERIVED) & set(table):
                yield _misshapen((_TABLES.get(name, name), place, part), "Unexpected keyword argument")


def _not_its_own(document: dict[str, Any]) -> Iterator[Finding]:
    for name in document.keys() - {"clock"}:
        yield Finding("own_only_clocks", Phrase("law.finding.own_only_clocks", {"about": name}), column=name)
    for table in document.get("clock", ()):
        for part in _OWN.keys() & table.keys():
            about = str(table.get("id", ""))
            yield Finding("own_is_law", Phrase("law.finding.own_is_law", {"about": about, "part": part}), column=about)


def _misshapen(place: Iterable[int | str], reason: str) -> Finding:
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place)
    return Finding("misshapen", Phrase("law.finding.misshapen", {"place": where, "reason": reason}), column=where)
