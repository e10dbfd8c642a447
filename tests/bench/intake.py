"""Bringing a file in by itself: ``python -m tests.bench.intake make FOLDER`` and ``… import FILE``.

The file is the cases of the demo city in the settings, as an office would send them; it comes into an empty store of
its own. Each measurement is a process of its own and writes one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from gis import areas, intake, settings
from gis.intake.templates import entries, offered
from gis.records.ledger import open_ledger
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings


def made(folder: Path) -> dict[str, str]:
    """Write the cases of the demo city as XLSX and as CSV."""
    chosen = settings.current()
    ledger = open_ledger(open_store(chosen), chosen)
    day, scope = ledger.last_event() or pd.Timestamp.max.date(), Scope.local_officer(chosen.province)
    cases = ledger.snapshot(day, scope)["case"].reset_index()
    sheet, text = folder / "cases.xlsx", folder / "cases.csv"
    sheet.write_bytes(intake.template("cases", rows=cases.astype(object)))
    _as_text(cases).to_csv(text, index=False)
    return {"xlsx": str(sheet), "csv": str(text)}


def _as_text(cases: pd.DataFrame) -> pd.DataFrame:
    columns = {}
    for column in (column for column in offered(intake.FORMS["cases"]) if column.name in cases):
        values = cases[column.name]
        if column.field.kind in ("event", "plan"):
            values = values.dt.strftime("%d/%m/%Y")
        elif column.field.choices:
            names = {one.code: one.label.vi for one in column.field.choices}
            values = values.astype(object).map(names)
        elif column.field.kind == "flag":
            values = values.astype(object).map(dict(zip((True, False), entries(column), strict=True)))
        columns[column.field.label.vi] = values
    return pd.DataFrame(columns)


def measured(path: Path) -> dict[str, float]:
    """Bring a file in twice; seconds of each part, memory in bytes."""
    held = areas.load(settings.current())
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(state_dir=Path(folder), database_url="", province=settings.current().province))
        store.create()
        took: dict[str, float] = {}
        table = _timed(took, "read", lambda: intake.read_table(path))
        examined = _timed(took, "check", lambda: intake.examine(table, "cases", store=store, areas=held))
        report = _timed(took, "record", lambda: intake.record(examined, store))
        again = _timed(took, "again", lambda: intake.examine(table, "cases", store=store, areas=held)).report
    took |= {"rows": report.rows, "new": report.new, "unchanged": again.unchanged}
    return took | {"memory": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def _timed(took: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    found = work()
    took[name] = time.perf_counter() - start
    return found


if __name__ == "__main__":
    json.dump(made(Path(sys.argv[2])) if sys.argv[1] == "make" else measured(Path(sys.argv[2])), sys.stdout)
