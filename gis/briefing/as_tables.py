"""A briefing as tables: its figures, its blocks and what stands around them, for files that are made of tables.

Nothing is worked out here: every text is one of the briefing, put into a row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from gis.areas import Areas
from gis.briefing.content import Briefing
from gis.briefing.key_figures import KeyFigure
from gis.briefing.paper_table import Table
from gis.briefing.sheet_blocks import Block
from gis.words import NOTHING, say

Pair = tuple[str, str]


def title(briefing: Briefing) -> str:
    """Answer what it is called: its title, and the place where that is not the whole province."""
    return briefing.title + (f": {briefing.place}" if briefing.place != briefing.unit else "")


def nothing(briefing: Briefing) -> str:
    """Say that the filters left nothing to tell of; empty where they left something."""
    said = briefing.tables or briefing.figures or briefing.blocks or briefing.paragraphs
    left = briefing.picture.wards if briefing.picture else said
    return "" if left else say("briefing.nothing", briefing.language)


def figures(briefing: Briefing) -> Table:
    """Answer the key figures as a table: a row for each figure and for each step of the work."""
    rows = [row for figure in briefing.figures for row in _figure(figure)]
    return Table(
        title=say("briefing.figures", briefing.language),
        headings=_headings(briefing, "figure", "value", "share", "remark", "change"),
        rows=tuple(rows),
        note=briefing.basis,
    )


def short_figures(briefing: Briefing) -> Table:
    """Answer the same in three columns, for a narrow paper: share beside the value, change beside the remark."""
    whole = figures(briefing)
    rows = [
        (
            label,
            f"{value} ({share})" if share not in ("", NOTHING) else value,
            "; ".join(text for text in (remark, change) if text),
        )
        for label, value, share, remark, change in whole.rows
    ]
    return replace(whole, headings=_headings(briefing, "figure", "value", "remark"), rows=tuple(rows))


def _figure(figure: KeyFigure) -> Iterator[tuple[str, ...]]:
    yield figure.label, figure.value, "", figure.note, "; ".join(figure.change)
    for step in figure.steps:
        yield step.label, step.value, step.percent, "", "; ".join(step.change)


def blocks(briefing: Briefing) -> tuple[Table, ...]:
    """Answer what a sheet says, a table for each block; bars follow the rows."""
    return tuple(_block(block, briefing) for block in briefing.blocks)


def _block(block: Block, briefing: Briefing) -> Table:
    rows = (*((row.label, row.value) for row in block.rows), *((bar.label, bar.value) for bar in block.bars))
    return Table(block.title, _headings(briefing, "figure", "value"), rows, note=block.nothing)


def map_tables(briefing: Briefing, areas: Areas) -> tuple[Table, ...]:
    """Answer what the map shows: its legend with numbers, and the class of every ward; none where there is no map."""
    picture = briefing.picture
    if picture is None:
        return ()
    lines = [(section.title, entry) for section in picture.legend for entry in section.entries]
    number = ["" if entry.n is None else say("briefing.written.n", briefing.language, n=entry.n) for _, entry in lines]
    legend = tuple((heading, entry.label, n) for (heading, entry), n in zip(lines, number, strict=True))
    names, classes = areas.wards["full_name"], {entry.swatch: entry.label for _, entry in lines}
    wards = sorted((str(names[code]), mark.label, classes.get(mark.swatch, "")) for code, mark in picture.wards.items())
    return (
        Table(
            say("briefing.map", briefing.language) + f": {picture.title}",
            _headings(briefing, "group", "drawn", "number"),
            legend,
            note=" · ".join(text for text in (picture.approximate_label, picture.attribution) if text),
        ),
        Table(picture.title, _headings(briefing, "ward", "shown", "class"), tuple(wards)),
    )


def around(briefing: Briefing, moment: dt.datetime) -> tuple[Pair, ...]:
    """Answer what stands around the figures, as (what it is, text): filters in words, day, sources, method, digest."""
    told = (
        ("unit", briefing.unit), ("place", briefing.place), ("filters", briefing.filters), ("as_of", briefing.as_of),
        ("period", briefing.period), *(("hint", hint) for hint in briefing.hints), ("basis", briefing.basis),
        ("method", briefing.method), ("note", briefing.note), *(("source", source) for source in briefing.sources),
        ("mark", briefing.mark), ("exported", briefing.exported(moment)), ("digest", briefing.digest),
        ("data", briefing.data), ("link", briefing.link),
    )  # fmt: skip
    return tuple((say(f"briefing.written.{name}", briefing.language), text) for name, text in told if text)


def foot(briefing: Briefing, moment: dt.datetime) -> str:
    """Answer the line that stands at the foot of every page: day, moment of export, digest."""
    language = briefing.language
    exported = say("briefing.exported", language, moment=briefing.exported(moment))
    return " · ".join((briefing.as_of, exported, say("briefing.digest", language, digest=briefing.digest)))


def demo(briefing: Briefing) -> str:
    """Answer the label of invented data; empty where none is in it."""
    return say("briefing.demo", briefing.language) if briefing.demo else ""


def _headings(briefing: Briefing, *names: str) -> tuple[str, ...]:
    return tuple(say(f"briefing.written.{name}", briefing.language) for name in names)
