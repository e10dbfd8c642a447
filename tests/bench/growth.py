"""What grows with a city by itself: ``python -m tests.bench.growth``, on the city of the settings.

Each thing is worked out as if nobody had asked for it before: a snapshot of another day, early dialogues, a backtest
with its card, and an office's month of cases brought in. The last comes into a store of its own, which holds the same
cases as if they were real: one that is invented takes no file. It writes one JSON object: what → seconds.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from gis import intake, settings
from gis.answers import hotspots, scores
from gis.answers.hotspots import Question
from gis.answers.scores import Office
from gis.filters import Filters
from gis.records.batch import Batch
from gis.records.entities import ENTITIES
from gis.records.store import open_store
from tests.bench.intake import as_text

MONTH: Final = 1_000
"""Cases of an office's month: more than any ward sends."""
_HELD: Final = ("project", "project_ward", "case")
"""What there is before the month comes: cases name projects."""
_DAYS: Final = (100, 130, 160)
"""So many days back snapshots are cut; the quickest is told."""


def measured() -> dict[str, float]:
    """Work all of it out; what → seconds."""
    here = scores.office(settings.current())
    day = here.ledger.last_event()
    assert day
    return {
        "snapshot": min(_seconds(lambda n=n: _cut(here, day - dt.timedelta(days=n))) for n in _DAYS),
        "hotspots": _seconds(lambda: hotspots.found(Question(here.at(day), Filters(), here.scope))),
        "backtest": _seconds(lambda: scores.carded(here, day, _unseen)),
        "import": _brought_in(here, day),
    }


def _cut(here: Office, day: dt.date) -> None:
    dict(here.ledger.snapshot(day, here.scope).frames)


def _unseen(_stage: str, _done: int, _whole: int) -> None:
    """Nobody waits."""


def _brought_in(here: Office, day: dt.date) -> float:
    """Bring in a file of cases of which each has one more person; the seconds to read, check and record it."""
    snapshot = here.ledger.snapshot(day, here.scope)
    frames = {name: snapshot[name].reset_index()[list(ENTITIES[name].names)] for name in _HELD}
    cases = frames["case"].tail(MONTH)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cases.csv"
        as_text(cases.assign(people=cases["people"].fillna(1) + 1)).to_csv(file, index=False)
        store = open_store(here.settings.model_copy(update={"state_dir": file.parent, "database_url": ""}))
        store.create()
        store.append(Batch(frames, source="bench"))

        def bring() -> None:
            examined = intake.examine(intake.read_table(file), "cases", store=store, areas=here.areas)
            changed = intake.record(examined, store).changed
            assert changed == len(cases), f"{changed} of {len(cases)} cases changed"

        return _seconds(bring)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    json.dump(measured(), sys.stdout)
