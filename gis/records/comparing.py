"""What of a batch is new: its rows beside what is known now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from gis.errors import StoreError
from gis.records.batch import Batch
from gis.records.columns import KEY, Mask, differs, from_frame
from gis.records.declaration import Entity
from gis.records.entities import ENTITIES
from gis.records.reading import Reading


@dataclass(frozen=True)
class Compared:
    """Rows of one entity, sorted out.

    Parameters
    ----------
    table
        (n, …) rows that say something new, completed from what is known.
    unheard
        (m,) of every row that came: whether it is of a record not known before.
    told
        (m,) of every row that came: whether it says anything that was not known.
    """

    table: pa.Table
    unheard: Mask
    told: Mask

    @property
    def rows(self) -> int:
        """How many came."""
        return len(self.told)

    @property
    def new(self) -> int:
        """How many are of records not known before."""
        return int(self.unheard.sum())

    @property
    def changed(self) -> int:
        """How many say something else of a record that was known."""
        return int(self.told.sum()) - self.new


def plain(batch: Batch) -> dict[str, pa.Table]:
    """Bring the rows of a batch into plain form.

    Raises
    ------
    StoreError
        Rows repeat a key.
    ValueError
        A frame does not fit its declaration: the caller's mistake.
    """
    frames = {name: from_frame(frame, ENTITIES[name]) for name, frame in batch.frames.items()}
    for name, rows in frames.items():
        _check_repeated(rows, ENTITIES[name])
    return frames


def compared(frames: Mapping[str, pa.Table], reading: Reading, province: str) -> dict[str, Compared]:
    """Sort the rows of every entity out."""
    return {name: _sorted_out(rows, ENTITIES[name], reading, province) for name, rows in frames.items()}


def counted(found: Mapping[str, Compared]) -> dict[str, int]:
    """Answer ``rows``, ``new``, ``changed`` and ``unchanged`` of all entities together."""
    counts = {name: sum(getattr(one, name) for one in found.values()) for name in ("rows", "new", "changed")}
    return counts | {"unchanged": counts["rows"] - counts["new"] - counts["changed"]}


def _sorted_out(rows: pa.Table, entity: Entity, reading: Reading, province: str) -> Compared:
    present = reading.present(entity, province, rows[KEY].to_pylist())
    place = pc.index_in(rows[KEY], value_set=present[KEY].combine_chunks())
    known = present.take(place)
    unheard: Mask = pc.is_null(place).to_numpy()
    told = unheard
    for name in set(rows.column_names) - {KEY}:
        told = told | differs(rows[name], known[name])
    whole = pa.table({name: (rows if name in rows.column_names else known)[name] for name in (KEY, *entity.names)})
    return Compared(whole.filter(pa.array(told)), unheard, told)


def _check_repeated(rows: pa.Table, entity: Entity) -> None:
    counts = pc.value_counts(rows[KEY].combine_chunks())
    repeated = counts.filter(pc.greater(counts.field("counts"), 1))
    if len(repeated):
        example = repeated.field("values")[0].as_py()
        extra = rows.num_rows - len(counts)
        raise StoreError("records.repeated", n=extra, entity=entity.name, example=example)
