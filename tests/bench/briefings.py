"""Writing briefings by itself: ``python -m tests.bench.briefings``, on the city of the settings.

Every format there is, of the map page, after the snapshot is loaded and one of its kind was written (the first loads
programs); then the atlas of all wards, once. It writes one JSON object.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from gis.briefing import atlas, atlas_pages, formats
from gis.briefing.formats import Way
from gis.briefing.framing import Asked
from gis.briefing.kinds import briefing
from gis.briefing.reading import Reading
from gis.commands.briefings import asked
from gis.records.horizon import VIETNAM

_RUNS: Final = 3
"""The quickest of so many is told: what else the machine did is not what is measured."""
_MOMENT: Final = dt.datetime(2026, 10, 3, 8, tzinfo=VIETNAM)
HOLD: Final = {"png": 1.5, "pdf": 2.0, "pptx": 3.0, "docx": 3.0, "atlas": 60.0}
"""Format → seconds to hold."""


def measured() -> list[dict[str, Any]]:
    """Write what there is; a row per format, the atlas last."""
    reading = asked("", "vi", as_of="", closing="")
    rows = [_taken(fmt, lambda fmt=fmt: _written(reading, fmt), _RUNS) for fmt in formats.FORMATS]  # type: ignore[misc]
    return [*rows, _taken("atlas", lambda: _bound(reading), 1)]


def _written(reading: Reading, fmt: str) -> int:
    made = briefing("overview", reading)
    return len(formats.written(made, reading.situation.areas, Way(fmt), moment=_MOMENT))


def _bound(reading: Reading) -> int:
    made, areas = atlas.atlas(reading, Asked(), lambda *_: None), reading.situation.areas
    return len(atlas_pages.written(made, areas, moment=_MOMENT, progress=lambda *_: None))


def _taken(what: str, work: Callable[[], int], runs: int) -> dict[str, Any]:
    passed, processor, size = [], [], 0
    for _ in range(runs):
        wall, busy = time.perf_counter(), time.process_time()
        size = work()
        passed.append(time.perf_counter() - wall)
        processor.append(time.process_time() - busy)
    memory = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "what": what, "size": size, "passed": min(passed), "processor": min(processor), "hold": HOLD.get(what),
        "memory": memory,
    }  # fmt: skip


if __name__ == "__main__":
    json.dump(measured(), sys.stdout)
