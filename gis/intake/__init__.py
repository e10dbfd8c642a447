"""Files in: a file becomes checked records, or a row-by-row report of what is wrong with it.

==============  ======================================================================================
`reading`       what a file is, and why it is refused as a whole (with `texts`, `legacy`, `workbooks`, `layers`)
`table`         `Table`: cells and headings as they stand in the file
`headers`       where the headings stand, also in several rows; `rows`: which rows below them are records
`vocabulary`    what offices call columns, choices, purposes and personal data (`vocabulary.toml`)
`forms`         `Form`: which columns a kind of file has; a declaration, not code
`kinds`         every form: `projects`, `lists` (a row is a record), `totals` (a row is many)
`mapping`       `ColumnMapping`: what a person decided about the columns, and how it is remembered
`matching`      columns of a file ↔ columns of a form
`values`        what a cell means, by the kind of its field (with `numerals`, `days`, `shapes`, `places`)
`cells`         reading a column, each different cell once (`columns`: and where a column's cells come from)
`personal`      what tells that a cell or column is about a person
`footprints`    wards of a project that only a map tells of
`references`    what a row refers to: projects, plans, cases … by code or by name
`gate`          what records must satisfy together (with `outliers`, `points`)
`reconciling`   totals a file states ↔ its rows
`coding`        codes of records that have none (with `rounds`: plans that go by their round)
`checking`      `Checked`: the records of a file and all findings
`books`         workbooks back to the sender: faulty cells marked, or codes added
`templates`     `template`: an empty file of a kind (with `samples`: its example row)
`detecting`     what a file seems to be: its kind, its unit, its official form (with `periods`)
`meanings`      words of a file that were not understood, and what they may mean
`stating`       what a person says of a file: its unit, its official form, its period
`submitting`    who has reported by sending a file, or by saying that nothing arose
`incoming`      files handed in on a screen: received, looked at, taken
`entry`         what is typed into a form on a screen, judged by the same gate
`watching`      the drop folder: brought in, moved aside with a report, removed in time
`plain_cases`   a table of cases of any office, for a backtest: opened, closed, category, place
`importing`     `examine`, `record`, `run_import` and their report (with `knowing`; `telling`: as a table)
==============  ======================================================================================

Nothing of a file is dropped without a finding, and nothing about a person is read at all. A new kind of file is a new
`Form` in `kinds.FORMS` and its wordings in ``vocabulary.toml``.
"""

from __future__ import annotations

from gis.intake.books import findings_workbook, with_codes
from gis.intake.checking import Checked, check
from gis.intake.importing import (
    COUNTS,
    STAGES,
    Examined,
    ImportReport,
    Options,
    examine,
    form_of,
    projects,
    record,
    run_import,
)
from gis.intake.kinds import FORMS
from gis.intake.mapping import ColumnMapping, read_mapping, recall, remember
from gis.intake.matching import propose
from gis.intake.projects import project_code
from gis.intake.reading import read_table
from gis.intake.table import Table
from gis.intake.telling import findings_table
from gis.intake.templates import template

__all__ = [
    "COUNTS",
    "FORMS",
    "STAGES",
    "Checked",
    "ColumnMapping",
    "Examined",
    "ImportReport",
    "Options",
    "Table",
    "check",
    "examine",
    "findings_table",
    "findings_workbook",
    "form_of",
    "project_code",
    "projects",
    "propose",
    "read_mapping",
    "read_table",
    "recall",
    "record",
    "remember",
    "run_import",
    "template",
    "with_codes",
]
