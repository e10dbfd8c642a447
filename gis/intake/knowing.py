"""What is known already, and what a file tells besides."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from gis.records.columns import KEY, Mask, differs, from_rows
from gis.records.declaration import Entity
from gis.records.reading import Reading


def present(reading: Reading, entity: Entity, province: str) -> pa.Table:
    """Answer what is known now of every record of an entity: of each its latest version that was not withdrawn.

    Returns
    -------
    (n, …) `KEY` and the declared fields, and the numbers of version and batch.
    """
    batches = reading.batches(province)
    withdrawn = pa.array(batches.loc[batches["withdrawn_at"].notna(), "id"].tolist(), pa.int64())
    versions = pa.concat_tables([from_rows([], entity), *reading.versions(entity, province)])
    versions = versions.filter(pc.invert(pc.is_in(versions["batch"], value_set=withdrawn)))
    latest = versions.group_by(KEY).aggregate([("seq", "max")])["seq_max"]
    return versions.filter(pc.is_in(versions["seq"], value_set=latest.combine_chunks()))


def news(rows: pa.Table, known: pa.Table) -> tuple[Mask, Mask]:
    """Tell which rows are of records that were not known, and which say anything that was not known.

    Parameters
    ----------
    rows
        (n, …) as `gis.records.columns.from_frame` answers them; a column they lack says nothing.
    known
        As `present` answers it.
    """
    place = pc.index_in(rows[KEY], value_set=known[KEY].combine_chunks())
    before = known.take(place)
    new: Mask = pc.is_null(place).to_numpy()
    changed = new.copy()
    for name in set(rows.column_names) - {KEY}:
        changed |= differs(rows[name], before[name])
    return new, changed
