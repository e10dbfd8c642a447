"""Which ward a row means, by its code, its name, or both.

A code and a name that agree are certain. A code whose name is merely misspelt counts; a code and a name of two
different wards cannot both be right, and nobody but the sender knows which is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from gis.areas.names import Match, Named, match_ward
from gis.intake.values import Trouble, trouble


@dataclass(frozen=True)
class Place:
    """What a written ward turned out to be.

    Parameters
    ----------
    code
        Five-digit code; empty when nobody can tell.
    trouble
        What is wrong with the writing, if anything.
    by_code
        Whether the trouble is with the code rather than with the name.
    """

    code: str = ""
    trouble: Trouble | None = None
    by_code: bool = False


def ward_finder(areas: Named) -> Callable[[str, str], Place]:
    """Answer a function from a written code and name to the ward; each pair is looked up once."""
    look = cache(lambda text: match_ward(text, areas))
    return cache(lambda code, name: _place(look(code), look(name), code, name, areas))


def _place(by_code: Match, by_name: Match, code: str, name: str, areas: Named) -> Place:
    if not code or not name:
        found = by_code if code else by_name
        return Place(found.code, None if found or not (code or name) else _unknown(found, areas), bool(code))
    if by_code and by_name:
        return Place(by_code.code) if by_code == by_name else Place("", _contradiction(by_code, by_name, areas))
    if by_code:
        return Place(by_code.code, trouble("ward_spelling", ward=_called(by_code.code, areas)))
    if by_name:
        return Place(by_name.code, trouble("ward_code", ward=_called(by_name.code, areas)), by_code=True)
    return Place("", _unknown(by_name, areas))


def _unknown(found: Match, areas: Named) -> Trouble:
    if not found.candidates:
        return trouble("unknown_ward")
    return trouble("ward_candidates", wards="; ".join(_called(code, areas) for code in found.candidates))


def _contradiction(by_code: Match, by_name: Match, areas: Named) -> Trouble:
    return trouble("ward_mismatch", by_code=_called(by_code.code, areas), by_name=_called(by_name.code, areas))


def _called(code: str, areas: Named) -> str:
    return f"{areas.wards['full_name'][code]} ({code})"
