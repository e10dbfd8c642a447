"""A digest of many rows, taken part by part, the same however they are cut and whichever database they came from."""

from __future__ import annotations

import hashlib
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

_ABSENT: Final = -1
"""Stands for the length of a text that is not there."""


class Digest:
    """A digest of the values of a table; rows are added in their order."""

    def __init__(self) -> None:
        self.rows = 0
        self._columns: dict[str, tuple[hashlib._Hash, hashlib._Hash]] = {}

    def add(self, part: pa.Table) -> None:
        """Add more rows, of the same columns."""
        self.rows += part.num_rows
        for name in part.column_names:
            both = self._columns.setdefault(name, (hashlib.sha256(), hashlib.sha256()))
            for chunk in part[name].chunks:
                for found, piece in zip(both, _pieces(chunk), strict=True):
                    found.update(piece)

    @property
    def value(self) -> str:
        """The digest of all rows so far; names of columns count, their order does not."""
        told = [(name, *(one.hexdigest() for one in self._columns[name])) for name in sorted(self._columns)]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def _pieces(values: pa.Array) -> tuple[bytes, bytes]:
    """Answer the values as bytes: of each whether it is there (of a text, how long), and what it is."""
    if pa.types.is_string(values.type) or pa.types.is_binary(values.type):
        lengths = pc.fill_null(pc.binary_length(values), _ABSENT).to_numpy(zero_copy_only=False)
        return lengths.astype("<i8").tobytes(), b"".join(values.cast(pa.binary()).drop_null().to_pylist())
    there = values.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_date32(values.type):
        values = values.cast(pa.int32())
    numbers = values if pa.types.is_floating(values.type) else values.cast(pa.int64())
    plain = numbers.fill_null(0).to_numpy(zero_copy_only=False)
    kind = "<f8" if pa.types.is_floating(values.type) else "<i8"
    return there.astype("u1").tobytes(), plain.astype(kind).tobytes()
