"""By which law the records of a project are judged.

The *regime* of a project is the day whose law governs it, where its record says one. Household files and plans have no
such field of their own: they go by their project.
"""

from __future__ import annotations

import pandas as pd


def governed(records: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Put beside each record the regime of its project.

    Parameters
    ----------
    records
        (n, ...) with ``project``.
    projects
        (p, ...) indexed by code, with ``regime``.

    Returns
    -------
    (n, ...) the same rows and a column ``regime``; missing where the project is not known or records none.
    """
    return records.assign(regime=records["project"].astype("object").map(projects["regime"]).astype("object"))
