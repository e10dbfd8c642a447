"""Behind the real nginx with TLS and below a path, as the README sets it up: all works, and nobody is believed."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from gis.screens import SCREENS
from tests import serving
from tests.e2e import nginx
from tests.e2e.conftest import invent
from tests.e2e.signing import SECRETS, asking_a_provider
from tests.e2e.test_ranking import ranking
from tests.e2e.watching_policy import refusals
from tests.serving import Server, chromium, left_home, rested

BELOW = "/ban-do"
LOOKS = re.compile(r"/ban-do/[a-z-]+/_stcore/(health|host-config)$")
"""Where Streamlit's page looks for its server first, since it does not know how long the path is."""


@dataclass
class Office:
    """The product behind nginx."""

    server: Server
    proxy: nginx.Proxy

    @property
    def url(self) -> str:
        return f"{self.proxy.url}{BELOW}"

    def asks(self, path: str, *, direct: bool = False, **headers: str) -> tuple[int, Message, str]:
        """Ask nginx, or directly the product, to which this program is a stranger; answer status, headers and text."""
        address = f"{self.server.url if direct else self.proxy.url}{BELOW}{path}"
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(address, headers=told)  # noqa: S310 (our own)
        way = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self.proxy.context()), _Stays())
        try:
            with way.open(asked, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read().decode(errors="replace")


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows nobody."""

    def redirect_request(self, *_: object) -> None:
        return None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    nginx.program()
    chromium()
    server = Server(tmp_path_factory.mktemp("below"))
    invent(server)
    assert server.command("access", "grant", "officer@hanoi.gov.vn", "officer", "city").returncode == 0
    own = nginx.free_port()
    below = {
        "LANDMAP_PUBLIC_URL": f"https://localhost:{own}{BELOW}",
        "LANDMAP_SIGN_INS_A_MINUTE": "30",
        "STREAMLIT_SERVER_BASE_URL_PATH": BELOW.strip("/"),
        "FORWARDED_ALLOW_IPS": nginx.OUTSIDE,
    }
    asking = asking_a_provider(server, nginx.free_port(), **below)
    with asking, nginx.before(own, server.port) as proxy:
        yield Office(server, proxy)
    log = server.log.read_text(encoding="utf-8")
    assert '"surprise"' not in log
    assert [word for word in (*SECRETS, "officer@hanoi.gov.vn") if word in log] == []


@dataclass
class Reader:
    """Somebody who signs in through nginx, and what their browser complained of."""

    page: Page
    refused: list[str]
    outside: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)

    def opens(self, address: str) -> None:
        serving.opened(self.page, address)


@pytest.fixture
def reader(browser: Browser, office: Office) -> Iterator[Reader]:
    context = browser.new_context(
        ignore_https_errors=True, viewport={"width": 1440, "height": 1000}, locale="vi-VN", accept_downloads=True
    )
    context.route(left_home, lambda route: route.abort())
    made = Reader(context.new_page(), refusals(context))

    def answered(response: Response) -> None:
        if response.status >= 400 and not LOOKS.search(response.url):
            made.missing.append(f"{response.status} {response.url}")

    made.page.on("websocket", lambda socket: made.sockets.append(socket.url))
    made.page.on("request", lambda request: made.outside.append(request.url) if left_home(request.url) else None)
    made.page.goto(f"{office.url}/")
    made.page.get_by_role("button", name="Đăng nhập").click()
    made.page.get_by_role("button", name="officer", exact=True).click()
    made.page.wait_for_url(lambda url: url.startswith(office.url))
    expect(made.page.get_by_text("officer@hanoi.gov.vn").first).to_be_visible()
    made.outside.clear()  # what the provider's own page wants is not ours to answer for
    made.refused.clear()
    made.page.on("response", answered)
    rested(made.page)
    yield made
    context.close()
    assert (made.outside, made.refused, made.missing) == ([], [], [])


def test_every_page_opens_below_the_path_and_asks_for_nothing_that_is_not_there(office: Office, reader: Reader) -> None:
    for screen in SCREENS:
        if not screen.administers:
            reader.opens(f"{office.url}/{screen.path}")
            assert reader.page.url.startswith(f"{office.url}/{screen.path}")
    assert reader.page.evaluate("document.fonts.check('16px Be Vietnam Pro')")
    port = office.proxy.url.rsplit(":", 1)[1]
    assert set(reader.sockets) == {f"wss://localhost:{port}{BELOW}/_stcore/stream"}


def test_the_map_is_drawn_and_followed(office: Office, reader: Reader) -> None:
    reader.opens(f"{office.url}/")
    wards = reader.page.frame_locator("iframe").first.locator("path.ward")
    expect(wards).to_have_count(126)
    ranking(reader.page).locator("tbody button").first.click()
    expect(reader.page).to_have_url(re.compile(r"/ban-do/\?.*sheet=ward-"))
    reader.page.get_by_role("link", name="Vụ việc").first.click()
    expect(reader.page).to_have_url(re.compile(r"/ban-do/vu-viec"))


def test_files_come_through(office: Office, reader: Reader, tmp_path: Path) -> None:
    reader.opens(f"{office.url}/")
    with reader.page.expect_download() as taken:
        reader.page.get_by_role("button", name="CSV").first.click()
    taken.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").stat().st_size > 1_000


def test_an_unknown_page_leads_home_below_the_path(office: Office, reader: Reader) -> None:
    reader.opens(f"{office.url}/khong-co")
    assert reader.page.url.startswith(f"{office.url}/")


def test_every_cookie_is_secure_and_hidden_from_scripts_but_the_one_against_forged_requests(
    office: Office, reader: Reader
) -> None:
    cookies = {one["name"]: one for one in reader.page.context.cookies(office.url)}
    assert {"_streamlit_user", "_streamlit_xsrf"} <= set(cookies)
    assert [name for name, one in cookies.items() if not one["secure"]] == []
    assert [name for name, one in cookies.items() if not one["httpOnly"]] == ["_streamlit_xsrf"]
    assert cookies["_streamlit_user"]["path"] == BELOW
    assert {one["sameSite"] for one in cookies.values()} == {"Lax"}


@pytest.mark.parametrize("path", ["/", "/vu-viec", "/healthz", "/assets/leaflet/leaflet.js", "/assets/no", "/newest"])
def test_headers_hold_on_the_way_through(office: Office, path: str) -> None:
    _, told, _ = office.asks(path)
    assert told["strict-transport-security"] == "max-age=31536000"
    assert told["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert "unsafe-eval" not in told["content-security-policy"]
    assert re.fullmatch("[0-9a-f]{32}", told["x-request-id"]), "the number that nginx gave"
    assert "uvicorn" not in str(told.get("server"))


def test_what_a_reader_writes_about_tls_is_not_believed(office: Office) -> None:
    _, through, _ = office.asks("/", x_forwarded_proto="http")
    assert "strict-transport-security" in through, "nginx writes it itself"
    _, direct, _ = office.asks("/", direct=True, x_forwarded_proto="https", x_forwarded_for=nginx.OUTSIDE)
    assert "strict-transport-security" not in direct, "a stranger that goes past nginx is not believed"
    assert "secure" not in str(direct.get_all("set-cookie")).lower()


def test_figures_of_the_server_stay_inside(office: Office) -> None:
    assert office.asks("/metrics")[0] == 404
    assert office.asks("/_stcore/metrics", x_forwarded_for="127.0.0.1")[0] == 403
    assert office.asks("/metrics", direct=True)[0] == 200


def test_no_folder_is_listed_and_no_path_climbs(office: Office) -> None:
    for path in ("/assets/", "/geo/", "/static/", "/component/", "/media/", "/_stcore/bidi-components/landmap.news/"):
        status, _, text = office.asks(path)
        assert status in {301, 400, 404} or 'id="root"' in text, f"{path} is not there, or Streamlit's page"
    piece = "/_stcore/bidi-components/landmap.news"
    for path in ("/assets/..%2f..%2fdashboard.py", f"{piece}/..%2fshell.py", "/static/..%2f..%2fx"):
        assert office.asks(path)[0] in {400, 403, 404}, path


def test_too_many_sign_ins_are_asked_to_wait_whatever_address_they_claim(office: Office) -> None:
    told = [office.asks("/auth/login", x_forwarded_for=f"10.9.9.{number}") for number in range(40)]
    waits = [(int(headers["retry-after"]), text) for status, headers, text in told if status == 429]
    assert waits
    assert all(0 < wait <= 60 and f"chờ {wait} giây" in text for wait, text in waits)
