"""An atlas asked for on a page is bound beside it, handed out there, and bound once for all who ask for the same."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from gis.briefing import bindery
from gis.errors import RequestError
from gis.records import audit
from gis.records.store import open_store
from gis.settings import Settings
from gis.ui import atlas_work, working
from tests.test_ui_shell import opened


def asked(**query: str) -> AppTest:
    app = opened("map.py", lang="vi", as_of="2026-09-30", **query)
    app.button(key="export").click().run()
    return app.button(key="export_atlas").click().run()


def labels(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


@pytest.fixture(autouse=True)
def rested() -> None:
    atlas_work._made.clear()


def test_it_is_bound_beside_the_page_and_handed_out_until_it_is_dismissed(drawn_office: Settings) -> None:
    app = asked(ward="00001")
    assert not app.exception
    working.finish()
    app.run()  # as the page does every second
    app.run()
    assert "Tải tập phiếu địa bàn" in labels(app)
    content = atlas_work._made(app.session_state[atlas_work._ASKED].key)[0]
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "Phường An" in said
    assert content.rows == 1
    app.button(key="atlas_away").click().run()
    assert "Tải tập phiếu địa bàn" not in labels(app)
    assert audit.entries(open_store(drawn_office), what="export") == (), "nobody took it"


def test_who_asks_for_the_same_does_not_wait_again(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(ward="00001")
    working.finish()
    monkeypatch.setattr(bindery, "bound", None)  # whoever bound it anew would call nothing
    assert "Tải tập phiếu địa bàn" in labels(asked(ward="00001"))


def test_where_no_ward_is_left_none_is_offered(drawn_office: Settings) -> None:
    app = opened("map.py", lang="vi", as_of="2026-09-30", ward="00001", district="902")
    app.button(key="export").click().run()
    assert app.button(key="export_atlas").disabled


def held(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Let a bindery begin and go on reporting until it is told to end: begun, to end."""
    begun, end = threading.Event(), threading.Event()

    def goes_on(*_: Any, step: bindery.Step, **__: Any) -> None:
        step("drawn", 1, 4)
        begun.set()
        while not end.wait(0.01):
            step("drawn", 1, 4)
        raise RequestError("briefing.atlas.ended")

    monkeypatch.setattr(bindery, "bound", goes_on)
    return begun, end


def test_it_is_stopped_by_whoever_asked_and_asked_for_again(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        begun, _ = held(patched)
        app = asked(ward="00001")
        assert begun.wait(30)
        app.run()
        assert [one.proto.text for one in app.get("progress")] == ["Vẽ bản đồ: 1/4"]
        said = " ".join(one.proto.body for one in app.get("html"))
        assert "nút tải về hiện ở đầu mọi trang" in said
        assert "Mỗi ngày số liệu chỉ phải tính một lần" not in said
        app.button(key="atlas_stop").click().run()
        working.finish()
        assert not app.exception
        assert not app.get("progress")
        assert "atlas_stop" not in [button.key for button in app.button]
    app = asked(ward="00001")
    working.finish()
    assert "Tải tập phiếu địa bàn" in labels(app.run().run())


def test_what_stopped_it_is_said_and_it_is_begun_again_on_demand_only(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        begun, end = held(patched)
        app = asked(ward="00001")
        assert begun.wait(30)
        end.set()
        working.finish()
        app.run()
        assert "thường vì thiếu bộ nhớ" in app.warning[0].value
    app.run()
    assert "thường vì thiếu bộ nhớ" in app.warning[0].value
    next(button for button in app.button if button.label == "Thử lại").click().run()
    working.finish()
    assert "Tải tập phiếu địa bàn" in labels(app.run().run())
