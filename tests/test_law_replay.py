"""What the clocks said on a day comes back as it was known then: by what had happened, and by what was recorded.

Two complaints, and a check of the limit for resolving a second complaint (45 days)::

    events     10/1        1/2                3/3       18/3     20/3
    V1 first   received    accepted           V1 due             decided
    V2 second  received    accepted                     V2 due
    recorded        5/2: both received, V2 accepted    2/4: V1 accepted    2/5: V1 decided    3/6: limit of V2 checked
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from gis.areas import Areas
from gis.insight.situation import situation
from gis.law.rules import current
from gis.records.batch import Batch
from gis.records.ledger import open_ledger
from gis.records.rule_checks import Version, checked
from gis.records.store import Store
from tests import city
from tests.records_city import OFFICER, Stores, cases, day, moment

[LIMIT] = current().of("resolve_second")
V1 = {"code": "V1", "level": "first", "received_on": "2026-01-10"}
V1_ACCEPTED = V1 | {"accepted_on": "2026-02-01"}
V1_DECIDED = V1_ACCEPTED | {"decided_on": "2026-03-20"}
V2 = {"code": "V2", "level": "second", "received_on": "2026-01-10", "accepted_on": "2026-02-01"}
BATCHES = {
    "2026-02-05": Batch({"case": cases(V1, V2)}, "first.xlsx"),
    "2026-04-02": Batch({"case": cases(V1_ACCEPTED)}, "second.xlsx"),
    "2026-05-02": Batch({"case": cases(V1_DECIDED)}, "third.xlsx"),
    "2026-06-03": checked(
        Version(LIMIT.id, LIMIT.valid_from, LIMIT.substance),
        "verified",
        document="Luật số 02/2011/QH13",
        on=day("2026-06-01"),
        role="admin",
        demo=False,
    ),
}


@pytest.fixture(scope="module")
def areas() -> Areas:
    """The drawn wards."""
    return city.areas()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of all of it."""
    made = Stores(tmp_path_factory.mktemp("replay"))
    yield recorded(made.empty())
    made.remove()


def recorded(store: Store, until: str = "2026-12-31") -> Store:
    """Record what had come by a day."""
    for on, batch in BATCHES.items():
        if on <= until:
            store.append(batch, recorded_at=moment(on))
    return store


def standings(store: Store, areas: Areas, as_of: str, known_on: dt.datetime | None = None) -> dict[str, str]:
    """Where each open case stands."""
    snapshot = open_ledger(store, store.settings).snapshot(day(as_of), OFFICER, known_on=known_on)
    found = situation(snapshot, areas, current())["open_case"]
    return dict(zip(found["code"], found["standing"].astype(str), strict=True))


@pytest.mark.parametrize(
    ("as_of", "known_on", "v1", "v2"),
    [
        # known on 5/2: V1 waits for its acceptance, due on 20/1 by an article nobody read
        ("2026-01-20", "2026-02-05", "in_time", "in_time"),
        ("2026-01-21", "2026-02-05", "past_unverified", "overdue"),  # Điều 36, second level, was read
        ("2026-02-05", "2026-02-05", "past_unverified", "in_time"),
        ("2026-03-18", "2026-02-05", "past_unverified", "in_time"),
        ("2026-03-19", "2026-02-05", "past_unverified", "past_unverified"),
        # known on 2/4: V1 was accepted on 1/2, so it was to be resolved by 3/3
        ("2026-03-03", "2026-04-02", "in_time", "in_time"),
        ("2026-03-04", "2026-04-02", "overdue", "in_time"),
        ("2026-04-02", "2026-04-02", "overdue", "past_unverified"),
        # known on 2/5: it was decided on 20/3
        ("2026-03-19", "2026-05-02", "overdue", "past_unverified"),
        ("2026-03-20", "2026-05-02", None, "past_unverified"),
        # known on 3/6: the limit of a second complaint was checked
        ("2026-03-18", "2026-06-03", "overdue", "in_time"),
        ("2026-03-19", "2026-06-03", "overdue", "overdue"),
        ("2026-06-02", "2026-06-02", None, "past_unverified"),
    ],
)
def test_what_stood_on_a_day_as_it_was_known(whole, areas, as_of, known_on, v1, v2):
    found = standings(whole, areas, as_of, moment(known_on))
    assert (found.get("V1"), found.get("V2")) == (v1, v2)


@pytest.mark.parametrize("known_on", [*list(BATCHES)[:-1], "2026-03-01"])
def test_a_replay_is_what_a_store_of_that_day_says(stores, areas, known_on):
    full, partial = recorded(stores.empty()), recorded(stores.empty(), until=known_on)
    for as_of in ("2026-01-15", "2026-03-04", "2026-03-19", "2026-06-03"):
        assert standings(full, areas, as_of, moment(known_on)) == standings(partial, areas, as_of)
