"""What it costs to hold a long audit trail against itself: ``python -m tests.bench.trail ENTRIES``.

A trail with its witness is made in a store of its own, chained as the product chains it but written many entries at a
time, and then verified once, in this process. It writes one JSON object.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert

from gis.records import audit
from gis.records.store import Store, open_store
from gis.records.tables import AUDIT
from gis.settings import Settings

_AT_ONCE: Final = 1_000
_FIRST: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_DETAILS: Final = {"page": "vu-viec", "filters": "as_of=2026-09-30&ward=00097&subject=price", "case_level": True}


def measured(entries: int) -> dict[str, Any]:
    """Make a trail of so many entries and verify it."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(state_dir=Path(folder), database_url="", province="01"))
        store.create()
        _make(store, entries)
        before, start = _peak(), time.process_time()
        verdict = audit.verify(store)
        took = time.process_time() - start
        assert (verdict.entries, verdict.breaches) == (entries, ()), "what is measured is a whole trail"
    return {"entries": entries, "seconds": took, "memory": _peak() - before}


def _make(store: Store, entries: int) -> None:
    rows = _chained(entries)
    with store.database.writing() as connection, audit.witness(store).open("w", encoding="ascii") as witness:
        while some := list(islice(rows, _AT_ONCE)):
            connection.execute(insert(AUDIT), some)
            witness.writelines(f"{row['number']} {row['digest']}\n" for row in some)


def _chained(entries: int) -> Iterator[dict[str, Any]]:
    before = audit._START
    for number in range(1, entries + 1):
        told = {"who": "an@hanoi.gov.vn", "role": "officer", "extent": "01-all", "what": "view_case_level"}
        at = _FIRST + dt.timedelta(seconds=number)
        values = {"number": number, "at": at, **told, "details": audit._canonical(_DETAILS), "before": before}
        before = audit._digest(values)
        yield values | {"digest": before}


def _peak() -> int:
    """Answer the most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    json.dump(measured(int(sys.argv[1])), sys.stdout)
