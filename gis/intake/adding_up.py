"""Totals within a row of form 01/TCD, held against the parts the same row states.

Reception is split by way: on ordinary days, by the head of the office (periodic and sudden), by a deputy, by
delegation. Cases are split into those received for the first time and again. Only what is stated is added up: a total
of which any part has no column, or stands blank, is not judged. Deputies and delegates are parts where the table has
columns of theirs. A total that differs is told; it is recorded as it stands, and so are its parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from gis.errors import Finding
from gis.intake.forms import Rows
from gis.intake.values import figure
from gis.records.entities.reports import RECEIVED, SPLIT, WAYS, WAYS_ALWAYS, WAYS_OF_HEAD, WAYS_SOMETIMES
from gis.words import Phrase

_OF_CASES: Final = ("first_cases", "repeated_cases")


def parts_differ(rows: Rows) -> Iterator[Finding]:
    """Name the totals that the parts in their own row do not add up to.

    Parameters
    ----------
    rows
        Of a table of official forms, each cell read.
    """
    for total, parts in _sums(rows):
        stated = rows.values[[total, *parts]].dropna().astype("float64")
        found = stated[list(parts)].sum(axis="columns")
        for row in stated.index[stated[total] != found]:
            yield _finding(rows, int(row), total, parts, (float(stated[total][row]), float(found[row])))


def _sums(rows: Rows) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Answer each total that the table has, with the columns that are all of its parts, if it has them."""
    codes, counts = ([one.code for one in listed] for listed in (WAYS, RECEIVED))
    sums = [(_item(way, "cases"), _together(rows, [(way, one) for one in _OF_CASES])) for way in ("", *codes)]
    sums += [(_item("head", count), _together(rows, [(way, count) for way in WAYS_OF_HEAD])) for count in counts]
    there = {way.code for item, (way, _) in SPLIT.items() if rows.has(item)}
    ways = [*WAYS_ALWAYS, *(way for way in WAYS_SOMETIMES if way in there)]
    sums += [(count, _together(rows, [(way, count) for way in ways])) for count in counts]
    return ((total, parts) for total, parts in sums if rows.has(total) and parts)


def _together(rows: Rows, parts: list[tuple[str, str]]) -> tuple[str, ...]:
    """Answer the columns of several parts; none where any part has no column."""
    columns = [_columns(rows, way, count) for way, count in parts]
    return tuple(one for some in columns for one in some) if all(columns) else ()


def _columns(rows: Rows, way: str, count: str) -> tuple[str, ...]:
    """Answer the columns that state a part: its own, else those of its own parts."""
    if rows.has(_item(way, count)):
        return (_item(way, count),)
    if count == "cases" and (found := _together(rows, [(way, one) for one in _OF_CASES])):
        return found
    return _together(rows, [(one, count) for one in WAYS_OF_HEAD]) if way == "head" else ()


def _item(way: str, count: str) -> str:
    return f"{way}_{count}" if way else count


def _finding(rows: Rows, row: int, total: str, parts: tuple[str, ...], sums: tuple[float, float]) -> Finding:
    stated, found = sums
    listed = "; ".join(f"{rows.heading(part)}: {rows.text(row, part)}" for part in parts)
    said: dict[str, Any] = {"stated": figure(stated), "found": figure(found), "difference": figure(stated - found)}
    return rows.finding("parts_differ", row, total, Phrase("intake.finding.parts_differ", said | {"parts": listed}))
