"""The six groups of tasks with the figures that speak to each: a part of the page of dialogues."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import EXACT, shown
from gis.insight import task_groups
from gis.insight.task_groups import Figure
from gis.ui import period_bar, process
from gis.ui.here import Here

_HEAD = Markup('<h2 class="section">{}</h2><p class="hint">{}</p>')
_GROUP = Markup('<section class="group"><h3>{}</h3>{}<p class="hint">{}</p></section>')
_ROWS = Markup('<dl class="rows">{}</dl>')
_ROW = Markup('<div class="row"><dt>{}</dt><dd class="{}">{}</dd></div>')
_RATES: Final = ("resolved", "kept")
"""Figures that are told as a share too."""
_SHOWN: Final = ("n", "whole")


def draw(here: Here) -> None:
    """Draw every group with its figures and with what nobody records."""
    found = task_groups.figures(here.selection, here.period)
    source = here.say("tasks.source", period=period_bar.words(here.period, here))
    groups = Markup().join(_group(name, figures, here) for name, figures in found.items())
    note = Markup('<p class="hint">{}</p>').format(_note(here)) if _hides() else Markup()
    st.html(_HEAD.format(here.say("tasks.title"), source))
    st.html(Markup('<div class="groups two tasks">{}</div>{}').format(groups, note))


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
    n, whole = (_written(figure, here)[name] for name in _SHOWN)
    if figure.whole is None:
        return n
    share = words.percent(figure.n / figure.whole, here.language) if figure.n and figure.whole else ""
    plain = n == words.number(figure.n, here.language)
    key = "rate" if share and plain and figure.code in _RATES else "of"
    return here.say(f"tasks.{key}", n=n, whole=whole, share=share)


def _written(figure: Figure, here: Here) -> dict[str, str]:
    numbers = {"n": figure.n, "whole": figure.whole}
    if figure.office or not _hides():
        return {name: words.number(n, here.language) for name, n in numbers.items()}
    rest = None if figure.n is None or figure.whole is None else figure.whole - figure.n
    table = pd.DataFrame([numbers | {"rest": rest}]).astype("Int64")
    limit, sums = settings.current().suppress_below, {"whole": ("n", "rest")}
    told = shown(
        table, process.reader(), counts=(*_SHOWN, "rest"), threshold=limit, sums=sums if rest is not None else {}
    )
    texts = told.display(here.language).iloc[0]
    return {name: str(texts[name]) for name in _SHOWN}


def _hides() -> bool:
    """Whether small counts are hidden from the reader, who never sees more than the areas of a selection."""
    return process.reader().role not in EXACT


def _note(here: Here) -> str:
    return here.say("access.note", n=settings.current().suppress_below)
