"""An atlas asked for on a page is bound beside it, handed out there, and bound once for all who ask for the same."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from gis.briefing import atlas_pages
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
    monkeypatch.setattr(atlas_pages, "written", None)  # whoever bound it anew would call nothing
    assert "Tải tập phiếu địa bàn" in labels(asked(ward="00001"))


def test_where_no_ward_is_left_none_is_offered(drawn_office: Settings) -> None:
    app = opened("map.py", lang="vi", as_of="2026-09-30", ward="00001", district="902")
    app.button(key="export").click().run()
    assert app.button(key="export_atlas").disabled
