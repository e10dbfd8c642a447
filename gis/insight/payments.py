"""Which households are owed their money, and for which of them the limit has run out.

A household is *owed* (``unpaid``, see `gis.insight.totals`) when the decision approving its plan is in effect, it is
neither paid nor is its money deposited, and nothing stands in the way: one who refuses, is absent or in dispute is not
owed a punctual payment. It is paid *late* when it is owed and the legal limit for paying (`pay` in the rules of law)
has run out. A household whose plan was approved before the rules begin is owed but cannot be *judged*.

No charge for late payment is worked out: its rate was not checked.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from gis.insight.regimes import governed
from gis.law import clocks
from gis.law.terms import Rules

CLOCK: Final = "pay"
"""Group of clocks that limit how long a household may be kept waiting."""
PAYMENT_TOTALS: Final = ("unpaid", "unpaid_sum", "late", "late_sum", "unjudged")


def of_files(files: pd.DataFrame, projects: pd.DataFrame, rules: Rules, *, as_of: dt.date) -> dict[str, pd.Series]:
    """Answer what is owed and what is late, file by file.

    Parameters
    ----------
    files
        (n, ...) household files with ``unpaid``.
    projects
        (p, ...) indexed by code; its ``regime``, where recorded, says by which law its files are judged.
    rules
        The rules of law.
    as_of
        The day.

    Returns
    -------
    Columns ``pay_by`` (last day on which payment is in time), ``unpaid_sum`` and ``late_sum`` (đồng), ``late`` and
    ``unjudged`` (bool). Only a clock whose article was read makes a payment late.
    """
    judged = clocks.run(governed(files, projects), CLOCK, rules, as_of=as_of, due_soon_days=0)
    late = files["unpaid"] & (judged["state"] == "overdue") & judged["verified"]
    return {
        "pay_by": judged["due"],
        "unpaid_sum": files["approved_sum"].where(files["unpaid"], 0.0),
        "late": late,
        "late_sum": files["approved_sum"].where(late, 0.0),
        "unjudged": files["unpaid"] & judged["state"].isna(),
    }


def limit(rules: Rules, as_of: dt.date) -> int | None:
    """Answer how many days the law gives on a day; None where no rule is in force."""
    found = [clock.length for clock in rules.of(CLOCK) if clock.in_force(as_of)]
    return found[0] if found else None
