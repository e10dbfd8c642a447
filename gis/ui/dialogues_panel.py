"""Dialogues: how many were held, are coming or were missed, what the law still asks for, who came, and what followed.

What is told of single dialogues stays with leaders and officers; others see totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.briefing import rule_words, tables
from gis.insight import dialogues, required
from gis.insight.dialogues import Figures
from gis.law.terms import Clock
from gis.records.declaration import describe
from gis.records.entities.contacts import DIALOGUE
from gis.ui import (
    cards,
    dialogue_calendar,
    dialogue_form,
    dialogue_list,
    downloads,
    seen,
    session,
    sorted_table,
)
from gis.ui.cards import Card, Compared
from gis.ui.downloads import Sheet as FileSheet
from gis.ui.here import Here
from gis.ui.plain_table import plain_table
from gis.ui.rule_link import linked
from gis.ui.seen import Seen
from gis.ui.sorted_table import SortedTable
from gis.view import Sheet

_KEY: Final = "dialogues-table"
_ENTITIES: Final = {"plan": "plan", "complaint": "case"}
"""Kind of dialogue → what its clocks are about."""
_OPEN_COUNTS: Final = ("held_plan", "held_conference")
"""Counts of public meetings; every other count may tell of one person's case."""
_WARD: Final[dict[str, tables.ColumnKind]] = {
    **dict.fromkeys(dialogues.TABLE, "count"),
    "last_contact": "day",
    "days_since_contact": "days",
}
_PAST: Final = ("past", "past_unverified")
_SHOWN: Final = ("days_since_contact", "last_contact", *dialogues.TABLE)
_PARTS: Final = {"required": ("required_past", "required_past_unverified"), "held_complaint": ("not_attended",)}
"""Count of a file → those that are parts of it: what they leave of it is as telling as they are."""
_PROJECT: Final[dict[str, tables.ColumnKind]] = {**dict.fromkeys(dialogues.TABLE, "count"), "last_contact": "day"}
_ROW = Markup('<div class="row"><dt>{}<small>{}</small></dt><dd class="{}">{}<small>{}</small></dd></div>')


def draw(here: Here) -> None:
    """Draw the part, or say what to do where no dialogue is recorded."""
    if not here.situation.recorded("dialogue"):
        st.info(here.say("dialogues.empty"), icon=":material/upload_file:")
        dialogue_form.draw(here)
    else:
        _figures(here)
        left, right = st.columns([0.58, 0.42], gap="medium")
        with left:
            dialogue_calendar.draw(here)
        with right:
            _asked_for(here)
            _results(here)
        dialogue_form.draw(here)
        dialogue_list.draw(here)
        _wards(here)


def _figures(here: Here) -> None:
    now = dialogues.figures(here.selection, here.period)
    title = here.say("dialogues.title", period=here.period_words)
    st.html(Markup('<h2 class="section">{}</h2>').format(title))
    compared = Compared(now, dialogues.figures, here)
    cards.draw(_cards(now, compared, here), title, compared.basis + seen.footnote(here))


def _cards(now: Figures, compared: Compared[Figures], here: Here) -> Iterator[Card]:
    counts = _seen(now, here)
    for kind in dialogues.KINDS:
        yield _held(kind, now, compared, counts, here)
    yield _came_of(now, compared, counts, here)
    ahead = here.say("dialogues.coming", n=dialogues.AHEAD)
    undated = here.say("dialogues.undated", n=counts["undated"]) if now.undated else ""
    yield Card(ahead, counts["coming"], undated)
    change = compared.change(seen.told(lambda one: one.missed, here))
    label, note = here.say("dialogues.missed"), here.say("dialogues.missed_note")
    yield Card(label, counts["missed"], note, change, warn=now.missed > 0)


def _seen(now: Figures, here: Here) -> Seen:
    """Answer the counts that may tell of one person's case as the reader may read them."""
    names = ("not_attended", "coming", "undated", "missed", "invited", "present", "absent_minuted")
    held = {f"held_{kind}": n for kind, n in now.held.items() if f"held_{kind}" not in _OPEN_COUNTS}
    numbers = held | {name: getattr(now, name) for name in names}
    wholes = (("held_complaint", ["not_attended"]), ("invited", ["present", "absent_minuted"]))
    return seen.of(numbers, here, wholes=wholes)


def _held(kind: str, now: Figures, compared: Compared[Figures], counts: Seen, here: Here) -> Card:
    label, name = here.say(f"dialogues.held.{kind}"), f"held_{kind}"
    alone = here.say("dialogues.alone", n=counts["not_attended"]) if kind == "complaint" and now.not_attended else ""
    if name in _OPEN_COUNTS:
        change = compared.change(lambda one: one.held[kind])
        return Card(label, words.number(now.held[kind], here.language), alone, change)
    told = compared.change(seen.told(lambda one: one.held[kind], here)) if counts.tells(name) else ""
    return Card(label, counts[name], alone, told)


def _came_of(now: Figures, compared: Compared[Figures], counts: Seen, here: Here) -> Card:
    """Write how many of the invited households came; the share only where both may be read."""
    said = {name: counts[name] for name in ("present", "invited", "absent_minuted")}
    came = here.say("dialogues.came", n=said["present"], whole=said["invited"], minuted=said["absent_minuted"])
    if not counts.tells("present", "invited"):
        return Card(here.say("dialogues.attendance"), words.NOTHING, came)
    change = compared.change(partial(_attendance, here), share=True)
    return Card(here.say("dialogues.attendance"), words.percent(now.attendance, here.language), came, change)


def _attendance(here: Here, one: Figures) -> float | None:
    return one.attendance if seen.large(here, one.present, one.invited) else None


def _asked_for(here: Here) -> None:
    """Say what the law asks for and nobody recorded, and how many decisions came with a dialogue before them."""
    owed = here.selection["required_dialogue"]
    made = dialogues.decisions(here.selection, here.period)
    rows = [
        _ROW.format(
            here.say(f"dialogues.required.{kind}"), _articles(_asking(kind, here), here), *_owed(owed, kind, here)
        )
        for kind in required.KINDS
    ]
    for level, article in required.ARTICLES.items():
        asking = [clock for clock in _asking("complaint", here) if ("level", (level,)) in clock.when]
        numbers = {name: int(made[name][level]) for name in ("met", "decided")}
        counts = seen.of(numbers, here, wholes=[("decided", ["met"])])
        said = here.say("dialogues.required.of", n=counts["met"], whole=counts["decided"])
        rows.append(_ROW.format(here.say(f"dialogues.required.{article}"), _known(asking, here), "", said, ""))
    st.html(
        Markup('<h2 class="section">{}</h2><dl class="rows">{}</dl><p class="hint">{}</p>').format(
            here.say("dialogues.required.title"), Markup().join(rows), here.say("dialogues.required.note")
        )
    )


def _asking(kind: str, here: Here) -> list[Clock]:
    """Answer the clocks in force that end at a dialogue of one kind."""
    entity = _ENTITIES[kind]
    clocks = here.situation.rules.clocks
    return [
        each for each in clocks if each.entity == entity and each.ends == "dialogue" and each.in_force(here.view.day)
    ]


def _articles(asking: Sequence[Clock], here: Here) -> Markup:
    """Name the articles, each leading to its rule."""
    title = here.say("legal.open")
    links = (linked(clock.article.say(here.language), clock.id, here.view, title=title) for clock in asking)
    return Markup("; ").join(links)


def _known(asking: Sequence[Clock], here: Here) -> Markup:
    """Name the articles and say how they are known."""
    known = "; ".join(rule_words.known(clock, here) for clock in asking)
    return Markup("{} ({})").format(_articles(asking, here), known) if asking else Markup()


def _owed(owed: pd.DataFrame, kind: str, here: Here) -> tuple[str, str, str]:
    states = owed.loc[owed["kind"].eq(kind), "state"].value_counts()
    if kind == "plan" and not _asking(kind, here):
        return "", here.say("dialogues.required.no_clock"), ""
    numbers = {state: int(states.get(state, 0)) for state in _PAST} | {"whole": int(states.sum())}
    counts = seen.of(numbers, here, wholes=[("whole", _PAST)])
    more = "; ".join(here.say(f"dialogues.required.{state}", n=counts[state]) for state in _PAST if numbers[state])
    whole = here.say(f"dialogues.required.n_{kind}", n=counts["whole"])
    return "warn" if numbers["past"] else "", whole, more


def _results(here: Here) -> None:
    """Set results and attendance of the period side by side, kind by kind."""
    found, came = dialogues.results(here.selection, here.period), dialogues.attendance(here.selection, here.period)
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("dialogues.results.title")))
    columns: dict[str, list[str | Markup]] = {}
    columns[here.say("dialogues.column.result")] = [*(_result(str(result), here) for result in found), _came(here)]
    texts = _result_counts(found, here)
    for kind in dialogues.KINDS:
        present, invited = (int(came[name][kind]) for name in ("present", "invited"))
        share = _present(present, invited, here)
        columns[here.say(f"dialogues.short.{kind}").capitalize()] = [*texts[kind], share]
    table = pd.DataFrame(columns, dtype="object")
    body = plain_table(table, numbers=range(1, table.shape[1]), stacked=True)
    note = Markup('<p class="hint">{}</p>').format(here.say("dialogues.results.note"))
    st.html(Markup('<div class="results">{}</div>{}').format(body, note))


def _present(present: int, invited: int, here: Here) -> Markup | str:
    if not invited:
        return words.NOTHING
    counts = seen.of({"present": present, "invited": invited}, here, wholes=[("invited", ["present"])])
    whole = here.say("dialogues.of", n=counts["present"], whole=counts["invited"])
    share = words.percent(present / invited, here.language, digits=0) if counts.tells("present", "invited") else ""
    return Markup("{}<small>{}</small>").format(share, whole)


def _result_counts(found: pd.DataFrame, here: Here) -> pd.DataFrame:
    """Write dialogues by result and kind; what may tell of one person's case as the reader may read it.

    How many were held stands on the cards, so the totals of the columns are known; they are not written here.
    """
    return seen.table(found.T, [kind for kind in dialogues.KINDS if f"held_{kind}" not in _OPEN_COUNTS], here)


def _came(here: Here) -> str:
    return here.say("dialogues.results.came")


def _result(code: str, here: Here) -> str:
    return describe(code, DIALOGUE["result"]).say(here.language) if code else here.say("dialogues.not_recorded")


def _wards(here: Here) -> None:
    """Draw the table by ward for leaders and officers, and the files for everybody."""
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("dialogues.by_ward")))
    if not here.hides:
        sorted_table.draw(readable(here), key=_KEY, on_open=_open)
    st.html(Markup('<p class="hint">{}</p>').format(here.say("dialogues.file_note")))
    downloads.draw(partial(file_sheet, "ward", here), "doi-thoai-theo-xa-phuong", here)
    st.html(Markup('<p class="hint">{}</p>').format(here.say("dialogues.by_project")))
    downloads.draw(partial(file_sheet, "project", here), "doi-thoai-theo-du-an", here)


def readable(here: Here) -> SortedTable:
    """Name wards and columns for a reader; the longest without contact first."""
    table = dialogues.by(here.selection, here.period, "ward")
    table = table.sort_values("days_since_contact", ascending=False, na_position="first", kind="stable")
    return SortedTable(
        first=here.say("dialogues.column.ward"),
        names=[here.name("ward", str(code)) for code in table.index],
        headings={name: here.say(f"dialogues.column.{name}") for name in _SHOWN},
        kinds=_WARD,
        table=table,
        fixed=0,
        sorted_by="days_since_contact",
        opened=here.view.sheet.code if here.view.sheet else None,
        alt=here.say("dialogues.alt", n=len(table)),
        language=here.language,
    )


def _open(ward: str) -> None:
    """Open the sheet of the chosen ward; for the callback."""
    session.open_sheet(Sheet("ward", ward))


def file_sheet(which: str, here: Here) -> FileSheet:
    """Answer the totals by ward or project for a file."""
    kinds = _WARD if which == "ward" else _PROJECT
    table = dialogues.by(here.selection, here.period, which)
    rests = {f"{whole}_rest": table[whole] - table[list(parts)].sum(axis=1) for whole, parts in _PARTS.items()}
    return FileSheet(
        name=which,
        title=here.say(f"dialogues.file.{which}", period=here.period_words),
        first=here.say(f"dialogues.column.{which}"),
        names={str(code): here.name(which, str(code)) for code in table.index},
        columns={name: here.say(f"dialogues.column.{name}") for name in kinds},
        kinds=kinds,
        table=table.assign(**rests),
        counts=(*(name for name in dialogues.TABLE if name not in _OPEN_COUNTS), *rests),
        sums={whole: (*parts, f"{whole}_rest") for whole, parts in _PARTS.items()},
        sort_by="missed",
    )
