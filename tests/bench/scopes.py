"""What a scope adds by itself: ``python -m tests.bench.scopes``, on the city of the settings.

The same records are cut for the whole city, for all its wards by name (the dearest scope: it keeps every row, and has
to look at each) and for a former district. Each is cut on days that nobody looked at before, by turns, so that whatever
else the machine does falls on all of them; the quickest run is told. A click chooses another subject of cases on the
map page: figures, ward table, sheet and map are worked out of a situation that is there. It writes one JSON object.
"""

from __future__ import annotations

import datetime as dt
import gc
import itertools
import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from gis import areas, settings
from gis.areas import Areas
from gis.briefing import key_figures, sheet_counts
from gis.briefing.leaving import FileDesk
from gis.briefing.pictures import picture
from gis.briefing.reading import Reading
from gis.filters import Filters
from gis.insight import duties, overview, sheets, wards
from gis.insight.reasons import reasons
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.maps.layers import feature_group
from gis.records.entities.cases import SUBJECTS
from gis.records.ledger import Ledger, open_ledger
from gis.records.store import open_store
from gis.scope import Role, Scope
from gis.view import View

ROLES: Final[tuple[Role, ...]] = ("officer", "viewer")
_RUNS: Final = 5
_CITY: Final = "city"

Row = dict[str, Any]


class _ScreenDesk(FileDesk):
    """A desk at which one looks at a screen."""

    @property
    def leaves(self) -> bool:
        """Nothing leaves."""
        return False


def scopes(role: Role, places: Areas) -> Mapping[str, Scope]:
    """Answer the scopes that are held against each other, the whole city first."""
    district = places.districts.index[0]
    return {
        _CITY: Scope(places.province, None, role),
        "all wards, by name": Scope(places.province, frozenset(map(str, places.wards.index)), role),
        "a former district": Scope(places.province, frozenset(map(str, places.wards_of(district))), role),
    }


def measured() -> list[Row]:
    """Cut and click for each role and scope."""
    chosen = settings.current()
    ledger, places = open_ledger(open_store(chosen), chosen), areas.load(chosen)
    return [row for role in ROLES for row in _of_role(role, ledger, places)]


def _of_role(role: Role, ledger: Ledger, places: Areas) -> list[Row]:
    last = ledger.last_event() or dt.date.today()  # noqa: DTZ011 (a store has events)
    asked = scopes(role, places)
    days = (last - dt.timedelta(days=n) for n in itertools.count(100))
    cuts = _by_turns({name: lambda one=one: _cut(ledger, one, next(days)) for name, one in asked.items()})
    seen = {name: _reading(ledger, one, places, last) for name, one in asked.items()}
    for reading in seen.values():
        _click(reading, Filters())
    clicks = _by_turns({name: _clicking(reading) for name, reading in seen.items()})
    return [
        {
            "role": role,
            "scope": name,
            "rows": len(ledger.snapshot(last, one).rows("case")),
            "snapshot": 1_000 * cuts[name],
            "snapshot_more": _more(cuts, name),
            "click": 1_000 * clicks[name],
            "click_more": _more(clicks, name),
        }
        for name, one in asked.items()
    ]


def _more(took: Mapping[str, float], name: str) -> float | None:
    return None if name == _CITY else 100 * (took[name] / took[_CITY] - 1)


def _cut(ledger: Ledger, scope: Scope, day: dt.date) -> None:
    dict(ledger.snapshot(day, scope).frames)


def _reading(ledger: Ledger, scope: Scope, places: Areas, day: dt.date) -> Reading:
    law, chosen = rules.current(), settings.current()

    def on(asked: dt.date, known_on: dt.datetime | None) -> Situation:
        return situation(ledger.snapshot(asked, scope, known_on=known_on), places, law)

    desk = _ScreenDesk(scope, chosen.suppress_below, chosen.party_month_day, (), ledger.provenance, on)
    return Reading(View(as_of=day), on(day, None), desk)


def _clicking(reading: Reading) -> Callable[[], None]:
    """Answer what chooses something that was not chosen before, each time it is called."""
    codes = [subject.code for subject in SUBJECTS]
    choices = itertools.chain.from_iterable(itertools.combinations(codes, n) for n in (1, 2))
    return lambda: _click(reading, Filters(subject=next(choices)))


def _click(reading: Reading, filters: Filters) -> None:
    now = Reading(View(as_of=reading.view.as_of, filters=filters), reading.situation, reading.desk)
    key_figures.key_counts(overview.figures(now.selection, now.period), now)
    owed = duties.due(now.selection)
    brief = sheets.brief(now.selection, now.period)
    sheet_counts.told(brief, owed, tuple(reasons(now.selection, owed)), now)
    feature_group(picture(wards.table(now.selection, now.period), now), "geo")


def _by_turns(works: Mapping[str, Callable[[], None]]) -> dict[str, float]:
    """Time several works by turns, so often; the quickest is told of each, in seconds of the processor."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(_RUNS):
        for name, work in works.items():
            gc.collect()
            start = time.process_time()
            work()
            took[name].append(time.process_time() - start)
    return {name: min(times) for name, times in took.items()}


if __name__ == "__main__":
    json.dump(measured(), sys.stdout)
