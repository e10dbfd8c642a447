"""Which ward a row means, by its code, its name, or both, also where the name is of before 1/7/2025.

A code and a name that agree are certain. A code whose name is merely misspelt counts; a code and a name of two
different wards cannot both be right, and nobody but the sender knows which is. A name that is both a ward's of today
and an *old* one's is today's. An old ward that went whole to one ward is that ward, and the row is pointed at; one that
was divided, and a former district, are the sender's to tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from gis.areas.crosswalk import find_old_wards, wards_now
from gis.areas.facts import Facts, facts
from gis.areas.names import Match, Named, fold, kind_of, match_ward
from gis.errors import AreasError
from gis.intake.values import Trouble, trouble

_DISTRICT: Final = re.compile(
    r"(.+?)\s*(?:[,;(/–]|\s-\s|\s(?=(?:quận|huyện|thị xã|thành phố)\s))\s*([^,;()]+?)\s*\)?(?:\s*[,;–-].*)?"
)
"""A ward's name, and after it that of its former district: "Xã Kim Chung, huyện Đông Anh, Hà Nội"."""

_OFFICE: Final = re.compile(
    r"^\s*(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hđnd|đảng ủy|đảng uỷ)\s+(?=(?:phường|xã|p\.|x\.))", re.IGNORECASE
)
"""The office of a ward, as reports name their sender: "UBND phường Yên Hòa"."""

_DISTRICTS: Final = frozenset({"quận", "huyện", "thị xã"})
_PROPOSED: Final = 12
"""Wards of a former district that are named at most."""


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


Finder = Callable[..., Place]
"""Answers the ward of a written code, name and, if there is one, former district."""


def ward_finder(areas: Named, old: Facts | None = None) -> Finder:
    """Answer a function from a written code, name and former district to the ward; each is looked up once.

    Parameters
    ----------
    areas
        Today's wards.
    old
        What was before 1/7/2025; None: what is known of the province of `areas`, if it says which.
    """
    look = cache(lambda text: match_ward(text, areas))
    before = cache(lambda: old or _facts(getattr(areas, "province", "")))

    @cache
    def find(code: str, name: str, district: str = "") -> Place:
        name = _OFFICE.sub("", name)
        by_code, by_name = look(code), look(name)
        known = before() if (name and not by_name) or (code and not by_code and not name) else None
        heirs = _heirs(name or code, district, known, areas) if known else ()
        return _old(by_code, heirs, name or code, areas) if heirs else _place(by_code, by_name, code, name, areas)

    return find


def _facts(province: str) -> Facts | None:
    try:
        return facts(province)
    except AreasError:
        return None


def _heirs(text: str, district: str, known: Facts, areas: Named) -> tuple[str, ...]:
    """Answer today's wards of what was called so: of an old ward, by code or name, or of a former district."""
    if kind_of(text) in _DISTRICTS and not _DISTRICT.fullmatch(fold(text)):
        same = known.districts["name"].map(fold) == fold(text)
        inside = known.former["district"].isin(known.districts.index[same])
        found = tuple(known.former.index[inside])
    elif text.strip().isdigit():
        code = text.strip().zfill(5)
        found = (code,) if code in known.former.index else ()
    else:
        found = _named(text, district, known)
    return tuple(dict.fromkeys(ward for one in found for ward in wards_now(one, known) if ward in areas.wards.index))


def _named(text: str, district: str, known: Facts) -> tuple[str, ...]:
    found = find_old_wards(text, known, district=district)
    parts = _DISTRICT.fullmatch(fold(text))
    if not found and parts:
        text = parts[1]
        found = find_old_wards(text, known, district=parts[2])
    kind = kind_of(text)
    same = tuple(one for one in found if kind_of(str(known.old.at[one, "name"])) == kind)
    return same or found


def _old(by_code: Match, heirs: tuple[str, ...], written: str, areas: Named) -> Place:
    called = "; ".join(_called(code, areas) for code in heirs[:_PROPOSED]) + ("; …" if heirs[_PROPOSED:] else "")
    if by_code:
        if by_code.code in heirs:
            return Place(by_code.code)
        return Place("", trouble("ward_mismatch", by_code=_called(by_code.code, areas), by_name=called))
    if len(heirs) > 1:
        return Place("", trouble("old_ward_divided", old=written, wards=called))
    return Place(heirs[0], trouble("old_ward", old=written, ward=called))


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
