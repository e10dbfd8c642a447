"""One reader without a browser: speaks what a browser speaks over the websocket, and reads every answer to its end.

A browser on the machine that is measured would cost more than the server it asks. What a reader does here is what one
does on a page: open it, choose another value of a filter, wait until the page has said all.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin, Subprotocol

from gis.screens import NEWEST

PATIENCE: Final = 60.0
"""Seconds after which an answer counts as none."""
_DONE: Final = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR}
_XSRF: Final = "_streamlit_xsrf"
_LARGEST: Final = 64 * 2**20


class NoAnswerError(Exception):
    """The page did not answer, or with an error."""


@dataclass(frozen=True)
class Answer:
    """What came of one click.

    Parameters
    ----------
    seconds
        From the click to the last word of the page.
    size
        Bytes that came.
    """

    seconds: float
    size: int


@dataclass
class Reader:
    """A reader's tab.

    Parameters
    ----------
    url
        Of the server.
    path
        Of the page.
    cookies
        Of somebody who has signed in.
    trust
        Certificates to believe where the server is behind TLS.
    """

    url: str
    path: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    trust: ssl.SSLContext | None = None
    boxes: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    query: str = ""
    _page: str = ""
    _chosen: dict[str, list[str]] = field(default_factory=dict)
    _held: set[str] = field(default_factory=set)
    _socket: ClientConnection | None = None

    async def open(self) -> Answer:
        """Connect and read the page.

        Raises
        ------
        NoAnswerError
            It does not answer, or with an error.
        """
        place, secure = urlsplit(self.url), {"ssl": self.trust} if self.trust else {}
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._socket = await connect(
                f"ws{place.scheme.removeprefix('http')}://{place.netloc}{place.path}/_stcore/stream",
                subprotocols=[Subprotocol(one) for one in ("streamlit", self.cookies.get(_XSRF)) if one],
                origin=Origin(f"{place.scheme}://{place.netloc}"),
                additional_headers={"Cookie": held} if held else {},
                max_size=_LARGEST,
                ping_interval=None,
                **secure,
            )
        except (OSError, TimeoutError, InvalidHandshake) as error:
            raise NoAnswerError(str(error)) from error
        return await self._asked()

    async def choose(self, label: str, options: list[str]) -> Answer:
        """Choose values of a filter; see `open` for what is raised."""
        self._chosen[self.boxes[label][0]] = options
        return await self._asked()

    async def newest(self, asking: httpx.AsyncClient) -> str:
        """Ask, as a page that stands open does, which state the records are in.

        A server closes a connection that idles for five seconds, now and then just as the next question is on its way:
        like a browser (RFC 9112, 9.3.1) one asks again on another, and nobody notices.

        Raises
        ------
        NoAnswerError
            Nothing answers, or not well.
        """
        try:
            try:
                found = await asking.get(f"{self.url}/{NEWEST}")
            except (httpx.ReadError, httpx.RemoteProtocolError):
                found = await asking.get(f"{self.url}/{NEWEST}")
            found.raise_for_status()
        except httpx.HTTPError as error:
            raise NoAnswerError(type(error).__name__) from error
        return found.text

    async def close(self) -> None:
        """Close the tab."""
        if self._socket:
            with suppress(ConnectionClosed):
                await self._socket.close()

    async def _asked(self) -> Answer:
        begun = time.perf_counter()
        try:
            assert self._socket
            await self._socket.send(self._message().SerializeToString())
            size = await asyncio.wait_for(self._read(), PATIENCE)
        except (ConnectionClosed, TimeoutError) as error:
            raise NoAnswerError(type(error).__name__) from error
        return Answer(time.perf_counter() - begun, size)

    def _message(self) -> BackMsg:
        message = BackMsg()
        client = message.rerun_script
        client.query_string, client.page_script_hash = self.query, self._page
        client.page_name = "" if self._page else self.path
        client.cached_message_hashes.extend(self._held)
        client.context_info.timezone, client.context_info.locale = "Asia/Ho_Chi_Minh", "vi-VN"
        client.context_info.url = f"{self.url}/{self.path}"
        for widget, options in self._chosen.items():
            state = WidgetState(id=widget)
            state.string_array_value.data.extend(options)
            client.widget_states.widgets.append(state)
        return message

    async def _read(self) -> int:
        """Read until the page has said all; answer how many bytes that was."""
        size = 0
        assert self._socket
        while True:
            raw = await self._socket.recv()
            assert isinstance(raw, bytes)
            size += len(raw)
            message = ForwardMsg.FromString(raw)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in _DONE:
                return size
            self._take(message)

    def _take(self, message: ForwardMsg) -> None:
        """Keep what a browser keeps: where it is, what it can choose, which messages need not be sent again."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            if message.metadata.cacheable:
                self._held.add(message.hash)
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                raise NoAnswerError(element.exception.type)
            if element.WhichOneof("type") == "multiselect":
                self.boxes[element.multiselect.label] = element.multiselect.id, list(element.multiselect.options)
