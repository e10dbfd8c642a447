"""Every kind of briefing there is: who makes it, and what it is called before it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from gis.access import gate
from gis.briefing import area_papers, duties_paper, hotspots_paper, monthly_paper, pack_paper
from gis.briefing.content import KINDS, Briefing, Kind
from gis.briefing.framing import STEMS, Asked, chosen_place, known_mark, slug
from gis.briefing.printable import printable
from gis.briefing.reading import Reading
from gis.errors import RequestError

DETAILED: Final[frozenset[str]] = frozenset({"duties", "pack"})
"""Kinds that can tell of single cases, where somebody may take them along and says why."""


def briefing(
    kind: str, reading: Reading, *, mark: str = "none", address: str = "", case_level: bool = False
) -> Briefing:
    """Build a briefing.

    Parameters
    ----------
    kind
        One of `gis.briefing.content.KINDS`.
    reading
        Who reads what; a sheet needs a view with its ward or project open, or chosen alone.
    mark, address, case_level
        See `gis.briefing.framing.Asked`; kinds that never tell of a single case say the same with `case_level`.

    Returns
    -------
    Plain values, the same for the same reading.

    Raises
    ------
    RequestError
        There is no such kind or mark, a sheet lacks its ward or project, or single cases are asked for without the mark
        or by somebody who may not see them.
    """
    if kind not in KINDS:
        raise RequestError("briefing.no_kind", kind=kind, kinds=", ".join(KINDS))
    asked = Asked(known_mark(mark), address, case_level)
    if case_level:  # the reason is the audit trail's; a paper is held to the rest whoever makes it
        gate.check_taker(reading.desk.reader)
        gate.check_mark(mark)
    return printable(_MAKERS[kind](reading, asked))


def file_name(kind: Kind, reading: Reading) -> str:
    """Answer how the name of a briefing's file begins, before the briefing is made: unit, kind and day, in ASCII.

    Raises
    ------
    RequestError
        A sheet lacks its ward or project.
    """
    return f"{STEMS[kind]}_{slug(_PLACES.get(kind, chosen_place)(reading))}_{reading.stamp}"


_MAKERS: Final[Mapping[str, Callable[[Reading, Asked], Briefing]]] = {
    "overview": area_papers.whole,
    "ward": partial(area_papers.sheet, "ward"),
    "project": partial(area_papers.sheet, "project"),
    "duties": duties_paper.whole,
    "hotspots": hotspots_paper.whole,
    "pack": pack_paper.whole,
    "monthly": monthly_paper.monthly,
}
_PLACES: Final[Mapping[Kind, Callable[[Reading], str]]] = {
    "ward": partial(area_papers.named, "ward"),
    "project": partial(area_papers.named, "project"),
    "pack": pack_paper.named,
}
"""Kind → the place it is about, where that is not what is chosen."""
