"""Headers stand on every answer, and the policy lets nothing in from outside."""

import re

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from gis.door.headers import Headers, headers
from tests.door_asking import ask


def test_every_answer_carries_the_headers_even_a_404():
    own = Response("x", headers={"referrer-policy": "no-referrer"})
    app = Starlette(routes=[Route("/own", lambda _: own)], middleware=[Middleware(Headers)])
    for path in ("/own", "/nothing"):
        answer = ask(app, path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert ask(app, "/nothing").headers["referrer-policy"] == "same-origin"
    assert ask(app, "/own").headers["referrer-policy"] == "no-referrer", "an answer may be stricter"


def test_the_policy_names_no_host():
    assert not re.search(r"https?:|\*|\.\w+", headers()["content-security-policy"])


def test_only_the_offices_own_tiles_may_come_from_elsewhere():
    policy = headers("https://{s}.tiles.office/{z}/{x}/{y}.png")["content-security-policy"]
    assert "img-src 'self' data: blob: https://*.tiles.office;" in policy
    assert policy.count("tiles.office") == 1
