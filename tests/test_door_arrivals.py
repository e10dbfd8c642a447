"""People on their way in: what they asked for is kept, and nobody is led anywhere but to a screen of ours."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from starlette.types import Message

from gis.door import arrivals
from gis.door.arrivals import Arrivals, named

LOG = logging.getLogger("streamlit.web.server.starlette.starlette_auth_routes")
GIVEN = [(b"set-cookie", b'_streamlit_user=""; Max-Age=0'), (b"set-cookie", b"_streamlit_user=2|abc; Path=/")]
TAKEN = [(b"set-cookie", b'_streamlit_user=""; expires=Thu; Max-Age=0; Path=/')]


@pytest.fixture(autouse=True)
def entered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    async def enter(why: str, error: str = "") -> None:
        found.append(f"{why} {error}")

    monkeypatch.setattr(arrivals.turned_away, "enter", enter)
    return found


def asked(
    path: str, *, query: str = "", answer: Any = (), error: Exception | None = None, prefix: str = "", **headers: str
) -> dict[str, list[str]]:
    """The headers of the answer to a request, when Streamlit answers so."""
    told = {"host": "bando.hanoi.gov.vn"} | headers
    scope = {
        "type": "http",
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
    }
    sent: list[Message] = []

    async def streamlit(_scope: Any, _receive: Any, send: Any) -> None:
        if error is not None:
            LOG.warning("failed", exc_info=error)  # as Streamlit does
        start = [(b"location", f"{prefix or ''}/".encode()), *answer]
        await send({"type": "http.response.start", "status": 302, "headers": start})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Arrivals(streamlit, prefix=prefix)(scope, receive, send))
    found: dict[str, list[str]] = {}
    for name, value in sent[0]["headers"]:
        found.setdefault(name.decode(), []).append(value.decode())
    return found


def wished(referer: str, **more: Any) -> str:
    return "".join(asked("/auth/login", referer=referer, **more).get("set-cookie", []))


def test_what_somebody_asked_for_is_kept_for_ten_minutes_and_for_the_server_only() -> None:
    cookie = wished("https://bando.hanoi.gov.vn/vu-viec?ward=00001")
    assert cookie.startswith("landmap_wish=%2Fvu-viec%3Fward%3D00001;")
    for part in ("HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax", "Secure"):
        assert part in cookie


def test_on_this_machine_the_cookie_goes_without_encryption() -> None:
    assert "Secure" not in wished("http://127.0.0.1:8501/vu-viec", host="127.0.0.1:8501")


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://bando.hanoi.gov.vn/",
        "https://evil.example/vu-viec",
        "https://bando.hanoi.gov.vn/khong-co",
        "https://bando.hanoi.gov.vn//evil.example/",
        "https://bando.hanoi.gov.vn/vu-viec?sign_in_refused=1",
        "https://bando.hanoi.gov.vn/vu-viec?q=" + "a" * 2_000,
        "https://bando.hanoi.gov.vn/vu-viec?q=\x7f",
    ],
)
def test_nothing_else_is_kept(referer: str) -> None:
    assert wished(referer) == ""


def back(wish: str = "", **more: Any) -> dict[str, list[str]]:
    cookies = {"cookie": f"landmap_wish={wish}"} if wish else {}
    return asked("/oauth2callback", query="code=c&state=s", **cookies, **more)


def test_whoever_was_let_in_goes_where_they_wanted(entered: list[str]) -> None:
    found = back("%2Fvu-viec%3Fward%3D00001", answer=GIVEN)
    assert found["location"] == ["/vu-viec?ward=00001"]
    assert "Max-Age=0" in found["set-cookie"][-1]
    assert entered == []


@pytest.mark.parametrize(
    "wish",
    [
        "",
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%2F%2Fvu-viec",
        "%2Fvu-viec%0d%0ax%3A1",
        "%2F%5Cevil.example",
        "%25",
    ],
)
def test_whoever_was_let_in_goes_home_otherwise(wish: str) -> None:
    assert back(wish, answer=GIVEN)["location"] == ["/"]


def test_below_a_path_everything_is_below_it() -> None:
    found = asked(
        "/ban-do/oauth2callback",
        query="code=c",
        prefix="/ban-do",
        answer=GIVEN,
        cookie="landmap_wish=%2Fban-do%2Fvu-viec",
    )
    assert found["location"] == ["/ban-do/vu-viec"]
    assert asked(
        "/ban-do/oauth2callback", query="code=c", prefix="/ban-do", answer=GIVEN, cookie="landmap_wish=%2Fvu-viec"
    )["location"] == ["/ban-do/"]
    assert asked("/ban-do/oauth2callback", query="code=c", prefix="/ban-do")["location"] == [
        "/ban-do/?sign_in_refused=1"
    ]


class RefusalError(Exception):
    error = "invalid_claim"
    claim = "iss"


@pytest.mark.parametrize(
    ("error", "query", "told"),
    [
        (RefusalError("https://evil.example"), "code=c", "invalid_claim:iss"),
        (ValueError("secret"), "code=c", "ValueError"),
        (None, "code=c&state=old", "unknown_state"),
        (None, "error=access_denied", "provider_refused"),
    ],
)
def test_whoever_was_not_is_told_and_the_trail_says_why(
    error: Exception | None, query: str, told: str, entered: list[str]
) -> None:
    found = asked("/oauth2callback", query=query, answer=TAKEN, error=error, cookie="landmap_wish=%2F%3Flang%3Den")
    assert found["location"] == ["/?sign_in_refused=1&lang=en"]
    assert entered == [f"bad_sign_in {told}"]


def test_a_reason_holds_nothing_of_what_was_sent() -> None:
    error = RefusalError("x")
    error.error = "<script>"
    assert named(error) == "iss"
    error.error = "a" * 100
    assert len(named(error)) == 60


def test_the_traceback_stays_out_of_the_log_of_a_sign_in_and_nowhere_else(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = heard.append  # type: ignore[method-assign]
    LOG.addHandler(handler)
    try:
        back(answer=TAKEN, error=ValueError("secret"))
        assert heard == []
        LOG.warning("something else")
    finally:
        LOG.removeHandler(handler)
    assert [one.getMessage() for one in heard] == ["something else"]


def test_coming_back_from_signing_out_is_left_alone(entered: list[str]) -> None:
    assert asked("/oauth2callback", answer=TAKEN)["location"] == ["/"]
    assert entered == []
