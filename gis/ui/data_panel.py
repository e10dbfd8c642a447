"""What stands behind the figures: what is recorded, from where, within which boundaries."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.briefing import notes
from gis.records.declaration import Entity
from gis.records.entities import ENTITIES
from gis.records.frames import Rows
from gis.records.horizon import day_in_vietnam
from gis.ui import menu, process, seen
from gis.ui.here import Here
from gis.ui.plain_label import plain
from gis.ui.plain_table import plain_table


def unfiltered(here: Here) -> None:
    """Say that this page is about everything, where a filter is chosen."""
    if here.view.filters.chosen:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("data.unfiltered")))


def recorded(here: Here) -> None:
    """List what is recorded of each entity, with the last day it tells of.

    From whom small counts are hidden learns only whether there are few, and of few no day: a count of all records
    stands in no sum in which it could be looked at with the counts of other pages.
    """
    lines = []
    for name, entity in ENTITIES.items():
        rows = here.situation.snapshot.rows(name)
        lines.append(
            {
                here.say("data.recorded.entity"): entity.plural.say(here.language),
                here.say("data.recorded.rows"): _rows(len(rows), here),
                here.say("data.recorded.last"): words.NOTHING if _few(len(rows), here) else _last(rows, entity),
            }
        )
    _table(here, "recorded", pd.DataFrame(lines), numbers=1)
    if here.hides:
        st.html(seen.footnote(here))


def _few(n: int, here: Here) -> bool:
    return here.hides and 0 < n < here.desk.suppress_below


def _rows(n: int, here: Here) -> str:
    if here.hides and n:
        return here.say(f"data.recorded.{'few' if _few(n, here) else 'many'}", n=here.desk.suppress_below)
    return words.number(n, here.language)


def _last(rows: Rows, entity: Entity) -> str:
    """Answer the last day the rows tell of; one column at a time, because there may be millions of rows."""
    last = (rows.frame((event,))[event].max() for event in entity.events)
    return words.date(pd.Series(last, dtype="datetime64[s]").max())


def batches(here: Here) -> None:
    """List what came in, newest first, to whoever sees all of it: a file's name may tell of any ward."""
    if not here.desk.reader.everything:
        return
    found = process.batches().sort_values("id", ascending=False)
    table = pd.DataFrame(
        {
            here.say("data.batches.when"): found["recorded_at"].map(day_in_vietnam).map(words.date),
            here.say("data.batches.source"): found["source"],
            here.say("data.batches.rows"): found["rows"].map(lambda n: words.number(n, here.language)),
            here.say("data.batches.state"): [
                here.say("data.batches.withdrawn" if gone else "data.batches.counts")
                for gone in found["withdrawn_at"].notna()
            ],
        }
    )
    _table(here, "batches", table, numbers=2)


def history(here: Here) -> None:
    """Say from which day on records came as things happened, what is rebuilt, and what a backtest may stand on."""
    found = here.provenance
    if not found.rows:
        return
    told = [notes.rebuilt(here)] if found.rebuilt else [here.say("data.history.all_recorded")]
    if found.backtestable_from:
        told += [here.say("data.history.backtestable", day=found.backtestable_from)]
    else:
        told += [here.say("data.history.not_backtestable")]
    lines = Markup().join(Markup('<p class="text">{}</p>').format(line) for line in told)
    st.html(Markup('<h2 class="section">{}</h2>{}').format(here.say("data.history.title"), lines))


def closed(here: Here) -> None:
    """List the closed periods, each with a way to see it as reported."""
    if not here.closings:
        return
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("data.closed.title")))
    with st.container(key="closed_periods", gap=None):
        for one in reversed(here.closings):
            label = here.say("data.closed.line", name=one.name, as_of=one.as_of, day=one.day)
            menu.link("map.py", here.view.on(one.as_of).knowing(one.known_on), plain(label))


def boundaries(here: Here) -> None:
    """Say which boundaries are in force."""
    areas = here.situation.areas
    text = f"{areas.label.say(here.language)}. {areas.source.say(here.language)}."
    st.html(Markup('<h2 class="section">{}</h2><p class="text">{}</p>').format(here.say("data.boundaries.title"), text))


def _table(here: Here, name: str, table: pd.DataFrame, *, numbers: int) -> None:
    st.html(
        Markup('<h2 class="section">{}</h2><p class="hint">{}</p>').format(
            here.say(f"data.{name}.title"), here.say(f"data.{name}.note_below")
        )
    )
    if table.empty:
        st.info(here.say(f"data.{name}.empty"), icon=":material/info:")
    else:
        st.html(plain_table(table, numbers=numbers))
