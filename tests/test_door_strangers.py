"""Which addresses are strangers, and where their readers are sent."""

from __future__ import annotations

import asyncio

import pytest

from gis.door.strangers import Strangers
from gis.screens import SCREENS

BROWSER = [(b"accept", b"text/html,application/xhtml+xml")]


def sent_to(path: str, *, prefix: str = "", headers: list[tuple[bytes, bytes]] = BROWSER) -> str | None:
    """Where a request is sent; None when it is passed on."""
    answered: list[dict[str, object]] = []

    async def passed_on(scope: object, receive: object, send: object) -> None:
        answered.append({"passed": True})

    async def send(message: dict[str, object]) -> None:
        answered.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    asyncio.run(Strangers(passed_on, prefix)(scope, None, send))  # type: ignore[arg-type]
    if answered[0].get("passed"):
        return None
    return dict(answered[0]["headers"])[b"location"].decode()  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("path", ["/khong-co", "/khong-co/", "/vu-viec/12", "/%C4%91%C3%A2u"])
def test_an_unknown_page_leads_home(path: str) -> None:
    where = sent_to(path)
    assert where is not None
    assert where.startswith("/?page=")


def test_the_name_cannot_break_out_of_the_address() -> None:
    assert sent_to("/a&lang=en") == "/?page=a%26lang%3Den"


@pytest.mark.parametrize("path", [f"/{screen.path}" for screen in SCREENS])
def test_every_screen_is_passed_on(path: str) -> None:
    assert sent_to(path) is None
    assert sent_to(f"/ban-do{path}", prefix="ban-do") is None


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/auth/login",
        "/oauth2callback",
        "/assets/x",
        "/geo/y",
        "/_stcore/stream",
        "/favicon.png",
        "/static/js/a.js",
    ],
)
def test_what_is_no_page_is_passed_on(path: str) -> None:
    assert sent_to(path) is None


def test_programs_are_passed_on() -> None:
    assert sent_to("/khong-co", headers=[(b"accept", b"application/json")]) is None


def test_home_may_lie_below_a_path() -> None:
    assert sent_to("/ban-do/khong-co", prefix="ban-do") == "/ban-do/?page=khong-co"
