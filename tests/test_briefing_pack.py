"""The paper before a meeting: what page and sheet tell of its place, with single cases only where they may stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from gis.briefing.content import Briefing
from gis.briefing.kinds import briefing, file_name
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight import meeting
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.view import Meeting, Sheet
from tests import city
from tests.test_briefing_content import NOW, many, reading
from tests.test_briefing_pages import pdf, plain, text
from tests.test_ui_dialogues import COMING, SITTINGS

AN = Sheet("ward", "00001")


def met(*more: dict[str, Any]) -> Situation:
    """The drawn city with dialogues to come, receptions of both heads, and more dialogues."""
    rows = {
        "dialogue": [*city.ROWS["dialogue"], *COMING, *more],
        "reception": [*city.ROWS["reception"], *SITTINGS],
    }
    return situation(city.snapshot(city.ROWS | rows), city.areas(), rules.current())


def made(now: Situation = NOW, filters: Filters | None = None, *, single: bool = False, **view: Any) -> Briefing:
    mark = "internal" if single else "none"
    return briefing("pack", reading(filters, now, **view), mark=mark, address="https://bando.vn", case_level=single)


def lines(said: Briefing) -> dict[str, dict[str, str]]:
    return {block.name: {row.label: row.value for row in block.rows} for block in said.blocks}


def test_a_pack_of_a_ward_is_its_sheet_and_what_is_owed() -> None:
    said, sheet = made(sheet=AN), briefing("ward", reading(sheet=AN))
    assert (said.title, said.place) == ("Tài liệu trước buổi làm việc", "Phường An")
    assert said.file == "truoc-cuoc-hop_phuong-an_2026-09-30" == file_name("pack", reading(sheet=AN))
    assert said.link == "https://bando.vn/tai-lieu-truoc-buoi-lam-viec?as_of=2026-09-30&sheet=ward-00001"
    blocks = {block.name: block for block in said.blocks}
    assert {name: blocks[name] for name in ("cases", "contact", "compensation", "projects")} == {
        block.name: block for block in sheet.blocks if block.name != "sites"
    }
    assert (said.reasons, said.figures) == (sheet.reasons, sheet.figures)
    assert made(filters=Filters(ward=("00001",))).blocks == said.blocks


def test_what_is_owed_has_its_basis() -> None:
    said = made(many(12), sheet=AN)
    bases = next(table for table in said.tables if table.headings[2] == "Căn cứ")
    assert "Luật Đất đai 2024, Điều 94" in {row[2] for row in bases.rows}
    assert lines(said)["duties"]["Quá hạn, chưa xong"].startswith("<5 hộ chưa được chi trả")


def test_a_dialogue_brings_its_place_who_chairs_and_whom_people_met() -> None:
    said = made(met(), meeting=Meeting(dialogue="D4", reception=dt.date(2026, 9, 2)))
    assert said.paragraphs == ("Đối thoại giải quyết khiếu nại D4: sắp tổ chức 03/10/2026.",)
    assert said.place == "Đường vành đai Vẽ, Phường An"
    assert lines(said)["who"] == {"Người chủ trì": "Chủ tịch UBND (dự kiến)", "Người tiếp": "Bí thư cấp ủy (Phường An)"}
    assert list(lines(said)["contacts"]) == ["05/09/2026", "02/09/2026", "20/11/2024"]
    assert said.figures == (), "only one project of the ward is meant"
    assert "compensation" not in lines(said)
    assert said.link.endswith("dialogue=D4&reception=2026-09-02")


def test_single_cases_and_promises_stand_only_where_they_may() -> None:
    asked = Meeting(cases=("K1", "K2"))
    said = made(met(), meeting=asked)
    assert not any(code in repr(said) for code in ("K1", "K2", "C1"))
    assert said.link.endswith("sheet=ward-00001")
    told = made(met(), meeting=asked, single=True)
    assert told.mark == "LƯU HÀNH NỘI BỘ"
    assert "bí mật nhà nước" in told.hints[0]
    assert told.link.endswith("about=K1&about=K2")
    cases, promises = told.tables[1], told.tables[2]
    assert [row[0] for row in cases.rows] == ["K1", "K2"]
    assert (
        "Giải quyết khiếu nại lần đầu (Luật Khiếu nại 2011, Điều 28): hạn 31/08/2026, quá 30 ngày" in cases.rows[0][4]
    )
    assert next(row[1].split(":")[0] for row in promises.rows) == "Quá hạn"
    assert len(promises.rows) == 3


def test_a_persuasion_meeting_to_come_is_no_paper_and_one_held_is_not_forwarded() -> None:
    coming = {"code": "D9", "kind": "persuasion", "ward": "00001", "project": "P1", "announced_on": "2026-09-20",
              "planned_for": "2026-10-07"}  # fmt: skip
    with pytest.raises(RequestError, match="enforcement is near"):
        made(met(coming), meeting=Meeting(dialogue="D9"))
    assert "07/10/2026" not in repr(made(met(coming), sheet=AN, single=True))


def test_the_result_of_one_case_is_not_forwarded() -> None:
    row = {"code": "D8", "ward": "00001", "project": "P1", "announced_on": "2026-09-10", "held_on": "2026-09-20"}
    now = met(row | {"kind": "complaint", "result": "agreed"}, row | {"code": "D7", "kind": "plan", "result": "agreed"})
    told = [contact for contact in contacts(made(now, sheet=AN)) if "thống nhất" in contact]
    assert [contact.split(" · ")[0] for contact in told] == ["Đối thoại về phương án (Điều 87)"]
    assert sum("thống nhất" in contact for contact in contacts(made(now, sheet=AN, single=True))) == 2


def contacts(said: Briefing) -> list[str]:
    return [row.value for block in said.blocks if block.name == "contacts" for row in block.rows]


@examples(max_examples=8, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9))
def test_no_small_count_of_households_leaves(paid: int, waiting: int) -> None:
    """Of one ward: its project's row, the sheet and the figures are the same counts."""
    file = {"ward": "00001", "project": "P1", "area": 100.0, "approved_on": "2025-01-10", "effective_on": "2025-01-20"}
    rows = [file | {"code": f"P{i}", "paid_on": "2025-02-10"} for i in range(paid)]
    rows += [file | {"code": f"W{i}"} for i in range(waiting)]
    now = situation(city.snapshot(city.ROWS | {"household_file": rows}), city.areas(), rules.current())
    said = made(now, sheet=AN)
    table = next((one for one in said.tables if one.headings[1] == "Giai đoạn"), None)
    cells = [cell for row in table.rows for cell in row[2:]] if table else []
    assert [cell for cell in cells if cell in ("1", "2", "3", "4")] == []
    column = dict(zip(table.headings, table.rows[0], strict=True)) if table else {}
    told = column.get("Đã chi trả", "ẩn")
    assert told in ("<5", "ẩn", "–") or int(told) == paid


def test_what_cannot_be_prepared_for_is_said() -> None:
    with pytest.raises(RequestError, match="needs a place"):
        made()
    with pytest.raises(RequestError, match="D99"):
        made(meeting=Meeting(dialogue="D99"))


def test_a_place_without_anything_says_so_and_the_digest_follows_what_is_told() -> None:
    said = made(sheet=Sheet("ward", "00004"))
    assert {block.name: block.nothing for block in said.blocks}["contacts"] == "Chưa ghi nhận lần tiếp xúc nào."
    assert lines(said)["duties"] == {}
    assert said.digest == made(sheet=Sheet("ward", "00004")).digest
    assert len({said.digest, made(sheet=AN).digest, made(many(12), sheet=AN).digest}) == 3


@pytest.mark.parametrize("size", ["A4", "A4-landscape"])
def test_every_text_is_read_back_and_invented_data_say_so_on_every_page(size: str) -> None:
    said = replace(made(met(), meeting=Meeting(cases=("K1", "K2")), single=True), demo=True)
    read = pdf(said, size)
    whole = text(read)
    assert all(plain("DỮ LIỆU MÔ PHỎNG") in plain(page.extract_text()) for page in read.pages)
    cells = [cell for table in said.tables for row in (table.headings, *table.rows) for cell in row]
    cells += [part for block in said.blocks for row in block.rows for part in (row.label, row.value)]
    cells += [said.title, *said.paragraphs, *said.reasons, *said.hints, said.mark]
    assert [cell for cell in cells if plain(cell) not in whole] == []


def test_the_place_is_that_of_the_page() -> None:
    asked = Meeting(dialogue="D4")
    found = meeting.gathered(met(), asked, None, due_soon_days=7)
    assert found is not None
    said = made(met(), meeting=asked)
    assert found.progress.index.tolist() == ["P1"]
    assert [row[0] for row in said.tables[0].rows] == ["Đường vành đai Vẽ"]
