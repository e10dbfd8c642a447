"""The paper of duties says what the page says, to whom no small count and no single case is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from gis.briefing import duties_paper
from gis.briefing.content import Briefing
from gis.briefing.kinds import briefing
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight import duties
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.scope import Scope
from tests import city
from tests.test_briefing_content import NOW, desk, reading
from tests.test_briefing_pages import pdf, plain, text

CASE = {"case_class": "complaint", "level": "first", "within_competence": True, "received_on": "2026-01-02"}
ACCEPTED = {"late": "2026-08-01", "later": "2026-07-15", "latest": "2026-02-01", "coming": "2026-09-10"}
"""Name → day from which the 30 days of a first complaint run: 30, 47 and 211 days past, and 10 days left."""
BODIES = ("UBND phường An", "UBND xã Cát", "")
SMALL = re.compile(r"(?<![\d.,])[1-4](?![\d.,])")
MARKS = {"<5", "ẩn"}


def owing(numbers: Mapping[tuple[str, str], int], **rows: Any) -> Situation:
    """The drawn city with so many complaints of each body and lateness, and nothing else that is due."""
    made = [
        CASE | {"code": f"{body}{how}{n}", "ward": "00001", "accepted_on": ACCEPTED[how], "deciding_body": body or None}
        for (body, how), count in numbers.items()
        for n in range(count)
    ]
    kept = {name: city.ROWS[name] for name in ("project", "project_ward")}
    return situation(city.snapshot({**kept, "case": made, **rows}), city.areas(), rules.current())


def made(now: Situation = NOW, filters: Filters | None = None, *, single: bool = False, **view: Any) -> Briefing:
    asked = reading(filters, now, **view)
    return briefing(
        "duties", asked, mark="internal" if single else "none", address="https://bando.vn", case_level=single
    )


def counts(said: Briefing) -> Iterator[str]:
    """Every cell and figure that counts something."""
    yield from (figure.value for figure in said.figures)
    yield from (figure.note.rsplit(": ", 1)[-1] for figure in said.figures if ": " in figure.note)
    for table in said.tables[:2]:
        yield from (cell for row in table.rows for place, cell in enumerate(row) if place not in (0, *table.texts))


def test_it_says_what_it_is_about() -> None:
    said = made(filters=Filters(ward=("00001",)))
    assert (said.title, said.place) == ("Việc cần làm: quá hạn và sắp đến hạn", "Phường An")
    assert said.file == "viec-can-lam_phuong-an_2026-09-30"
    assert said.link == "https://bando.vn/viec-can-lam?ward=00001&as_of=2026-09-30"
    assert said.filters == "Tại Phường An, số liệu đến 30/09/2026."
    assert said.picture is None


def test_totals_are_those_of_the_page() -> None:
    """Seven late by a month, six by more than a quarter, nine to come."""
    now = owing({(BODIES[0], "late"): 7, (BODIES[0], "latest"): 6, (BODIES[1], "coming"): 9})
    said, page = made(now), duties.counts(duties.due(now.select(Filters())))
    assert said.tables[0].rows == (("Giải quyết vụ việc (vụ việc)", "13", "", "0", "9"),)
    assert [int(page.at["case", state]) for state in ("past", "past_unverified", "coming")] == [13, 0, 9]
    assert said.figures[0].value == "13"
    assert said.figures[0].warn
    assert said.figures[0].note == "quá hạn, chưa xong; đến hạn trong 30 ngày tới: 9"
    assert said.tables[1].headings[2:5] == ("Quá đến 30 ngày", "Quá 31–90 ngày", "Quá trên 90 ngày")
    assert said.tables[1].rows == (
        ("Giải quyết vụ việc (vụ việc)", "UBND phường An", "7", "0", "6", "", "0", "0"),
        ("Giải quyết vụ việc (vụ việc)", "UBND xã Cát", "0", "0", "0", "", "0", "9"),
    )
    assert said.tables[2].rows == (
        ("Giải quyết khiếu nại lần đầu", said.tables[2].rows[0][1], "Luật Khiếu nại 2011, Điều 28", "đã đọc điều luật"),
    )


def test_the_drawn_city_owes_too_little_to_tell() -> None:
    said = made()
    assert {figure.value for figure in said.figures} == {"<5"}
    assert set(counts(said)) <= {"0", "", *MARKS}


@examples(max_examples=12, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(BODIES), st.sampled_from(sorted(ACCEPTED))), st.integers(0, 9), min_size=1, max_size=8
    )
)
def test_no_small_count_leaves_and_what_is_told_is_true(numbers: dict[tuple[str, str], int]) -> None:
    said = made(owing(numbers))
    told = list(counts(said))
    assert [cell for cell in told if SMALL.fullmatch(cell)] == []
    for row in said.tables[1].rows if said.tables else ():
        body = "" if row[1] == "chưa ghi nhận cơ quan" else row[1]
        true = [numbers.get((body, how), 0) for how in ("late", "later", "latest", "coming")]
        read = [row[place] for place in (2, 3, 4, 7)]
        assert all(cell in MARKS or int(cell) == n for cell, n in zip(read, true, strict=True))
    past = sum(n for (_, how), n in numbers.items() if how != "coming")
    assert all(figure.value in MARKS or int(figure.value) == past for figure in said.figures)


@examples(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=3, max_size=3))
def test_a_total_less_the_rows_tells_nothing(numbers: Sequence[int]) -> None:
    """Of one column whose total is told either no row is hidden, or more than one."""
    said = made(owing({(body, "late"): n for body, n in zip(BODIES, numbers, strict=True)}))
    if said.tables and said.tables[0].rows[0][1] not in MARKS:
        assert sum(row[2] in MARKS for row in said.tables[1].rows) != 1


def test_single_duties_stand_only_where_they_may() -> None:
    assert "K1" not in repr(made())
    said = made(single=True)
    assert said.mark == "LƯU HÀNH NỘI BỘ"
    assert "bí mật nhà nước" in said.hints[0]
    rows = said.tables[2].rows
    assert [row[-1] for row in rows] == ["–", "K1", "C1", "K2", "C2"]
    assert rows[1][:4] == ("31/08/2026", "quá 30 ngày", "Giải quyết khiếu nại lần đầu", "Luật Khiếu nại 2011, Điều 28")
    with pytest.raises(RequestError, match="must bear the mark"):
        briefing("duties", reading(), case_level=True)
    viewer = replace(desk(), reader=Scope("99", None, "viewer"))
    with pytest.raises(RequestError, match="Only officers may"):
        briefing("duties", replace(reading(), desk=viewer), mark="internal", case_level=True)


def test_no_day_of_a_persuasion_meeting_nor_of_an_enforcement_leaves() -> None:
    meeting = {"code": "D9", "kind": "persuasion", "ward": "00001", "project": "P1", "announced_on": "2026-09-20",
               "planned_for": "2026-10-07"}  # fmt: skip
    rows = city.ROWS | {"dialogue": [*city.ROWS["dialogue"], meeting]}
    now = situation(city.snapshot(rows), city.areas(), rules.current())
    said = made(now, single=True)
    assert (said.tables, said.figures) == (made(single=True).tables, made(single=True).figures)
    assert "07/10/2026" not in repr(said)


def test_nothing_due_is_said_and_nothing_recorded_is_not_known() -> None:
    said = made(filters=Filters(ward=("00004",)))
    assert (said.tables, said.figures) == ((), ())
    assert said.paragraphs == ("Không có việc quá hạn hoặc đến hạn trong 30 ngày tới trong phạm vi đang chọn.",)
    nothing = situation(city.snapshot({}), city.areas(), rules.current())
    assert "chưa biết việc gì đến hạn" in made(nothing).paragraphs[0]
    assert len(pdf(said).pages) == 1


def test_the_digest_follows_what_is_owed() -> None:
    first = owing({(BODIES[0], "late"): 7})
    assert made(first).digest == made(owing({(BODIES[0], "late"): 7})).digest
    others = {made(owing({(BODIES[0], "late"): 8})).digest, made(first, language="en").digest}
    assert len({made(first).digest, *others}) == 3


@pytest.mark.parametrize("size", ["A4", "A4-landscape"])
def test_every_figure_is_read_back_and_invented_data_say_so_on_every_page(size: str) -> None:
    body = "Ban Bồi thường, hỗ trợ, tái định cư " + "khu vực rất dài " * 10
    now = owing({(f"{body}{n}", "late"): n for n in range(5, 25)})
    invented = replace(now, snapshot=replace(now.snapshot, demo=True))
    said = made(invented)
    read = pdf(said, size)
    assert len(read.pages) > 1
    assert all(plain("DỮ LIỆU MÔ PHỎNG") in plain(page.extract_text()) for page in read.pages)
    cells = [cell for table in said.tables for row in (table.headings, *table.rows) for cell in row]
    cells += [said.title, said.filters, *(part for figure in said.figures for part in (figure.label, figure.value))]
    whole = text(read)
    assert [cell for cell in cells if plain(cell) not in whole] == []


def test_what_a_rule_asks_is_told_once() -> None:
    found = duties.due(NOW.select(Filters()))
    rows = duties_paper.bases(found, reading()).rows
    assert [row[0] for row in rows] == ["Giải quyết khiếu nại lần đầu", "Chi trả tiền bồi thường, hỗ trợ"]
