"""The error door: advice for what was foreseen, an apology with a reference for a surprise, never a traceback."""

import json
import re

import pytest
import structlog
from streamlit.testing.v1 import AppTest

from gis.door import log
from gis.door.apology import meet
from gis.errors import RequestError


def advised():
    from gis.door.apology import meet  # noqa: PLC0415 - AppTest runs this text by itself
    from gis.errors import RequestError  # noqa: PLC0415

    assert meet(RequestError("errors.setting", name="LANDMAP_X", reason="?"))


def surprised():
    from gis.door.apology import meet  # noqa: PLC0415

    assert meet(ValueError("household 00004-17 <b>"))


@pytest.mark.parametrize(("language", "words"), [("vi", "Thiết lập LANDMAP_X"), ("en", "Setting LANDMAP_X")])
def test_what_was_foreseen_is_told_in_the_readers_language(language, words):
    app = AppTest.from_function(advised)
    app.query_params["lang"] = language
    app.run()
    assert words in app.warning[0].value
    assert not app.exception


@pytest.mark.parametrize(("language", "words"), [("vi", "ngoài dự kiến"), ("en", "unexpected"), ("xx", "ngoài")])
def test_a_surprise_is_an_apology_with_a_reference(language, words):
    app = AppTest.from_function(surprised)
    app.query_params["lang"] = language
    with structlog.testing.capture_logs() as logged:
        app.run()
    said = app.error[0].value
    assert words in said
    assert "household" not in said
    assert not app.exception
    (entry,) = [entry for entry in logged if entry["event"] == "surprise"]
    assert re.fullmatch(r"[0-9a-f]{6}", entry["reference"])
    assert entry["reference"] in said


def test_streamlit_never_shows_the_error_itself():
    with structlog.testing.capture_logs():
        assert meet(RequestError("errors.setting", name="a", reason="b")) is True
        assert meet(ValueError("x")) is True


def test_the_log_is_json_with_the_traceback_but_no_values(capsys, monkeypatch):
    before = structlog.get_config()
    log.configure()
    try:
        household = "00004-17"
        try:
            int("no number")
        except ValueError as error:
            structlog.get_logger().error("surprise", reference="ab12cd", exc_info=error)
        assert household
    finally:
        structlog.configure(**before)
    line = capsys.readouterr().err.strip()
    entry = json.loads(line)
    assert (entry["reference"], entry["level"]) == ("ab12cd", "error")
    assert entry["exception"][0]["exc_type"] == "ValueError"
    assert "00004-17" not in line
