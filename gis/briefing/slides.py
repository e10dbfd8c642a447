"""Slides: a briefing as a presentation whose title, figures, text and tables can be edited, its map a picture.

Everything is measured before it is placed, so that text stays in its box whatever the names; what does not fit goes on,
on the next slide, under the same heading. Measures are in millimetres.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pptx.util import Mm

from gis.areas import Areas
from gis.briefing import as_tables, map_image, slide_table
from gis.briefing.columns import largest
from gis.briefing.content import Briefing
from gis.briefing.key_figures import KeyFigure
from gis.briefing.measuring import fitting, high, shortened, wide
from gis.briefing.paper_table import Table
from gis.briefing.sealed import sealed
from gis.briefing.slide_ground import EDGE, TITLE, WIDE, Slides, described, run_of, words
from gis.briefing.slide_table import Laid
from gis.maps.palette import LIGHT
from gis.maps.paper import Sheet
from gis.words import NOTHING, say

_TOP: Final = TITLE[1] + TITLE[3] + 3
_BOTTOM: Final = 177.0
_ROOM: Final = WIDE - 2 * EDGE
_GAP: Final = 7.0
_ACROSS: Final = 4
"""Figures side by side."""
_BETWEEN: Final = 4.0
_HEAD: Final = 42.0
"""What is told in words above the figures is no higher."""
_INSIDE: Final = 3.0
_BESIDE: Final = 118.0
"""Width of a table beside the map."""
_TYPE: Final = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_VALUE: Final = (28.0, 24.0, 20.0, 17.0, 14.0, 12.0, 10.0)
_REASONS: Final = 40.0
"""Reasons that are no higher stand under the figures, which make room for them."""
_SENTENCE: Final = 14.0
_SHORT: Final = 160
"""Letters of a sentence that needs no slide of its own."""
_TABLE_TYPES: Final = (11.0, 10.0, 9.0, 8.0)
_BESIDE_TYPE: Final = 9.5
_MANY: Final = 6
"""Tables with more columns do not stand beside the map."""
_HEADING: Final = 13.0
_LARGER: Final = 1.5
"""The map of paper is drawn so much larger: a slide is read from afar."""
_LEGEND: Final = 42.0
_PPI: Final = 300
"""Pixels to an inch of the map before it is drawn larger."""


def written(briefing: Briefing, areas: Areas, *, moment: dt.datetime) -> bytes:
    """Write a briefing as a presentation of 16 : 9.

    Parameters
    ----------
    briefing, areas, moment
        As for `gis.briefing.formats.written`.

    Returns
    -------
    PPTX; the same bytes for the same arguments, and the same error without the packaged typeface.
    """
    slides = Slides(briefing, moment)
    _opening(slides)
    left = _map(slides, areas)
    _text(slides, briefing.paragraphs[len(_lead(briefing)) :], as_tables.title(briefing))
    _blocks(slides)
    for table in left:
        _table(slides, table)
    _closing(slides)
    out = io.BytesIO()
    slides.show.save(out)
    return sealed(out.getvalue(), moment)


def _opening(slides: Slides) -> None:
    """Make the first slide: what is told, in words, the figures, and why it asks for attention where there is room."""
    said = slides.briefing
    slide = slides.add(as_tables.title(said))
    when = f"{said.unit} · {said.as_of} · {said.period}"
    told_first = (said.filters, when, *_lead(said), *said.hints, as_tables.nothing(said), said.basis)
    text = "\n".join(line for line in told_first if line)
    size = fitting(text, _TYPE, (_ROOM, _HEAD))
    told = shortened(text, size, (_ROOM, _HEAD))
    words(slide, told, (EDGE, _TOP, _ROOM, high(told, size, _ROOM)), size)
    why = _why(said)
    kept = why if why < _REASONS else 0.0
    top = _cards(slide, said.figures, _TOP + high(told, size, _ROOM) + 4, _BOTTOM - kept)
    _reasons(slides, slide, top)


def _lead(said: Briefing) -> tuple[str, ...]:
    """Answer the sentence that stands on the first slide: a short one that would be alone on a slide of its own."""
    alone = len(said.paragraphs) == 1 and len(said.paragraphs[0]) <= _SHORT
    return said.paragraphs if alone else ()


def _why(said: Briefing) -> float:
    """Answer how high the reasons are under their heading; 0 where there is none."""
    if not said.reasons:
        return 0.0
    heading = high(say("briefing.reasons", said.language), _HEADING, _ROOM, bold=True) + 1
    return heading + sum(high(f"• {reason}", _SENTENCE, _ROOM) for reason in said.reasons)


def _cards(slide: Any, figures: Sequence[KeyFigure], top: float, bottom: float) -> float:
    """Draw the figures, some to a row, each row as high as its fullest; answer where they end."""
    rows = [figures[start : start + _ACROSS] for start in range(0, len(figures), _ACROSS)]
    most = (bottom - top) / max(1, len(rows)) - _BETWEEN
    width = (_ROOM - (_ACROSS - 1) * _BETWEEN) / _ACROSS
    for row in rows:
        tall = min(most, max(_needed(figure, width - 2 * _INSIDE) for figure in row) + 2 * _INSIDE + 1)
        for place, figure in enumerate(row):
            _card(slide, figure, (EDGE + place * (width + _BETWEEN), top, width, tall))
        top += tall + _BETWEEN
    return top


def _needed(figure: KeyFigure, room: float) -> float:
    """Answer how high a figure is at its best, in millimetres."""
    value = high(figure.value, _value(figure, room), room, bold=True)
    return value + high("\n".join((figure.label, *_lines(figure))), _TYPE[0], room, bold=True)


def _value(figure: KeyFigure, room: float) -> float:
    return next((size for size in _VALUE if wide(figure.value, size, bold=True) <= room), _VALUE[-1])


def _card(slide: Any, figure: KeyFigure, box: tuple[float, float, float, float]) -> None:
    """Draw one figure: what it is, how much, what it is out of, how it changed; the sizes that let all of it in."""
    _, _, width, tall = box
    room, lines = width - 2 * _INSIDE, tuple(_lines(figure))
    value = _value(figure, room)
    left_over = tall - 2 * _INSIDE - high(figure.value, value, room, bold=True)
    size = fitting("\n".join((figure.label, *lines)), _TYPE, (room, left_over), bold=True)
    frame = words(slide, figure.label, box, size, colour=LIGHT.muted, inside=_INSIDE)
    if figure.value:
        ink = LIGHT.warning if figure.warn else LIGHT.text
        run_of(frame.add_paragraph(), figure.value, value, bold=True, colour=ink)
    for line in lines:
        run_of(frame.add_paragraph(), line, size)


def _reasons(slides: Slides, slide: Any, top: float) -> None:
    """Say why a place asks for attention: under the figures where there is room, else on slides of their own."""
    why = [f"• {reason}" for reason in slides.briefing.reasons]
    heading = say("briefing.reasons", slides.briefing.language)
    text = "\n".join(why)
    title = high(heading, _HEADING, _ROOM, bold=True) + 1
    if top + _why(slides.briefing) > _BOTTOM + 0.1:
        _text(slides, why, heading)
    elif why:
        words(slide, heading, (EDGE, top, _ROOM, title - 1), _HEADING, bold=True, colour=LIGHT.primary)
        words(slide, text, (EDGE, top + title, _ROOM, high(text, _SENTENCE, _ROOM)), _SENTENCE)


def _lines(figure: KeyFigure) -> Iterator[str]:
    """Answer what stands under the value of a figure, line by line."""
    if figure.note:
        yield figure.note
    yield from figure.change
    for step in figure.steps:
        percent = f" ({step.percent})" if step.percent not in ("", NOTHING) else ""
        yield f"{step.label}: {step.value}{percent}" + "".join(f"; {change}" for change in step.change)


def _map(slides: Slides, areas: Areas) -> list[Table]:
    """Draw the map with the first table beside it where both fit; answer the tables that are left."""
    said = slides.briefing
    if said.picture is None:
        return list(said.tables)
    beside = slide_table.laid(said.tables[0], said.language, _BESIDE, _BESIDE_TYPE) if said.tables else None
    room = _BOTTOM - _TOP
    if beside and (len(beside.table.headings) > _MANY or beside.high + _top_of(beside) > room):
        beside = None
    width = _ROOM - (_BESIDE + _GAP if beside else 0)
    sheet = Sheet(width / _LARGER, room / _LARGER, _LEGEND)
    slide = slides.add(f"{say('briefing.map', said.language)}: {said.picture.title}")
    image = io.BytesIO(map_image.png(said.picture, areas, sheet, ppi=_PPI))
    drawn = slide.shapes.add_picture(image, Mm(EDGE), Mm(_TOP), Mm(width), Mm(room))
    drawn.name = said.picture.title
    described(drawn, said.picture.alt)
    if beside:
        _placed(slides, slide, beside, EDGE + width + _GAP, _TOP)
    return list(said.tables[1:] if beside else said.tables)


def _text(slides: Slides, texts: Sequence[str], title: str) -> None:
    """Write sentences, as many to a slide as there is room for."""
    slide, top = None, _BOTTOM
    for text in texts:
        tall = high(text, _SENTENCE, _ROOM) + 3
        if slide is None or top + tall > _BOTTOM:
            slide, top = slides.add(title), _TOP
        words(slide, text, (EDGE, top, _ROOM, tall - 3), _SENTENCE)
        top += tall


def _blocks(slides: Slides) -> None:
    """Draw the blocks of a sheet, in two columns, slide by slide."""
    said, width = slides.briefing, (_ROOM - _GAP) / 2
    slide, column, top, blocks = None, 1, _BOTTOM, as_tables.blocks(said)
    alike = Table("", blocks[0].headings, tuple(row for block in blocks for row in block.rows)) if blocks else None
    for block in blocks:
        whole = slide_table.laid(block, said.language, width, _TABLE_TYPES[0], like=alike)
        for part in slide_table.shared(whole, _BOTTOM - _TOP - _top_of(whole), _BOTTOM - _TOP - _top_of(whole)):
            if top + _top_of(part) + part.high > _BOTTOM:
                column, top = 1 - column, _TOP
                slide = slides.add(as_tables.title(said)) if column == 0 or slide is None else slide
            top = _placed(slides, slide, part, EDGE + column * (width + _GAP), top) + 5


def _table(slides: Slides, table: Table) -> None:
    """Draw a table, on as many slides as it takes; its heading is the title of each."""
    said = slides.briefing
    points = largest(table, said.language, _ROOM, _TABLE_TYPES)
    whole = slide_table.laid(table, said.language, _ROOM, points)
    note = high(table.note, 9, _ROOM) + 2 if table.note else 0.0
    parts = slide_table.shared(whole, _BOTTOM - _TOP - note, _BOTTOM - _TOP - note)
    for number, part in enumerate(parts, start=1):
        slide = slides.add(table.title + (f" ({number}/{len(parts)})" if len(parts) > 1 else ""))
        slide_table.draw(slide.shapes, part, said.language, EDGE, _TOP)
        if table.note:
            words(slide, table.note, (EDGE, _TOP + part.high + 2, _ROOM, note - 2), 9, colour=LIGHT.muted)


def _top_of(part: Laid) -> float:
    """Answer how much stands above and below a table on a slide of several: its title and its note."""
    width = sum(part.columns)
    note = high(part.table.note, 9, width) + 1 if part.table.note else 0.0
    return high(part.table.title, _HEADING, width, bold=True) + 2 + note


def _placed(slides: Slides, slide: Any, part: Laid, left: float, top: float) -> float:
    """Draw a table with its title and note; answer where it ends."""
    width, title = sum(part.columns), part.table.title
    tall = high(title, _HEADING, width, bold=True)
    words(slide, title, (left, top, width, tall), _HEADING, bold=True, colour=LIGHT.primary)
    top += tall + 2
    if part.table.rows:
        slide_table.draw(slide.shapes, part, slides.briefing.language, left, top)
        top += part.high
    if part.table.note:
        note = high(part.table.note, 9, width)
        words(slide, part.table.note, (left, top + 1, width, note), 9, colour=LIGHT.muted)
        top += note + 1
    return top


def _closing(slides: Slides) -> None:
    """Make the last slide: how the figures are made, where they come from, and the way back to the view."""
    said, language = slides.briefing, slides.briefing.language
    slide = slides.add(f"{say('briefing.method_title', language)}, {say('briefing.sources', language).lower()}")
    wide_, side = _ROOM - 60, 46.0
    sources = f"{say('briefing.sources', language)}. {' · '.join(said.sources)}"
    method = f"{say('briefing.method_title', language)}. {said.method}"
    told = [method, said.note, sources, slides.foot, f"{say('briefing.written.data', language)}: {said.data}"]
    text = "\n".join(line for line in told if line)
    size = fitting(text, _TYPE, (wide_, _BOTTOM - _TOP))
    frame = words(slide, text, (EDGE, _TOP, wide_, high(text, size, wide_)), size)
    for paragraph in frame.paragraphs:
        paragraph.space_after = Mm(2)
    left = WIDE - EDGE - side
    code = slide.shapes.add_picture(io.BytesIO(map_image.code(said.link)), Mm(left), Mm(_TOP), Mm(side), Mm(side))
    described(code, f"{say('briefing.open', language)}: {said.link}")
    under = words(slide, say("briefing.open", language), (left, _TOP + side + 2, side, 12), 10, colour=LIGHT.link)
    under.paragraphs[0].runs[0].hyperlink.address = said.link
