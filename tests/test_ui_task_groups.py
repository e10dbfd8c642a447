"""The six groups of tasks on screen: their source, their figures, what is not recorded, and what is hidden."""

from __future__ import annotations

import pytest

from gis import words
from gis.access import people
from gis.insight.situation import situation
from gis.insight.task_groups import GROUPS, Figure
from gis.law import rules
from gis.scope import Role, Scope
from gis.settings import Settings
from gis.ui import task_groups_panel
from gis.ui.here import Here
from gis.view import View
from tests import city
from tests.test_ui_shell import opened, text


def said(**query: str) -> str:
    app = opened("dialogues.py", part="tasks", **({"as_of": "2026-09-30"} | query))
    assert not app.exception
    return " ".join(text(app).split())


def test_the_groups_stand_with_their_source_and_figures(drawn_office: Settings) -> None:
    shown = said()
    assert "theo tóm tắt trên Báo Hànộimới 15/7/2025, không phải nguyên văn" in shown
    places = [shown.index(words.say(f"tasks.group.{name}")) for name in GROUPS]
    assert places == sorted(places)
    assert "trong đó quá thời hạn giải quyết 1/4" in shown
    assert "Kết luận, cam kết quá hạn/đang thực hiện 1/3" in shown
    assert "Chưa có số liệu ghi nhận: quy chế dân chủ và việc thực hiện." in shown


def test_it_sets_no_target_and_reads_in_english(drawn_office: Settings) -> None:
    assert "no target is set" in said(lang="en")
    assert "of them past the legal limit 1/4" in said(lang="en")


def test_an_empty_office_is_told_of_nothing_as_unknown(office: Settings) -> None:
    shown = said()
    assert "Vụ việc chưa giải quyết xong chưa có số liệu ghi nhận" in shown
    assert " 0 " not in shown


def written(figure: Figure, role: Role, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))
    here = Here(View(as_of=city.AS_OF), situation(city.snapshot(), city.areas(), rules.current()))
    return task_groups_panel.value(figure, here)


@pytest.mark.parametrize(
    ("figure", "officer", "viewer"),
    [
        (Figure("open", 4), "4", "<5"),
        (Figure("open", 5), "5", "5"),
        (Figure("open", 0), "0", "0"),
        (Figure("resolved", 30, 40), "30/40 (75%)", "30/40 (75%)"),
        (Figure("resolved", 3, 40), "3/40 (7,5%)", "<5/40"),
        (Figure("days_chairman", 3, office=True), "3", "3"),
    ],
)
def test_small_counts_of_cases_are_hidden_from_viewers(
    figure: Figure, officer: str, viewer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert written(figure, "officer", monkeypatch) == officer
    assert written(figure, "viewer", monkeypatch) == viewer


def test_what_is_left_of_a_whole_is_not_given_away(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(Figure("resolved", 39, 40), "viewer", monkeypatch) not in {"39/40", "39/40 (97,5%)"}
