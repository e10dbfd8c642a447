"""Lists whose rows are records one to one: their forms follow from the declarations, without code of their own.

A form has a column for every declared field; the shape of a map's row is one of them. A ward may be given by its code
or by its name, a project by its code or by its name. A list without codes gets them made (`gis.intake.coding`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import pandas as pd

from gis.intake.coding import repeats
from gis.intake.forms import Coding, Column, Form, Gathered, Rows, as_written
from gis.intake.frames import typed
from gis.intake.rounds import as_number
from gis.records.declaration import Entity, Field, Kind
from gis.words import Label

WARD_NAME: Final = Column("ward_name", Field("ward_name", "text", Label("Xã, phường", "Ward"), refers_to="area"))
PROJECT_NAME: Final = Column("project_name", Field("project_name", "text", Label("Tên dự án", "Project name")))

_SCALED: Final[frozenset[Kind]] = frozenset({"hectares", "square_metres", "money"})
_BY_NAME: Final = {"area": WARD_NAME, "project": PROJECT_NAME}
"""Entity that is referred to → the column in which it may be named instead."""


def list_form(name: str, entity: Entity, coding: Coding, *besides: Column, **more: Any) -> Form:
    """Make the form of a list of records of one entity.

    Parameters
    ----------
    name
        Of the form.
    entity
        Declaration of its records.
    coding
        How codes are made where the list has none.
    besides
        Columns that are read for the checks and not stored.
    more
        Of `Form`.
    """
    compared = tuple(field.name for field in entity.fields if field.kind in _SCALED)
    columns = (*columns_of(entity), *besides)
    gather = partial(gather_list, entity=entity)
    return Form(name, (entity,), columns, gather, coding=coding, compared=compared, **more)


def columns_of(entity: Entity, *, required_code: bool = False) -> Iterator[Column]:
    """Answer a column for each declared field that a table can hold, and one for the name of what may be named."""
    for field in entity.fields:
        named = _BY_NAME.get(field.refers_to)
        # A code is looked for before a name, so that "Mã xã" is never taken for the name of a ward.
        required = field.required and (field.name != "code" or required_code)
        adapt = as_number if field.name == "round" else as_written
        yield Column(field.name, field, required, instead=named.name if named else "", adapt=adapt)
        if named:
            yield named


def gather_list(rows: Rows, entity: Entity) -> Gathered:
    """Make one record of each row; a code goes in once."""
    findings = tuple(repeats(rows))
    kept = rows.without({finding.row for finding in findings})
    frame = typed(kept.values, entity)
    links = pd.DataFrame({entity.name: range(len(frame))}, index=kept.values.index)
    return Gathered({entity.name: frame}, links, findings)
