"""The sheet beside the map: one place or project at a glance, or the whole selection while nothing is opened.

It reads from top to bottom as a leader asks before a meeting: how far are the projects, who has been paid, what is
being complained about, when were people last met, what was promised, which legal day comes next.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis.briefing import sheet_blocks, sheet_counts, view_counts
from gis.briefing.sheet_blocks import Block, Row
from gis.insight import duties, sheets
from gis.insight.reasons import reasons
from gis.insight.sheets import Brief
from gis.ui import duties_panel, seen, session, sheet_reasons
from gis.ui.here import Here
from gis.ui.plain_label import plain
from gis.ui.rule_link import linked
from gis.ui.seen import Seen
from gis.view import Sheet

_ROW = Markup('<div class="row"><dt>{}</dt><dd class="{}">{}</dd></div>')
_BAR = Markup(
    '<div class="step"><span>{}</span><span class="bar" aria-hidden="true"><i style="width:{}%"></i></span>'
    "<b>{}</b></div>"
)


def draw(here: Here, *, beside_duties: bool = False) -> None:
    """Draw the sheet of what lies open.

    Parameters
    ----------
    here
        Who reads.
    beside_duties
        Whether all duties of the selection stand beside it, so that it need not tell their head.
    """
    selection = sheets.opened(here.situation, here.view.filters, here.view.sheet)
    brief = sheet_counts.without_small_subjects(sheets.brief(selection, here.period), here)
    owed = duties.due(selection)
    why = reasons(selection, owed)
    counts = view_counts.sheet(brief, owed, why, here)
    sections = [_section(block, here) for block in sheet_blocks.sections(brief, counts, here)]
    first = [_duties(owed, counts, here)] if here.view.sheet or not beside_duties else []
    with st.container(key="sheet", border=True):
        _head(here, brief)
        st.html(Markup("").join([*first, *sections, _note(counts, here)]))
        if here.view.sheet:
            sheet_reasons.draw(selection, why, counts, here)
        _project_links(brief, counts, here)


def _head(here: Here, brief: Brief) -> None:
    title, note = sheet_blocks.heading(brief, here)
    with st.container(key="sheet_head", horizontal=True, vertical_alignment="top"):
        st.html(Markup('<h2 class="sheet-title">{}</h2><p class="hint">{}</p>').format(title, note))
        if here.view.sheet:
            st.button(
                here.say("sheet.close"),
                key="close_sheet",
                on_click=session.open_sheet,
                args=(None,),
                type="tertiary",
                icon=":material/close:",
            )


def _note(counts: Seen, here: Here) -> Markup:
    return Markup('<p class="hint">{}</p>').format(seen.note(here)) if counts.hidden else Markup()


def _duties(owed: pd.DataFrame, counts: Seen, here: Here) -> Markup:
    """Write the head of the duties of what lies open, or of the whole selection."""
    head = duties_panel.head(owed, here, counts)
    return Markup('<section class="block"><h3>{}</h3>{}</section>').format(here.say("duties.head"), head)


def _section(block: Block, here: Here) -> Markup:
    body = Markup('<p class="hint">{}</p>').format(block.nothing) if block.nothing else _told(block, here)
    return Markup('<section class="block"><h3>{}</h3>{}</section>').format(block.title, body)


def _told(block: Block, here: Here) -> Markup:
    rows = Markup().join(_ROW.format(row.label, "warn" if row.warn else "", _value(row, here)) for row in block.rows)
    bars = Markup().join(_BAR.format(bar.label, round(100 * bar.share), bar.value) for bar in block.bars)
    return (Markup('<dl class="rows">{}</dl>').format(rows) if rows else rows) + bars


def _value(row: Row, here: Here) -> str | Markup:
    return linked(row.value, row.rule, here.view, title=here.say("legal.open")) if row.rule else row.value


def _project_links(brief: Brief, counts: Seen, here: Here) -> None:
    """List the projects with the most open cases; each opens its own sheet."""
    if brief.projects.empty or (here.view.sheet and here.view.sheet.kind == "project"):
        return
    counted = here.situation.recorded("case")
    title = here.say("sheet.listed" if counted else "sheet.listed_uncounted")
    st.html(Markup('<h3 class="links-title">{}</h3>').format(title))
    with st.container(key="sheet_projects", gap=None):
        for place, name in enumerate(seen.last([f"project_{code}" for code in brief.projects.index], counts)):
            code = name.removeprefix("project_")
            st.button(
                plain(_line(here, code, counts[name] if counted else None)),
                key=f"open_project_{place}",  # not the code: Streamlit keeps what it knows of a button for good
                on_click=session.open_sheet,
                args=(Sheet("project", code),),
                type="tertiary",
                width="stretch",
            )


def _line(here: Here, code: str, cases: str | None) -> str:
    name = here.name("project", code)
    return name if cases is None else here.say("sheet.project_line", name=name, n=cases)
