"""Clicks on filters: the same nine values, never shown before in that tab, on any page."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Final

from playwright.sync_api import Browser

from gis import areas, settings
from gis.records.entities.cases import SUBJECTS
from gis.screens import SCREENS
from gis.words import say
from tests.bench.office import peak_memory
from tests.bench.tab import Click, opened_tab
from tests.serving import Server

CLICKS: Final = 9
NEWCOMERS: Final = 9
TABS: Final = len(SCREENS)
"""Every screen stands open at once, the map as well; the office we measure for has ten readers."""


@dataclass(frozen=True)
class Clicks:
    """What clicks on one page cost.

    Parameters
    ----------
    first_page
        Milliseconds until a newcomer's map stands, on a warm server: the median of `NEWCOMERS`.
    geometry
        Bytes of the ward geometry, as they came: one entry for each time it was asked for.
    all
        The clicks.
    """

    first_page: float
    geometry: list[int]
    all: list[Click]

    @property
    def ms(self) -> float:
        """Median of the times."""
        return median(click.ms for click in self.all)

    @property
    def whole(self) -> int:
        """Median of the bytes."""
        return int(median(click.traffic.whole for click in self.all))

    @property
    def map(self) -> int:
        """Median of the bytes that are the map."""
        return int(median(click.traffic.map for click in self.all))

    @property
    def most(self) -> int:
        """Bytes of the heaviest click."""
        return max(click.traffic.whole for click in self.all)


def values(which: str, clicks: int = CLICKS) -> tuple[str, list[str]]:
    """Answer the name of a filter and values to choose, as they stand on screen; each is added to those before it.

    ``"subject"`` keeps the whole city in sight, so map and table stay full; ``"ward"`` opens places.
    """
    if which == "subject":
        found = [subject.label.say() for subject in SUBJECTS]
    else:
        found = list(areas.load(settings.current()).wards["full_name"])
    return say(f"filters.label.{which}"), found[:clicks]


def measured(
    browser: Browser,
    server: Server,
    *,
    path: str = "",
    which: str = "subject",
    clicks: int = CLICKS,
    newcomers: int = 1,
    abroad: bool = False,
) -> Clicks:
    """Open a page to warm the server, then as newcomers to it, and click there as the last of them.

    Parameters
    ----------
    browser, server, path
        Where.
    which, clicks
        Which filter is clicked on, and how often.
    newcomers
        How many come, one after the other.
    abroad
        See `opened_tab`.
    """
    address = f"{server.url}/{path}"
    _came(browser, address, abroad=abroad)
    times = [_came(browser, address, abroad=abroad) for _ in range(newcomers - 1)]
    with opened_tab(browser, abroad=abroad) as tab:
        first_page = median([*times, tab.open(address)])
        box, options = values(which, clicks)
        return Clicks(first_page, tab.geometry, [tab.choose(box, option) for option in options])


def _came(browser: Browser, address: str, *, abroad: bool) -> float:
    with opened_tab(browser, abroad=abroad) as tab:
        return tab.open(address)


def crowded(browser: Browser, server: Server, tabs: int = TABS) -> int | None:
    """Keep several pages open at once, every screen in turn, choose something else on each where the page can.

    Returns
    -------
    The server's peak memory in bytes.
    """
    if not tabs:
        return peak_memory(server)
    with opened_tab(browser) as tab:
        tab.open(f"{server.url}/{SCREENS[tabs % len(SCREENS)].path}")
        box, options = values("subject", tabs)
        tab.choose(box, options[-1])
        return crowded(browser, server, tabs - 1)
