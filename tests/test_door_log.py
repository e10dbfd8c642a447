"""The log: one line an event, ours and that of what the product stands on, without secrets or addresses of readers."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from gis import settings
from gis.door import log

SECRET = "a-secret-that-must-stay-one"  # noqa: S105 (of the test)
HOUSEHOLD = "00004-17"
PASSWORD = "word-of-the-database"  # noqa: S105 (of the test)


@pytest.fixture
def logging_as(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Set the log up in a format; all is as it was afterwards."""
    before = structlog.get_config()
    held = {name: logging.getLogger(name) for name in [*log._FOREIGN, *logging.root.manager.loggerDict]}
    states = {name: (list(one.handlers), one.propagate, one.level) for name, one in held.items()}

    def set_up(form: str) -> None:
        monkeypatch.setenv("LANDMAP_LOG_FORMAT", form)
        monkeypatch.setenv("LANDMAP_COOKIE_SECRET", SECRET)
        monkeypatch.setenv("LANDMAP_DATABASE_URL", f"postgresql+psycopg://landmap:{PASSWORD}@127.0.0.1/landmap")
        settings.current.cache_clear()
        log.configure()

    yield set_up
    structlog.configure(**before)
    for name, (handlers, propagate, level) in states.items():
        held[name].handlers, held[name].propagate = handlers, propagate
        held[name].setLevel(level)
    settings.current.cache_clear()


def fails(household: str) -> None:
    assert household
    raise ValueError("no number")


def tell_everything() -> None:
    structlog.contextvars.bind_contextvars(request="ab12cd34")
    structlog.get_logger().warning("refused", reason="người lạ", header=f"Bearer {SECRET}")
    foreign = logging.getLogger("streamlit.web.server.starlette.starlette_auth_routes")
    foreign.warning("exchange failed with %s at %s", SECRET, f"postgresql://landmap:{PASSWORD}@127.0.0.1")
    logging.getLogger("uvicorn.error").info('10.0.0.7:0 - "WebSocket /_stcore/stream" [accepted]')
    try:
        fails(HOUSEHOLD)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("in an application")
        structlog.get_logger().exception("surprise")
    structlog.contextvars.clear_contextvars()


def test_every_line_is_json_and_names_the_request(logging_as, capsys: pytest.CaptureFixture[str]) -> None:
    logging_as("json")
    tell_everything()
    text = capsys.readouterr().err
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["event"][:8] for line in lines] == ["refused", "exchange", "in an ap", "surprise"]
    assert {line["request"] for line in lines} == {"ab12cd34"}
    assert [line["level"] for line in lines] == ["warning", "warning", "error", "error"]
    assert lines[0]["reason"] == "người lạ"
    assert lines[2]["exception"][0]["exc_type"] == "ValueError"
    assert HOUSEHOLD not in text


def test_plain_lines_are_for_people(logging_as, capsys: pytest.CaptureFixture[str]) -> None:
    logging_as("plain")
    tell_everything()
    text = capsys.readouterr().err
    assert "người lạ" in text.splitlines()[0]
    assert "request=ab12cd34" in text
    assert "ValueError: no number" in text
    assert not text.lstrip().startswith("{")
    assert HOUSEHOLD not in text


@pytest.mark.parametrize("form", ["json", "plain"])
def test_no_line_holds_a_secret_or_an_address_of_a_reader(
    logging_as, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    logging_as(form)
    tell_everything()
    text = capsys.readouterr().err
    assert "***" in text
    assert [word for word in (SECRET, PASSWORD, "10.0.0.7") if word in text] == []


def test_a_short_password_strikes_out_no_words() -> None:
    chosen = settings.Settings(database_url="postgresql+psycopg://landmap:map@127.0.0.1/landmap")
    assert log._secrets(chosen) == ()
