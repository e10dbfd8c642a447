"""The head of the page of projects: how far compensation is, step by step, and which payments are late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import words
from gis.insight import compensation, payments
from gis.insight.compensation import Late
from gis.insight.situation import Selection
from gis.law.terms import version_on
from gis.period import Period
from gis.ui import changes, seen, session
from gis.ui.changes import Earlier, Value
from gis.ui.here import Here
from gis.ui.plain_label import plain
from gis.ui.rule_link import linked
from gis.ui.seen import Seen
from gis.view import Sheet

LISTED: Final = 5
"""So many projects with late payments are named."""

_BILLION: Final = 1e9
_THOUSAND_BILLION: Final = 1e12
_HEAD = Markup(
    '<thead><tr><th>{}</th><th class="number">{}</th><th class="number minor">{}</th>'
    '<th class="minor" aria-hidden="true"></th><th class="number">{}</th><th class="number minor">{}</th>'
    '<th class="number">{}</th></tr></thead>'
)
_LINE = Markup(
    '<tr class="{}"><td>{}<div class="change">{}</div></td><td class="number">{}</td><td class="number minor">{}</td>'
    '<td class="minor track" aria-hidden="true"><span class="bar"><i style="width:{}%"></i></span></td>'
    '<td class="number">{}</td><td class="number minor">{}</td><td class="number">{}</td></tr>'
)
_ROW = Markup('<div class="row"><dt>{}</dt><dd>{}</dd></div>')

Steps = pd.DataFrame | None


def draw(here: Here) -> None:
    """Draw the steps of the selection beside its late payments."""
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        steps(compensation.steps(here.selection), changes.earlier(here, _steps), here)
    with right:
        late(compensation.late(here.selection), here)


def _steps(selection: Selection, _period: Period) -> Steps:
    """Answer the steps as they stood at the end of a period; they are counted up to a day, not over its days."""
    return compensation.steps(selection)


def steps(now: Steps, earlier: Earlier[pd.DataFrame], here: Here) -> None:
    """Draw households, hectares and money by step, each step counted by itself."""
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("projects.steps.title")))
    if now is None or not now.at["all", "households"]:
        st.info(here.say(f"projects.steps.{'empty' if now is None else 'none'}"), icon=":material/info:")
        return
    st.html(steps_table(now, earlier, here))
    note = Markup('<p class="hint">{}</p>').format(here.say("projects.steps.note"))
    st.html(note + changes.basis(earlier, here) + seen.footnote(here))


def steps_table(now: pd.DataFrame, earlier: Earlier[pd.DataFrame] | None, here: Here) -> Markup:
    """Write the table of steps; without earlier figures it says nothing of change."""
    names = ("step", "households", "share", "hectares", "share", "money")
    head = _HEAD.format(*(here.say(f"projects.steps.{name}") for name in names))
    body = Markup().join(_lines(now, earlier, here))
    return Markup('<div class="scroll"><table class="plain steps">{}<tbody>{}</tbody></table></div>').format(head, body)


def _lines(now: pd.DataFrame, earlier: Earlier[pd.DataFrame] | None, here: Here) -> Iterator[Markup]:
    whole, counts = now.loc["all"], _seen(now, here)
    digits = 0 if (now["money"].max() or 0) >= _THOUSAND_BILLION else 1
    for step, row in zip(now.index, now.to_numpy(), strict=True):
        told = counts.tells(str(step), "all")
        n, hectares, money = row if told else (None, None, None)
        share = n / whole["households"] if told and whole["households"] else None
        area_share = hectares / whole["hectares"] if told and whole["hectares"] else None
        yield _LINE.format(
            "whole" if step == "all" else "",
            here.say(f"projects.steps.name.{step}"),
            changes.change(_households(str(step), here), now, earlier, here) if earlier and told else "",
            counts[str(step)],
            "" if step == "all" else words.percent(share, here.language),
            round(100 * (share or 0)),
            words.number(hectares, here.language, digits=1),
            "" if step == "all" else words.percent(area_share, here.language),
            words.number(None if money is None else money / _BILLION, here.language, digits=digits),
        )


def _seen(now: pd.DataFrame, here: Here) -> Seen:
    """Answer the households at each step as the reader may read them; each is a part of all."""
    numbers: dict[str, int | None] = {str(step): int(n) for step, n in now["households"].items()}
    return seen.of(numbers, here, wholes=[("all", [step]) for step in numbers if step != "all"])


def _households(step: str, here: Here) -> Value[pd.DataFrame]:
    return seen.told(lambda steps: int(steps["households"][step]), here)


def late(found: Late | None, here: Here) -> None:
    """Draw the late payments: how many households, what they are owed, in which projects."""
    with st.container(key="late", border=True):
        st.html(Markup('<h2 class="section">{}</h2>').format(here.say("projects.late.title")))
        days = payments.limit(here.situation.rules, here.view.day)
        if found is None or days is None:
            st.html(
                Markup('<p class="text">{}</p>').format(
                    here.say(f"projects.late.{'empty' if found is None else 'no_rule'}")
                )
            )
            return
        counts = _late_seen(found, here)
        said = here.say("projects.late.said", n=counts["late"], days=days)
        st.html(Markup('<p class="late-said {}">{}</p>').format("warn" if found.households else "", said))
        st.html(
            Markup('<dl class="rows">{}</dl><p class="hint">{}</p>').format(_owed(found, counts, here), _basis(here))
        )
        _listed(found, counts, here)


def _late_seen(found: Late, here: Here) -> Seen:
    """Answer the households of the late payments as the reader may read them."""
    listed = {str(code): int(n) for code, n in found.projects["late"].head(LISTED).items()}
    numbers = {"late": found.households, "owed": found.owed, "unjudged": found.unjudged, **listed}
    return seen.of(numbers, here, wholes=[("owed", ["late", "unjudged"]), ("late", list(listed))])


def _owed(found: Late, counts: Seen, here: Here) -> Markup:
    since = min(clock.valid_from for clock in here.situation.rules.of(payments.CLOCK))
    money = words.money(found.money if counts.tells("late") else None, here.language)
    rows = [("money", money), ("projects", words.number(len(found.projects)))]
    rows += [("owed", here.say("projects.late.households", n=counts["owed"]))]
    rows += [("unjudged", here.say("projects.late.households", n=counts["unjudged"]))] if found.unjudged else []
    return Markup().join(_ROW.format(here.say(f"projects.late.{name}", day=since), value) for name, value in rows)


def _basis(here: Here) -> Markup:
    clock = version_on(here.situation.rules.of(payments.CLOCK), here.view.day)
    note = here.say("projects.late.note", article=clock.article.say(here.language))
    return Markup("{} {}").format(note, linked(here.say("legal.open"), clock.id, here.view))


def _listed(found: Late, counts: Seen, here: Here) -> None:
    """Name the projects with most late payments; each opens below."""
    if found.projects.empty:
        return
    st.html(Markup('<h3 class="links-title">{}</h3>').format(here.say("projects.late.listed")))
    with st.container(key="late_projects", gap=None):
        sums = found.projects["late_sum"].to_dict()
        for code in seen.last(found.projects.index.astype(str)[:LISTED], counts):
            owed = words.money(sums[code] if counts.tells(code) else None, here.language)
            st.button(
                plain(here.say("projects.late.line", name=here.name("project", code), n=counts[code], money=owed)),
                key=f"late_{code}",
                on_click=session.open_sheet,
                args=(Sheet("project", code),),
                type="tertiary",
                width="stretch",
            )
