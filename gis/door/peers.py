"""Who may speak to the door at all, and as whom a connection comes back.

In local mode only this machine may, under its own name: a request from elsewhere is refused even if something in
between passes it on, and so is one for another name, by which a page of the internet could read what stands here.

Where people sign in, a connection that comes back is always a new session of whoever holds the cookie now. Streamlit
would give it the session it names, which may be somebody else's who has signed out since.

What a request says of where it comes from (``X-Forwarded-For``, ``X-Forwarded-Proto``) counts only where it came
through a proxy that is trusted: the server (uvicorn) compares the peer with ``FORWARDED_ALLOW_IPS``, by default this
machine, and only then puts it in the place of the peer. Here nothing reads these headers but to see that there was a
proxy at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers as Asked
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from gis.access.signing_in import is_here
from gis.door.between import Between
from gis.metrics import REFUSED
from gis.words import DEFAULT, LANGUAGES, say

_log = structlog.get_logger(__name__)
_PROTOCOL = b"sec-websocket-protocol"
_KEPT = 2
"""Of what a websocket names: the protocol and the token against forged requests; the third is the session before."""
_PASSED_ON: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""Headers that a proxy adds."""


def peer(scope: Scope) -> str:
    """Answer the address of whoever asks, as the server knows it."""
    return str((scope.get("client") or ("",))[0])


def from_here(scope: Scope) -> bool:
    """Answer whether a request comes from this machine and names it."""
    host = urlsplit(f"//{Asked(scope=scope).get('host', '')}").hostname or ""
    return is_here(peer(scope)) and is_here(host)


def passed_on(scope: Scope) -> bool:
    """Answer whether a proxy passed a request on."""
    asked = Asked(scope=scope)
    return any(name in asked for name in _PASSED_ON)


def told(key: str, status: int, *, headers: dict[str, str] | None = None, **values: object) -> Response:
    """Answer a refusal that says a phrase in every language: the page that knows the reader's is not asked."""
    said = "\n\n".join(say(key, one, **values) for one in (DEFAULT, *LANGUAGES[1:]))
    return PlainTextResponse(said, status_code=status, headers=headers)


class OnlyHere(Between):
    """ASGI middleware that refuses other machines."""

    async def instead(self, scope: Scope) -> Response | None:
        """Refuse any request that is not of this machine."""
        if from_here(scope):
            return None
        REFUSED.labels("not_this_machine").inc()
        _log.warning("refused", reason="not_this_machine")
        return told("access.provider.not_here", 403)


class NewSessions(Between):
    """ASGI middleware that lets no connection name the session it had before."""

    @contextmanager
    def during(self, scope: Scope) -> Iterator[Scope]:
        """Pass everything on; of a websocket without the session before."""
        if scope["type"] == "websocket":
            scope = {**scope, "headers": [(name, _without_session(name, value)) for name, value in scope["headers"]]}
        yield scope


def _without_session(name: bytes, value: bytes) -> bytes:
    return b",".join(value.split(b",")[:_KEPT]) if name.lower() == _PROTOCOL else value
