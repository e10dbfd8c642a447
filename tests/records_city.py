"""A city of a few records, drawn on a time line, for the tests of the store.

::

    events     1/1    10/1        1/2         1/3    20/3       1/4      1/5
    K1               received    accepted            decided (right)
    K2                           received
    K3                                        received
    H1         notified          inventoried         approved (5 m)      paid (4 m)
    recorded                5/2: first            2/4: second         2/5: third

The first batch knows K1 and K2 as received, and H1 as notified; the second brings K1's decision, K3 and H1's approval;
the third the payment, and corrects the ward of K2.
"""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gis.errors import StoreError
from gis.records.batch import Batch
from gis.records.snapshot import Snapshot
from gis.records.store import Store, open_store
from gis.scope import Scope
from gis.settings import Settings
from tests.postgres import Cluster

PROVINCE = "01"
OFFICER = Scope.local_officer(PROVINCE)


def day(text: str) -> dt.date:
    """The day of ``2026-02-05``."""
    return dt.date.fromisoformat(text)


def moment(text: str) -> dt.datetime:
    """Noon of that day, in UTC."""
    return dt.datetime.fromisoformat(f"{text}T12:00:00+00:00")


def rows(*found: Mapping[str, Any]) -> pd.DataFrame:
    """Rows as they come from a file: days as timestamps where a name ends in ``_on``, missing cells empty."""
    frame = pd.DataFrame(list(found))
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in frame if name.endswith("_on")})


def cases(*found: Mapping[str, Any]) -> pd.DataFrame:
    """Cases, complaints in ward 00001 unless they say otherwise."""
    return rows(*({"case_class": "complaint", "ward": "00001"} | dict(one) for one in found))


K1 = {"code": "K1", "received_on": "2026-01-10", "accepted_on": "2026-02-01"}
K1_DECIDED = K1 | {"decided_on": "2026-03-20", "outcome": "right"}
K2 = {"code": "K2", "received_on": "2026-02-01"}
K3 = {"code": "K3", "received_on": "2026-03-01"}
H1 = {"code": "H1", "project": "P1", "ward": "00001", "notified_on": "2026-01-01", "inventoried_on": "2026-02-01"}
H1_APPROVED = H1 | {"approved_on": "2026-03-20", "approved_sum": 5e6}
H1_PAID = H1_APPROVED | {"paid_on": "2026-05-01", "paid_sum": 4e6}

FIRST = Batch({"case": cases(K1, K2), "household_file": rows(H1)}, "first.xlsx")
SECOND = Batch({"case": cases(K1_DECIDED, K2, K3), "household_file": rows(H1_APPROVED)}, "second.xlsx")
THIRD = Batch({"case": cases(K2 | {"ward": "00002"}), "household_file": rows(H1_PAID)}, "third.xlsx")
RECORDED = {"first": moment("2026-02-05"), "second": moment("2026-04-02"), "third": moment("2026-05-02")}


def settings(folder: Path, address: str = "", *, province: str = PROVINCE) -> Settings:
    """Settings of a store in a folder, or at the address of a server."""
    return Settings(database_url=address, state_dir=folder, province=province)


class Stores:
    """Where a test makes its stores: each new, all of one kind of database.

    They are copies of one that was just made, since making one takes longer than most tests.

    Parameters
    ----------
    folder
        For files, and for what is kept beside a database.
    cluster
        The server; None: SQLite.
    """

    def __init__(self, folder: Path, cluster: Cluster | None = None) -> None:
        self.folder, self.cluster = folder, cluster
        self._numbers, self._made = itertools.count(1), list[Store]()

    @property
    def kind(self) -> str:
        """Name of the database, as `Store.health` gives it."""
        return "postgresql" if self.cluster else "sqlite"

    def none(self) -> Store:
        """A store that nobody has made yet."""
        return self._store(self.cluster.database() if self.cluster else "")

    def empty(self) -> Store:
        """A store as it was just made."""
        store = self._store(self.cluster.database(like=_just_made_on(self.cluster)) if self.cluster else "")
        if store.database.path:
            store.database.path.write_bytes(_just_made())
        return store

    def drawn(self) -> Store:
        """The city of the drawing."""
        store = self.empty()
        for batch, recorded_at in zip((FIRST, SECOND, THIRD), RECORDED.values(), strict=True):
            store.append(batch, recorded_at=recorded_at)
        return store

    def _store(self, database: str) -> Store:
        folder = self.folder / f"store{next(self._numbers)}"
        folder.mkdir()
        self._made.append(open_store(settings(folder, self.cluster.address(database) if self.cluster else "")))
        return self._made[-1]

    def remove(self) -> None:
        """Let go of all that was made."""
        for store in self._made:
            store.database.engine.dispose()
        if self.cluster:
            self.cluster.drop(*(str(store.database.url.database) for store in self._made))


@cache
def _just_made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(settings(Path(folder)))
        store.create()
        return store.database.path.read_bytes()


@cache
def _just_made_on(cluster: Cluster) -> str:
    name = cluster.database()
    store = open_store(Settings(database_url=cluster.address(name)))
    store.create()
    store.database.engine.dispose()
    return name


def refused(call: Callable[..., Any], *arguments: Any, **options: Any) -> StoreError:
    """Call what the store must refuse, and answer how it says so, in both languages."""
    with pytest.raises(StoreError) as caught:
        call(*arguments, **options)
    assert caught.value.say("vi") != caught.value.say("en")
    return caught.value


def filled(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """What a frame tells: code → the fields that are known."""
    records = frame.astype(object).to_dict("index")
    return {
        str(code): {name: value for name, value in record.items() if not pd.isna(value)}
        for code, record in records.items()
    }


def told(snapshot: Snapshot, entity: str = "case") -> dict[str, dict[str, Any]]:
    """What a snapshot tells of an entity; see `filled`."""
    return filled(snapshot[entity])
