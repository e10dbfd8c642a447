"""What was found already: registrations that are one case, with its way; pairs that are not one; and undoing."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.access.suppression import EXACT
from gis.insight import escalation, linked
from gis.insight.linked import Joined
from gis.records.declaration import describe
from gis.records.entities import ENTITIES
from gis.records.links import Pair
from gis.ui import linking_panel
from gis.ui.here import Here
from gis.ui.plain_label import plain
from gis.ui.plain_table import plain_table

SHOWN: Final = 20
"""So many findings of each kind are drawn, the latest."""

_COLUMNS: Final = ("day", "step", "rung", "code", "after")
_DETAILS: Final = {
    "received": ("case", "level"),
    "petition": ("petition", "channel"),
    "decided": ("case", "outcome"),
    "ended": ("case", "end_reason"),
}
"""Step → entity and field whose pick-list names its detail."""


def draw(here: Here) -> None:
    """Draw what was found, for whoever may decide."""
    if here.desk.reader.role not in EXACT or not here.situation.recorded("case"):
        return
    joined, rejected = linked.joined(here.selection), linked.rejected(here.selection)
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("linking.linked.title")))
    if not joined and rejected.empty:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("linking.linked.none")))
    if joined:
        _heading("confirmed", len(joined), here)
        with st.container(key="joined"):
            for one in joined[:SHOWN]:
                _joined(one, here)
    if len(rejected):
        _heading("rejected", len(rejected), here)
        _findings(rejected.head(SHOWN), here)


def _heading(name: str, n: int, here: Here) -> None:
    more = here.say("linking.linked.latest", n=SHOWN, whole=n) if n > SHOWN else ""
    st.html(
        Markup('<h3 class="links-title">{}</h3><p class="hint">{}</p>').format(
            here.say(f"linking.linked.{name}", n=n), more
        )
    )


def _joined(one: Joined, here: Here) -> None:
    steps = escalation.path(here.situation, one.cases, one.petitions)
    with st.container(key=f"joined_{one.cases[0]}"), st.expander(plain(_way(one, steps, here))):
        st.html(plain_table(way(steps, here), numbers=4, stacked=True))
        st.html(Markup('<p class="hint">{}</p>').format(here.say("linking.linked.note")))
        _findings(one.links, here)


def _way(one: Joined, steps: pd.DataFrame, here: Here) -> str:
    """Sum a way up in one line: the codes, the offices it led through and how long it has taken."""
    named = [here.say(f"linking.rung.{rung}") for rung in escalation.rungs(steps)]
    days = int(steps["after"].fillna(0).sum())
    rungs = " → ".join(named) or here.say("linking.linked.no_rung")
    return here.say("linking.linked.way", codes=", ".join((*one.cases, *one.petitions)), rungs=rungs, n=days)


def way(steps: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Name the steps of a way for a reader."""
    lines = steps.to_dict("records")
    table = {
        "day": [words.date(line["day"]) for line in lines],
        "after": [words.number(line["after"], here.language) for line in lines],
        "step": [_step(line, here) for line in lines],
        "rung": [here.say(f"linking.rung.{line['rung']}") if line["rung"] else words.NOTHING for line in lines],
        "code": [line["code"] for line in lines],
    }
    return pd.DataFrame({here.say(f"linking.linked.{name}"): table[name] for name in _COLUMNS}, dtype="object")


def _step(line: dict[Any, Any], here: Here) -> str:
    entity, field = _DETAILS.get(line["step"], ("", ""))
    detail = describe(line["detail"], ENTITIES[entity][field]).say(here.language).lower() if line["detail"] else ""
    more = [part for part in (detail, here.say("linking.step.above") if line["above"] else "") if part]
    step = here.say(f"linking.step.{line['step']}")
    return f"{step}: {', '.join(more)}" if more else step


def _findings(links: pd.DataFrame, here: Here) -> None:
    """List findings, each with the button that undoes it."""
    field = ENTITIES["case_link"]["role"]
    for line in links.astype("object").where(links.notna(), None).to_dict("records"):
        pair = Pair(line["case"], line["other_case"] or "", line["petition"] or "")
        day = here.say("linking.linked.on", day=line["decided_on"]) if line["decided_on"] else ""
        said = here.say(
            "linking.linked.decided",
            pair=linking_panel.name_of(pair, here),
            role=describe(line["role"], field).say(here.language).lower(),
            day=day or here.say("linking.linked.later"),
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(Markup('<p class="text">{}</p>').format(said), width="content")
            st.button(
                here.say("linking.undo"),
                key=f"{here.language}:undo:{pair.case}:{pair.other_case}:{pair.petition}",
                icon=":material/undo:",
                type="tertiary",
                on_click=linking_panel.decide,
                args=(pair, "undone", line["ward"], here),
            )
