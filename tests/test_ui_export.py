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
from gis.screens import SCREENS, Screen
from gis.settings import Settings
from gis.ui import export_panel, process
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


def disabled(app: AppTest) -> list[bool]:
    """Whether the button of the paper can be clicked."""
    return [button.proto.disabled for button in app.get("download_button") if button.proto.label == "Tải về"]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.file)
def test_every_page_offers_a_briefing_and_sends_nothing_of_it_before(drawn_office: Settings, screen: Screen) -> None:
    app = opened(screen.file, lang="vi", as_of="2026-09-30")
    [button] = [button for button in app.button if button.key == "export"]
    assert button.label == "Xuất báo cáo"
    assert "Tải về" not in labels(app)
    assert not any(box.key == "export_kind_vi" for box in app.selectbox)
    button.click().run()
    assert not app.exception
    assert "Tải về" in labels(app)
    first = {"duties.py": "duties", "hotspots.py": "hotspots", "reporting.py": "monthly"}
    assert app.selectbox(key="export_kind_vi").value == first.get(screen.file, "overview")


def test_a_briefing_is_offered_in_english(drawn_office: Settings) -> None:
    app = opened(lang="en", as_of="2026-09-30")
    app.button(key="export").click().run()
    assert "Download" in labels(app)


def test_a_page_offers_what_it_is_about_then_the_open_sheet_then_the_overview(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_panel, "_ABOUT", {"duties.py": ("duties",)})
    duties, cases = (next(one for one in SCREENS if one.file == file) for file in ("duties.py", "cases.py"))
    assert export_panel.offered(duties, here()) == ("duties", "overview", "monthly")
    assert export_panel.offered(cases, here()) == ("overview", "monthly")
    assert export_panel.offered(cases, here(sheet=Sheet("ward", "00001"))) == ("ward", "pack", "overview", "monthly")
    assert export_panel.offered(duties, here(sheet=Sheet("project", "P1"))) == (
        "project", "pack", "duties", "overview", "monthly",
    )  # fmt: skip


def test_a_pack_is_offered_once_there_is_a_place(drawn_office: Settings) -> None:
    meeting = next(one for one in SCREENS if one.file == "meeting.py")
    assert export_panel.offered(meeting, here()) == ("overview", "monthly")
    assert export_panel.offered(meeting, here(filters=Filters(ward=("00001",))))[0] == "pack"


def test_an_empty_store_leaves_as_a_paper_that_says_so(office: Settings) -> None:
    app = opened()
    app.button(key="export").click().run()
    assert not app.exception
    now = Here(View(as_of=city.AS_OF), process.situation_on(city.AS_OF))
    read = text(PdfReader(io.BytesIO(export_panel._written(_Choice("overview", "pdf_A4"), now))))
    assert plain("Vụ việc chưa giải quyết xong –") in read


@pytest.mark.parametrize("role", ["officer", "leader", "viewer"])
def test_single_cases_are_offered_to_officers_only_and_wait_for_a_reason(
    drawn_office: Settings, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, role))  # type: ignore[arg-type]
    monkeypatch.setattr(export_panel, "DETAILED", frozenset({"overview"}))
    app = AppTest.from_function(_asking, default_timeout=30).run()
    assert not app.exception
    assert disabled(app) == [False]
    if role != "officer":
        assert not app.checkbox
        return
    app.checkbox(key="export_cases_vi").check().run()
    assert "bí mật nhà nước" in app.warning[0].value
    assert disabled(app) == [True]
    assert not any(box.key == "export_mark_vi" for box in app.selectbox)
    app.selectbox(key="export_why_vi").select("inspection").run()
    assert disabled(app) == [False]


def _asking() -> None:
    """What stands in the dialog, without the page under it: a click in it runs nothing else."""
    from gis.ui import export_panel  # noqa: PLC0415
    from tests.test_ui_export import here  # noqa: PLC0415

    export_panel._ask(("overview",), here())


def test_an_open_ward_offers_its_sheet_first(drawn_office: Settings) -> None:
    def kinds(**query: str) -> list[str]:
        app = opened(as_of="2026-09-30", **query)
        app.button(key="export").click().run()
        return list(app.selectbox(key="export_kind_vi").options)

    assert len(kinds()) == 2
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
    assert export_panel._written(_Choice("overview", file), here()).startswith(begins)


def test_the_paper_is_of_what_is_chosen(drawn_office: Settings) -> None:
    content = export_panel._written(_Choice("overview", "pdf_A4"), here(filters=Filters(ward=("00003",))))
    read = text(PdfReader(io.BytesIO(content)))
    assert plain("tại Xã Cát, số liệu đến 30/09/2026") in read
    assert plain("Phường Bình") not in read
