"""Pairs that may be one case: both sides beside each other, what speaks for it, and the buttons to decide.

Cases and petitions of single people's matters are shown to leaders and officers of the area only. To decide records a
finding; it changes neither side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.access import people
from gis.access.suppression import EXACT
from gis.errors import LandmapError
from gis.insight import linking
from gis.records.declaration import describe
from gis.records.entities.cases import PETITION
from gis.records.links import Decision, Pair, decided
from gis.ui import acts, case_list, noting, process
from gis.ui.here import Here

ROWS: Final = (5, 10, 25, 50)
"""How many pairs may be asked for; at first as many as a screen holds: a click carries no more than is looked at."""

_PAIR = Markup('<div class="pair">{}{}<div><h3>{}</h3>{}</div></div>')
_SIDE = Markup("<div><h3>{}</h3>{}</div>")
_LINE = Markup("<p>{}</p>")
_FLAG = Markup('<span class="flag">{}</span>')

Row = dict[Any, Any]
Sides = dict[tuple[str, str], Row]


def draw(here: Here) -> None:
    """Draw what is proposed, or say why there is nothing to look at."""
    st.html(
        Markup('<h2 class="section">{}</h2><p class="hint">{}</p><p class="text">{}</p>').format(
            here.say("linking.title"), here.say("linking.how", n=linking.NEIGHBOURS), here.say("linking.safe")
        )
    )
    acts.said()
    if process.reader().role not in EXACT:
        noting.refused("page", page="linking")
        st.info(here.say("linking.not_here"), icon=":material/lock:")
    elif here.view.known_on:
        st.info(here.say("linking.as_reported"), icon=":material/history:")
    elif not here.situation.recorded("case"):
        st.info(here.say("linking.no_cases"), icon=":material/upload_file:")
    else:
        _proposals(here)


def _proposals(here: Here) -> None:
    most = st.session_state.get(_rows_key(here)) or ROWS[0]
    found = linking.proposals(here.selection, most=most)
    if not found.whole:
        st.info(here.say("linking.nothing"), icon=":material/task_alt:")
        return
    n = len(found.pairs)
    said = here.say("linking.all" if n == found.whole else "linking.more", n=n, whole=found.whole)
    st.html(Markup('<p class="hint">{}</p>').format(said))
    if found.whole > ROWS[0]:
        st.segmented_control(here.say("linking.rows"), ROWS, default=ROWS[0], key=_rows_key(here), width="content")
    sides = _sides(found.pairs, here)
    for line in found.pairs.to_dict("records"):
        _proposal(Pair(line["case"], line["other_case"], line["petition"]), line["reasons"], sides, here)


def _sides(pairs: pd.DataFrame, here: Here) -> Sides:
    """Answer the cases and petitions of some pairs, by entity and code."""
    found: Sides = {}
    for entity, columns in (("case", ["case", "other_case"]), ("petition", ["petition"])):
        rows = here.situation.snapshot.rows(entity)
        frame = rows.frame(among=rows.whose("code", pd.unique(pairs[columns].to_numpy().ravel())))
        sides = zip(frame.index, frame.to_dict("records"), strict=True)
        found |= {(entity, code): {**side, "code": code, "petition": entity == "petition"} for code, side in sides}
    return found


def _rows_key(here: Here) -> str:
    return f"{here.language}:linking_rows"


def _proposal(pair: Pair, reasons: tuple[str, ...], sides: Sides, here: Here) -> None:
    first = sides["case", pair.case]
    both = [first, sides["petition", pair.petition] if pair.petition else sides["case", pair.other_case]]
    one, other = sorted(both, key=lambda side: (pd.isna(side["received_on"]), side["received_on"]))
    ward = str(first["ward"])
    with st.container(border=True):
        told = Markup(" ").join(_FLAG.format(_reason(reason, one, other, here)) for reason in reasons)
        st.html(_PAIR.format(_side(one, here), _side(other, here), here.say("linking.why"), told))
        with st.container(horizontal=True, gap="small"):
            for key, decision in (("same", "confirmed"), ("different", "rejected")):
                st.button(
                    here.say(f"linking.{key}"),
                    key=f"{here.language}:{key}:{pair.case}:{pair.other_case}:{pair.petition}",
                    on_click=decide,
                    args=(pair, decision, ward, here),
                )


def decide(pair: Pair, decision: Decision, ward: str, here: Here) -> None:
    """Record what was found about a pair, and say so on the next run; for callbacks."""
    try:
        role = process.reader().role
        batch = decided(pair, decision, ward=ward, on=process.today(), role=role, demo=here.demo)
        process.record(batch, people.may_link)
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
        acts.say_next("note", here.say("linking.refused"))
    else:
        acts.say_next("note", here.say(f"linking.done.{decision}", pair=name_of(pair, here)))


def name_of(pair: Pair, here: Here) -> str:
    """Name both sides of a pair by their codes."""
    return here.say("linking.pair", one=pair.case, other=pair.other_case or pair.petition)


def _side(side: Row, here: Here) -> Markup:
    lines = _petition(side, here) if side["petition"] else _case(side, here)
    return _SIDE.format(side["code"], Markup().join(_LINE.format(line) for line in lines if line))


def _petition(side: Row, here: Here) -> Iterator[str]:
    yield here.say("linking.loose")
    yield "" if pd.isna(side["ward"]) else here.name("ward", str(side["ward"]))
    yield "" if pd.isna(side["channel"]) else describe(str(side["channel"]), PETITION["channel"]).say(here.language)
    yield here.say("linking.state.received", day=words.date(side["received_on"]))


def _case(side: Row, here: Here) -> Iterator[Markup | str]:
    subject: str = "" if pd.isna(side["subject"]) else here.name("subject", str(side["subject"]))
    people = (
        here.say("linking.people", n=int(side["people"])) if pd.notna(side["people"]) and side["people"] > 1 else ""
    )
    yield " · ".join(part for part in (case_list.kind(side, here), subject, people) if part)
    yield case_list.place(side, here)
    yield "" if pd.isna(side["deciding_body"]) else str(side["deciding_body"])
    yield ", ".join(_states(side, here))


def _states(side: Row, here: Here) -> Iterator[str]:
    yield here.say("linking.state.received", day=words.date(side["received_on"]))
    for name in ("decided", "ended", "court"):
        if pd.notna(side[f"{name}_on"]):
            yield here.say(f"linking.state.{name}", day=words.date(side[f"{name}_on"]))
    if pd.isna(side["decided_on"]) and pd.isna(side["ended_on"]):
        yield here.say("linking.state.open")


def _reason(reason: str, first: Row, second: Row, here: Here) -> str:
    if reason == "next_level":
        first, second = sorted((first, second), key=lambda side: side["level"] == "second")
        return here.say("linking.reason.next_level", n=(second["received_on"] - first["decided_on"]).days)
    if reason == "close":
        return here.say("linking.reason.close", n=(second["received_on"] - first["received_on"]).days)
    return here.say(f"linking.reason.{reason}", n=first["people"])
