"""What is known already, and what rows tell besides."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gis.errors import StoreError
from gis.intake.detecting import REPORTS
from gis.intake.forms import Form, Frames, as_they_are
from gis.intake.references import needed, recognising
from gis.records.columns import KEY, Mask, from_frame, from_rows
from gis.records.comparing import compared
from gis.records.declaration import Entity
from gis.records.entities import ENTITIES
from gis.records.reading import Reading
from gis.records.store import Store


def records_known(form: Form, store: Store) -> dict[str, pd.DataFrame]:
    """Answer what is known of the records that rows of a form may be, or may name: as much of each as is looked at.

    Raises
    ------
    StoreError
        The store is missing or of a demo.
    """
    own = {entity.name for entity in form.entities}
    whole = ({"submission"} if form.name in REPORTS else set()) | (own if form.complete is not as_they_are else set())
    fields = {name: recognising(form, ENTITIES[name]) for name in own | needed(form)} | dict.fromkeys(whole)
    province = store.settings.province
    with store.reading() as reading:
        if reading.kind() == "demo":
            raise StoreError("records.demo_refuses_real", where=store.database.where)
        return {name: present(reading, ENTITIES[name], province, fields[name]).to_pandas() for name in sorted(fields)}


def news(records: Frames, form: Form, store: Store) -> dict[str, tuple[Mask, Mask]]:
    """Tell which rows of each entity are of records that were not known, and which say anything that was not known."""
    rows = {one.name: from_frame(records[one.name], one) for one in form.entities}
    with store.reading() as reading:
        found = compared(rows, reading, store.settings.province)
    return {name: (one.unheard, one.told) for name, one in found.items()}


def present(reading: Reading, entity: Entity, province: str, fields: Sequence[str] | None = None) -> pa.Table:
    """Answer what is known now of every record of an entity: of each its latest version that was not withdrawn.

    Parameters
    ----------
    fields
        Those that are wanted; None: every one. A million records take seconds for a few, and half a minute for all.

    Returns
    -------
    (n, …) `KEY` and the fields, and the numbers of version and batch.
    """
    batches = reading.batches(province)
    withdrawn = pa.array(batches.loc[batches["withdrawn_at"].notna(), "id"].tolist(), pa.int64())
    versions = pa.concat_tables([from_rows([], entity, fields), *reading.versions(entity, province, fields=fields)])
    versions = versions.filter(pc.invert(pc.is_in(versions["batch"], value_set=withdrawn)))
    latest = versions.group_by(KEY).aggregate([("seq", "max")])["seq_max"]
    return versions.filter(pc.is_in(versions["seq"], value_set=latest.combine_chunks()))
