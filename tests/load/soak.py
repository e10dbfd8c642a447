"""``python -m tests.load.soak``: some readers for an hour while files come in, and what is left of the memory.

A reader asks every few seconds whether something was recorded, as its page does; the next click reads the page anew.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Final

import httpx

from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import Settings
from gis.ui.news import EVERY
from tests import postgres
from tests.load.__main__ import RESULTS, database, server
from tests.load.crowd import Seen, came, clicks, held, shared, worked
from tests.load.reader import NoAnswerError, Reader
from tests.recording import batch

_WARM: Final = 6
"""This part of the time memory may still grow: caches fill."""
_LOOK: Final = 5.0
"""Seconds between two looks at the memory."""


@dataclass
class Soaked:
    """What an hour was like.

    Parameters
    ----------
    seen
        What the readers saw.
    memory
        Seconds since the beginning, and bytes the server held then.
    noticed
        Seconds from a recording to each reader's knowing of it.
    recorded
        Seconds each recording took.
    """

    seen: Seen = field(default_factory=Seen)
    memory: list[tuple[float, int]] = field(default_factory=list)
    noticed: list[float] = field(default_factory=list)
    recorded: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """By what part of itself memory changed after warming up: its mean at the end against that at the beginning."""
        whole = self.memory[-1][0]
        after = [size for at, size in self.memory if at >= whole / _WARM]
        part = max(1, len(after) // 5)
        return mean(after[-part:]) / mean(after[:part]) - 1


class Records:
    """What is recorded meanwhile, and when.

    Parameters
    ----------
    record
        Records one more batch, whose number it is given.
    """

    def __init__(self, record: Callable[[int], None]) -> None:
        self._record, self.moments = record, list[float]()

    async def come(self, every: float, until: float, soaked: Soaked) -> None:
        """Record something every so many seconds."""
        while time.perf_counter() + every < until:
            await asyncio.sleep(every)
            begun = time.perf_counter()
            await asyncio.to_thread(self._record, len(self.moments) + 1)
            self.moments.append(time.perf_counter())
            soaked.recorded.append(self.moments[-1] - begun)


async def soak(
    url: str, pid: int, record: Callable[[int], None], *, readers: int, seconds: float, every: float
) -> Soaked:
    """Let readers click, and files come in, for so many seconds.

    Parameters
    ----------
    url, pid
        The server and its process.
    record
        Records one more batch.
    readers, seconds, every
        How many, how long, and how often something is recorded.
    """
    soaked, chance, records = Soaked(), random.Random(1), Records(record)  # noqa: S311 (no secret)
    theirs = (random.Random(chance.random()) for _ in range(readers))  # noqa: S311 (no secret)
    come = await came(shared([url], readers, chance), soaked.seen)
    begun, busy = time.perf_counter(), worked([pid])
    until = begun + seconds
    async with httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=None)) as asking:
        await asyncio.gather(
            records.come(every, until, soaked),
            _weigh(pid, begun, until, soaked),
            *(clicks(one, until, mine, soaked.seen) for one, mine in zip(come, theirs, strict=False)),
            *(_listen(one, asking, until, records, soaked) for one in come),
        )
    soaked.seen.passed, soaked.seen.busy = time.perf_counter() - begun, worked([pid]) - busy
    await asyncio.gather(*(one.close() for one in come))
    return soaked


async def _weigh(pid: int, begun: float, until: float, soaked: Soaked) -> None:
    while (now := time.perf_counter()) < until:
        soaked.memory.append((now - begun, held([pid])))
        await asyncio.sleep(min(_LOOK, until - now))


async def _listen(reader: Reader, asking: httpx.AsyncClient, until: float, records: Records, soaked: Soaked) -> None:
    """Ask every few seconds as a page does; when the answer changed, something that was recorded has come."""
    known = 0
    try:
        before = await reader.newest(asking)
        while time.perf_counter() < until:
            await asyncio.sleep(EVERY)
            now = await reader.newest(asking)
            if now != before:
                soaked.noticed += [time.perf_counter() - at for at in records.moments[known:]]
                before, known = now, len(records.moments)
    except NoAnswerError as failed:
        soaked.seen.failures.append(f"news: {failed}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, soak, write."""
    asked = _asked(arguments)
    if not postgres.installed():
        sys.exit(postgres.MISSING)
    with tempfile.TemporaryDirectory(prefix="landmap-soak-") as folder:
        state = Path(folder)
        with database(state, asked.cases) as address, server(state / "server", address) as running:
            chosen = Settings(database_url=address, state_dir=state)
            found = asyncio.run(
                soak(
                    running.url,
                    running.pid,
                    lambda number: _record(chosen, number),
                    readers=asked.readers,
                    seconds=60 * asked.minutes,
                    every=60 * asked.every,
                )
            )
    asked.out.write_text(_page(asked, found), encoding="utf-8")


def _record(chosen: Settings, number: int) -> None:
    made = batch(number)
    open_store(chosen).append(Batch(made.frames, made.source, demo=True))


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load.soak", description=__doc__)
    parser.add_argument("--readers", type=int, default=20, help="readers at once")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=5.0, help="minutes between two imports")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--out", type=Path, default=RESULTS.with_name("SOAK.md"))
    return parser.parse_args(arguments)


def _page(asked: argparse.Namespace, found: Soaked) -> str:
    seen, sizes = found.seen, [size for _, size in found.memory]
    reasons = "".join(f", {why}" for why in sorted(set(seen.failures)))
    return _TEXT.format(
        minutes=asked.minutes, readers=asked.readers, every=asked.every, cases=asked.cases, processors=os.cpu_count(),
        clicks=len(seen.clicked), failures=len(seen.failures), reasons=reasons,
        p50=seen.clicks(50), p95=seen.clicks(95), busy=seen.busy / seen.passed,
        recorded=len(found.recorded), longest=max(found.recorded, default=0.0),
        noticed=len(found.noticed), slowest=max(found.noticed, default=0.0),
        first=sizes[0] / 1e6, most=max(sizes) / 1e6, last=sizes[-1] / 1e6,
        growth=100 * found.growth,
    )  # fmt: skip


_TEXT: Final = """# An hour of work

Written by `make soak`: {processors} processors, a demo city of {cases:,} cases in one PostgreSQL, one server, {readers}
readers for {minutes:g} minutes, something recorded every {every:g} minutes.

| | |
| --- | ---: |
| clicks | {clicks} |
| clicks and questions without an answer | {failures}{reasons} |
| p50 of a click | {p50:.2f} s |
| p95 of a click | {p95:.2f} s |
| processors the server used | {busy:.2f} |
| recordings | {recorded} |
| the longest | {longest:.1f} s |
| readers' notices of one | {noticed} |
| the latest after | {slowest:.1f} s |
| memory at the beginning | {first:.0f} MB |
| the most | {most:.0f} MB |
| at the end | {last:.0f} MB |
| change after the first sixth | {growth:+.1f} % |
"""


if __name__ == "__main__":
    main()
