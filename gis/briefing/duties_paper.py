"""The paper of duties: how much is past and coming, by kind and by whose duty it is, and by which rule of law.

A duty is about one case, promise or dialogue, so a paper tells numbers only: by kind of duty, body and how late. All
of them are looked at together, so that no total tells what a row hides (`gis.briefing.duty_counts`). Single duties
stand only on a paper that may tell of single cases. No day of an enforcement is a duty, nor one of a persuasion
meeting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from gis import words
from gis.briefing import duty_counts, duty_words, notes, rule_words
from gis.briefing.content import Briefing
from gis.briefing.duty_counts import Counted
from gis.briefing.framing import Asked, chosen_place, framed
from gis.briefing.key_figures import KeyFigure
from gis.briefing.paper_table import Table
from gis.briefing.reading import Reading
from gis.briefing.told import note as marks_told
from gis.insight import duties
from gis.law.provision import Provision

MOST_ROWS: Final = 200
"""So many single duties stand on a paper, those with the earliest day."""
_HEADLINE: Final = {"decision": "waiting"}
"""Kind → the state its figure tells; of the others what is past."""


def whole(reading: Reading, asked: Asked) -> Briefing:
    """Build the paper of the duties of what is chosen."""
    closed = replace(reading, view=reading.view.at_rest().opening(None))
    found = duties.due(closed.selection)
    place, shown_as = chosen_place(closed), reading.view.at_rest()
    made = framed("duties", closed, asked, place=place, shown=shown_as, screen="duties.py", mapped=False)
    made = replace(made, filters=f"{closed.caption()}.", hints=(*asked.warnings(closed), *notes.hints(closed)))
    if found.empty:
        return replace(made, paragraphs=(duty_words.nothing(closed),))
    told = duty_counts.counted(found, closed)
    rows = (cases(found, closed),) if asked.case_level else ()
    tables = (totals(told, closed), by_body(told, closed), *rows, bases(found, closed))
    return replace(made, figures=tuple(figures(found, told, closed)), tables=tables)


def figures(found: pd.DataFrame, told: Counted, reading: Reading) -> Iterator[KeyFigure]:
    """Answer a figure for each kind there is: how much is past, and how much is coming."""
    counts = duties.counts(found)
    for kind in told.kinds:
        state = _HEADLINE.get(kind, "past")
        note = reading.say(f"duties.paper.figure_{state}", coming=told.of_kind(kind, "coming"), n=duties.AHEAD)
        late = bool(counts.at[kind, state])
        yield KeyFigure(kind, reading.say(f"duties.kind.{kind}"), told.of_kind(kind, state), note, warn=late)


def totals(told: Counted, reading: Reading) -> Table:
    """Answer the totals by kind and state; kinds are counted in units of their own, so they are never added up."""
    states = duty_words.possible(duties.STATES, reading)
    return Table(
        title=reading.say("duties.title", n=duties.AHEAD),
        headings=(reading.say("duties.column.kind"), *(reading.say(f"duties.state.{state}") for state in states)),
        rows=tuple(
            (reading.say(f"duties.kind.{kind}"), *(_cell(kind, state, told.of_kind(kind, state)) for state in states))
            for kind in told.kinds
        ),
        note=_note(told, reading),
    )


def _cell(kind: str, state: str, count: str) -> str:
    """Write a count; nothing where a kind of duty cannot be in that state."""
    return count if f"{kind}_{state}" in duties.BY_WARD else ""


def _note(told: Counted, reading: Reading) -> str:
    marks = marks_told(reading) if told.seen.hidden else ""
    return " ".join(part for part in (reading.say("duties.note"), marks) if part)


def by_body(told: Counted, reading: Reading) -> Table:
    """Answer how much of each kind each body owes, and how late it is; most first, by what may be read."""
    columns = duty_words.possible(duties.BY_BODY, reading)
    first, second = duties.LATE
    names = (reading.say(f"duties.paper.{name}", first=first, next=first + 1, second=second) for name in columns)
    return Table(
        title=reading.say("duties.paper.by_body"),
        headings=(reading.say("duties.column.kind"), reading.say("duties.column.body"), *names),
        rows=tuple(_body_row(place, told, columns, reading) for place in told.ordered()),
        texts=(0, 1),
    )


def _body_row(place: int, told: Counted, columns: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    kind = str(told.table.at[place, "kind"])
    body = str(told.table.at[place, "body"]) or reading.say("duties.paper.no_body")
    states = ("past" if name in duties.LATENESS else name for name in columns)
    cells = (_cell(kind, state, told.of_row(place, name)) for name, state in zip(columns, states, strict=True))
    return reading.say(f"duties.kind.{kind}"), body, *cells


def bases(found: pd.DataFrame, reading: Reading) -> Table:
    """Answer the rules of law the days follow from: which duty, which article, how the text is known."""
    told = {}
    for line in found.drop_duplicates(["kind", "what"]).to_dict("records"):
        rule = duty_words.provision(line, reading)
        if rule:
            told[str(line["kind"]), rule.id] = rule
    order = {kind: place for place, kind in enumerate(duties.KINDS)}
    return Table(
        title=reading.say("duties.paper.bases"),
        headings=tuple(reading.say(f"duties.paper.column.{name}") for name in ("rule", "limit", "article", "known")),
        rows=tuple(_basis(told[key], reading) for key in sorted(told, key=lambda key: (order[key[0]], key[1]))),
        note=reading.say("duties.paper.bases_note"),
        texts=(0, 1, 2, 3),
    )


def _basis(rule: Provision, reading: Reading) -> tuple[str, ...]:
    return (
        rule_words.named(rule, reading),
        rule_words.limit(rule, reading),
        rule.article.say(reading.language),
        rule_words.known(rule, reading),
    )


def cases(found: pd.DataFrame, reading: Reading) -> Table:
    """Answer single duties, those with the earliest day, as the page lists them: only for a paper that may."""
    left = len(found) - MOST_ROWS
    names = ("due", "state", "what", "article", "ward", "body", "code")
    return Table(
        title=reading.say("duties.paper.cases", n=min(len(found), MOST_ROWS)),
        headings=tuple(
            reading.say("duties.paper.column.article" if name == "article" else f"duties.column.{name}")
            for name in names
        ),
        rows=tuple(_single(line, reading) for line in found.head(MOST_ROWS).to_dict("records")),
        note=reading.say("duties.more", shown=MOST_ROWS, n=left) if left > 0 else "",
        texts=tuple(range(len(names))),
    )


def _single(line: dict[Any, Any], reading: Reading) -> tuple[str, ...]:
    rule = duty_words.provision(line, reading)
    body, code = (words.NOTHING if pd.isna(line[name]) else str(line[name]) for name in ("body", "code"))
    return (
        words.date(line["due"]),
        duty_words.said(line, reading),
        duty_words.what(line, reading),
        rule.article.say(reading.language) if rule else words.NOTHING,
        duty_words.ward(line, reading) or words.NOTHING,
        body,
        code,
    )
