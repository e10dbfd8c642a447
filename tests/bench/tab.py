"""One reader's tab: clicks a filter, and tells how long the map took and what went over the websocket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from google.protobuf.message import DecodeError
from playwright.sync_api import Browser, Page, Response, Route, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from gis.maps.assets import LEAFLET
from tests.serving import left_home

_RECORDER: Final = Path(__file__).with_name("recorder.js").read_text(encoding="utf-8")
_QUIET: Final = """
() => {
  const now = performance.timeOrigin + performance.now();
  const running = document.querySelector('[data-testid="stApp"][data-test-script-state="running"]');
  const changed = Math.max(board.map, board.page);
  const map = document.querySelector('iframe, [data-testid="stDeckGlJsonChart"]');
  const drawn = board.map > board.clicked || !map || now - changed > SAME;
  return !running && drawn && changed > board.clicked && now - changed > QUIET;
}
"""
_LAST: Final = "(board.map > board.clicked ? board.map : board.page)"
"""The last change of the map, or of a page without one."""
_QUIET_MS: Final = 800
"""So long nothing may change before a page counts as done, in milliseconds; the wait itself is not counted."""
_SAME_MS: Final = 10_000
"""After so long without any change a map is taken to show what it showed before: a small city has no case of some
subjects. The slowest map of others is drawn in half of it; the wait itself is not counted."""
_PATIENCE_MS: Final = 120_000
CLUSTER: Final = Path("/usr/share/javascript/leaflet/leaflet.markercluster.js")
"""Where Debian's libjs-leaflet.markercluster puts the script that the other maps need; we do not use it ourselves."""


@dataclass
class Traffic:
    """Bytes that came over the websocket, uncompressed, by kind of element."""

    by_kind: Counter[str] = field(default_factory=Counter)

    @property
    def whole(self) -> int:
        """All bytes."""
        return sum(self.by_kind.values())

    @property
    def map(self) -> int:
        """Bytes of the map."""
        return sum(n for kind, n in self.by_kind.items() if kind.startswith("map"))

    def take(self, payload: bytes | str) -> None:
        """Count one frame."""
        raw = payload.encode() if isinstance(payload, str) else payload
        self.by_kind[kind_of(raw)] += len(raw)


def kind_of(raw: bytes) -> str:
    """Name what a message of Streamlit carries."""
    try:
        message = ForwardMsg.FromString(raw)
    except DecodeError:
        return "other"
    kind = message.WhichOneof("type") or "other"
    if kind != "delta" or message.delta.WhichOneof("type") != "new_element":
        return str(kind)
    element = message.delta.new_element
    name = str(element.WhichOneof("type"))
    drawn = name == "deck_gl_json_chart" or "folium" in element.component_instance.component_name
    return f"map:{name}" if drawn else f"{name}:{_label(element, name)}"


def _label(element: Any, name: str) -> str:
    inner = getattr(element, name)
    return str(getattr(inner, "label", ""))[:30]


@dataclass(frozen=True)
class Click:
    """What one click cost: milliseconds until the last change of the map, and what was sent."""

    ms: float
    traffic: Traffic


class Tab:
    """A tab with a recorder in it.

    Parameters
    ----------
    page
        The browser's page.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.traffic, self.geometry = page, Traffic(), list[int]()
        page.on("websocket", self._listen)
        page.on("response", self._weigh)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._take)

    def _take(self, payload: bytes | str) -> None:
        self.traffic.take(payload)

    def _weigh(self, response: Response) -> None:
        if "/geo/" in response.url:
            self.geometry.append(int(response.headers.get("content-length", 0)))

    def open(self, address: str) -> float:
        """Open a page; answer the milliseconds until the map's last change."""
        self.page.goto(address)
        self.settle()
        return float(self.page.evaluate(f"{_LAST} - performance.timeOrigin"))

    def settle(self) -> None:
        """Wait until nothing runs and nothing changes any more."""
        quiet = _QUIET.replace("QUIET", str(_QUIET_MS)).replace("SAME", str(_SAME_MS))
        self.page.wait_for_function(quiet, timeout=_PATIENCE_MS, polling=100)

    def choose(self, box: str, option: str) -> Click:
        """Choose one more value of a filter."""
        self.page.get_by_role("combobox", name=box, exact=True).fill(option)
        wanted = self.page.get_by_role("option", name=option, exact=True)
        wanted.wait_for()
        self.traffic = Traffic()
        wanted.click()
        self.settle()
        return Click(float(self.page.evaluate(f"{_LAST} - board.clicked")), self.traffic)


@contextmanager
def opened_tab(browser: Browser, *, abroad: bool = False) -> Iterator[Tab]:
    """A tab of a reader who was never here.

    Parameters
    ----------
    browser
        In which it opens.
    abroad
        Whether the page asks for files of other machines, as the maps of others do: it gets a file of this one, or
        nothing. To look at every request costs some milliseconds each, and what a browser kept is fetched anew, so
        our own pages, which ask nobody else, are measured without.
    """
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", bypass_csp=True
    )
    context.add_init_script(_RECORDER)
    if abroad:
        context.route(left_home, _from_here)
    yield Tab(context.new_page())
    context.close()


def _from_here(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[-1]
    files = {"leaflet.js": LEAFLET / "leaflet.js", "leaflet.css": LEAFLET / "leaflet.css", CLUSTER.name: CLUSTER}
    if name in files and files[name].exists():
        route.fulfill(path=files[name])
    else:
        route.fulfill(body="", content_type="text/css" if name.endswith(".css") else "text/javascript")
