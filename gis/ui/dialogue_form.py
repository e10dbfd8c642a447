"""Recording a dialogue with what was promised there, or the result of one that was announced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.access import people
from gis.errors import Finding
from gis.records.declaration import describe
from gis.records.entities.contacts import COMMITMENT, DIALOGUE
from gis.ui import entry_fields, process
from gis.ui.entry_fields import Fields, codes
from gis.ui.here import Here
from gis.words import Phrase

MOST: Final = 3
"""So many commitments may be recorded along with a dialogue; more are recorded the same way once more."""
MODES: Final = ("new", "result")

_PLACE: Final = ("kind", "ward", "project", "case")
_ANNOUNCED: Final = ("announced_on", "planned_for")
_PLANNED: Final = (*_ANNOUNCED, "planned_chair", "prompted_by")
_MINUTES: Final = ("minutes_number", "minutes_on")
_HELD: Final = ("held_on", "chair", "invited", "present", "absent_minuted", "result", *_MINUTES)
_NOTICE: Final = ("notice_number", "notice_on")
_CAME: Final = ("chair", "present", "absent_minuted", "result")
"""What is known only of a dialogue that was held."""
_PROMISE: Final = ("kind", "leading_body", "due")


def draw(here: Here) -> None:
    """Draw the form for whoever may record, behind a switch, so that nobody else has to load it."""
    if not people.may_enter(process.reader()):
        return
    if not st.toggle(here.say("entry.dialogue.open"), key=f"{here.language}:dialogue_form"):
        return
    dialogue, promise = Fields("dialogue", DIALOGUE, here), Fields("promise", COMMITMENT, here)
    with st.container(key="entry", border=True):
        st.html(Markup('<p class="hint">{}</p>').format(here.say("entry.note")))
        mode = _mode(here)
        if mode == "new":
            _place(dialogue, here)
        else:
            _announced(dialogue, here)
        _held(dialogue)
        _promises(promise, here)
        st.button(
            here.say("entry.save"),
            key=f"{here.language}:save_dialogue",
            type="primary",
            icon=":material/save:",
            on_click=save,
            args=(mode, dialogue, promise, here),
        )


def _mode(here: Here) -> str:
    chosen = st.segmented_control(
        here.say("entry.dialogue.mode"),
        MODES,
        default=MODES[0],
        required=True,
        key=f"{here.language}:dialogue_mode",
        format_func=lambda mode: here.say(f"entry.dialogue.{mode}"),
    )
    return chosen or MODES[0]


def _place(fields: Fields, here: Here) -> None:
    """Ask what kind of dialogue, where and about what; projects and cases are those of the ward."""
    one, two, three, four = st.columns(4)
    with one:
        fields.pick("kind")
    with two:
        fields.pick("ward", _wards(here), lambda code: here.name("ward", code))
    with three:
        places = here.situation["project_place"]
        mine = places.loc[places["ward"] == fields.value("ward"), "project"].astype(str).drop_duplicates()
        fields.pick(
            "project", sorted(mine, key=lambda code: here.name("project", code)), lambda c: here.name("project", c)
        )
    with four:
        cases = here.situation["open_case"]
        fields.pick("case", sorted(cases.loc[cases["ward"] == fields.value("ward"), "code"]), str)
    one, two, three, four = st.columns(4)
    with one:
        fields.day("announced_on", latest=process.today())
    with two:
        fields.day("planned_for")
    with three:
        fields.pick("planned_chair")
    with four:
        fields.pick("prompted_by")


def _wards(here: Here) -> list[str]:
    scope = process.reader()
    return sorted(filter(scope.covers, here.situation.covered), key=lambda code: here.name("ward", code))


def _announced(fields: Fields, here: Here) -> None:
    """Ask which announced dialogue; those of the selection that are not held."""
    rows = here.selection["dialogue"]
    waiting = rows[~rows["state"].isin(["held", "not_attended"])].sort_values("day", kind="stable")
    lines = {str(code): _said(line, here) for code, line in waiting.to_dict("index").items()}
    fields.pick("code", list(lines), lines.__getitem__)


def _said(line: Mapping[Any, Any], here: Here) -> str:
    kind = describe(str(line["kind"]), DIALOGUE["kind"]).say(here.language)
    return f"{words.date(line['day'])} · {kind} · {here.name('ward', str(line['ward']))}"


def _held(fields: Fields) -> None:
    one, two, three, four, five, six = st.columns(6)
    with one:
        fields.day("held_on", latest=process.today())
    with two:
        fields.pick("chair")
    for column, name in zip((three, four, five), ("invited", "present", "absent_minuted"), strict=True):
        with column:
            fields.count(name)
    with six:
        fields.pick("result")
    one, two, _, _ = st.columns(4)
    with one:
        fields.number_of_document("minutes_number")
    with two:
        fields.day("minutes_on", latest=process.today())


def _promises(fields: Fields, here: Here) -> None:
    """Ask for the notice and for what it promises, line by line."""
    st.html(Markup('<h3 class="links-title">{}</h3>').format(here.say("entry.dialogue.promises")))
    one, two, _, _ = st.columns(4)
    with one:
        fields.number_of_document("notice_number")
    with two:
        fields.day("notice_on", latest=process.today())
    bodies = known_bodies(here)
    for number in range(MOST):
        one, two, three, _ = st.columns(4)
        with one:
            fields.pick(f"kind:{number}")
        with two:
            fields.pick(f"leading_body:{number}", bodies, str, others=True)
        with three:
            fields.day(f"due:{number}")


def known_bodies(here: Here) -> list[str]:
    """List the bodies that the records name anywhere: who leads, who pays, who decides."""
    named = (("commitment", "leading_body"), ("project", "compensating_unit"), ("open_case", "deciding_body"))
    found: set[str] = set()
    for frame, column in named:
        found |= set(here.situation[frame][column].cat.categories)
    return sorted(found)


def save(mode: str, dialogue: Fields, promise: Fields, here: Here) -> None:
    """Judge and record what was filled in, dialogue and commitments together or nothing; for the callback."""
    row = _row(mode, dialogue, here)
    findings = _missing(mode, row)
    if findings:
        entry_fields.refuse(findings, here)
        return
    meeting = entry_fields.judged("dialogues", row, _known(row), here)
    doubled = mode == "new" and len(meeting.frame) and meeting.frame["code"].iloc[0] in here.situation["dialogue"].index
    wrong = [*meeting.findings, *([Finding("known", Phrase("entry.dialogue.known"))] if doubled else [])]
    promises: list[pd.DataFrame] = []
    for line in _lines(promise):
        code = str(meeting.frame["code"].iloc[0]) if len(meeting.frame) else None
        about: dict[str, Any] = {name: row[name] for name in ("ward", "project", "case") if name in row}
        found = entry_fields.judged("commitments", {**about, "dialogue": code, **line}, _known(row, code), here)
        wrong += found.findings
        promises.append(found.frame)
    if wrong:
        entry_fields.refuse(wrong, here)
        return
    frames = {"dialogue": meeting.frame, **({"commitment": pd.concat(promises)} if promises else {})}
    done = here.say("entry.dialogue.done", code=str(meeting.frame["code"].iloc[0]), n=len(promises))
    entry_fields.record(frames, here, dialogue, promise, done=done)


def _row(mode: str, fields: Fields, here: Here) -> dict[str, Any]:
    if mode == "new":
        return fields.filled(*_PLACE, *_PLANNED, *_HELD)
    row: dict[str, Any] = fields.filled("code", *_HELD)
    if "code" in row:
        known = here.situation["dialogue"].loc[row["code"]]
        row |= {name: str(known[name]) for name in _PLACE if pd.notna(known[name])}
        row = ({"invited": int(known["invited"])} if pd.notna(known["invited"]) else {}) | row
        row |= {"announced_on": known["announced_on"].date()} if pd.notna(known["announced_on"]) else {}
    return row


def _lines(fields: Fields) -> list[dict[str, Any]]:
    """Answer the commitments of which anything was filled in, each with the notice."""
    notice, lines = fields.filled(*_NOTICE), []
    for number in range(MOST):
        filled = fields.filled(*(f"{name}:{number}" for name in _PROMISE))
        if filled:
            lines.append({**notice, **{name.split(":")[0]: value for name, value in filled.items()}})
    return lines


def _known(row: Mapping[str, Any], dialogue: str | None = None) -> dict[str, pd.DataFrame]:
    """Answer what may be referred to: what was picked."""
    project, ward = row.get("project"), row.get("ward")
    return {
        "project": codes(project).assign(name=""),
        "project_ward": pd.DataFrame({"project": [project], "ward": [ward]}),
        "case": codes(row.get("case")),
        "dialogue": codes(dialogue),
    }


def _missing(mode: str, row: Mapping[str, Any]) -> list[Finding]:
    """Say what only a form can know to be missing."""
    wanted = ("kind", "ward") if mode == "new" else ("code", "held_on")
    keys = [f"entry.dialogue.no_{name}" for name in wanted if name not in row]
    if mode == "new" and not any(name in row for name in (*_ANNOUNCED, "held_on")):
        keys.append("entry.dialogue.no_day")
    if "minutes_number" in row and "minutes_on" not in row:
        keys.append("entry.dialogue.no_minutes_on")
    if "held_on" not in row and any(name in row for name in (*_CAME, *_MINUTES)):
        keys.append("entry.dialogue.no_held_on")
    return [Finding(key, Phrase(key)) for key in dict.fromkeys(keys)]
