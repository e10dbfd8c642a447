"""The words of an atlas: what its pages are filled with beside maps and codes, in plain values."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict
from typing import Any, Final

from gis.briefing.atlas import Atlas
from gis.briefing.content import Briefing
from gis.briefing.sheet_blocks import Block
from gis.maps.palette import LIGHT
from gis.words import say

_OF_COVER: Final = (
    "title", "unit", "place", "as_of", "period", "filters", "hints", "sources", "method", "note", "mark", "link",
    "data", "demo", "language",
)  # fmt: skip
_COLOURS: Final = ("text", "muted", "raised", "line", "warning", "primary")
_MOST_LINES: Final = 26.0
"""So many lines below each other surely fit below a map; of a sheet with more it is measured whether it does."""
_HEADING: Final = 2.2
"""Lines that a heading takes, with the room around it."""
_CODE: Final = 6.0
"""Lines that the code at the end of the right column takes."""
_LETTERS: Final = {"label": 20, "value": 27, "bar": 22, "whole": 48}
"""Letters in a line of each part of a column."""


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


def lines(one: Briefing) -> float:
    """Estimate how many lines of a sheet stand below each other, in the longer of its columns."""
    half = math.ceil(len(one.blocks) / 2)
    left = sum(_high(block) for place, block in enumerate(one.blocks) if place <= half and block.name != "contact")
    right = sum(map(_high, one.blocks)) - left
    why = sum(_broken(reason, "whole") for reason in one.reasons)
    return max(left, right + why + (_HEADING if why else 0) + _CODE)


def _high(block: Block) -> float:
    rows = sum(max(_broken(row.label, "label"), _broken(row.value, "value")) for row in block.rows)
    bars = sum(_broken(bar.label, "bar") for bar in block.bars)
    return _HEADING + rows + bars + (_broken(block.nothing, "whole") if block.nothing else 0)


def _broken(text: str, part: str) -> int:
    return max(1, math.ceil(len(text) / _LETTERS[part]))


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
        "high": lines(one) > _MOST_LINES,
    }
