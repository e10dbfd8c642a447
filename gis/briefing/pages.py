"""Pages: a briefing set by Typst, as a PDF that can be read aloud and searched, or as one picture of 16 : 9.

Typst draws the same source into both. Nothing is taken from the machine but the packaged typeface, and no clock is
asked: the same briefing, written for the same moment, gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any, Final

import typst

from gis.areas import Areas
from gis.briefing import columns, formats, link_code
from gis.briefing.content import Briefing
from gis.briefing.measuring import POINT, longest_word, narrowest, wide
from gis.briefing.paper_table import Table
from gis.maps import paper
from gis.maps.palette import LIGHT
from gis.maps.paper import Sheet
from gis.words import say

_SOURCE: Final = Path(__file__).with_name("pages.typ")
_PIXELS, _INCHES = 3_840, 338.667 / 25.4
"""Width of the picture: 1920 at double density, on a page of 13⅓ inches."""


@dataclass(frozen=True)
class _Layout:
    """How a page is laid out: its name in the template, the size of its map, and millimetres between its margins."""

    name: str
    sheet: Sheet
    room: float


_LAYOUTS: Final[Mapping[str, _Layout]] = {
    "A4": _Layout("portrait", Sheet(178, 108, 50), 178),
    "A4-landscape": _Layout("landscape", Sheet(152, 104, 46), 265),
    "slide": _Layout("slide", Sheet(162, 95, 48), 312),
}
_SHEET_HIGH: Final = 96.0
"""Height in millimetres of the map of an upright sheet of a place or project."""
_SHEET_LOW: Final = 74.0
"""The same where the sheet is no single page otherwise."""
_SHEETS: Final = ("ward", "project")
"""Kinds that are one page where that can be read."""
_TYPE: Final = 7.6
"""Size of the type of a table, in points. Widths are told in ems, sizes of the type, since a slide sets it larger."""
_EM: Final = 1 / POINT
"""Size of a type whose texts are measured in ems."""
_BESIDE: Final = 7 / _TYPE
"""Room at both sides of a cell, in ems at `_TYPE`."""
_TRIFLE: Final = 0.1
_WORD: Final = 8.4
"""Ems of the longest single word that has a column as wide as itself."""
_HEADING, _HEADING_LINES = 4.8, 3
"""The words above a column of numbers have so many lines, if that takes no more than so many ems."""
_CROWDED: Final = 7
"""Of more columns than these a long word above one is parted, which makes it no wider than `_SYLLABLES` ems."""
_SYLLABLES: Final = 4.8
_COLOURS: Final = ("text", "muted", "raised", "line", "warning", "primary")


def written(briefing: Briefing, areas: Areas, *, fmt: str, size: str = "A4", moment: dt.datetime) -> bytes:
    """Write a briefing.

    Parameters
    ----------
    briefing
        What it says.
    areas
        The wards of its map.
    fmt
        ``"pdf"`` or ``"png"``.
    size
        One of `gis.briefing.formats.PAPERS`; a picture is always 16 : 9.
    moment
        When it is exported, with its time zone.

    Returns
    -------
    The file's content: PDF/UA-1 with tags, or PNG of 3840 × 2160 pixels.

    Raises
    ------
    RequestError
        There is no such format or paper.
    AreasError
        The packaged typeface is not installed.
    """
    formats.check(formats.Way(fmt, size))
    if fmt == "png":
        return drawn(briefing, areas, layout="slide", moment=moment, ppi=_PIXELS / _INCHES)[0]
    compiler = _compiler(briefing, areas, _layout(briefing, size), moment)
    return bytes(compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(moment.timestamp())))


def drawn(briefing: Briefing, areas: Areas, *, layout: str, moment: dt.datetime, ppi: float) -> list[bytes]:
    """Draw the pages of a briefing as pictures, for a look before it is written.

    Parameters
    ----------
    briefing, areas, moment
        As for `written`.
    layout
        One of `gis.briefing.formats.PAPERS`, or ``"slide"``.
    ppi
        Pixels to an inch.

    Returns
    -------
    PNG, one a page.
    """
    made = _compiler(briefing, areas, _layout(briefing, layout), moment).compile(format="png", ppi=ppi)
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def _compiler(briefing: Briefing, areas: Areas, layout: _Layout, moment: dt.datetime) -> Any:
    sources: Any = _sources(briefing, areas, layout, moment)
    folders = sorted({str(Path(file).parent) for file in paper.fonts()})
    return typst.Compiler(input=sources, font_paths=folders, ignore_system_fonts=True)


def _layout(briefing: Briefing, name: str) -> _Layout:
    """Answer how a page is laid out; the map of an upright sheet leaves room for its blocks."""
    layout = _LAYOUTS[name]
    if briefing.blocks and layout.name == "portrait":
        return replace(layout, sheet=replace(layout.sheet, high=_SHEET_HIGH))
    return layout


def _sources(briefing: Briefing, areas: Areas, layout: _Layout, moment: dt.datetime) -> dict[str, bytes]:
    """Answer everything the page is set from, by name; Typst sees no other file."""
    return {
        "main.typ": _SOURCE.read_bytes(),
        "data.json": json.dumps(_data(briefing, layout, moment), ensure_ascii=False).encode(),
        **_maps(briefing, areas, layout),
        "qr.svg": link_code.svg(briefing.link),
    }


def _data(briefing: Briefing, layout: _Layout, moment: dt.datetime) -> dict[str, Any]:
    language = briefing.language
    plain = asdict(briefing)
    del plain["picture"]
    for table, told in zip(plain["tables"], briefing.tables, strict=True):
        table["widths"] = widths(told, layout.room)
    words = {name: say(f"briefing.{name}", language) for name in ("method_title", "page", "open")}
    there = moment.astimezone(dt.UTC)  # metadata of a PDF are in UTC
    parts = ("year", "month", "day", "hour", "minute", "second")
    return (
        plain
        | words
        | {
            "layout": layout.name,
            "family": paper.FAMILY,
            "colours": {name: getattr(LIGHT, name) for name in _COLOURS},
            "digest": briefing.digest,
            "digest_line": say("briefing.digest", language, digest=briefing.digest),
            "exported": say("briefing.exported", language, moment=briefing.exported(moment)),
            "exported_at": {part: getattr(there, part) for part in parts},
            "reasons_title": say("briefing.reasons", language),
            "sources_title": say("briefing.sources", language),
            "demo_mark": say("briefing.demo", language),
            "map_width": layout.sheet.wide,
            "map_height": layout.sheet.high,
            "map_alt": briefing.picture.alt if briefing.picture else "",
            "more": say("briefing.more", language, n="{n}"),
            "nothing": say("briefing.nothing", language) if _empty(briefing) else "",
        }
    )


def widths(table: Table, room: float) -> list[dict[str, float]]:
    """Answer how wide the columns of a table are.

    Parameters
    ----------
    table
        What is set.
    room
        Of all columns, in millimetres.

    Returns
    -------
    For each column either ``ems``, what its longest number and the words above it take without the room beside them,
    or ``share`` of the room that is left. Empty where no column is named that holds text.
    """
    if not table.texts:
        return []
    takes = [_takes(place, table) for place in range(len(table.headings))]
    ems = room / (_TYPE * POINT) - _BESIDE * len(takes)
    given = columns.shared_out([columns.naming(takes[0], ems), *takes[1:]], ems)
    texts = [place for place, each in enumerate(takes) if each.least < each.most]
    shares = columns.settled(
        [[row[place] for row in table.rows] for place in texts],
        [takes[place].least - _TRIFLE for place in texts],
        [given[place] - _TRIFLE for place in texts],
        _EM,
    )
    found: list[dict[str, float]] = [{"ems": each.most} for each in takes]
    for place, share in zip(texts, shares, strict=True):
        found[place] = {"share": share + _TRIFLE + _BESIDE}
    return found


def _takes(place: int, table: Table) -> columns.Takes:
    """Answer what a column takes, in ems."""
    heading = table.headings[place]
    cells = [(row[place], False) for row in table.rows]
    cells += [(table.total[place], True)] if table.total else []
    lines = [wide(text, _EM, bold=bold) for text, bold in cells]
    words = [longest_word(text, _EM, bold=bold) for text, bold in ((heading, True), *cells)]
    longest = max(lines, default=0.0)
    # of "(households)" seven times over, nothing is left for names
    word = min(words[0], _SYLLABLES) if len(table.headings) > _CROWDED else words[0]
    if place and place not in table.texts:
        calm = min(_HEADING, narrowest(heading, _EM, _HEADING_LINES, bold=True))
        most = max(word, longest, calm) + _TRIFLE
        return columns.Takes(most, most, most)
    if longest <= _WORD and not any(" " in text for text, _ in cells):
        most = max(word, longest) + _TRIFLE  # days and codes are not broken
        return columns.Takes(most, most, most)
    least = max(words)
    whole = mean(sum(wide(part, _EM, bold=bold) for part in text.split("\n")) for text, bold in cells)
    return columns.Takes(least + _TRIFLE, max(least, longest) + _TRIFLE, max(least, whole))


def _maps(briefing: Briefing, areas: Areas, layout: _Layout) -> dict[str, bytes]:
    """Draw the map; that of an upright sheet a second time, lower, for when only so it is one page."""
    if briefing.picture is None:
        return {}
    drawn = {"drawn.svg": paper.svg(briefing.picture, areas, layout.sheet)}
    if briefing.kind in _SHEETS and layout.name == "portrait":
        drawn["low.svg"] = paper.svg(briefing.picture, areas, replace(layout.sheet, high=_SHEET_LOW))
    return drawn


def _empty(briefing: Briefing) -> bool:
    """Whether the filters left nothing to tell of, and the paper does not say so itself."""
    return not (briefing.paragraphs or (briefing.picture.wards if briefing.picture else briefing.tables))
