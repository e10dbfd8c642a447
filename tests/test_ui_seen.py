"""What of single counts a reader may read: exact to officers, marks to viewers, and nothing that tells a mark."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.access import people
from gis.briefing import pictures, sheet_counts
from gis.insight import duties, overview, sheets, wards
from gis.insight.reasons import Reason
from gis.insight.situation import situation
from gis.law import rules
from gis.scope import Role, Scope
from gis.settings import Settings
from gis.ui import duties_panel, seen
from gis.ui.here import Here
from gis.ui.seen import Seen
from gis.view import View
from tests import city
from tests.test_ui_shell import opened, text

SMALL = range(1, 5)


NOW = situation(city.snapshot(), city.areas(), rules.current())


def here() -> Here:
    """What whoever looks now is given."""
    return Here(View(as_of=city.AS_OF), NOW)


def as_a(role: Role, monkeypatch: pytest.MonkeyPatch, wards: frozenset[str] | None = None) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", wards, role))


@pytest.fixture
def viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    as_a("viewer", monkeypatch)


@pytest.mark.parametrize(
    ("numbers", "wholes", "told"),
    [
        ({"n": 4}, [], {"n": "<5"}),
        ({"n": 5}, [], {"n": "5"}),
        ({"n": 0}, [], {"n": "0"}),
        ({"n": None}, [], {"n": "–"}),
        ({"n": 1_234}, [], {"n": "1.234"}),
        ({"whole": 40, "n": 3}, [("whole", ["n"])], {"whole": "40", "n": "<5"}),
        ({"whole": 40, "n": 38}, [("whole", ["n"])], {"whole": "40", "n": "ẩn"}),  # 2 are left
        ({"whole": 40, "n": 35}, [("whole", ["n"])], {"whole": "40", "n": "35"}),
        ({"whole": 40, "n": 40}, [("whole", ["n"])], {"whole": "40", "n": "40"}),
        ({"whole": 40, "a": 20, "b": 18}, [("whole", ["a", "b"])], {"whole": "40", "a": "20", "b": "ẩn"}),
        ({"whole": None, "n": 38}, [("whole", ["n"])], {"whole": "–", "n": "38"}),
        ({"whole": 40, "n": 41}, [("whole", ["n"])], {"whole": "40", "n": "41"}),  # no part of it after all
    ],
)
def test_what_a_viewer_reads(numbers: dict[str, int | None], wholes: Any, told: dict[str, str], viewer: None) -> None:
    assert seen.of(numbers, here(), wholes=wholes).texts == told


@pytest.mark.parametrize("role", ["leader", "officer", "editor"])
def test_who_may_read_exact_counts_reads_them_of_the_own_areas_too(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    as_a(role, monkeypatch, frozenset({"00001"}))
    counts = seen.of({"whole": 40, "n": 38, "unknown": None}, here(), wholes=[("whole", ["n"])])
    assert counts.texts == {"whole": "40", "n": "38", "unknown": "–"}
    assert counts.tells("whole", "n")
    assert seen.large(here(), 1, 2)
    assert (seen.note(here()), str(seen.footnote(here()))) == ("", "")


def test_an_administrator_by_role_alone_reads_no_small_count(monkeypatch: pytest.MonkeyPatch) -> None:
    as_a("admin", monkeypatch)
    assert seen.of({"n": 2}, here())["n"] == "<5"


@given(whole=st.integers(0, 60), part=st.integers(0, 60))
def test_neither_a_part_nor_what_it_leaves_is_told_when_small(whole: int, part: int) -> None:
    part = min(part, whole)
    with pytest.MonkeyPatch.context() as patched:
        as_a("viewer", patched)
        counts = seen.of({"whole": whole, "n": part}, here(), wholes=[("whole", ["n"])])
    assert counts.tells("n") or part > 0
    if counts.tells("n", "whole"):
        assert not {part, whole, whole - part} & set(SMALL)
    if part in SMALL or whole in SMALL:
        assert not counts.tells("n" if part in SMALL else "whole")


def test_what_follows_from_a_small_count_is_unknown_too(viewer: None) -> None:
    assert [seen.large(here(), n) for n in (None, 0, 1, 4, 5)] == [True, True, False, False, True]
    assert [seen.told(len, here())("x" * n) for n in (0, 1, 4, 5)] == [0, None, None, 5]
    assert "1 đến dưới 5" in seen.footnote(here())


def test_hidden_counts_stand_last_and_by_name() -> None:
    counts = Seen(dict.fromkeys("dbca", "?"), frozenset("ca"))
    assert seen.last("dcba", counts) == ["d", "b", "a", "c"]


def test_a_table_hides_only_what_may_tell_of_somebody(viewer: None) -> None:
    found = pd.DataFrame({"plan": [3, 2], "complaint": [3, 20]}, index=["agreed", "not"])
    told = seen.table(found, ["complaint"], here())
    assert told.to_dict("list") == {"plan": ["3", "2"], "complaint": ["<5", "ẩn"]}  # 23 is known: 20 would tell 3


def brief(**figures: int) -> sheets.Brief:
    empty = sheets.brief(here().selection, here().period)
    changed = overview.Figures(**{"cases_open": 0, "cases_overdue": 0, **figures})
    none = pd.Series(dtype="int64")
    return sheets.Brief(
        changed, none, none, empty.projects.iloc[:0], (), empty.sites, None, None, figures.get("pending"), 0
    )


def owed(case: int) -> pd.DataFrame:
    line = {"kind": "case", "what": "resolve_first", "state": "past", "due": pd.Timestamp("2026-09-01"), "n": case}
    return pd.DataFrame([line]).reindex(columns=list(duties.COLUMNS))


def test_a_count_hidden_among_the_cases_is_hidden_among_duties_and_reasons(viewer: None) -> None:
    told = sheet_counts.told(brief(cases_open=30, cases_overdue=28), owed(28), (Reason("overdue", 28),), here())
    assert told["open"] == "30"
    assert {told["overdue"], told["case_past"], told["why_overdue"]} == {"ẩn"}
    assert "ẩn vụ việc" in duties_panel.head(owed(28), here(), told)


def test_the_head_of_duties_hides_small_counts_from_a_viewer(viewer: None) -> None:
    assert "Quá hạn, chưa xong: &lt;5 vụ việc." in duties_panel.head(owed(3), here())
    assert "Quá hạn, chưa xong: 5 vụ việc." in duties_panel.head(owed(5), here())


COUNTED = re.compile(r"(?<![\d<,.])[1-4](/\d+)? (vụ việc|hộ|kết luận|cuộc|đối thoại|quyết định|lượt|chưa hoàn thành)")


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("map.py", {"sheet": "ward-00001"}),
        ("duties.py", {}),
        ("duties.py", {"sheet": "ward-00001"}),
        ("dialogues.py", {}),
        ("dialogues.py", {"part": "commitments"}),
        ("dialogues.py", {"part": "receptions"}),
        ("dialogues.py", {"part": "tasks"}),
    ],
)
def test_no_page_of_duties_and_dialogues_tells_a_viewer_a_small_count(
    page: str, asked: dict[str, str], drawn_office: Settings, viewer: None
) -> None:
    app = opened(page, as_of="2026-09-30", **asked)
    assert not app.exception
    said = " ".join(text(app).replace("&lt;", "<").split())
    assert "<5" in said
    assert COUNTED.search(said) is None


def test_an_officer_reads_there_what_a_viewer_does_not(drawn_office: Settings) -> None:
    said = " ".join(text(opened(as_of="2026-09-30", sheet="ward-00001")).split())
    assert len(set(COUNTED.findall(said))) > 3


def test_the_page_of_cases_tells_a_viewer_no_small_count(drawn_office: Settings, viewer: None) -> None:
    app = opened("cases.py", as_of="2026-09-30")
    assert not app.exception
    said = " ".join(text(app).replace("&lt;", "<").split())
    assert "Có tháng chỉ có ít vụ việc" in said
    assert "Quá hạn" in said
    assert COUNTED.search(said) is None
    tallies = re.findall(r"vụ việc quá hạn ((?:\S+ )+?)Lần giải quyết", said)
    assert tallies
    assert not re.search(r" [1-4] ", tallies[0])


def test_groups_are_looked_at_with_their_last_line(viewer: None) -> None:
    counts = pd.DataFrame({"open": [40, 20, 3], "overdue": [7, 0, 3]}, index=["b", "c", "a"])
    told = seen.looked(counts, ["open", "overdue"], here(), wholes=[("open", ["overdue"])])
    texts = told.display()
    assert texts.loc["a", ["open", "overdue"]].tolist() == ["<5", "<5"]
    assert texts.loc["c", "overdue"] == "0"
    assert told.hidden["open"].sum() > 1  # 63 are known to be open, so that one hidden count alone would be told


@pytest.mark.parametrize("sheet", [{}, {"sheet": "project-P1"}], ids=["all", "one project"])
def test_the_page_of_projects_tells_a_viewer_no_small_count(
    sheet: dict[str, str], drawn_office: Settings, viewer: None
) -> None:
    app = opened("projects.py", as_of="2026-09-30", **sheet)
    assert not app.exception
    said = " ".join(text(app).replace("&lt;", "<").split())
    assert "Bảng từng dự án chỉ dành cho lãnh đạo" in said
    assert "<5 hộ quá 30 ngày" in said
    assert COUNTED.search(said) is None
    steps = re.search(r"Đã chi trả (\S+)", said)
    assert steps
    assert steps[1] == "<5"
    assert ("Số liệu theo đợt" in said) == bool(sheet)


def test_the_map_gives_a_viewer_marks_and_no_circle_of_cases(drawn_office: Settings, viewer: None) -> None:
    place = here()
    table = wards.table(place.selection, place.period)
    drawn = pictures.picture(table, place)
    assert drawn.circles == ()
    said = {ward: mark.label.split()[0] for ward, mark in drawn.wards.items()}
    assert said == {"00001": "<5", "00002": "0", "00003": "<5", "00004": "0"}
    assert ("số nhỏ, không nêu", 2) in [(entry.label, entry.n) for entry in drawn.legend[0].entries]
    shown = " ".join(text(opened(as_of="2026-09-30")).split())
    assert "Bảng từng xã, phường chỉ dành cho lãnh đạo" in shown
