"""The pages of whoever administers access, opened under AppTest."""

from __future__ import annotations

import html
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.records.store import Store, open_store
from gis.scope import Scope
from gis.settings import Settings
from tests.test_ui_shell import opened, text

ADMIN = Scope("99", frozenset(), "admin")


def administered(office: Settings, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store of an office whose pages an administrator opens."""
    monkeypatch.setattr(people, "who", lambda _: ADMIN)
    return open_store(office)


def page(file: str, language: str = "vi") -> AppTest:
    """Open a page of theirs on the day of the drawn city."""
    return opened(file, as_of="2026-09-30", lang=language)


def said(app: AppTest) -> str:
    """All that stands on a page on which nothing failed."""
    assert not app.exception
    return html.unescape(text(app))


def button(app: AppTest, label: str) -> Any:
    """The button of a name."""
    return next(one for one in app.button if one.label == label)
