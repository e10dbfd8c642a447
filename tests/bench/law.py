"""Judging by the clocks of the law by itself: ``python -m tests.bench.law``, on the city of the settings.

Frames have all their columns, and every clock of their kind is run. A page judges the open cases only; all cases are
judged here to see what that saves. It writes one JSON object.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from typing import Any, Final

import numpy as np
import pandas as pd

from gis import settings
from gis.law import clocks, judgments, rules
from gis.records.ledger import open_ledger
from gis.records.snapshot import Snapshot
from gis.records.store import open_store
from gis.scope import Scope

_RUNS: Final = 3
"""The quickest of so many is told: what else the machine did is not what is measured."""


def measured() -> list[dict[str, Any]]:
    """Judge what there is; a row per kind of file."""
    chosen = settings.current()
    ledger = open_ledger(open_store(chosen), chosen)
    day = ledger.last_event() or dt.date.today()  # noqa: DTZ011 (a store has events)
    snapshot = ledger.snapshot(day, Scope.local_officer(chosen.province))
    found = [("cases, all", "case", snapshot["case"]), ("cases, open", "case", _open(snapshot))]
    found += [(f"{name}, all", name, _with_regime(snapshot, name)) for name in ("household_file", "plan")]
    return [{"what": what, **_judged(frame, entity, day)} for what, entity, frame in found]


def _open(snapshot: Snapshot) -> pd.DataFrame:
    rows = snapshot.rows("case")
    ends = rows.frame(("decided_on", "ended_on"))
    return rows.frame(among=np.flatnonzero(ends.isna().all(axis=1)))


def _with_regime(snapshot: Snapshot, name: str) -> pd.DataFrame:
    """Answer files with the regime of their project, as `gis.insight.payments` judges them."""
    frame = snapshot[name]
    return frame.assign(regime=frame["project"].astype("object").map(snapshot["project"]["regime"]))


def _judged(frame: pd.DataFrame, entity: str, day: dt.date) -> dict[str, Any]:
    law, times = rules.current(), []
    for _ in range(_RUNS):
        start = time.perf_counter()
        judged = clocks.run_all(frame, entity, law, as_of=day, due_soon_days=7)
        judgments.past(judged, law)
        judgments.next_due(judged, law)
        times.append(time.perf_counter() - start)
    return {"rows": len(frame), "clocks": len(law.judged(entity)), "seconds": min(times)}


if __name__ == "__main__":
    json.dump(measured(), sys.stdout)
