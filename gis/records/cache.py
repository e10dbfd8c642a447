"""The history kept beside the database, so that a start need not read every row again.

The cache is one file per province: Arrow streams one after the other, a footer that says where each begins and what
they were made of, and two numbers, the length of the footer and the sum of all that stands before the sum. It is
written whole or not at all, can be removed at any time, and is ignored when it is damaged, made by another version of
the declarations, or not of this database.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from gis.records.declaration import Entity
from gis.records.entities import ENTITIES
from gis.records.history import History, Part, Versions, Vocabulary

Tokens = tuple[tuple[int, str], ...]
"""Number and token of every batch that went in, oldest first."""

_FORMAT: Final = 1
_NUMBER: Final = 8
"""Bytes of each of the two numbers at the end."""

_PIECE: Final = 1 << 24
"""Bytes summed at a time."""


@dataclass(frozen=True)
class Cache:
    """The cache of one province of one database.

    Parameters
    ----------
    folder
        Where it is kept; made when something is saved.
    province
        Official code of the province.
    """

    folder: Path
    province: str

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / f"{self.province}.arrow"

    def load(self) -> tuple[History, Tokens]:
        """Answer what is kept and the batches it was made of; an empty history where nothing usable is."""
        try:
            return _loaded(pa.memory_map(str(self.path)).read_buffer())
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
            return History(), ()

    def save(self, history: History, tokens: Tokens) -> bool:
        """Keep a history in place of what was kept.

        Returns
        -------
        Whether it was kept; where the folder cannot be written to, a start takes longer and nothing else is lost.
        """
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            try:
                os.close(number)
                _write(Path(name), history, tokens)
                Path(name).replace(self.path)
            finally:
                Path(name).unlink(missing_ok=True)
            return True
        return False


def fingerprint() -> str:
    """Answer a digest of the declarations: a cache made of others is of no use."""
    told = [
        (one.name, one.key, [(field.name, field.kind, field.choices, field.refers_to) for field in one.fields])
        for one in ENTITIES.values()
    ]
    return hashlib.sha256(repr((_FORMAT, told)).encode()).hexdigest()


def _write(path: Path, history: History, tokens: Tokens) -> None:
    footer: dict[str, Any] = {"made_by": fingerprint(), "tokens": tokens, "last": {}, "streams": {}}
    with path.open("wb") as sink:
        for name, batches in _streams(history):
            begin = sink.tell()
            with pa.ipc.new_stream(sink, batches[0].schema) as stream:
                for batch in batches:
                    stream.write_batch(batch)
            footer["streams"][name] = (begin, sink.tell())
            sink.write(b"\0" * (-sink.tell() % 64))
        footer["last"] = {name: versions.last for name, versions in history.versions.items()}
        text = json.dumps(footer).encode()
        sink.write(text + len(text).to_bytes(_NUMBER, "little"))
    total = _sum(pa.memory_map(str(path)).read_buffer())
    with path.open("ab") as sink:
        sink.write(total.to_bytes(_NUMBER, "little"))


def _streams(history: History) -> Iterator[tuple[str, Sequence[pa.RecordBatch]]]:
    for name, versions in history.versions.items():
        yield f"versions {name}", [_batch(part) for part in versions.parts]
    for name, vocabulary in history.vocabularies.items():
        yield f"words {name}", [pa.record_batch({"word": vocabulary.words})]


def _batch(part: Part) -> pa.RecordBatch:
    columns = {"row of": part.rows, "batch of": part.batches, **part.columns}
    return pa.record_batch({name: pa.array(column) for name, column in columns.items()})


def _sum(buffer: pa.Buffer) -> int:
    found = 0
    for start in range(0, buffer.size, _PIECE):
        found = zlib.crc32(buffer[start : start + _PIECE], found)
    return found


def _loaded(buffer: pa.Buffer) -> tuple[History, Tokens]:
    if int.from_bytes(buffer[-_NUMBER:], "little") != _sum(buffer[:-_NUMBER]):
        raise ValueError("damaged")
    length = int.from_bytes(buffer[-2 * _NUMBER : -_NUMBER], "little")
    footer = json.loads(bytes(buffer[-2 * _NUMBER - length : -2 * _NUMBER]))
    if footer["made_by"] != fingerprint():
        raise ValueError("made by other declarations")
    streams = {
        name: pa.ipc.open_stream(buffer[begin:end]).read_all() for name, (begin, end) in footer["streams"].items()
    }
    versions = {name: _versions(one, streams, footer["last"]) for name, one in ENTITIES.items()}
    words = {
        name.removeprefix("words "): Vocabulary(table["word"].combine_chunks())
        for name, table in streams.items()
        if name.startswith("words ")
    }
    return History(versions, words), tuple((number, token) for number, token in footer["tokens"])


def _versions(entity: Entity, streams: Mapping[str, pa.Table], last: Mapping[str, int]) -> Versions:
    batches = streams[f"versions {entity.name}"].to_batches()
    return Versions(tuple(map(_part, batches)), last[entity.name]) if batches else Versions.none(entity)


def _part(batch: pa.RecordBatch) -> Part:
    columns = {name: _column(batch.column(name)) for name in batch.schema.names}
    return Part(columns.pop("row of"), columns.pop("batch of"), columns)


def _column(values: pa.Array) -> np.ndarray[Any, Any] | pa.Array:
    text = pa.types.is_string(values.type) or pa.types.is_binary(values.type) or pa.types.is_null(values.type)
    return values if text else values.to_numpy()
