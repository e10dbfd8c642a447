"""The crowd that loads a server: it really clicks, sees what fails, and writes what it saw. No time is asserted."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import httpx
import pytest

from gis.words import say
from tests import postgres
from tests.load import __main__ as load
from tests.load import crowd, soak
from tests.load.reader import NoAnswerError, Reader
from tests.serving import Server

SUBJECT = say("filters.label.subject")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory):
    state = tmp_path_factory.mktemp("load")
    server = Server(state)
    assert server.command("demo", "--cases", "300").returncode == 0
    with server.running():
        yield server


def test_a_reader_reads_a_page_and_its_clicks_change_the_address(served: Server) -> None:
    async def reads() -> tuple[str, str]:
        reader = Reader(served.url, crowd.PAGES[-1])
        assert (await reader.open()).size > 10_000
        before = reader.query
        answer = await reader.choose(SUBJECT, reader.boxes[SUBJECT][1][:1])
        assert 0 < answer.size < 100_000
        await reader.close()
        return before, reader.query

    before, after = asyncio.run(reads())
    assert "subject=" not in before
    assert "subject=" in after


def test_a_crowd_looks_at_four_pages_and_each_is_its_own(served: Server) -> None:
    """Whoever asks for a path that is none gets the home page."""
    assert len(set(crowd.PAGES)) == 4

    async def opened() -> set[int]:
        sizes = set()
        for path in dict.fromkeys(crowd.PAGES):
            reader = Reader(served.url, path)
            sizes.add((await reader.open()).size)
            await reader.close()
        return sizes

    assert len(asyncio.run(opened())) == 4


def test_whoever_gets_no_answer_says_so() -> None:
    with pytest.raises(NoAnswerError):
        asyncio.run(Reader("http://127.0.0.1:1", "").open())


@pytest.mark.parametrize(("closed", "answered"), [(0, True), (1, True), (2, False)])
def test_a_connection_that_was_closed_is_replaced_once(closed: int, *, answered: bool) -> None:
    asked: list[httpx.Request] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if len(asked) <= closed:
            raise httpx.ReadError("closed")
        return httpx.Response(200, text="9")

    async def asks() -> str:
        async with httpx.AsyncClient(transport=httpx.MockTransport(server)) as asking:
            return await Reader("http://127.0.0.1:1", "").newest(asking)

    if answered:
        assert asyncio.run(asks()) == "9"
    else:
        with pytest.raises(NoAnswerError):
            asyncio.run(asks())


def test_a_crowd_clicks_and_counts_what_fails(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "THINKING", 0.1)
    seen = asyncio.run(crowd.crowd([served.url, "http://127.0.0.1:1"], 4, 2, pids=[served.pid]))
    assert len(seen.opened) == 2
    assert len(seen.failures) == 2
    assert seen.clicked
    assert 0 < seen.clicks(50) <= seen.clicks(95)
    assert seen.busy > 0
    assert seen.memory[1] > 2**20


def test_processes_are_weighed() -> None:
    assert crowd.held([os.getpid()]) > 2**20
    assert crowd.worked([os.getpid()]) > 0


def test_growth_is_told_after_warming_up() -> None:
    flat = [(float(at), 100 if at < 10 else 200) for at in range(61)]
    assert soak.Soaked(memory=flat).growth == 0
    assert soak.Soaked(memory=[(float(at), 100 + at) for at in range(61)]).growth > 0.2


@pytest.mark.skipif(not postgres.installed(), reason=postgres.MISSING)
def test_load_and_soak_write_what_they_saw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "THINKING", 0.1)
    out = tmp_path / "RESULTS.md"
    load.main(["--readers", "2", "--servers", "1", "--cases", "300", "--seconds", "2", "--out", str(out)])
    row = next(line for line in out.read_text(encoding="utf-8").splitlines() if line.startswith("| 1 | 2 |"))
    assert row.split(" | ")[3] == "0"
    monkeypatch.setattr(soak, "EVERY", 0.2)
    soak.main(["--readers", "1", "--minutes", "0.2", "--every", "0.05", "--cases", "300", "--out", str(out)])
    written = out.read_text(encoding="utf-8")
    assert "| clicks and questions without an answer | 0 |" in written
    assert "| recordings | 3 |" in written
    assert "| readers' notices of one | 3 |" in written
