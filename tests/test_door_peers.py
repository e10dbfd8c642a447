"""Who may speak to the door: in local mode this machine only, and no connection takes over a session."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.types import Message

from gis.door.peers import NewSessions, OnlyHere


def through(middleware: type, scope: dict[str, Any]) -> tuple[list[dict[str, Any]], list[Message]]:
    """What reached the app behind, and what was sent back by the middleware."""
    reached: list[dict[str, Any]] = []
    sent: list[Message] = []

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        reached.append(scope)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(middleware(app)(scope, receive, send))
    return reached, sent


def asking(kind: str = "http", *, peer: str | None = "127.0.0.1", host: str = "127.0.0.1:8501", **headers: str) -> Any:
    told = {"host": host} | headers
    return {
        "type": kind,
        "client": peer and (peer, 50_000),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()],
        "path": "/",
        "method": "GET",
    }


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501", "localhost"])
def test_this_machine_comes_in(kind: str, host: str) -> None:
    assert through(OnlyHere, asking(kind, host=host))[0]


@pytest.mark.parametrize(
    "where",
    [
        {"peer": "10.0.0.7"},
        {"peer": None},
        {"host": "bando.hanoi.gov.vn"},  # passed on by a proxy, or a page of the internet with a name that leads here
        {"host": ""},
    ],
)
def test_nobody_else_does(where: dict[str, Any]) -> None:
    reached, sent = through(OnlyHere, asking(**where))
    assert not reached
    assert sent[0]["status"] == 403
    assert "LANDMAP_OIDC_METADATA_URL" in sent[1]["body"].decode()
    reached, sent = through(OnlyHere, asking("websocket", **where))
    assert (reached, sent[0]["type"], sent[0]["code"]) == ([], "websocket.close", 1008)


def test_the_server_itself_may_start_and_stop() -> None:
    assert through(OnlyHere, {"type": "lifespan"})[0]


def test_a_connection_that_comes_back_names_no_session() -> None:
    asked = asking("websocket", sec_websocket_protocol="streamlit, token, session-of-somebody")
    [passed], _ = through(NewSessions, asked)
    assert dict(passed["headers"])[b"sec-websocket-protocol"] == b"streamlit, token"
    [plain], _ = through(NewSessions, asking(accept="text/html"))
    assert dict(plain["headers"])[b"accept"] == b"text/html"
