"""Slides say what the briefing says, can be edited, and hold their text in its boxes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation
from pptx.util import Mm

from gis.areas import Areas
from gis.briefing import formats, slide_table
from gis.briefing.columns import SIDE, settled, widths
from gis.briefing.content import Briefing
from gis.briefing.formats import Way
from gis.briefing.measuring import fitting, high, lines, longest_word, narrowest, shortened, wide
from gis.briefing.paper_table import Table
from gis.briefing.slide_ground import EDGE, FOOT, HIGH, WIDE
from gis.filters import Filters
from gis.insight.situation import situation
from gis.law import rules
from tests import city
from tests.test_briefing_content import made, many
from tests.test_briefing_formats import every
from tests.test_briefing_pages import AREAS, DEMO, MOMENT, long_city, long_now

LONG = Table(
    "Phụ lục", ("Xã, phường", *(f"Cột {n}" for n in range(9))),
    tuple((f"Phường {n}", *[str(n)] * 9) for n in range(126)), ("Cộng", *["9.999"] * 9), "Ghi chú của bảng.",
)  # fmt: skip


def shown(said: Briefing, areas: Areas = AREAS) -> Any:
    return Presentation(io.BytesIO(formats.written(said, areas, Way("pptx"), moment=MOMENT)))


def texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        if shape.has_table:
            yield from (text for row in cells(shape.table) for text in row)


def tables(show: Any) -> list[Any]:
    return [shape.table for slide in show.slides for shape in slide.shapes if shape.has_table]


def cells(table: Any) -> list[tuple[str, ...]]:
    return [tuple(cell.text.replace("\v", "\n") for cell in row.cells) for row in table.rows]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["overview", "ward", "project"])
def test_everything_said_is_read_back_from_the_slides(kind: str, language: str) -> None:
    said = made(kind, Filters(ward=("00001",), project=("P1",)), many(12), language=language)
    show = shown(said)
    read = "\n".join(text for slide in show.slides for text in texts(slide))
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in show.slides)
    assert [text for text in every(said) if text not in read and text != said.link] == []
    assert said.link in notes


def test_one_short_sentence_has_no_slide_of_its_own() -> None:
    said = made("ward", Filters(ward=("00001",)), many(12))
    short = shown(replace(said, paragraphs=("Buổi làm việc tại địa bàn.",)))
    assert len(short.slides) == len(shown(said).slides)
    assert "Buổi làm việc tại địa bàn." in list(texts(short.slides[0]))
    assert len(shown(replace(said, paragraphs=("Câu dài. " * 40,))).slides) == len(short.slides) + 1


def test_a_text_of_two_lines_is_as_wide_as_its_wider_line() -> None:
    assert wide("71,1\n(59,9–83,2)", 10) == wide("(59,9–83,2)", 10) > wide("71,1", 10)


def test_a_table_is_a_table_and_a_long_one_goes_on_under_its_headings() -> None:
    show = shown(replace(made(), tables=(LONG,)))
    parts = [cells(table) for table in tables(show) if cells(table)[0] == LONG.headings]
    assert len(parts) > 3
    assert [row for part in parts for row in part[1:]] == [*LONG.rows, LONG.total]
    titles = [slide.shapes.title.text for slide in show.slides]
    assert [title for title in titles if title.startswith("Phụ lục")] == [
        f"Phụ lục ({n}/{len(parts)})" for n in range(1, len(parts) + 1)
    ]


def test_a_cell_of_two_lines_has_a_break_that_the_program_knows() -> None:
    two = replace(LONG, rows=(("Phường 1", "71,1\n(59,9–83,2)", *["1"] * 8),), total=())
    (table,) = (table for table in tables(shown(replace(made(), tables=(two,)))) if len(table.columns) == 10)
    cell = table.cell(1, 1)._tc
    assert [line.text for line in cell.iter("{*}t")] == ["71,1", "(59,9–83,2)"]
    assert len(list(cell.iter("{*}br"))) == 1
    assert cells(table)[1] == two.rows[0]


def test_every_slide_can_be_edited_and_says_what_it_is() -> None:
    said = replace(made("ward", Filters(ward=("00001",)), DEMO), mark="LƯU HÀNH NỘI BỘ")
    show = shown(said)
    assert (show.slide_width, show.slide_height) == (Mm(WIDE), Mm(HIGH))
    for slide in show.slides:
        assert slide.shapes.title.text
        read = " ".join(texts(slide))
        wanted = (said.as_of, "08:00 03/10/2026 (UTC+7)", said.digest, "DỮ LIỆU MÔ PHỎNG", "LƯU HÀNH NỘI BỘ")
        assert [word for word in wanted if word not in read] == []
        assert any("slidenum" in each.get("type", "") for each in slide.element.iter("{*}fld"))
        notes = slide.notes_slide.notes_text_frame.text
        assert said.filters in notes
        assert said.sources[0] in notes
        across = [shape.text_frame.text for shape in slide.slide_layout.shapes if shape.has_text_frame]
        assert "DỮ LIỆU MÔ PHỎNG" in across


def test_real_data_carry_no_mark() -> None:
    show = shown(made())
    read = [text for slide in show.slides for shapes in (slide, slide.slide_layout) for text in texts(shapes)]
    assert not any("MÔ PHỎNG" in text or "NỘI BỘ" in text for text in read)


def test_the_map_is_a_picture_with_words_and_the_code_leads_back() -> None:
    said = made()
    pictures = [shape for slide in shown(said).slides for shape in slide.shapes if shape.shape_type == 13]
    drawn, code = pictures
    assert drawn.element.nvPicPr.cNvPr.get("descr") == said.picture.alt
    assert said.link in code.element.nvPicPr.cNvPr.get("descr")
    image = Image.open(io.BytesIO(drawn.image.blob))
    assert image.width >= 1_200
    assert image.width / image.height == pytest.approx(drawn.width / drawn.height, rel=0.01)
    links = [run.hyperlink.address for slide in shown(said).slides for run in _runs(slide)]
    assert said.link in links


def _runs(slide: Any) -> Iterator[Any]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield from (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)


def test_the_file_names_itself() -> None:
    said = made()
    properties = shown(said).core_properties
    assert properties.title == said.title
    assert properties.author == said.unit
    assert said.digest in properties.keywords
    assert {str(moment)[:19] for moment in (properties.created, properties.modified)} == {"2026-10-03 01:00:00"}


def test_text_from_a_file_is_text_and_nothing_else() -> None:
    name = '<a:t>&"x" \x07 =1+1'
    odd = replace(AREAS, province_name=name, wards=AREAS.wards.assign(full_name=name), digest="odd")
    said = made(now=situation(city.snapshot(), odd, rules.current()))
    read = "\n".join(text for slide in shown(said, odd).slides for text in texts(slide))
    assert read.count(name.replace("\x07", " ")) >= len(AREAS.wards)


@pytest.mark.parametrize("kind", ["overview", "ward", "project"])
def test_text_stays_in_its_box_however_long_the_names(kind: str) -> None:
    said = made(kind, Filters(ward=("00001",), project=("P1",)), long_now())
    for slide in shown(replace(said, tables=(*said.tables, LONG)), long_city()).slides:
        for shape in slide.shapes:
            _holds(shape)


@pytest.mark.parametrize("filters", [Filters(district=("000",)), Filters(ward=("00001",)), Filters()])
def test_empty_and_small_views_stay_in_their_boxes_too(filters: Filters) -> None:
    for slide in shown(made(filters=filters)).slides:
        for shape in slide.shapes:
            _holds(shape)


def _holds(shape: Any) -> None:
    """The shape lies on the slide, and what it says within the shape."""
    left, top, width, tall = (value / Mm(1) for value in (shape.left, shape.top, shape.width, shape.height))
    assert left >= EDGE - 0.1
    assert left + width <= WIDE - EDGE + 0.1
    assert top >= 5
    if shape.is_placeholder and top >= FOOT[1] - 0.1:
        assert top + tall <= HIGH
    else:
        assert top + tall <= FOOT[1]
    if shape.has_text_frame and not shape.is_placeholder:
        frame = shape.text_frame
        room = width - 2 * frame.margin_left / Mm(1)
        assert sum(_tall(paragraph, room) for paragraph in frame.paragraphs) <= tall + 0.5, shape.text_frame.text
    elif shape.has_text_frame and shape == shape.part.slide.shapes.title:
        assert _tall(shape.text_frame.paragraphs[0], width, bold=True) <= tall + 0.5
    if shape.has_table:
        _table_holds(shape.table)
        assert sum(row.height for row in shape.table.rows) == pytest.approx(shape.height, rel=0.01)


def _tall(paragraph: Any, room: float, *, bold: bool = False) -> float:
    runs = paragraph.runs
    return high(paragraph.text, runs[0].font.size.pt, room, bold=bold or bool(runs[0].font.bold)) if runs else 0.0


def _table_holds(table: Any) -> None:
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            room = (column.width - cell.margin_left - cell.margin_right) / Mm(1)
            runs = cell.text_frame.paragraphs[0].runs
            needed = _tall(cell.text_frame.paragraphs[0], room, bold=bool(runs and runs[0].font.bold))
            assert needed <= row.height / Mm(1) - 1, cell.text


def test_a_view_without_any_ward_says_so() -> None:
    read = " ".join(text for slide in shown(made(filters=Filters(district=("000",)))).slides for text in texts(slide))
    assert "Không có xã, phường nào khớp với bộ lọc." in read


def test_nothing_but_sentences_is_a_presentation_too() -> None:
    nothing = situation(city.snapshot({}), city.areas(), rules.current())
    said = replace(made(now=nothing), figures=(), picture=None, tables=(), paragraphs=("Câu một. " * 60,) * 8)
    show = shown(said)
    read = [text for slide in show.slides for text in texts(slide)]
    assert read.count(said.paragraphs[0]) == 8
    for slide in show.slides:
        for shape in slide.shapes:
            _holds(shape)


@given(st.text(alphabet="aăW ấ", max_size=60), st.floats(10, 100))
def test_a_text_is_measured_line_by_line(text: str, room: float) -> None:
    n = lines(text, 12, room)
    assert n >= 1
    assert n >= wide(" ".join(text.split()), 12) / room - 0.01
    assert lines(text, 12, 10_000) == 1


def test_a_text_is_set_as_large_as_its_room_allows() -> None:
    assert fitting("ab", (20.0, 10.0), (50, 10)) == 20
    assert fitting("ab " * 20, (20.0, 10.0), (50, 20)) == 10
    assert shortened("một hai ba bốn", 12, (100, 10)) == "một hai ba bốn"
    cut = shortened("một hai ba bốn " * 20, 12, (60, 10))
    assert cut.endswith(" …")
    assert high(cut, 12, 60) <= 10


@given(st.text(alphabet="aăW ấ", max_size=60), st.integers(1, 4))
def test_the_narrowest_room_is_the_least_that_holds_so_few_lines(text: str, most: int) -> None:
    room = narrowest(text, 12, most)
    assert room == 0 or lines(text, 12, room) <= most
    words = wide(" ", 12)
    if room > longest_word(text, 12) + 2 * words:  # no room less by a space and a hair does
        assert lines(text, 12, room - words - 0.01) > most


def test_a_heading_of_many_words_takes_few_lines_where_there_is_room() -> None:
    heading = "Hộ đã nhận đủ tiền chưa bàn giao mặt bằng"
    table = Table("", ("Xã, phường", heading), (("Phường 1", "5"), ("Phường 2", "7")))
    for width, most in ((200.0, 3), (60.0, 9)):
        column = widths(table, "vi", width, 12)[1]
        assert lines(heading, 12, column - 2 * SIDE, bold=True) <= most
    assert widths(table, "vi", 60.0, 12)[0] >= wide("Phường 2", 12, bold=True)


def test_room_that_saves_no_line_goes_where_it_saves_some() -> None:
    """The second text misses its last word; the first has room for a word it does not have.

    ::

        aa aa ____ | bbbb bbbb      →     aa aa | bbbb bbbb bb
                   | bb
    """
    short, long = wide("aa aa", 12), wide("bbbb bbbb bb", 12)
    narrow, broad = settled([["aa aa", "aa"], ["bbbb bbbb bb", "bb"]], [wide("aa", 12)] * 2, [short + 5, long - 1], 12)
    assert lines("bbbb bbbb bb", 12, broad) == lines("aa aa", 12, narrow) == 1
    assert narrow + broad == pytest.approx(short + long + 4)


TEXTS = st.lists(st.tuples(*[st.text(alphabet="aW 1\n", max_size=30)] * 3), max_size=5)


@given(TEXTS, st.lists(st.floats(12, 60), min_size=3, max_size=3))
def test_settled_columns_make_no_table_higher(rows: list[tuple[str, str, str]], given_: list[float]) -> None:
    def high_of(widths: list[float]) -> int:
        return sum(max(lines(text, 12, width) for text, width in zip(row, widths, strict=True)) for row in rows)

    texts = [[row[place] for row in rows] for place in range(3)]
    found = settled(texts, [10.0] * 3, given_, 12)
    assert sum(found) == pytest.approx(sum(given_))
    assert min(found) >= 10
    assert high_of(found) <= high_of(given_)


@given(st.lists(st.text(alphabet="aW 1", max_size=40), min_size=2, max_size=9), st.floats(60, 300))
def test_columns_fill_the_width_and_rows_are_shared_out_whole(words: list[str], width: float) -> None:
    rows = tuple(tuple(f"{word}{n}" for word in words) for n in range(30))
    whole = slide_table.laid(Table("", tuple(words), rows, rows[0]), "vi", width, 10)
    assert sum(whole.columns) == pytest.approx(width)
    assert min(whole.columns) > 0
    parts = slide_table.shared(whole, 60, 80)
    assert [line for part in parts for line in part.lines] == [*rows, rows[0]]
    assert all(part.high <= 80 or len(part.rows) == 1 for part in parts)


def test_the_last_slide_of_a_table_is_not_left_with_the_totals_alone() -> None:
    rows = tuple((f"Phường {n}", "1") for n in range(20))
    whole = slide_table.laid(Table("", ("Xã, phường", "Số"), rows, ("Cộng", "20")), "vi", 200, 10)
    two = whole.top + 20.5 * whole.rows[0]  # all but the totals
    assert [len(part.rows) for part in slide_table.shared(whole, two, two)] == [11, 10]
    assert [len(part.rows) for part in slide_table.shared(whole, 2 * two, two)] == [21]
