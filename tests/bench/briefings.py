"""Writing briefings by itself: ``python -m tests.bench.briefings [atlas]``, on the city of the settings.

Every format there is, of the map page, after the snapshot is loaded and one of its kind was written (the first loads
programs); or the atlas of all wards, once, with what its bindery takes. It writes one JSON object.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from gis.briefing import bindery, formats
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


def measured(what: str = "") -> list[dict[str, Any]]:
    """Write what there is, a row per format; or the atlas."""
    reading = asked("", "vi", as_of="", closing="")
    if what == "atlas":
        return [_taken("atlas", lambda: _bound(reading), 1)]
    return [_taken(fmt, lambda fmt=fmt: _written(reading, fmt), _RUNS) for fmt in formats.FORMATS]  # type: ignore[misc]


def _written(reading: Reading, fmt: str) -> int:
    made = briefing("overview", reading)
    return len(formats.written(made, reading.situation.areas, Way(fmt), moment=_MOMENT))


def _bound(reading: Reading) -> int:
    return len(bindery.bound(reading, Asked(), size="A4", moment=_MOMENT, step=lambda *_: None).content)


def _taken(what: str, work: Callable[[], int], runs: int) -> dict[str, Any]:
    passed, processor, size = [], [], 0
    for _ in range(runs):
        wall, busy = time.perf_counter(), _processor()
        size = work()
        passed.append(time.perf_counter() - wall)
        processor.append(_processor() - busy)
    return {
        "what": what, "size": size, "passed": min(passed), "processor": min(processor), "hold": HOLD.get(what),
        "memory": _memory(),
    }  # fmt: skip


def _processor() -> float:
    """Answer the seconds of processor this process took, and those it opened and saw end."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def _memory() -> int:
    """Answer the most bytes held, here and by what was opened, as if both peaked at once."""
    mine, opened = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return 1024 * (mine + opened)


if __name__ == "__main__":
    json.dump(measured(*sys.argv[1:]), sys.stdout)
