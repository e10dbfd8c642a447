"""Offices as they were recorded once in this process, to be laid into the folders of many tests.

Making tables and recording a city takes longer than most tests; copying the file of a database does not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gis.records import audit
from gis.records.database import OWNER_ONLY
from gis.records.store import open_store
from gis.settings import Settings

_KEPT: dict[str, list[bytes | None]] = {}
"""Name → what stands in the files of an office."""


def bring(office: Settings, name: str, record: Callable[[], object]) -> None:
    """Bring an office to a state that is recorded once and copied from then on.

    Parameters
    ----------
    office
        Of SQLite; whatever its files hold is replaced.
    name
        Of the state. One name is one state, from an empty folder on.
    record
        Records it.
    """
    files = _files(office)
    if name not in _KEPT:
        record()
        _KEPT[name] = [file.read_bytes() if file.exists() else None for file in files]
        return
    for file, content in zip(files, _KEPT[name], strict=True):
        if content is not None:
            file.touch(OWNER_ONLY)
            file.write_bytes(content)


def _files(office: Settings) -> list[Path]:
    """The database and the witness of its audit trail, whose name tells where the database is."""
    store = open_store(office)
    assert store.database.path
    return [store.database.path, audit.witness(store)]
