"""What is typed into a form on a screen, judged by the same gate as a file.

Somebody at a screen can mend what is wrong at once, so nothing goes in halfway: as soon as anything is found, even what
a file would only be pointed at for, nothing is recorded. A text that looks as if it named a person is such a finding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gis.areas.names import Named
from gis.errors import Finding
from gis.intake.checking import check
from gis.intake.importing import form_of
from gis.intake.mapping import ColumnMapping
from gis.intake.references import Known
from gis.intake.table import Cell, Table
from gis.words import DEFAULT, Language

_HARMLESS: Final = frozenset({"codes_made"})
_ROW: Final = 2
"""Row of the first record of a file, where the headings stand in the first."""


@dataclass(frozen=True, eq=False)
class Entered:
    """What a form became.

    Parameters
    ----------
    frame
        (1, …) the record with the columns that were filled in; empty when anything was found.
    findings
        What has to be mended first.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def entered(
    kind: str,
    row: Mapping[str, Cell],
    areas: Named,
    *,
    province: str,
    known: Mapping[str, pd.DataFrame],
    today: dt.date,
    language: Language = DEFAULT,
) -> Entered:
    """Read what was filled in as one record.

    Parameters
    ----------
    kind
        Name of a form for files, such as ``"dialogues"``.
    row
        Column of the form → what was filled in; a column that is left out says nothing.
    areas, province
        Whose wards may be named.
    known
        Entity → (n, …) the records that may be referred to, with their ``code``.
    today
        No event lies after it.
    language
        Of the names of columns in findings.

    Raises
    ------
    RequestError
        There is no such form.
    """
    form = form_of(kind)
    labels = {name: form[name].field.label.say(language) for name in row}
    cells = pd.DataFrame([list(row.values())], index=[_ROW], columns=range(len(row)), dtype=object)
    table = Table(kind, "", _ROW - 1, tuple(labels.values()), cells)
    mapping = ColumnMapping(columns=labels)
    found = check(table, form, areas, province=province, mapping=mapping, known=Known(known), today=today)
    wrong = tuple(each for each in found.findings if each.code not in _HARMLESS)
    frame = found.frames[form.entity.name]
    return Entered(frame.head(0) if wrong else frame, wrong)
