"""The shape of what stands between a peer and the app."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from gis.door.between import Between


class Closed(Between):
    async def instead(self, scope: Scope) -> Response | None:
        return PlainTextResponse("closed", status_code=418) if scope["path"] == "/closed" else None


class Changing(Between):
    @contextmanager
    def during(self, scope: Scope) -> Iterator[Scope]:
        yield scope | {"path": "/changed"}

    async def answered(self, scope: Scope, headers: MutableHeaders) -> None:
        headers["x-asked"] = scope["path"]


def through(kind: type[Between], scope: dict[str, Any]) -> tuple[list[Any], list[Message]]:
    """What reached the app, and what was sent back."""
    reached: list[Any] = []
    sent: list[Message] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope)
        if scope["type"] == "http":
            await PlainTextResponse("app")(scope, receive, send)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(kind(app)(scope, receive, send))
    return reached, sent


@pytest.mark.parametrize("kind", ["http", "websocket", "lifespan"])
def test_by_itself_it_passes_everything_on_untouched(kind: str) -> None:
    asked = {"type": kind, "path": "/closed", "headers": []}
    reached, _ = through(Between, asked)
    assert reached == [asked]
    assert reached[0] is asked


def test_it_may_answer_instead_of_the_app() -> None:
    reached, sent = through(Closed, {"type": "http", "path": "/closed", "headers": []})
    assert (reached, sent[0]["status"]) == ([], 418)
    reached, sent = through(Closed, {"type": "websocket", "path": "/closed", "headers": []})
    assert (reached, sent[0]["type"], sent[0]["code"]) == ([], "websocket.close", 1008)
    reached, sent = through(Closed, {"type": "http", "path": "/open", "headers": []})
    assert (len(reached), sent[0]["status"]) == (1, 200)
    assert through(Closed, {"type": "lifespan"})[0], "the server itself may start"


@pytest.mark.parametrize(
    ("prefix", "asked", "path"),
    [
        ("", "/vu-viec", "/vu-viec"),
        ("/ban-do/", "/ban-do/vu-viec", "/vu-viec"),
        ("ban-do", "/ban-do/", "/"),
        ("ban-do", "/vu-viec", "/vu-viec"),
        ("ban-do", "/ban-dong", "/ban-dong"),
    ],
)
def test_a_path_is_called_as_where_the_app_stands_below_nothing(prefix: str, asked: str, path: str) -> None:
    between = Between(PlainTextResponse("app"), prefix)
    assert between.path({"path": asked}) == path
    assert between.home == ("/ban-do/" if prefix else "/")


def test_it_may_listen_either_way() -> None:
    class Listening(Between):
        def receiving(self, scope: Scope, receive: Receive) -> Receive:
            async def heard() -> Message:
                return await receive() | {"heard": scope["type"]}

            return heard

        def sending(self, scope: Scope, send: Send) -> Send:
            async def told(message: Message) -> None:
                await super(Listening, self).sending(scope, send)(message | {"told": scope["type"]})

            return told

        async def answered(self, scope: Scope, headers: MutableHeaders) -> None:
            headers["x-asked"] = scope["path"]

    said: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        said.append(await receive())
        await send({"type": f"{scope['type']}.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "asked"}

    async def send(message: Message) -> None:
        said.append(message)

    for kind in ("http", "websocket"):
        asyncio.run(Listening(app)({"type": kind, "path": "/x", "headers": []}, receive, send))
    assert [(one.get("heard"), one.get("told")) for one in said] == [
        ("http", None), (None, "http"), ("websocket", None), (None, "websocket")
    ]  # fmt: skip
    assert (said[1]["headers"], said[3]["headers"]) == ([(b"x-asked", b"/x")], [])


def test_it_may_change_what_is_asked_and_the_headers_of_the_answer() -> None:
    [passed], sent = through(Changing, {"type": "http", "path": "/asked", "headers": []})
    assert passed["path"] == "/changed"
    assert (b"x-asked", b"/changed") in sent[0]["headers"]
