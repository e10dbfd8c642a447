"""Where an early dialogue is called for, kept by day, choice of filters and part of the province.

To compare all wards takes some ten seconds, and nothing in it depends on which wards a reader chose. So the answer is
worked out once for everything that a choice of cases and projects, a day and a scope decide, and kept with the digest
of what it was worked out from: what is recorded later, or other boundaries, make another version.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any, Final

from gis.filters import PLACES, Filters
from gis.insight import early_areas, early_told, trend
from gis.insight.early_told import Told
from gis.insight.scan import Progress
from gis.insight.situation import Situation
from gis.records import results
from gis.records.results import Result
from gis.records.store import Store
from gis.scope import Scope

VERSION: Final = "1"
"""Of the method: raised whenever the same records would give another answer."""
SEED: Final = 1
NEEDED: Final = ("case", "household_file")
"""Without any of these there is nothing to compare."""


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked.

    Parameters
    ----------
    now
        The situation of the day.
    filters
        What is chosen; wards and former districts are left aside, since a ward is only high against others.
    scope
        Who sees what of the province.
    """

    now: Situation
    filters: Filters
    scope: Scope

    @property
    def answerable(self) -> bool:
        """Whether anything that could be compared is recorded."""
        return all(self.now.recorded(entity) for entity in NEEDED)

    @property
    def day(self) -> dt.date:
        """Of the situation."""
        return self.now.snapshot.as_of

    @property
    def name(self) -> str:
        """Under which the answer is kept: one for each choice of cases and projects."""
        query = self.filters.without(*PLACES, "area").to_query()
        return f"hotspots-{_short(sorted(query.items()))}" if query else "hotspots"

    @property
    def version(self) -> str:
        """Of the method and of what the answer is worked out from."""
        rules = _short([(rule.id, rule.verified) for rule in self.now.rules.provisions]) if self.filters.overdue else ""
        return f"{VERSION}:{self.now.snapshot.recorded}:{self.now.areas.digest}:{rules}"

    @property
    def key(self) -> str:
        """Tell questions apart that have different answers."""
        return f"{self.name}|{self.version}|{self.day.isoformat()}|{self.scope.extent}"


def kept(store: Store, asked: Question) -> Told | None:
    """Read the answer back; None where it was not worked out yet.

    Raises
    ------
    StoreError
        As for `gis.records.results.load`.
    """
    plain = results.load(store, asked.name, **_about(asked))
    return early_told.of_json(plain) if plain else None


def work_out(store: Store, asked: Question, progress: Progress | None = None) -> Told | None:
    """Work the answer out and keep it.

    Parameters
    ----------
    store
        Where it is kept.
    asked
        The question.
    progress
        Called with the number of maps drawn so far and of all; see `gis.insight.scan`.

    Returns
    -------
    None where nothing can be compared (`Question.answerable`).

    Raises
    ------
    StoreError
        As for `gis.records.results.keep`.
    """
    told = found(asked, progress)
    if told is not None:
        results.keep(store, result(asked, told))
    return told


def found(asked: Question, progress: Progress | None = None) -> Told | None:
    """Work the answer out; see `work_out`."""
    chosen = asked.now.select(asked.filters.without(*PLACES))
    clusters = early_areas.found(chosen, trend.months(asked.day), seed=SEED, progress=progress)
    return early_told.of_found(clusters, asked.now) if clusters is not None else None


def result(asked: Question, told: Told) -> Result:
    """Answer what is to be kept of an answer."""
    return Result(asked.name, told.to_json(), **_about(asked))


def _about(asked: Question) -> dict[str, Any]:
    return {"version": asked.version, "as_of": asked.day, "scope": asked.scope.extent}


def _short(what: Any) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()[:12]
