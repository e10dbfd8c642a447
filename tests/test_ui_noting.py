"""Who looked at single cases, and who was refused what, stands in the trail: once, and before anything is shown."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.errors import StoreError
from gis.records import audit
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import import_mapping, import_panel, noting, process
from tests.test_ui_export import here
from tests.test_ui_shell import opened, text

AN = frozenset({"00001"})


def entered(office: Settings, what: str) -> list[dict[str, Any]]:
    """What the trail tells of one kind, oldest first."""
    return [dict(one.details) for one in reversed(audit.entries(open_store(office), what=what))]  # type: ignore[arg-type]


def reading(monkeypatch: pytest.MonkeyPatch, scope: Scope) -> None:
    monkeypatch.setattr(people, "who", lambda _: scope)


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("cases.py", "vu-viec"),
        ("linking.py", "vu-viec-trung"),
        ("dialogues.py", "tiep-dan-doi-thoai"),
        ("duties.py", "viec-can-lam"),
        ("meeting.py", "tai-lieu-truoc-buoi-lam-viec"),
    ],
)
def test_a_look_at_single_cases_is_entered_once_however_often_the_page_runs(
    drawn_office: Settings, page: str, path: str
) -> None:
    app = opened(page, as_of="2026-09-30")
    app.run()
    app.run()
    assert [one["page"] for one in entered(drawn_office, "view_case_level")] == [path]


@pytest.mark.parametrize("page", ["map.py", "projects.py", "data.py", "method.py", "legal.py", "hotspots.py"])
def test_a_page_of_counts_is_not(drawn_office: Settings, page: str) -> None:
    opened(page, as_of="2026-09-30")
    assert entered(drawn_office, "view_case_level") == []


def test_the_sheet_of_a_place_tells_of_single_duties(drawn_office: Settings) -> None:
    opened(as_of="2026-09-30", sheet="ward-00001")
    assert entered(drawn_office, "view_case_level") == [{"page": "home", "filters": "sheet=ward-00001"}]


def test_another_place_or_case_is_another_look_and_another_filter_is_not(drawn_office: Settings) -> None:
    app = opened("cases.py", as_of="2026-09-30")
    app.multiselect(key="vi:ward").select("00001").run()
    app.multiselect(key="vi:subject").select("price").run()
    app.query_params["case"] = "K1"
    app.run()
    looks = [one.get("filters", "") for one in entered(drawn_office, "view_case_level")]
    assert looks == ["", "ward=00001", "ward=00001&case=K1"]


@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_whoever_sees_no_single_case_looks_at_none(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch, role: Any
) -> None:
    reading(monkeypatch, Scope("99", None if role == "viewer" else frozenset(), role))
    opened("cases.py", as_of="2026-09-30", case="K1")
    assert entered(drawn_office, "view_case_level") == []


def test_what_cannot_be_entered_is_not_shown(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise StoreError("records.audit_witness", file="x", reason="full")

    monkeypatch.setattr(noting.audit, "record", fails)
    app = opened("cases.py", as_of="2026-09-30")
    assert not app.exception
    assert app.warning
    assert "K1" not in text(app)


def test_and_is_shown_where_it_can_be(drawn_office: Settings) -> None:
    assert "K1" in text(opened("cases.py", as_of="2026-09-30"))


@pytest.mark.parametrize(
    ("page", "role", "refused"),
    [
        ("access.py", "officer", "access"),
        ("audit.py", "editor", "audit"),
        ("importing.py", "officer", "importing"),
        ("linking.py", "viewer", "linking"),
        ("meeting.py", "viewer", "meeting"),
    ],
)
def test_a_page_that_is_not_theirs_is_entered(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch, page: str, role: Any, refused: str
) -> None:
    reading(monkeypatch, Scope("99", None, role))
    opened(page, as_of="2026-09-30").run()
    assert entered(drawn_office, "refused") == [{"why": "page", "page": refused}]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"ward": ["00004"]}, ["00004"]),
        ({"sheet": "ward-00004", "project": ["P3", "P9"]}, ["P3", "P9", "00004"]),
        ({"case": "K9"}, ["K9"]),
        ({"about": ["K1", "K9"]}, ["K9"]),
        ({"dialogue": "T9"}, ["T9"]),
        ({"ward": ["x" * 200]}, ["x" * 60]),
    ],
)
def test_a_link_to_what_lies_outside_is_entered(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any], told: list[str]
) -> None:
    reading(monkeypatch, Scope("99", AN, "officer"))
    app = opened("cases.py", as_of="2026-09-30", **asked)
    app.run()
    [one] = entered(drawn_office, "refused")
    assert (one["why"], sorted(one["asked"])) == ("link", sorted(told))


def test_a_link_to_what_lies_inside_is_not(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    reading(monkeypatch, Scope("99", AN, "officer"))
    opened("cases.py", as_of="2026-09-30", ward=["00001"], sheet="ward-00001", case="K1")
    assert entered(drawn_office, "refused") == []


def test_a_viewer_who_asks_for_a_single_case_is_refused(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(monkeypatch, Scope("99", None, "viewer"))
    opened("cases.py", as_of="2026-09-30", case="K1")
    assert entered(drawn_office, "refused") == [{"why": "link", "asked": ["K1"]}]


def test_a_slip_of_whoever_sees_everything_is_none(drawn_office: Settings) -> None:
    opened("cases.py", as_of="2026-09-30", ward=["99999"], case="K999")
    assert entered(drawn_office, "refused") == []


def test_a_deed_that_is_not_theirs_is_refused_and_entered(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = here()
    reading(monkeypatch, Scope("99", None, "officer"))
    before = len(process.batches())
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(import_panel.acts, "say_next", lambda kind, said: told.append((kind, said)))
    import_panel._record({"x.csv": None}, now)  # type: ignore[dict-item] (it must not even be looked at)
    import_mapping.decide(None, None, None, now)  # type: ignore[arg-type] (likewise)
    assert len(process.batches()) == before
    assert [kind for kind, _ in told] == ["refused", "refused"]
    assert entered(drawn_office, "refused") == [{"why": "deed", "deed": "may_import"}] * 2


def test_undoing_and_recording_are_asked_for_at_the_deed(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(monkeypatch, Scope("99", None, "viewer"))
    for deed in (lambda: process.withdraw(1), lambda: process.record(None, people.may_enter)):  # type: ignore[arg-type]
        with pytest.raises(Exception, match="access of this account"):
            deed()
    assert [one["deed"] for one in entered(drawn_office, "refused")] == ["may_import", "may_enter"]


def test_how_many_records_there_are_is_told_to_nobody_from_whom_small_counts_are_hidden(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = text(opened("data.py", as_of="2026-09-30"))
    reading(monkeypatch, Scope("99", None, "viewer"))
    app: AppTest = opened("data.py", as_of="2026-09-30")
    hidden = text(app)
    assert "&lt;5" in hidden
    assert "&lt;5" not in exact
    assert "từ 5 trở lên" in hidden
