"""The paper of areas for an early dialogue says what the page says, of the answer that is kept."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from gis import areas
from gis.access.suppression import shown
from gis.answers.hotspots import Question
from gis.briefing import early_answer, early_picture, early_plan, early_since, early_words, pages
from gis.briefing.content import Briefing
from gis.briefing.kinds import briefing
from gis.briefing.leaving import leaving
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.maps.picture import DEVELOPMENTS, OutlineMark
from gis.settings import Settings
from gis.ui import process
from gis.ui.here import Here
from gis.view import Outlook, View
from tests import city, waves
from tests.test_briefing_content import desk, reading
from tests.test_briefing_pages import MOMENT, pdf, plain, text
from tests.test_ui_hotspots import OFFICER, keep_risk, now
from tests.waves import AN, BINH

SMALL = re.compile(r"(?<![\d.,<–(])[1-4](?= (?:vụ|hộ|kết luận|quyết định|cuộc))")


@pytest.fixture
def answered(drawn_office: Settings) -> Settings:
    """The drawn city with a wave in Phường An, and its answer kept."""
    office = waves.record(drawn_office)
    waves.answer(office, Question(now(office), Filters(), OFFICER))
    return office


def made(office: Settings, filters: Filters | None = None, found: Situation | None = None, **view: Any) -> Briefing:
    here = found or now(office)
    asked = replace(reading(filters, here, **view), desk=desk(here))
    return briefing("hotspots", asked, address="https://bando.vn")


def column(said: Briefing, place: int, name: str) -> list[str]:
    table = said.tables[place]
    return [row[table.headings.index(name)] for row in table.rows]


def test_it_says_what_it_is_about(answered: Settings) -> None:
    said = made(answered, outlook=Outlook(plan=(AN,)))
    assert said.title == "Địa bàn cần đối thoại sớm"
    assert said.file == "doi-thoai-som_thanh-pho-ve_2026-09-30"
    assert said.link == f"https://bando.vn/doi-thoai-som?as_of=2026-09-30&plan={AN}"
    assert said.paragraphs[0] == "1 trong 4 xã, phường có cụm vụ việc tập trung bất thường."
    assert said.paragraphs[1].startswith("Kết quả thống kê, không thay kết luận của cấp có thẩm quyền.")
    assert [figure.value for figure in said.figures] == ["1", "0", "0"]
    assert "9.999 hoán vị, 999 bản đồ ngẫu nhiên, mầm 1" in said.method
    assert "nguy cơ tương đối từ 1,5" in said.method
    assert "từ 30 hộ bị ảnh hưởng" in said.method


def test_the_list_is_that_of_the_page(answered: Settings) -> None:
    said, here = made(answered), Here(View(as_of=city.AS_OF), now(answered))
    found = early_answer.listed(early_answer.told(here), None, here)
    page = early_words.hidden(found, here).values
    assert column(said, 0, "Xã, phường") == ["Phường An"]
    assert column(said, 1, "Xã, phường") == ["1. Phường An"]
    assert column(said, 1, "Diễn biến cụm vụ việc") == ["mới xuất hiện"]
    assert column(said, 1, "Vụ việc chưa giải quyết xong") == [str(page.at[AN, "n"])] == ["81"]
    rate = column(said, 1, "Trên 100 hộ bị ảnh hưởng (khoảng 90%)")[0]
    assert rate.startswith(f"{page.at[AN, 'rate']:.1f}".replace(".", ","))
    assert rate.endswith(f"({page.at[AN, 'rate_within']})")
    assert column(said, 1, "Mốc pháp lý, cam kết tiếp theo") == [
        "30/09/2026\nGiải quyết khiếu nại lần đầu (Luật Khiếu nại 2011, Điều 28)"
    ]
    assert len(said.tables[2].rows) == 3
    assert set(said.picture.wards if said.picture else ()) == set(page.index)


def test_no_small_count_leaves(answered: Settings) -> None:
    """On screen an officer reads that one promise is late in Phường An."""
    said, here = made(answered), Here(View(as_of=city.AS_OF), now(answered))
    found = early_answer.listed(early_answer.told(here), None, here)
    assert "1 kết luận, cam kết quá hạn" in early_words.hidden(found, here).values.at[AN, "reasons"]
    cells = [cell for table in said.tables for row in table.rows for cell in row]
    assert any("<5 kết luận, cam kết quá hạn" in cell for cell in cells)
    assert [cell for cell in cells if SMALL.search(cell)] == []


def test_a_hidden_rate_is_no_missing_data(answered: Settings) -> None:
    """Three cases are hidden in one ward, and those of another with them: the map says why it has no colour there."""
    closed = replace(reading(None, now(answered)), desk=desk(now(answered)))
    table = early_answer.listed(early_answer.told(closed), None, closed)
    table["n"] = pd.Series([81.0, 3.0, 40.0, 50.0], index=table.index)
    content = early_words.hidden(table, closed)
    picture = early_picture.picture(table, content, closed)
    hidden = {str(code) for code in content.values.index[content.hidden["n"]]}
    assert len(hidden) > 1
    assert {code for code, mark in picture.wards.items() if mark.swatch == "too-few"} == hidden
    assert "số nhỏ không nêu" in picture.legend[-1].entries[-1].label


def test_what_is_expected_stands_where_it_was_worked_out(answered: Settings) -> None:
    said = made(answered)
    assert "chưa được tính cho ngày này" in said.paragraphs[2]
    assert all("kéo dài" not in heading for table in said.tables for heading in table.headings)
    keep_risk(answered)
    more = made(answered)
    assert column(more, 1, "Dự kiến kéo dài (khoảng 90%)") == ["2\n(1–4)"]
    assert "180 ngày" in more.paragraphs[2]
    assert more.digest != said.digest


def test_projects_stand_below_the_wards_as_on_the_page(answered: Settings) -> None:
    said, here = made(answered), Here(View(as_of=city.AS_OF), now(answered))
    listed = early_words.ordered(early_words.hidden(early_answer.projects(None, here), here).values)
    table = next(one for one in said.tables if one.title == "Dự án theo số vụ việc dự kiến kéo dài")
    assert [row[0] for row in table.rows] == [here.name("project", str(code)) for code in listed.index]
    cells = dict(zip(table.headings, table.rows[0], strict=True))
    assert cells["Vụ việc chưa giải quyết xong"] in (str(listed["n"].iloc[0]), "<5", "ẩn")
    assert "Diễn biến cụm vụ việc" not in table.headings, "clusters are told of wards only"


def test_the_plan_stands_on_the_paper_of_whoever_may_plan(answered: Settings) -> None:
    said = made(answered, outlook=Outlook(plan=(BINH, AN)))
    table = next(one for one in said.tables if one.title.startswith("Kế hoạch đối thoại tháng 10/2026"))
    assert [row[0] for row in table.rows] == ["Phường Bình", "Phường An"]
    here = Here(View(as_of=city.AS_OF, outlook=Outlook(plan=(BINH, AN))), now(answered))
    days = early_plan.planned(early_answer.listed(early_answer.told(here), None, here), here)["suggested"]
    assert [row[1] for row in table.rows] == [f"{day:%d/%m/%Y}" for day in days]
    assert table.note == "Ngày gợi ý, cần thống nhất với địa phương."
    assert not any(one.title.startswith("Kế hoạch") for one in made(answered).tables)
    viewer = replace(desk(now(answered)), reader=replace(OFFICER, role="viewer", alone=False))
    asked = replace(reading(None, now(answered), outlook=Outlook(plan=(AN,))), desk=viewer)
    assert not any(one.title.startswith("Kế hoạch") for one in briefing("hotspots", asked).tables)


def test_what_changed_since_another_day_is_told_as_on_the_page(answered: Settings) -> None:
    """On 31/7 the wave of August had not come: An is new since."""
    against = dt.date(2026, 7, 31)
    then = process.situation_on(against)
    waves.answer(answered, Question(then, Filters(), OFFICER))
    here = Here(View(as_of=city.AS_OF, outlook=Outlook(against=against)), now(answered))
    said = briefing("hotspots", leaving(here))
    table = next(one for one in said.tables if one.title == "Thay đổi so với số liệu đến ngày 31/07/2026")
    assert table.rows[0][:4] == ("Phường An", "mới", "không có cụm bất thường", "mới xuất hiện")
    assert table.rows[0][-1] == "81"
    assert any("Từ 31/07/2026 đến 30/09/2026: 1 mới." in text for text in said.paragraphs)


def test_a_day_that_nobody_worked_out_is_said_and_stops_no_paper(answered: Settings) -> None:
    for against, why in ((dt.date(2026, 8, 31), "Chưa tính địa bàn"), (dt.date(1999, 1, 1), "01/01/1999")):
        here = Here(View(as_of=city.AS_OF, outlook=Outlook(against=against)), now(answered))
        said = briefing("hotspots", leaving(here))
        assert any(why in text for text in said.paragraphs)
        assert not any(table.title.startswith("Thay đổi") for table in said.tables)


def test_a_comparison_hides_what_the_list_hides() -> None:
    index = pd.Index([AN, BINH], name="ward")
    table = pd.DataFrame({"n": [7, 3]}, index=index).astype("Int64")
    listed = shown(table, OFFICER, counts=("n",), threshold=5, for_file=True)
    changes = pd.DataFrame(
        {"change": ["same", "new"], "class_then": ["none", "none"], "class_now": ["new", "new"],
         "rate_then": [9.0, 9.0], "rate_now": [7.0, 3.0], "n_then": [50.0, 60.0], "n_now": [7.0, 60.0]}, index=index,
    )  # fmt: skip
    content = early_since.beside(early_since.hidden(changes, reading()), listed)
    assert content.hidden["n_now"].to_list() == content.hidden["rate_now"].to_list() == [True, True]
    assert content.display("vi")["n_now"].to_list() == ["ẩn", "<5"]
    assert content.hidden["n_then"].to_list() == [False, False]


def test_without_an_answer_it_says_how_to_have_one(drawn_office: Settings) -> None:
    office = waves.record(drawn_office)
    with pytest.raises(RequestError, match="not worked out yet for figures as of 30/09/2026"):
        made(office)
    nothing = situation(city.snapshot({}), city.areas(), rules.current())
    with pytest.raises(RequestError, match="both cases and household files"):
        made(office, found=nothing)


def test_another_choice_of_wards_asks_for_no_other_answer(answered: Settings) -> None:
    said = made(answered, Filters(ward=(BINH,)))
    assert said.paragraphs[0] == "0 trong 1 xã, phường có cụm vụ việc tập trung bất thường."
    assert "lựa chọn địa bàn chỉ thu hẹp danh sách" in said.method
    assert [len(table.rows) for table in said.tables] == [1]
    assert said.digest == made(answered, Filters(ward=(BINH,))).digest
    assert said.digest != made(answered, Filters(ward=(BINH,)), language="en").digest


@pytest.mark.parametrize("size", ["A4", "A4-landscape"])
def test_every_cell_is_read_back_and_invented_data_say_so_on_every_page(answered: Settings, size: str) -> None:
    said = replace(made(answered), demo=True)
    read = pdf(said, size, areas.load(answered))
    whole = text(read)
    assert all(plain("DỮ LIỆU MÔ PHỎNG") in plain(page.extract_text()) for page in read.pages)
    cells = [cell for table in said.tables for row in (table.headings, *table.rows) for cell in row]
    cells += [said.title, *said.paragraphs, said.method]
    cells += [entry.label for section in said.picture.legend for entry in section.entries] if said.picture else []
    assert [cell for cell in cells if plain(cell) not in whole] == []


def test_patterns_are_told_apart_in_black_and_white(answered: Settings) -> None:
    """Every pattern, and none, on a pale and on a dark ward: no two pictures are alike once their colours are gone."""
    said, outlines = made(answered), areas.load(answered)

    def grey(ward: str, development: str | None) -> np.ndarray:
        marks = (OutlineMark(ward, development, "cụm"),) if development else ()  # type: ignore[arg-type]
        bare = replace(said, picture=replace(said.picture, outlines=marks, legend=()), tables=(), paragraphs=("x",))
        drawn = pages.drawn(bare, outlines, layout="slide", moment=MOMENT, ppi=60)[0]
        return np.asarray(Image.open(io.BytesIO(drawn)).convert("L")).astype(int)

    swatches = {str(code): mark.swatch for code, mark in said.picture.wards.items()} if said.picture else {}
    assert swatches[AN] != swatches[BINH]
    for ward in (AN, BINH):
        seen = [grey(ward, development) for development in (None, *DEVELOPMENTS)]
        for one, other in combinations(seen, 2):
            assert (abs(one - other) > 40).sum() > 100
