"""Bringing a file in: read, check, compare with what is known, record, report.

Every row of the file ends in one of four ways, and they add up: *new*, *changed*, *unchanged*, *refused*. A row counts
by the records it became: new where its own records were not known, changed where any of its records says something else
than what was known, unchanged where all say what was known already.

`examine` answers all of that without recording anything, from a table that was read once; `record` then records it.
`run_import` does both for a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import pandas as pd

from gis.areas.names import Named
from gis.errors import Finding, RequestError
from gis.intake.checking import Checked, check
from gis.intake.detecting import NOTHING, REPORTS, Detected, completed, detect
from gis.intake.forms import Form, as_they_are
from gis.intake.kinds import FORMS
from gis.intake.knowing import news, present, records_known
from gis.intake.mapping import ColumnMapping, remembered
from gis.intake.projects import PROJECTS
from gis.intake.reading import read_table
from gis.intake.references import Known
from gis.intake.submitting import told_by, unspoilt
from gis.intake.table import Table
from gis.records.batch import Batch
from gis.records.columns import Mask
from gis.records.entities import ENTITIES
from gis.records.horizon import VIETNAM
from gis.records.reading import Reading
from gis.records.store import Store
from gis.settings import Settings
from gis.words import DEFAULT, Language

STAGES: Final = ("reading", "checking", "recording")
COUNTS: Final = ("rows", "new", "changed", "unchanged", "refused")


@dataclass(frozen=True)
class Options:
    """How a file is to be read.

    Parameters
    ----------
    sheet
        Name of the sheet of a spreadsheet; None: the one that most looks like such a list.
    layer
        Name of the layer of a map; None: the only one.
    crs
        Coordinate system of a map, such as ``"EPSG:5897"``; None: the one it states.
    mapping
        What a person decided about the columns; None: what was remembered of this office and these headings.
    historical
        Whether the rows tell of years past.
    office
        Who sent the file, for the mapping that was remembered.
    said
        What is known of the file beside its columns; what it leaves open is read from the title, the sheet's name and
        the file's name.
    """

    sheet: str | None = None
    layer: str | None = None
    crs: str | None = None
    mapping: ColumnMapping | None = None
    historical: bool = False
    office: str = ""
    said: Detected = NOTHING


AS_IT_IS: Final = Options()
"""Nothing was said about the file."""


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
    def faulty(self) -> bool:
        """Whether nothing but that its unit sent a faulty report was recorded."""
        return self.batch is not None and self.rows == self.refused

    @property
    def exit_code(self) -> int:
        """For the command line: 0 clean, 1 with findings, 2 when no row went in."""
        if self.rows == self.refused:
            return 2
        return 1 if self.findings else 0

    def to_dict(self, language: Language = DEFAULT) -> dict[str, Any]:
        """Answer the report as plain values, for JSON."""
        counts = {name: getattr(self, name) for name in ("batch", *COUNTS)}
        return counts | {"findings": [finding.to_dict(language) for finding in self.findings]}


@dataclass(frozen=True, eq=False)
class Examined:
    """A file that was looked at and not recorded yet.

    Parameters
    ----------
    table
        As it stands in the file.
    form
        What kind of file it is.
    checked
        Its records and findings.
    report
        What would become of it; its batch is None.
    batch
        What is to be recorded.
    """

    table: Table
    form: Form
    checked: Checked
    report: ImportReport
    batch: Batch

    @property
    def recordable(self) -> bool:
        """Whether anything can be recorded: rows, or that a report was faulty."""
        return len(self.checked.links) > 0 or len(self.batch.frames.get("submission", ())) > 0


def projects(table: Table, areas: Named, *, province: str) -> Checked:
    """Read a table as a list of projects; see `gis.intake.checking.check`."""
    return check(table, PROJECTS, areas, province=province)


def form_of(kind: str) -> Form:
    """Answer a form by name.

    Raises
    ------
    RequestError
        There is no such form.
    """
    if kind not in FORMS:
        raise RequestError("intake.unknown_form", kind=kind, kinds=", ".join(FORMS))
    return FORMS[kind]


def examine(
    table: Table,
    kind: str,
    *,
    store: Store,
    areas: Named,
    mapping: ColumnMapping | None = None,
    said: Detected = NOTHING,
    historical: bool = False,
    today: dt.date | None = None,
) -> Examined:
    """Look at a table and answer what would become of it; nothing is recorded.

    Parameters
    ----------
    table
        As it was read.
    kind
        Name of its form, such as ``"projects"``.
    store
        Where it would be recorded; it is made already.
    areas
        Whose wards may be named.
    mapping
        What a person decided about the columns; the rest is proposed.
    said
        What the file seems to be, or what a person said it is, where neither its columns nor the mapping say it.
    historical
        Whether the rows tell of years past: they count as known on their event dates.
    today
        No event lies after it; None: today in Việt Nam.

    Raises
    ------
    RequestError
        There is no such form.
    IntakeError
        Its columns or wards do not fit.
    StoreError
        The store is missing or of a demo.
    """
    form, province = form_of(kind), store.settings.province
    known = records_known(form, store)
    today = today or dt.datetime.now(VIETNAM).date()
    checked = check(
        table,
        form,
        areas,
        province=province,
        mapping=completed(mapping or ColumnMapping(), table, form, areas, said),
        known=Known(known),
        today=today,
        historical=historical,
    )
    records = form.complete(checked.frames, known)
    counts = _counts(checked.links, form, news(records, form, store))
    report = ImportReport(None, checked.rows, *counts, checked.refused, checked.findings)
    if kind in REPORTS:
        records = {**records, "submission": told_by(kind, checked, said, known["submission"], today)}
    return Examined(table, form, checked, report, Batch(records, source=table.source, historical=historical))


def record(examined: Examined, store: Store) -> ImportReport:
    """Record what was looked at, all of it or nothing.

    Whatever was recorded meanwhile is not recorded again: what follows from other records is worked out, and the rows
    are counted, beside what is known when nobody else can record any more. Of a report whose rows all stay out it is
    recorded that its unit sent a faulty one, unless a good one is known.

    Raises
    ------
    StoreError
        The store is missing, locked or of a demo; nothing was recorded.
    """
    if not examined.recordable:
        return examined.report
    links, batch = examined.checked.links, examined.batch
    depends = examined.form.complete is not as_they_are or "submission" in batch.frames
    completed = partial(_completed, examined=examined, province=store.settings.province) if depends else None
    appended = store.append(batch, completed=completed)
    new, changed, unchanged = _counts(links, examined.form, appended.news) if len(links) else (0, 0, 0)
    return replace(examined.report, batch=appended.batch or None, new=new, changed=changed, unchanged=unchanged)


def run_import(
    kind: str,
    path: Path,
    *,
    store: Store,
    areas: Named,
    settings: Settings,
    dry_run: bool = False,
    options: Options = AS_IT_IS,
    begins: Callable[[str], None] = lambda _: None,
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
        The state folder, where mappings are remembered.
    dry_run
        Whether to report only and record nothing.
    options
        How the file is to be read.
    begins
        Is told each of `STAGES` as it begins.

    Raises
    ------
    RequestError
        There is no such form.
    IntakeError
        The file cannot be read, or its columns or wards do not fit.
    StoreError
        The store is missing, locked or of a demo; nothing was recorded.
    """
    form = form_of(kind)
    begins("reading")
    bounds = getattr(areas, "bounds", None)
    table = read_table(path, sheet=options.sheet, layer=options.layer, crs=options.crs, bounds=bounds)
    said = options.said.over(detect(table, areas))
    mapping = options.mapping or remembered(table, form, settings, options.office or said.unit)
    begins("checking")
    examined = examine(table, kind, store=store, areas=areas, mapping=mapping, said=said, historical=options.historical)
    begins("recording")
    return examined.report if dry_run else record(examined, store)


def _completed(batch: Batch, reading: Reading, *, examined: Examined, province: str) -> Batch:
    """Work out anew what follows from what is known, and leave out what would spoil a good report."""
    names = {one.name for one in examined.form.entities if examined.form.complete is not as_they_are}
    names |= {"submission"} & batch.frames.keys()
    known = {name: present(reading, ENTITIES[name], province).to_pandas() for name in sorted(names)}
    frames = dict(batch.frames)
    if examined.form.complete is not as_they_are:
        frames |= examined.form.complete(examined.checked.frames, known)
    if "submission" in frames:
        frames["submission"] = unspoilt(frames["submission"], known["submission"])
    rows = len(examined.checked.links) > 0
    return replace(batch, frames={name: frame for name, frame in frames.items() if rows or name == "submission"})


def _counts(links: pd.DataFrame, form: Form, told: Mapping[str, tuple[Mask, Mask]]) -> tuple[int, int, int]:
    """Count the rows that go in by what they tell: new, changed, unchanged."""
    different = pd.Series(data=False, index=links.index)
    for entity in form.entities:
        new, changed = told[entity.name]
        places = links[entity.name].to_numpy()
        different |= changed[places]
    unheard = pd.Series(new[places], links.index)  # The last entity has at least one record for each row.
    new_rows = unheard.groupby(level=0).all()
    changed_rows = different.groupby(level=0).any() & ~new_rows
    return int(new_rows.sum()), int(changed_rows.sum()), int((~(new_rows | changed_rows)).sum())
