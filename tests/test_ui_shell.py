"""The frame and every page, opened as a reader would open them, on the drawn city."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from gis.access import people
from gis.insight import wards
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.screens import SCREENS
from gis.settings import ROOT, Settings
from gis.ui import process, ranking
from gis.ui.here import Here
from gis.view import View
from tests import city

SHELL = str(ROOT / "gis" / "ui" / "shell.py")


def opened(page: str = "map.py", **query: str | list[str]) -> AppTest:
    """Open a page with these parameters in the address bar; no other page is opened before it."""
    app = AppTest.from_file(SHELL, default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    # `switch_page` knows a page by its path once another has run; until then by the name of its file
    app._page_hash = calc_hash(next(screen.path for screen in SCREENS if screen.file == page))
    return app.run()


def text(app: AppTest) -> str:
    """Everything written on the page, without its markup."""
    html = " ".join(str(element.proto.body) for element in app.get("html"))
    return re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))


def test_the_menu_is_the_pages_on_disk() -> None:
    assert {screen.file for screen in SCREENS} == {path.name for path in (ROOT / "pages").glob("*.py")}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.file)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens(drawn_office: Settings, screen: object, language: str) -> None:
    app = opened(screen.file, lang=language)  # type: ignore[attr-defined]
    assert not app.exception
    assert not app.warning
    assert text(app).strip()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.file)
def test_every_page_opens_on_an_empty_store(office: Settings, screen: object) -> None:
    app = opened(screen.file)  # type: ignore[attr-defined]
    assert not app.exception
    assert "python -m gis import projects" in app.info[0].value


def test_buttons_of_projects_are_as_many_as_stand_there_whatever_was_chosen_before(drawn_office: Settings) -> None:
    """Streamlit keeps what it knows of each key for good: a key for each project would grow with every choice."""
    app, keys = opened(as_of="2026-09-30"), set[str]()
    for ward in ([], ["00001"], ["00003"]):
        app.multiselect(key="vi:ward").set_value(ward).run()
        shown = [button for button in app.button if str(button.key).startswith("open_")]
        assert shown
        keys |= {str(button.key) for button in shown}
    assert keys == {"open_project_0", "open_project_1", "open_project_2"}
    shown[0].click().run()
    assert app.query_params["sheet"] == "project-P2"


def test_figures_in_words(drawn_office: Settings) -> None:
    said = text(opened(as_of="2026-09-30"))
    assert "4 vụ việc, chưa giải quyết xong, toàn địa bàn, số liệu đến 30/09/2026" in said
    assert "1/4 (25%)" in said
    assert "3/4" in said
    assert "trên 3 dự án; phải thu hồi 4,5 ha; 1 dự án chưa có thông tin tiến độ" in said


def test_the_default_day_is_the_last_event(drawn_office: Settings) -> None:
    app = opened()
    assert app.query_params["as_of"] == "2026-09-15"


def test_a_link_restores_the_view(drawn_office: Settings) -> None:
    app = opened(ward=["00001"], as_of="2026-09-30", sheet="ward-00001", measure="overdue_cases")
    said = text(app)
    assert "Tại Phường An" in said or "tại Phường An" in said
    assert "Trước 01/7/2025: Quận Bắc 100%" in said
    assert app.multiselect(key="vi:ward").value == ["00001"]
    assert app.selectbox(key="vi:measure").value == "overdue_cases"
    assert app.query_params["sheet"] == "ward-00001"


def test_choosing_a_ward_narrows_figures_and_address(drawn_office: Settings) -> None:
    app = opened(as_of="2026-09-30")
    app.multiselect(key="vi:ward").select("00003").run()
    assert "1 vụ việc, chưa giải quyết xong, tại Xã Cát, số liệu đến 30/09/2026" in text(app)
    assert app.query_params["ward"] == "00003"


def test_a_choice_holds_across_pages(drawn_office: Settings) -> None:
    app = opened(ward=["00001"], as_of="2026-09-30")
    app.switch_page(str(ROOT / "pages" / "data.py")).run()
    assert app.multiselect(key="vi:ward").value == ["00001"]


def test_clearing_chooses_everything_again(drawn_office: Settings) -> None:
    app = opened(ward=["00001"], overdue="1", as_of="2026-09-30")
    next(button for button in app.button if button.label == "Bỏ lọc").click().run()
    assert "4 vụ việc, chưa giải quyết xong, toàn địa bàn" in text(app)
    assert "ward" not in app.query_params


def test_what_was_cleared_behind_a_closed_popover_does_not_come_back(drawn_office: Settings) -> None:
    app = opened(overdue="1", as_of="2026-09-30")
    before = app.toggle(key="vi:overdue")
    assert before.value
    next(button for button in app.button if button.label == "Bỏ lọc").click().run()
    assert all(toggle.key != before.key for toggle in app.toggle), "a browser would send the old value again"
    app.multiselect(key="vi:ward").select("00003").run()
    assert "overdue" not in app.query_params


def test_whoever_has_one_ward_lands_on_its_sheet(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "who", lambda _: Scope("99", frozenset({"00001"}), "leader"))
    app = opened(as_of="2026-09-30")
    assert app.query_params["sheet"] == "ward-00001"
    assert "Phường An" in text(app)
    assert "3 vụ việc, chưa giải quyết xong" in text(app)


def test_english(drawn_office: Settings) -> None:
    said = text(opened(lang="en", as_of="2026-09-30"))
    assert "4 cases, not yet resolved, whole area, figures as of 30/09/2026" in said
    assert "Projects in clearance" in said


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"ward": "99999"}, "Không có mã “99999”"),
        ({"as_of": "30-9-2026"}, "as_of"),
        ({"sheet": "ward-99999"}, "99999"),
        ({"measure": "fortune"}, "fortune"),
        ({"age": "<script>"}, "age"),
    ],
)
def test_a_hand_edited_address_is_told(drawn_office: Settings, query: dict[str, str], told: str) -> None:
    app = opened(**query)  # type: ignore[arg-type]
    assert not app.exception
    assert any(told in warning.value for warning in app.warning)
    assert "vụ việc" in text(app)


@pytest.mark.parametrize("day", ["2001-01-01", "2098-01-01"])
def test_a_day_without_records_is_told_and_the_bar_stays(drawn_office: Settings, day: str) -> None:
    app = opened(as_of=day)
    assert not app.exception
    assert len(app.warning) == 1
    assert app.date_input(key="vi:as_of").value.isoformat() == day


def test_no_database_gives_advice(office: Settings) -> None:
    (office.state_dir / "landmap.db").unlink()
    app = opened()
    assert not app.exception
    assert "python -m gis" in app.warning[0].value


def test_a_corrupt_database_gives_advice(office: Settings) -> None:
    for path in office.state_dir.glob("landmap.db*"):
        path.unlink() if path.is_file() else None
    Path(office.state_dir / "landmap.db").write_bytes(b"this is no database" * 100)
    app = opened()
    assert not app.exception
    assert app.warning


def test_unreadable_boundaries_give_advice(drawn_office: Settings) -> None:
    (drawn_office.state_dir / "areas-99.geojson").write_text("{", encoding="utf-8")
    app = opened()
    assert not app.exception
    assert "areas" in app.warning[0].value


def test_what_stands_in_no_ward_is_told_beside_the_table_and_in_its_file(drawn_office: Settings) -> None:
    lost = [{"code": f"L{n}", "case_class": "complaint", "received_on": "2026-09-01"} for n in range(7)]
    open_store(drawn_office).append(Batch({"case": city.frame("case", lost)}, "lost.xlsx"))
    said = text(opened(as_of="2026-09-30"))
    assert "Chưa rõ địa bàn: vụ việc chưa giải quyết xong 7." in said
    now = Here(View(as_of=city.AS_OF), process.situation_on(city.AS_OF))
    rows = ranking._file(wards.table(now.selection, now.period), now, "csv").decode("utf-8-sig").splitlines()
    assert rows[-1].startswith("Chưa rõ địa bàn;ẩn;0;")  # 3 and 1 of two wards are 4 together: 7 is hidden with them
