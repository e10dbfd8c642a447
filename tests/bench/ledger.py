"""The ledger by itself: ``python -m tests.bench.ledger`` measures one start in a process of its own.

It reads the state folder of the settings and writes one JSON object.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from gis import areas, settings
from gis.insight.situation import situation
from gis.law import rules
from gis.records.batch import Batch
from gis.records.ledger import Ledger, open_ledger
from gis.records.store import open_store
from gis.scope import Scope

_ASKED: Final = ("project_place", "household_file", "case_history", "open_case", "dialogue", "commitment", "reception")
"""Frames that the map page asks for."""


def measured() -> dict[str, float]:
    """Load the ledger and cut it; seconds each, memory in bytes."""
    chosen = settings.current()
    held: dict[str, Any] = {}
    took = {"load": _seconds(lambda: held.update(ledger=open_ledger(open_store(chosen), chosen)))}
    ledger: Ledger = held["ledger"]
    day, scope = ledger.last_event() or dt.date.today(), Scope.local_officer(chosen.province)  # noqa: DTZ011 (a store has events)
    took["cut"] = _seconds(lambda: dict(ledger.snapshot(day, scope).frames))
    other = day - dt.timedelta(days=100)
    took["other_day"] = _seconds(lambda: dict(ledger.snapshot(other, scope).frames))
    snapshot = ledger.snapshot(other, scope)
    wards, law = areas.load(chosen), rules.current()
    now = situation(snapshot, wards, law)
    took["situation"] = _seconds(lambda: [now[name] for name in _ASKED])
    took["memory"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return took


def extended(rows: int) -> dict[str, float]:
    """Record that so many cases changed, and take them in; the store is changed by it."""
    chosen = settings.current()
    store = open_store(chosen)
    ledger = open_ledger(store, chosen)
    cases = ledger.snapshot(ledger.last_event() or dt.date.max, Scope.local_officer(chosen.province))["case"].head(rows)
    people = cases["people"].fillna(1) + 1
    frame = people.to_frame().reset_index()
    appended = _seconds(lambda: store.append(Batch({"case": frame}, source="bench", demo=True)))
    return {"append": appended, "refresh": _seconds(ledger.refresh)}


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    json.dump(extended(int(sys.argv[1])) if len(sys.argv) > 1 else measured(), sys.stdout)
