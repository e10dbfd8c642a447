"""What a browser may ask of a session besides running a page, and which files are its own.

Streamlit takes whatever a browser sends over its websocket and hands a file to whoever names it. But a browser can be
made to send anything: to empty the caches of everybody, to have a file made that was offered to another person, to
fetch a file whose address somebody saw. So only what our pages send is passed on, and a file is made for, handed to and
taken from the sign-in only to which its address was told.

A *sign-in* is known here by its cookie as it stands: whoever holds the same one is the same. It is never read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers as Asked
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from gis.door import turned_away
from gis.door.between import Between

PASSED: Final = frozenset(
    {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"}
)
"""What our pages send. Others empty the caches of all sessions, or are meant for whoever writes a page."""
COOKIE: Final = "_streamlit_user"
"""Begin of the names of the cookies by which Streamlit knows who signed in."""

_NAME: Final = r"/(?:media/[0-9a-f]{32}|_stcore/upload_file/[0-9a-f-]{36}/[0-9a-f-]{36})"
"""Streamlit's names of files have so many letters; in a message anything may stand right behind one."""
_TOLD: Final = re.compile(_NAME.encode())
_ASKED: Final = re.compile(_NAME)
_GUARDED: Final = ("/media/", "/_stcore/upload_file/")
_SMALL: Final = 1 << 16
"""Bytes of a message in which a button may stand; larger ones hold tables and maps."""
_MOST: Final = 20_000
"""So many files one connection is told of at most; the oldest are forgotten."""
_HEARD: Final = "landmap.heard"
"""Where an open connection carries what it was told of."""


class Told:
    """What one open connection was told of.

    Parameters
    ----------
    sign_in
        Whose connection it is.
    """

    def __init__(self, sign_in: str) -> None:
        self.sign_in = sign_in
        self._names: dict[str, None] = {}

    def __contains__(self, name: object) -> bool:
        """Answer whether a file was offered here, or its address told."""
        return name in self._names

    def hear(self, frame: bytes) -> None:
        """Keep the names of files that stand in a message to the browser."""
        for name in _named(frame):
            self._names[name] = None
        while len(self._names) > _MOST:
            del self._names[next(iter(self._names))]


def _named(frame: bytes) -> Iterator[str]:
    if b"/media/" in frame or b"/upload_file/" in frame:
        yield from (found.decode() for found in _TOLD.findall(frame))
    if len(frame) <= _SMALL:
        try:
            offered = ForwardMsg.FromString(frame).delta.new_element.download_button.deferred_file_id
        except DecodeError:
            return
        if offered:
            yield offered


def amiss(frame: bytes, told: Told) -> str:
    """Answer why a message of a browser is not passed on; empty where it is.

    What cannot be read at all is passed on: Streamlit ends such a connection.
    """
    try:
        asked = BackMsg.FromString(frame)
    except DecodeError:
        return ""
    kind = asked.WhichOneof("type") or "nothing"
    if kind not in PASSED:
        return kind
    if kind != "backend_operation_request":
        return ""
    wanted = asked.backend_operation_request.WhichOneof("payload") or "nothing"
    if wanted == "deferred_file":
        return "" if asked.backend_operation_request.deferred_file.file_id in told else "foreign_file"
    return "" if wanted == "dataframe_chunk" else wanted  # Streamlit holds those against the session itself


class OnlyOwn(Between):
    """ASGI middleware that passes on what a page of ours asks for, and hands out files to those they were told to."""

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        super().__init__(app, prefix)
        self._open: set[Told] = set()

    async def instead(self, scope: Scope) -> Response | None:
        """Refuse a file that was told to somebody else, or to nobody."""
        if scope["type"] == "websocket" or self._own(scope):
            return None
        await turned_away.enter("foreign_file")
        return JSONResponse({"error": "not found"}, status_code=404)

    def _own(self, scope: Scope) -> bool:
        path, who = self.path(scope), sign_in(scope)
        if not path.startswith(_GUARDED):
            return True
        name = _ASKED.match(path)
        return name is not None and any(one.sign_in == who and name[0] in one for one in self._open)

    @contextmanager
    def during(self, scope: Scope) -> Iterator[Scope]:
        """Keep what a connection was told of while it is open."""
        if scope["type"] != "websocket":
            yield scope
            return
        told = Told(sign_in(scope))
        self._open.add(told)
        try:
            yield {**scope, _HEARD: told}
        finally:
            self._open.discard(told)

    def sending(self, scope: Scope, send: Send) -> Send:
        """Hear which files a page is told of."""
        if scope["type"] != "websocket":
            return send
        told: Told = scope[_HEARD]

        async def sending(message: Message) -> None:
            if message["type"] == "websocket.send" and message.get("bytes"):
                told.hear(message["bytes"])
            await send(message)

        return sending

    def receiving(self, scope: Scope, receive: Receive) -> Receive:
        """Pass on only what a page of ours sends."""
        if scope["type"] != "websocket":
            return receive
        told: Told = scope[_HEARD]

        async def receiving() -> Message:
            while True:
                message = await receive()
                frame = message.get("bytes") if message["type"] == "websocket.receive" else None
                reason = amiss(frame, told) if frame else ""
                if not reason:
                    return message
                await turned_away.enter("forged_message", message=reason)

        return receiving


def sign_in(scope: Scope) -> str:
    """Answer some letters that differ between sign-ins; alike for all who did not sign in."""
    cookies = cookie_parser(Asked(scope=scope).get("cookie", ""))
    held = sorted((name, value) for name, value in cookies.items() if name.startswith(COOKIE))
    return hashlib.sha256(repr(held).encode()).hexdigest()
