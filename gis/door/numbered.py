"""A number for each request and each open page, so that the lines of a log that belong together can be told.

A proxy may have given a number already (``X-Request-ID``); it is taken where it can be no more than that. The answer
names the number, and so does every line that is logged on the way. Pages that stand open are counted here.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Final

import structlog
from starlette.datastructures import Headers as Asked
from starlette.datastructures import MutableHeaders
from starlette.types import Scope

from gis.door.between import Between
from gis.metrics import SESSIONS

_log = structlog.get_logger(__name__)
_NAME: Final = "x-request-id"
_NUMBER: Final = re.compile(r"[0-9A-Za-z-]{8,64}")


class Numbered(Between):
    """ASGI middleware that numbers requests, and counts pages that stand open."""

    @contextmanager
    def during(self, scope: Scope) -> Iterator[Scope]:
        """Pass everything on under its number."""
        number, opens = _number(scope), scope["type"] == "websocket"
        with (
            structlog.contextvars.bound_contextvars(request=number),
            SESSIONS.track_inprogress() if opens else nullcontext(),
        ):
            if not opens:
                _log.debug("asked", method=scope["method"], path=scope["path"])
            yield {**scope, _NAME: number}

    async def answered(self, scope: Scope, headers: MutableHeaders) -> None:
        """Name the number in the answer."""
        headers.setdefault(_NAME, scope[_NAME])


def _number(scope: Scope) -> str:
    given = Asked(scope=scope).get(_NAME, "")
    return given if _NUMBER.fullmatch(given) else secrets.token_hex(8)
