"""The trend of cases by month, as calm bars with words of the reader's language and a table twin.

Two panels share the months: what came in and was resolved, and what was left. They have a scale each, because what is
left is many times what a month brings; nothing is drawn on two scales at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.briefing import notes
from gis.insight import trend
from gis.ui import seen
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

_CHART = Markup(
    '<figure class="trend"><figcaption>{}</figcaption><div class="plot {}" role="img" aria-label="{}">'
    '<div class="scale"><span>{}</span><span>{}</span><span>0</span></div><div class="months">{}</div></div></figure>'
)
_MONTH = Markup('<b title="{}"{}></b>')
_BARS = Markup(' style="{}"')
"""The style sheet draws the bars by their heights: this is sent with every click."""
_KEY = Markup('<span class="key {}">{}</span>')
_STEPS: Final = (1, 2, 4, 6, 8, 10)
_LEAST: Final = 2
_LABELLED: Final = 3
"""Every so many months one is named under the chart."""


def draw(here: Here) -> None:
    """Draw the trend of the months that end with the period."""
    party_day = settings.current().party_month_day
    over = trend.months(here.period.end, calendar=here.view.calendar, party_day=party_day)
    found = trend.trend(here.selection, over)
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("caseload.trend.title", n=len(found))))
    if not seen.large(here, *found.to_numpy().ravel()):
        st.html(Markup('<p class="hint">{}</p>').format(here.say("caseload.trend.small")))
        return
    panels = _panel(found, "flow", ("received", "resolved"), here) + _panel(found, "left", ("left",), here)
    st.html(panels + _axis(found) + _rebuilt(found, here))
    # the table is sent when it is opened: seldom, and it is heavier than the chart
    twin = st.expander(here.say("caseload.trend.table"), key=f"{here.language}:trend_table", on_change="rerun")
    if twin.open:
        twin.html(_table(found, here))


def rounded_up(value: float) -> int:
    """Answer the least 1, 2, 4, 6 or 8 times a power of ten not below a value, 2 at least; its half is round too."""
    if value <= _LEAST:
        return _LEAST
    power = 10 ** math.floor(math.log10(value))
    found: int = next(power * step for step in _STEPS if power * step >= value)
    return found


def _panel(found: pd.DataFrame, name: str, columns: Sequence[str], here: Here) -> Markup:
    top = rounded_up(max((int(n) for name in columns for n in found[name].dropna()), default=0))
    months = Markup().join(_month(day, row, columns, top, here) for day, row in found.iterrows())
    last = {column: words.number(found[column].iloc[-1], here.language) for column in columns}
    alt = here.say(f"caseload.trend.alt_{name}", first=_name(found.index[0]), last=_name(found.index[-1]), **last)
    keys = Markup(" ").join(_KEY.format(column, here.say(f"caseload.trend.{column}")) for column in columns)
    caption = Markup("{} {}").format(here.say(f"caseload.trend.{name}"), keys) if len(columns) > 1 else keys
    scale = (words.number(n, here.language) for n in (top, top / 2))
    return _CHART.format(caption, name, alt, *scale, months)


def _month(day: object, row: pd.Series, columns: Sequence[str], top: int, here: Here) -> Markup:
    said = ", ".join(words.number(row[name], here.language) for name in columns)
    heights = (f"--b{place}:{round(100 * n / top)}%" for place, n in enumerate(row[list(columns)]) if pd.notna(n))
    drawn = ";".join(heights)
    return _MONTH.format(f"{_name(day)}: {said}", _BARS.format(drawn) if drawn else "")


def _axis(found: pd.DataFrame) -> Markup:
    """Name every third month, counted from the last, so that the last is always named."""
    n = len(found)
    names = (_name(day) if (n - 1 - place) % _LABELLED == 0 else "" for place, day in enumerate(found.index))
    ticks = Markup().join(
        Markup("<span><b>{}</b></span>").format(name) if name else Markup("<span></span>") for name in names
    )
    return Markup('<div class="axis" aria-hidden="true">{}</div>').format(ticks)


def _rebuilt(found: pd.DataFrame, here: Here) -> Markup:
    """Say it of the first months, where the caption does not say it of the whole page."""
    first, day = found.index[0].date(), here.view.day
    if here.provenance.rebuilt_on(day) or not here.provenance.rebuilt_on(first):
        return Markup()
    return Markup('<p class="hint">{}</p>').format(notes.rebuilt(here))


def _name(day: object) -> str:
    return pd.Timestamp(str(day)).strftime("%m/%Y")


def _table(found: pd.DataFrame, here: Here) -> Markup:
    headings = {name: here.say(f"caseload.trend.{name}") for name in found}
    written = found.map(lambda value: words.number(value, here.language)).rename(columns=headings)
    written.insert(0, here.say("caseload.trend.month"), [_name(day) for day in found.index])
    return plain_table(written.iloc[::-1], numbers=(1, 2, 3))
