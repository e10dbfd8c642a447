"""The paper of a reporting period: sentences, tables that add up, and nothing in them that tells a hidden count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from gis.briefing import monthly_counts, monthly_projects
from gis.briefing.content import Briefing
from gis.briefing.kinds import briefing, file_name
from gis.briefing.progress_columns import KINDS
from gis.briefing.reading import Reading
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight import cases, compensation, overview
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.view import View
from gis.words import say
from tests import city
from tests.test_briefing_content import desk
from tests.test_briefing_pages import pdf, plain, text
from tests.test_insight_petitions import PETITIONS

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
# September 2026 is held against August, and against September 2025.
DAYS = (dt.date(2026, 9, 30), dt.date(2026, 8, 31), dt.date(2025, 9, 30))
_HELD = {"ward": "00001", "state": "held", "role": "chairman", "kind": "periodic", "mode": "in_person"}
MET = [
    _HELD | {"code": "R1", "held_on": "2026-09-15", "turns": 7, "people": 9, "crowds": 0},
    _HELD | {"code": "R2", "held_on": "2026-08-15", "turns": 10, "people": 9, "crowds": 0},
    _HELD | {"code": "R3", "held_on": "2025-09-15", "turns": 7},
]


def reading(rows: Rows = city.ROWS, *, known: Sequence[dt.date] = DAYS, below: int = 1, **view: Any) -> Reading:
    @cache
    def on(day: dt.date, _: dt.datetime | None) -> Situation:
        if day not in known:
            raise RequestError("records.before_records", asked=day, first=city.AS_OF)
        return situation(city.snapshot(rows, as_of=day), city.areas(), rules.current())

    now = on(city.AS_OF, None)
    asked = View(as_of=city.AS_OF, period="month", **view)
    return Reading(asked, now, replace(desk(now), on=on, suppress_below=below))


def made(rows: Rows = city.ROWS, **asked: Any) -> Briefing:
    return briefing("monthly", reading(rows, **asked), address="https://bando.vn/")


def line(said: Briefing, title: str, first: str) -> dict[str, str]:
    table = next(table for table in said.tables if table.title.startswith(title))
    row = next(row for row in (*table.rows, table.total) if row[0] == first)
    return dict(zip(table.headings, row, strict=True))


def test_a_rise_a_fall_and_what_is_the_same_are_said() -> None:
    """Received: K6 in September, K2 in August, none a year before. Left: K1, K2, K3, K6; in August the first three."""
    said = " ".join(made(city.ROWS | {"reception": MET}).paragraphs)
    assert "tiếp nhận 1 vụ việc, không đổi so với kỳ trước, tăng 1 so với cùng kỳ năm trước; cùng 3 vụ việc" in said
    assert "Cuối kỳ còn 4 vụ việc chưa giải quyết xong, tăng 1 (33,3%) so với kỳ trước" in said
    assert "Tiếp công dân 7 lượt, giảm 3 (30%) so với kỳ trước, không đổi so với cùng kỳ năm trước" in said
    assert "với 9 người, không đổi so với kỳ trước, chưa có số liệu cùng kỳ năm trước để so sánh" in said
    assert "đã chi trả 2 hộ, không đổi so với kỳ trước" in said
    assert "Chủ tịch UBND tiếp 1 ngày" in said


def test_what_is_unknown_is_said_as_unknown() -> None:
    said = made(known=DAYS[:2]).paragraphs
    assert said[-1] == "Chưa có số liệu cùng kỳ năm trước để so sánh."
    assert "tiếp nhận 1 vụ việc, không đổi so với kỳ trước; cùng 3" in said[0]
    nothing = made({"project": city.PROJECTS})
    assert nothing.paragraphs[:2] == ("Chưa ghi nhận vụ việc nào.", "Chưa ghi nhận buổi tiếp công dân nào.")
    assert "nên chưa có số liệu bồi thường" in nothing.paragraphs[2]
    assert made({"project": city.PROJECTS}, language="en").paragraphs[0] == "No case is recorded."


def test_the_figures_are_those_of_the_pages() -> None:
    asked = reading()
    said, balance = briefing("monthly", asked), cases.balance(asked.selection, asked.period)
    assert balance
    whole = line(said, "Tiếp nhận, giải quyết", "Tổng số")
    assert list(whole.values())[1:6] == [
        str(getattr(balance.whole, term)) for term in ("carried_over", "received", "to_resolve", "resolved", "left")
    ]
    head = overview.figures(asked.selection, asked.period)
    table = compensation.totals(compensation.projects(asked.selection))
    assert head.households == table["households"] == 5
    assert line(said, "Tiến độ", "Hộ")["Kỳ này"] == "5"
    assert line(said, "Kết luận", "Trong đó quá hạn")["Kỳ này"] == "1"


def test_wards_and_what_no_ward_is_known_of_add_up_to_the_total() -> None:
    """K9 lies in no ward, C5 neither: the lines still add up to what the tables say."""
    rows = city.ROWS | {
        "case": [*city.ROWS["case"], {"code": "K9", "case_class": "complaint", "received_on": "2026-09-02"}],
        "commitment": [*city.COMMITMENTS, {"code": "C5", "notice_on": "2026-08-01", "due": "2026-09-01"}],
    }
    said = made(rows)
    annex = said.tables[-1]
    assert [row[0] for row in annex.rows] == ["Phường An", "Phường Bình", "Xã Cát", "Xã Đông", "Chưa rõ địa bàn"]
    for place in range(1, len(annex.headings)):
        assert sum(int(row[place]) for row in annex.rows) == int(annex.total[place])
    lost = dict(zip(annex.headings, annex.rows[-1], strict=True))
    assert (lost["Tiếp nhận"], lost["Còn lại"], lost["Cam kết quá hạn"], lost["Hộ có đất thu hồi"]) == (
        "1",
        "1",
        "1",
        "0",
    )
    assert annex.total[2] == line(said, "Tiếp nhận, giải quyết", "Tổng số")["Tiếp nhận trong kỳ"]


DENOUNCED = [
    {"month_end": "2025-09-30", "received": 4},
    {"month_end": "2026-08-31", "received": 7},
    {"month_end": "2026-09-30", "received": 9},
]


def test_petitions_are_told_by_how_they_came_and_what_they_belong_to() -> None:
    rows = city.ROWS | {"petition": PETITIONS}
    assert line(made(rows), "Tiếp nhận đơn", "Đơn tiếp nhận trong kỳ") == {
        "Chỉ tiêu": "Đơn tiếp nhận trong kỳ", "Kỳ này": "5", "Kỳ trước": "1", "Cùng kỳ năm trước": "0",
    }  # fmt: skip
    assert line(made(rows), "Tiếp nhận đơn", "Theo hình thức gửi: bưu chính")["Kỳ này"] == "2"
    assert line(made(rows), "Tiếp nhận đơn", "Theo loại: khiếu nại")["Kỳ này"] == "3"
    assert line(made(rows, below=5), "Tiếp nhận đơn", "Theo thẩm quyền: không thuộc thẩm quyền")["Kỳ này"] == "<5"
    assert not any(table.title == "Tiếp nhận đơn" for table in made().tables)


def test_denunciations_are_one_number_of_the_whole_city_and_hidden_where_small() -> None:
    rows = city.ROWS | {"denunciation_count": DENOUNCED}
    table = next(table for table in made(rows, below=5).tables if table.title == "Tố cáo toàn thành phố")
    assert table.rows == (("Tố cáo tiếp nhận trong kỳ", "9", "7", "<5"),)
    chosen = made(rows, filters=Filters(ward=("00001",)))
    assert not any("Tố cáo" in table.title for table in chosen.tables)
    assert "Tố cáo tiếp nhận" not in repr(chosen)


def test_projects_stand_with_the_official_columns_and_add_up() -> None:
    said = made()
    four = [table for table in said.tables if "theo dự án" in table.title]
    assert {heading for table in four for heading in table.headings[1:]} == {
        say(f"projects.column.{name}", "vi") for name in KINDS
    }
    plans, approved, _, left = four
    assert [row[0] for row in plans.rows] == ["Đường vành đai Vẽ", "Khu đô thị Cát", "Trường học mới"]
    assert plans.rows[0][2] == "Phường An, Phường Bình"
    households = [row[plans.headings.index("Hộ")] for row in plans.rows]
    assert (households, plans.total[plans.headings.index("Hộ")]) == (["4", "1", "–"], "5")
    assert approved.rows[0][approved.headings.index(say("projects.column.approved_sum", "vi"))] == "4"
    assert left.total[left.headings.index(say("projects.column.planned_finish", "vi"))] == ""


def test_other_projects_stand_in_one_row_so_that_all_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monthly_projects, "MOST", 1)
    plans = next(table for table in made().tables if "theo dự án" in table.title)
    assert [row[0] for row in plans.rows] == ["Đường vành đai Vẽ", "2 dự án còn lại"]
    assert [row[plans.headings.index("Hộ")] for row in (*plans.rows, plans.total)] == ["4", "1", "5"]


def test_a_sum_of_money_goes_with_the_households_that_are_hidden() -> None:
    paid = next(table for table in made(below=5).tables if "chi trả, quyết định" in table.title)
    row = dict(zip(paid.headings, paid.rows[0], strict=True))
    assert row[say("projects.column.paid", "vi")] == "<5"
    assert row[say("projects.column.paid_sum", "vi")] == "–"


def test_the_link_restores_the_map_of_the_same_period() -> None:
    said = made(filters=Filters(ward=("00001",)))
    assert said.link == "https://bando.vn/?ward=00001&as_of=2026-09-30&period=month"
    assert said.title.startswith("Báo cáo tháng")
    assert said.file == file_name("monthly", reading(filters=Filters(ward=("00001",))))
    assert said.file == "bao-cao-ky_phuong-an_2026-09-30"


@pytest.mark.parametrize("kind", ["quarter", "half", "nine_months", "twelve_months", "year"])
def test_every_period_has_its_paper(kind: str) -> None:
    asked = reading()
    said = briefing("monthly", replace(asked, view=replace(asked.view, period=kind)))  # type: ignore[arg-type]
    assert said.title != made().title
    assert "so với kỳ trước" not in " ".join(said.paragraphs) or kind != "twelve_months"


def test_a_small_count_is_said_as_such_and_its_change_is_left_out() -> None:
    said = made(below=5)
    assert said.filters.startswith("<5 vụ việc")
    assert "tiếp nhận dưới 5 vụ việc; cùng dưới 5 vụ việc kỳ trước chuyển sang" in said.paragraphs[0]
    assert "so với" not in said.paragraphs[0].split(";")[0]


def test_a_change_that_would_tell_a_hidden_count_of_before_is_left_out() -> None:
    """Six were left in August of 3 carried over and 5 received, so 2 were resolved: none of the six may follow."""
    case = {"case_class": "complaint", "ward": "00001", "level": "first", "within_competence": True}
    early = [case | {"code": f"E{i}", "received_on": "2026-07-01"} for i in range(8)]
    august = [case | {"code": f"A{i}", "received_on": "2026-08-05"} for i in range(6)]
    august += [case | {"code": f"D{i}", "received_on": "2026-08-05", "decided_on": "2026-08-20"} for i in range(2)]
    now = [case | {"code": f"S{i}", "received_on": "2026-09-05"} for i in range(9)]
    rows = city.ROWS | {"case": [*early, *august, *now]}
    exact, paper = made(rows).paragraphs, made(rows, below=5).paragraphs
    assert "giảm 2 (100%) so với kỳ trước" in exact[0]
    assert "giảm" not in paper[0]
    told = [
        said for said in ("tăng 1 (12,5%) so với kỳ trước", "tăng 9 (64,3%) so với kỳ trước") if said in " ".join(paper)
    ]
    assert len(told) < 2


def cells(asked: Reading) -> tuple[dict[str, int | None], frozenset[str]]:
    found = monthly_counts.counted({"now": monthly_counts.month(asked.selection, asked.period)}, asked)
    return found.numbers, found.seen.hidden


@examples(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["00001", "00002", "00003"]), st.booleans()), max_size=40))
def test_no_line_of_the_paper_leaves_a_single_small_count_to_be_worked_out(drawn: list[tuple[str, bool]]) -> None:
    """On no line whose sum is told is exactly one count hidden; the same count is told everywhere or nowhere."""
    case = {"case_class": "complaint", "level": "first", "within_competence": True, "received_on": "2026-09-05"}
    rows = [
        case | {"code": f"X{i}", "ward": ward} | ({"decided_on": "2026-09-20"} if done else {})
        for i, (ward, done) in enumerate(drawn)
    ]
    asked = reading(city.ROWS | {"case": rows}, below=5)
    numbers, hidden = cells(asked)
    assert {name for name, n in numbers.items() if n and 0 < n < 5} <= hidden
    lines = [
        (f"now.whole.{term}", [f"ward.{code}.{term}" for code in ("00001", "00002", "00003", "00004", "")])
        for term in ("received", "resolved", "left")
    ]
    lines += [(f"{place}.to_resolve", [f"{place}.resolved", f"{place}.left"]) for place in ("now.whole", "ward.00001")]
    for whole, parts in lines:
        assert len({whole, *parts} & hidden) != 1


def test_every_sentence_and_every_cell_is_read_back_from_the_pdf() -> None:
    said = made(city.ROWS | {"reception": MET})
    read = text(pdf(said))
    words = [said.title, said.filters, said.period, *said.paragraphs]
    words += [cell for table in said.tables for row in (table.headings, *table.rows, table.total) for cell in row]
    assert [word for word in words if plain(word) not in read] == []


@examples(max_examples=6)
@given(st.lists(st.tuples(st.sampled_from(["00001", "00002", "00003"]), st.booleans()), max_size=40))
def test_the_paper_of_a_ward_tells_no_count_that_the_paper_of_all_hides(drawn: list[tuple[str, bool]]) -> None:
    """A set holds both: what the annex keeps back to protect a neighbour must not stand on the ward's own paper."""
    case = {"case_class": "complaint", "level": "first", "within_competence": True, "received_on": "2026-09-05"}
    rows = [
        case | {"code": f"X{i}", "ward": ward} | ({"decided_on": "2026-09-20"} if done else {})
        for i, (ward, done) in enumerate(drawn)
    ]
    asked = reading(city.ROWS | {"case": rows}, below=5)
    annex = briefing("monthly", asked).tables[-1]
    for code, row in zip(("00001", "00002"), annex.rows, strict=False):
        alone = replace(asked, view=replace(asked.view, filters=Filters(ward=(code,))))
        mine = briefing("monthly", alone).tables[-1]
        pairs = list(zip(row[1:6], mine.rows[0][1:6], mine.total[1:6], strict=True))
        assert [pair for pair in pairs if not pair[0].isdigit() and (pair[1].isdigit() or pair[2].isdigit())] == []
