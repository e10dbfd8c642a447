"""Whoever asks faster than an office does is asked to wait, kindly."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gis import settings
from gis.door.paced import Paced
from tests.door_asking import Answer, ask


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch):
    """Two sign-ins and three files a minute; the clock stands where it is put."""
    monkeypatch.setenv("LANDMAP_SIGN_INS_A_MINUTE", "2")
    monkeypatch.setenv("LANDMAP_FILES_A_MINUTE", "3")
    settings.current.cache_clear()
    clock = {"now": 0.0}
    anything = Route("/{path:path}", lambda _: PlainTextResponse("in"), methods=["GET", "PUT"])
    app = Starlette(routes=[anything], middleware=[Middleware(Paced, prefix="ban-do", clock=lambda: clock["now"])])

    def asked(path: str, *, after: float = 0.0, **how: str) -> Answer:
        clock["now"] += after
        return ask(app, path, **how)

    yield asked
    settings.current.cache_clear()


def test_too_many_sign_ins_of_an_address_are_told_when_to_come_again(door) -> None:
    paths = ["/auth/login", "/ban-do/oauth2callback", "/ban-do/auth/login"]
    assert [door(path).status for path in paths] == [200, 200, 429]
    answer = door("/auth/login")
    assert answer.headers["retry-after"] == "30"
    said = answer.body.decode()
    assert "chờ 30 giây" in said
    assert "wait 30 seconds" in said
    assert door("/auth/login", peer="10.0.0.8").status == 200, "another address is another"
    assert door("/auth/login", after=30).status == 200


@pytest.mark.parametrize("path", ["/media/ab12.xlsx", "/_stcore/upload_file/session/file", "/ban-do/media/x"])
def test_too_many_files_too(door, path: str) -> None:
    assert [door(path, method="PUT").status for _ in range(4)] == [200, 200, 200, 429]
    assert "tệp" in door(path).body.decode()
    assert door("/auth/login").status == 200, "files and sign-ins are counted apart"


@pytest.mark.parametrize("path", ["/", "/vu-viec", "/newest", "/auth/loginx", "/assets/media/x", "/static/js/a.js"])
def test_pages_are_not_counted(door, path: str) -> None:
    assert {door(path).status for _ in range(20)} == {200}


def test_what_a_stranger_writes_of_an_address_makes_no_other_of_them(door) -> None:
    told = [door("/auth/login", headers={"x-forwarded-for": f"10.9.9.{number}"}).status for number in range(4)]
    assert told == [200, 200, 429, 429]
