"""Talking to the running product as a program that is no browser of ours: by the address, and by the bare websocket.

Nothing here keeps to what our pages would send; that is what it is for.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

XSRF = "_streamlit_xsrf"
_PATIENCE = 60.0


@contextmanager
def visitor(url: str) -> Iterator[httpx.Client]:
    """Somebody with a cookie jar of their own, who follows no redirect by themselves."""
    with httpx.Client(base_url=url, timeout=_PATIENCE, trust_env=False) as client:
        client.get("/_stcore/health")
        yield client


def login_address(cookie_secret: str) -> str:
    """The address that the button "Đăng nhập" leads to; it is good for two minutes."""
    told = {"provider": "default", "exp": int(time.time()) + 120}
    return f"/auth/login?provider={jwt.encode({'alg': 'HS256'}, told, OctKey.import_key(cookie_secret))}"


def signs_in(client: httpx.Client, cookie_secret: str, *, from_page: str = "/") -> httpx.Response:
    """Go to the provider and come back; the answer to whoever comes back."""
    referer = {"referer": f"{client.base_url}".rstrip("/") + from_page}
    there = client.get(login_address(cookie_secret), headers=referer)
    back = client.get(there.headers["location"])
    return client.get(back.headers["location"])


class Talk:
    """A session over a websocket of our own.

    Parameters
    ----------
    url
        Where the product runs.
    cookies
        What is handed over as cookies.
    before
        The session that is said to be taken up again.
    """

    def __init__(self, url: str, cookies: Mapping[str, str], *, before: str = "") -> None:
        spoken = ["streamlit", cookies[XSRF], *filter(None, [before])]
        self.heard: list[ForwardMsg] = []
        self._opening = connect(
            f"ws://{urlsplit(url).netloc}/_stcore/stream",
            origin=url,  # type: ignore[arg-type]
            subprotocols=spoken,  # type: ignore[arg-type]
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
            max_size=None,
            compression=None,
            proxy=None,
        )

    def __enter__(self) -> Talk:
        self._socket: ClientConnection = self._opening.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._opening.__exit__(*raised)

    def say(self, message: BackMsg) -> None:
        self._socket.send(message.SerializeToString())

    def run(self, query: str = "", *, page: str = "", widgets: Iterable[WidgetState] = ()) -> Talk:
        """Ask for a run of a page, and listen until it is over."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.widget_states.widgets.extend(widgets)
        self.heard.clear()
        self.say(asked)
        return self.listen("script_finished")

    def listen(self, until: str) -> Talk:
        """Listen until a kind of message came."""
        ends = time.monotonic() + _PATIENCE
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=max(0.1, ends - time.monotonic())))  # type: ignore[arg-type]
            self.heard.append(message)
            if message.WhichOneof("type") == until:
                return self

    @property
    def session(self) -> str:
        """How the session is called."""
        return next(one.new_session.initialize.session_id for one in self.heard if one.HasField("new_session"))

    @property
    def text(self) -> str:
        """Everything that was sent, as far as it is text."""
        return " ".join(one.SerializeToString().decode("utf-8", errors="replace") for one in self.heard)

    def elements(self, kind: str) -> Sequence[Any]:
        """The elements of a kind that were sent."""
        found = (one.delta.new_element for one in self.heard if one.HasField("delta"))
        return [getattr(one, kind) for one in found if one.WhichOneof("type") == kind]

    def element(self, kind: str, label: str) -> Any:
        return next(one for one in self.elements(kind) if one.label == label)
