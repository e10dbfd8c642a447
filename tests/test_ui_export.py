"""The button "Xuất báo cáo": what the screen shows leaves as a paper, with small counts hidden."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.access.gate import Leave
from gis.filters import Filters
from gis.insight.situation import situation
from gis.law import rules
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import export_panel
from gis.ui.export_panel import _Choice
from gis.ui.here import Here
from gis.view import Sheet, View
from tests import city
from tests.test_briefing_pages import plain, text
from tests.test_ui_shell import opened


def here(**view: object) -> Here:
    now = situation(city.snapshot(), city.areas(), rules.current())
    return Here(View(as_of=city.AS_OF, **view), now)  # type: ignore[arg-type]


def labels(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


@pytest.mark.parametrize(("language", "label"), [("vi", "Tải về"), ("en", "Download")])
def test_the_map_page_offers_a_briefing(drawn_office: Settings, language: str, label: str) -> None:
    app = opened(lang=language, as_of="2026-09-30")
    assert label not in labels(app)
    app.button(key="export").click().run()
    assert not app.exception
    assert label in labels(app)


def test_an_open_ward_offers_its_sheet_first(drawn_office: Settings) -> None:
    def kinds(**query: str) -> list[str]:
        app = opened(as_of="2026-09-30", **query)
        app.button(key="export").click().run()
        return list(app.selectbox(key="export_kind_vi").options)

    assert len(kinds()) == 1
    assert kinds(sheet="ward-00001")[0] == "Phiếu của địa bàn đang mở"
    assert kinds(sheet="project-P1")[0] == "Phiếu của dự án đang mở"


@pytest.mark.parametrize("reader", ["officer", "viewer"])
def test_a_paper_hides_small_counts_from_whoever_asks(
    drawn_office: Settings, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, reader))  # type: ignore[arg-type]
    content = export_panel._written(_Choice("overview", "pdf_A4", Leave(mark="internal")), here())
    read = text(PdfReader(io.BytesIO(content)))
    assert plain("<5 vụ việc, chưa giải quyết xong") in read
    assert plain("LƯU HÀNH NỘI BỘ") in read
    assert plain("Vụ việc chưa giải quyết xong <5") in read


def test_a_look_is_a_small_picture_of_the_first_page(drawn_office: Settings) -> None:
    made = export_panel._look(_Choice("ward", "png"), here(sheet=Sheet("ward", "00001")))
    assert Image.open(io.BytesIO(made)).size == (800, 450)


@pytest.mark.parametrize(("file", "seen"), [("png", True), ("docx_party", False), ("csv", False)])
def test_every_file_is_offered_and_a_look_only_where_it_would_be_that_file(
    drawn_office: Settings,
    file: str,
    seen: bool,  # noqa: FBT001 — one of the two
) -> None:
    app = opened(as_of="2026-09-30")
    app.session_state["export_file_vi"] = file
    app.button(key="export").click().run()
    assert not app.exception
    offered = app.selectbox(key="export_file_vi")
    assert offered.value == file
    assert len(offered.options) == len(export_panel._FILES) == len(set(offered.options))
    assert app.button(key="export_look").disabled is not seen
    assert "Tải về" in labels(app)


@pytest.mark.parametrize(
    ("file", "begins"), [("docx_state", b"PK"), ("pptx", b"PK"), ("gpkg", b"SQLite"), ("csv", b"\xef")]
)
def test_any_file_can_be_downloaded(drawn_office: Settings, file: str, begins: bytes) -> None:
    assert export_panel._written(_Choice("overview", file, "none"), here()).startswith(begins)


def test_the_paper_is_of_what_is_chosen(drawn_office: Settings) -> None:
    content = export_panel._written(_Choice("overview", "pdf_A4"), here(filters=Filters(ward=("00003",))))
    read = text(PdfReader(io.BytesIO(content)))
    assert plain("tại Xã Cát, số liệu đến 30/09/2026") in read
    assert plain("Phường Bình") not in read
