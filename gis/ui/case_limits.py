"""The legal limits of a case in words: bars, what stops them, and whose duty it is.

A limit is red only where it is past and its text was read or checked; the duty is an authority's, never a person's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from gis import words
from gis.briefing import rule_words
from gis.law.clocks import OPEN
from gis.law.terms import version_on
from gis.records.declaration import describe
from gis.records.entities.cases import CASE
from gis.ui import case_list
from gis.ui.here import Here
from gis.ui.rule_link import linked

_LATE: Final = ("overdue", "met_late", "missed")
_BAR: Final = Markup('<div class="clock {}"><u{} style="--used:{}%"></u><b>{}</b></div>')
_LIMIT: Final = Markup('<li>{}<span class="state {}">{}</span><small>{}</small></li>')
_CASE: Final = Markup('<article class="met"><p><b>{}</b> · {} · {}</p><p>{}</p>{}{}{}</article>')
_OWED: Final = Markup('<p class="state late">{}</p>')
_PAST: Final = Markup(' class="past"')

Row = dict[Any, Any]


def told(code: str, case: Row, found: pd.DataFrame, here: Here) -> Markup:
    """Write what is known of a case: what it is about, whose it is, what stopped its clocks, and its limits."""
    subject: str = words.NOTHING if pd.isna(case["subject"]) else here.name("subject", str(case["subject"]))
    received = here.say("meeting.received", day=words.date(case["received_on"]))
    notes = Markup().join(Markup("<p>{}</p>").format(note) for note in stops(case, here))
    without = Markup('<p class="hint">{}</p>').format(case_list.unlimited(case, here))
    whose = Markup("{} · {}").format(received, duty(case, here))
    listed = limits(found, here) or without
    return _CASE.format(code, case_list.kind(case, here), subject, whose, owed(case, found, here), notes, listed)


def limits(found: pd.DataFrame, here: Here) -> Markup:
    """Write the limits of one case as a list, each with its bar where it can be worked out and its rule."""
    items = Markup().join(_limit(line, here) for line in found.to_dict("records"))
    return Markup('<ul class="limits">{}</ul>').format(items) if items else Markup()


def _limit(line: Row, here: Here) -> Markup:
    clock = version_on(here.situation.rules.of(str(line["clock"])), here.view.day)
    text, style = said(line, here)
    name = linked(rule_words.named(clock, here), clock.id, here.view, title=here.say("legal.open"))
    if pd.notna(line["due"]):
        name += Markup(" · {}").format(here.say("meeting.limits.due", day=line["due"]))
    return _LIMIT.format(_bar(line, style, here), style, text, name)


def _bar(line: Row, style: str, here: Here) -> Markup:
    if pd.isna(line["started"]) or pd.isna(line["due"]) or pd.isna(line["days_left"]):
        return Markup()
    limit = max((line["due"] - line["started"]).days, 1)
    used = limit - int(line["days_left"])
    share = round(100 * min(used, limit) / max(used, limit))
    return _BAR.format(
        style, _PAST if used > limit else "", max(share, 0), here.say("caseload.list.used", used=used, limit=limit)
    )


def said(line: Row, here: Here) -> tuple[str, str]:
    """Answer how a limit is said, and in which style."""
    clock = version_on(here.situation.rules.of(str(line["clock"])), here.view.day)
    state, verified = str(line["state"]), bool(line["verified"])
    if state in OPEN:
        past = -int(line["days_left"])
        return case_list.under_way("overdue", past, verified=verified, own=clock.own, here=here)
    if state == "unknown_start" and clock.starts == "accepted":
        return here.say("law.start_missing"), "grey"
    text = here.say(f"law.state.{state}")
    if verified:
        return text, "late" if state in _LATE else ""
    return f"{text}; {here.say('caseload.state.own' if clock.own else 'caseload.state.unverified')}", "grey"


def stops(case: Row, here: Here) -> Iterator[str]:
    """Say what has stopped the clocks of a case, and what of it stands still."""
    if pd.notna(case["suspended_on"]):
        key = "suspended" if pd.isna(case["resumed_on"]) else "resumed"
        yield here.say(f"meeting.stop.{key}", day=case["suspended_on"], to=words.date(case["resumed_on"]))
    if pd.notna(case["ended_on"]):
        known = pd.notna(case["end_reason"])
        reason = describe(str(case["end_reason"]), CASE["end_reason"]).say(here.language) if known else ""
        yield here.say("meeting.stop.ended", reason=reason or here.say("linking.step.ended"), day=case["ended_on"])
    if pd.notna(case["court_on"]):
        yield here.say("meeting.stop.court", day=case["court_on"])


def duty(case: Row, here: Here) -> Markup:
    """Say who decides, who prepares, and whether the case lies within competence."""
    told = [Markup("{}: <b>{}</b>").format(here.say(f"meeting.{name}"), _text(case[name])) for name in _BODIES]
    return Markup(" · ").join([*told, here.say(f"meeting.{_competence(case)}")])


def owed(case: Row, found: pd.DataFrame, here: Here) -> Markup:
    """Say whose duty the limits of a case are that have run out; nothing where none has."""
    if not (found["state"].eq("overdue") & found["verified"]).any():
        return Markup()
    nothing = here.say("meeting.not_recorded")
    bodies = {name: nothing if pd.isna(case[name]) else str(case[name]) for name in _BODIES}
    return _OWED.format(here.say("meeting.owed", **bodies))


_BODIES: Final = ("deciding_body", "preparing_unit")


def _text(value: Any) -> str:
    return words.NOTHING if pd.isna(value) else str(value)


def _competence(case: Row) -> str:
    if pd.isna(case["within_competence"]):
        return "competence_unknown"
    return "within" if case["within_competence"] else "outside"
