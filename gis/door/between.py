"""The one shape of everything that stands between a peer and the app.

It may answer instead of the app (a refusal, a way home), change what is asked before it is passed on, listen to what is
said either way, and change the headers of the answer. Streamlit's own middlewares come after, nearer to the app.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

_AGAINST_THE_RULES = 1008
"""With which a websocket is closed that was refused; before it was opened, the peer sees 403."""


class Between:
    """ASGI middleware that passes everything on as it is; each of the door's own says what it does otherwise.

    Parameters
    ----------
    app
        What it stands before.
    prefix
        Path below which the app stands behind a proxy.
    """

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        self._app = app
        self._below = f"/{prefix.strip('/')}" if prefix.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or a websocket, or pass it on; the server itself may start and stop."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        with self.during(scope) as passed:
            answer = await self.instead(passed)
            if answer is None:
                await self._app(passed, self.receiving(passed, receive), self.sending(passed, send))
            elif scope["type"] == "websocket":
                await WebSocketClose(code=_AGAINST_THE_RULES)(scope, receive, send)
            else:
                await answer(scope, receive, send)

    @property
    def home(self) -> str:
        """Path of the home page."""
        return f"{self._below}/"

    def path(self, scope: Scope) -> str:
        """Answer the path that is asked for, as it is called where the app stands below nothing."""
        path = str(scope["path"])
        return path[len(self._below) :] if path.startswith(self.home) else path

    @contextmanager
    def during(self, scope: Scope) -> Iterator[Scope]:
        """Do what lasts as long as a request or a websocket, and yield what is passed on."""
        yield scope

    async def instead(self, scope: Scope) -> Response | None:
        """Answer what is sent instead of asking the app; None: the app is asked."""

    async def answered(self, scope: Scope, headers: MutableHeaders) -> None:
        """Change the headers of the app's answer."""

    def receiving(self, scope: Scope, receive: Receive) -> Receive:  # noqa: ARG002 (for those that listen)
        """Answer how the app is told what the peer says."""
        return receive

    def sending(self, scope: Scope, send: Send) -> Send:
        """Answer how the peer is told what the app says."""
        if scope["type"] == "websocket":
            return send

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self.answered(scope, MutableHeaders(scope=message))
            await send(message)

        return sending
