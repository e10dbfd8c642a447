"""The words of an atlas: what its pages are filled with beside maps and codes, in plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any, Final

from gis.briefing.atlas import Atlas
from gis.briefing.content import Briefing
from gis.maps.palette import LIGHT
from gis.words import say

_OF_COVER: Final = (
    "title", "unit", "place", "as_of", "period", "filters", "hints", "sources", "method", "note", "mark", "link",
    "data", "demo", "language",
)  # fmt: skip
_COLOURS: Final = ("text", "muted", "raised", "line", "warning", "primary")


def words(atlas: Atlas, size: str, moment: dt.datetime) -> dict[str, Any]:
    """Answer what an atlas says, by the names of its template.

    Parameters
    ----------
    atlas
        What it says.
    size
        One of `gis.briefing.formats.PAPERS`.
    moment
        When it is exported, with its time zone.
    """
    cover, language = atlas.cover, atlas.cover.language
    told = {name: say(f"briefing.{name}", language) for name in ("method_title", "page", "open")}
    told |= {f"{name}_title": say(f"briefing.{name}", language) for name in ("reasons", "sources")}
    told |= {name: say(f"briefing.atlas.{name}", language) for name in ("contents", "changes")}
    there = moment.astimezone(dt.UTC)  # metadata of a PDF are in UTC
    parts = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(cover, name) for name in _OF_COVER} | told | {
        "wide": size == "A4-landscape",
        "colours": {name: getattr(LIGHT, name) for name in _COLOURS},
        "digest": atlas.digest,
        "digest_line": say("briefing.digest", language, digest=atlas.digest),
        "exported": say("briefing.exported", language, moment=cover.exported(moment)),
        "exported_at": {part: getattr(there, part) for part in parts},
        "demo_mark": say("briefing.demo", language),
        "count": say("briefing.atlas.count", language, n=len(atlas.pages)),
        "sheets": [_sheet(place, one) for place, one in enumerate(atlas.pages)],
    }  # fmt: skip


def _sheet(place: int, one: Briefing) -> dict[str, Any]:
    return {
        "title": one.place,
        "label": f"sheet-{place}",
        "hints": one.hints,
        "figures": [asdict(figure) for figure in one.figures],
        "blocks": [asdict(block) for block in one.blocks],
        "reasons": one.reasons,
        "map": f"map-{place}.svg",
        "alt": one.picture.alt if one.picture else "",
        "qr": f"qr-{place}.svg",
        "link": one.link,
        "nothing": "",
        "high": False,
    }
