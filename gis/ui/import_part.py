"""Which part of a dropped file is read, as an officer says: its sheet or its layer, and the system of its coordinates.

A file that holds several, or does not state its system, cannot be understood until somebody says it. What is said is
kept by the name of the file until the file is taken away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from gis import intake
from gis.areas.geodesy import DEGREES, ZONES, zone_name
from gis.intake.incoming import WHOLE, Incoming, Part
from gis.ui.here import Here
from gis.ui.plain_label import plain

_SAID: Final = "incoming_part"
_ASKING: Final = frozenset({"unclear_crs", "no_system", "found_crs"})
"""Findings about columns of coordinates whose system nobody said."""


def said(name: str) -> Part:
    """Answer which part of a file was asked for."""
    return _all().get(name, WHOLE)


def forget(names: Collection[str]) -> None:
    """Forget what was said of files that are not among these."""
    st.session_state[_SAID] = {name: part for name, part in _all().items() if name in names}


def _all() -> dict[str, Part]:
    kept: dict[str, Part] = st.session_state.setdefault(_SAID, {})
    return kept


def choose(name: str, one: Incoming, here: Here, examined: intake.Examined | None = None) -> None:
    """Draw the choices that a file leaves open; nothing where there are none.

    Parameters
    ----------
    name
        What it is called on the page.
    one
        The file, read as it was asked for.
    here
        Who reads.
    examined
        What would become of it, where it was understood: its columns of coordinates may ask for their system.
    """
    found = {finding.code for finding in examined.report.findings} if examined else set()
    placed = one.placed or not found.isdisjoint(_ASKING)
    systems = {system: zone_name(system) for system in (DEGREES, *ZONES)} if placed else {}
    if not (one.sheets or one.layers or systems):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choice(name, one, "sheet", one.sheets, here)
        _choice(name, one, "layer", one.layers, here)
        _choice(name, one, "crs", list(systems), here, systems)


def _choice(
    name: str, one: Incoming, what: str, offered: Sequence[str], here: Here, labels: dict[str, str] | None = None
) -> None:
    if not offered:
        return
    chosen = getattr(one.part, what) or (one.table.sheet if one.table and what == "sheet" else "")
    key = f"{here.language}:part:{what}:{name}"
    st.selectbox(
        plain(here.say(f"import.part.{what}", file=name)),
        offered,
        index=offered.index(chosen) if chosen in offered else None,
        key=key,
        format_func=lambda entry: (labels or {}).get(entry, entry),
        placeholder=here.say(f"import.part.{what}_open"),
        on_change=_keep,
        args=(name, what, key),
        width=300,
    )


def _keep(name: str, what: str, key: str) -> None:
    _all()[name] = replace(said(name), **{what: str(st.session_state[key] or "")})
