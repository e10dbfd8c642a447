"""Who may speak to the door at all, and as whom a connection comes back.

In local mode only this machine may, under its own name: a request from elsewhere is refused even if something in
between passes it on, and so is one for another name, by which a page of the internet could read what stands here.

Where people sign in, a connection that comes back is always a new session of whoever holds the cookie now. Streamlit
would give it the session it names, which may be somebody else's who has signed out since.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers as Asked
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from gis.access.signing_in import is_here
from gis.words import DEFAULT, LANGUAGES, say

_log = structlog.get_logger(__name__)
_PROTOCOL = b"sec-websocket-protocol"
_KEPT = 2
"""Of what a websocket names: the protocol and the token against forged requests; the third is the session before."""


class OnlyHere:
    """ASGI middleware that refuses other machines.

    Parameters
    ----------
    app
        What it stands before.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request of this machine on, and refuse any other."""
        if scope["type"] not in {"http", "websocket"} or _from_here(scope):
            await self._app(scope, receive, send)
            return
        _log.warning("refused", reason="not_this_machine", peer=(scope.get("client") or ("",))[0])
        if scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
            return
        said = "\n\n".join(say("access.provider.not_here", one) for one in (DEFAULT, *LANGUAGES[1:]))
        await PlainTextResponse(said, status_code=403)(scope, receive, send)


def _from_here(scope: Scope) -> bool:
    peer = (scope.get("client") or ("",))[0]
    host = urlsplit(f"//{Asked(scope=scope).get('host', '')}").hostname or ""
    return is_here(peer) and is_here(host)


class NewSessions:
    """ASGI middleware that lets no connection name the session it had before.

    Parameters
    ----------
    app
        What it stands before.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; of a websocket without the session before."""
        if scope["type"] == "websocket":
            headers = [(name, _without_session(name, value)) for name, value in scope["headers"]]
            scope = {**scope, "headers": headers}
        await self._app(scope, receive, send)


def _without_session(name: bytes, value: bytes) -> bytes:
    return b",".join(value.split(b",")[:_KEPT]) if name.lower() == _PROTOCOL else value
