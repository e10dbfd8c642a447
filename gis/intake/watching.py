"""The monthly drop folder: new files are brought in, moved aside with their report, and originals removed in time.

A file that went in, in part at least, is moved to ``done/``, any other to ``refused/``; its *report* stands beside it:
a workbook with the faults marked, or a text that says why nothing went in. Originals hold names, so they are removed
once they have lain there for the days the office has set; reports stay.

When the records cannot be written to, every file stays where it is, to be taken up the next time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gis.areas import Areas
from gis.errors import IntakeError, LandmapError, StoreError, reason
from gis.intake import incoming
from gis.intake.books import findings_workbook
from gis.intake.file_names import safe
from gis.intake.importing import Examined, ImportReport, record
from gis.records.store import Store

DONE: Final = "done"
REFUSED: Final = "refused"
SETTLED: Final = dt.timedelta(seconds=5)
"""A file that changed more recently may still be on its way into the folder."""
_REPORT: Final = ".report"


@dataclass(frozen=True)
class Swept:
    """What became of one file of the folder.

    Parameters
    ----------
    file
        Where it lies now.
    report
        What went in; None when nothing could be read.
    problem
        Why not.
    """

    file: Path
    report: ImportReport | None = None
    problem: LandmapError | None = None


def sweep(folder: Path, *, store: Store, areas: Areas, now: dt.datetime, keep_days: int) -> tuple[Swept, ...]:
    """Bring in what lies in a folder, in the order of names, and remove originals whose time is over.

    Parameters
    ----------
    folder
        The drop folder; its subfolders are made when they are needed and never looked into for new files.
    store
        Where to record; it is made already.
    areas
        Whose wards may be named.
    now
        With its time zone.
    keep_days
        Days after which an original that was moved aside is removed.

    Raises
    ------
    IntakeError
        There is no such folder, or it cannot be written to.
    StoreError
        Nothing can be recorded; files that are still in the folder stay there.
    """
    try:
        _forget(folder, before=now - dt.timedelta(days=keep_days))
        return tuple(_tried(file, store, areas, now) for file in _waiting(folder, now))
    except OSError as error:
        raise IntakeError("intake.watch_closed", folder=str(folder), reason=reason(error)) from error


def _waiting(folder: Path, now: dt.datetime) -> list[Path]:
    files = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    return sorted(path for path in files if _changed(path) <= now - SETTLED)


def _changed(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)


def _tried(file: Path, store: Store, areas: Areas, now: dt.datetime) -> Swept:
    """Bring a file in; one that cannot be opened or moved, as while somebody has it open, waits and stops no other."""
    try:
        return _one(file, store, areas, now)
    except OSError as error:
        return Swept(file, problem=IntakeError("intake.watch_waits", file=file.name, reason=reason(error)))


def _one(file: Path, store: Store, areas: Areas, now: dt.datetime) -> Swept:
    try:
        examined, report = _taken(file, store, areas)
    except StoreError:
        raise
    except LandmapError as error:
        moved = _aside(file, REFUSED, now)
        _beside(moved, ".txt").write_text(error.say(store.settings.language) + "\n", encoding="utf-8")
        return Swept(moved, problem=error)
    moved = _aside(file, DONE if report.rows > report.refused else REFUSED, now)
    marked = findings_workbook(examined.table, examined.checked, store.settings.language)
    _beside(moved, ".xlsx").write_bytes(marked)
    return Swept(moved, report)


def _taken(file: Path, store: Store, areas: Areas) -> tuple[Examined, ImportReport]:
    seen = incoming.receive(file.name, file.read_bytes(), areas)
    if seen.problem:
        raise seen.problem
    if not seen.detected.kind:
        raise IntakeError("intake.unclear_kind", file=file.name)
    examined = incoming.look(seen, seen.detected.kind, store=store, areas=areas)
    return examined, record(examined, store)


def _aside(file: Path, where: str, now: dt.datetime) -> Path:
    """Move a file aside; the moment in its name tells files of one name apart and when their time is over."""
    folder = file.parent / where
    folder.mkdir(mode=0o700, exist_ok=True)
    return file.replace(folder / f"{now:%Y%m%d-%H%M%S} {safe(file.name)}")


def _beside(moved: Path, ending: str) -> Path:
    return moved.with_name(f"{moved.name}{_REPORT}{ending}")


def _forget(folder: Path, *, before: dt.datetime) -> None:
    for path in _aside_files(folder):
        if _REPORT not in path.name and path.name < f"{before:%Y%m%d-%H%M%S}":
            path.unlink()


def _aside_files(folder: Path) -> Iterator[Path]:
    for where in (DONE, REFUSED):
        yield from (path for path in (folder / where).glob("[0-9]*-[0-9]* *") if path.is_file())
