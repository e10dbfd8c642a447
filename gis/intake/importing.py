"""Bringing a file in: read, check, compare with what is known, record, report.

Every row of the file ends in one of four ways, and they add up: *new*, *changed*, *unchanged*, *refused*. A row counts
by the records it became: new where its own record was not known, changed where any of its records says something else
than what was known, unchanged where all say what was known already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from gis.areas.names import Named
from gis.errors import Finding, RequestError, StoreError
from gis.intake.checking import Checked, check
from gis.intake.forms import Form, Frames
from gis.intake.knowing import news, present
from gis.intake.projects import PROJECTS
from gis.intake.reading import read_table
from gis.intake.table import Table
from gis.records.batch import Batch
from gis.records.columns import from_frame
from gis.records.store import Store
from gis.settings import Settings
from gis.words import DEFAULT, Language, say

FORMS: Final[Mapping[str, Form]] = {form.name: form for form in (PROJECTS,)}
"""Every kind of file that may be brought in, by name."""


@dataclass(frozen=True)
class ImportReport:
    """What became of a file: ``new + changed + unchanged + refused = rows``.

    Parameters
    ----------
    batch
        Number of the batch; None when nothing was recorded.
    rows
        Rows of the file.
    new, changed, unchanged
        Rows that went in, by what they told.
    refused
        Rows that stayed out.
    findings
        Everything a person should look at, by row.
    """

    batch: int | None
    rows: int
    new: int
    changed: int
    unchanged: int
    refused: int
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """For the command line: 0 clean, 1 with findings, 2 when no row went in."""
        if self.rows == self.refused:
            return 2
        return 1 if self.findings else 0

    def to_dict(self, language: Language = DEFAULT) -> dict[str, Any]:
        """Answer the report as plain values, for JSON."""
        counts = {name: getattr(self, name) for name in ("batch", "rows", "new", "changed", "unchanged", "refused")}
        return counts | {"findings": [finding.to_dict(language) for finding in self.findings]}


def projects(table: Table, areas: Named, *, province: str) -> Checked:
    """Read a table as a list of projects; see `gis.intake.checking.check`."""
    return check(table, PROJECTS, areas, province=province)


def run_import(
    kind: str,
    path: Path,
    *,
    store: Store,
    areas: Named,
    settings: Settings,
    dry_run: bool = False,
    sheet: str | None = None,
) -> ImportReport:
    """Bring a file in.

    Parameters
    ----------
    kind
        Name of its form, such as ``"projects"``.
    path
        Of the file.
    store
        Where to record; it is made already.
    areas
        Whose wards may be named.
    settings
        The province.
    dry_run
        Whether to report only and record nothing.
    sheet
        Name of the sheet of a spreadsheet; None: the one that most looks like such a list.

    Raises
    ------
    RequestError
        There is no such form.
    IntakeError
        The file cannot be read, or its columns or wards do not fit.
    StoreError
        The store is missing, locked or of a demo; nothing was recorded.
    """
    if kind not in FORMS:
        raise RequestError("intake.unknown_form", kind=kind, kinds=", ".join(FORMS))
    form = FORMS[kind]
    checked = check(read_table(path, sheet=sheet), form, areas, province=settings.province)
    with store.reading() as reading:
        if reading.kind() == "demo":
            raise StoreError("records.demo_refuses_real", where=store.database.where)
        known = {entity.name: present(reading, entity, settings.province) for entity in form.entities}
    frames = form.complete(checked.frames, {name: rows.to_pandas() for name, rows in known.items()})
    counts = _told(checked.links, form, frames, known).value_counts()
    new, changed, unchanged = (int(counts.get(one, 0)) for one in ("new", "changed", "unchanged"))
    batch = None if dry_run or checked.links.empty else store.append(Batch(frames, source=path.name)).batch or None
    return ImportReport(batch, checked.rows, new, changed, unchanged, checked.refused, checked.findings)


def _told(links: pd.DataFrame, form: Form, frames: Frames, known: Mapping[str, pa.Table]) -> pd.Series:
    """Tell of each row that goes in whether it is new, changed or unchanged."""
    told = pd.Series("unchanged", index=links.index)
    for entity in form.entities:
        new, changed = news(from_frame(frames[entity.name], entity), known[entity.name])
        places = links[entity.name].to_numpy()
        told = told.mask(changed[places], "changed")
    return told.mask(new[places], "new")  # The last entity has one record for each row.


def findings_table(report: ImportReport, language: Language = DEFAULT) -> pd.DataFrame:
    """Answer the findings of a report as a table to be shown.

    Returns
    -------
    (n, 5) row, column, value, what to do with the row, what is wrong; headed in the language.
    """
    names = ("row", "column", "value", "state", "message")
    rows = [
        (
            finding.row or None,
            finding.column,
            finding.value,
            say("intake.table.stays_out" if finding.refused else "intake.table.look", language),
            finding.what.say(language),
        )
        for finding in report.findings
    ]
    table = pd.DataFrame(rows, columns=[say(f"intake.table.{name}", language) for name in names])
    return table.astype({table.columns[0]: "Int64"})
