"""How a server finds what the product asks of it: ``python -m tests.bench.explain``, on the PostgreSQL of the settings.

The product is let do what it does, its statements are listened to, and each is explained and run once more as it was
sent. So no statement is written here, and none can be forgotten. It writes one JSON object: a row for each thing done.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, event, text

from gis import settings
from gis.answers import hotspots
from gis.records import grants, results
from gis.records.batch import Batch
from gis.records.entities import ENTITIES
from gis.records.ledger import open_ledger
from gis.records.store import Store, open_store
from gis.scope import Scope

Row = dict[str, Any]
Said = dict[str, Any]
"""Statement → what was sent with it."""
_NOT_OURS: Final = frozenset({"pg_class", "pg_namespace", "alembic_version"})
"""Tables that tell of which version the others are: a few rows, asked at every visit."""

ROWS: Final = 100
"""Cases of a batch that comes on top."""
SMALL: Final = 1_000
"""Rows of a table that is read through as fast as it is looked up."""


def measured() -> list[Row]:
    """Let the product do its work, and explain what it asked."""
    chosen = settings.current()
    store = open_store(chosen)
    engine = store.database.engine
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    return [{"what": what} | _explained(engine, _heard(engine, work)) for what, work in _works(store).items()]


def _works(store: Store) -> dict[str, Callable[[], object]]:
    ledger = open_ledger(store, store.settings)
    day = ledger.last_event() or dt.date.max
    snapshot = ledger.snapshot(day, Scope.local_officer(store.settings.province))
    cases = snapshot["case"].tail(ROWS)
    more = (cases["people"].fillna(1) + 1).to_frame().reset_index()
    asked = {"version": hotspots.VERSION, "as_of": day, "scope": "all"}
    return {
        "look for news": store.marker,
        "read the whole ledger": lambda: _read(store),
        f"compare and record {ROWS} cases": lambda: store.append(Batch({"case": more}, source="bench", demo=True)),
        "take them in": ledger.refresh,
        "list what came in": store.batches,
        "read grants": lambda: grants.every(store),
        "read a kept result": lambda: results.load(store, "hotspots", **asked),
        "list closed periods": store.closings,
    }


def _read(store: Store) -> None:
    with store.reading() as reading:
        for entity in ENTITIES.values():
            for _ in reading.versions(entity, store.settings.province):
                pass


def _heard(engine: Engine, work: Callable[[], object]) -> list[Said]:
    said: Said = {}
    with _listening(engine, said):
        work()
    return said


@contextmanager
def _listening(engine: Engine, said: Said) -> Iterator[None]:
    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:  # noqa: FBT001 (SQLAlchemy's)
        if statement.lstrip().upper().startswith("SELECT") and " FROM " in statement.upper().replace("\n", " "):
            said[statement] = parameters

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def _explained(engine: Engine, said: Said) -> Row:
    """Explain statements, each by itself; tell of all together what was told, what was looked at in vain, and how."""
    with engine.connect() as connection:
        plans = [_plan(connection, statement, sent) for statement, sent in said.items()]
    ours = [plan for plan in plans if not _NOT_OURS.intersection(plan["tables"])]
    return {
        "statements": len(ours),
        "indexes": sorted({name for plan in ours for name in plan["indexes"]}),
        "whole": sorted({name for plan in ours for name in plan["whole"]}),
        **{name: sum(plan[name] for plan in ours) for name in ("rows", "aside", "ms")},
    }


def _plan(connection: Connection, statement: str, sent: Any) -> Row:
    told = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", sent).scalar_one()[0]
    nodes = list(_nodes(told["Plan"]))
    read = [node for node in nodes if "Relation Name" in node]
    return {
        "tables": [node["Relation Name"] for node in read],
        "indexes": [node["Index Name"] for node in nodes if "Index Name" in node],
        "whole": [node["Relation Name"] for node in read if node["Node Type"] == "Seq Scan" and _looked(node) > SMALL],
        "rows": told["Plan"]["Actual Rows"],
        "aside": sum(node.get("Rows Removed by Filter", 0) * node["Actual Loops"] for node in read),
        "ms": told["Execution Time"],
    }


def _looked(node: Row) -> int:
    return int(node["Actual Rows"] + node.get("Rows Removed by Filter", 0))


def _nodes(plan: Row) -> Iterator[Row]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)


if __name__ == "__main__":
    json.dump(measured(), sys.stdout)
