"""The areas for an early dialogue on two days: which are new, stronger, weaker, gone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import Shown, shown
from gis.insight import early_changes, early_dialogues
from gis.insight.early_told import Told
from gis.ui import advice, hotspots_answer, process, session
from gis.ui.here import Here
from gis.ui.plain_table import plain_table
from gis.ui.sheet_link import linked
from gis.view import EARLIEST, Sheet

COUNTS: Final = ("n_then", "n_now")
DERIVED: Final = {"rate_then": ("n_then",), "rate_now": ("n_now",)}
_COLUMNS: Final = ("ward", "change", "class_then", "class_now", "rate_then", "rate_now", "n_then", "n_now")
_NUMBERS: Final = range(4, 8)
_SECTION: Final = Markup('<h2 class="section">{}</h2>')
_HINT: Final = Markup('<p class="hint">{}</p>')


def draw(told: Told, here: Here) -> None:
    """Draw the choice of another day and, once chosen, what changed since."""
    st.html(_SECTION.format(here.say("hotspots.compare.title")))
    _choose(here)
    against = here.view.outlook.against
    if against is None:
        return
    with advice.shown(here.language):
        then = hotspots_answer.told(
            hotspots_answer.question(here, process.situation_on(against, here.view.known_on)), here
        )
        if then is not None:
            st.html(changed(then, told, against, here))


def _choose(here: Here) -> None:
    key, day = f"{here.language}:against:{here.view.day}", here.view.day
    if key not in st.session_state:
        st.session_state[key] = here.view.outlook.against
    st.date_input(
        here.say("hotspots.compare.against"),
        key=key,
        format="DD/MM/YYYY",
        min_value=EARLIEST,
        max_value=max(day, here.view.outlook.against or day),
        on_change=_chosen,
        args=(key, here),
        width=220,
    )


def _chosen(key: str, here: Here) -> None:
    """Compare with the day that was chosen; for the callback."""
    session.look_ahead(replace(here.view.outlook, against=st.session_state[key]))


def changed(then: Told, now: Told, against: dt.date, here: Here) -> Markup:
    """Write what changed, with how many of each kind."""
    table = early_changes.between(then.wards, now.wards, here.selection.wards)
    days = {"then": against, "now": here.view.day}
    if table.empty:
        return _HINT.format(here.say("hotspots.compare.nothing", **days))
    content = hidden(table)
    talked = early_dialogues.talked(here.selection, against, here.view.day)
    counted = table["change"].value_counts()
    told = [code for code in early_changes.CHANGES if code in counted]
    parts = [here.say(f"hotspots.compare.n_{code}", n=int(counted[code])) for code in told]
    head = _HINT.format(here.say("hotspots.compare.said", what=", ".join(parts), **days))
    note = _HINT.format(content.note(here.language)) if content.any_hidden else Markup()
    return head + plain_table(_in_words(content, talked, days, here), numbers=_NUMBERS, stacked=True) + note


def hidden(table: pd.DataFrame) -> Shown:
    """Answer the comparison as the reader may see it."""
    whole = table.assign(**{name: table[name].round().astype("Int64") for name in COUNTS})
    threshold = settings.current().suppress_below
    return shown(whole, process.reader(), counts=COUNTS, threshold=threshold, derived=DERIVED)


def _in_words(content: Shown, talked: pd.Series, days: dict[str, dt.date], here: Here) -> pd.DataFrame:
    rates = dict.fromkeys(DERIVED, lambda n, language: words.number(n, language, digits=1))
    told = content.display(here.language, formats=rates)
    columns: dict[str, list[str | Markup]] = {
        "ward": [linked(here.name("ward", str(code)), Sheet("ward", str(code)), here.view) for code in told.index],
        "change": [_change(code, talked.get(ward), here) for ward, code in told["change"].items()],
        **{name: [_class(code, here) for code in told[name]] for name in ("class_then", "class_now")},
        **{name: list(told[name]) for name in ("rate_then", "rate_now", *COUNTS)},
    }
    table = pd.DataFrame(columns, dtype="object")
    return table.rename(columns={name: here.say(f"hotspots.compare.column.{name}", **days) for name in _COLUMNS})


def _change(change: str, talked: object, here: Here) -> str:
    """Say what changed, and that people went and talked in between: what is gone then was no false alarm."""
    said = here.say(f"hotspots.compare.{change}")
    return said if talked is None else here.say("hotspots.compare.talked", what=said, day=talked)


def _class(code: object, here: Here) -> str:
    return here.say(f"hotspots.class.{'unknown' if pd.isna(code) else code}")  # type: ignore[call-overload]
