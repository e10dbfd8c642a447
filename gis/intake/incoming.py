"""Files as they are handed in on a screen: many at once, each read, proposed as what it seems, looked at, recorded.

A file handed in is written to a folder that nobody else may read and that is gone as soon as the file was read: lists
of offices hold names, and what was dropped must not lie about.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from gis.areas import Areas
from gis.errors import LandmapError
from gis.intake.detecting import NOTHING, Detected, detect
from gis.intake.importing import Examined, examine, form_of
from gis.intake.mapping import ColumnMapping, remembered
from gis.intake.reading import read_table
from gis.intake.table import Table
from gis.records.store import Store


@dataclass(frozen=True, eq=False)
class Incoming:
    """A file that was handed in.

    Parameters
    ----------
    name
        Its name.
    table
        What stands in it; None when it cannot be read.
    problem
        Why it cannot be read, and what to send instead.
    detected
        What it seems to be, or what a person said it is.
    office
        Who sent it, where that is no ward.
    """

    name: str
    table: Table | None = None
    problem: LandmapError | None = None
    detected: Detected = NOTHING
    office: str = ""

    @property
    def sender(self) -> str:
        """Code of the ward, or name of the office, whose way of naming columns is remembered."""
        return self.office or self.detected.unit

    def said(self, detected: Detected, office: str = "") -> Incoming:
        """Answer the file as a person says it is."""
        return replace(self, detected=detected, office=office)


def receive(name: str, content: bytes, areas: Areas) -> Incoming:
    """Read a file that was handed in; whatever is wrong with it is in the answer.

    Parameters
    ----------
    name
        As its sender calls it.
    content
        Its bytes.
    areas
        Whose wards may be named.
    """
    with tempfile.TemporaryDirectory(prefix="landmap-") as folder:
        path = Path(folder) / (Path(name).name or "file")
        try:
            path.write_bytes(content)
            table = read_table(path, bounds=areas.bounds)
        except LandmapError as error:
            return Incoming(name, problem=error)
    return Incoming(name, table, detected=detect(table, areas))


def mapping_for(incoming: Incoming, kind: str, store: Store) -> ColumnMapping:
    """Answer what was decided about the columns of such files of its sender, or of anybody; empty where nothing was."""
    if incoming.table is None:
        return ColumnMapping()
    return remembered(incoming.table, form_of(kind), store.settings, incoming.sender) or ColumnMapping()


def look(
    incoming: Incoming,
    kind: str,
    *,
    store: Store,
    areas: Areas,
    mapping: ColumnMapping | None = None,
    historical: bool = False,
) -> Examined:
    """Answer what would become of a file; nothing is recorded.

    Parameters
    ----------
    incoming
        The file.
    kind
        Name of the form it is to be read as.
    store
        Where it would be recorded.
    areas
        Whose wards may be named.
    mapping
        What a person decided about its columns; None: what was remembered of its sender and headings.
    historical
        Whether its rows tell of years past.

    Raises
    ------
    LandmapError
        The file cannot be read as that kind, or nothing can be recorded here.
    """
    table, said = incoming.table, incoming.detected
    if table is None:
        raise incoming.problem or ValueError(incoming.name)
    mapping = mapping or mapping_for(incoming, kind, store)
    return examine(table, kind, store=store, areas=areas, mapping=mapping, said=said, historical=historical)
