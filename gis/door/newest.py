"""What a page that stands open asks every few seconds: which state the records are in, as a few letters.

Two answers differ when anything was recorded or withdrawn between them or, where people sign in, a role was given or
taken back. Nothing else can be learned from one. Where several provinces are served, a page names its own.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gis import settings
from gis.access import signing_in
from gis.errors import LandmapError
from gis.records.replica import source_of
from gis.records.store import open_store
from gis.screens import NEWEST


def routes() -> list[Route]:
    """List the one route."""
    return [Route(f"/{NEWEST}", _answer)]


def _answer(request: Request) -> Response:
    try:
        served = settings.current()
        asked = request.query_params.get("province", "")
        chosen = served.serving(asked) if asked in served.provinces else served
        store = open_store(chosen)
        found, status = signing_in.state(store, source_of(store).marker(chosen.province)), 200
    except LandmapError:  # what is wrong stands on the next page that is drawn, and in the answers of `health`
        found, status = "", 503
    return PlainTextResponse(found, status_code=status, headers={"cache-control": "no-store"})
