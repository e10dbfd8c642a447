"""An official paper: a briefing as a report that a body of the State or of the Party signs, and its annex.

The report itself holds what is told: the sentence of the filters, figures, reasons, blocks, short tables. Map, long
tables, method, sources, digest and the way back to the view stand in the annex, so that nothing foreign is on the pages
that are signed.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from gis.areas import Areas
from gis.briefing import as_tables, map_image, official_table
from gis.briefing.content import Briefing
from gis.briefing.formats import Body
from gis.briefing.official_ground import annexed, field, opened, room, said
from gis.briefing.official_ground import written as wrote
from gis.briefing.official_head import end, head, pair
from gis.briefing.paper_table import Table
from gis.briefing.sealed import sealed
from gis.maps.paper import Sheet
from gis.words import say

_SHORT: Final = 12
"""Tables with no more rows stand in the report itself."""
_MANY: Final = 6
"""An annex whose tables have more columns lies across."""
_LARGER: Final = 1.2
"""The map is drawn so much larger than on the pages: there is more paper."""
_MAPS: Final = {False: Sheet(160 / _LARGER, 110 / _LARGER, 42.0), True: Sheet(247 / _LARGER, 112 / _LARGER, 50.0)}
_PPI: Final = 260
_CODE: Final = 28.0
_WAY: Final = 36.0
"""Width of the way back to the view."""
_SMALL: Final = 11.0


def written(briefing: Briefing, areas: Areas, *, body: Body, moment: dt.datetime) -> bytes:
    """Write a briefing as an official paper.

    Parameters
    ----------
    briefing, areas, moment
        As for `gis.briefing.formats.written`, whose errors it raises: the map is drawn with the packaged typeface.
    body
        Which kind of body signs it.

    Returns
    -------
    DOCX; the same bytes for the same arguments.
    """
    paper = opened(briefing)
    head(paper, briefing, body)
    told = [table for table in briefing.tables if _short(table)]
    _report(paper, briefing, told)
    end(paper, briefing.language, body)
    long = [table for table in briefing.tables if table not in told]
    _annex(paper, briefing, areas, long, moment)
    out = io.BytesIO()
    paper.save(out)
    return sealed(out.getvalue(), moment)


def _short(table: Table) -> bool:
    return len(table.rows) <= _SHORT and len(table.headings) <= _MANY


def _report(paper: Any, briefing: Briefing, tables: list[Table]) -> None:
    """Write what is told."""
    language = briefing.language
    for text in (briefing.filters, f"{briefing.as_of}. {briefing.period}.", *briefing.hints):
        said(paper, text, indent=True)
    if as_tables.nothing(briefing):
        said(paper, as_tables.nothing(briefing), indent=True)
    for text in briefing.paragraphs:
        said(paper, text, indent=True)
    parts = ([as_tables.short_figures(briefing)] if briefing.figures else []), as_tables.blocks(briefing), tables
    if briefing.reasons:
        said(paper, say("briefing.reasons", language), style="Heading 2", align="left")
        for reason in briefing.reasons:
            said(paper, f"- {reason}", indent=True)
    for table in (table for part in parts for table in part):
        official_table.add(paper, table, language, room())


def _annex(paper: Any, briefing: Briefing, areas: Areas, tables: list[Table], moment: dt.datetime) -> None:
    language, across = briefing.language, any(len(table.headings) > _MANY for table in tables)
    annexed(paper, briefing, as_tables.foot(briefing, moment), across=across)
    wrote(said(paper, style="Heading 1", align="centre"), say("official.annex", language), bold=True)
    wrote(said(paper, align="centre"), as_tables.title(briefing), bold=True)
    field(said(paper, align="centre"), "annexed_to", say("official.annexed_to", language), italic=True)
    _map(paper, briefing, areas, across=across)
    for table in tables:
        official_table.add(paper, table, language, room(across=across))
    _closing(paper, briefing, moment, room(across=across))


def _map(paper: Any, briefing: Briefing, areas: Areas, *, across: bool) -> None:
    if briefing.picture is None:
        return
    heading = f"{say('briefing.map', briefing.language)}: {briefing.picture.title}"
    said(paper, heading, style="Heading 2", align="left").paragraph_format.keep_with_next = True
    sheet = _MAPS[across]
    image = io.BytesIO(map_image.png(briefing.picture, areas, sheet, ppi=_PPI))
    _picture(said(paper, align="centre"), image, sheet.wide * _LARGER, briefing.picture.title, briefing.picture.alt)


def _picture(paragraph: Any, image: io.BytesIO, wide: float, name: str, alt: str) -> None:
    shape = paragraph.add_run().add_picture(image, width=Mm(wide))
    about = shape._inline.docPr  # noqa: SLF001 — no public way to say what a picture shows
    about.set("name", name)
    about.set("descr", alt)


def _closing(paper: Any, briefing: Briefing, moment: dt.datetime, width: float) -> None:
    """Write how the figures are made, where they come from, and beside it the way back to the view."""
    language = briefing.language
    title = f"{say('briefing.method_title', language)}, {say('briefing.sources', language).lower()}"
    said(paper, title, style="Heading 2", align="left").paragraph_format.keep_with_next = True
    left, right = pair(paper, width - _WAY, _WAY).rows[0].cells
    data = f"{say('briefing.written.data', language)}: {briefing.data}"
    lines = (briefing.method, briefing.note, *briefing.sources, data, as_tables.foot(briefing, moment))
    for number, text in enumerate(line for line in lines if line):
        wrote(left.paragraphs[0] if number == 0 else left.add_paragraph(), text, points=_SMALL)
    about = f"{say('briefing.open', language)}: {briefing.link}"
    code, under = right.paragraphs[0], right.add_paragraph()
    code.alignment = under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _picture(code, io.BytesIO(map_image.code(briefing.link)), _CODE, say("briefing.open", language), about)
    _link(under, say("briefing.open", language), briefing.link)
    said(paper)


def _link(paragraph: Any, text: str, address: str) -> None:
    """Write a link that can be followed."""
    relation = paragraph.part.relate_to(
        address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    run = wrote(paragraph, text, points=_SMALL)
    run.font.underline = True
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"/>')
    link.append(run._r)  # noqa: SLF001 — no public way to make a link
    paragraph._p.append(link)  # noqa: SLF001 — likewise
