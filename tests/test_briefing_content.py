"""A briefing says what the pages say, to somebody who may see no small counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from gis.briefing import changes, notes
from gis.briefing.content import KINDS, Briefing
from gis.briefing.framing import slug
from gis.briefing.key_figures import key_figures
from gis.briefing.kinds import briefing
from gis.briefing.leaving import FileDesk
from gis.briefing.reading import Reading
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight import overview, wards
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.records.provenance import Provenance
from gis.scope import Scope
from gis.view import Sheet, View
from tests import city

OFFICER = Scope.local_officer("99")
NOW = situation(city.snapshot(), city.areas(), rules.current())


def desk(now: Situation = NOW, **changed: Any) -> FileDesk:
    def on(day: dt.date, _: dt.datetime | None) -> Situation:
        if day == now.snapshot.as_of:
            return now
        raise RequestError("records.before_records", asked=day, first=city.AS_OF)

    made = FileDesk(OFFICER, 5, 1, (), Provenance(None, 0, 0), on)
    return replace(made, **changed)


def reading(filters: Filters | None = None, now: Situation = NOW, **view: Any) -> Reading:
    return Reading(View(filters=filters or Filters(), as_of=city.AS_OF, **view), now, desk(now))


def made(kind: str = "overview", filters: Filters | None = None, now: Situation = NOW, **view: Any) -> Briefing:
    return briefing(kind, reading(filters, now, **view), address="https://bando.vn/")


def many(n: int) -> Situation:
    """The drawn city with n open complaints in Phường An."""
    case = {"ward": "00001", "project": "P1", "subject": "price", "received_on": "2026-09-01"}
    rows = city.ROWS | {"case": [{"code": f"K{i}", **case} for i in range(n)]}
    return situation(city.snapshot(rows), city.areas(), rules.current())


def test_it_says_what_it_is_about() -> None:
    said = made()
    assert said.title == "Tình hình giải phóng mặt bằng, vụ việc và đối thoại"
    assert said.unit == said.place == "Thành phố Vẽ"
    assert said.as_of == "Số liệu đến ngày 30/09/2026"
    assert said.period == "Kỳ báo cáo 01/10/2025–30/09/2026"
    assert said.file == "ban-do_thanh-pho-ve_2026-09-30"
    assert said.link == "https://bando.vn/?as_of=2026-09-30"


def test_small_counts_leave_for_nobody() -> None:
    """An officer reads three open cases on screen; the paper says fewer than five, wherever it counts them."""
    said = made()
    assert said.filters.startswith("<5 vụ việc")
    figures = {figure.name: figure for figure in said.figures}
    assert figures["open"].value == "<5"
    assert figures["open"].change == ()
    assert {row[0]: row[1] for row in said.tables[-1].rows} == {
        "Phường An": "<5", "Phường Bình": "0", "Xã Cát": "<5", "Xã Đông": "0",
    }  # fmt: skip
    assert said.picture.circles == ()
    assert "12" in "".join(made(now=many(12)).figures[-2].value)


@pytest.mark.parametrize("n", [0, 1, 4, 5, 12])
def test_figures_are_those_of_the_page_for_the_same_filters(n: int) -> None:
    asked = reading(now=many(n))
    mine = overview.figures(asked.selection, asked.period)
    earlier = changes.earlier(asked, overview.figures)
    said = briefing("overview", asked).figures
    assert [figure.label for figure in said] == [figure.label for figure in key_figures(mine, earlier, asked)]
    page, paper = ({figure.name: figure.value for figure in some} for some in (key_figures(mine, earlier, asked), said))
    assert {name for name, value in paper.items() if value not in (page[name], "ẩn", "–")} == set()
    assert paper["open"] == {0: "–", 1: "<5", 4: "<5", 5: "5", 12: "12"}[n]
    assert briefing("overview", asked).filters == notes.sentence(asked) + "."


@examples(max_examples=15)
@given(
    st.lists(st.sampled_from(["00001", "00002", "00003", "00004"]), unique=True, max_size=4),
    st.sampled_from([(), ("P1",), ("P2",)]),
    st.booleans(),
    st.sampled_from(["open_cases", "households", "paid_share", "projects"]),
)
def test_the_table_and_the_map_hold_the_wards_that_are_chosen(
    ward: list[str],
    project: tuple[str, ...],
    overdue: bool,  # noqa: FBT001 — hypothesis hands it over
    measure: str,
) -> None:
    filters = Filters(ward=tuple(ward), project=project, overdue=overdue)
    asked = reading(filters, many(7), measure=measure)
    said = briefing("overview", asked)
    table = wards.table(asked.selection, asked.period)
    assert set(said.picture.wards) == set(table.index)
    assert len(said.tables[-1].rows) == len(table)
    column = said.tables[-1].headings.index("Số dự án")
    told = {row[0]: row[column] for row in said.tables[-1].rows}
    assert told == {asked.name("ward", str(code)): str(int(n)) for code, n in table["projects"].items()}


def test_the_same_view_has_the_same_digest_and_another_has_another() -> None:
    first = made()
    assert first.digest == made().digest
    others = [
        made(filters=Filters(ward=("00001",))), made("ward", Filters(ward=("00001",))), made(measure="households"),
        made(language="en"), made(now=many(9)), briefing("overview", reading(), mark="internal"),
    ]  # fmt: skip
    digests = {first.digest, *(other.digest for other in others)}
    assert len(digests) == 7


def test_a_sheet_tells_of_one_ward_and_leads_back_to_it() -> None:
    said = made("ward", sheet=Sheet("ward", "00001"))
    assert said.place == "Phường An"
    assert said.link == "https://bando.vn/?as_of=2026-09-30&sheet=ward-00001"
    assert said.file == "phieu-dia-ban_phuong-an_2026-09-30"
    assert [block.name for block in said.blocks][:4] == ["projects", "compensation", "cases", "contact"]
    assert said.picture.selected == frozenset({("ward", "00001")})
    assert set(said.picture.wards) == {"00001", "00002", "00003", "00004"}
    assert made("ward", Filters(ward=("00001",))).blocks == said.blocks


def test_a_sheet_of_a_project_tells_of_that_one_and_where_it_lies() -> None:
    said = made("project", sheet=Sheet("project", "P1"))
    assert (said.place, said.file) == ("Đường vành đai Vẽ", "phieu-du-an_duong-vanh-dai-ve_2026-09-30")
    assert said.hints[0] == "Phường An, Phường Bình"
    assert said.link.endswith("sheet=project-P1")
    assert made("project", Filters(project=("P1",))).blocks == said.blocks
    with pytest.raises(RequestError, match="exactly one project; 0 are chosen"):
        made("project")


def test_what_a_sheet_hides_in_one_place_is_told_in_none() -> None:
    """30 households of which 27 are paid: three are left, so neither figure nor row may tell the 27."""
    file = {"ward": "00001", "area": 100.0, "approved_on": "2025-01-10", "effective_on": "2025-01-20"}
    rows = [file | {"code": f"H{i}"} | ({"paid_on": "2025-02-10"} if i < 27 else {}) for i in range(30)]
    now = situation(city.snapshot(city.ROWS | {"household_file": rows}), city.areas(), rules.current())
    said = made("ward", Filters(ward=("00001",)), now)
    paid = next(step for figure in said.figures for step in figure.steps if step.label == "Đã chi trả")
    row = next(row for block in said.blocks for row in block.rows if row.label == "Đã chi trả")
    assert paid.value == "ẩn"
    assert paid.share is None
    assert row.value == "ẩn/30 hộ"
    money = next(figure for figure in said.figures if figure.name == "money")
    assert (money.value, money.change) == ("–", ())


@examples(max_examples=25)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_no_table_tells_what_the_figures_hide_nor_the_other_way(paid: int, waiting: int, notified: int) -> None:
    """Households of one ward: the line of totals, its only row and the figures are the same three counts."""
    file = {"ward": "00001", "area": 100.0}
    approved = file | {"approved_on": "2025-01-10", "effective_on": "2025-01-20"}
    rows = [approved | {"code": f"P{i}", "paid_on": "2025-02-10"} for i in range(paid)]
    rows += [approved | {"code": f"W{i}"} for i in range(waiting)] + [file | {"code": f"N{i}"} for i in range(notified)]
    now = situation(city.snapshot(city.ROWS | {"household_file": rows}), city.areas(), rules.current())
    said = made(filters=Filters(ward=("00001",)), now=now)
    steps = {step.label: step.value for figure in said.figures for step in figure.steps}
    table = said.tables[-1]
    cells = dict(zip(table.headings, zip(table.rows[0], table.total, strict=True), strict=True))
    for label, heading in (("Đã phê duyệt", "Hộ đã phê duyệt"), ("Đã chi trả", "Hộ đã chi trả")):
        marked = {value in ("ẩn", "<5") for value in (steps.get(label, "–"), *cells.get(heading, ()))}
        assert len(marked) == 1 or heading not in cells
        if label in steps and steps[label].isdigit():
            assert int(steps[label]) == {"Đã phê duyệt": paid + waiting, "Đã chi trả": paid}[label]


def test_invented_data_are_known_as_such() -> None:
    assert not made().demo
    assert made(now=replace(NOW, snapshot=replace(NOW.snapshot, demo=True))).demo


def test_nothing_recorded_is_unknown_and_no_ward_is_no_table() -> None:
    nothing = situation(city.snapshot({}), city.areas(), rules.current())
    said = made(now=nothing)
    assert {figure.value for figure in said.figures if not figure.steps} == {"–"}
    assert made(filters=Filters(district=("000",))).tables == ()


@pytest.mark.parametrize(
    ("kind", "mark", "filters", "said"),
    [
        ("poster", "none", Filters(), "There is no briefing “poster”"),
        ("overview", "secret", Filters(), "There is no mark “secret”"),
        ("ward", "none", Filters(), "exactly one ward; 0 are chosen"),
        ("ward", "none", Filters(ward=("00001", "00002")), "2 are chosen"),
    ],
)
def test_what_cannot_be_made_is_said(kind: str, mark: str, filters: Filters, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        briefing(kind, reading(filters), mark=mark)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "hotspots"])  # that one tells a kept answer
def test_every_kind_is_said_in_both_languages(kind: str) -> None:
    chosen = Filters(ward=("00001",), project=("P1",))
    opened = {"sheet": Sheet("ward", "00001")} if kind == "pack" else {}
    vi, en = (made(kind, chosen, language=language, **opened) for language in ("vi", "en"))
    assert vi.title != en.title
    assert len(vi.figures) == len(en.figures)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Phường Hồng Hà", "phuong-hong-ha"),
        ("Xã Ô Diên", "xa-o-dien"),
        ("Đường vành đai 4 (đoạn A/B)", "duong-vanh-dai-4-doan-a-b"),
        ("../../etc", "etc"),
        ("", "tat-ca"),
        ("x" * 200, "x" * 60),
    ],
)
def test_the_name_of_a_file_is_plain(name: str, said: str) -> None:
    assert slug(name) == said


def astray(lost: int, found: int = 30) -> Situation:
    """The drawn city with complaints in Phường An, and some of which nobody knows the ward."""
    case = {"project": "P1", "subject": "price", "received_on": "2026-09-01"}
    wards_of = ["00001"] * found + [None] * lost
    rows = [{"code": f"K{i}", "ward": ward, **case} for i, ward in enumerate(wards_of)]
    return situation(city.snapshot(city.ROWS | {"case": rows}), city.areas(), rules.current())


def annex(said: Briefing) -> dict[str, str]:
    """Row of the annex → its open cases, the total among them."""
    table = said.tables[-1]
    place = table.headings.index("Vụ việc chưa giải quyết xong")
    return {row[0]: row[place] for row in (*table.rows, table.total)}


def test_what_stands_in_no_ward_has_a_row_of_its_own_so_that_figures_and_total_agree() -> None:
    said = made(now=astray(12))
    rows = annex(said)
    assert (rows["Phường An"], rows["Chưa rõ địa bàn"], rows["Cộng"]) == ("30", "12", "42")
    assert list(rows)[-2] == "Chưa rõ địa bàn"
    assert "42" in [figure.value for figure in said.figures]
    assert f"Phụ lục: {len(rows) - 2} xã, phường" in said.tables[-1].title


def test_a_few_without_a_ward_are_hidden_with_what_would_tell_them() -> None:
    rows = annex(made(now=astray(2)))
    assert rows["Chưa rõ địa bàn"] in ("<5", "ẩn")
    assert "32" not in rows.values() or "30" not in rows.values()


def test_where_everything_stands_in_a_ward_there_is_no_such_row() -> None:
    assert "Chưa rõ địa bàn" not in annex(made())
    assert "Chưa rõ địa bàn" not in annex(made(filters=Filters(ward=("00001",)), now=astray(12)))
