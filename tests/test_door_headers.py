"""Headers stand on every answer, and the policies let nothing in from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from gis import settings
from gis.door.headers import Headers, frame_policy, inline_scripts, page_policy
from tests.door_asking import Answer, ask

PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
FRAME = "/component/streamlit_folium.st_folium/index.html"


def asked(path: str = "/nothing", *, prefix: str = "", scheme: str = "http", host: str = "127.0.0.1") -> Answer:
    own = Response("x", headers={"referrer-policy": "no-referrer"})
    own.set_cookie("plain", "1")
    own.set_cookie("safe", "2", secure=True)
    app = Starlette(routes=[Route("/own", lambda _: own)], middleware=[Middleware(Headers, prefix=prefix)])
    return ask(app, path, scheme=scheme, host=host)


def policy(answer: Answer) -> dict[str, str]:
    """Directive → its sources."""
    parts = (one.strip().partition(" ") for one in answer.headers["content-security-policy"].split(";"))
    return {name: sources for name, _, sources in parts}


def test_every_answer_carries_the_headers_even_a_404() -> None:
    for path in ("/own", "/nothing"):
        answer = asked(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert policy(answer)["default-src"] == "'self'"
    assert asked("/nothing").headers["referrer-policy"] == "same-origin"
    assert asked("/own").headers["referrer-policy"] == "no-referrer", "an answer may be stricter"


def test_a_page_runs_no_script_but_the_servers_own_and_the_one_that_streamlit_wrote_into_it() -> None:
    told = policy(asked("/vu-viec"))
    [text] = re.findall(r"<script>(.*?)</script>", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert told["script-src"] == f"'self' 'sha256-{digest}'"
    assert (told["object-src"], told["frame-ancestors"], told["frame-src"]) == ("'none'", "'none'", "'self'")
    assert told["style-src"] == "'self' 'unsafe-inline'"
    assert told["img-src"] == "'self' data: blob:"


def test_scripts_of_a_page_are_found_whatever_stands_around_them() -> None:
    page = "<!-- <script>no</script> --><script src='x.js'></script>"
    page += "<script type=module>a &amp; b</script><script></script>"
    digests = [base64.b64encode(hashlib.sha256(text).digest()).decode() for text in (b"a &amp; b", b"")]
    assert inline_scripts(page) == tuple(f"sha256-{one}" for one in digests)


@pytest.mark.parametrize(
    ("path", "prefix"), [(FRAME, ""), (FRAME, "ban-do"), (f"/ban-do{FRAME}", "ban-do"), (f"/ban-do{FRAME}", "/ban-do/")]
)
def test_only_the_frame_of_a_component_may_evaluate(path: str, prefix: str) -> None:
    told = policy(asked(path, prefix=prefix))
    assert told["script-src"] == "'self' 'unsafe-inline' 'unsafe-eval'"
    assert told["frame-ancestors"] == "'self'"


@pytest.mark.parametrize(
    "path", ["/component", "/componentx/a", "/a/component/b", f"/ban-do{FRAME}", "/_stcore/component/"]
)
def test_what_only_looks_like_a_frame_is_a_page(path: str) -> None:
    assert "unsafe-eval" not in asked(path).headers["content-security-policy"]


def test_the_websocket_is_where_the_page_is() -> None:
    assert policy(asked(host="bando.hanoi.gov.vn:8443"))["connect-src"] == "'self' ws://bando.hanoi.gov.vn:8443"
    assert policy(asked(host="[::1]:8501", scheme="https"))["connect-src"] == "'self' wss://[::1]:8501"


@pytest.mark.parametrize("host", ["", "a; script-src *", "a b", "*", "evil,other", "a\tb", "x" * 9 + "/y"])
def test_a_host_that_is_none_does_not_get_into_the_policy(host: str) -> None:
    assert policy(asked(host=host))["connect-src"] == "'self'"


def test_the_policies_name_no_other_host() -> None:
    assert not re.search(r"https?:|\*|\.\w+", page_policy(("sha256-x",)) + frame_policy())


def test_only_the_offices_own_tiles_may_come_from_elsewhere_and_only_in_the_frame(monkeypatch) -> None:
    monkeypatch.setenv("LANDMAP_TILES_URL", "https://{s}.tiles.office/{z}/{x}/{y}.png")
    settings.current.cache_clear()
    try:
        assert policy(asked(FRAME))["img-src"] == "'self' data: blob: https://*.tiles.office"
        assert "tiles.office" not in asked("/").headers["content-security-policy"]
    finally:
        settings.current.cache_clear()


def test_behind_tls_cookies_are_secure_and_browsers_come_back_over_tls() -> None:
    over = asked("/own", scheme="https")
    assert over.headers["strict-transport-security"] == "max-age=31536000"
    assert [cookie.count("Secure") for cookie in over.cookies] == [1, 1]
    plain = asked("/own")
    assert "strict-transport-security" not in plain.headers
    assert "Secure" not in plain.cookies[0]
