"""What other processes do with a store in the tests: record, and look on. They are forked from a server that has
everything imported, so that each costs as little as what it does."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import pandas as pd

from gis import intake
from gis.records.batch import Batch
from gis.records.ledger import open_ledger
from gis.records.store import Store, open_store
from tests import city
from tests.records_city import OFFICER, day, settings

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.recording"])
LAST = day("2026-12-31")


def batch(number: int, size: int = 400) -> Batch:
    """As many cases as household files; the same number, the same rows."""
    codes = [f"{number}-{place}" for place in range(size)]
    days = pd.Timestamp("2026-01-01") + pd.to_timedelta([place % 300 for place in range(size)], unit="D")
    cases = pd.DataFrame({"code": codes, "case_class": "complaint", "ward": "00001", "received_on": days})
    files = pd.DataFrame({"code": codes, "project": "P1", "ward": "00001", "notified_on": days, "area": 1.5})
    return Batch({"case": cases, "household_file": files}, f"{number}.xlsx")


def place(store: Store) -> tuple[Path, str]:
    """Where a store is, for another process."""
    return store.settings.state_dir, store.settings.database_url


def start(work: Callable[..., None], store: Store, *more: Any) -> multiprocessing.process.BaseProcess:
    """Let another process work on a store."""
    process = PROCESSES.Process(target=work, args=(place(store), *more), daemon=True)
    # a new process runs the main program of this one first, and tests of pages leave their own script in its place
    with mock.patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    return process


def record(where: tuple[Path, str], numbers: list[int], started: Any = None) -> None:
    """Record some batches, one after the other; all who wait for each other start together."""
    store = open_store(settings(*where))
    store.kind()
    if started is not None:
        started.wait()
    for number in numbers:
        store.append(batch(number))


def bring(where: tuple[Path, str], file: Path, together: Any, told: Any) -> None:
    """Look at a list of projects, wait until everybody has, bring it in, and tell how its rows counted."""
    store = open_store(settings(*where, province="99"))
    examined = intake.examine(intake.read_table(file), "projects", store=store, areas=city.areas())
    together.wait()
    report = intake.record(examined, store)
    told.put((report.new, report.changed, report.unchanged))


def look_on(where: tuple[Path, str], wanted: int, seen: Any) -> None:
    """Look until so many cases are there, and tell which numbers of cases and household files stood side by side."""
    store = open_store(settings(*where))
    ledger = open_ledger(store, store.settings)
    found = {(0, 0)}
    while max(found)[0] < wanted:
        ledger.refresh()
        snapshot = ledger.snapshot(LAST, OFFICER)
        found.add((len(snapshot["case"]), len(snapshot["household_file"])))
    seen.put(sorted(found))
