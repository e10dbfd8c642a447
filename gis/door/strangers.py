"""Addresses that name no screen: the reader is brought home and told, instead of meeting a foreign notice.

Streamlit answers its own page to any path and then says in English, in a window, that there is no such page. Only what
looks like a page is looked at: one segment, no file ending, asked for by a browser that wants to read.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers as Asked
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from gis.access.signing_in import CALLBACK
from gis.screens import NEWEST, SCREENS

_KNOWN: Final = frozenset(screen.path for screen in SCREENS)
_OTHERS: Final = frozenset(
    {"healthz", "readyz", NEWEST, "metrics", "static", "media", "component", "assets", "geo", "api", "app"}
    | {"auth", CALLBACK}
)
"""First segments that belong to the door or to Streamlit."""


class Strangers:
    """ASGI middleware that brings readers of unknown pages home.

    Parameters
    ----------
    app
        What it stands before.
    prefix
        Path below which the app stands behind a proxy.
    """

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        self._app = app
        self._home = "/" + prefix.strip("/") + ("/" if prefix.strip("/") else "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer where home is."""
        name = self._stranger(scope) if scope["type"] == "http" else ""
        if name:
            await RedirectResponse(f"{self._home}?page={quote(name)}", status_code=303)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _stranger(self, scope: Scope) -> str:
        """Answer the name of the page that does not exist, or nothing."""
        path = scope["path"].removeprefix(self._home).strip("/")
        first = path.partition("/")[0]
        reads = "text/html" in Asked(scope=scope).get("accept", "")
        if not reads or path in _KNOWN or first in _OTHERS or first.startswith("_") or "." in path:
            return ""
        return str(path)
