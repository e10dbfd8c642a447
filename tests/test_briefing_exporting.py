"""What leaves is entered first: who, when, what of, in which format, how many rows, and what the file was."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from gis.access.gate import OWN_FILE, Leave
from gis.briefing import tables
from gis.briefing.exporting import Content, Export
from gis.errors import RequestError, StoreError
from gis.filters import Filters
from gis.records import audit
from gis.records.audit import Entry, Who
from gis.records.store import Store
from gis.scope import Scope
from gis.view import View
from tests import city
from tests.records_city import Stores

VIEWER = Scope("01", frozenset({"00001"}), "viewer")
VIEW = View(as_of=city.AS_OF, filters=Filters(ward=("00001",)))


def export(store: Store, leave: Leave | None = None) -> Export:
    about = {"leave": leave} if leave else {}
    return Export(store, VIEWER, Who.of(VIEWER, "u-9"), "bang_2026-09-30.xlsx", VIEW, **about)  # type: ignore[arg-type]


def last(store: Store) -> Entry:
    return audit.entries(store)[0]


def test_a_file_is_entered_with_all_that_it_is(stores: Stores) -> None:
    store = stores.empty()
    content = Content(b"abc", rows=3, digest="d1")
    assert export(store, Leave(mark="internal")).entered(content) == b"abc"
    assert last(store).who == Who("u-9", "viewer", VIEWER.extent)
    assert last(store).what == "export"
    assert last(store).details == {
        "file": "bang_2026-09-30.xlsx",
        "format": "xlsx",
        "filters": "ward=00001&as_of=2026-09-30",
        "rows": 3,
        "digest": "d1",
        "bytes": hashlib.sha256(b"abc").hexdigest()[:16],
        "mark": "internal",
        "via": "page",
    }


def test_a_file_that_somebody_brought_is_named_so(files: Stores) -> None:
    store = files.empty()
    export(store, OWN_FILE).entered(b"")
    assert last(store).details["reason"] == "own_file"


def test_a_refusal_is_entered_with_why(files: Stores) -> None:
    store = files.empty()
    with pytest.raises(RequestError):
        export(store, Leave(case_level=True, reason="reception", mark="internal")).check()
    assert last(store).what == "refused"
    assert last(store).details["why"] == "access.gate.role"
    assert last(store).details["case_level"] is True
    export(store).check()
    assert len(audit.entries(store)) == 1  # what is let through is entered when it is made


def test_what_cannot_be_entered_does_not_leave(files: Stores) -> None:
    with pytest.raises(StoreError):
        export(files.none()).entered(b"abc")
    store = files.empty()
    audit.witness(store).mkdir()
    with pytest.raises(StoreError):
        export(store).entered(b"abc")


def test_a_table_knows_its_rows(tmp_path: Path) -> None:
    table = tables.suppressed(
        pd.DataFrame({"n": [1, 20]}, index=["a", "b"]), scope=VIEWER, threshold=5, counts=("n",), derived={}
    )
    content = tables.TableFile("t", "c", "f", {"a": "A", "b": "B"}, {"n": "N"}, {"n": "count"}, table, "n", False, "vi")  # noqa: FBT003
    assert [tables.written(content, kind).rows for kind in ("xlsx", "csv")] == [2, 2]  # type: ignore[arg-type]
