"""People on their way in: the page they asked for is kept for them, and an answer that proves nothing is told as such.

Streamlit sends everybody who comes back from the provider of sign-ins to the home page: whoever was let in, and in the
same silence whoever was not. So the address that somebody asked for before signing in waits in a cookie of its own and
is opened afterwards, as that person may see it. And where the provider's answer was refused (expired, of another
issuer, unsigned, used before …) the entrance says so, and the audit trail why.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from starlette.datastructures import Headers as Asked
from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Scope

from gis.access.signing_in import CALLBACK, REFUSED, is_here
from gis.door import turned_away
from gis.door.between import Between
from gis.door.messages import COOKIE
from gis.screens import SCREENS

WISH: Final = "landmap_wish"
"""Name of the cookie in which the address somebody asked for waits."""
_LOGIN: Final = "auth/login"
_PATIENCE: Final = 600
"""Seconds it waits: as long as somebody may need to sign in."""
_LONGEST: Final = 2_000
"""Characters of an address that is kept; a longer one would not fit beside what the sign-in itself needs."""
_PATHS: Final = frozenset(screen.path for screen in SCREENS)
_REASON: ContextVar[list[str] | None] = ContextVar("reason", default=None)


class Arrivals(Between):
    """ASGI middleware that keeps what people asked for, and tells whose sign-in was refused."""

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        super().__init__(app, prefix)
        listen()

    @contextmanager
    def during(self, scope: Scope) -> Iterator[Scope]:
        """Listen to what Streamlit finds of an answer of the provider."""
        with _listening() if self._comes_back(scope) else nullcontext():
            yield scope

    async def answered(self, scope: Scope, headers: MutableHeaders) -> None:
        """Look at the two answers that belong to a sign-in."""
        if self.path(scope).strip("/") == _LOGIN:
            self._keep(scope, headers)
        elif self._comes_back(scope):
            await self._judge(scope, headers)

    def _comes_back(self, scope: Scope) -> bool:
        return scope["type"] == "http" and self.path(scope).strip("/") == CALLBACK and _attempt(scope)

    def _keep(self, scope: Scope, headers: MutableHeaders) -> None:
        """Keep the address of the page on which somebody began to sign in."""
        wish = self._wish(Asked(scope=scope).get("referer", ""), Asked(scope=scope).get("host", ""))
        if wish:
            headers.append("set-cookie", self._cookie(wish, _PATIENCE, scope))

    async def _judge(self, scope: Scope, headers: MutableHeaders) -> None:
        """Send whoever was let in where they wanted to go, and tell whoever was not."""
        wish = self._checked(unquote(cookie_parser(Asked(scope=scope).get("cookie", "")).get(WISH, "")))
        if _let_in(headers):
            headers["location"] = wish or headers.get("location", self.home)
            headers.append("set-cookie", self._cookie("", 0, scope))
        else:
            heard = _REASON.get()
            await turned_away.enter("bad_sign_in", error=heard[0] if heard else _why(scope))
            headers["location"] = f"{self.home}?{REFUSED}=1{_language(wish)}"

    def _wish(self, referer: str, host: str) -> str:
        """Answer the address of a page of ours that led to the sign-in; nothing for home, which needs no keeping."""
        parts = urlsplit(referer)
        found = self._checked(parts.path + (f"?{parts.query}" if parts.query else ""))
        return found if parts.netloc == host and found != self.home else ""

    def _checked(self, address: str) -> str:
        """Answer an address if it leads to a screen of ours and nowhere else."""
        parts = urlsplit(address)
        ours = parts.path.startswith(self.home) and parts.path.removeprefix(self.home).strip("/") in _PATHS
        plain = (
            not (parts.scheme or parts.netloc or address.startswith("//"))
            and address.isascii()
            and address.isprintable()
        )
        told = REFUSED in parse_qs(parts.query)
        return address if ours and plain and not told and len(address) <= _LONGEST else ""

    def _cookie(self, wish: str, seconds: int, scope: Scope) -> str:
        held = SimpleCookie({WISH: quote(wish, safe="")})
        about: dict[str, Any] = {"path": self.home, "max-age": seconds, "httponly": True, "samesite": "Lax"}
        held[WISH].update(about)
        host = urlsplit(f"//{Asked(scope=scope).get('host', '')}").hostname or ""
        held[WISH]["secure"] = not is_here(host)  # on other machines sign-in goes through TLS only
        return held[WISH].OutputString()


def _attempt(scope: Scope) -> bool:
    """Answer whether somebody comes with an answer of the provider; after signing out they come without one."""
    return not {"code", "error", "id_token"}.isdisjoint(parse_qs(scope["query_string"].decode("latin-1")))


def _let_in(headers: MutableHeaders) -> bool:
    """Answer whether Streamlit gave somebody its cookie; one that is taken back has no age left."""
    given = (one for one in headers.getlist("set-cookie") if one.startswith(f"{COOKIE}="))
    return any("max-age=0" not in one.casefold() for one in given)


def _why(scope: Scope) -> str:
    """Name the reason where none was heard: the provider refused, or the answer belongs to no sign-in begun here."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    return "provider_refused" if "error" in asked else "unknown_state"


def _language(wish: str) -> str:
    language = parse_qs(urlsplit(wish).query).get("lang", [""])[-1]
    return f"&lang={language}" if language.isalpha() and language.isascii() else ""


@contextmanager
def _listening() -> Iterator[None]:
    held = _REASON.set([])
    try:
        yield
    finally:
        _REASON.reset(held)


class _Reasons(logging.Filter):
    """Hears why Streamlit refused an answer of the provider, and keeps its traceback out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        heard, error = _REASON.get(), record.exc_info[1] if record.exc_info else None
        if heard is None:
            return True
        if error is not None:
            heard.append(named(error))
        return False


def named(error: BaseException) -> str:
    """Name an error of a sign-in in one word that holds nothing of what was sent: ``invalid_claim:iss``."""
    code = getattr(error, "error", None) or type(error).__name__
    parts = (str(part) for part in (code, getattr(error, "claim", "")) if part)
    return ":".join(part for part in parts if part.replace("_", "").isalnum() and part.isascii())[:60]


def listen() -> None:
    """Hear Streamlit's own account of sign-ins; once a process."""
    logger = logging.getLogger("streamlit.web.server.starlette.starlette_auth_routes")
    if not any(isinstance(one, _Reasons) for one in logger.filters):
        logger.addFilter(_Reasons())
