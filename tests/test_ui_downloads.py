"""Whatever leaves a page is entered in the audit trail, and there is no other way out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import streamlit as st

from gis.access.pace import Pace
from gis.briefing import tables
from gis.errors import RequestError, StoreError
from gis.records import audit
from gis.records.store import open_store
from gis.settings import ROOT, Settings
from gis.ui import cases_panel, downloads, export_panel, import_detail, process
from gis.ui.export_panel import _Choice
from tests.test_ui_export import here

Offered = dict[str, Callable[[], bytes]]
"""Files that are offered → what makes them, as a click does."""


def test_there_is_one_way_out() -> None:
    drawing = {file.name for file in (ROOT / "gis").rglob("*.py") if "download_button(" in file.read_text()}
    assert drawing == {"downloads.py"}


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    """What a page offers."""
    found: Offered = {}

    def button(_label: str, *, data: Callable[[], bytes], file_name: str, **_: Any) -> None:
        found[file_name] = data

    monkeypatch.setattr(st, "download_button", button)
    return found


def entries(office: Settings, what: str = "export") -> list[dict[str, Any]]:
    return [dict(one.details) for one in audit.entries(open_store(office), what=what)]


def test_nothing_is_entered_until_a_file_is_taken(drawn_office: Settings, offered: Offered) -> None:
    now = here()
    downloads.offer("vu-viec", partial(cases_panel.written, now), now)
    assert entries(drawn_office) == []
    content = offered["vu-viec_2026-09-30.xlsx"]()
    assert content.startswith(b"PK")
    [one] = entries(drawn_office)
    assert (one["file"], one["format"], one["via"]) == ("vu-viec_2026-09-30.xlsx", "xlsx", "page")
    assert one["rows"] == 4
    assert "as_of=2026-09-30" in one["filters"]
    offered["vu-viec_2026-09-30.xlsx"]()
    assert len(entries(drawn_office)) == 2


def test_a_briefing_is_entered_with_the_digest_it_bears(
    drawn_office: Settings, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = here()
    monkeypatch.setattr(export_panel, "_choice", lambda *_: _Choice("overview", "png"))
    monkeypatch.setattr(st, "button", lambda *_, **__: False)
    export_panel._ask(("overview",), now)
    offered["ban-do_thanh-pho-ve_2026-09-30.png"]()
    [one] = entries(drawn_office)
    assert one["digest"] == export_panel._made(_Choice("overview", "png"), now).digest
    assert one["rows"] > 0


def test_a_full_disk_keeps_the_file_here(
    drawn_office: Settings, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = here()
    downloads.offer("vu-viec", partial(cases_panel.written, now), now)

    def full(*_: object, **__: object) -> None:
        raise StoreError("records.full", where="x", reason="disk full")

    monkeypatch.setattr(audit, "add", full)
    with pytest.raises(StoreError):
        offered["vu-viec_2026-09-30.csv"]()


def test_a_forged_click_meets_the_gate(drawn_office: Settings, offered: Offered) -> None:
    now = here()
    leave = downloads.Leave(case_level=True, reason="because", mark="internal")
    downloads.button("x", lambda: b"rows", "rows.csv", tables.MIME["csv"], now, leave=leave)
    with pytest.raises(RequestError):
        offered["rows.csv"]()
    assert entries(drawn_office) == []
    assert [one["file"] for one in entries(drawn_office, "refused")] == ["rows.csv"]
    assert import_detail.OWN_FILE.reason == "own_file"


def test_whoever_lost_meanwhile_what_they_saw_takes_no_file(
    drawn_office: Settings, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [True]
    monkeypatch.setattr(process, "still", lambda: lambda: held[0])
    downloads.button("x", lambda: b"rows", "rows.csv", tables.MIME["csv"], here())
    assert offered["rows.csv"]() == b"rows"
    held[0] = False
    with pytest.raises(RequestError) as refused:
        offered["rows.csv"]()
    assert refused.value.phrase.key == "access.entrance.lost"
    assert len(entries(drawn_office)) == 1


def test_whoever_takes_files_faster_than_a_person_does_is_asked_to_wait(
    drawn_office: Settings, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, paces = {"now": 1_000.0}, {"taken": Pace(2), "told": Pace(1)}
    monkeypatch.setattr(downloads, "monotonic", lambda: clock["now"])
    monkeypatch.setattr(downloads, "_paces", lambda: paces)
    now = here()
    downloads.offer("vu-viec", lambda _: b"x", now)
    take = offered["vu-viec_2026-09-30.csv"]
    take()
    take()
    for _ in range(3):
        with pytest.raises(RequestError, match="30"):
            take()
    assert len(entries(drawn_office)) == 2
    assert [one["why"] for one in entries(drawn_office, "refused")] == ["door.slower.exports"], "entered once a minute"
    clock["now"] += 30
    assert take() == b"x"
