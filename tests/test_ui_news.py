"""News for a page that stands open: told once something came, and drawn only when the reader wishes it."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from gis import settings
from gis.briefing.reading import clock
from gis.door import newest
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import Settings
from gis.ui import process
from tests import city
from tests.door_asking import ask
from tests.test_ui_shell import opened, text

LATE = Batch({"case": city.frame("case", [{"code": "K7", "ward": "00001", "received_on": "2026-09-10"}])}, "late")


def reload_button(app: AppTest, label: str = "Tải lại") -> list:
    return [button for button in app.button if button.label == label]


def test_a_page_says_nothing_while_nothing_is_new(drawn_office: Settings) -> None:
    app = opened(as_of="2026-09-30")
    assert "Có số liệu mới" not in text(app)
    assert not reload_button(app)


@pytest.mark.parametrize(
    ("language", "said", "label"), [("vi", "Có số liệu mới lúc", "Tải lại"), ("en", "New data came at", "Reload")]
)
def test_what_came_is_told_and_drawn_on_demand(
    drawn_office: Settings, monkeypatch: pytest.MonkeyPatch, language: str, said: str, label: str
) -> None:
    app = opened(as_of="2026-09-30", lang=language)
    store = open_store(drawn_office)
    with monkeypatch.context() as held:
        held.setattr(process, "refresh", lambda *_: None)  # the page stands as it was drawn
        store.append(LATE)
        app.run()
        moment = store.batches()["recorded_at"].iloc[-1].to_pydatetime()
        assert f"{said} {clock(moment)}" in text(app)
        assert "4 " in text(app).split("toàn địa bàn" if language == "vi" else "whole area")[0]
    [button] = reload_button(app, label)
    button.click().run()
    assert not app.exception
    assert said not in text(app)
    assert ("5 vụ việc" if language == "vi" else "5 cases") in text(app)


def test_a_withdrawal_is_news(drawn_office: Settings) -> None:
    opened()
    marker = process.ledger().marker
    assert process.recorded_after(marker) is None
    store = open_store(drawn_office)
    store.withdraw(1)
    assert process.recorded_after(marker) == store.batches()["withdrawn_at"].iloc[0].to_pydatetime()


def test_a_page_stands_while_the_database_is_gone(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(as_of="2026-09-30")
    monkeypatch.setattr(process, "refresh", lambda *_: None)
    monkeypatch.setattr(process, "closings", lambda _: ())
    (drawn_office.state_dir / "landmap.db").unlink()
    app.run()
    assert not app.exception
    assert "4 vụ việc" in text(app)
    assert not reload_button(app)


def test_the_door_answers_the_state_in_a_few_letters(drawn_office: Settings) -> None:
    door = Starlette(routes=newest.routes())
    first, again = ask(door, "/newest"), ask(door, "/newest")
    assert first.status == 200
    assert first.body == again.body
    assert first.headers["cache-control"] == "no-store"
    assert len(first.body) == 16
    open_store(drawn_office).append(LATE)
    assert ask(door, "/newest").body != first.body


def test_the_door_says_nothing_without_a_database(office: Settings) -> None:
    (office.state_dir / "landmap.db").unlink()
    answer = ask(Starlette(routes=newest.routes()), "/newest")
    assert (answer.status, answer.body) == (503, b"")
    assert settings.current() is office
