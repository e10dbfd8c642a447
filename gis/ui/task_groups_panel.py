"""The six groups of tasks with the figures that speak to each: a part of the page of dialogues."""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight import task_groups
from gis.insight.task_groups import Figure
from gis.ui import seen
from gis.ui.here import Here
from gis.ui.seen import Seen

_HEAD = Markup('<h2 class="section">{}</h2><p class="hint">{}</p>')
_GROUP = Markup('<section class="group"><h3>{}</h3>{}<p class="hint">{}</p></section>')
_ROWS = Markup('<dl class="rows">{}</dl>')
_ROW = Markup('<div class="row"><dt>{}</dt><dd class="{}">{}</dd></div>')
_RATES: Final = ("resolved", "kept")
"""Figures that are told as a share too."""


def draw(here: Here) -> None:
    """Draw every group with its figures and with what nobody records."""
    found = task_groups.figures(here.selection, here.period)
    source = here.say("tasks.source", period=here.period_words)
    groups = Markup().join(_group(name, figures, here) for name, figures in found.items())
    st.html(_HEAD.format(here.say("tasks.title"), source))
    st.html(Markup('<div class="groups two tasks">{}</div>{}').format(groups, seen.footnote(here)))


def _group(name: str, figures: tuple[Figure, ...], here: Here) -> Markup:
    rows = Markup().join(_row(figure, here) for figure in figures)
    missing = here.say("tasks.missing", what=here.say(f"tasks.unrecorded.{name}"))
    return _GROUP.format(here.say(f"tasks.group.{name}"), _ROWS.format(rows) if rows else "", missing)


def _row(figure: Figure, here: Here) -> Markup:
    label = here.say(f"tasks.figure.{figure.code}")
    if figure.n is None:
        return _ROW.format(label, "nothing", here.say("tasks.nothing"))
    return _ROW.format(label, "", value(figure, here))


def value(figure: Figure, here: Here) -> str:
    """Write a figure as the reader may see it: small counts of cases and households are hidden from viewers."""
    counts = _counts(figure, here)
    if figure.whole is None:
        return counts["n"]
    share = words.percent(figure.n / figure.whole, here.language) if figure.n and figure.whole else ""
    key = "rate" if share and counts.tells("n", "whole") and figure.code in _RATES else "of"
    return here.say(f"tasks.{key}", n=counts["n"], whole=counts["whole"], share=share)


def _counts(figure: Figure, here: Here) -> Seen:
    numbers = {"n": figure.n, "whole": figure.whole}
    if figure.office:
        return Seen({name: words.number(n, here.language) for name, n in numbers.items()}, frozenset())
    return seen.of(numbers, here, wholes=[("whole", ["n"])])
