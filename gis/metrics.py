"""What the product counts of itself, for those who run it: how many and how long, never who or what.

No label names a person, a ward, a project, a page's filters or a file; each takes its values from a short list in the
code. All of it stands in a registry of our own, so that nothing a library registers is told along, and reading this
module again makes new counts instead of doubling old ones. `gis.door.gauges` tells it to Prometheus.
"""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY: Final = CollectorRegistry(auto_describe=True)

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

SESSIONS: Final = Gauge("landmap_sessions", "Pages that stand open.", registry=REGISTRY)
RUN: Final = Histogram("landmap_run_seconds", "One run of a page.", registry=REGISTRY, buckets=_SECONDS)
WAIT: Final = Histogram(
    "landmap_wait_seconds",
    "What a run of a page waited until those before it were done.",
    registry=REGISTRY,
    buckets=(0.001, *_SECONDS),
)
POLL: Final = Histogram(
    "landmap_query_seconds",
    "One look into the database for what was recorded since, with what it took to read that.",
    registry=REGISTRY,
    buckets=(0.0005, 0.001, *_SECONDS),
)
SNAPSHOT: Final = Histogram(
    "landmap_snapshot_seconds", "One cut of a snapshot that was not kept.", registry=REGISTRY, buckets=_SECONDS
)
SURPRISES: Final = Counter("landmap_surprises", "Pages that failed in a way nobody foresaw.", registry=REGISTRY)
REFUSED: Final = Counter(
    "landmap_refused", "Requests that were refused at the door, by reason.", ["reason"], registry=REGISTRY
)
for _reason in ("not_this_machine", "sign_in", "files", "exports", "not_for_you"):
    REFUSED.labels(_reason)  # a count that stands at zero is told, too
