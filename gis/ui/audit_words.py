"""An entry of the audit trail in words, for whoever administers access and sees no case.

Places stand by their names, never a code of a case or what a file that came in was called: either may tell of somebody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import parse_qs

import pandas as pd

from gis.briefing.reading import clock
from gis.records import audit, trail
from gis.records.audit import WHATS, Entry
from gis.records.grants import CITY, ROLES
from gis.screens import SCREENS
from gis.ui.here import Here
from gis.words import phrases

COLUMNS: Final = ("number", "at", "who", "role", "what", "about")
_REASONS: Final = {"access.entrance.lost": "lost"}
"""Key of a phrase that a page told → what the trail calls the reason."""


def place_names(here: Here) -> dict[str, str]:
    """Name the wards and former districts, by how the trail writes them."""
    areas = here.situation.areas
    wards = {f"ward:{code}": str(name) for code, name in areas.wards["full_name"].items()}
    return wards | {f"district:{code}": str(name) for code, name in areas.districts["name"].items()}


def lines(entries: Sequence[Entry], here: Here) -> pd.DataFrame:
    """Write entries as a table of text.

    Returns
    -------
    (n, 6) columns `COLUMNS`, in the order of the entries.
    """
    names = place_names(here)
    return pd.DataFrame([_line(one, names, here) for one in entries], columns=list(COLUMNS), dtype="object")


def _line(one: Entry, names: dict[str, str], here: Here) -> tuple[str, ...]:
    role = here.say(f"access.role.{one.who.role}") if one.who.role in ROLES else one.who.role
    what = here.say(f"access.audit.{one.what}") if one.what in WHATS else one.what
    return str(one.number), clock(one.at), _who(one.who.id, here), role, what, " · ".join(_about(one, names, here))


def _who(name: str, here: Here) -> str:
    return here.say(f"access.trail.{name}") if name in {audit.LOCAL, audit.STRANGER.id} else name


def _about(one: Entry, names: dict[str, str], here: Here) -> Iterator[str]:
    """Say what an entry is about, piece by piece."""
    told = one.details
    if one.what == "access_change":
        yield _change(told, names, here)
        return
    if "why" in told:
        yield _why(told, here)
    if "page" in told:
        yield here.say("access.trail.said.page", page=_page(str(told["page"]), here))
    if one.what == "export":
        yield here.say("access.trail.said.file", file=told.get("file", ""))
    if one.what == "close":
        yield here.say("access.trail.said.closed", name=told.get("name", ""), day=told.get("as_of", ""))
    yield from _numbers(told, here)
    yield from (names.get(place, place.partition(":")[2]) for place in sorted(trail.places(one)))


def _numbers(told: Any, here: Here) -> Iterator[str]:
    said = here.say
    if "batch" in told:
        yield said("access.trail.said.batch", n=told["batch"])
    if "rows" in told:
        yield said("access.trail.said.rows", n=told["rows"])
    if "case" in parse_qs(str(told.get("filters", ""))):
        yield said("access.trail.said.one_case")
    if told.get("case_level"):
        yield said("access.trail.said.single")
    if f"access.gate.reasons.{told.get('reason', '')}" in phrases():
        yield said(f"access.gate.reasons.{told['reason']}")
    if "asked" in told:
        yield said("access.trail.said.asked", n=len(told["asked"]))
    if "not_entered" in told:
        yield said("access.trail.said.not_entered", n=told["not_entered"])


def _why(told: Any, here: Here) -> str:
    """Name the reason of a refusal; one that nobody foresaw stands as it is."""
    why = str(told["why"])
    why = "gate" if why.startswith("access.gate.") else _REASONS.get(why, why)
    known = f"access.trail.why.{why}" in phrases() and why != "other"
    return here.say(f"access.trail.why.{why if known else 'other'}", why=why, error=told.get("error", ""))


def _page(name: str, here: Here) -> str:
    """Name a page by its address or its file."""
    path = "" if name == "home" else name
    found = (one for one in SCREENS if path == one.path or name == one.file.removesuffix(".py"))
    screen = next(found, None)
    return here.say(screen.title_key) if screen else name


def _change(told: Any, names: dict[str, str], here: Here) -> str:
    area, role = str(told.get("area", "")), str(told.get("role", ""))
    known = here.say("access.kind.city") if area == CITY.written else names.get(area, area.partition(":")[2])
    named = here.say(f"access.role.{role}") if role in ROLES else role
    change = told.get("change") if told.get("change") in {"given", "taken_back"} else "given"
    return here.say(f"access.trail.said.{change}", role=named, person=told.get("person", ""), area=known)
