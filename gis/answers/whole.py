"""Everything that takes long of a province on a day, worked out at once: early dialogues, backtest, expected cases.

A page works out what somebody asks for; here all of it is worked out before anybody asks, province by province, by
whichever machine has the time. What comes of a province is kept all together with a sign that it was (`Scored`): so
whoever is stopped half-way leaves nothing half done, and whoever begins anew goes on where the one before stopped.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace
from typing import Final, Literal

from gis import areas, settings
from gis.answers import hotspots, risks, scores
from gis.answers.hotspots import Question
from gis.answers.scores import Office
from gis.errors import LandmapError, RequestError
from gis.filters import Filters
from gis.insight import model_card
from gis.insight.situation import situation
from gis.law import rules
from gis.records import results
from gis.records.results import Result

METHOD: Final = f"{model_card.VERSION}:{hotspots.VERSION}"
"""Of what is worked out: a worker with another one would keep what nobody reads."""
_NAME: Final = "scored"

State = Literal["scored", "kept", "nothing", "failed"]


@dataclass(frozen=True)
class Scored:
    """What became of a province; plain values, since it may come from another machine.

    Parameters
    ----------
    province
        Its code.
    state
        ``"scored"`` now; ``"kept"``: had been before, of the same records; ``"nothing"`` to look at; ``"failed"``.
    day
        The day it is of; None where there is no record.
    cases
        Cases looked at.
    seconds
        How long it took.
    reason
        Why it failed, for people.
    """

    province: str
    state: State
    day: dt.date | None = None
    cases: int = 0
    seconds: float = 0.0
    reason: str = ""


def score(province: str, day: dt.date | None, method: str) -> Scored:
    """Work everything out for a province and keep it, with the settings of the machine this runs on.

    Parameters
    ----------
    province
        Its code, whatever the settings say.
    day
        The last day that is known; None: the last event of the province.
    method
        `METHOD` of whoever asks.

    Returns
    -------
    What became of it. What is foreseen is not raised but told: a province that fails must not stop the others.
    """
    begun = time.perf_counter()
    try:
        found = _scored(province, day, method)
    except LandmapError as error:
        found = Scored(province, "failed", day, reason=error.say(settings.current().language))
    return replace(found, seconds=round(time.perf_counter() - begun, 1))


def _scored(province: str, day: dt.date | None, method: str) -> Scored:
    if method != METHOD:
        raise RequestError("cli.score.other_method", mine=METHOD, asked=method)
    here = scores.office(settings.current().serving(province))
    last = day or here.ledger.last_event()
    if last is None:
        return Scored(province, "nothing")
    here.ledger.check(last)
    asked = _question(here, last)
    n = len(asked.now.snapshot["case"])
    sign = Result(_NAME, {"cases": n}, f"{here.version(last)}:{asked.version}", last, here.scope.extent)
    if results.load(here.store, _NAME, version=sign.version, as_of=last, scope=sign.scope):
        return Scored(province, "kept", last, n)
    found = _worked_out(here, asked, last)
    results.keep(here.store, *found, sign)
    return Scored(province, "scored" if found else "nothing", last, n)


def _question(here: Office, last: dt.date) -> Question:
    """Ask for early dialogues as the page does on a first visit."""
    snapshot, chosen = here.ledger.snapshot(last, here.scope), here.settings
    now = situation(snapshot, areas.load(chosen), rules.current(), crowd_size=chosen.crowd_size)
    return Question(now, Filters(), here.scope)


def _worked_out(here: Office, asked: Question, last: dt.date) -> tuple[Result, ...]:
    told = hotspots.found(asked) if asked.answerable else None
    early = () if told is None else (hotspots.result(asked, told),)
    return (*early, *risks.found(here, last, _unseen)) if len(asked.now.snapshot["case"]) else early


def _unseen(_stage: str, _done: int, _whole: int) -> None:
    """Nobody looks on while a worker works."""
