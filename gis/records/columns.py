"""The plain form of rows: Arrow columns, one type per kind of field, an empty cell for whatever is unknown.

Rows pass through it on their way into the tables and out of them, so that comparing, hashing and converting is done
column by column and in one place. A *row key* is the text made of a row's key fields; it recognises the same record in
another file or version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from gis.records.declaration import Entity, Field, Kind

ARROW: Final[Mapping[Kind, pa.DataType]] = {
    "code": pa.string(),
    "ref": pa.string(),
    "text": pa.string(),
    "choice": pa.string(),
    "flag": pa.bool_(),
    "count": pa.int32(),
    "money": pa.float64(),
    "hectares": pa.float64(),
    "square_metres": pa.float64(),
    "number": pa.float64(),
    "event": pa.date32(),
    "plan": pa.date32(),
    "shape": pa.binary(),
}
"""Arrow type of each kind of field."""

KEY: Final = "row_key"
"""Column of the row key."""

_LITTLE_ENDIAN: Final = 1

Mask = npt.NDArray[np.bool_]


def from_frame(frame: pd.DataFrame, entity: Entity) -> pa.Table:
    """Bring the rows of a frame into plain form.

    Parameters
    ----------
    frame
        (n, …) rows with declared columns only.
    entity
        Their declaration.

    Returns
    -------
    (n, …) the same columns in declared order, and `KEY`.

    Raises
    ------
    ValueError
        A column is not declared, a value does not fit its field, or a row has no key: the caller's mistake, since rows
        are checked before they come here.
    """
    if unknown := set(frame.columns) - set(entity.names):
        raise ValueError(f"{entity.name} declares no {sorted(unknown)}")
    if missing := set(entity.key) - set(frame.columns):
        raise ValueError(f"{entity.name} is recognised by {sorted(missing)}, got {sorted(frame.columns)}")
    given = [field for field in entity.fields if field.name in frame.columns]
    table = pa.table({field.name: _column(frame[field.name], field, entity) for field in given})
    return table.append_column(KEY, row_keys(table, entity))


def _column(values: pd.Series, field: Field, entity: Entity) -> pa.Array:
    target = ARROW[field.kind]
    try:
        column = pa.nulls(len(values), target) if values.isna().all() else _converted(values, target)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise ValueError(f"{entity.name}.{field.name}: {error}") from error
    if field.choices:
        _check_choices(column, field, entity)
    return _same_everywhere(column, field, entity)


def _same_everywhere(column: pa.Array, field: Field, entity: Entity) -> pa.Array:
    """Bring texts and shapes into the form that every database gives back as it took it."""
    if pa.types.is_string(column.type):
        # PostgreSQL keeps no NUL, and nobody can read one
        return pc.replace_substring(column, "\0", "")
    if field.kind != "shape" or column.null_count == len(column):
        return column
    try:
        shapes = shapely.force_2d(shapely.from_wkb(column.to_numpy(zero_copy_only=False)))
    except shapely.GEOSException as error:
        raise ValueError(f"{entity.name}.{field.name}: {error}") from error
    return pa.array(shapely.to_wkb(shapes, byte_order=_LITTLE_ENDIAN, flavor="iso"), pa.binary())


def _converted(values: pd.Series, target: pa.DataType) -> pa.Array:
    found = pa.array(values, from_pandas=True)
    if target == pa.string() and (pa.types.is_integer(found.type) or pa.types.is_floating(found.type)):
        raise pa.ArrowTypeError("numbers where a code or text is expected; a code has lost its zeros")
    return pa.chunked_array([found]).combine_chunks().cast(target) if found.type != target else found


def _check_choices(column: pa.Array, field: Field, entity: Entity) -> None:
    known = pa.array([choice.code for choice in field.choices])
    strange = pc.unique(column.drop_null()).to_pylist()
    if strange := sorted(set(strange) - set(known.to_pylist())):
        raise ValueError(f"{entity.name}.{field.name} has no choice {strange}")


def row_keys(table: pa.Table, entity: Entity) -> pa.Array:
    r"""Write the key of each row: the values of its key fields, between them ``|``.

    A ``|`` or ``\`` inside a value is escaped, so that different keys never read the same.

    Raises
    ------
    ValueError
        A row has no value in any key field.
    """
    parts = [table[name].cast(pa.string()).combine_chunks() for name in entity.key]
    if pc.any(_all(pc.is_null(part) for part in parts)).as_py():
        raise ValueError(f"{entity.name}: a row without {entity.key}")
    if len(parts) == 1:
        return parts[0]
    for mark in ("\\", "|"):
        parts = [pc.replace_substring(part, mark, "\\" + mark) for part in parts]
    return pc.binary_join_element_wise(*parts, "|", null_handling="replace", null_replacement="")


def _all(masks: Any) -> pa.Array:
    first, *others = masks
    for mask in others:
        first = pc.and_(first, mask)
    return first


def from_rows(rows: Sequence[Sequence[Any]], entity: Entity, fields: Sequence[str] | None = None) -> pa.Table:
    """Bring rows as a database answers them into plain form.

    Parameters
    ----------
    rows
        n sequences: ``seq``, ``batch``, `KEY`, then the fields in order. A day is a text or a date.
    entity
        Their declaration.
    fields
        Those of its fields that were asked for; None: every one.

    Returns
    -------
    (n, …) ``seq``, ``batch``, `KEY` and the fields.
    """
    asked = entity.names if fields is None else fields
    names = ("seq", "batch", KEY, *asked)
    types = (pa.int64(), pa.int64(), pa.string(), *(ARROW[entity[name].kind] for name in asked))
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return pa.table({name: read(values, kind) for name, values, kind in zip(names, columns, types, strict=True)})


def read(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Bring values as a database answers them into one column; a day is a text or a date."""
    if kind != pa.date32():
        return pa.array(values, kind)
    days = pa.array(values)
    return days if days.type == kind else days.cast(pa.string()).cast(kind)


def values_of(column: pa.ChunkedArray) -> list[Any]:
    """Answer the values of a column as a database takes them: a day as text, whatever is unknown as None."""
    plain = column.cast(pa.string()) if column.type == pa.date32() else column
    values: list[Any] = plain.to_pylist()
    return values


def differs(one: pa.ChunkedArray, other: pa.ChunkedArray) -> Mask:
    """Answer, value by value, whether two columns differ; two unknown values do not."""
    unlike = pc.fill_null(pc.not_equal(one, other), fill_value=False)
    mask: Mask = pc.or_(unlike, pc.xor(pc.is_null(one), pc.is_null(other))).to_numpy()
    return mask


def digest(tables: Mapping[str, pa.Table]) -> str:
    """Answer a digest of rows, the same on every machine and for every database."""
    found = hashlib.sha256()
    for name in sorted(tables):
        found.update(name.encode())
        for row in zip(*map(values_of, tables[name].columns), strict=True):
            found.update(repr(row).encode())
    return found.hexdigest()
