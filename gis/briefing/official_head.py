"""Head and end of an official paper, in the layout of the kind of body that signs it.

A body of the State writes the name and motto of the country (Decree 30/2020), one of the Party "ĐẢNG CỘNG SẢN VIỆT NAM"
(guidance 36-HD/VPTW). What only the body knows (its name, number, day, who signs) is a field to fill.
"""

from __future__ import annotations

from typing import Any, Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gis.briefing import as_tables
from gis.briefing.content import Briefing
from gis.briefing.formats import Body
from gis.briefing.official_ground import BODY, field, room, said, written
from gis.words import Language, say

_LEFT: Final = 64.0
"""Width of the block of the body, in millimetres."""
_SMALL: Final = 12.0
_LIST: Final = 11.0
_COUNTRY: Final = 12.0
_BODY: Final = 13.0
_PARTY: Final = 15.0
_PARTY_TITLE: Final = 16.0
_MOTTO: Final = 58.0
_PARTY_NAME: Final = 66.0
_BODY_RULE: Final = 24.0
_TITLE_RULE: Final = 50.0
_MARK: Final = 52.0


def head(paper: Any, briefing: Briefing, body: Body) -> None:
    """Write the head: who writes, in whose name, what it is about."""
    table = pair(paper, _LEFT, room() - _LEFT)
    left, right = table.rows[0].cells
    _bodies(left, briefing.language, body)
    if body == "state":
        _line(right, say("official.country", briefing.language), points=_COUNTRY, bold=True, first=True)
        _line(right, say("official.motto", briefing.language), bold=True)
        _rule(right, _MOTTO, room() - _LEFT)
    else:
        _line(right, say("official.party", briefing.language), points=_PARTY, bold=True, first=True)
        _rule(right, _PARTY_NAME, room() - _LEFT)
    day = right.add_paragraph()
    day.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(day, "place_and_day", say("official.place_and_day", briefing.language), italic=True)
    if briefing.mark:
        _mark(paper, briefing.mark)
    _title(paper, briefing, body)


def end(paper: Any, language: Language, body: Body) -> None:
    """Write the end: to whom it goes, and who signs."""
    table = pair(paper, _LEFT, room() - _LEFT)
    left, right = table.rows[0].cells
    to = left.paragraphs[0]
    run = written(to, say("official.to", language), points=_SMALL if body == "state" else BODY, bold=body == "state")
    run.font.italic, run.font.underline = body == "state", body == "party"
    for name in ("to_first", "to_file"):
        line = left.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        field(line, name, say(f"official.{name}", language), points=_LIST if body == "state" else _SMALL)
    lines = ("office", "name") if body == "state" else ("on_behalf", "office", "name")
    for number, name in enumerate(lines):
        line = right.paragraphs[0] if number == 0 else right.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if name == "name":
            line.paragraph_format.space_before = Pt(64)
        field(line, name, say(f"official.{name}", language), bold=True)


def _bodies(cell: Any, language: Language, body: Body) -> None:
    """Write the names of the body and of the one above it, and the number of the paper."""
    size = _BODY if body == "state" else BODY
    for number, name in enumerate(("above", "body")):
        line = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _centred(line)
        field(line, name, say(f"official.of_{body}.{name}", language), points=size, bold=name == "body")
    if body == "state":
        _rule(cell, _BODY_RULE, _LEFT)
    else:
        _line(cell, "*")
    line = _centred(cell.add_paragraph())
    field(line, "number", say(f"official.of_{body}.number", language), points=size)


def _title(paper: Any, briefing: Briefing, body: Body) -> None:
    size = BODY if body == "state" else _PARTY_TITLE
    kind = said(paper, style="Title", align="centre")
    kind.paragraph_format.space_before, kind.paragraph_format.space_after = Pt(18), Pt(0)
    written(kind, say("official.report", briefing.language), points=size, bold=True)
    about = said(paper, align="centre")
    about.paragraph_format.space_after = Pt(0)
    written(about, as_tables.title(briefing), bold=True)
    if body == "state":
        _rule(paper, _TITLE_RULE, room())
    else:
        written(said(paper, align="centre"), "-----")


def _mark(paper: Any, text: str) -> None:
    """Write a mark in a frame, at the left below the number."""
    paragraph = said(paper, align="centre")
    paragraph.paragraph_format.right_indent = Mm(room() - _MARK)
    paragraph.paragraph_format.space_before = Pt(8)
    written(paragraph, text, points=_BODY, bold=True)
    _bordered(paragraph, ("top", "left", "bottom", "right"), size=8)


def pair(paper: Any, left: float, right: float) -> Any:
    """Add two cells side by side, of some millimetres, without lines, which no page parts."""
    table = paper.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, column, width in zip(table.rows[0].cells, table.columns, (left, right), strict=True):
        cell.width = column.width = Mm(width)
        margins = OxmlElement("w:tcMar")
        for side in ("left", "right"):
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), "0")
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        cell._tc.get_or_add_tcPr().append(margins)  # noqa: SLF001 — no public way
    row = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 — no public way
    row.append(OxmlElement("w:cantSplit"))
    return table


def _centred(paragraph: Any) -> Any:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _line(cell: Any, text: str, *, points: float = BODY, bold: bool = False, first: bool = False) -> None:
    paragraph = _centred(cell.paragraphs[0] if first else cell.add_paragraph())
    written(paragraph, text, points=points, bold=bold)


def _rule(where: Any, length: float, width: float) -> None:
    """Draw a line of some millimetres in the middle of a width."""
    paragraph = where.add_paragraph()
    side = max(0.0, (width - length) / 2)
    style = paragraph.paragraph_format
    style.left_indent = style.right_indent = Mm(side)
    style.space_before, style.space_after, style.line_spacing = Pt(3), Pt(6), Pt(4)
    _bordered(paragraph, ("top",), size=6)


def _bordered(paragraph: Any, sides: tuple[str, ...], *, size: int) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "1"), ("color", "000000")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 — no public way
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
