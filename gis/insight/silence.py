"""Silence: where much land is being cleared and little is heard, so that it is not taken for calm.

A place (ward or project) is *heavy* when at least `HEAVY` of its households are affected and have not handed over yet.
Of heavy places two things are told, and either makes one *silent*:

* ``few``: far fewer cases came in than expected. Over the last `WINDOW_DAYS` days, with c the cases and e the affected
  households of a place, its *expected* number is e times the rate of all other places with affected households,
  Σc / Σe. Cases cluster, so their number is taken as negative binomial with mean λ, the expected number, and variance
  λ + αλ². Its *chance* is the lower tail P(X ≤ c). The *dispersion* α is that of all other heavy places: the median of
  ((c − λ)² / m − λ) / λ², at least 0, with m ≈ 0.455 the median of a squared standard normal number. A median, so that
  hotspots do not hide silence; with fewer than `LEAST` others α is taken as 0, which is Poisson's distribution. Over
  all heavy places the chance is adjusted by the procedure of Benjamini and Hochberg (1995), "Controlling the false
  discovery rate", J. R. Stat. Soc. B 57, 289–300: the i-th smallest of m chances becomes the least of m p_j / j over
  j ≥ i. Few is an adjusted chance of at most `LEVEL`, and at most `SHARE` of the expected number.
* ``no_contact``: officials and people last met more than `QUIET_DAYS` days ago, or never, as far as is recorded (see
  `gis.insight.contacts`). A ward that has never reported on its receptions may well have received people: of it contact
  is *unknown*, which alone makes nothing silent.

Nothing here blames anybody: it says where too little is known and where to go and ask.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import chi2, false_discovery_control, nbinom, poisson

from gis.insight import contacts
from gis.insight.receptions import FORM
from gis.insight.situation import Selection

HEAVY: Final = 50
"""Affected households from which a place is looked at."""
WINDOW_DAYS: Final = 365
QUIET_DAYS: Final = 90
LEVEL: Final = 0.05
SHARE: Final = 1 / 3
"""Most of the expected cases that count as far fewer."""
LEAST: Final = 10
"""Other places from which a dispersion can be told."""
CONTACTS: Final = ("recent", "none", "unknown")

_PLACES: Final = {"ward": ("district", "ward"), "project": ("district", "ward", "project")}
"""Filters that choose among the places that are compared, and would leave nothing to compare with."""


def found(selection: Selection, which: str) -> pd.DataFrame | None:
    """Look at the heavy places of a selection.

    Parameters
    ----------
    selection
        What is chosen; the rate is that of all places, whichever are chosen.
    which
        ``"ward"`` or ``"project"``.

    Returns
    -------
    (h, 9) frame indexed by ``ward`` or ``project``, most affected households first: ``households`` (affected),
    ``cases`` (of the window; missing where no case is recorded at all), ``expected``, ``chance`` (adjusted, 0 to 1),
    ``few``, ``last_contact``, ``days_since_contact``, ``contact`` (one of `CONTACTS`) and ``silent``. None when no
    household file is recorded.
    """
    now = selection.situation
    if not now.recorded("household_file"):
        return None
    everywhere = now.select(selection.filters.without(*_PLACES[which]))
    table = _numbers(everywhere, which)
    heavy = table[table["households"] >= HEAVY]
    judged = heavy.assign(**few(heavy["cases"], heavy["expected"]))
    told = judged.assign(**_contacts(everywhere, judged.index, which))
    told = told.assign(silent=told["few"] | told["contact"].eq("none"))
    chosen = told[told.index.isin(_chosen(selection, which))]
    return chosen.sort_values("households", ascending=False, kind="stable").rename_axis(which)


def _numbers(everywhere: Selection, which: str) -> pd.DataFrame:
    files = everywhere["household_file"]
    households = _counted(files.loc[~files["handed_over"], which])
    cases = pd.Series(np.nan, index=households.index)
    if everywhere.situation.recorded("case"):
        rows = everywhere.throughout.columns("case_history", which, "received_on")
        since = everywhere.situation.as_of - pd.Timedelta(days=WINDOW_DAYS)
        cases = _counted(rows.loc[rows["received_on"] > since, which]).reindex(households.index, fill_value=0)
    return pd.DataFrame({"households": households, "cases": cases, "expected": expected(households, cases)})


def _counted(codes: pd.Series) -> pd.Series:
    counts = codes.value_counts()
    counts = counts[counts > 0]
    return counts.set_axis(counts.index.astype("object")).rename_axis("code")


def expected(households: pd.Series, cases: pd.Series) -> pd.Series:
    """Answer how many cases each place would have at the rate of all the others.

    Parameters
    ----------
    households, cases
        (k,) affected households and cases of every place.

    Returns
    -------
    (k,) Series of float64; missing where there is no other place, or no case is recorded at all.
    """
    others = households.sum() - households
    rate = (cases.sum(skipna=False) - cases) / others.where(others > 0)
    numbers: pd.Series = (households * rate).astype("float64")
    return numbers


def few(cases: pd.Series, expected: pd.Series) -> dict[str, pd.Series]:
    """Answer how likely so few cases are, adjusted for looking at many places, and where they are far too few.

    Parameters
    ----------
    cases, expected
        (h,) cases of the places that are looked at, and how many were expected.

    Returns
    -------
    ``chance`` (float64, missing where nothing is expected of it) and ``few`` (bool), with the same index.
    """
    known = expected.notna() & cases.notna()
    found, mean = (column[known].to_numpy(dtype="float64") for column in (cases, expected))
    tail = lower_tail(found, mean, dispersion(found, mean))
    chance = pd.Series(false_discovery_control(tail, method="bh"), index=cases.index[known], dtype="float64")
    chance = chance.reindex(cases.index)
    return {"chance": chance, "few": (chance <= LEVEL) & (cases <= SHARE * expected)}


def dispersion(cases: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Answer how much more than by chance the numbers of all other places spread: (h,), 0 or more for each place.

    Parameters
    ----------
    cases, expected
        (h,) cases of the places, and how many were expected.

    Returns
    -------
    (h,) α of the variance λ + αλ², 0 where fewer than `LEAST` others have cases to expect. That of a place does not
    depend on its own cases.
    """
    known = expected > 0
    mean = np.where(known, expected, 1.0)
    spread = np.where(known, ((cases - mean) ** 2 / chi2.median(1) - mean) / mean**2, np.nan)
    others = np.flatnonzero(known)
    found = np.zeros(len(cases))
    for place in range(len(cases)):
        mine = others[others != place]
        found[place] = max(np.median(spread[mine]), 0.0) if len(mine) >= LEAST else 0.0
    return found


def lower_tail(cases: np.ndarray, expected: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Answer how likely at most so many cases are: (h,), 0 to 1; more cases never lower it."""
    plain = poisson.cdf(cases, expected)
    size = 1 / np.where(spread > 0, spread, 1.0)
    clustered = nbinom.cdf(cases, size, size / (size + expected))
    return np.asarray(np.where(spread > 0, clustered, plain))


def _contacts(everywhere: Selection, index: pd.Index, which: str) -> dict[str, pd.Series]:
    last = contacts.last_contact(everywhere, which)
    last = last.set_axis(last.index.astype("object")).reindex(index)
    since = contacts.days_since(last, everywhere.situation.as_of)
    states = np.select([since <= QUIET_DAYS, ~index.isin(_reporting(everywhere, which))], ["recent", "unknown"], "none")
    return {"last_contact": last, "days_since_contact": since, "contact": pd.Series(states, index=index)}


def _reporting(everywhere: Selection, which: str) -> set[str]:
    """Answer the places that report on contact: wards on receptions; projects once any dialogue is recorded."""
    if which == "project":
        now = everywhere.situation
        return set(now["project"].index) if now.recorded("dialogue") else set()
    reports = everywhere["submission"]
    told = [everywhere["reception"]["ward"], reports.loc[reports["kind"] == FORM, "ward"]]
    return {str(ward) for column in told for ward in column.dropna().unique()}


def _chosen(selection: Selection, which: str) -> set[str]:
    if which == "ward":
        return set(selection.wards)
    return set(selection["household_file"]["project"].dropna().unique())
