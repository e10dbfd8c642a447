"""The persuasion ledger on screen and as a file: counts of households by project or ward, with small counts hidden.

No day of a compulsory step stands on the screen or in the file, only how many were taken. Lines are ordered by what is
shown of them, because a place in an order tells a hidden count.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import settings
from gis.access.suppression import TOTAL, Shown, shown
from gis.briefing import rule_words, tables
from gis.insight import persuasion
from gis.insight.situation import Selection
from gis.law.provision import Provision
from gis.ui import downloads, process
from gis.ui.downloads import Sheet
from gis.ui.here import Here
from gis.ui.plain_table import plain_table
from gis.ui.rule_link import linked

MOST: Final = 5
"""So many lines are written; all are part of the totals."""

_ALWAYS: Final = ("steps", "not_recorded", "in_time")
_HINT = Markup('<p class="hint">{}</p>')
_LEDGER = Markup('<div class="ledger">{}</div>')


def draw(here: Here) -> None:
    """Draw the ledger of the selection by project, and its files where any step was taken."""
    st.html(Markup('<h2 class="section">{}</h2>').format(here.say("persuasion.title")))
    st.html(written(here.selection, "project", here) + _notes(here.selection, here))
    if len(here.selection["compulsory_step"]):
        downloads.draw(partial(file_sheet, here), "van-dong-truoc-buoc-bat-buoc", here)


def written(selection: Selection, which: str, here: Here) -> Markup:
    """Write the ledger of a selection by ward or project with the clocks it rests on, or say that there is none.

    Parameters
    ----------
    selection
        What is chosen.
    which
        ``"ward"`` or ``"project"``.
    here
        Who reads.
    """
    if not selection.situation.recorded("household_file"):
        return _HINT.format(here.say("persuasion.empty"))
    table = persuasion.ledger(selection["compulsory_step"], selection.situation.rules, which)
    if table.empty:
        return _HINT.format(here.say("persuasion.none"))
    content = hidden(table)
    told = _told(content, which, here)
    body = plain_table(told, numbers=range(2, told.shape[1]), stacked=True)
    return _LEDGER.format(body) + _more(content, here) + _clocks(_taken(table["step"]), here)


def hidden(table: pd.DataFrame) -> Shown:
    """Answer the ledger as the reader may see it."""
    return shown(
        table,
        process.reader(),
        counts=persuasion.COUNTS,
        threshold=settings.current().suppress_below,
        within="step",
        sums={"steps": persuasion.STATES},
    )


def _told(content: Shown, which: str, here: Here) -> pd.DataFrame:
    """Write the lines with their totals first; columns of which there is nothing to say are left out."""
    names = [name for name in persuasion.COUNTS if name in _ALWAYS or _says_something(content, name)]
    lines = _ordered(content, here).head(MOST)
    totals = content.totals.display(here.language) if content.totals else lines.iloc[:0]
    sums = totals.drop(index=TOTAL).rename_axis("step").reset_index()
    both = pd.concat([sums.assign(**{which: here.say("persuasion.total")}), _named(lines, which, here)])
    steps = [here.say(f"persuasion.step.{step}") for step in both["step"]]
    told = both.assign(step=steps)[[which, "step", *names]]
    return told.rename(columns={name: here.say(f"persuasion.column.{name}") for name in told})


def _says_something(content: Shown, name: str) -> bool:
    return bool(content.hidden[name].any() or content.values[name].fillna(0).gt(0).any())


def _ordered(content: Shown, here: Here) -> pd.DataFrame:
    """Order the lines by what is shown of them."""
    order = (
        content.values[["not_recorded", "steps"]]
        .fillna(0)
        .sort_values(["not_recorded", "steps"], ascending=False, kind="stable")
    )
    return content.display(here.language).loc[order.index]


def _named(lines: pd.DataFrame, which: str, here: Here) -> pd.DataFrame:
    return lines.assign(**{which: [here.name(which, str(code)) for code in lines[which]]})


def _more(content: Shown, here: Here) -> Markup:
    left = len(content.values) - MOST
    more = _HINT.format(here.say("persuasion.more", shown=MOST, n=left)) if left > 0 else Markup()
    return more + (_HINT.format(content.note(here.language)) if content.any_hidden else Markup())


def _notes(selection: Selection, here: Here) -> Markup:
    """Say, once a page, what is counted and which times are barred."""
    rules, steps = selection.situation.rules, _taken(selection["compulsory_step"]["step"])
    if not steps:
        return Markup()
    groups = {step.group for step in persuasion.STEPS.values()}
    since = min(clock.valid_from for clock in rules.clocks if clock.group in groups)
    barred = [rule for step in steps for rule in persuasion.barred_rules(rules, persuasion.STEPS[step].done)]
    named = Markup("; ").join(_barred(rule, here) for rule in barred)
    times = Markup("{} {}.").format(here.say("persuasion.barred"), named) if barred else ""
    return Markup().join(_HINT.format(text) for text in (times, here.say("persuasion.note", day=since)) if text)


def _taken(steps: pd.Series) -> list[str]:
    return [step for step in persuasion.STEPS if step in set(steps)]


def _clocks(steps: list[str], here: Here) -> Markup:
    """Name the clocks the counts rest on, each leading to its text, and say how it is known."""
    return Markup().join(_HINT.format(_clock(step, here)) for step in steps)


def _clock(step: str, here: Here) -> Markup:
    clock = persuasion.asked_for(here.situation.rules, step, here.view.day)
    limit, known = rule_words.limit(clock, here), rule_words.known(clock, here)
    return _rule(clock, here) + Markup(" {}").format(here.say("persuasion.limit", limit=limit, known=known))


def _barred(rule: Provision, here: Here) -> Markup:
    said = here.say("persuasion.known", known=rule_words.known(rule, here))
    return _rule(rule, here) + Markup(" {}").format(said)


def _rule(rule: Provision, here: Here) -> Markup:
    return linked(rule.name.say(here.language), rule.id, here.view, title=here.say("legal.open"))


def file_sheet(here: Here) -> Sheet:
    """Answer the whole ledger by project and step for a file."""
    table = persuasion.ledger(here.selection["compulsory_step"], here.situation.rules, "project")
    coded = table.set_index(table["project"].astype("object") + ":" + table["step"])
    names = {str(row): here.name("project", str(code)) for row, code in coded["project"].items()}
    kinds: dict[str, tables.ColumnKind] = {"step": "text", **dict.fromkeys(persuasion.COUNTS, "count")}
    return Sheet(
        name="persuasion",
        title=here.say("persuasion.title"),
        first=here.say("persuasion.column.project"),
        names=names,
        columns={name: here.say(f"persuasion.column.{name}") for name in kinds},
        kinds=kinds,
        table=coded.assign(step=[here.say(f"persuasion.step.{step}") for step in coded["step"]]),
        counts=persuasion.COUNTS,
        sums={"steps": persuasion.STATES},
        within="step",
        sort_by="not_recorded",
    )
