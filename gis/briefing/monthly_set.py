"""The monthly set: one paper of each kind of file for each of some units, in a folder, with an index of what is there.

A *unit* is a ward, a former district, or the whole province. A paper that was written before and says the same, in the
same form, is left as it is, so that a set made again touches only what changed; what a paper says is its digest, which
the index keeps beside the digest of the file. What goes wrong with one unit is told and stops no other.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gis.areas.names import fold
from gis.briefing import formats
from gis.briefing.exporting import Content
from gis.briefing.formats import Way
from gis.briefing.kinds import briefing
from gis.briefing.reading import Reading
from gis.errors import LandmapError, RequestError
from gis.filters import PLACES
from gis.view import View

INDEX: Final = "index.csv"
ALL: Final = "all"
WHOLE: Final = "province"
_HEAD: Final = ("file", "sha256", "content", "kind", "unit", "as_of", "format")

Row = Mapping[str, str]


@dataclass(frozen=True)
class Unit:
    """Whom a paper is for: ``ward``, ``district`` or, with an empty code, the whole province."""

    kind: str
    code: str


@dataclass(frozen=True)
class Asked:
    """What a set is made of.

    Parameters
    ----------
    kind
        One of `gis.briefing.content.KINDS`.
    ways
        The kinds of file.
    mark, address
        As for `gis.briefing.kinds.briefing`.
    moment
        When it is exported.
    enter
        Enters a file in the audit trail, by its name, whose view it tells of, and its content, which it answers; a file
        that cannot be entered is not written.
    """

    kind: str
    ways: Sequence[Way]
    mark: str
    address: str
    moment: dt.datetime
    enter: Callable[[str, Reading, Content], bytes] = lambda _name, _reading, content: content


@dataclass(frozen=True)
class Outcome:
    """What became of one unit: the files written and left as they were, or why there are none."""

    unit: str
    written: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    error: LandmapError | None = None


def units(lines: Sequence[str], reading: Reading) -> list[Unit]:
    """Read whom papers are for, a unit a line: a code, a name as people write it, ``province``, or ``all`` wards.

    Empty lines and lines that begin with ``#`` are passed over; a unit named twice counts once.

    Raises
    ------
    RequestError
        A line names no unit, or there is none; all such lines are told at once.
    """
    named = [text for line in lines if (text := line.strip()) and not text.startswith("#")]
    found = [(text, list(_named(text, reading))) for text in named]
    unknown = [text for text, mine in found if not mine]
    if unknown:
        raise RequestError("briefing.no_units", names="; ".join(unknown))
    if not found:
        raise RequestError("briefing.nobody")
    return list(dict.fromkeys(unit for _, mine in found for unit in mine))


def _named(text: str, reading: Reading) -> Iterator[Unit]:
    areas = reading.situation.areas
    if text == ALL:
        yield from (Unit("ward", str(code)) for code in areas.wards.index)
    if text == WHOLE or fold(text) == fold(areas.province_name):
        yield Unit(WHOLE, "")
    names = {"ward": areas.wards["full_name"], "district": areas.districts["name"]}
    for kind, column in names.items():
        yield from (Unit(kind, str(code)) for code, name in column.items() if text == code or fold(text) == fold(name))


def write(folder: Path, found: Sequence[Unit], reading: Reading, asked: Asked) -> Iterator[Outcome]:
    """Write the papers of some units, one after the other, and the index at the end.

    Parameters
    ----------
    folder
        Where they go; it is made where it is missing.
    found
        For whom.
    reading
        Who reads what; its choice of places is replaced by each unit.
    asked
        What the set is made of.

    Yields
    ------
    What became of each unit.

    Raises
    ------
    RequestError
        The folder or the index cannot be written.
    """
    _make(folder)
    known = {row["file"]: row for row in index(folder)}
    for unit in found:
        name = reading.name(unit.kind, unit.code) if unit.code else reading.situation.areas.province_name
        try:
            rows, outcome = _unit(folder, known, replace(reading, view=_about(unit, reading)), asked, name)
        except LandmapError as error:
            yield Outcome(name, error=error)
            continue
        known |= {row["file"]: row for row in rows}
        _save_index(folder, known)
        yield outcome


def index(folder: Path) -> list[Row]:
    """Read the index of a folder; nothing where there is none, or it is no index of ours."""
    try:
        text = (folder / INDEX).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return []
    reader = csv.DictReader(io.StringIO(text))
    return list(reader) if tuple(reader.fieldnames or ()) == _HEAD else []


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError("briefing.closed", file=str(folder), reason=error.strerror or str(error)) from error


def _about(unit: Unit, reading: Reading) -> View:
    filters = reading.view.filters.without(*PLACES)
    if unit.kind == "ward":
        filters = replace(filters, ward=(unit.code,))
    elif unit.kind == "district":
        filters = replace(filters, district=(unit.code,))
    return replace(reading.view, filters=filters)


def _unit(
    folder: Path, known: Mapping[str, Row], reading: Reading, asked: Asked, name: str
) -> tuple[list[Row], Outcome]:
    made = briefing(asked.kind, reading, mark=asked.mark, address=asked.address)
    rows: list[Row] = []
    written: list[str] = []
    left: list[str] = []
    for way in asked.ways:
        file = f"{made.file}{_SIZES.get(way.size, '')}.{way.fmt}"
        old = known.get(file)
        if old and old["content"] == made.digest and _digest(folder / file) == old["sha256"]:
            left.append(file)
            continue
        content = formats.written(made, reading.situation.areas, way, moment=asked.moment)
        told = Content(content, rows=made.lines, digest=made.digest)
        formats.save(folder / file, asked.enter(file, reading, told))
        written.append(file)
        values = (file, hashlib.sha256(content).hexdigest(), made.digest, asked.kind, name)
        rows.append(dict(zip(_HEAD, (*values, reading.view.day.isoformat(), way.fmt), strict=True)))
    return rows, Outcome(name, tuple(written), tuple(left))


_SIZES: Final[Mapping[str, str]] = {"A4-landscape": "_ngang"}


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _save_index(folder: Path, known: Mapping[str, Row]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, _HEAD, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(known[name] for name in sorted(known))
    formats.save(folder / INDEX, out.getvalue().encode("utf-8-sig"))
