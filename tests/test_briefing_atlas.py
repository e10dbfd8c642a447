"""An atlas holds every ward once, a page each; its contents lead there; no page tells what another hides."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pypdf import PdfReader

from gis.areas import Areas
from gis.briefing import atlas_pages, atlas_words, formats, pictures
from gis.briefing.atlas import Atlas, atlas
from gis.briefing.atlas_pages import Pages
from gis.briefing.framing import Asked
from gis.briefing.kinds import briefing
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight import wards
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.view import Sheet
from tests import city
from tests.test_briefing_content import NOW, many, reading
from tests.test_briefing_pages import AREAS, MOMENT, long_city, plain

NAMES = ["Phường An", "Phường Bình", "Xã Cát", "Xã Đông"]


def quiet(_: int, __: int) -> None:
    """Nobody looks on."""


def bound(filters: Filters | None = None, now: Situation = NOW, **view: Any) -> Atlas:
    return atlas(reading(filters, now, **view), Asked(address="https://bando.vn/"), quiet)


def pdf(made: Atlas, size: str = "A4", moment: dt.datetime = MOMENT, areas: Areas = AREAS) -> bytes:
    """Draw and set an atlas in this very process."""
    pages = Pages(areas, size)
    for one in made.pages:
        pages.draw(one.picture, one.link)
    return pages.bound(atlas_words.words(made, size, moment), moment)


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


@pytest.mark.parametrize("size", formats.PAPERS)
def test_every_ward_has_one_page_and_the_contents_say_which(size: str) -> None:
    reader = read(pdf(bound(), size))
    pages = [plain(page.extract_text()) for page in reader.pages]
    assert len(pages) == 2 + len(NAMES)
    for place, name in enumerate(NAMES):
        assert f"·Tậpphiếuđịabàn{plain(name)}" in pages[2 + place].replace("DỮLIỆUMÔPHỎNG", "")
        dots = pages[1].split(plain(name), 1)[1].lstrip(".")
        assert dots.startswith(str(3 + place))
        assert f"trang{3 + place}/6" in pages[2 + place]


def test_contents_and_outline_lead_to_the_pages() -> None:
    reader = read(pdf(bound()))
    outline = [(str(one.title), reader.get_destination_page_number(one)) for one in reader.outline]  # type: ignore[union-attr, arg-type]
    assert outline == [("Mục lục", 1), *((name, 2 + place) for place, name in enumerate(NAMES))]
    links = [note.get_object() for note in reader.pages[1]["/Annots"]]  # type: ignore[attr-defined]
    targets = {_target(link, reader) for link in links}
    assert targets == {2, 3, 4, 5}


def _target(link: Any, reader: PdfReader) -> int:
    place = link["/A"]["/D"] if "/A" in link else link["/Dest"]
    if isinstance(place, str):
        return int(reader.get_destination_page_number(reader.named_destinations[place]) or 0)
    return next(n for n, page in enumerate(reader.pages) if page.indirect_reference == place[0])


def test_it_can_be_read_aloud_and_each_page_leads_to_its_screen() -> None:
    reader = read(pdf(bound()))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert bound().digest in str(reader.metadata.get("/Keywords"))
    assert bound().pages[0].link == "https://bando.vn/?as_of=2026-09-30&sheet=ward-00001"


def test_the_same_moment_gives_the_same_bytes() -> None:
    assert pdf(bound()) == pdf(bound())
    assert pdf(bound()) != pdf(bound(), moment=MOMENT + dt.timedelta(minutes=1))


def test_only_the_chosen_wards_are_bound_and_none_is_said() -> None:
    made = bound(Filters(ward=("00003", "00001")))
    assert [one.place for one in made.pages] == ["Phường An", "Xã Cát"]
    assert made.file == "tap-phieu-dia-ban_thanh-pho-ve_2026-09-30"
    with pytest.raises(RequestError, match="No ward matches"):
        bound(Filters(district=("000",)))


def test_a_sheet_says_what_the_single_sheet_says_but_no_change() -> None:
    one = bound(now=many(12)).pages[0]
    alone = briefing("ward", reading(Filters(ward=("00001",)), many(12)))
    assert one.blocks == alone.blocks
    assert [figure.value for figure in one.figures] == [figure.value for figure in alone.figures]
    assert {figure.change for figure in one.figures} == {()}


def test_a_ward_opened_on_the_shared_map_is_drawn_as_on_its_own_sheet() -> None:
    about = reading(now=many(12))
    table = wards.table(about.selection, about.period)
    opening = pictures.opening(table, about)
    for code in map(str, table.index):
        alone = replace(about, view=about.view.opening(Sheet("ward", code)))
        assert opening(code) == pictures.picture(table, alone)


def test_maps_and_links_are_handed_on_before_anything_is_told() -> None:
    handed: list[tuple[Any, str]] = []
    made = atlas(reading(), Asked(), quiet, lambda picture, link: handed.append((picture, link)))
    assert handed == [(one.picture, one.link) for one in made.pages]


def test_the_longest_names_still_have_a_page_each() -> None:
    made = replace(bound(), pages=tuple(replace(one, place="Phường " + "Dài " * 50) for one in bound().pages))
    assert len(read(pdf(made, areas=long_city())).pages) == 6


@pytest.mark.parametrize("most", [27.0, 1_000.0], ids=["taken for high", "found to be high"])
@pytest.mark.parametrize("size", formats.PAPERS)
def test_what_is_too_high_for_a_page_is_set_smaller_and_only_that(
    size: str, most: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atlas_words, "_MOST_LINES", most)
    plain_one, *_ = made = bound().pages
    high = replace(plain_one, reasons=tuple(f"Lý do {n}" for n in range(90)))
    pages = [page.extract_text() for page in read(pdf(replace(bound(), pages=(made[1], high, *made[2:])), size)).pages]
    assert len(pages) == 2 + 4
    said = [
        sheet["high"] for sheet in atlas_words.words(replace(bound(), pages=(made[1], high)), size, MOMENT)["sheets"]
    ]
    assert said == [False, most < 1_000]
    assert "Lý do 0" in pages[3]
    assert "Lý do 89" in pages[3]
    last = pdf(replace(bound(), pages=(*made[1:], high)), size)
    assert len(read(last).pages) == 2 + 4, "also where no other sheet follows"


def test_a_fault_of_the_template_is_not_taken_for_a_high_sheet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "atlas.typ"
    broken.write_text('#panic("another")', encoding="utf-8")
    monkeypatch.setattr(atlas_pages, "_SOURCE", broken)
    with pytest.raises(RuntimeError, match="another"):
        pdf(bound())


@examples(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(["00001", "00002", "00003", "00004"]), st.booleans()), max_size=45))
def test_all_sheets_and_the_overview_together_tell_no_small_count(drawn: list[tuple[str, bool]]) -> None:
    """Where the total of open cases stands, never exactly one ward's count is hidden over atlas and ward table."""
    late = {"received_on": "2026-07-25", "accepted_on": "2026-08-01"}
    case = {"case_class": "complaint", "level": "first", "within_competence": True, "received_on": "2026-09-01"}
    rows = [case | {"code": f"X{i}", "ward": ward} | (late if old else {}) for i, (ward, old) in enumerate(drawn)]
    now = situation(city.snapshot(city.ROWS | {"case": rows}), city.areas(), rules.current())
    asked = reading(now=now)
    table = wards.table(asked.selection, asked.period)
    seen = pictures.seen(table, asked)
    told = {one.place: {figure.name: figure.value for figure in one.figures} for one in bound(now=now).pages}
    for name, column in (("open", "open_cases"), ("overdue", "overdue_cases")):
        marked = [not told[asked.name("ward", str(code))][name].isdigit() for code in table.index]
        for code, hidden in zip(table.index, marked, strict=True):
            assert hidden >= seen.hidden.at[code, column], "what the table hides is hidden on the sheet"
            assert not 0 < table.at[code, column] < 5 or hidden
        assert sum(marked) != 1 or bool(seen.totals and seen.totals.hidden.at["total", column])
