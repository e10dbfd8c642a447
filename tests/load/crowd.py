"""Many readers at once, who browse and filter as officials do, and what that costs the server."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Final

from gis.screens import SCREENS
from gis.words import say
from tests.load.reader import NoAnswerError, Reader

_BESIDE: Final = [screen.path for screen in SCREENS if screen.file in ("cases.py", "projects.py", "dialogues.py")]
PAGES: Final = ("", "", "", *_BESIDE)
"""Paths of the pages a crowd has open; half of it looks at the map."""
THINKING: Final = 10.0
"""Seconds between an answer and the next click, on average: between half and one and a half of it."""
_BOXES: Final = ("subject", "ward")
_MOST: Final = 3
"""Values chosen at once, at most."""


@dataclass
class Seen:
    """What a crowd saw.

    Parameters
    ----------
    opened, clicked
        Seconds of every page that was opened, and of every click.
    sizes
        Bytes of every click.
    failures
        What did not answer, and how.
    busy
        Seconds of processor time of all servers, while the crowd clicked.
    passed
        Seconds the crowd clicked.
    memory
        Bytes the servers held together, before the crowd came and when it left.
    """

    opened: list[float] = field(default_factory=list)
    clicked: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    busy: float = 0.0
    passed: float = 0.0
    memory: tuple[int, int] = (0, 0)

    def clicks(self, percent: int) -> float:
        """Answer the seconds within which so many of a hundred clicks were answered."""
        return quantiles(self.clicked, n=100, method="inclusive")[percent - 1]


async def crowd(urls: Sequence[str], sessions: int, seconds: float, *, pids: Sequence[int], seed: int = 1) -> Seen:
    """Let readers come, one after the other, and click for a while.

    Parameters
    ----------
    urls
        Of the servers.
    sessions
        How many readers.
    seconds
        How long they click once all have come.
    pids
        Processes of the servers.
    seed
        Of who looks at what, and when.
    """
    seen, chance = Seen(), random.Random(seed)  # noqa: S311 (no secret)
    theirs = (random.Random(chance.random()) for _ in range(sessions))  # noqa: S311 (no secret)
    before = held(pids)
    readers = shared(urls, sessions, chance)
    come = await came(readers, seen)
    begun, busy = time.perf_counter(), worked(pids)
    until = begun + seconds
    await asyncio.gather(*(clicks(reader, until, mine, seen) for reader, mine in zip(come, theirs, strict=False)))
    seen.passed, seen.busy = time.perf_counter() - begun, worked(pids) - busy
    seen.memory = before, held(pids)
    await asyncio.gather(*(reader.close() for reader in come))
    return seen


async def came(readers: Sequence[Reader], seen: Seen) -> list[Reader]:
    """Let readers open their pages, one after the other; answer those whose page came."""
    return [reader for reader in readers if await _came(reader, seen)]


async def _came(reader: Reader, seen: Seen) -> bool:
    try:
        seen.opened.append((await reader.open()).seconds)
    except NoAnswerError as failed:
        seen.failures.append(f"open /{reader.path}: {failed}")
        return False
    return True


def shared(urls: Sequence[str], sessions: int, chance: random.Random) -> list[Reader]:
    """Share readers among servers; each stays where it is, as behind a proxy that sees to that."""
    return [Reader(urls[n % len(urls)], chance.choice(PAGES)) for n in range(sessions)]


async def clicks(reader: Reader, until: float, chance: random.Random, seen: Seen) -> None:
    """Think, click, wait for the answer, and think again."""
    boxes = [label for name in _BOXES if (label := say(f"filters.label.{name}")) in reader.boxes]
    while boxes and time.perf_counter() < until:
        await asyncio.sleep(THINKING * chance.uniform(0.5, 1.5))
        box = chance.choice(boxes)
        wanted = chance.sample(reader.boxes[box][1], chance.randint(0, _MOST))
        try:
            answer = await reader.choose(box, wanted)
        except NoAnswerError as failed:
            seen.failures.append(f"click on /{reader.path}: {failed}")
            return
        seen.clicked.append(answer.seconds)
        seen.sizes.append(answer.size)


def held(pids: Sequence[int]) -> int:
    """Answer the bytes that processes hold in memory together; as Linux tells it."""
    return sum(1024 * int(_line(pid, "VmRSS").split()[1]) for pid in pids)


def _line(pid: int, name: str) -> str:
    return next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(name))


def worked(pids: Sequence[int]) -> float:
    """Answer the seconds that processes have had a processor, together."""
    ticks = 0
    for pid in pids:
        after_name = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")
