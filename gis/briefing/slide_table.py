"""A table on slides: how wide its columns are, how its rows are shared out, and the table itself, one of the program.

Measures are in millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.sax.saxutils import escape  # nosec B406 # (it writes, and reads nothing)

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Mm

from gis.briefing.columns import SIDE, holds_figures, lines, widths
from gis.briefing.measuring import high
from gis.briefing.paper_table import Table
from gis.maps.palette import LIGHT
from gis.words import Language

_EVEN: Final = 1.0
"""So many millimetres of height may one slide of a table be fuller than it must."""
_ABOVE: Final = 0.7
_PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""What the program calls a table without a style."""


@dataclass(frozen=True)
class Laid:
    """A table laid out for a width.

    Parameters
    ----------
    table
        What it says.
    points
        Size of its type.
    columns
        Width of each.
    rows
        Height of each row, the line of totals at the end, as far as there is one.
    top
        Height of the headings.
    """

    table: Table
    points: float
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    top: float

    @property
    def high(self) -> float:
        """Height of all of it."""
        return self.top + sum(self.rows)

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Rows and total."""
        return lines(self.table)


def laid(table: Table, language: Language, width: float, points: float, *, like: Table | None = None) -> Laid:
    """Lay a table out for a width, with the columns of another where it stands below that one."""
    columns = widths(like or table, language, width, points)
    rows = tuple(_row_high(row, columns, points, bold=row is table.total) for row in lines(table))
    return Laid(table, points, columns, rows, _row_high(table.headings, columns, points, bold=True))


def shared(whole: Laid, first: float, later: float) -> list[Laid]:
    """Share the rows of a table out over as few slides as hold it, each about as full, with the headings on each.

    Parameters
    ----------
    whole
        The table.
    first, later
        Room on the first slide, and on each that follows.
    """
    parts, low, top = _filled(whole, first, later), 0.0, max(first, later)
    while len(parts) > 1 and top - low > _EVEN:  # or the last slide might hold nothing but the totals
        middle = (low + top) / 2
        evener = _filled(whole, min(first, middle), min(later, middle))
        if len(evener) == len(parts):
            parts, top = evener, middle
        else:
            low = middle
    return parts


def _filled(whole: Laid, first: float, later: float) -> list[Laid]:
    parts, start, room = [], 0, first
    while start < len(whole.rows):
        used, end = whole.top, start
        while end < len(whole.rows) and (end == start or used + whole.rows[end] <= room):
            used, end = used + whole.rows[end], end + 1
        parts.append(_part(whole, start, end))
        start, room = end, later
    return parts or [whole]


def _part(whole: Laid, start: int, end: int) -> Laid:
    n = len(whole.table.rows)
    total = whole.table.total if end > n else ()
    table = replace(whole.table, rows=whole.table.rows[start : min(end, n)], total=total)
    return replace(whole, table=table, rows=whole.rows[start:end])


def draw(shapes: Any, table: Laid, language: Language, left: float, top: float) -> Any:
    """Draw a table; answer its shape."""
    size = Mm(sum(table.columns)), Mm(table.high)
    shape = shapes.add_table(1, 1, Mm(left), Mm(top), *size)
    shape.name = table.table.title
    data = shape.element.graphic.graphicData
    data.replace(data.tbl, parse_xml(_xml(table, language)))
    return shape


def _row_high(cells: Sequence[str], columns: Sequence[float], points: float, *, bold: bool) -> float:
    tall = (high(text or " ", points, room - 2 * SIDE, bold=bold) for text, room in zip(cells, columns, strict=True))
    return max(tall) + 2 * _ABOVE


def _xml(table: Laid, language: Language) -> str:
    """Write the table; made as one text, since a thousand cells made one by one take a second."""
    said = table.table
    right = [holds_figures(said, column, language) for column in range(len(said.headings))]
    grid = "".join(f'<a:gridCol w="{Mm(width)}"/>' for width in table.columns)
    rows = _row(said.headings, right, table.top, table.points, fill=LIGHT.raised, bold=True)
    for cells, tall in zip(table.lines, table.rows, strict=True):
        last = cells is said.total
        rows += _row(cells, right, tall, table.points, fill=LIGHT.raised if last else "", bold=last)
    properties = f'<a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN}</a:tableStyleId></a:tblPr>'
    return f"<a:tbl {nsdecls('a')}>{properties}<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl>"


def _row(cells: Sequence[str], right: Sequence[bool], tall: float, points: float, *, fill: str, bold: bool) -> str:
    made = "".join(_cell(text, points, right=end, fill=fill, bold=bold) for text, end in zip(cells, right, strict=True))
    return f'<a:tr h="{Mm(tall)}">{made}</a:tr>'


def _cell(text: str, points: float, *, right: bool, fill: str, bold: bool) -> str:
    ink = f'<a:solidFill><a:srgbClr val="{LIGHT.text[1:]}"/></a:solidFill>'
    run = f'<a:rPr lang="vi-VN" sz="{round(points * 100)}" b="{int(bold)}" dirty="0">{ink}</a:rPr>'
    # a break within a text is none to the program: it shows a space
    said = f"<a:br>{run}</a:br>".join(f"<a:r>{run}<a:t>{escape(line)}</a:t></a:r>" for line in text.split("\n") if text)
    end = f'<a:endParaRPr lang="vi-VN" sz="{round(points * 100)}"/>'
    body = f'<a:p><a:pPr algn="{"r" if right else "l"}"/>{said}{end}</a:p>'
    none = "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in "LRT")
    line = f'<a:lnB w="6350"><a:solidFill><a:srgbClr val="{LIGHT.line[1:]}"/></a:solidFill></a:lnB>'
    ground = f'<a:solidFill><a:srgbClr val="{fill[1:]}"/></a:solidFill>' if fill else "<a:noFill/>"
    room = f'marL="{Mm(SIDE)}" marR="{Mm(SIDE)}" marT="{Mm(_ABOVE)}" marB="{Mm(_ABOVE)}" anchor="ctr"'
    look = f"<a:tcPr {room}>{none}{line}{ground}</a:tcPr>"
    return f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{body}</a:txBody>{look}</a:tc>"
