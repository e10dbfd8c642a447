"""Clicks of one reader while another's atlas is bound: the page stays responsive meanwhile."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import Final

from playwright.sync_api import Browser, Page

from gis.words import say
from tests.bench.clicks import values
from tests.bench.tab import opened_tab
from tests.serving import Server, rested

HOLD: Final = 2.0
"""A click may take so many times as long as in an idle hour."""
_PATIENCE_MS: Final = 300_000


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
    """Click on the map page, ask for an atlas in another tab, and click on as long as it is bound.

    Each click chooses one more value that the tab had not shown; half of them before, half meanwhile.
    """
    with opened_tab(browser) as asking, opened_tab(browser) as tab:
        asking.open(server.url)
        tab.open(server.url)
        box, options = values("subject", 2 * clicks)
        half = max(1, len(options) // 2)
        idle = [tab.choose(box, option).ms for option in options[:half]]
        begun = time.perf_counter()
        _ask(asking.page)
        busy = []
        for option in options[half : 2 * half]:
            if not asking.page.get_by_test_id("stProgress").count():
                break
            busy.append(tab.choose(box, option).ms)
        asking.page.get_by_role("button", name=say("briefing.atlas.download")).wait_for(timeout=_PATIENCE_MS)
        return Busy(idle, busy, time.perf_counter() - begun)


def _ask(page: Page) -> None:
    page.get_by_role("button", name=say("briefing.export.open")).click()
    rested(page)
    page.locator(".st-key-export_atlas button").click()
    page.get_by_test_id("stProgress").wait_for()
