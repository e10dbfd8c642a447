"""The one shape of everything that stands between a peer and the app.

It may answer instead of the app (a refusal, a way home), change what is asked before it is passed on, and change the
headers of the answer. Streamlit's own middlewares come after, nearer to the app.
"""

from __future__ import annotations

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
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or a websocket, or pass it on; the server itself may start and stop."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        answer = self.instead(scope)
        if answer is None:
            await self._app(self.passed(scope), receive, self._sending(scope, send))
        elif scope["type"] == "websocket":
            await WebSocketClose(code=_AGAINST_THE_RULES)(scope, receive, send)
        else:
            await answer(scope, receive, send)

    def instead(self, scope: Scope) -> Response | None:
        """Answer what is sent instead of asking the app; None: the app is asked."""

    def passed(self, scope: Scope) -> Scope:
        """Answer what is passed on."""
        return scope

    def answered(self, scope: Scope, headers: MutableHeaders) -> None:
        """Change the headers of the app's answer."""

    def _sending(self, scope: Scope, send: Send) -> Send:
        if scope["type"] == "websocket":
            return send

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.answered(scope, MutableHeaders(scope=message))
            await send(message)

        return sending
