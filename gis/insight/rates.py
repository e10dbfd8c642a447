"""Cases per 100 affected households, by ward or project: shrunk, with intervals and funnel limits.

A household is *affected* from the day its recovery is notified; it stays so after it has handed over, because it may
complain long afterwards. Counted are cases that are *open*, *overdue* (past a verified limit of the law) or *long open*
(for more than `LONG` days). A place without recorded household files has no rate at all: unknown is not zero.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from gis.insight import funnel
from gis.insight.shrinkage import shrunk
from gis.insight.situation import Selection

LONG: Final = 90
"""Days after which an open case is long open."""
COUNTED: Final = ("open", "overdue", "long_open")


def found(selection: Selection, which: str, what: str = "open") -> pd.DataFrame | None:
    """Answer the rates of all places of a selection.

    Parameters
    ----------
    selection
        What is chosen.
    which
        ``"ward"`` or ``"project"``.
    what
        One of `COUNTED`.

    Returns
    -------
    (k, 12) frame indexed by ``ward`` (all that are chosen) or ``project`` (those with household files): the columns of
    `gis.insight.shrinkage.shrunk`, of `gis.insight.funnel.limits` and ``outside``. None when no household file or no
    case is recorded.
    """
    now = selection.situation
    if not (now.recorded("household_file") and now.recorded("case")):
        return None
    homes = affected(selection, which)
    index = selection.wards if which == "ward" else homes.index
    cases = counted(selection, which, what).reindex(index, fill_value=0)
    table = shrunk(cases, homes.reindex(index, fill_value=0)).rename_axis(which)
    known = table[table["enough"]]
    rate = known["n"].sum() / known["exposure"].sum() if len(known) else float("nan")
    table = table.join(funnel.limits(table["exposure"].where(table["enough"]), rate))
    return table.assign(outside=funnel.outside(table))


def affected(selection: Selection, which: str) -> pd.Series:
    """Count the affected households by the codes that occur; a file without a day of notice counts as notified."""
    return _by(selection["household_file"][which]).rename("exposure")


def counted(selection: Selection, which: str, what: str) -> pd.Series:
    """Count the cases of one of `COUNTED` by the codes that occur."""
    cases = selection["open_case"]
    masks = {"open": cases["open"], "overdue": cases["overdue"], "long_open": cases["age"] > LONG}
    return _by(cases.loc[masks[what].fillna(value=False).to_numpy(dtype=bool), which]).rename("n")


def _by(codes: pd.Series) -> pd.Series:
    counts = codes.value_counts()
    counts = counts[counts > 0]
    return counts.set_axis(counts.index.astype("object")).astype("float64").sort_index()
