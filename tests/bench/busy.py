"""Clicks of one reader while another's atlas is bound: the page stays responsive meanwhile.

The reader who clicks has no browser: one on the machine of the server would wait for the processors that bind, and tell
of the machine of readers instead.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from threading import Event
from typing import Final

from playwright.sync_api import Browser, Page

from gis.words import say
from tests.bench.tab import opened_tab
from tests.load.reader import Reader
from tests.serving import Server, rested

HOLD: Final = 2.0
"""A click may take so many times as long as in an idle hour."""
_PATIENCE_MS: Final = 300_000
_THINKING: Final = 0.5
"""Seconds between an answer and the next click."""
_BOX: Final = "filters.label.subject"


@dataclass(frozen=True)
class Busy:
    """What clicks cost before, and while an atlas of all wards is bound.

    Parameters
    ----------
    idle, busy
        Milliseconds of each click.
    atlas
        Seconds from asking for the atlas until it is handed out, with these clicks beside it.
    """

    idle: list[float]
    busy: list[float]
    atlas: float

    @property
    def row(self) -> list[object]:
        """Answer medians, how they compare, the slowest click meanwhile, and the seconds of the atlas."""
        idle, busy = median(self.idle), median(self.busy)
        return [len(self.busy), round(idle), round(busy), busy / idle, HOLD, round(max(self.busy)), self.atlas]


def measured(browser: Browser, server: Server, clicks: int) -> Busy:
    """Click on the map page so many times, ask for an atlas in a browser, and click on as long as it is bound.

    Each click chooses what nobody chose on that server.
    """
    with opened_tab(browser) as asking, ThreadPoolExecutor(1) as beside:
        asking.open(server.url)
        idle = beside.submit(asyncio.run, _clicks(server.url, 0, lambda done: done == clicks)).result()
        bound, begun = Event(), time.perf_counter()
        _ask(asking.page)
        busy = beside.submit(asyncio.run, _clicks(server.url, 1, lambda _: bound.is_set()))
        try:
            asking.page.get_by_role("button", name=say("briefing.atlas.download")).wait_for(timeout=_PATIENCE_MS)
        finally:
            bound.set()
        return Busy(idle, busy.result(), time.perf_counter() - begun)


def _ask(page: Page) -> None:
    page.get_by_role("button", name=say("briefing.export.open")).click()
    rested(page)
    page.locator(".st-key-export_atlas button").click()
    page.get_by_test_id("stProgress").wait_for()


async def _clicks(url: str, turn: int, enough: Callable[[int], bool]) -> list[float]:
    """Click until it is enough, choosing two or three subjects at once; answer the milliseconds of each click.

    No choice of one turn comes in the other. A click is made before any counts.
    """
    reader, took = Reader(url, ""), list[float]()
    await reader.open()
    values = reader.boxes[box := say(_BOX)][1]
    choices = [list(some) for n in (2, 3) for some in combinations(values, n)]
    random.Random(1).shuffle(choices)  # noqa: S311 (no secret)
    warm, *mine = choices[turn::2]
    await reader.choose(box, warm)
    for choice in mine:
        if enough(len(took)):
            break
        await asyncio.sleep(_THINKING)
        took.append(1_000 * (await reader.choose(box, choice)).seconds)
    await reader.close()
    return took
