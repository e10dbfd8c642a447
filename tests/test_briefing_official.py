"""An official paper says what the briefing says, in the layout of the body that signs it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from gis.areas import Areas
from gis.briefing import formats
from gis.briefing.content import Briefing
from gis.briefing.formats import BODIES, Way
from gis.filters import Filters
from gis.insight.situation import situation
from gis.law import rules
from gis.words import say
from tests import city
from tests.test_briefing_content import made, many
from tests.test_briefing_formats import every
from tests.test_briefing_pages import AREAS, DEMO, MOMENT, long_city, long_now
from tests.test_briefing_slides import LONG

COUNTRY, PARTY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"


def paper(said: Briefing, body: str = "state", areas: Areas = AREAS) -> Any:
    return Document(io.BytesIO(formats.written(said, areas, Way("docx", body=body), moment=MOMENT)))


def texts(element: Any) -> Iterator[str]:
    """Text paragraph by paragraph, fields and cells with it."""
    for paragraph in element.iter(qn("w:p")):
        said = paragraph.iter(qn("w:t"), qn("w:br"))
        yield "".join("\n" if one.tag == qn("w:br") else one.text or "" for one in said)


def parts(written: Any) -> tuple[list[str], list[str]]:
    """What stands on the signed pages, and in the annex."""
    report: list[str] = []
    annex: list[str] = []
    into = report
    for element in written.element.body:
        into.extend(texts(element))
        if element.tag == qn("w:p") and element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            into = annex
    return report, annex


def rows(table: Any) -> list[tuple[str, ...]]:
    return [tuple(" ".join(texts(cell)) for cell in row.iter(qn("w:tc"))) for row in table.iter(qn("w:tr"))]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["overview", "ward", "project"])
def test_everything_said_is_read_back_from_the_paper(kind: str, language: str, body: str) -> None:
    said = made(kind, Filters(ward=("00001",), project=("P1",)), many(12), language=language)
    report, annex = parts(paper(said, body))
    read = "\n".join((*report, *annex))
    links = {relation.target_ref for relation in paper(said, body).part.rels.values() if relation.is_external}
    assert [text for text in every(said) if text not in read and text not in links] == []


def test_each_body_writes_its_own_head_with_fields_to_fill() -> None:
    for body, mine, other in (("state", COUNTRY, PARTY), ("party", PARTY, COUNTRY)):
        written = paper(made(), body)
        report, annex = parts(written)
        assert mine in report
        assert other not in report + annex
        assert ("Độc lập - Tự do - Hạnh phúc" in report) is (body == "state")
        tags = [tag.get(qn("w:val")) for tag in written.element.iter(qn("w:tag"))]
        wanted = ["above", "body", "number", "place_and_day", "to_first", "to_file"]
        assert tags[: len(wanted)] == wanted
        assert set(tags[len(wanted) :]) == {"office", "name", "annexed_to"} | (
            {"on_behalf"} if body == "party" else set()
        )


def test_the_signed_pages_carry_no_code_no_link_and_no_digest() -> None:
    said = made(now=many(12))
    written = paper(said)
    report, annex = parts(written)
    assert not any(said.digest in text for text in report)
    assert any(said.digest in text for text in annex)
    order = [element.tag for element in written.element.body.iter() if element.tag in (qn("w:drawing"), qn("w:sectPr"))]
    assert order[0] == qn("w:sectPr"), "the first drawing comes after the section that is signed"
    assert order.count(qn("w:drawing")) == 2
    first = written.sections[0]
    assert not any(text for part in (first.footer, first.first_page_footer) for text in texts(part._element))


@pytest.mark.parametrize("body", BODIES)
def test_the_page_is_that_of_the_decree(body: str) -> None:
    written = paper(replace(made(), tables=(LONG,)), body)
    first, annex = written.sections
    assert _millimetres(first.page_width, first.page_height) == (210, 297)
    assert _millimetres(annex.page_width, annex.page_height) == (297, 210), "ten columns lie across"
    for section in written.sections:
        margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
        bounds = zip(_millimetres(*margins), ((20, 25), (20, 25), (30, 35), (15, 20)), strict=True)
        assert all(low <= margin <= most for margin, (low, most) in bounds)
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml, "numbers begin on the second page"
    normal = written.styles["Normal"]
    assert normal.font.name == "Times New Roman"
    assert Pt(13) <= normal.font.size <= Pt(14)
    assert {style.font.name for style in written.styles if style.name in ("Title", "Heading 1", "Heading 2")} == {
        "Times New Roman"
    }


def test_the_annex_is_numbered_by_itself_in_the_order_that_word_reads() -> None:
    section = [element.tag for element in paper(made()).sections[1]._sectPr]
    wanted = [qn(f"w:{name}") for name in ("pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid")]
    assert [tag for tag in section if tag in wanted] == [tag for tag in wanted if tag in section]
    assert qn("w:pgNumType") in section


def _millimetres(*lengths: int) -> tuple[int, ...]:
    return tuple(round(length / Mm(1)) for length in lengths)


def test_a_long_table_goes_on_under_its_headings_and_no_row_is_parted() -> None:
    written = paper(replace(made(), tables=(LONG,)))
    table = next(each for each in written.element.body.iter(qn("w:tbl")) if len(list(each.iter(qn("w:tr")))) > 100)
    assert rows(table) == [LONG.headings, *LONG.rows, LONG.total]
    first, *others = table.iter(qn("w:tr"))
    assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in (first, *others))
    assert not any("Phường 5" in text for text in parts(written)[0]), "it stands in the annex"


def test_a_cell_of_two_lines_has_a_break_that_the_program_knows() -> None:
    two = replace(LONG, rows=(("Phường 1", "71,1\n(59,9–83,2)", *["1"] * 8),), total=())
    written = paper(replace(made(), tables=(two,)))
    table = next(each for each in written.element.body.iter(qn("w:tbl")) if rows(each)[0] == two.headings)
    assert rows(table)[1] == two.rows[0]
    assert not any("\n" in (text.text or "") for text in table.iter(qn("w:t")))


def test_short_tables_stand_in_the_report_as_they_are() -> None:
    said = made(now=many(12))
    written = paper(said)
    tables = [rows(table) for table in written.element.body.iter(qn("w:tbl"))]
    table = said.tables[-1]
    assert (len(table.headings) > 6) == (table.headings[0] not in parts(written)[0])
    assert [table.headings, *table.rows, table.total] in tables


def test_invented_data_are_marked_in_every_header() -> None:
    for section in paper(made(now=DEMO)).sections:
        for header in (section.header, section.first_page_header):
            assert "DỮ LIỆU MÔ PHỎNG" in list(texts(header._element))
            assert 'string="DỮ LIỆU MÔ PHỎNG"' in header._element.xml, "across the page"
    real = paper(made())
    xml = real.element.xml + "".join(
        part._element.xml for one in real.sections for part in (one.header, one.first_page_header)
    )
    assert "MÔ PHỎNG" not in xml


def test_the_mark_stands_in_a_frame_where_it_is_chosen() -> None:
    written = paper(replace(made(), mark="LƯU HÀNH NỘI BỘ"))
    marked = next(each for each in written.paragraphs if each.text == "LƯU HÀNH NỘI BỘ")
    assert marked._p.pPr.find(qn("w:pBdr")) is not None
    assert "LƯU HÀNH NỘI BỘ" not in parts(paper(made()))[0]


def test_map_and_code_are_told_to_those_who_listen() -> None:
    said = made()
    written = paper(said)
    drawn, code = written.element.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    assert drawn.get("descr") == said.picture.alt
    assert code.get("descr") == f"{say('briefing.open')}: {said.link}"
    image = Image.open(io.BytesIO(_blob(written, 0)))
    assert image.width >= 1_200


def _blob(written: Any, place: int) -> bytes:
    embedded = written.inline_shapes[place]._inline.graphic.graphicData.pic.blipFill.blip.embed
    content: bytes = written.part.related_parts[embedded].blob
    return content


def test_the_file_names_itself() -> None:
    said = made()
    properties = paper(said).core_properties
    assert properties.title == said.title
    assert properties.author == said.unit
    assert said.digest in properties.keywords
    assert {str(moment)[:19] for moment in (properties.created, properties.modified)} == {"2026-10-03 01:00:00"}


def test_text_from_a_file_is_text_and_nothing_else() -> None:
    name = '<w:p>&"x" {PAGE}'
    odd = replace(AREAS, province_name=name, wards=AREAS.wards.assign(full_name=name), digest="odd")
    read = [
        text
        for part in parts(paper(made(now=situation(city.snapshot(), odd, rules.current())), areas=odd))
        for text in part
    ]
    assert read.count(name) >= len(AREAS.wards)


@pytest.mark.parametrize("kind", ["overview", "ward", "project"])
def test_tables_and_map_fit_between_the_margins_however_long_the_names(kind: str) -> None:
    said = made(kind, Filters(ward=("00001",), project=("P1",)), long_now())
    written = paper(replace(said, tables=(*said.tables, LONG)), areas=long_city())
    section = written.sections[1]
    room = section.page_width - section.left_margin - section.right_margin + Mm(0.1)
    assert all(shape.width <= room for shape in written.inline_shapes)
    for table in written.element.body.iter(qn("w:tbl")):
        wide = sum(int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol")))
        assert wide * 635 <= room
        assert min(int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))) > 200


def test_a_view_without_any_ward_says_so() -> None:
    report, _ = parts(paper(made(filters=Filters(district=("000",)))))
    assert "Không có xã, phường nào khớp với bộ lọc." in report


def test_nothing_but_sentences_is_a_paper_too() -> None:
    said = replace(made(), figures=(), picture=None, tables=(), paragraphs=("Câu một.", "Câu hai."))
    report, annex = parts(paper(said))
    assert report.index("Câu hai.") == report.index("Câu một.") + 1
    assert "PHỤ LỤC" in annex
    assert say("briefing.nothing") not in report
