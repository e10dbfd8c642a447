"""The list of open cases: where each stands, how long it has waited, and its clock as a bar with words.

A row tells of a case and of what an authority owes, never of a person. Marks worked out from the data are kept apart
from the mark "phức tạp, kéo dài", which a document assigns. The clock is red only past a limit whose article was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import EXACT
from gis.briefing import rule_words
from gis.insight import cases
from gis.law.terms import version_on
from gis.ui import page_address
from gis.ui.here import Here
from gis.ui.plain_table import headings
from gis.ui.rule_link import linked

ROWS: Final = (10, 25, 50, 100, 200)
"""How many rows may be asked for; the fewest first, because every row travels to the browser."""

_HEADINGS: Final = ("case", "kind", "place", "days", "body", "waited", "due", "clock")
_COMPUTED: Final = ("overdue", "repeated", "above_level", "crowded")
_WAY = Markup('<button name="case" value="{}">{}</button>')
_TWO = Markup("{}<small>{}</small>")
_FLAG = Markup('<span class="flag {}">{}</span>')
_CLOCK = Markup('<div class="clock {}"><u{} style="--used:{}%"></u><b>{}</b></div>')
_PAST = Markup(' class="past"')


def draw(n: int, here: Here) -> None:
    """Draw the list.

    Parameters
    ----------
    n
        How many cases are open.
    here
        Who reads.
    """
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("caseload.list.title")))
    if here.desk.reader.role not in EXACT:
        st.html(Markup('<p class="hint">{}</p>').format(here.say("caseload.list.not_here")))
        return
    most = _most(n, here)
    rows = cases.listed(here.selection, here.situation.rules, most=most)
    st.html(Markup('<p class="hint">{}</p>').format(_extent(len(rows), n, here)))
    st.html(_table(rows, here))
    st.html(Markup('<p class="hint">{}</p>').format(here.say("caseload.list.flags")))


def _most(n: int, here: Here) -> int:
    if n <= ROWS[0]:
        return ROWS[0]
    chosen = st.segmented_control(
        here.say("caseload.list.rows"), ROWS, default=ROWS[0], key=f"{here.language}:case_rows", width="content"
    )
    return chosen if chosen in ROWS else ROWS[0]


def _extent(shown: int, n: int, here: Here) -> str:
    if shown == n:
        return here.say("caseload.list.all", whole=n)
    return here.say("caseload.list.more", n=shown, whole=n, rest=n - shown)


def _table(rows: pd.DataFrame, here: Here) -> Markup:
    labels = [here.say(f"caseload.list.{name}") for name in _HEADINGS]
    head = Markup().join(Markup('<th scope="col">{}</th>').format(label) for label in labels)
    records = zip(rows.index, rows.to_dict("records"), strict=True)
    body = Markup().join(_row(str(code), case, here) for code, case in records)
    table = Markup(
        '<div class="scroll"><table class="plain stacked cases" style="{}"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(headings(labels), head, body)
    return page_address.form("cases.py", here.view.at_rest(), table)


def _row(code: str, case: dict[Any, Any], here: Here) -> Markup:
    return Markup("<tr>{}</tr>").format(
        Markup().join(Markup("<td>{}</td>").format(cell) for cell in _cells(code, case, here))
    )


def _cells(code: str, case: dict[Any, Any], here: Here) -> Iterator[Markup | str]:
    yield Markup("{}{}").format(_WAY.format(code, code), Markup().join(_flags(case, here)))
    yield _TWO.format(kind(case, here), _named("subject", case["subject"], here))
    yield place(case, here)
    yield _TWO.format(
        here.say("caseload.list.received_on", day=words.date(case["received_on"])),
        here.say("caseload.list.accepted_on", day=words.date(case["accepted_on"])),
    )
    yield _TWO.format(_text(case["deciding_body"]), _text(case["preparing_unit"]))
    yield words.number(case["age"], here.language)
    yield linked(words.date(case["next_due"]), _rule(case), here.view, title=here.say("legal.open"))
    yield _clock(case, here)


def kind(case: dict[Any, Any], here: Here) -> str:
    """Name the class of a case, with its level where it has one."""
    parts = [_named("case_class", case["case_class"], here)]
    parts += [] if pd.isna(case["level"]) else [_named("level", case["level"], here).lower()]
    return " ".join(parts)


def place(case: dict[Any, Any], here: Here) -> Markup:
    """Name where a case arose, at most its hamlet, and its project."""
    ward, hamlet = _named("ward", case["ward"], here), case["hamlet"]
    where = ward if pd.isna(hamlet) else f"{hamlet}, {ward}"
    return _TWO.format(where, "" if pd.isna(case["project"]) else _named("project", case["project"], here))


def _named(which: str, code: Any, here: Here) -> str:
    return words.NOTHING if pd.isna(code) else here.name(which, str(code))


def _text(value: Any) -> str:
    return words.NOTHING if pd.isna(value) else str(value)


def _flags(case: dict[Any, Any], here: Here) -> Iterator[Markup]:
    for name in _COMPUTED:
        if _is(case[name]):
            said = here.say("caseload.flag.crowded", n=int(case["people"])) if name == "crowded" else ""
            yield _FLAG.format("late" if name == "overdue" else "", said or here.say(f"caseload.flag.{name}"))
    if _is(case["prolonged"]):
        source = case["prolonged_source"]
        yield _FLAG.format("assigned", here.say("caseload.flag.prolonged"))
        yield Markup("<small>{}</small>").format(
            here.say("caseload.flag.no_source") if pd.isna(source) else here.say("caseload.flag.source", source=source)
        )


def _is(flag: Any) -> bool:
    return bool(flag) if pd.notna(flag) else False


def _clock(case: dict[Any, Any], here: Here) -> Markup:
    """Write the clock under way as a bar with words; where none is, only why."""
    if pd.isna(case["past"]) or pd.isna(case["used"]):
        return Markup("{}").format(without_clock(case, here))
    clock = version_on(here.situation.rules.of(str(case["next_clock"])), here.view.day)
    used, limit, past = int(case["used"]), int(case["limit"]), int(case["past"])
    whole = max(used, limit, 1)
    said, style = under_way(case["standing"], past, verified=clock.verified, own=clock.own, here=here)
    days = here.say("caseload.list.used", used=used, limit=limit)
    bar = _CLOCK.format(style, _PAST if past > 0 else "", round(100 * min(used, limit) / whole), days)
    missing = past > 0 and clock.ends == "accepted"
    name = here.say("caseload.state.no_acceptance") if missing else rule_words.named(clock, here)
    return bar + Markup('<span class="state {}">{}</span><small>{}</small>').format(style, said, name)


def _rule(case: dict[Any, Any]) -> str:
    return "" if pd.isna(case["next_clock"]) else str(case["next_clock"])


def under_way(standing: str, past: int, *, verified: bool, own: bool = False, here: Here) -> tuple[str, str]:
    """Answer how a clock under way is said, and in which style; one that nobody verified is grey, never red.

    Parameters
    ----------
    standing
        Where the case stands.
    past
        Days past the due day; negative before it.
    verified
        Whether the clock's article was read.
    own
        Whether an office set it for itself.
    here
        Who reads.
    """
    if past > 0 and own:
        return here.say("caseload.state.past_own", n=past), "grey"
    if past > 0:
        red = standing == "overdue" and verified
        return here.say(f"caseload.state.{'overdue' if red else 'past_unverified'}", n=past), "late" if red else "grey"
    soon = -past <= settings.current().due_soon_days
    key = "today" if past == 0 else "soon" if soon else "in_time"
    said = here.say(f"caseload.state.{key}", n=-past)
    if verified:
        return said, "soon" if soon else ""
    return f"{said}; {here.say('caseload.state.own' if own else 'caseload.state.unverified')}", "grey"


def without_clock(case: dict[Any, Any], here: Here) -> str:
    """Say why no clock of a case is under way."""
    if pd.notna(case["court_on"]):
        return here.say("caseload.state.court", day=case["court_on"])
    if pd.notna(case["suspended_on"]) and pd.isna(case["resumed_on"]):
        return here.say("caseload.state.suspended", day=case["suspended_on"])
    if case["standing"] == "no_limit":
        return unlimited(case, here)
    if case["standing"] == "stopped":
        return here.say("caseload.state.stopped")
    if pd.isna(case["level"]):
        return here.say("caseload.state.no_level")
    known = pd.notna(case["accepted_on"])
    return here.say("caseload.state.regime" if known else "caseload.state.unknown")


def unlimited(case: dict[Any, Any], here: Here) -> str:
    """Say why no rule sets a limit for a case; a complaint within competence has one that cannot be worked out."""
    if pd.notna(case["within_competence"]) and not case["within_competence"]:
        return here.say("caseload.state.outside")
    if case["case_class"] != "complaint":
        return here.say("caseload.state.no_limit")
    return here.say("caseload.state.no_level" if pd.isna(case["level"]) else "caseload.state.regime")
