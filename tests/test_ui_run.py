"""One run of a page is timed, and what the log tells of it names the session, but not by its number."""

from __future__ import annotations

import pytest
import structlog

from gis.metrics import REGISTRY
from gis.ui import run


def runs() -> float:
    return REGISTRY.get_sample_value("landmap_run_seconds_count") or 0.0


def test_a_run_is_counted_even_when_it_ends_badly(monkeypatch: pytest.MonkeyPatch) -> None:
    class Context:
        session_id = "8d2f-number-of-the-session"

    monkeypatch.setattr(run, "get_script_run_ctx", lambda **_: Context)
    before = runs()
    with pytest.raises(ZeroDivisionError), run.timed():
        assert 1 / 0
    assert runs() == before + 1
    name = structlog.contextvars.get_contextvars()["session"]
    structlog.contextvars.clear_contextvars()
    assert len(name) == 8
    assert name not in Context.session_id
