"""A table of an official paper: its headings on every page, no row parted, figures at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape  # nosec B406 # (it writes, and reads nothing)

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from gis.briefing.columns import SIDE, holds_figures, largest, lines, widths
from gis.briefing.official_ground import said, written
from gis.briefing.paper_table import Table
from gis.words import Language

_SIZES: Final = (12.0, 11.0, 10.0, 9.0)
_NOTE: Final = 11.0
_AFTER: Final = 6.0


def add(paper: Any, table: Table, language: Language, width: float) -> None:
    """Write a table with its title and note at the end of a paper."""
    heading = said(paper, table.title, style="Heading 2", align="left")
    heading.paragraph_format.keep_with_next = True
    if table.rows:
        paper.element.body.insert_element_before(parse_xml(_xml(table, language, width)), "w:sectPr")
    if table.note:
        note = said(paper, align="left")
        written(note, table.note, points=_NOTE, italic=True)
    else:
        said(paper).paragraph_format.line_spacing = Pt(_AFTER)


def _xml(table: Table, language: Language, width: float) -> str:
    """Write the table; made as one text, since a thousand cells made one by one take a second."""
    points = largest(table, language, width, _SIZES)
    columns = [_twips(each) for each in widths(table, language, width, points)]
    ends = ["right" if holds_figures(table, column, language) else "left" for column in range(len(columns))]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    room = "".join(f'<w:{side} w:w="{_twips(SIDE)}" w:type="dxa"/>' for side in ("left", "right"))
    look = (
        f'<w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{room}</w:tblCellMar><w:tblLook w:firstRow="1"/></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in columns)
    rows = _row(table.headings, columns, ["center"] * len(columns), points, bold=True, heading=True)
    for cells in lines(table):
        rows += _row(cells, columns, ends, points, bold=cells is table.total)
    return f"<w:tbl {nsdecls('w')}>{look}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(
    cells: Sequence[str],
    columns: Sequence[int],
    ends: Sequence[str],
    points: float,
    *,
    bold: bool,
    heading: bool = False,
) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(text, end, points, bold=bold)}</w:tc>"
        for text, width, end in zip(cells, columns, ends, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>{made}</w:tr>"


def _paragraph(text: str, end: str, points: float, *, bold: bool) -> str:
    size = f'<w:b w:val="{int(bold)}"/><w:sz w:val="{round(points * 2)}"/>'
    # a break within a text is none to the program: it shows a space
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    run = f"<w:r><w:rPr>{size}</w:rPr>{'<w:br/>'.join(lines)}</w:r>" if text else ""
    look = f'<w:spacing w:before="20" w:after="20"/><w:jc w:val="{end}"/><w:rPr>{size}</w:rPr>'
    return f"<w:p><w:pPr>{look}</w:pPr>{run}</w:p>"


def _twips(millimetres: float) -> int:
    return int(Mm(millimetres).twips)
