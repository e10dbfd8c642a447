"""The ground of an official paper: A4 with the margins, type, headers and page numbers of Decree 30/2020.

The measures asked for are, in millimetres, 20–25 above and below, 30–35 at the left, 15–20 at the right; Times New
Roman of 13–14 points; the number of the page above its middle, from the second page on. Those chosen here are also
within the Party's own guidance on its papers.
"""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr  # nosec B406 # (it writes, and reads nothing)

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from gis.briefing import as_tables
from gis.briefing.content import Briefing
from gis.maps.palette import LIGHT

FONT: Final = "Times New Roman"
BODY: Final = 14.0
"""Points."""
TOP: Final = 20.0
BOTTOM: Final = 20.0
LEFT: Final = 30.0
RIGHT: Final = 20.0
SHORT: Final = 210.0
LONG: Final = 297.0
_HEADER: Final = 10.0
_INDENT: Final = 10.0
"""The first line of a paragraph begins so far in."""
_LONGEST: Final = 255
_QUIET: Final = 9.0
_FAINT: Final = "#f3dcdd"
_LONG_TEXT: Final = 20
"""A watermark of more letters is drawn wider."""
_FORMULAS: Final = (
    "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0", "if @0 21600 @1",
    "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7", "sum @6 0 @5",
)  # fmt: skip
"""How text follows a path in the drawings of Word: the shape that it knows as 136."""
_ROLES: Final = {"Heading 1": BODY, "Heading 2": BODY, "Title": BODY, "List Bullet": BODY}
_VML: Final = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def room(*, across: bool = False) -> float:
    """Answer how wide what is written may be."""
    return (LONG if across else SHORT) - LEFT - RIGHT


def opened(briefing: Briefing) -> Any:
    """Open an empty paper with its styles, first section and properties."""
    paper = Document()
    _typed(paper)
    _laid(paper.sections[0], across=False)
    _headed(paper.sections[0], as_tables.demo(briefing))
    _describe(paper, briefing)
    return paper


def annexed(paper: Any, briefing: Briefing, foot: str, *, across: bool) -> None:
    """Begin the annex: a section with pages numbered by themselves and the digest at their foot."""
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    _laid(section, across=across)
    for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
        part.is_linked_to_previous = False
    _headed(section, as_tables.demo(briefing))
    for part in (section.footer, section.first_page_footer):
        written(part.paragraphs[0], foot, points=_QUIET)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(start)  # noqa: SLF001 — no public way; Word wants it just there


def written(
    paragraph: Any,
    text: str,
    *,
    points: float = BODY,
    bold: bool | None = None,
    italic: bool | None = None,
    colour: str = "",
) -> Any:
    """Write text at the end of a paragraph, as bold as its style where nothing is said; answer the run."""
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(points), bold, italic
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour[1:])
    return run


def field(
    paragraph: Any, name: str, text: str, *, points: float = BODY, bold: bool = False, italic: bool = False
) -> None:
    """Write a field, alone in its paragraph, that whoever signs the paper fills in.

    Its look stands in the style of the paragraph as well: not every program reads that of a field.
    """
    paragraph.style = _field_style(paragraph.part.document.styles, points, bold=bold, italic=italic)
    face = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    look = f'<w:rPr>{face}<w:sz w:val="{round(points * 2)}"/></w:rPr>'
    about = f"<w:alias w:val={quoteattr(text)}/><w:tag w:val={quoteattr(name)}/>"
    run = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    paragraph._p.append(  # noqa: SLF001 — no public way to add a field
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr>{about}<w:text/></w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"
        )
    )


def _field_style(styles: Any, points: float, *, bold: bool, italic: bool) -> Any:
    name = f"Field {points:g}{' bold' * bold}{' italic' * italic}"
    if name not in styles:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.font.bold, style.font.italic = Pt(points), bold, italic
    return styles[name]


def said(where: Any, text: str = "", *, style: str = "Normal", align: str = "both", indent: bool = False) -> Any:
    """Add a paragraph to a paper, a cell or a header; answer it."""
    paragraph = where.add_paragraph(style=style) if style != "Normal" else where.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(_INDENT)
    if text:
        written(paragraph, text)
    return paragraph


_ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def _typed(paper: Any) -> None:
    """Set the type of all styles that are used; headings are black and bold, as on any official paper."""
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(BODY)
    fonts = normal.element.rPr.rFonts
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)
    normal.paragraph_format.space_before, normal.paragraph_format.space_after = Pt(0), Pt(6)
    normal.paragraph_format.line_spacing = 1.0
    for name, size in _ROLES.items():
        style = paper.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), "List" not in name, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(6)
        own = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(own.attrib):
            del own.attrib[attribute]
        for side in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            own.set(qn(side), FONT)
    for border in paper.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _laid(section: Any, *, across: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if across else (Mm(SHORT), Mm(LONG))
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(_HEADER)
    section.different_first_page_header_footer = True


def _headed(section: Any, demo: str) -> None:
    """Give the pages numbers from the second on, and mark invented data on every one."""
    _numbered(section.header.paragraphs[0])
    for number, header in enumerate((section.header, section.first_page_header)):
        if demo:
            line = header.paragraphs[0] if number else header.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            written(line, demo, points=_QUIET, bold=True, colour=LIGHT.warning)
            line._p.append(_watermark(demo, number))  # noqa: SLF001 — no public way to draw in a header
    section.first_page_header.is_linked_to_previous = False


def _numbered(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = f'<w:r><w:rPr><w:sz w:val="{round(BODY * 2)}"/></w:rPr><w:t>2</w:t></w:r>'
    number = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE">{run}</w:fldSimple>'
    paragraph._p.append(parse_xml(number))  # noqa: SLF001 — no public way to add a field


def _watermark(text: str, number: int) -> Any:
    """Draw text across the page, beneath what is written, as Word itself does."""
    wide = 480 if len(text) < _LONG_TEXT else 540
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{wide}pt;height:70pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    type_ = f"font-family:&quot;{FONT}&quot;;font-size:1pt;font-weight:bold"
    shape = (
        f'<v:shape id="watermark{number}" o:spid="_x0000_s205{number}" type="#_x0000_t136" alt={quoteattr(text)} '
        f'style="{style}" o:allowincell="f" fillcolor="{_FAINT}" stroked="f">'
        f'<v:textpath style="{type_}" string={quoteattr(text)}/></v:shape>'
    )
    formulas = "".join(f'<v:f eqn="{each}"/>' for each in _FORMULAS)
    kind = (
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        f'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>{formulas}</v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    )
    return parse_xml(f"<w:r {nsdecls('w')} {_VML}><w:rPr><w:noProof/></w:rPr><w:pict>{kind}{shape}</w:pict></w:r>")


def _describe(paper: Any, briefing: Briefing) -> None:
    """Say in the properties of the file what it is."""
    told = {
        "title": as_tables.title(briefing), "subject": briefing.filters, "author": briefing.unit,
        "keywords": f"{briefing.digest} {briefing.data}", "comments": as_tables.demo(briefing),
        "last_modified_by": briefing.unit, "language": briefing.language,
    }  # fmt: skip
    for name, text in told.items():
        setattr(paper.core_properties, name, text[:_LONGEST])
