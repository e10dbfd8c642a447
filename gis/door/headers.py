"""Headers on every answer: the browser must not guess types, tell others where a reader was, or fetch from outside.

The content security policy is the promise "no request leaves the machine" kept by the browser itself, and more: a page
runs the scripts of this server's own addresses and the one that Streamlit writes into its page, known by its hash; no
other, so text that was smuggled into a page stays text. (Streamlit's reader of large whole numbers asks once whether it
may compile WebAssembly; it may not, and does without.) Below ``/component/`` lives the map in a frame of its own; it
has to evaluate what it is sent, so there, and only there, a looser policy stands, and tiles of the office's own server
may be fetched.

Where a request came over TLS (from a proxy that is trusted, see `gis.door.peers`), cookies get ``Secure`` and browsers
are told to come back over TLS only. The cookie against forged requests is read by the page's script, so it alone cannot
be hidden from scripts; Streamlit hides the others.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers as Asked
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Scope

from gis import settings
from gis.door.between import Between
from gis.errors import SettingsError

COMPONENTS: Final = "component"
"""First part of the paths below which Streamlit serves frames of components."""
_PAGE: Final = Path(streamlit.__file__).parent / "static" / "index.html"
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_NOTHING_OF: Final = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "usb",
)  # fmt: skip
"""What of a machine no page may ask for."""
_ALWAYS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": ", ".join(f"{name}=()" for name in _NOTHING_OF),
}
_TLS_ONLY: Final = "max-age=31536000"
"""For a year, and for this host only: what else the office serves under the name is not ours to say."""


class Headers(Between):
    """ASGI middleware that adds the door's headers to each HTTP answer.

    Parameters
    ----------
    app
        What it stands before.
    prefix
        Path below which the app stands behind a proxy.
    """

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        super().__init__(app, prefix)
        self._scripts, self._tiles = inline_scripts(_PAGE.read_text(encoding="utf-8")), _tiles()

    async def answered(self, scope: Scope, headers: MutableHeaders) -> None:
        """Add the headers; where the answer has one of its own, that stands."""
        secure = scope.get("scheme") == "https"
        for name, value in self._all(scope, secure=secure).items():
            headers.setdefault(name, value)
        if secure:
            _secure_cookies(headers)

    def _all(self, scope: Scope, *, secure: bool) -> Mapping[str, str]:
        if self.path(scope).startswith(f"/{COMPONENTS}/"):
            policy = frame_policy(self._tiles)
        else:
            policy = page_policy(self._scripts, _socket(scope, secure=secure))
        told = _ALWAYS | {"content-security-policy": policy}
        return told | {"strict-transport-security": _TLS_ONLY} if secure else told


@lru_cache(maxsize=64)
def page_policy(scripts: tuple[str, ...], socket: str = "") -> str:
    """Write the policy of pages.

    Parameters
    ----------
    scripts
        Hashes of scripts that stand in the page itself.
    socket
        Address of the websocket, for browsers to which ``'self'`` means pages only (Safari before 15.4).
    """
    return _policy(
        "default-src 'self'",
        " ".join(("script-src 'self'", *(f"'{one}'" for one in scripts))),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",  # Streamlit's own style sheet holds some
        f"connect-src 'self' {socket}".rstrip(),
        "frame-src 'self'",
        "frame-ancestors 'none'",
    )


@lru_cache(maxsize=2)
def frame_policy(tiles_url: str = "") -> str:
    """Write the policy of frames of components.

    Parameters
    ----------
    tiles_url
        Address of the office's own tiles; its host may send pictures.
    """
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    tiles = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return _policy(
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        f"img-src 'self' data: blob:{tiles}",
        "frame-ancestors 'self'",
    )


def _policy(*parts: str) -> str:
    return "; ".join((*parts, "object-src 'none'", "base-uri 'self'", "form-action 'self'"))


def _socket(scope: Scope, *, secure: bool) -> str:
    """Answer where the page's websocket is: at the host that was asked, if that can be one."""
    host = Asked(scope=scope).get("host", "")
    return f"{'wss' if secure else 'ws'}://{host}" if _HOST.fullmatch(host) else ""


def _secure_cookies(headers: MutableHeaders) -> None:
    for place, (name, value) in enumerate(headers.raw):
        if name == b"set-cookie" and b"secure" not in [part.strip().lower() for part in value.split(b";")]:
            headers.raw[place] = name, value + b"; Secure"


def inline_scripts(page: str) -> tuple[str, ...]:
    """Answer the hashes of the scripts that stand in a page itself, as policies name them."""
    found = _Scripts()
    found.feed(page)
    digests = (hashlib.sha256(text.encode()).digest() for text in found.texts)
    return tuple(f"sha256-{base64.b64encode(one).decode()}" for one in digests)


class _Scripts(HTMLParser):
    """Reads the texts of scripts out of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and "src" not in dict(attrs):
            self.texts.append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def _tiles() -> str:
    try:
        return settings.current().tiles_url
    except SettingsError:  # told on every page by the error door
        return ""
