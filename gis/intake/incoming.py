"""Files as they are handed in on a screen: many at once, each read, proposed as what it seems, looked at, recorded.

A file handed in is written to a folder that nobody else may read and that is gone as soon as the file was read: lists
of offices hold names, and what was dropped must not lie about.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gis.areas import Areas
from gis.areas.layers import SUFFIXES, layer_names
from gis.errors import IntakeError, LandmapError
from gis.intake.detecting import NOTHING, Detected, detect
from gis.intake.file_names import safe
from gis.intake.importing import Examined, examine, form_of
from gis.intake.mapping import ColumnMapping, remembered
from gis.intake.reading import is_workbook, read_table
from gis.intake.table import GEOMETRY_HEADING, Table
from gis.intake.workbooks import sheet_names
from gis.records.store import Store


@dataclass(frozen=True)
class Part:
    """Which part of a file is read, and how its places are understood, where a person said so.

    Parameters
    ----------
    sheet, layer
        Name of the sheet of a spreadsheet, of the layer of a map; empty: the one that `read_table` takes.
    crs
        Coordinate system, such as ``"EPSG:5897"``; empty: the one that the file states or that fits.
    """

    sheet: str = ""
    layer: str = ""
    crs: str = ""


WHOLE: Final = Part()
"""Nobody said anything."""

_ASKS_CRS: Final = frozenset({"intake.unclear_crs", "intake.unknown_crs"})


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
    part
        Which part of it was read.
    sheets, layers
        Names of the parts of which one may be read; empty where there is no choice.
    """

    name: str
    table: Table | None = None
    problem: LandmapError | None = None
    detected: Detected = NOTHING
    office: str = ""
    part: Part = WHOLE
    sheets: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()

    @property
    def placed(self) -> bool:
        """Answer whether a coordinate system may be said: the file is a map, or lacks one, or was given one."""
        asked = self.problem is not None and self.problem.phrase.key in _ASKS_CRS
        drawn = self.table is not None and self.table.headings[-1:] == (GEOMETRY_HEADING,)
        return asked or drawn or bool(self.part.crs)

    @property
    def sender(self) -> str:
        """Code of the ward, or name of the office, whose way of naming columns is remembered."""
        return self.office or self.detected.unit

    def said(self, detected: Detected, office: str = "") -> Incoming:
        """Answer the file as a person says it is."""
        return replace(self, detected=detected, office=office)


def receive(name: str, content: bytes, areas: Areas, part: Part = WHOLE) -> Incoming:
    """Read a file that was handed in; whatever is wrong with it is in the answer.

    Parameters
    ----------
    name
        As its sender calls it; it may be anything (`gis.intake.file_names`).
    content
        Its bytes.
    areas
        Whose wards may be named.
    part
        Which part of it is read.
    """
    name = safe(name)
    about = Incoming(name, part=part)
    with tempfile.TemporaryDirectory(prefix="landmap-") as folder:
        path = Path(folder) / name
        try:
            path.write_bytes(content)
            about = replace(about, sheets=_several(_sheets(content, name)), layers=_several(_layers(path)))
            chosen = {"sheet": part.sheet or None, "layer": part.layer or None, "crs": part.crs or None}
            table = read_table(path, bounds=areas.bounds, **chosen)
        except LandmapError as error:
            return replace(about, problem=error)
    return replace(about, table=table, detected=detect(table, areas))


def _several(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) > 1 else ()


def _sheets(content: bytes, name: str) -> tuple[str, ...]:
    """Name the sheets of a spreadsheet; none for anything else, and for what cannot be read as one."""
    if not is_workbook(content):
        return ()
    try:
        return sheet_names(content, name)
    except IntakeError:
        return ()


def _layers(path: Path) -> tuple[str, ...]:
    return layer_names(path) if path.suffix.lower() in SUFFIXES else ()


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
