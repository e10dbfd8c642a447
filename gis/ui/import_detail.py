"""One file that was dropped, in detail: which column is which, what a person should look at, and the file back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import intake, settings
from gis.errors import LandmapError
from gis.intake.mapping import reference
from gis.ui import acts, import_acts
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

MOST_FINDINGS: Final = 100
"""So many findings of a file are listed; its marked copy holds all."""


def draw(name: str, one: intake.Examined, here: Here) -> None:
    """Draw the detail of a file.

    Parameters
    ----------
    name
        What it is called on the page.
    one
        The file, looked at.
    here
        Who reads.
    """
    _columns(one, here)
    findings = one.report.findings
    st.html(Markup('<h3 class="links-title">{}</h3>').format(here.say("import.findings", n=len(findings))))
    if not findings:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("import.clean")))
    else:
        _findings(one, here)
    _back(name, one, here)


def _columns(one: intake.Examined, here: Here) -> None:
    """Show which column is which, to be changed and remembered for files with the same headings."""
    st.html(
        Markup('<h3 class="links-title">{}</h3><p class="hint">{}</p>').format(
            here.say("import.columns"), here.say("import.columns_note")
        )
    )
    ours, theirs = here.say("import.column_form"), here.say("import.column_file")
    offered = [reference(one.table, place) for place in range(len(one.table.headings))]
    read = {name: reference(one.table, place) for name, place in one.checked.places.items()}
    frame = pd.DataFrame(
        {
            ours: [column.field.label.say(here.language) for column in one.form.columns],
            theirs: [read.get(column.name, "") for column in one.form.columns],
        }
    )
    changed = st.data_editor(
        frame,
        key=f"{here.language}:columns:{one.form.name}:{one.table.source}",
        hide_index=True,
        disabled=[ours],
        column_config={theirs: st.column_config.SelectboxColumn(options=["", *offered])},
        height=260,
    )
    chosen = {
        column.name: str(heading)
        for column, heading in zip(one.form.columns, changed[theirs], strict=True)
        if pd.notna(heading) and heading
    }
    st.button(
        here.say("import.remember"),
        icon=":material/bookmark:",
        disabled=chosen == read,
        on_click=_remember,
        args=(one, chosen, here),
    )


def _remember(one: intake.Examined, chosen: Mapping[str, str], here: Here) -> None:
    """Keep which column is which; headings that no column has any more are left out on purpose."""
    read = {reference(one.table, place) for place in one.checked.places.values()}
    dropped = tuple(sorted(read - set(chosen.values())))
    try:
        intake.remember(intake.ColumnMapping(chosen, ignored=dropped), one.table, one.form, settings.current())
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
    else:
        import_acts.look_again()
        acts.say_next("done", here.say("import.remembered"))


def _findings(one: intake.Examined, here: Here) -> None:
    table = intake.findings_table(one.report, here.language)
    shown = table.head(MOST_FINDINGS).astype("object").where(table.head(MOST_FINDINGS).notna(), "")
    st.html(plain_table(shown, numbers=0))
    if len(table) > len(shown):
        text = here.say("import.findings_more", shown=len(shown), n=len(table))
        st.html(Markup('<p class="hint">{}</p>').format(text))


def _back(name: str, one: intake.Examined, here: Here) -> None:
    """Offer the sender's own file back: with its faults marked, and with codes to use again."""
    stem = name.rsplit(".", 1)[0]
    with st.container(horizontal=True):
        st.download_button(
            here.say("import.marked"),
            data=partial(intake.findings_workbook, one.table, one.checked, here.language),
            file_name=f"{stem}_kiem-tra.xlsx",
            mime=import_acts.XLSX,
            on_click="ignore",
            icon=":material/rule:",
        )
        if one.checked.made:
            st.download_button(
                here.say("import.coded"),
                data=partial(intake.with_codes, one.table, one.checked, one.form, here.language),
                file_name=f"{stem}_co-ma.xlsx",
                mime=import_acts.XLSX,
                on_click="ignore",
                icon=":material/tag:",
            )
