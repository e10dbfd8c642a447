"""What an officer says of a file that was dropped: its kind, who sent it, its official form, its period.

What is said is kept by the name of the file until the file is taken away; widgets come and go with the file that is
looked at in detail, so they are no place to keep it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from gis import intake
from gis.areas.names import Named, match_ward
from gis.intake.detecting import REPORTS
from gis.intake.incoming import Incoming
from gis.records.entities.reports import FORMS
from gis.ui import import_acts, process
from gis.ui.here import Here
from gis.ui.plain_label import plain

_SAID: Final = "incoming_said"


def said(name: str, one: Incoming) -> Incoming:
    """Answer a file as it seems, with everything that an officer says otherwise."""
    told = _all().get(name, {})
    words = {part: value for part, value in told.items() if part != "office"}
    return one.said(replace(one.detected, **words), told.get("office", ""))


def forget(names: Collection[str]) -> None:
    """Forget what was said of files that are not among these."""
    st.session_state[_SAID] = {name: told for name, told in _all().items() if name in names}


def _all() -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = st.session_state.setdefault(_SAID, {})
    return kept


def choose_kind(name: str, one: Incoming, here: Here) -> None:
    """Draw the choice of what kind of list a file is."""
    kinds = ["", *intake.FORMS]
    key = _key(name, "kind", here)
    st.selectbox(
        plain(here.say("import.kind", file=name)),
        kinds,
        index=kinds.index(one.detected.kind),
        key=key,
        format_func=lambda kind: import_acts.kind_name(kind, here) if kind else here.say("import.unknown_kind"),
        on_change=_keep,
        args=(name, "kind", key),
    )


def choose_rest(name: str, one: Incoming, here: Here) -> None:
    """Draw the choice of who sent a file and, for a report, of its form and period."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _sender(name, one, here)
        if one.detected.kind == "periodic":
            _official(name, one, here)
        if one.detected.kind in REPORTS:
            _period(name, one, here)


def _sender(name: str, one: Incoming, here: Here) -> None:
    wards = [str(code) for code in process.wards().wards.index]
    offered = ["", *wards, *([one.office] if one.office else [])]
    key = _key(name, "sender", here)
    st.selectbox(
        here.say("import.sender"),
        offered,
        index=offered.index(one.sender),
        key=key,
        format_func=lambda code: here.name("ward", code) if code in wards else code or here.say("import.no_sender"),
        accept_new_options=True,
        help=here.say("import.sender_help"),
        on_change=_keep_sender,
        args=(name, key),
        width=260,
    )


def _official(name: str, one: Incoming, here: Here) -> None:
    labels = {"": here.say("import.no_official")} | {form.code: form.label.say(here.language) for form in FORMS}
    key = _key(name, "official", here)
    st.selectbox(
        here.say("import.official"),
        list(labels),
        index=list(labels).index(one.detected.official),
        key=key,
        format_func=labels.__getitem__,
        on_change=_keep,
        args=(name, "official", key),
        width=130,
    )


def _period(name: str, one: Incoming, here: Here) -> None:
    keys = [_key(name, part, here) for part in ("start", "end")]
    for part, key, day in zip(("start", "end"), keys, one.detected.period or (None, None), strict=True):
        st.date_input(
            here.say(f"reporting.nil.{part}"),
            day,
            key=key,
            format="DD/MM/YYYY",
            on_change=_keep_period,
            args=(name, *keys),
            width=140,
        )


def _key(name: str, part: str, here: Here) -> str:
    return f"{here.language}:said:{part}:{name}"


def _keep(name: str, part: str, key: str) -> None:
    _all().setdefault(name, {})[part] = st.session_state[key]


def _keep_sender(name: str, key: str) -> None:
    _all().setdefault(name, {}).update(sender_of(str(st.session_state[key] or ""), process.wards()))


def sender_of(written: str, areas: Named) -> dict[str, str]:
    """Tell a ward, which is the unit of a report, from any other office, which is none."""
    text = written.strip()
    ward = match_ward(text, areas).code if text else ""
    return {"unit": ward, "office": "" if ward else text}


def _keep_period(name: str, first: str, last: str) -> None:
    """Keep a period once both its days are there and in order."""
    start, end = st.session_state[first], st.session_state[last]
    whole = isinstance(start, dt.date) and isinstance(end, dt.date) and start <= end
    _all().setdefault(name, {})["period"] = (start, end) if whole else None
