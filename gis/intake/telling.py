"""What is wrong with a file as a table that a person reads."""

from __future__ import annotations

import pandas as pd

from gis.intake.importing import ImportReport
from gis.words import DEFAULT, Language, say


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
