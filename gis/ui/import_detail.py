"""One file that was dropped, in detail: what a person should look at, and the file back."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import intake
from gis.access.gate import OWN_FILE
from gis.ui import downloads, import_acts
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

MOST_FINDINGS: Final = 100
"""So many findings of a file are listed; its marked copy holds all."""


def draw(name: str, one: intake.Examined, here: Here) -> None:
    """Draw what a person should look at in a file, and offer it back.

    Parameters
    ----------
    name
        What it is called on the page.
    one
        The file, looked at.
    here
        Who reads.
    """
    findings = one.report.findings
    st.html(Markup('<h3 class="links-title">{}</h3>').format(here.say("import.findings", n=len(findings))))
    if not findings:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("import.clean")))
    else:
        _findings(one, here)
    _back(name, one, here)


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
        downloads.button(
            here.say("import.marked"),
            partial(intake.findings_workbook, one.table, one.checked, here.language),
            f"{stem}_kiem-tra.xlsx",
            import_acts.XLSX,
            here,
            leave=OWN_FILE,
            icon=":material/rule:",
        )
        if one.checked.made:
            downloads.button(
                here.say("import.coded"),
                partial(intake.with_codes, one.table, one.checked, one.form, here.language),
                f"{stem}_co-ma.xlsx",
                import_acts.XLSX,
                here,
                leave=OWN_FILE,
                icon=":material/tag:",
            )
