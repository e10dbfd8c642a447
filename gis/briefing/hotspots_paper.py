"""The paper of areas for an early dialogue: where cases gather unusually, how sure that is, why, and what comes next.

It tells the answer that is kept, in the order of the page as somebody sees it who may see no small counts, and what
stands below the list there: the projects, the plan of the month, what changed since another day. Nothing is worked out
anew: what takes long is asked for on the page or by ``python -m gis hotspots``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from gis import words
from gis.access.suppression import EXACT, Shown
from gis.briefing import duty_words, early_answer, early_picture, early_plan, early_since, early_words, notes
from gis.briefing.content import Briefing
from gis.briefing.framing import Asked, chosen_place, framed
from gis.briefing.key_figures import KeyFigure
from gis.briefing.paper_table import Table
from gis.briefing.reading import Reading
from gis.errors import RequestError
from gis.insight import early_areas, early_changes, early_list, shrinkage
from gis.insight.early_told import Told

BESIDE: Final = 10
"""So many wards stand beside the map."""
_FIRST: Final = ("ward", "class", "n", "rate", "next_day")
_OTHERS: Final = ("ward", "class", "n", "rate", "rate_within", "expected", "next_day", "last_dialogue")
_TOLD: Final = ("ward", "class", "n", "rate", "expected", "reasons", "next", "last_dialogue", "body")
_PROJECTS: Final = ("project", *(name for name in _TOLD if name not in ("ward", "class")))
_PLAN: Final = ("ward", "suggested", "class", "reasons", "next", "last_dialogue", "body")
_TEXTS: Final = frozenset({"ward", "project", "class", "reasons", "body", "next"})
_RANGED: Final = ("rate", "expected")
"""What stands with its range in one column where reasons need the room."""
_DIGITS: Final = {"rate": 1, "expected": 0}


def whole(reading: Reading, asked: Asked) -> Briefing:
    """Build the paper of the wards that are chosen.

    Raises
    ------
    RequestError
        Nothing can be compared, or nobody has had it worked out yet.
    """
    closed = replace(reading, view=reading.view.at_rest().opening(None))
    told, risk = early_answer.told(closed), early_answer.risk(closed)
    table = early_answer.listed(told, risk, closed)
    content = early_words.hidden(table, closed)
    made = framed("hotspots", closed, asked, place=chosen_place(closed), shown=closed.view, screen="hotspots.py")
    lead = closed.say("hotspots.lead", n=int(table["hot"].sum()), whole=len(table))
    changed, since = _since(told, content, closed)
    return replace(
        made,
        filters=f"{closed.caption()}.",
        hints=tuple(notes.hints(closed)),
        paragraphs=(lead, *early_words.worth(risk, closed), *since),
        figures=tuple(figures(table, closed)),
        picture=early_picture.picture(table, content, closed),
        tables=(
            *tables(table, content, closed),
            *projects(early_answer.projects(risk, closed), closed),
            *plan(table, content, closed),
            *changed,
        ),
        method=" ".join((*early_words.how_read(table, told, closed), thresholds(told, closed), made.method)),
    )


def figures(table: pd.DataFrame, reading: Reading) -> Iterator[KeyFigure]:
    """Answer how many wards are told of, on poor data, and without enough data; numbers of places tell nobody."""
    hot, muted, enough = (table[name].astype(bool) for name in ("hot", "muted", "enough"))
    for name, n in (("hot", hot.sum()), ("muted", (hot & muted).sum()), ("unknown", (~enough).sum())):
        label = reading.say(f"hotspots.paper.{name}")
        note = reading.say("hotspots.paper.of", whole=len(table))
        yield KeyFigure(name, label, words.number(int(n), reading.language), note)


def thresholds(told: Told, reading: Reading) -> str:
    """Say from where on a ward is told of."""
    language = reading.language
    return reading.say(
        "hotspots.paper.thresholds",
        level=words.percent(early_list.LEVEL, language, digits=0),
        risk=words.number(early_areas.LEAST_RISK, language, digits=1),
        households=shrinkage.LEAST_EXPOSURE,
        circle=words.percent(early_areas.CIRCLE, language, digits=0),
        months=early_areas.SPAN,
        last=told.last,
    )


def tables(table: pd.DataFrame, content: Shown, reading: Reading) -> Iterator[Table]:
    """Answer the first wards, all that are told of with why, and the others; in the order of what may be read."""
    order = early_words.ordered(content.values).index
    hot = [code for code in order if bool(table.at[code, "hot"])]
    rest = [code for code in order if code not in set(hot)]
    note = content.note(reading.language) if content.any_hidden else ""
    idle = {"expected"} if table["at_risk"].isna().all() else set()
    if hot:
        title = reading.say("hotspots.paper.first", n=min(BESIDE, len(hot)))
        yield _table(title, _FIRST, _rows(hot[:BESIDE], content, reading), reading)
        told = [_numbered(_with_ranges(row), place) for place, row in enumerate(_rows(hot, content, reading), start=1)]
        title = reading.say("hotspots.paper.told", n=len(hot))
        yield _table(title, _without(_TOLD, idle), told, reading, note, ranged=_RANGED)
    if rest:
        title = reading.say("hotspots.paper.others", n=len(rest))
        yield _table(title, _without(_OTHERS, idle), _rows(rest, content, reading), reading, note)


def projects(table: pd.DataFrame, reading: Reading) -> Iterator[Table]:
    """Answer the projects of which anything is open, in the order of what may be read; none without any."""
    if table.empty:
        return
    content = early_words.hidden(table, reading)
    codes = list(early_words.ordered(content.values).index[: early_words.MOST_PROJECTS])
    left = len(table) - len(codes)
    notes = [reading.say("hotspots.paper.more_projects", shown=len(codes), n=left)] if left > 0 else []
    notes += [content.note(reading.language)] if content.any_hidden else []
    rows = [_with_ranges(row) for row in _rows(codes, content, reading)]
    idle = {"expected"} if table["at_risk"].isna().all() else set()
    title = reading.say("hotspots.list.title_project")
    yield _table(title, _without(_PROJECTS, idle), rows, reading, " ".join(notes), ranged=_RANGED)


def plan(table: pd.DataFrame, content: Shown, reading: Reading) -> Iterator[Table]:
    """Answer the plan of the month's dialogues, where there is one and the reader may plan."""
    found = early_plan.planned(table, reading)
    if found.empty or reading.desk.reader.role not in EXACT:
        return
    suggested = [words.date(day) for day in found["suggested"]]
    lines = zip(_rows(list(found.index), content, reading), suggested, strict=True)
    rows = [row | {"suggested": day} for row, day in lines]
    title = reading.say("hotspots.plan.file", month=early_plan.month(reading))
    yield _table(title, _PLAN, rows, reading, reading.say("hotspots.plan.to_settle"))


def _since(told: Told, content: Shown, reading: Reading) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """Answer what changed since the day that is compared with, as a table and in a sentence; or why it is not known."""
    against = reading.view.outlook.against
    if against is None:
        return (), ()
    try:
        then = early_answer.told(reading, reading.desk.situation_on(against, reading.view.known_on))
    except RequestError as error:
        return (), (error.say(reading.language),)
    table = early_changes.between(then.wards, told.wards, reading.selection.wards)
    made = () if table.empty else (_compared(table, content, against, reading),)
    return made, (early_since.lead(table, against, reading),)


def _compared(table: pd.DataFrame, content: Shown, against: dt.date, reading: Reading) -> Table:
    seen = early_since.beside(early_since.hidden(table, reading), content)
    names, headings = early_since.COLUMNS, early_since.headings(against, reading)
    cells = early_since.columns(seen, against, reading)
    wards = [reading.name("ward", str(code)) for code in seen.values.index]
    return Table(
        title=reading.say("hotspots.paper.since", day=against),
        headings=tuple(headings[name] for name in ("ward", *names)),
        rows=tuple(zip(wards, *(cells[name] for name in names), strict=True)),
        note=seen.note(reading.language) if seen.any_hidden else "",
        texts=tuple(place for place, name in enumerate(("ward", *names)) if name not in early_since.NUMBERS),
    )


def _without(names: tuple[str, ...], idle: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in idle)


def _table(
    title: str,
    names: tuple[str, ...],
    rows: list[dict[str, str]],
    reading: Reading,
    note: str = "",
    *,
    ranged: tuple[str, ...] = (),
) -> Table:
    return Table(
        title=title,
        headings=tuple(_heading(name, reading, ranged=name in ranged) for name in names),
        rows=tuple(tuple(row[name] for name in names) for row in rows),
        note=note,
        texts=tuple(place for place, name in enumerate(names) if name in _TEXTS),
    )


def _heading(name: str, reading: Reading, *, ranged: bool) -> str:
    key = {"next": "next_day"}.get(name, name)
    if key in early_plan.KINDS:
        return early_plan.heading(key, reading)
    said = early_words.headings(reading).get(key) or reading.say(f"hotspots.list.{key}")
    return f"{said} {reading.say('hotspots.paper.with_range', share=early_words.share(reading))}" if ranged else said


def _numbered(row: dict[str, str], place: int) -> dict[str, str]:
    """Write the place of a ward in the list before its name."""
    return row | {"ward": f"{place}. {row['ward']}"}


def _with_ranges(row: dict[str, str]) -> dict[str, str]:
    """Write what is known with how sure it is."""
    return row | {name: _with(row, name) for name in _RANGED}


def _with(row: dict[str, str], name: str) -> str:
    known = row[f"{name}_within"] not in (words.NOTHING, row[name])
    return f"{row[name]}\n({row[f'{name}_within']})" if known else row[name]


def _rows(codes: list[Any], content: Shown, reading: Reading) -> list[dict[str, str]]:
    """Write wards as they are read, a mark in the place of what is hidden."""
    marks = content.marks(reading.language).loc[codes].to_dict("records")
    lines = content.values.loc[codes].to_dict("records")
    return [_row(str(code), line, mark, reading) for code, line, mark in zip(codes, lines, marks, strict=True)]


def _row(code: str, line: dict[Any, Any], mark: dict[Any, Any], reading: Reading) -> dict[str, str]:
    names = (name for name in early_words.KINDS if name in line)
    written = {name: mark.get(name) or _written(line[name], name, reading) for name in names}
    why = "\n".join(f"• {one}" for one in written["reasons"].split("\n"))
    after = _next(line, written["next_day"], reading)
    places = {which: reading.name(which, code) for which in ("ward", "project")}
    return written | places | {"next": after, "reasons": why}


def _written(value: Any, name: str, reading: Reading) -> str:
    if pd.isna(value):
        return words.NOTHING
    kind = early_words.KINDS[name]
    if kind == "day":
        return words.date(value)
    return (
        str(value) if kind in ("text", "lines") else words.number(value, reading.language, digits=_DIGITS.get(name, 0))
    )


def _next(line: dict[Any, Any], day: str, reading: Reading) -> str:
    """Say the next day with what is due then, and by which article."""
    if pd.isna(line["next_day"]):
        return words.NOTHING
    duty = {"kind": line["next_kind"], "what": line["next_what"]}
    rule = duty_words.provision(duty, reading)
    if rule is None:
        what = reading.say(f"hotspots.paper.next_{line['next_kind']}")
        return f"{day}\n{what}"
    return f"{day}\n{rule.name.say(reading.language)} ({rule.article.say(reading.language)})"
