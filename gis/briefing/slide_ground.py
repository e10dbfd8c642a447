"""The ground of slides: 16 : 9, the type and colours of the house, and what stands on every slide.

Title, foot and number are placeholders of the layout, so that whoever edits the slides changes them in one place;
invented data are marked across the layout, so that a slide that is added says so too. Measures are in millimetres.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any, Final
from xml.sax.saxutils import escape  # nosec B406 # (it writes, and reads nothing)

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Mm, Pt

from gis.briefing import as_tables
from gis.briefing.content import Briefing
from gis.briefing.measuring import fitting, shortened, wide
from gis.maps.palette import LIGHT
from gis.words import say

WIDE: Final = 338.667
HIGH: Final = 190.5
EDGE: Final = 13.0
FONT: Final = "Arial"
"""Every office has it, with every Vietnamese letter."""
TITLE: Final = (EDGE, 7.0, WIDE - 2 * EDGE - 52, 15.0)
"""Left, top, width, height."""
FOOT: Final = (EDGE, 179.5, 280.0, 7.0)
_NUMBER: Final = (WIDE - EDGE - 30, 179.5, 30.0, 7.0)
_MARKS: Final = (WIDE - EDGE - 50, 7.0, 50.0, 15.0)
_TITLE_SIZES: Final = (26.0, 22.0, 19.0, 16.0, 14.0)
_WATERMARKS: Final = (80, 64, 48, 36, 24)
_TITLE_ONLY: Final = 5
_LONGEST: Final = 255
"""So many letters may stand in a property of the file."""
_RGB: Final[Any] = RGBColor.from_string
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PLACEHOLDERS: Final = {"title": TITLE, "ftr": FOOT, "sldNum": _NUMBER}
_THEME: Final = {
    "dk1": LIGHT.text, "lt1": LIGHT.surface, "dk2": LIGHT.primary, "lt2": LIGHT.raised, "accent1": LIGHT.primary,
    "accent2": LIGHT.measure[3], "accent3": LIGHT.measure[2], "accent4": LIGHT.stage["handed_over"],
    "accent5": LIGHT.stage["paying"], "accent6": LIGHT.warning, "hlink": LIGHT.link, "folHlink": LIGHT.link,
}  # fmt: skip


class Slides:
    """Slides in the making."""

    def __init__(self, briefing: Briefing, moment: dt.datetime) -> None:
        self.briefing = briefing
        self.foot = as_tables.foot(briefing, moment)
        self.demo = as_tables.demo(briefing)
        self.show = Presentation()
        self.show.slide_width, self.show.slide_height = Mm(WIDE), Mm(HIGH)
        self.layout = _layout(self.show)
        if self.demo:
            _watermark(self.layout, self.demo)
        _describe(self.show, briefing, self.demo)

    def add(self, title: str) -> Any:
        """Add a slide with its title, foot, number, marks and notes."""
        slide = self.show.slides.add_slide(self.layout)
        heading = slide.shapes.title
        room = TITLE[2] - 2, TITLE[3]
        size = fitting(title, _TITLE_SIZES, room, bold=True)
        heading.text_frame.text = shortened(title, size, room, bold=True)
        heading.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
        self._feet(slide)
        marks = "\n".join(text for text in (self.briefing.mark, self.demo) if text)
        if marks:
            words(slide, marks, _MARKS, 9, bold=True, colour=LIGHT.warning, right=True)
        slide.notes_slide.notes_text_frame.text = _notes(self.briefing, self.foot)
        return slide

    def _feet(self, slide: Any) -> None:
        """Bring foot and number from the layout onto the slide, where the program looks for them."""
        for placeholder in self.layout.placeholders:
            if placeholder.element.ph.get("type") in ("ftr", "sldNum"):
                slide.shapes._spTree.append(copy.deepcopy(placeholder.element))  # noqa: SLF001 — no public way
        foot = next(each for each in slide.placeholders if each.element.ph.get("type") == "ftr")
        foot.text_frame.text = " · ".join(text for text in (self.demo, self.foot) if text)


def words(
    slide: Any,
    text: str,
    box: tuple[float, float, float, float],
    points: float,
    *,
    bold: bool = False,
    colour: str = LIGHT.text,
    right: bool = False,
    inside: float = 0.0,
) -> Any:
    """Write text into a box (left, top, width, height) without borders; answer its frame.

    Parameters
    ----------
    slide, text, box, points, bold, colour, right
        Where, what, and how it looks.
    inside
        Room between box and text; a box with room has a ground.
    """
    shape = slide.shapes.add_textbox(*(Mm(each) for each in box))
    if inside:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _RGB(LIGHT.raised[1:])
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Mm(inside)
    for number, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT
        run_of(paragraph, line, points, bold=bold, colour=colour)
    return frame


def run_of(paragraph: Any, text: str, points: float, *, bold: bool = False, colour: str = LIGHT.text) -> None:
    """Write text at the end of a paragraph."""
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(points), bold
    run.font.color.rgb = _RGB(colour[1:])


def described(shape: Any, text: str) -> None:
    """Say what a picture shows, for those who listen."""
    shape.element.nvPicPr.cNvPr.set("descr", text)


def _layout(show: Any) -> Any:
    """Fit the one layout that is used to 16 : 9 and the look of the house; drop all others."""
    layout = show.slide_layouts[_TITLE_ONLY]
    for other in list(show.slide_layouts):
        if other is not layout:
            show.slide_layouts.remove(other)
    master = show.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme.blob = _themed(theme.blob)
    for placeholder in [*master.placeholders, *layout.placeholders]:
        kind = placeholder.element.ph.get("type")
        if kind in _PLACEHOLDERS:
            _place(placeholder, kind)
        else:
            placeholder.element.getparent().remove(placeholder.element)
    return layout


def _place(placeholder: Any, kind: str) -> None:
    left, top, width, height = _PLACEHOLDERS[kind]
    placeholder.left, placeholder.top, placeholder.width, placeholder.height = Mm(left), Mm(top), Mm(width), Mm(height)
    frame = placeholder.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    style, end = placeholder.element.txBody.find(f"{_A}lstStyle"), "r" if kind == "sldNum" else "l"
    for old in list(style):
        style.remove(old)
    size, bold = (_TITLE_SIZES[0], 1) if kind == "title" else (9, 0)
    ink = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    run = f'<a:defRPr sz="{round(size * 100)}" b="{bold}">{ink}</a:defRPr>'
    style.append(parse_xml(f'<a:lvl1pPr {nsdecls("a")} algn="{end}">{run}</a:lvl1pPr>'))


def _themed(theme: bytes) -> bytes:
    """Put the type and the colours of the house into the theme, so that what is added looks alike."""
    text = re.sub(r'(<a:latin typeface=")[^"]*"', rf'\g<1>{FONT}"', theme.decode())
    for name, colour in _THEME.items():
        new = f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", new, text, flags=re.DOTALL)
    return text.encode()


def _watermark(layout: Any, text: str) -> None:
    """Mark the layout across, beneath its placeholders."""
    size = next(size for size in _WATERMARKS if wide(text, size, bold=True) < WIDE * 0.8)
    colour = f'<a:srgbClr val="{LIGHT.warning[1:]}"><a:alpha val="10000"/></a:srgbClr>'
    run = f'<a:rPr lang="vi-VN" sz="{size * 100}" b="1"><a:solidFill>{colour}</a:solidFill></a:rPr>'
    place = f'<a:off x="0" y="{Mm(HIGH / 2 - 25)}"/><a:ext cx="{Mm(WIDE)}" cy="{Mm(50)}"/>'
    shape = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="{escape(text)}"/><p:cNvSpPr txBox="1"/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm rot="{-28 * 60_000}">{place}</a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        f'<a:bodyPr wrap="square" anchor="ctr"/><a:lstStyle/><a:p><a:pPr algn="ctr"/>'
        f"<a:r>{run}<a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    layout.element.cSld.spTree.insert(2, shape)


def _describe(show: Any, briefing: Briefing, demo: str) -> None:
    """Say in the properties of the file what it is."""
    told = {
        "title": as_tables.title(briefing), "subject": briefing.filters, "author": briefing.unit, "comments": demo,
        "keywords": f"{briefing.digest} {briefing.data}", "last_modified_by": briefing.unit,
        "language": briefing.language,
    }  # fmt: skip
    for name, text in told.items():
        setattr(show.core_properties, name, text[:_LONGEST])


def _notes(briefing: Briefing, foot: str) -> str:
    """Answer what the speaker reads under each slide: filters, period, sources, link."""
    sources = f"{say('briefing.sources', briefing.language)}: {'; '.join(briefing.sources)}"
    told = (as_tables.demo(briefing), briefing.filters, briefing.period, sources, foot, briefing.link)
    return "\n".join(text for text in told if text)
