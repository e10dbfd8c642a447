"""Files in: a file becomes checked records, or a row-by-row report of what is wrong with it.

==============  ======================================================================================
`reading`       what a file is, and why it is refused as a whole (with `texts`, `legacy`, `workbooks`, `layers`)
`table`         `Table`: cells and headings as they stand in the file
`headers`       where the headings stand, also in several rows; `rows`: which rows below them are records
`vocabulary`    what offices call columns, choices, purposes and personal data (`vocabulary.toml`)
`forms`         `Form`: which columns a kind of file has; a declaration, not code
`matching`      columns of a file ↔ columns of a form
`values`        what a cell means, by the kind of its field (with `numerals`, `days`, `shapes`, `places`)
`checking`      `Checked`: the records of a file and all findings
`projects`      the form of project lists (with `project_areas`)
`importing`     `run_import` and its report
==============  ======================================================================================

Nothing of a file is dropped without a finding, and nothing about a person is read at all. A new kind of file is a new
`Form` in `importing.FORMS` and its wordings in ``vocabulary.toml``.
"""

from __future__ import annotations

from gis.intake.checking import Checked
from gis.intake.importing import FORMS, ImportReport, findings_table, projects, run_import
from gis.intake.projects import project_code
from gis.intake.reading import read_table
from gis.intake.table import Table

__all__ = [
    "FORMS",
    "Checked",
    "ImportReport",
    "Table",
    "findings_table",
    "project_code",
    "projects",
    "read_table",
    "run_import",
]
