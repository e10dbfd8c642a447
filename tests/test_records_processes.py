"""Several processes on one store: who records, who looks on, and who is killed in the middle of it."""

from __future__ import annotations

import random
import time

from gis.records.database import Database
from gis.records.entities import ENTITIES
from gis.records.ledger import open_ledger
from gis.records.store import Store
from tests.recording import LAST, OFFICER, PROCESSES, batch, look_on, record, start
from tests.records_city import PROVINCE

PATIENCE = 60
NOTICED = 5
KILLS = 20


def counts(store: Store) -> tuple[int, int, int]:
    """Batches, versions of cases and of household files in one state of the store."""
    with store.reading() as reading:
        rows = [sum(t.num_rows for t in reading.versions(ENTITIES[n], PROVINCE)) for n in ("case", "household_file")]
        return len(reading.batches(PROVINCE)), rows[0], rows[1]


def test_who_looks_on_while_others_record_never_sees_half_a_batch(stores):
    store = stores.empty()
    together, seen = PROCESSES.Barrier(2), PROCESSES.Queue()
    lookers = [start(look_on, store, 2400, seen) for _ in range(2)]
    writers = [start(record, store, numbers, together) for numbers in ([1, 2, 3], [4, 5, 6])]
    for process in writers:
        process.join(PATIENCE)
    # whoever looks on notices the last batch soon after it was recorded
    found = [seen.get(timeout=NOTICED) for _ in lookers]
    for process in lookers:
        process.join(PATIENCE)
    assert [process.exitcode for process in (*lookers, *writers)] == [0] * 4
    for pairs in found:
        assert all(one == other and one % 400 == 0 for one, other in pairs)
        assert pairs[-1] == (2400, 2400)


def test_nobody_waits_for_what_is_being_recorded(stores):
    store = stores.drawn()
    hasty = Store(Database(store.database.url, patience=0), store.settings)
    ledger = open_ledger(hasty, store.settings)
    with store.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO petition (batch, province, row_key, code) VALUES (1, '01', 'D1', 'D1')")
        assert not ledger.refresh()
        assert len(open_ledger(hasty, store.settings).snapshot(LAST, OFFICER)["petition"]) == 0
    hasty.database.engine.dispose()


def test_two_who_record_overlapping_rows_at_once_record_each_row_once(stores):
    store = stores.empty()
    together = PROCESSES.Barrier(2)
    writers = [start(record, store, numbers, together) for numbers in ([1, 2, 3], [3, 2, 1])]
    for process in writers:
        process.join(PATIENCE)
    assert [process.exitcode for process in writers] == [0, 0]
    # whichever came first recorded the batch; for the other every row was known
    assert sorted(store.batches()["source"]) == ["1.xlsx", "2.xlsx", "3.xlsx"]
    assert counts(store) == (3, 1200, 1200)


def recorded(store: Store, number: int, together, within: float) -> tuple[float, bool]:
    """Let a process record a batch and kill it after a while; how long it took, and whether it was killed."""
    process = start(record, store, [number], together)
    together.wait(PATIENCE)
    begun = time.perf_counter()
    process.join(within)
    process.kill()
    process.join(PATIENCE)
    return time.perf_counter() - begun, process.exitcode != 0


def test_whoever_is_killed_while_recording_leaves_all_or_nothing(stores):
    store, apart, together = stores.empty(), stores.empty(), PROCESSES.Barrier(2)
    moments = random.Random(20261124)  # noqa: S311 (the same moments in every run)
    whole, _ = recorded(store, 0, together, PATIENCE)
    apart.append(batch(0))
    killed = 0
    for number in range(1, KILLS + 1):
        killed += recorded(store, number, together, moments.uniform(0, whole))[1]
        found, case, files = counts(store)
        assert found in (number, number + 1)
        assert case == files == 400 * found
        again = store.append(batch(number))
        assert (again.new, again.unchanged) in {(800, 0), (0, 800)}
        apart.append(batch(number))
        assert counts(store) == (number + 1, 400 * (number + 1), 400 * (number + 1))
    assert store.batches()["digest"].tolist() == apart.batches()["digest"].tolist()
    assert killed > KILLS // 4
