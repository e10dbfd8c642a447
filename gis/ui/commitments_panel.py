"""Conclusions and commitments: what is overdue, by which body, and the list of all of them.

Bodies stand by how much is overdue, with how many there are: no ranks and no shares. What was promised about single
cases stays with leaders and officers; others see totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.briefing.meeting_words import standing as standing_words
from gis.insight import commitments
from gis.insight.commitments import Figures
from gis.insight.situation import Selection
from gis.records.declaration import describe
from gis.records.entities.contacts import COMMITMENT
from gis.ui import cards, commitment_form, downloads, seen
from gis.ui.cards import Card, Compared
from gis.ui.dialogue_list import rows_asked
from gis.ui.downloads import Sheet
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

BODIES: Final = 30
"""So many bodies are drawn, those with most overdue; the files hold all of them."""

COUNTS: Final = ("whole", *commitments.STATES)
_WHOLES: Final = (
    ("whole", ["pending"]),
    ("whole", ["given"]),
    ("pending", ["overdue", "due_soon"]),
    ("pending", ["extended"]),
    ("kept", ["kept_in_time"]),
)
"""Figure → others that are parts of it."""
_COLUMNS: Final = ("state", "due", "extended_to", "notice", "what", "body", "ward", "about", "kept_on", "proof")
_TWO = Markup("{}<small>{}</small>")
_STATE = Markup('<span class="state {}">{}</span>')
_STYLES: Final[Mapping[str, str]] = {"overdue": "late", "due_soon": "soon"}


def draw(here: Here) -> None:
    """Draw the part, or say what to do where no commitment is recorded."""
    if not here.situation.recorded("commitment"):
        st.info(here.say("commitments.empty"), icon=":material/upload_file:")
    else:
        found = judged(here.selection)
        _figures(found, here)
        _bodies(found, here)
        _list(found, here)


def judged(selection: Selection) -> pd.DataFrame:
    """Answer the commitments of a selection and where each stands."""
    return commitments.judged(selection, due_soon_days=settings.current().due_soon_days)


def _figures(found: pd.DataFrame, here: Here) -> None:
    title = here.say("commitments.title", period=here.period_words)
    st.html(Markup('<h2 class="section">{}</h2>').format(title))
    now = commitments.figures(found, here.period)
    compared = Compared(now, lambda then, period: commitments.figures(judged(then), period), here)
    cards.draw(_cards(now, compared, here), title, compared.basis + seen.footnote(here))


def _cards(now: Figures, compared: Compared[Figures], here: Here) -> Iterator[Card]:
    counts = seen.of(asdict(now), here, wholes=_WHOLES)

    def changed(name: str) -> str:
        return compared.change(seen.told(lambda one: getattr(one, name), here)) if counts.tells(name) else ""

    of_all = here.say("commitments.of_all", n=counts["whole"])
    yield Card(here.say("commitments.pending"), counts["pending"], of_all, changed("pending"))
    overdue = here.say("commitments.of_pending", n=counts["pending"])
    yield Card(here.say("commitments.overdue"), counts["overdue"], overdue, changed("overdue"), warn=now.overdue > 0)
    soon = here.say("commitments.soon_note", n=settings.current().due_soon_days)
    yield Card(here.say("commitments.due_soon"), counts["due_soon"], soon)
    yield Card(here.say("commitments.extended"), counts["extended"], overdue, changed("extended"))
    yield Card(here.say("commitments.given"), counts["given"], "", changed("given"))
    yield Card(here.say("commitments.kept"), counts["kept"], "", changed("kept"))
    in_time = here.say("commitments.of", n=counts["kept_in_time"], whole=counts["kept"])
    note = here.say("commitments.in_time_note")
    yield Card(here.say("commitments.in_time"), in_time, note, changed("kept_in_time"))


def _bodies(found: pd.DataFrame, here: Here) -> None:
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("commitments.bodies.title")))
    if not here.hides:
        table = commitments.by(found, "leading_body")
        st.html(plain_table(_named(table.head(BODIES), here), numbers=range(1, len(COUNTS) + 1), stacked=True))
        left = len(table) - BODIES
        more = here.say("commitments.bodies.more", n=left) if left > 0 else ""
        st.html(Markup('<p class="hint">{} {}</p>').format(here.say("commitments.bodies.note"), more))
    downloads.draw(partial(file_sheet, found, "leading_body", here), "cam-ket-theo-co-quan", here)


def _named(table: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Write the counts of each body as text."""
    first = {here.say("commitments.column.body"): [_body(code, here) for code in table.index]}
    counts = {_heading(name, here): [words.number(n, here.language) for n in table[name]] for name in COUNTS}
    return pd.DataFrame(first | counts, dtype="object")


def _body(code: Any, here: Here) -> str:
    return str(code) or here.say("dialogues.not_recorded")


def _heading(name: str, here: Here) -> str:
    return here.say("commitments.column.whole" if name == "whole" else f"commitments.state.{name}")


def _list(found: pd.DataFrame, here: Here) -> None:
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("commitments.list.title")))
    if here.hides:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("commitments.not_here")))
    else:
        shown = commitments.listed(found, most=rows_asked("commitment_rows", len(found), here))
        commitment_form.draw(found, here)
        extent = here.say("commitments.list.extent", n=len(shown), whole=len(found))
        st.html(Markup('<p class="hint">{}</p>').format(extent))
        if len(shown):
            st.html(plain_table(table(shown, here), stacked=True))
    st.html(Markup('<p class="hint">{}</p>').format(here.say("commitments.file_note")))
    downloads.draw(partial(file_sheet, found, "ward", here), "cam-ket-theo-xa-phuong", here)


def table(shown: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Name every commitment for a reader."""
    rows = [list(_cells(line, here)) for line in shown.to_dict("records")]
    return pd.DataFrame(rows, columns=[here.say(f"commitments.column.{name}") for name in _COLUMNS], dtype="object")


def _cells(line: dict[Any, Any], here: Here) -> Iterator[Markup | str]:
    yield _TWO.format(standing(line, here), line["code"])
    yield words.date(line["due"])
    yield words.date(line["extended_to"])
    yield _TWO.format(_text(line["notice_number"]), words.date(line["notice_on"]))
    yield words.NOTHING if pd.isna(line["kind"]) else describe(str(line["kind"]), COMMITMENT["kind"]).say(here.language)
    yield _text(line["leading_body"])
    yield here.name("ward", str(line["ward"]))
    project = "" if pd.isna(line["project"]) else here.name("project", str(line["project"]))
    parts = [project, *("" if pd.isna(line[name]) else str(line[name]) for name in ("case", "dialogue"))]
    yield " · ".join(part for part in parts if part) or words.NOTHING
    yield words.date(line["kept_on"])
    yield _text(line["proof"])


def standing(line: dict[Any, Any], here: Here) -> Markup:
    """Write where a commitment stands."""
    return _STATE.format(_STYLES.get(line["state"], ""), standing_words(line, here))


def _text(value: Any) -> str:
    return words.NOTHING if pd.isna(value) else str(value)


def file_sheet(found: pd.DataFrame, which: str, here: Here) -> Sheet:
    """Answer the totals by body or ward for a file."""
    table = commitments.by(found, which)
    if which == "ward":
        table = table.reindex(here.selection.wards, fill_value=0)
        names = {str(code): here.name("ward", str(code)) for code in table.index}
    else:
        names = {str(code): _body(code, here) for code in table.index}
    return Sheet(
        name=which,
        title=here.say(f"commitments.file.{which}"),
        first=here.say("commitments.column.ward" if which == "ward" else "commitments.column.body"),
        names=names,
        columns={name: _heading(name, here) for name in COUNTS},
        kinds=dict.fromkeys(COUNTS, "count"),
        table=table,
        counts=COUNTS,
        sums={"whole": commitments.STATES},
        sort_by="overdue",
    )
