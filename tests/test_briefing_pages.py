"""Pages say what the briefing says, whole and readable, and the same bytes twice."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

import fontpkg
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from gis.areas import Areas
from gis.briefing import formats, pages
from gis.briefing.content import Briefing
from gis.briefing.measuring import POINT, wide
from gis.briefing.paper_table import Table
from gis.errors import AreasError, RequestError
from gis.filters import Filters
from gis.insight.situation import situation
from gis.law import rules
from gis.words import LANGUAGES, Language, say
from tests import city
from tests.test_briefing_content import NOW, made, many

MOMENT = dt.datetime(2026, 10, 3, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
DEMO = replace(NOW, snapshot=replace(NOW.snapshot, demo=True))
AREAS = city.areas()


def pdf(said: Briefing, size: str = "A4", areas: Areas = AREAS) -> PdfReader:
    return PdfReader(io.BytesIO(pages.written(said, areas, fmt="pdf", size=size, moment=MOMENT)))


def picture(said: Briefing, areas: Areas = AREAS) -> Image.Image:
    return Image.open(io.BytesIO(pages.written(said, areas, fmt="png", moment=MOMENT)))


def plain(text: str) -> str:
    """Text without spaces: where lines break says nothing."""
    return re.sub(r"\s+", "", text)


def text(reader: PdfReader) -> str:
    return plain("".join(page.extract_text() for page in reader.pages))


DOTS = Table(
    "Danh sách", ("Việc", "Số ngày"),
    tuple((f"Việc thứ {n}\nrất dài " + "và nhiều chữ " * 9, str(n)) for n in range(90)),
    texts=(0,), note="Ghi chú",
)  # fmt: skip
"""Ninety lines whose text breaks."""


@pytest.mark.parametrize("size", formats.PAPERS)
def test_a_paper_is_laid_out_by_what_it_has(size: str) -> None:
    bare = replace(made(now=many(12)), picture=None, figures=(), tables=(DOTS,), paragraphs=("Một câu.",))
    read = pdf(bare, size)
    assert len(read.pages) > 2
    whole = text(read)
    assert plain("Một câu.") in whole
    assert [n for n in range(90) if plain(f"Việc thứ {n} rất dài") not in whole] == []
    alone = replace(bare, tables=(), paragraphs=("Không có việc gì.",))
    assert len(pdf(alone, size).pages) == 1
    assert plain("Không có xã, phường nào") not in text(pdf(alone, size))


def test_a_picture_cuts_a_long_table_and_says_how_much_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters stay as large as in a short table: the lines that find no room are counted instead."""
    bare = replace(made(now=many(12)), picture=None, figures=(), tables=(DOTS,))
    image = np.asarray(picture(bare).convert("L"))
    short = np.asarray(picture(replace(bare, tables=(replace(DOTS, rows=DOTS.rows[:3]),))).convert("L"))
    assert image.shape == (2160, 3840)
    top = slice(0, 700)  # the same head, table head and first line, at the same place and size
    assert np.array_equal(image[top], short[top])
    assert say("briefing.more", "vi", n="80") == "còn 80 dòng, xem bản PDF"


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    assert pages.widths(replace(DOTS, texts=()), 178) == []
    assert [[*each] for each in pages.widths(DOTS, 178)] == [["share"], ["ems"]]
    words, sums = pages.widths(replace(DOTS, headings=("Việc", "Cộng"), rows=(("a", "1.234.567"),)), 178)
    assert words["ems"] == pytest.approx(wide("Việc", 1 / POINT, bold=True), abs=0.2)
    assert sums["ems"] == pytest.approx(wide("1.234.567", 1 / POINT), abs=0.2)
    few, many = (pages.widths(replace(DOTS, headings=("Project", *["Paid (households)"] * n), texts=(0,),
                                      rows=(("a", *["1"] * n),)), 178) for n in (6, 7))  # fmt: skip
    whole = wide("(households)", 1 / POINT, bold=True)
    assert [one["ems"] for one in few[1:]] == [pytest.approx(whole, abs=0.2)] * 6
    assert all(one["ems"] < whole - 1 for one in many[1:]), "a long word is parted where columns crowd"


@pytest.mark.parametrize("size", formats.PAPERS)
def test_what_finds_room_in_a_line_stands_in_one(size: str) -> None:
    """Names of bodies missed their number by a letter, which stood below them, row after row."""
    body = "Ban Bồi thường, hỗ trợ, tái định cư khu vực 12"
    kinds = ("Thi hành quyết định có hiệu lực (quyết định)", *["Kết luận, cam kết (nội dung)"] * 11)
    bodies = (*["UBND xã"] * 3, *[body] * 9)
    days = ("Quá đến 30 ngày", "Quá 31–90 ngày", "Quá trên 90 ngày")
    headings = (
        "Loại việc",
        "Cơ quan có trách nhiệm",
        *days,
        "Chưa thi hành xong",
        "Quá mốc chưa đối chiếu",
        "Sắp đến hạn",
    )
    rows = tuple((kind, who, *["208"] * 6) for kind, who in zip(kinds, bodies, strict=True))
    tables = (replace(DOTS, rows=DOTS.rows[:1]), Table("Việc", headings, rows, texts=(0, 1)))
    bare = replace(made(now=many(12)), picture=None, figures=(), tables=tables)
    read = [page.extract_text(extraction_mode="layout") for page in pdf(bare, size).pages]
    assert sum(page.count(body) for page in read) == 9


def test_long_texts_get_more_room_than_short_ones_beside_them() -> None:
    rows = (
        ("Phường Một", "Ban Bồi thường, hỗ trợ, tái định cư", "rất dài " * 40),
        ("Xã Hai", "UBND xã", "rất dài " * 20),
    )
    name, body, why = (
        each["share"] for each in pages.widths(Table("", ("Xã", "Ai", "Vì sao"), rows, texts=(0, 1, 2)), 178)
    )
    assert why > 2 * body > 2 * name >= 2 * wide("Phường", 1 / POINT)


@cache
def long_city() -> Areas:
    """The drawn city with the longest names there could be."""
    name = "Phường Văn Miếu – Quốc Tử Giám và các tổ dân phố " * 4
    return replace(
        AREAS,
        province_name="Thành phố " + "Dài " * 40,
        wards=AREAS.wards.assign(full_name=name, name=name),
        digest="long",
    )


@pytest.mark.parametrize("size", formats.PAPERS)
@pytest.mark.parametrize("kind", ["overview", "ward"])
def test_every_figure_is_read_back_from_the_pdf(kind: str, size: str) -> None:
    said = made(kind, Filters(ward=("00001",)) if kind == "ward" else None, many(12))
    read = text(pdf(said, size))
    words = [said.title, said.filters, said.as_of, said.period, said.method, *said.sources, *said.reasons]
    words += [part for figure in said.figures for part in (figure.label, figure.value, figure.note, *figure.change)]
    words += [part for figure in said.figures for step in figure.steps for part in (step.label, step.value)]
    words += [cell for table in said.tables for row in (table.headings, *table.rows, table.total) for cell in row]
    words += [part for block in said.blocks for row in block.rows for part in (row.label, row.value)]
    words += [part for block in said.blocks for bar in block.bars for part in (bar.label, bar.value)]
    words += [entry.label for section in said.picture.legend for entry in section.entries]
    assert [word for word in words if plain(word) not in read] == []


@pytest.mark.parametrize("fmt", ["pdf", "png"])
def test_the_same_briefing_gives_the_same_bytes(fmt: str) -> None:
    first, again = (pages.written(made(), AREAS, fmt=fmt, moment=MOMENT) for _ in range(2))
    assert first == again
    assert first != pages.written(made(), AREAS, fmt=fmt, moment=MOMENT + dt.timedelta(minutes=1))


def test_the_pdf_can_be_read_aloud_and_says_what_it_is() -> None:
    said = made()
    reader = pdf(said)
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "vi"
    assert reader.metadata is not None
    assert reader.metadata.title == f"{said.title}: {said.place}"
    assert said.digest in str(reader.metadata.get("/Keywords"))
    assert reader.metadata.creation_date == MOMENT
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert {name for name in fonts if "BeVietnamPro" not in name} == set()


def _fonts(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_every_page_says_its_number_its_day_its_moment_and_its_digest() -> None:
    said = made(now=DEMO)
    reader = pdf(said)
    for number, page in enumerate(reader.pages, start=1):
        read = plain(page.extract_text())
        wanted = (
            f"trang {number}/{len(reader.pages)}", said.as_of, "Xuất lúc 08:00 03/10/2026 (UTC+7)", said.digest,
            "DỮ LIỆU MÔ PHỎNG",
        )  # fmt: skip
        assert [word for word in wanted if plain(word) not in read] == []


def test_invented_data_are_marked_across_every_page_and_real_ones_on_none() -> None:
    def across(said: Briefing) -> list[int]:
        return [plain(page.extract_text()).count("DỮLIỆUMÔPHỎNG") for page in pdf(said).pages]

    assert min(across(made(now=DEMO))) >= 2, "in the foot and across the page"
    assert max(across(made())) == 0
    reds = [np.asarray(picture(one).convert("RGB")).astype(int) for one in (made(now=DEMO), made())]
    assert np.abs(reds[0] - reds[1]).sum() > 0


def test_the_mark_is_on_the_paper_only_where_it_is_chosen() -> None:
    assert "LƯUHÀNHNỘIBỘ" not in text(pdf(made()))
    assert "LƯUHÀNHNỘIBỘ" in text(pdf(replace(made(), mark="LƯU HÀNH NỘI BỘ")))


@pytest.mark.parametrize("kind", ["overview", "ward"])
def test_a_picture_is_one_page_of_sixteen_to_nine(kind: str) -> None:
    filters = Filters(ward=("00001",))
    assert picture(made(kind, filters)).size == (3_840, 2_160)
    assert picture(made(kind, filters, long_now()), long_city()).size == (3_840, 2_160)


def long_now() -> Any:
    names = [row | {"name": "Dự án " + "rất dài " * 24} for row in city.ROWS["project"]]
    return situation(city.snapshot(city.ROWS | {"project": names}), long_city(), rules.current())


@pytest.mark.parametrize("kind", ["overview", "ward", "project", "duties", "monthly", "pack"])
@pytest.mark.parametrize("fmt", ["png", "A4", "A4-landscape"])
def test_nothing_runs_out_of_the_page_however_long_the_names(kind: str, fmt: str) -> None:
    """The margin all around stays empty, down to 4 mm from the edge of the sheet."""
    chosen = Filters(ward=("00001",)) if kind == "pack" else Filters(ward=("00001",), project=("P1",))
    said = made(kind, chosen, long_now())
    for sheet in _sheets(said, fmt):
        ink = np.asarray(sheet.convert("L")) < 200
        edge = round(4 / 25.4 * sheet.info["ppi"])
        assert not ink[:edge].any()
        assert not ink[-edge:].any()
        assert not ink[:, :edge].any()
        assert not ink[:, -edge:].any()
        assert ink.any()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fmt", ["A4", "A4-landscape"])
def test_the_foot_stands_on_one_line(language: Language, fmt: str) -> None:
    """Ten millimetres above the edge there is one line of ink, however much it says."""
    said = replace(made(now=DEMO, language=language), as_of="Số liệu đến ngày 30/09/2026, " + "rất dài " * 12)
    for sheet in _sheets(said, fmt):
        zone = np.asarray(sheet.convert("L"))[-round(15 / 25.4 * 72) :]
        inked = np.flatnonzero((zone < 170).any(axis=1))
        assert 3 <= inked.max() - inked.min() <= 10


@pytest.mark.parametrize("kind", ["ward", "project"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_one_page(kind: str, language: Language) -> None:
    said = made(kind, Filters(ward=("00001",), project=("P1",)), now=many(12), language=language)
    assert len(pdf(said).pages) == 1


def test_what_does_not_fit_on_one_page_goes_on_unharmed() -> None:
    said = made("ward", Filters(ward=("00001",)))
    many_reasons = replace(said, reasons=tuple(f"Lý do thứ {n}: " + "rất dài " * 30 for n in range(40)))
    reader = pdf(many_reasons)
    assert len(reader.pages) > 1
    assert [one for one in many_reasons.reasons if plain(one) not in text(reader)] == []


def _sheets(said: Briefing, fmt: str) -> list[Image.Image]:
    ppi = 72
    made_ = pages.drawn(said, long_city(), layout="slide" if fmt == "png" else fmt, moment=MOMENT, ppi=ppi)
    sheets = [Image.open(io.BytesIO(content)) for content in made_]
    for sheet in sheets:
        sheet.info["ppi"] = ppi
    return sheets


def test_a_view_without_any_ward_says_so() -> None:
    said = made(filters=Filters(district=("000",)))
    for size in formats.PAPERS:
        assert plain("Không có xã, phường nào khớp với bộ lọc.") in text(pdf(said, size))
    assert picture(said).size == (3_840, 2_160)


def test_text_from_a_file_is_text_and_nothing_else() -> None:
    """Typst would read a file, or run code, where text were taken for markup."""
    name = '#read("/etc/passwd") *bold* $x$ <b> \\ @x'
    odd = replace(AREAS, province_name=name, digest="odd")
    now = situation(city.snapshot(), odd, rules.current())
    assert plain(name) in text(pdf(made(now=now), areas=odd))


@pytest.mark.parametrize(("fmt", "size", "said"), [("doc", "A4", "no format “doc”"), ("pdf", "A3", "no paper “A3”")])
def test_what_cannot_be_written_is_said(fmt: str, size: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        pages.written(made(), AREAS, fmt=fmt, size=size, moment=MOMENT)


def test_a_missing_typeface_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise LookupError

    monkeypatch.setattr(fontpkg, "family", missing)
    with pytest.raises(AreasError, match="Be Vietnam Pro"):
        pages.written(made(), AREAS, fmt="pdf", moment=MOMENT)
