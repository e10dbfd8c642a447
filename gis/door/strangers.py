"""Addresses that name no screen: the reader is brought home and told, instead of meeting a foreign notice.

Streamlit answers its own page to any path and then says in English, in a window, that there is no such page. Only what
looks like a page is looked at: one segment, no file ending, asked for by a browser that wants to read.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers as Asked
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from gis.access.signing_in import CALLBACK
from gis.door.between import Between
from gis.screens import NEWEST, SCREENS

_KNOWN: Final = frozenset(screen.path for screen in SCREENS)
_OTHERS: Final = frozenset(
    {"healthz", "readyz", NEWEST, "metrics", "static", "media", "component", "assets", "geo", "api", "app"}
    | {"auth", CALLBACK}
)
"""First segments that belong to the door or to Streamlit."""


class Strangers(Between):
    """ASGI middleware that brings readers of unknown pages home."""

    async def instead(self, scope: Scope) -> Response | None:
        """Answer where home is."""
        name = self._stranger(scope) if scope["type"] == "http" else ""
        return RedirectResponse(f"{self.home}?page={quote(name)}", status_code=303) if name else None

    def _stranger(self, scope: Scope) -> str:
        """Answer the name of the page that does not exist, or nothing."""
        path = self.path(scope).strip("/")
        first = path.partition("/")[0]
        reads = "text/html" in Asked(scope=scope).get("accept", "")
        if not reads or path in _KNOWN or first in _OTHERS or first.startswith("_") or "." in path:
            return ""
        return path
