"""The pages of an atlas, set by Typst: title page, contents with page numbers and links, one page a ward.

As with all pages, nothing is taken from the machine and no clock is asked: the same atlas for the same moment has the
same bytes. What a page lacks in height is made up by drawing all of it smaller, so that a sheet is always one page.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import typst

from gis.areas import Areas
from gis.briefing import formats
from gis.briefing.atlas import Atlas, Progress
from gis.briefing.content import Briefing
from gis.briefing.formats import Way
from gis.briefing.pages import qr
from gis.maps import paper
from gis.maps.palette import LIGHT
from gis.maps.paper import Sheet
from gis.words import say

_SOURCE: Final = Path(__file__).with_name("atlas.typ")
_MAPS: Final[Mapping[str, Sheet]] = {"A4": Sheet(178, 86, 48), "A4-landscape": Sheet(150, 84, 46)}
"""Paper → the map of a sheet on it, in millimetres."""
_OF_COVER: Final = (
    "title", "unit", "place", "as_of", "period", "filters", "hints", "sources", "method", "note", "mark", "link",
    "data", "demo", "language",
)  # fmt: skip
_COLOURS: Final = ("text", "muted", "raised", "line", "warning", "primary")


def written(atlas: Atlas, areas: Areas, *, size: str = "A4", moment: dt.datetime, progress: Progress) -> bytes:
    """Write an atlas.

    Parameters
    ----------
    atlas
        What it says.
    areas
        The wards of its maps.
    size
        One of `gis.briefing.formats.PAPERS`.
    moment
        When it is exported, with its time zone.
    progress
        Told how many pages are drawn.

    Returns
    -------
    PDF/UA-1 with tags and an outline.

    Raises
    ------
    RequestError
        There is no such paper.
    AreasError
        The packaged typeface is not installed.
    """
    made = _compiler(atlas, areas, size, moment, progress)
    return bytes(made.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(moment.timestamp())))


def drawn(atlas: Atlas, areas: Areas, *, size: str, moment: dt.datetime, ppi: float) -> list[bytes]:
    """Draw the pages of an atlas as pictures, for a look; see `written`."""
    made = _compiler(atlas, areas, size, moment, lambda *_: None).compile(format="png", ppi=ppi)
    return [bytes(page) for page in made]


def _compiler(atlas: Atlas, areas: Areas, size: str, moment: dt.datetime, progress: Progress) -> Any:
    formats.check(Way("pdf", size))
    sources: dict[str, bytes] = {"main.typ": _SOURCE.read_bytes(), "cover.svg": qr(atlas.cover.link)}
    for place, one in enumerate(atlas.pages):
        sources |= {f"map-{place}.svg": _map(one, areas, _MAPS[size]), f"qr-{place}.svg": qr(one.link)}
        progress(place + 1, len(atlas.pages))
    sources["atlas.json"] = json.dumps(_data(atlas, size, moment), ensure_ascii=False).encode()
    folders = sorted({str(Path(file).parent) for file in paper.fonts()})
    given: Any = sources
    return typst.Compiler(input=given, font_paths=folders, ignore_system_fonts=True)


def _map(one: Briefing, areas: Areas, sheet: Sheet) -> bytes:
    return paper.svg(one.picture, areas, sheet) if one.picture else b"<svg/>"


def _data(atlas: Atlas, size: str, moment: dt.datetime) -> dict[str, Any]:
    cover, language = atlas.cover, atlas.cover.language
    names = (
        "title",
        "unit",
        "place",
        "as_of",
        "period",
        "filters",
        "hints",
        "sources",
        "method",
        "note",
        "mark",
        "link",
    )
    plain = {name: getattr(cover, name) for name in (*names, "data", "demo", "language")}
    words = {name: say(f"briefing.{name}", language) for name in ("method_title", "page", "open")}
    words |= {f"{name}_title": say(f"briefing.{name}", language) for name in ("reasons", "sources")}
    words |= {name: say(f"briefing.atlas.{name}", language) for name in ("contents", "changes")}
    there = moment.astimezone(dt.UTC)  # metadata of a PDF are in UTC
    parts = ("year", "month", "day", "hour", "minute", "second")
    return plain | words | {
        "wide": size == "A4-landscape",
        "family": paper.FAMILY,
        "colours": {name: getattr(LIGHT, name) for name in _COLOURS},
        "digest": atlas.digest,
        "digest_line": say("briefing.digest", language, digest=atlas.digest),
        "exported": say("briefing.exported", language, moment=cover.exported(moment)),
        "exported_at": {part: getattr(there, part) for part in parts},
        "demo_mark": say("briefing.demo", language),
        "count": say("briefing.atlas.count", language, n=len(atlas.pages)),
        "map_width": _MAPS[size].wide,
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
    }
