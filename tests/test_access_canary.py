"""A row of another ward never appears: not on a page, in a link, a file or the log, whatever the role.

The canary sings in Xã Đông (00004), where the drawn city has nothing: a project, a case, a household, a dialogue, a
promise, a petition and a reception, each with a name or code that stands nowhere else. Readers see other wards.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.screens import SCREENS
from gis.settings import Settings
from tests import city
from tests.test_ui_shell import opened

CANARY = "chimhot"
"""A word that stands nowhere else, not even in the name of this file, which tracebacks in the log may hold."""
CODE = "zz9"
_DAYS = {"received_on": "2026-08-01", "accepted_on": "2026-08-03"}
ROWS: dict[str, list[dict[str, Any]]] = {
    "project": [{"code": "zz9-P", "name": "Dự án chimhot", "investor": "Chủ chimhot", "recover_area": 5.0}],
    "project_ward": [{"project": "zz9-P", "ward": "00004", "announced_on": "2024-01-10", "recover_area": 5.0}],
    "plan": [{"code": "zz9-L", "project": "zz9-P", "ward": "00004", "notified_on": "2024-03-01"}],
    "household_file": [
        {"code": "zz9-H", "project": "zz9-P", "plan": "zz9-L", "ward": "00004", "notified_on": "2024-03-01"}
    ],
    "resettlement_site": [{"code": "zz9-S", "name": "Khu chimhot", "project": "zz9-P", "ward": "00004"}],
    "case": [
        {"code": "zz9-K", "ward": "00004", "project": "zz9-P", "case_class": "complaint", "level": "first",
         "subject": "price", "deciding_body": "Cơ quan chimhot", "preparing_unit": "Phòng chimhot",
         "hamlet": "Xóm chimhot", "within_competence": True, **_DAYS},
        {"code": "zz9-M", "ward": "00004", "project": "P1", "case_class": "complaint", "level": "first",
         "subject": "price", "deciding_body": "Cơ quan chimhot", "within_competence": True, **_DAYS},
    ],
    "petition": [{"code": "zz9-D", "case": "zz9-K", "ward": "00004", "received_on": "2026-08-01"}],
    "dialogue": [{"code": "zz9-T", "kind": "plan", "ward": "00004", "project": "zz9-P", "announced_on": "2026-09-01",
                  "planned_for": "2026-10-05"}],
    "commitment": [{"code": "zz9-C", "ward": "00004", "project": "P1", "notice_number": "chimhot/TB",
                    "notice_on": "2026-08-01", "due": "2026-09-01", "leading_body": "Ban chimhot"}],
    "reception": [{"code": "zz9-R", "ward": "00004", "held_on": "2026-09-10", "state": "held"}],
    "case_link": [{"case": "K1", "other_case": "zz9-K", "petition": None, "ward": "00001", "decision": "confirmed",
                   "decided_on": "2026-09-01", "role": "officer"}],
}  # fmt: skip
AWAY = frozenset({"00001", "00002"})
READERS = {
    "viewer": Scope("99", AWAY, "viewer"),
    "leader": Scope("99", AWAY, "leader"),
    "officer": Scope("99", AWAY, "officer"),
    "admin": Scope("99", frozenset(), "admin"),
    "of a project": Scope("99", frozenset(), "officer", frozenset({"P2"})),
}
LINKS: dict[str, str | list[str]] = {
    "ward": ["00004"],
    "project": ["zz9-P"],
    "sheet": "ward-00004",
    "case": "zz9-K",
    "dialogue": "zz9-T",
    "cases": ["zz9-K"],
}


@pytest.fixture
def sung(drawn_office: Settings) -> Settings:
    """The drawn city with the canary in Xã Đông."""
    frames = {name: city.frame(name, rows) for name, rows in ROWS.items()}
    open_store(drawn_office).append(Batch(frames, source="Danh sách chimhot zz9.xlsx"))
    return drawn_office


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every file that a page offers, made as if each button had been clicked."""
    offered: list[bytes] = []
    draw = st.download_button

    def button(label: str, data: Any, **more: Any) -> bool:
        offered.append(data() if callable(data) else data)
        return draw(label, data, **more)

    monkeypatch.setattr(st, "download_button", button)
    return offered


def reading(monkeypatch: pytest.MonkeyPatch, scope: Scope) -> None:
    monkeypatch.setattr(people, "who", lambda _: scope)


def sent(app: AppTest) -> str:
    """Everything that goes over the wire to the browser."""
    nodes = [node.proto for node in app._tree if getattr(node, "proto", None) is not None]
    return " ".join(proto.SerializeToString().decode("utf-8", errors="replace") for proto in nodes)


def plain(file: bytes) -> str:
    """The text of a file, whatever it is packed in."""
    if file.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            return " ".join(archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())
    if file.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
    return file.decode("utf-8", errors="replace")


def found(text: str, *words: str) -> list[str]:
    """Where any of these words stands, with what is around it."""
    low = text.casefold()
    places = (low.find(word.casefold()) for word in words)
    return [text[max(at - 60, 0) : at + 60] for at in places if at >= 0]


def pages() -> Iterator[str]:
    return iter(screen.file for screen in SCREENS)


@pytest.mark.parametrize("name", READERS)
def test_no_page_and_no_file_holds_a_row_of_another_ward(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, capfd: Any, files: list[bytes], name: str
) -> None:
    reading(monkeypatch, READERS[name])
    for page in pages():
        app = opened(page, as_of="2026-09-30")
        assert not app.exception, page
        assert found(sent(app), CANARY, CODE) == [], page
    assert [found(plain(file), CANARY, CODE) for file in files if found(plain(file), CANARY, CODE)] == []
    assert found("".join(capfd.readouterr()), CANARY, CODE) == []


@pytest.mark.parametrize("name", ["viewer", "officer", "of a project"])
def test_a_foreign_link_never_widens_what_is_seen(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, files: list[bytes], name: str
) -> None:
    reading(monkeypatch, READERS[name])
    for page in pages():
        app = opened(page, as_of="2026-09-30", **LINKS)
        assert not app.exception, page
        assert found(sent(app), CANARY) == [], page  # the codes that were asked for are told to be unknown
    assert not [file for file in files if found(plain(file), CANARY)]


def test_the_canary_is_heard_by_whoever_sees_the_city(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, files: list[bytes]
) -> None:
    reading(monkeypatch, Scope("99", None, "officer"))
    heard = {page for page in pages() if found(sent(opened(page, as_of="2026-09-30")), CANARY, CODE)}
    assert {"map.py", "cases.py", "projects.py", "duties.py", "data.py", "dialogues.py"} <= heard
    assert any(found(plain(file), CANARY) for file in files)


@pytest.mark.parametrize("name", ["viewer", "officer"])
def test_no_briefing_tells_of_another_ward(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, files: list[bytes], name: str
) -> None:
    reading(monkeypatch, READERS[name])
    assert not found(_briefing(), CANARY)
    [paper] = [file for file in files if file.startswith(b"%PDF")]
    assert "Phường An" in plain(paper)
    assert not found(plain(paper), CANARY, CODE)


def _briefing() -> str:
    app = opened(as_of="2026-09-30")
    app.button(key="export").click().run()
    assert not app.exception
    return sent(app)
