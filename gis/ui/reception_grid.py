"""Reception days of one duty against its minimum: wards down, the last twelve months across.

A cell is a sign and the number of days; colour only repeats what the sign says. What is held against a minimum that
nobody has checked stays grey.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.briefing import rule_words
from gis.insight import reception_minima
from gis.insight.reception_minima import Months
from gis.insight.receptions import DUTIES
from gis.law.minimums import Minimum, Role
from gis.period import Period, compared
from gis.ui.here import Here
from gis.ui.rule_link import linked

PAGE: Final = 21
"""So many wards are drawn at a time, a sixth of those of Hà Nội; a page is some ten kilobytes."""
SIGNS: Final = {"enough": "●", "short": "◐", "not_held": "○", "unreported": words.NOTHING, "unjudged": ""}
"""What a cell can be → its sign; a month that cannot be judged has a number only."""

_SAID: Final = "receptions.grid"
_GREY = Markup(' class="grey"')
_TABLE = Markup(
    '<div class="scroll"><table class="plain held-grid" aria-label="{}"><thead><tr>{}</tr><tr>{}</tr></thead>'
    "<tbody>{}</tbody></table></div>"
)
_HEAD = Markup('<th scope="col"{}>{}</th>')
_RULE = Markup('<th colspan="{}"{}>{}</th>')
_ROW = Markup('<tr><th scope="row">{}</th>{}{}{}</tr>')
_CELL = Markup('<td class="{}">{} {}</td>')
_SUM = Markup('<td class="number{}">{}</td>')
_KEY = Markup('<span class="sign-key {}"><b>{}</b> {}</span> ')


@st.fragment
def draw(here: Here) -> None:
    """Draw the choice of duty and of wards, and the grid; a choice runs nothing else of the page again."""
    year = compared("twelve_months", here.period.end).now
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("receptions.grid.title", day=year.end)))
    role = _duty(here)
    found = reception_minima.by_month(here.selection, year, role)
    st.html(Markup('<p class="text">{}</p>').format(_summary(found, here)))
    order = found.days.sum(axis=1).sort_values(kind="stable").index
    st.html(table(found, order[_page(len(order), role, here)], year, role, here))
    st.html(Markup('<p class="hint keys">{}</p><p class="hint">{}</p>').format(_keys(here), here.say(f"{_SAID}.note")))


def _duty(here: Here) -> Role:
    chosen: Role | None = st.segmented_control(
        here.say(f"{_SAID}.duty"),
        DUTIES,
        default=DUTIES[0],
        key=f"{here.language}:reception_duty",
        required=True,
        format_func=lambda role: here.say(f"receptions.role.{role}"),
        label_visibility="collapsed",
    )
    return chosen or DUTIES[0]


def _page(wards: int, role: Role, here: Here) -> slice:
    """Let a reader choose which wards are drawn, where they are too many for one page."""
    starts = list(range(0, wards, PAGE))
    if len(starts) < 2:  # noqa: PLR2004 — one page needs no choice
        return slice(0, PAGE)
    first = st.segmented_control(
        here.say(f"{_SAID}.pages"),
        starts,
        default=0,
        key=f"{here.language}:reception_page:{role}:{wards}",
        required=True,
        format_func=lambda start: f"{start + 1}–{min(start + PAGE, wards)}",
    )
    return slice(first or 0, (first or 0) + PAGE)


def _summary(found: Months, here: Here) -> str:
    silent = found.states.isin(["unreported"]).any(axis=1)
    short = found.counting.sum(axis=1).gt(0)
    return here.say(f"{_SAID}.summary", short=int(short.sum()), silent=int(silent.sum()), n=len(found.days))


def table(found: Months, wards: pd.Index, year: Period, role: Role, here: Here) -> Markup:
    """Write the grid of some wards.

    Parameters
    ----------
    found
        The duty, of all wards.
    wards
        (k,) codes of the wards to write, in their order.
    year
        The twelve months.
    role
        Whose duty.
    here
        Who reads.
    """
    names = (here.say(f"{_SAID}.{name}") for name in ("days", "short"))
    months = (_HEAD.format("", f"{month:%m/%Y}") for month in found.days)
    head = _HEAD.format("", here.say(f"{_SAID}.ward")) + Markup().join(months)
    head += Markup().join(_HEAD.format(Markup(' class="number"'), name) for name in names)
    said = here.say(f"{_SAID}.title", day=year.end)
    label = f"{here.say(f'receptions.role.{role}')}: {said}"
    return _TABLE.format(label, head, _minimums(found, here), Markup().join(_rows(found, wards, here)))


def _minimums(found: Months, here: Here) -> Markup:
    """Write the minimum of every month, once for months that lie together, as links to its rule."""
    cells = Markup().join(
        _RULE.format(len(list(months)), "" if rule is None or rule.verified else _GREY, _minimum(rule, here))
        for rule, months in groupby(found.rules)
    )
    return _HEAD.format("", here.say(f"{_SAID}.minimum")) + cells + _RULE.format(2, "", "")


def _minimum(rule: Minimum | None, here: Here) -> Markup | str:
    if rule is None:
        return here.say(f"{_SAID}.no_minimum")
    limit = rule_words.limit(rule, here)
    said = limit if rule.verified else here.say(f"{_SAID}.unverified", limit=limit)
    return linked(said, rule.id, here.view, title=f"{rule.article.say(here.language)}. {here.say('legal.open')}")


def _rows(found: Months, wards: pd.Index, here: Here) -> Iterator[Markup]:
    kinds = cells(found)
    counting = found.counting.sum(axis=1, min_count=1)
    styles = ["" if rule is None or rule.verified else " grey" for rule in found.rules]
    for ward in wards:
        days, short = found.days.loc[ward], counting[ward]
        row = Markup().join(
            _CELL.format(kind + style, SIGNS[kind], "" if kind == "unreported" else n)
            for kind, style, n in zip(kinds.loc[ward], styles, days, strict=True)
        )
        silent = kinds.loc[ward].eq("unreported").all()
        whole = words.NOTHING if silent else words.number(int(days.sum()), here.language)
        missing = words.NOTHING if pd.isna(short) else words.number(int(short), here.language)
        late = "" if pd.isna(short) or not short else " late"
        yield _ROW.format(here.name("ward", str(ward)), row, _SUM.format("", whole), _SUM.format(late, missing))


def cells(found: Months) -> pd.DataFrame:
    """Answer what each cell is, of `SIGNS`: (w, m) of text."""
    held = found.states.isin(["held"])
    kinds = found.states.astype("object").mask(held, "unjudged")
    kinds = kinds.mask(held & found.short.eq(0).fillna(value=False).astype(bool), "enough")
    return kinds.mask(held & found.short.gt(0).fillna(value=False).astype(bool), "short")


def _keys(here: Here) -> Markup:
    keys = ((kind, sign or "n", here.say(f"{_SAID}.cell.{kind}")) for kind, sign in SIGNS.items())
    return Markup().join(_KEY.format(*key) for key in keys)
