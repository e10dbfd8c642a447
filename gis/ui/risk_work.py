"""Nguy cơ kéo dài worked out because somebody who may work with the figures asked for it, beside the pages.

A backtest takes up to a minute and what it allows a quarter of one, so neither is begun unasked. What comes of them is
kept for all who see the same records (`gis.answers.scores`, `gis.answers.risks`): nobody waits twice.
"""

from __future__ import annotations

from typing import Literal

import streamlit as st

from gis.access.suppression import EXACT
from gis.answers import risks
from gis.answers.scores import Office
from gis.records.store import open_store
from gis.ui import process, province, waiting
from gis.ui.here import Here
from gis.ui.working import Work

What = Literal["risk", "backtest"]


def office(here: Here) -> Office:
    """Answer whose records are asked on this page."""
    scope = here.situation.snapshot.scope
    store = open_store(province.of(scope.province))
    return Office(store, process.ledger(scope), here.situation.areas, scope.in_full)


def offer(what: What, label: str, here: Here) -> bool:
    """Let somebody ask for it, or show how far it is, whoever asked.

    Parameters
    ----------
    what
        ``"risk"``: what is expected on the day by the backtest that holds, which is made where there is none;
        ``"backtest"``: that anew, and what is expected by it.
    label
        Of the button.
    here
        Who may ask; those who may not see nothing of it.

    Returns
    -------
    Whether this reader may ask.
    """
    whose, day = office(here), here.view.day
    version = whose.version(day)
    if not _may_ask(here) or not version.endswith(
        here.situation.snapshot.recorded
    ):  # of another moment nothing is kept
        return False
    does = risks.answered if what == "risk" else risks.tried
    key = f"{what}|{version}|{day.isoformat()}|{whose.scope.extent}"

    def work(mine: Work) -> None:
        does(whose, day, mine.step)

    place = st.empty()  # nobody asks for it twice
    if waiting.concerned(key) or place.button(label, icon=":material/play_arrow:", key=f"ask_{what}"):
        place.empty()
        waiting.wait(key, work, lambda mine: _said(mine, here), here)
    return True


def _may_ask(here: Here) -> bool:
    return here.situation.snapshot.scope.role in EXACT and here.situation.recorded("case")


def _said(mine: Work, here: Here) -> str:
    stage = here.say(f"method.step.{mine.stage or 'looking'}")
    return here.say("method.step_of", what=stage, n=mine.done, whole=mine.whole) if mine.whole else stage
