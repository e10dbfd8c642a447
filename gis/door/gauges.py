"""What Prometheus is told (``/metrics``), and who may ask: this machine itself, or whoever has the token.

Figures about the server help an attacker more than a reader. This machine asks without a word, since whoever runs
programs on it sees more than that anyway; a collector elsewhere, or one that comes through a proxy, sends
``Authorization: Bearer`` and the token of ``LANDMAP_METRICS_TOKEN``. Streamlit's own figures are for the same askers.

What was recorded, exported, refused … is counted by the audit trail, over all processes and the command line, and told
from there: it needs no count on the way, and no restart makes it begin anew.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.datastructures import Headers as Asked
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from gis import settings
from gis.door.between import Between
from gis.door.peers import from_here, passed_on
from gis.errors import LandmapError
from gis.metrics import REFUSED, REGISTRY
from gis.records import audit
from gis.records.replica import STATES, source_of
from gis.records.store import open_store

PATH: Final = "/metrics"
_FIGURES: Final = (PATH, "/_stcore/metrics")


class OnlyWatchers(Between):
    """ASGI middleware that tells figures about the server to those only who watch over it."""

    async def instead(self, scope: Scope) -> Response | None:
        """Refuse anybody else."""
        if self.path(scope).rstrip("/") not in _FIGURES or _may_ask(scope):
            return None
        REFUSED.labels("not_for_you").inc()
        return PlainTextResponse("not for you", status_code=403)


def _may_ask(scope: Scope) -> bool:
    token = settings.current().metrics_token.get_secret_value()
    kind, _, given = Asked(scope=scope).get("authorization", "").partition(" ")
    if token and kind.casefold() == "bearer" and secrets.compare_digest(given.strip().encode(), token.encode()):
        return True
    return from_here(scope) and not passed_on(scope)


def routes() -> list[Route]:
    """List the one route."""
    return [Route(PATH, _answer)]


def _answer(_: Request) -> Response:
    return Response(told(), media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})


def told() -> bytes:
    """Write all figures as Prometheus reads them."""
    asked = CollectorRegistry()
    asked.register(_Recorded())
    return generate_latest(REGISTRY) + generate_latest(asked)


class _Recorded(Collector):
    """What the database holds, asked when it is told."""

    def collect(self) -> Iterable[Metric]:
        try:
            yield from _recorded()
        except LandmapError:
            yield GaugeMetricFamily("landmap_database_up", "Whether the database can be used.", value=0)

    def describe(self) -> Iterable[Metric]:
        return ()  # told without being asked, so that a database that is away stops no server


def _recorded() -> Iterator[Metric]:
    store = open_store(settings.current())
    entries = CounterMetricFamily("landmap_trail", "Entries of the audit trail, by what was done.", labels=["what"])
    counts = audit.counts(store)
    for what in audit.WHATS:
        entries.add_metric([what], counts.get(what, 0))
    yield entries
    latest = store.latest()
    if latest is not None:
        age = (dt.datetime.now(dt.UTC) - latest).total_seconds()
        yield GaugeMetricFamily("landmap_data_age_seconds", "Since something was recorded or withdrawn.", value=age)
    yield GaugeMetricFamily("landmap_database_up", "Whether the database can be used.", value=1)
    source = source_of(store)
    if source.replicated:
        states = GaugeMetricFamily("landmap_replica", "How the replica is: 1 for the state it is in.", labels=["state"])
        now = source.look(store.settings.province)
        for state in STATES:
            states.add_metric([state], int(state == now))
        yield states
