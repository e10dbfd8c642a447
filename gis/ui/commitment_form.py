"""Correcting a commitment: the day it was kept with its proof, or the day it was put off to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.access import people
from gis.errors import Finding
from gis.insight import commitments
from gis.records.declaration import describe
from gis.records.entities.contacts import COMMITMENT
from gis.ui import entry_fields, process
from gis.ui.entry_fields import Fields
from gis.ui.here import Here
from gis.words import Phrase

_CHANGES: Final = ("kept_on", "proof", "extended_on", "extended_to")
_MOST: Final = 500
"""So many commitments are offered, the gravest; a ward chosen on the view bar brings up others."""


def draw(found: pd.DataFrame, here: Here) -> None:
    """Draw the form for whoever may record, behind a switch.

    Parameters
    ----------
    found
        The commitments of the selection with their ``state``.
    here
        Who writes.
    """
    if not people.may_enter(here.desk.reader):
        return
    if not st.toggle(here.say("entry.commitment.open"), key=f"{here.language}:commitment_form"):
        return
    fields = Fields("commitment", COMMITMENT, here)
    pending = commitments.listed(found[found["pending"]], most=_MOST)
    lines = {str(line["code"]): _said(line, here) for line in pending.to_dict("records")}
    with st.container(key="entry", border=True):
        st.html(Markup('<p class="hint">{}</p>').format(here.say("entry.commitment.note")))
        fields.pick("code", list(lines), lines.__getitem__)
        one, two, three, four = st.columns(4)
        with one:
            fields.day("kept_on", latest=process.today())
        with two:
            fields.number_of_document("proof")
        with three:
            fields.day("extended_on", latest=process.today())
        with four:
            fields.day("extended_to")
        st.button(
            here.say("entry.save"),
            key=f"{here.language}:save_commitment",
            type="primary",
            icon=":material/save:",
            on_click=save,
            args=(fields, here),
        )


def _said(line: Mapping[Any, Any], here: Here) -> str:
    what = "" if pd.isna(line["kind"]) else describe(str(line["kind"]), COMMITMENT["kind"]).say(here.language)
    number = "" if pd.isna(line["notice_number"]) else str(line["notice_number"])
    parts = (str(line["code"]), number, what, here.name("ward", str(line["ward"])), words.date(line["due_by"]))
    return " · ".join(part for part in parts if part)


def save(fields: Fields, here: Here) -> None:
    """Judge and record what was filled in; for the callback."""
    row: dict[str, Any] = fields.filled("code", *_CHANGES)
    findings = _missing(row)
    if not findings:
        kept = here.situation["commitment"].loc[row["code"]]
        known = {name: kept[name] for name in ("ward", "notice_on", "due") if pd.notna(kept[name])}
        days = {name: value.date() if isinstance(value, pd.Timestamp) else value for name, value in known.items()}
        judged = entry_fields.judged("commitments", days | row, {}, here)
        findings = [*judged.findings]
    if findings:
        entry_fields.refuse(findings, here)
        return
    done = here.say("entry.commitment.done", code=str(row["code"]))
    entry_fields.record({COMMITMENT.name: judged.frame}, here, fields, done=done)


def _missing(row: Mapping[str, Any]) -> list[Finding]:
    """Say what is missing, or stands without what it belongs to."""
    keys = [] if "code" in row else ["entry.commitment.no_code"]
    if not any(name in row for name in _CHANGES):
        keys.append("entry.commitment.nothing")
    if "proof" in row and "kept_on" not in row:
        keys.append("entry.commitment.no_kept_on")
    if ("extended_to" in row) != ("extended_on" in row):
        keys.append("entry.commitment.no_extended")
    return [Finding(key, Phrase(key)) for key in keys]
