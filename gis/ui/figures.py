"""The strip of figures at the head of a page: number, what it is, what it is out of, how it changed."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from gis.briefing import view_counts
from gis.briefing.key_figures import KeyFigure, Step, key_figures
from gis.insight.overview import Figures
from gis.ui import changes, seen
from gis.ui.changes import Earlier
from gis.ui.here import Here

_CARD = Markup(
    '<div class="card {}"><div class="label">{}</div><div class="value">{}</div>'
    '<div class="note">{}</div><div class="change">{}</div></div>'
)
_STEP = Markup(
    '<div class="step"><span>{}</span><span class="bar" aria-hidden="true"><i style="width:{}%"></i></span>'
    "<b>{}</b><em>{}</em></div><div class='change'>{}</div>"
)
_STEPS = Markup('<div class="card wide"><div class="label">{}</div>{}</div>')


def draw(now: Figures, earlier: Earlier[Figures], here: Here) -> None:
    """Draw the strip, with the change against the period before and the same period last year."""
    cards = Markup().join(
        _card(figure) for figure in key_figures(now, earlier, here, beside=view_counts.head(now, here))
    )
    strip = Markup('<section class="figures" aria-label="{}">{}</section>').format(here.say("figures.title"), cards)
    st.html(strip + changes.basis(earlier, here) + seen.footnote(here))


def _card(figure: KeyFigure) -> Markup:
    if figure.steps:
        return _STEPS.format(figure.label, Markup().join(_step(step) for step in figure.steps))
    style = "warn" if figure.warn else "wide" if figure.name == "households" else ""
    return _CARD.format(style, figure.label, figure.value, figure.note, changes.joined(figure.change))


def _step(step: Step) -> Markup:
    width = round(100 * (step.share or 0))
    return _STEP.format(step.label, width, step.value, step.percent, changes.joined(step.change))
