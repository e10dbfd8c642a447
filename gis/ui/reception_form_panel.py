"""Form 01/TCD of the period on screen and as a file, with what in it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.briefing import tables
from gis.insight import reception_form, receptions
from gis.ui import downloads, seen
from gis.ui.downloads import Sheet
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

COLUMNS: Final = ("sittings", *receptions.COUNTS)
_NAMED: Final = 5
"""So many sittings are named by code."""


def draw(rows: pd.DataFrame, here: Here) -> None:
    """Draw the form, its checks, and the totals wards sent beside it.

    Parameters
    ----------
    rows
        The receptions of the period.
    here
        Who reads.
    """
    table = reception_form.form(rows)
    st.html(
        Markup('<h2 class="section">{}</h2><p class="hint">{}</p>').format(
            here.say("receptions.form.title", period=here.period_words),
            here.say("receptions.form.note"),
        )
    )
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        st.html(plain_table(_written(table, here), numbers=range(1, len(COLUMNS) + 1), stacked=True))
        downloads.draw(partial(file_sheet, table, here), "bieu-01-tcd", here)
    with right:
        _checks(rows, here)
        _sent(here)


def _written(table: pd.DataFrame, here: Here) -> pd.DataFrame:
    told = _told(table, here)
    first = {here.say("receptions.form.line"): [here.say(f"receptions.form.lines.{line}") for line in told.index]}
    rest = {here.say(f"receptions.column.{name}"): list(told[name]) for name in COLUMNS}
    return pd.DataFrame(first | rest, dtype="object")


def _told(table: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Write the lines and their total; how many came as the reader may read it."""
    whole = {str(name): None if pd.isna(n) else int(n) for name, n in table.sum(skipna=False).items()}
    total = {**seen.of(whole, here).texts, "sittings": words.number(whole["sittings"], here.language)}
    return pd.concat([seen.table(table, receptions.COUNTS, here), pd.DataFrame([total], index=["total"])])


def _checks(rows: pd.DataFrame, here: Here) -> None:
    """List the rules of the form, each with what breaks it."""
    lines = Markup().join(Markup("<li>{}</li>").format(text) for text in _found(rows, here))
    st.html(
        Markup('<h3 class="links-title">{}</h3><ul class="checks">{}</ul>').format(
            here.say("receptions.check.title"), lines
        )
    )


def _found(rows: pd.DataFrame, here: Here) -> Iterator[Markup]:
    good = here.say("receptions.check.good")
    bad = Markup('<b class="late">{}</b>')
    crowd_size = settings.current().crowd_size
    faults = reception_form.faults(rows, crowd_size=crowd_size)
    for check in reception_form.CHECKS:
        mine = faults.loc[faults["check"] == check, "code"]
        said = bad.format(_broken(mine, here)) if len(mine) else good
        yield Markup("{}: {}").format(here.say(f"receptions.check.{check}", n=crowd_size), said)


def _broken(codes: pd.Series, here: Here) -> str:
    """Say which sittings break a rule; how many, where codes are not for the reader."""
    if here.hides:
        return here.say("receptions.check.broken_n", n=len(codes))
    named = ", ".join(codes.head(_NAMED)) + (", …" if len(codes) > _NAMED else "")
    return here.say("receptions.check.broken", n=len(codes), codes=named)


def _sent(here: Here) -> None:
    """Set the totals that wards sent beside what is recorded sitting by sitting."""
    found = reception_form.sent(here.selection, here.period)
    st.html(Markup('<h3 class="links-title">{}</h3>').format(here.say("receptions.sent.title")))
    if found["sent"].isna().all():
        st.html(Markup('<p class="hint">{}</p>').format(here.say("receptions.sent.none")))
        return
    table = {here.say("receptions.sent.item"): [here.say(f"receptions.column.{item}") for item in found.index]}
    lines = [_beside(line, here) for line in found.itertuples()]
    for place, name in enumerate(("sent", "recorded", "difference")):
        table[here.say(f"receptions.sent.{name}")] = [line[place] for line in lines]
    st.html(plain_table(pd.DataFrame(table, dtype="object"), numbers=(1, 2, 3)))
    st.html(Markup('<p class="hint">{}</p>').format(here.say("receptions.sent.note")))


def _beside(line: Any, here: Here) -> tuple[str, str, str]:
    """Write what was sent, what is recorded, and their difference where both may be read."""
    numbers = {name: None if pd.isna(n) else int(n) for name, n in (("sent", line.sent), ("recorded", line.recorded))}
    counts = seen.of(numbers, here)
    difference = words.number(line.sent - line.recorded, here.language) if counts.tells(*numbers) else words.NOTHING
    return counts["sent"], counts["recorded"], difference


def file_sheet(table: pd.DataFrame, here: Here) -> Sheet:
    """Answer the form for a file."""
    return Sheet(
        name="form",
        title=here.say("receptions.form.title", period=here.period_words),
        first=here.say("receptions.form.line"),
        names={str(line): here.say(f"receptions.form.lines.{line}") for line in table.index},
        columns={name: here.say(f"receptions.column.{name}") for name in COLUMNS},
        kinds=dict.fromkeys(COLUMNS, "count"),
        table=table,
        counts=receptions.COUNTS,
        sort_by="sittings",
        total=tables.Total(here.say("receptions.form.lines.total"), {"sittings": int(table["sittings"].sum())}),
    )
