"""The official tables of a reporting period's paper, and its annex of all wards.

Every cell is a count of `gis.briefing.monthly_counts`, or follows from some and is left out where one of them is
hidden. The rows of the annex stand in the order of the list of wards, which tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from gis import words
from gis.briefing import monthly_project_tables, progress_columns
from gis.briefing.monthly_counts import PROMISES, UNPLACED, WARDS, Counted
from gis.briefing.monthly_words import Teller
from gis.briefing.paper_table import Table
from gis.briefing.progress_columns import DERIVED, KINDS
from gis.insight import petitions
from gis.insight.flow import TERMS
from gis.insight.reception_form import LINES
from gis.insight.receptions import COUNTS
from gis.records.declaration import describe
from gis.records.entities.cases import CASE, PETITION

Rows = Iterator[tuple[str, ...]]

_PROGRESS: Final = tuple(name for name, kind in KINDS.items() if kind not in ("text", "day"))


def tables(teller: Teller) -> tuple[Table, ...]:
    """Answer the tables, those of what nobody recorded left out; the annex is the last."""
    month = teller.months["now"]
    if month is None:
        return ()
    found = [_cases(teller) if month.balance else None]
    found += [_reception(month.form, teller) if month.form is not None else None]
    found += [_petitions(teller) if month.petitions is not None else None]
    found += [_denunciations(teller) if month.denunciations is not None else None]
    found += [_promises(teller) if month.promises else None]
    found += [_progress(teller) if month.progress is not None else None]
    return (*(one for one in found if one), *monthly_project_tables.tables(teller), _annex(teller))


def _table(name: str, teller: Teller, headings: tuple[str, ...], rows: Rows, **more: object) -> Table:
    return Table(
        teller.say(f"{name}.title", **more), headings, tuple(rows), note=teller.say(f"{name}.note"), texts=(0,)
    )


def _cases(teller: Teller) -> Table:
    """Write the balance by class of case; the lines under the first are parts of it in two ways."""
    terms = tuple(teller.reading.say(f"caseload.balance.{term}") for term in TERMS if term != "to_resolve")
    carried, received, resolved, left = terms
    headings = (teller.say("cases.line"), carried, received, teller.say("cases.to_resolve"), resolved, left)
    rate = teller.reading.say("caseload.balance.rate")
    return _table("cases", teller, (*headings, rate), _balance(teller))


def _balance(teller: Teller) -> Rows:
    month, reading = teller.months["now"], teller.reading
    classes = [] if month is None or month.classes is None else list(month.classes.index)
    lines = {"whole": teller.say("cases.all"), "within": teller.say("cases.within")}
    lines |= {
        f"class.{code}": teller.say("cases.of", name=reading.name("case_class", code).lower()) for code in classes
    }
    for line, name in lines.items():
        seen = teller.counted.seen
        cells = (seen[f"now.{line}.{term}"] for term in TERMS)
        yield name, *cells, _share(teller, f"now.{line}.resolved", f"now.{line}.to_resolve")


def _share(teller: Teller, part: str, whole: str) -> str:
    top, bottom = (teller.counted.numbers.get(name) for name in (part, whole))
    known = teller.counted.known(part, whole) and bottom
    return words.percent((top or 0) / bottom if known and bottom else None, teller.reading.language)


def _reception(form: pd.DataFrame, teller: Teller) -> Table:
    say = teller.reading.say
    headings = (say("receptions.form.line"), *(say(f"receptions.column.{name}") for name in ("sittings", *COUNTS)))
    made = _table("reception", teller, headings, _lines(form, teller))
    total = (say("receptions.form.lines.total"), words.number(int(form["sittings"].sum()), teller.reading.language))
    return replace(made, total=(*total, *(teller.counted.seen[f"now.form.{name}"] for name in COUNTS)))


def _lines(form: pd.DataFrame, teller: Teller) -> Rows:
    for line in LINES:
        sittings = int(form["sittings"][line])
        if sittings or line != LINES[-1]:
            counts = (teller.counted.seen[f"now.line.{line}.{name}"] for name in COUNTS)
            first = teller.reading.say(f"receptions.form.lines.{line}")
            yield first, words.number(sittings, teller.reading.language), *counts


def _periods(teller: Teller) -> tuple[str, ...]:
    return ("now", *teller.then)


def _headings(teller: Teller) -> tuple[str, ...]:
    return (teller.say("item"), *(teller.say(f"column.{period}") for period in _periods(teller)))


def _promises(teller: Teller) -> Table:
    rows = ((teller.say(f"promises.{name}"), *_through(teller, f"promises.{name}")) for name in PROMISES)
    return _table("promises", teller, _headings(teller), rows)


def _through(teller: Teller, name: str) -> Iterator[str]:
    """Write a count of every period."""
    return (_text(teller.counted, f"{period}.{name}") for period in _periods(teller))


def _text(counted: Counted, name: str) -> str:
    return counted.seen[name] if name in counted.numbers else words.NOTHING


def _petitions(teller: Teller) -> Table:
    names = (petitions.RECEIVED, *(name for parts in petitions.PARTS for name in parts))
    rows = ((_petition(name, teller), *_through(teller, f"petitions.{name}")) for name in names)
    return _table("petitions", teller, _headings(teller), rows)


def _petition(name: str, teller: Teller) -> str:
    """Name a line of the table of petitions: a way they came, a class, or words of its own."""
    for prefix, field in _OF_PETITIONS.items():
        code = name.removeprefix(prefix)
        if code not in (name, petitions.UNKNOWN):
            said = describe(code, field).say(teller.reading.language).lower()
            return teller.say(f"petitions.{prefix}of", name=said)
    return teller.say(f"petitions.{name}")


_OF_PETITIONS: Final = {"channel_": PETITION["channel"], "class_": CASE["case_class"]}


def _denunciations(teller: Teller) -> Table:
    row = (teller.say("denunciations.received"), *_through(teller, "denunciations"))
    return _table("denunciations", teller, _headings(teller), iter([row]))


def _progress(teller: Teller) -> Table:
    rows = (
        (teller.reading.say(f"projects.column.{name}"), *(_amount(teller, period, name) for period in _periods(teller)))
        for name in _PROGRESS
    )
    return _table("progress", teller, _headings(teller), rows)


def _amount(teller: Teller, period: str, name: str) -> str:
    """Write a cell of the line of totals: a count as it may be read, or what follows from counts that all may."""
    count, month = f"{period}.progress.{name}", teller.months[period]
    if count in teller.counted.numbers:
        return teller.counted.seen[count]
    if month is None or month.progress is None or not _told(teller.counted, period, name):
        return words.NOTHING
    value, language = month.progress[name], teller.reading.language
    return progress_columns.written(value, name, language)


def _told(counted: Counted, period: str, name: str) -> bool:
    return counted.seen.tells(*(f"{period}.progress.{need}" for need in DERIVED.get(name, ())))


def _annex(teller: Teller) -> Table:
    counted, say = teller.counted, teller.say
    names = [name for name in WARDS if any(f"ward.{code}.{name}" in counted.numbers for code in counted.wards)]
    headings = (teller.reading.say("ranking.column.ward"), *(say(f"ward.{name}") for name in names))
    rows = ((_ward(code, teller), *(_text(counted, f"ward.{code}.{name}") for name in names)) for code in counted.wards)
    made = _table("annex", teller, headings, rows, n=len(counted.wards) - 1)
    total = (teller.reading.say("briefing.total"), *(_text(counted, f"now.{WARDS[name]}") for name in names))
    return replace(made, total=total, texts=())


def _ward(code: str, teller: Teller) -> str:
    return teller.say("unplaced") if code == UNPLACED else teller.reading.name("ward", code)
