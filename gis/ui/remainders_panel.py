"""What stands between the steps, below them: money put aside, paid and not handed over, lots, coefficients apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight import remainders
from gis.insight.remainders import Remainders
from gis.ui import seen
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

JUMPS: Final = 5
"""So many wards are told."""

_ROW: Final = Markup('<div class="row"><dt>{}</dt><dd class="{}">{}</dd></div>')
_HINT: Final = Markup('<p class="hint">{}</p>')
_WHOSE: Final = Markup("<b>{}</b><small>{}</small>")
_JUMP: Final = Markup('<b class="jump">{}</b>')


def draw(here: Here) -> None:
    """Draw both, where any household file is recorded."""
    found = remainders.remainders(here.selection)
    if found is None:
        return
    left, right = st.columns([0.42, 0.58], gap="medium")
    with left:
        st.html(_section("title", _rows(found, here), here))
    with right:
        st.html(_section("jumps", _jumps(here), here))


def _section(name: str, body: Markup, here: Here) -> Markup:
    return Markup('<h2 class="section">{}</h2>{}').format(here.say(f"projects.between.{name}"), body)


def _rows(found: Remainders, here: Here) -> Markup:
    short = found.need is not None and found.ready is not None and found.need - (found.drawn or 0) > found.ready
    numbers = {"deposited": found.deposited, "paid": found.paid_not_handed_over}
    counts = seen.of(numbers | {"drawn": found.drawn, "need": found.need}, here, wholes=[("need", ["drawn"])])
    money = words.money(found.deposited_approved if counts.tells("deposited") else None, here.language)
    area = found.paid_not_handed_over_hectares if counts.tells("paid") else None
    hectares = words.number(area, here.language, digits=2)
    need = words.NOTHING if found.drawn is None or found.need is None else f"{counts['drawn']}/{counts['need']}"
    rows = [
        ("deposited", "", here.say("projects.between.deposited_said", n=counts["deposited"], money=money)),
        ("paid", "", here.say("projects.between.paid_said", n=counts["paid"], hectares=hectares)),
        ("need", "", need),
        ("ready", "warn" if short else "", _of(found.ready, found.lots, here)),
    ]
    lines = Markup().join(_ROW.format(here.say(f"projects.between.{name}"), style, text) for name, style, text in rows)
    note = here.say("projects.between.note")
    return Markup('<dl class="rows">{}</dl><p class="hint">{}</p>').format(lines, note)


def _of(part: int | None, whole: int | None, here: Here) -> str:
    if part is None or whole is None:
        return words.NOTHING
    return f"{words.number(part, here.language)}/{words.number(whole, here.language)}"


def _jumps(here: Here) -> Markup:
    """Write one line a ward: its lowest and highest coefficient, and whose they are."""
    found = remainders.jumps(here.selection)
    if found.empty:
        return _HINT.format(here.say("projects.between.no_jumps"))
    shown, left = found.head(JUMPS), len(found) - JUMPS
    table = {
        "ward": [here.name("ward", code) for code in shown["ward"]],
        "low": [_whose(n, codes, here) for n, codes in zip(shown["lowest"], shown["low"], strict=True)],
        "high": [_whose(n, codes, here) for n, codes in zip(shown["highest"], shown["high"], strict=True)],
        "gap": [_JUMP.format(_number(gap, here)) for gap in shown["highest"] - shown["lowest"]],
        "projects": [words.number(n, here.language) for n in shown["projects"]],
    }
    named = {here.say(f"projects.between.{name}"): column for name, column in table.items()}
    body = plain_table(pd.DataFrame(named, dtype="object"), numbers=(3, 4), stacked=True)
    more = _HINT.format(here.say("projects.between.more", shown=JUMPS, n=left)) if left > 0 else Markup()
    return body + more + _HINT.format(here.say("projects.between.jumps_note"))


def _whose(n: float, codes: Sequence[str], here: Here) -> Markup:
    """Write a coefficient, with the project that has it and how many others have."""
    name, left = here.name("project", codes[0]), len(codes) - 1
    said = here.say("projects.between.and_others", name=name, n=left) if left else name
    return _WHOSE.format(_number(n, here), said)


def _number(n: float, here: Here) -> str:
    return words.number(n, here.language, digits=2)
