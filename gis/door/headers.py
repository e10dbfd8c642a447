"""Headers on every answer: the browser must not guess types, tell others where a reader was, or fetch from outside.

The content security policy is the promise "no request leaves the machine" kept by the browser itself: whatever a page
or a library asks for elsewhere is refused, except tiles of the office's own server when one is configured.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gis import settings
from gis.errors import SettingsError


class Headers:
    """ASGI middleware that adds the door's headers to each HTTP answer.

    Parameters
    ----------
    app
        What it stands before.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = headers(_tiles())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its answer."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    found.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def headers(tiles_url: str = "") -> dict[str, str]:
    """List the headers.

    Parameters
    ----------
    tiles_url
        Address of the office's own tiles; its host may send pictures.
    """
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    tiles = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    policy = (
        "default-src 'self'",
        # Streamlit and streamlit-folium evaluate scripts they were sent; charts compile their own.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        f"img-src 'self' data: blob:{tiles}",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' data: blob:",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
    )
    return {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "content-security-policy": "; ".join(policy),
    }


def _tiles() -> str:
    try:
        return settings.current().tiles_url
    except SettingsError:  # told on every page by the error door
        return ""
