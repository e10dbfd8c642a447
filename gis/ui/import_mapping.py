"""How a file is read, to be decided by an officer: which column is which, what holds for all rows, what words mean.

Whatever is decided is tried on the file first, and then remembered for the sender of the file, or for anybody where the
sender is not known. A file that cannot be read yet for want of a column is decided on here as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import intake
from gis.access import people
from gis.errors import LandmapError
from gis.intake import incoming, meanings
from gis.intake.detecting import said_of
from gis.intake.forms import Column, Form
from gis.intake.incoming import Incoming
from gis.intake.mapping import ColumnMapping, reference
from gis.intake.table import Table, as_text
from gis.records.store import Store
from gis.ui import acts, import_acts, process
from gis.ui.here import Here
from gis.words import Label


@dataclass(frozen=True, eq=False)
class Reading:
    """A file that is being decided on.

    Parameters
    ----------
    name
        What it is called on the page.
    file
        As it was handed in, and what is said of it.
    table
        As it stands in the file.
    form
        What it is read as.
    mapping
        What was decided before.
    examined
        What would become of it; None when it cannot be read yet.
    """

    name: str
    file: Incoming
    table: Table
    form: Form
    mapping: ColumnMapping
    examined: intake.Examined | None

    @property
    def columns(self) -> Mapping[str, str]:
        """Name of a form's column → the column of the file that is read as it."""
        if self.examined:
            return {name: reference(self.table, place) for name, place in self.examined.checked.places.items()}
        proposed = intake.propose(self.table, self.form, process.wards())
        return self.mapping.over(proposed).columns


def draw(reading: Reading, store: Store, here: Here) -> None:
    """Draw all three choices."""
    unknown = meanings.not_understood(reading.table, reading.examined.checked, reading.form) if reading.examined else {}
    if unknown:
        _title("meanings", "meanings_note", here)
        _meanings(reading, unknown, store, here)
    _title("columns", "columns_note", here)
    _columns(reading, store, here)
    _title("constants", "constants_note", here)
    _constants(reading, store, here)


def _title(title: str, note: str, here: Here) -> None:
    st.html(
        Markup('<h3 class="links-title">{}</h3><p class="hint">{}</p>').format(
            here.say(f"import.{title}"), here.say(f"import.{note}")
        )
    )


def _columns(reading: Reading, store: Store, here: Here) -> None:
    """Show which column is which, to be changed."""
    ours, theirs = here.say("import.column_form"), here.say("import.column_file")
    offered = [reference(reading.table, place) for place in range(len(reading.table.headings))]
    read = reading.columns
    frame = pd.DataFrame(
        {
            ours: [column.field.label.say(here.language) for column in reading.form.columns],
            theirs: [read.get(column.name, "") for column in reading.form.columns],
        }
    )
    changed = st.data_editor(
        frame,
        key=f"{here.language}:columns:{reading.form.name}:{reading.name}",
        hide_index=True,
        disabled=[ours],
        column_config={theirs: st.column_config.SelectboxColumn(options=["", *offered])},
        height=260,
        placeholder="–",
    )
    chosen = {
        column.name: str(heading)
        for column, heading in zip(reading.form.columns, changed[theirs], strict=True)
        if pd.notna(heading) and heading
    }
    st.button(
        here.say("import.remember"),
        icon=":material/bookmark:",
        disabled=chosen == read,
        on_click=decide,
        args=(reading, with_columns(reading, chosen), store, here),
    )


def with_columns(reading: Reading, chosen: Mapping[str, str]) -> ColumnMapping:
    """Answer the mapping with these columns; headings that no column has any more are left out on purpose."""
    dropped = {*reading.mapping.ignored, *reading.columns.values()} - set(chosen.values())
    constants = {name: text for name, text in reading.mapping.constants.items() if name not in chosen}
    return replace(reading.mapping, columns=chosen, constants=constants, ignored=tuple(sorted(dropped)))


def _constants(reading: Reading, store: Store, here: Here) -> None:
    """Let a value be set for all rows, where no column has it; what was set can be taken back."""
    for set_name, set_text in reading.mapping.constants.items():
        _constant(reading, set_name, set_text, store, here)
    said = said_of(reading.form, reading.file.detected)
    free = {
        column.name: column
        for column in sorted(reading.form.columns, key=lambda column: not column.required)
        if column.name not in reading.columns
        and column.name not in reading.mapping.constants
        and column.name not in said
        and column.field.kind not in ("code", "shape")
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name: str | None = st.selectbox(
            here.say("import.constant_column"),
            list(free),
            index=None,
            key=f"{here.language}:constant:{reading.name}",
            format_func=lambda name: free[name].field.label.say(here.language),
            placeholder=here.say("import.constant_choose"),
            width=280,
        )
        text = _value(free[name], reading, here) if name else ""
        st.button(
            here.say("import.constant_set"),
            icon=":material/bookmark:",
            disabled=not text,
            on_click=decide,
            args=(reading, with_constant(reading, name or "", text), store, here),
        )


def _constant(reading: Reading, name: str, text: str, store: Store, here: Here) -> None:
    column = reading.form[name]
    label = meanings.entries(column, process.wards()).get(text)
    value = label.say(here.language) if label else text
    st.button(
        here.say("import.constant_drop", column=column.field.label.say(here.language), value=value),
        key=f"{here.language}:drop:{name}:{reading.name}",
        icon=":material/close:",
        on_click=decide,
        args=(reading, with_constant(reading, name, ""), store, here),
    )


def _value(column: Column, reading: Reading, here: Here) -> str:
    """Ask for a value in the way its kind is written; empty while there is none."""
    label, key = here.say("import.constant_value"), f"{here.language}:value:{column.name}:{reading.name}"
    listed = meanings.entries(column, process.wards())
    if listed:
        return _entry(label, listed, key, here) or ""
    if column.field.kind in ("event", "plan"):
        day: dt.date | None = st.date_input(label, None, key=key, format="DD/MM/YYYY", width=140)
        return as_text(day)
    return str(st.text_input(label, key=key, max_chars=120, width=240)).strip()


def _entry(label: str, listed: Mapping[str, Label], key: str, here: Here) -> str | None:
    return st.selectbox(
        label,
        list(listed),
        index=None,
        key=key,
        format_func=lambda code: listed[code].say(here.language),
        placeholder=here.say("import.constant_choose"),
        width=280,
    )


def with_constant(reading: Reading, name: str, text: str) -> ColumnMapping:
    """Answer the mapping with a value for all rows; an empty one takes it back."""
    kept = {one: value for one, value in reading.mapping.constants.items() if one != name}
    return replace(reading.mapping, constants=kept | ({name: text} if text else {}))


def _meanings(reading: Reading, unknown: Mapping[str, tuple[str, ...]], store: Store, here: Here) -> None:
    """Ask what each word that was not understood means."""
    chosen: dict[str, dict[str, str]] = {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, words in unknown.items():
            column = reading.form[name]
            listed = meanings.entries(column, process.wards())
            for word in words:
                label = here.say("import.meaning", word=word, column=column.field.label.say(here.language))
                code = _entry(label, listed, f"{here.language}:meaning:{name}:{word}:{reading.name}", here)
                if code:
                    chosen.setdefault(name, {})[word] = code
    st.button(
        here.say("import.meanings_use"),
        icon=":material/bookmark:",
        disabled=not chosen,
        on_click=decide,
        args=(reading, with_meanings(reading, chosen), store, here),
    )


def with_meanings(reading: Reading, chosen: Mapping[str, Mapping[str, str]]) -> ColumnMapping:
    """Answer the mapping with the meanings of more words."""
    before = reading.mapping.values
    return replace(
        reading.mapping, values={**before, **{name: {**before.get(name, {}), **chosen[name]} for name in chosen}}
    )


def decide(reading: Reading, mapping: ColumnMapping, store: Store, here: Here) -> None:
    """Try a mapping on the file and remember it for its sender; for callbacks."""
    try:
        process.check(people.may_import)
        incoming.look(reading.file, reading.form.name, store=store, areas=process.wards(), mapping=mapping)
        intake.remember(mapping, reading.table, reading.form, store.settings, reading.file.sender)
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
        return
    import_acts.look_again()
    acts.say_next("done", here.say("import.remembered", sender=import_acts.sender_name(reading.file, here)))
