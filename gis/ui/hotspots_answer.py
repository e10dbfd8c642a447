"""What the page of early dialogues tells, read back or worked out while the page shows how far that is."""

from __future__ import annotations

from dataclasses import replace

from gis.answers import hotspots, risks
from gis.answers.hotspots import Question
from gis.answers.risks import Expected
from gis.filters import PLACES, Filters
from gis.insight.early_told import Told
from gis.insight.situation import Situation
from gis.records.store import open_store
from gis.ui import process, province, waiting
from gis.ui.here import Here
from gis.ui.working import Work


def question(here: Here, now: Situation | None = None) -> Question:
    """Ask for the view's choice of cases, on its day or in another situation."""
    return Question(now or here.situation, here.view.filters, here.desk.reader)


def told(asked: Question, here: Here) -> Told | None:
    """Answer what is kept; without it, begin to work it out and show how far that is.

    Parameters
    ----------
    asked
        A question that can be answered.
    here
        Who waits.

    Raises
    ------
    StoreError
        What is kept cannot be read, or the answer could not be kept.
    """
    answers = asked.now.select(asked.filters.without(*PLACES)).answers
    if asked.name not in answers:
        found = hotspots.kept(open_store(province.of(asked.scope.province)), asked)
        if found is None:
            _wait(asked, here)
            return None
        answers[asked.name] = found
    kept: Told = answers[asked.name]
    return kept


def risk(now: Situation) -> Expected | None:
    """Answer what is expected to be prolonged; None where nobody worked it out of these records."""
    answers, chosen = now.select(Filters()).answers, province.chosen()
    if answers.get("expected") is None:  # somebody may have worked it out since
        answers["expected"] = risks.kept(open_store(chosen), now, process.reader(), chosen)
    found: Expected | None = answers["expected"]
    return found


def _wait(asked: Question, here: Here) -> None:
    """Show how far the work is; when it is done the page is drawn with what it found."""
    store = open_store(province.of(asked.scope.province))

    def said(mine: Work) -> str:
        stage, n = "scanning" if mine.whole else "comparing", len(asked.now.areas.wards)
        return here.say(f"hotspots.waiting.{stage}", n=n, day=asked.day, done=mine.done, whole=mine.whole)

    def work(mine: Work) -> None:
        hotspots.work_out(store, _in_full(asked), progress=mine.report)

    waiting.wait(asked.key, work, said, here)


def _in_full(asked: Question) -> Question:
    """Ask the same of the same records with all their fields: the answer is kept for all who see these records."""
    scope, now = asked.scope.in_full, asked.now.snapshot
    return asked if scope == now.scope else replace(asked, now=process.situation_on(asked.day, now.known_on, scope))
