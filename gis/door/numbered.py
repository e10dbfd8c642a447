"""A number for each request and each open page, so that the lines of a log that belong together can be told.

A proxy may have given a number already (``X-Request-ID``); it is taken where it can be no more than that. The answer
names the number, and so does every line that is logged on the way. Pages that stand open are counted here.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

import structlog
from starlette.datastructures import Headers as Asked
from starlette.datastructures import MutableHeaders
from starlette.types import Receive, Scope, Send

from gis.door.between import Between
from gis.metrics import SESSIONS

_log = structlog.get_logger(__name__)
_NAME: Final = "x-request-id"
_NUMBER: Final = re.compile(r"[0-9A-Za-z-]{8,64}")


class Numbered(Between):
    """ASGI middleware that numbers requests, and counts pages that stand open."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on under its number."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        number = _number(scope)
        scope = {**scope, _NAME: number}
        with structlog.contextvars.bound_contextvars(request=number):
            if scope["type"] == "http":
                _log.debug("asked", method=scope["method"], path=scope["path"])
                await super().__call__(scope, receive, send)
                return
            with SESSIONS.track_inprogress():
                await super().__call__(scope, receive, send)

    def answered(self, scope: Scope, headers: MutableHeaders) -> None:
        """Name the number in the answer."""
        headers.setdefault(_NAME, scope[_NAME])


def _number(scope: Scope) -> str:
    given = Asked(scope=scope).get(_NAME, "")
    return given if _NUMBER.fullmatch(given) else secrets.token_hex(8)
