"""A replica that follows, lags, goes away or is another's: pages never go back, and never show an error for it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from gis import doctor, settings
from gis.door import gauges, health, newest
from gis.errors import SettingsError
from gis.records import database, replica
from gis.records.batch import Batch
from gis.records.database import Database
from gis.records.ledger import Ledger, open_ledger
from gis.records.reading import code_of, reaches
from gis.records.replica import source_of
from gis.records.store import Store
from gis.settings import Settings
from gis.ui import process
from tests.door_asking import ask
from tests.postgres import Cluster
from tests.recording import batch
from tests.records_city import FIRST, OFFICER, SECOND, Stores, cases, day, told

LAST = day("2026-12-31")
K9 = Batch({"case": cases({"code": "K9", "received_on": "2026-03-01"})}, "elsewhere.xlsx")


@dataclass
class Pair:
    """A store, and the replica that follows it."""

    store: Store
    leader: Cluster
    follower: Cluster

    def elsewhere(self, came: Batch) -> None:
        """Record as another process does, of which this one knows nothing."""
        self.store.append(came)
        database._WRITTEN[self.store.database.url] -= 1

    def caught_up(self) -> None:
        self.follower.resume(self.leader)

    @property
    def state(self) -> str:
        return source_of(self.store).state


@pytest.fixture(scope="module")
def follower(cluster: Cluster) -> Iterator[Cluster]:
    with cluster.standby() as following:
        yield following


def following(store: Store, address: str) -> Store:
    return Store(store.database, store.settings.model_copy(update={"database_read_url": address}))


@pytest.fixture
def pair(served: Stores, cluster: Cluster, follower: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setattr(replica, "AGAIN", 0.0)
    store = served.empty()
    store.append(FIRST)
    made = Pair(following(store, follower.address(str(store.database.url.database))), cluster, follower)
    made.caught_up()
    yield made
    made.caught_up()
    copied = Database.replica_of(made.store.settings)
    assert copied
    copied.engine.dispose()


def codes(ledger: Ledger) -> set[str]:
    return set(told(ledger.snapshot(LAST, OFFICER)))


def test_the_ledger_is_read_from_the_replica_and_shows_what_others_recorded_once_it_is_there(pair: Pair) -> None:
    ledger = open_ledger(pair.store, pair.store.settings)
    pair.follower.pause()
    pair.elsewhere(SECOND)
    assert not ledger.refresh()
    assert (codes(ledger), pair.state) == ({"K1", "K2"}, "following")
    pair.caught_up()
    assert ledger.refresh()
    assert (codes(ledger), pair.state) == ({"K1", "K2", "K3"}, "following")


def test_whoever_recorded_sees_it_at_once_and_nothing_goes_back(pair: Pair) -> None:
    ledger = open_ledger(pair.store, pair.store.settings)
    pair.follower.pause()
    pair.store.append(SECOND)
    assert ledger.refresh()
    assert codes(ledger) == {"K1", "K2", "K3"}
    assert not ledger.refresh()
    assert (codes(ledger), pair.state) == ({"K1", "K2", "K3"}, "behind")
    pair.elsewhere(K9)
    assert ledger.refresh(), "the database itself is read meanwhile"
    assert codes(ledger) == {"K1", "K2", "K3", "K9"}
    pair.caught_up()
    assert not ledger.refresh()
    assert (codes(ledger), pair.state) == ({"K1", "K2", "K3", "K9"}, "following")


def test_what_is_withdrawn_here_is_gone_here_at_once(pair: Pair) -> None:
    pair.store.append(SECOND)
    pair.caught_up()
    ledger = open_ledger(pair.store, pair.store.settings)
    pair.follower.pause()
    pair.store.withdraw(2)
    for _ in range(2):
        ledger.refresh()
        assert codes(ledger) == {"K1", "K2"}


def test_whoever_opens_a_page_sees_what_they_recorded_through_another_process(pair: Pair) -> None:
    ledger = open_ledger(pair.store, pair.store.settings)
    pair.follower.pause()
    pair.elsewhere(SECOND)
    assert ledger.refresh(anew=True)
    assert not ledger.refresh()
    assert codes(ledger) == {"K1", "K2", "K3"}


def test_a_ledger_begins_with_the_replica_and_ends_with_what_it_lacks(pair: Pair) -> None:
    pair.follower.pause()
    pair.elsewhere(SECOND)
    fresh = open_ledger(pair.store, pair.store.settings)
    assert codes(fresh) == {"K1", "K2", "K3"}
    assert fresh.batches["source"].tolist() == ["first.xlsx", "second.xlsx"]


def test_a_page_that_stands_open_is_not_told_of_what_it_shows(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "current", lambda: pair.store.settings)
    ledger = open_ledger(pair.store, pair.store.settings)
    pair.follower.pause()
    pair.store.append(SECOND)
    ledger.refresh()
    answered = ask(Starlette(routes=newest.routes()), "/newest").body.decode()
    assert answered == code_of(ledger.marker)
    assert process.recorded_after(ledger.marker) is None
    pair.elsewhere(K9)
    assert process.recorded_after(ledger.marker) is not None


def test_a_closed_period_is_never_shown_without_what_it_counts(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = open_ledger(pair.store, pair.store.settings)
    monkeypatch.setattr(process, "ledger", lambda: ledger)
    process.refresh()
    pair.follower.pause()
    pair.elsewhere(SECOND)
    closed = pair.store.close_period("Quý I", day("2026-03-31"))
    database._WRITTEN[pair.store.database.url] -= 1
    assert codes(ledger) == {"K1", "K2"}
    process.refresh(closed.known_on)
    assert codes(ledger) == {"K1", "K2", "K3"}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_in_whatever_order_nothing_goes_back_and_nothing_of_ones_own_is_missing(
    pair: Pair, seed: int
) -> None:
    chance, numbers, own, paused = random.Random(seed), iter(range(100, 200)), set[str](), False  # noqa: S311 (no secret)
    ledger = open_ledger(pair.store, pair.store.settings)
    known = ledger.marker
    for _ in range(25):
        came, number = chance.choice(["here", "elsewhere", "pause", "resume", "look", "look", "open"]), next(numbers)
        if came == "here":
            pair.store.append(batch(number, size=1))
            own.add(f"{number}-0")
        elif came == "elsewhere":
            pair.elsewhere(batch(number, size=1))
        elif came == "pause" and not paused:
            pair.follower.pause()
            paused = True
        elif came == "resume":
            pair.caught_up()
            paused = False
        ledger.refresh(anew=came == "open")
        assert reaches(ledger.marker, known)
        assert own <= codes(ledger)
        known = ledger.marker


def test_a_replica_that_is_away_is_told_once_and_nobody_sees_an_error(pair: Pair) -> None:
    ledger = open_ledger(pair.store, pair.store.settings)
    pair.follower.stop()
    try:
        with capture_logs() as said:
            pair.elsewhere(SECOND)
            assert ledger.refresh()
            assert codes(ledger) == {"K1", "K2", "K3"}
            assert codes(open_ledger(pair.store, pair.store.settings)) == {"K1", "K2", "K3"}
        assert [(one["event"], one["state"], one["log_level"]) for one in said] == [("replica", "away", "warning")]
        assert pair.leader.password not in str(said)
        assert pair.state == "away"
    finally:
        pair.follower.start()
    with capture_logs() as said:
        pair.caught_up()
        assert not ledger.refresh()
    assert [(one["event"], one["state"], one["log_level"]) for one in said] == [("replica", "following", "info")]


def test_a_replica_that_is_away_is_not_asked_by_every_click(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, tried = open_ledger(pair.store, pair.store.settings), []
    monkeypatch.setattr(replica, "AGAIN", 60.0)
    copied = Database.replica_of(pair.store.settings)
    pair.follower.stop()
    try:
        ledger.refresh()
        reading = Database.reading
        monkeypatch.setattr(Database, "reading", lambda one: tried.append(one) or reading(one))
        for _ in range(3):
            ledger.refresh()
        assert tried
        assert copied not in tried
    finally:
        source_of(pair.store)._again = 0.0
        pair.follower.start()


def test_a_replica_of_another_store_is_refused_clearly(
    pair: Pair, served: Stores, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = served.empty()
    other.append(K9)
    wrong = following(pair.store, cluster.address(str(other.database.url.database)))
    with capture_logs() as said:
        ledger = open_ledger(wrong, wrong.settings)
        for _ in range(2):
            ledger.refresh()
        assert codes(ledger) == {"K1", "K2"}
    assert [(one["event"], one["state"]) for one in said] == [("replica", "other")]
    monkeypatch.setattr(settings, "current", lambda: wrong.settings)
    [check] = [one for one in doctor.diagnose(wrong.settings) if one.name == "replica"]
    assert not check.ok
    assert "cơ sở dữ liệu khác" in check.detail
    assert cluster.password not in check.detail
    copied = Database.replica_of(wrong.settings)
    assert copied
    copied.engine.dispose()


def test_a_replica_that_went_on_by_itself_is_not_believed(pair: Pair, served: Stores, cluster: Cluster) -> None:
    name = cluster.database(like=_closed(pair.store))
    own = Store(Database.of(Settings(database_url=cluster.address(name))), pair.store.settings)
    own.append(K9)
    apart = following(pair.store, cluster.address(name))
    ledger = open_ledger(apart, apart.settings)
    assert (codes(ledger), source_of(apart).state) == ({"K1", "K2"}, "ahead")
    pair.store.append(SECOND)
    ledger.refresh()
    assert codes(ledger) == {"K1", "K2", "K3"}
    own.database.engine.dispose()
    copied = Database.replica_of(apart.settings)
    assert copied
    copied.engine.dispose()
    cluster.drop(name)


def _closed(store: Store) -> str:
    """Let go of a database, so that it can be copied."""
    store.database.engine.dispose()
    copied = Database.replica_of(store.settings)
    assert copied
    copied.engine.dispose()
    return str(store.database.url.database)


def test_who_watches_is_told_that_it_is_degraded_and_not_down(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "current", lambda: pair.store.settings)
    app = Starlette(routes=[*health.routes(), *gauges.routes()])

    def look() -> tuple[int, str, dict[str, str], bool]:
        answer = ask(app, "/readyz")
        [check] = [one for one in doctor.diagnose(pair.store.settings) if one.name == "replica"]
        found = answer.json()
        figure = f'landmap_replica{{state="{found["replica"]["state"]}"}} 1.0'
        assert figure in gauges.told().decode()
        assert pair.leader.password not in check.detail + answer.body.decode()
        return answer.status, found["status"], found["replica"], check.ok

    assert look() == (200, "ok", {"status": "ok", "state": "following"}, True)
    pair.follower.pause()
    pair.elsewhere(SECOND)
    assert look() == (200, "degraded", {"status": "degraded", "state": "behind"}, True)
    pair.follower.stop()
    try:
        assert look() == (200, "degraded", {"status": "degraded", "state": "away"}, False)
    finally:
        pair.follower.start()


def test_without_a_replica_nothing_is_told_of_one(served: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    store = served.empty()
    monkeypatch.setattr(settings, "current", lambda: store.settings)
    assert "replica" not in ask(Starlette(routes=health.routes()), "/readyz").json()
    assert "landmap_replica" not in gauges.told().decode()


@pytest.mark.parametrize(
    ("own", "copied", "phrase"),
    [
        ("", "postgresql+psycopg://127.0.0.1/x", "records.replica_of_file"),
        ("postgresql+psycopg://127.0.0.1/x", "sqlite:///x.db", "records.replica_of_file"),
        ("postgresql+psycopg://127.0.0.1/x", "nonsense", "records.replica_address"),
    ],
)
def test_an_address_that_cannot_be_a_replicas_is_refused(own: str, copied: str, phrase: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Database.replica_of(Settings(database_url=own, database_read_url=copied))
    assert refused.value.phrase.key == phrase
    assert "LANDMAP_DATABASE_READ_URL" in refused.value.say("vi")


@pytest.mark.parametrize(
    ("marker", "floor", "expected"),
    [
        ((1, "a", 0), None, True),
        ((1, "a", 0), (1, "a", 0), True),
        ((2, "b", 0), (1, "a", 0), True),
        ((1, "a", 1), (1, "a", 0), True),
        ((1, "a", 0), (2, "b", 0), False),
        ((2, "b", 0), (1, "a", 1), False),
        ((1, "a", 0), (1, "b", 0), False),
        ((0, "", 0), (1, "a", 0), False),
    ],
)
def test_which_state_comes_after_which(marker, floor, expected) -> None:
    assert reaches(marker, floor) is expected
