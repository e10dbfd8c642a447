"""What early dialogues cost to work out, by itself: ``python -m tests.bench.early``, on the city of the settings.

Processor time is told beside the time that passed: what else the machine did is not what is measured. A risk set is
repeated until it has `OPEN` cases, since a city of 20,000 cases has some hundred open ones. It writes one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import pandas as pd

from gis import settings
from gis.answers import scores
from gis.answers.scores import Office
from gis.filters import Filters
from gis.insight import adjacency, backtest, early_areas, features, rates, risk, trend
from gis.insight.features import Scored
from gis.insight.monthly_cases import monthly
from gis.insight.panels import Panel
from gis.insight.scan import scan
from gis.insight.situation import Situation

OPEN: Final = 20_000
_SEED: Final = 1

Row = dict[str, Any]


def measured() -> list[Row]:
    """Work all of it out; a row for each promise."""
    here = scores.office(settings.current())
    day = here.ledger.last_event()
    assert day
    now, kept = here.at(day), dict[str, Any]()
    backtested = _timed("backtest", lambda: kept.update(_tried(here, day)))
    rows = [*_clusters(now), backtested | {"n": kept["cases"], "of": kept["origins"]}]
    model = scores.model(kept["panel"], day, "model")
    if model is None:  # too small a city to learn from
        return rows
    many = _repeated(features.of_cases(now))
    scored = _timed("scores", lambda: risk.of_scored(many, model, rule="model", spread=0.1))
    return [*rows, scored | {"n": len(many.rows), "of": 1}]


def _clusters(now: Situation) -> list[Row]:
    chosen = now.select(Filters())
    table, months = rates.found(chosen, "ward"), trend.months(now.snapshot.as_of)
    counts = monthly(chosen, months)
    assert table is not None
    assert counts is not None
    wards = len(table)
    graph = adjacency.contiguity(now.areas.wards, metres=now.areas.metres)
    times = {"permutations": early_areas.PERMUTATIONS, "seed": _SEED}
    local = _timed("local", lambda: early_areas.now_high(table["n"], table["exposure"], graph, **times))
    rows = [local | {"n": wards, "of": early_areas.PERMUTATIONS}]
    places, received = early_areas.points(now.areas), early_areas.long(counts.received)
    homes = early_areas.long(counts.exposure.clip(lower=1.0))
    for what, prospective in (("prospective", True), ("retrospective", False)):
        drawn = _timed(
            what,
            lambda whole=prospective: scan(
                places,
                received,
                homes,
                periods=list(counts.received),
                prospective=whole,
                max_share=early_areas.CIRCLE,
                replicates=early_areas.REPLICATES,
                seed=_SEED,
            ),
        )
        rows.append(drawn | {"n": wards, "of": early_areas.REPLICATES})
    return rows


def _tried(here: Office, day: Any) -> Row:
    def silent(*_: object) -> None:
        """Nobody waits."""

    panel: Panel = scores.looked(here, day, silent)
    found = backtest.run(panel, last=day)
    origins = found.tried["origin"].nunique() if found else 0
    return {
        "panel": panel,
        "cases": len(here.at(day).snapshot.rows("case").frame(("received_on",))),
        "origins": origins,
    }


def _repeated(scored: Scored) -> Scored:
    times = -(-OPEN // max(len(scored.rows), 1))
    return Scored(pd.concat([scored.rows] * times).head(OPEN), scored.out)


def _timed(what: str, work: Callable[[], object]) -> Row:
    passed, taken = time.perf_counter(), time.process_time()
    work()
    return {"what": what, "processor": time.process_time() - taken, "passed": time.perf_counter() - passed}


if __name__ == "__main__":
    json.dump(measured(), sys.stdout)
