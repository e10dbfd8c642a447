"""A table of cases of any office: when each was opened and closed, its category and its place, and nothing else.

A column is found by its heading (`HEADINGS`). Everything else in the file is left unread. A row without a day of
opening, with a day that is none, or closed before it was opened is left out and counted by why. An *areas file* lists
the places, one a row, with the kind of each where it has one; a case of another place counts as one without a place.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from gis.errors import IntakeError
from gis.intake.reading import read_table

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "opened": ("opened", "open_dt", "open_date", "opened_on", "ngay tiep nhan", "ngay mo"),
    "closed": ("closed", "closed_dt", "close_date", "closed_on", "ngay ket thuc", "ngay dong"),
    "category": ("category", "type", "subject", "loai", "linh vuc", "noi dung"),
    "place": ("place", "neighborhood", "neighbourhood", "ward", "area", "dia ban", "xa phuong"),
    "kind": ("kind", "region", "loai dia ban"),
}
"""What a column is → headings it is known by, without accents; the first that is there."""
NEEDED: Final = ("opened", "closed", "category", "place")
_PLACE: Final = ("name", "ten", "code", "ma")
"""Headings by which an areas file names its places beside those of `HEADINGS`."""
_TEXTS: Final = (".csv", ".csv.gz", ".txt", ".tsv")


@dataclass(frozen=True, eq=False)
class PlainCases:
    """What was read.

    Parameters
    ----------
    rows
        (n, 4) ``opened``, ``closed``, ``category``, ``place``.
    kinds
        Place → its kind; empty where nobody told.
    left_out
        Why → rows that stay out, or whose place is not among the areas.
    digest
        Of the files, as hexadecimal.
    """

    rows: pd.DataFrame
    kinds: pd.Series
    left_out: dict[str, int]
    digest: str


def read(cases: Path, areas: Path | None = None) -> PlainCases:
    """Read a table of cases.

    Parameters
    ----------
    cases, areas
        CSV files, also packed with gzip, or anything that `gis.intake.read_table` reads.

    Raises
    ------
    IntakeError
        A file cannot be read, lacks a column, or holds no case.
    """
    table, places = _frame(cases), _frame(areas) if areas else None
    found = {name: _column(table, HEADINGS[name]) for name in NEEDED}
    if missing := [HEADINGS[name][0] for name, column in found.items() if column is None]:
        columns = ", ".join(map(str, table.columns[:20]))
        raise IntakeError("intake.plain.columns", file=cases.name, missing=", ".join(missing), columns=columns)
    rows = pd.DataFrame({name: table[column] for name, column in found.items()})
    kept, left_out = _dated(rows)
    if kept.empty:
        raise IntakeError("intake.plain.none", file=cases.name, n=len(rows))
    kinds = _kinds(places, areas.name) if areas and places is not None else pd.Series(dtype="object")
    if places is not None:
        strange = kept["place"].notna() & ~kept["place"].isin(kinds.index)
        kept, left_out = (
            kept.assign(place=kept["place"].mask(strange)),
            left_out | {"unknown_place": int(strange.sum())},
        )
    content = b"".join(path.read_bytes() for path in (cases, areas) if path)
    told = {why: n for why, n in left_out.items() if n}
    return PlainCases(kept, kinds, told, hashlib.sha256(content).hexdigest())


def _frame(path: Path) -> pd.DataFrame:
    if not path.name.lower().endswith(_TEXTS):
        table = read_table(path)
        return table.cells.set_axis(list(table.headings), axis=1)
    try:
        # python's sniffer would cost a minute for 60,000 rows; a heading holds none of the others
        head = pd.read_csv(path, nrows=0, sep="\0", engine="python", encoding="utf-8-sig").columns[0]
        mark = max(",;\t", key=str(head).count)
        return pd.read_csv(path, dtype=str, sep=mark, encoding="utf-8-sig", on_bad_lines="error")
    except (OSError, ValueError, UnicodeError) as error:
        raise IntakeError("intake.unreadable", file=str(path), reason=str(error).strip()) from error


def _column(table: pd.DataFrame, names: tuple[str, ...]) -> object | None:
    plain = {_plain(column): column for column in reversed(list(table.columns))}
    return next((plain[name] for name in names if name in plain), None)


def _plain(heading: object) -> str:
    """Write a heading without accents, capitals and marks."""
    bare = unicodedata.normalize("NFD", str(heading).lower().replace("đ", "d"))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9_]+", " ", letters).strip()


def _dated(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    opened, closed = (_days(rows[name]) for name in ("opened", "closed"))
    texts = {name: rows[name].astype("object").where(rows[name].notna(), None) for name in ("category", "place")}
    faults = {
        "no_opening": opened.isna(),
        "no_day": closed.isna() & rows["closed"].notna(),
        "closed_before": closed < opened,
    }
    out = pd.concat(faults, axis=1)
    first = out & ~(out.cumsum(axis=1).shift(axis=1, fill_value=0) > 0)
    kept = pd.DataFrame({"opened": opened, "closed": closed, **texts})[~out.any(axis=1)]
    return kept, {str(why): int(n) for why, n in first.sum().items()}


def _days(cells: pd.Series) -> pd.Series:
    """Read days as 2026-09-30, with or without an hour, or as 30/09/2026."""
    texts = cells.astype("string").str.strip()
    iso = pd.to_datetime(texts, format="ISO8601", errors="coerce")
    local = pd.to_datetime(texts.str.slice(0, 10), format="%d/%m/%Y", errors="coerce")
    found: pd.Series = iso.fillna(local).dt.normalize().astype("datetime64[s]")
    return found


def _kinds(places: pd.DataFrame, file: str) -> pd.Series:
    """Answer the kind of each place of an areas file."""
    column = _column(places, (*HEADINGS["place"], *_PLACE))
    if column is None:
        columns = ", ".join(map(str, places.columns[:20]))
        raise IntakeError("intake.plain.columns", file=file, missing=HEADINGS["place"][0], columns=columns)
    kind = _column(places, HEADINGS["kind"])
    values = places[kind] if kind is not None else pd.Series(None, index=places.index, dtype="object")
    found = pd.Series(values.to_numpy(), index=places[column].astype("object"), dtype="object")
    return found[~found.index.duplicated() & found.index.notna()]
