"""Provinces scored ahead of the pages: by one process, by several, and by what is left of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

import pytest
from distributed import Client
from sqlalchemy import select

from gis.answers import hotspots, risks, scores, spreading, whole
from gis.answers.hotspots import Question
from gis.answers.whole import METHOD, Scored
from gis.areas.value import encode
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight.situation import situation
from gis.law import rules
from gis.records.batch import Batch
from gis.records.store import Store, open_store
from gis.records.tables import RESULT
from gis.settings import Settings
from tests import city
from tests.test_command_line import refused, run

PROVINCES = ("98", "99")
NAMES = ["backtest", "hotspots", "scored"]
"""What is kept of a province with too few cases to expect anything of."""
SIGN = ["scored"]
"""What is kept of a province without a case."""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look back at some months only."""
    monkeypatch.setattr(scores, "MONTHS", 3)


@pytest.fixture
def two(office: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Projects and plans of the drawn city twice in one store, as provinces 99 and 98: little work for processes.

    Without a case nothing is found, and that it was looked for is kept.
    """
    other = dataclasses.replace(city.areas(), province="98")
    (office.state_dir / "areas-98.geojson").write_bytes(encode(other))
    for code in PROVINCES:
        frames = {name: city.frame(name, city.ROWS[name]) for name in ("project", "plan")}
        of_province = office.model_copy(update={"province": code})
        open_store(of_province).append(Batch(frames, source=f"drawn city {code}"))
    # a new process runs the main program of this one first, and tests of pages leave their own script in its place
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    return office


def kept(store: Store) -> dict[str, list[str]]:
    """Answer what is kept, by province."""
    with store.reading() as reading:
        rows = reading.connection.execute(select(RESULT.c.province, RESULT.c.name)).all()
    return {code: sorted(name for of, name in rows if of == code) for code in {of for of, _ in rows}}


@contextmanager
def locked(chosen: Settings) -> Iterator[None]:
    """Let nobody else write: whoever has worked something out waits with it in hand."""
    with open_store(chosen).database.writing():
        yield


def busy(client: Client, workers: dict[str, int]) -> tuple[str, int]:
    """Answer address and process of a worker that has a province in hand."""
    while True:
        for address, tasks in client.processing().items():
            if tasks:
                return address, workers[address]


def states(found: list[Scored]) -> dict[str, str]:
    return {one.province: one.reason or one.state for one in found}


@pytest.mark.usefixtures("quick")
def test_what_is_kept_is_what_a_page_reads(drawn_office: Settings) -> None:
    scored = whole.score("99", city.AS_OF, METHOD)
    assert (scored.state, scored.day, scored.cases) == ("scored", city.AS_OF, len(city.CASES))
    here = scores.office(drawn_office)
    assert kept(here.store) == {"99": NAMES}
    assert scores.kept(here, city.AS_OF)
    snapshot = here.ledger.snapshot(city.AS_OF, here.scope)
    now = situation(snapshot, here.areas, rules.current(), crowd_size=drawn_office.crowd_size)
    assert hotspots.kept(here.store, Question(now, Filters(), here.scope))


@pytest.mark.usefixtures("quick")
def test_the_same_records_are_scored_once_and_others_again(drawn_office: Settings) -> None:
    assert whole.score("99", None, METHOD).state == "scored"
    assert whole.score("99", None, METHOD).state == "kept"
    more = {"case": city.frame("case", [{**city.CASES[0], "code": "V-99"}])}
    open_store(drawn_office).append(Batch(more, source="later"))
    assert whole.score("99", None, METHOD).state == "scored"


def test_a_province_is_kept_whole_or_not_at_all(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> tuple[object, ...]:
        raise RequestError("cli.risk.too_little")

    monkeypatch.setattr(risks, "found", fails)
    failed = whole.score("99", None, METHOD)
    assert failed.state == "failed"
    assert "một năm" in failed.reason
    assert kept(open_store(drawn_office)) == {}


def test_nothing_is_made_of_nothing(office: Settings) -> None:
    assert whole.score("99", None, METHOD).state == "nothing"
    assert kept(open_store(office)) == {}


def test_a_worker_of_another_version_keeps_nothing(drawn_office: Settings) -> None:
    failed = whole.score("99", None, "0:0")
    assert failed.state == "failed"
    assert "0:0" in failed.reason
    assert kept(open_store(drawn_office)) == {}


@pytest.mark.usefixtures("quick")
def test_one_province_is_scored_by_the_command(drawn_office: Settings) -> None:
    said = run("score", "--json")
    assert said.exit_code == 0
    assert [(one["province"], one["state"]) for one in json.loads(said.stdout)["provinces"]] == [("99", "scored")]
    again = run("score")
    assert "đã tính từ trước" in again.stdout
    assert "1 đã tính từ trước" in again.stderr


def test_a_cluster_needs_many_provinces_and_an_answer(
    two: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--all" in refused(capsys, "score", "--cluster", "tcp://127.0.0.1:1")
    monkeypatch.setattr(spreading, "_PATIENCE", 1)
    assert "tcp://127.0.0.1:1" in refused(capsys, "score", "--all", "--cluster", "tcp://127.0.0.1:1")


def test_every_province_of_the_store_is_scored_by_processes_of_their_own(two: Settings) -> None:
    with spreading.cluster("") as client:
        assert client.scheduler_info()["address"].startswith("tls://127.0.0.1:")
        assert states(list(spreading.spread(client, PROVINCES, None))) == dict.fromkeys(PROVINCES, "nothing")
        assert states(list(spreading.spread(client, PROVINCES, None))) == dict.fromkeys(PROVINCES, "kept")
    assert kept(open_store(two)) == dict.fromkeys(PROVINCES, SIGN)


def test_a_province_that_fails_stops_no_other(two: Settings) -> None:
    (two.state_dir / "areas-98.geojson").unlink()
    said = run("score", "--all", "--json")
    assert said.exit_code == 1
    found = {one["province"]: one for one in json.loads(said.stdout)["provinces"]}
    assert (found["98"]["state"], found["99"]["state"]) == ("failed", "nothing")
    assert "areas build" in found["98"]["reason"]
    assert "Chạy lại" in said.stderr


def test_what_a_killed_worker_had_in_hand_is_done_by_another(two: Settings) -> None:
    with spreading.cluster("") as client:
        workers = client.run(os.getpid)
        with locked(two):
            waiting = spreading.spread(client, PROVINCES, None)
            address, pid = busy(client, workers)
            os.kill(pid, signal.SIGKILL)
            client.wait_for_workers(len(workers), timeout=60)
        assert states(list(waiting)) == dict.fromkeys(PROVINCES, "nothing")
        assert address not in client.run(os.getpid)
    assert kept(open_store(two)) == dict.fromkeys(PROVINCES, SIGN)


def no_room() -> None:
    """Let a worker write no further byte into any file, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def room_again() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_a_worker_whose_disk_is_full_says_so_keeps_nothing_by_halves_and_is_done_once_there_is_room(
    two: Settings,
) -> None:
    with spreading.cluster("") as client:
        client.run(no_room)
        found = list(spreading.spread(client, PROVINCES, None))
        assert {one.state for one in found} == {"failed"}
        assert all(one.reason.startswith("Ổ đĩa chứa") for one in found), states(found)
        assert kept(open_store(two)) == {}
        client.run(room_again)
        assert states(list(spreading.spread(client, PROVINCES, None))) == dict.fromkeys(PROVINCES, "nothing")
    assert kept(open_store(two)) == dict.fromkeys(PROVINCES, SIGN)


def test_a_run_that_is_killed_loses_no_finished_province(two: Settings, tmp_path: Path) -> None:
    assert whole.score("98", None, METHOD).state == "nothing"
    line = [sys.executable, "-m", "gis", "score", "--all"]
    folder = tmp_path / "workers"
    folder.mkdir()
    environment = os.environ | {"TMPDIR": str(folder)}
    with locked(two), subprocess.Popen(line, env=environment, start_new_session=True) as running:
        while not list(folder.glob("landmap-workers-*/*")):
            with suppress(subprocess.TimeoutExpired):
                running.wait(timeout=0.1)
        os.killpg(running.pid, signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert kept(open_store(two)) == {"98": SIGN}
    again = json.loads(run("score", "--all", "--json").stdout)["provinces"]
    assert {one["province"]: one["state"] for one in again} == {"98": "kept", "99": "nothing"}


def test_a_lost_scheduler_is_told_for_every_province_that_was_left(two: Settings) -> None:
    with locked(two), spreading.cluster("") as client:
        waiting = spreading.spread(client, PROVINCES, dt.date(2026, 9, 30))
        client.close()
        found = list(waiting)
    assert states(found) == dict.fromkeys(PROVINCES, "mất kết nối với cụm máy tính")
