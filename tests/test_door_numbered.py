"""Lines of the log that belong to one request bear its number, and pages that stand open are counted."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gis.door.numbered import Numbered
from gis.metrics import REGISTRY
from tests.door_asking import ask


def bound(_: Request) -> Response:
    return PlainTextResponse(structlog.contextvars.get_contextvars()["request"])


APP = Starlette(routes=[Route("/", bound)], middleware=[Middleware(Numbered)])


def test_a_request_has_a_number_that_its_answer_and_its_lines_name() -> None:
    one, other = ask(APP, "/"), ask(APP, "/")
    assert re.fullmatch("[0-9a-f]{16}", one.headers["x-request-id"])
    assert one.body.decode() == one.headers["x-request-id"] != other.headers["x-request-id"]
    assert "request" not in structlog.contextvars.get_contextvars(), "and it ends with the request"


def test_the_number_of_a_proxy_is_kept() -> None:
    assert ask(APP, "/", headers={"x-request-id": "ab12cd34-EF"}).body == b"ab12cd34-EF"


@pytest.mark.parametrize("given", ["", "short", "a" * 65, 'x"}\n{"level":"error', "người-đọc-nào"])
def test_what_is_no_number_is_not(given: str) -> None:
    assert ask(APP, "/", headers={"x-request-id": given}).body.decode() != given


def test_open_pages_are_counted_while_they_are_open_even_when_they_end_badly() -> None:
    seen: list[float | None] = []

    def open_pages() -> float | None:
        return REGISTRY.get_sample_value("landmap_sessions")

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(open_pages())
        raise ConnectionError

    before = open_pages()
    with pytest.raises(ConnectionError):
        asyncio.run(Numbered(app)({"type": "websocket", "path": "/", "headers": []}, None, None))  # type: ignore[arg-type]
    assert (seen, open_pages()) == ([before + 1], before)  # type: ignore[operator]
