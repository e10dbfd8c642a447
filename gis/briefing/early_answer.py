"""What a paper of early dialogues is made of: the answer that is kept, and what is expected of its wards.

Nothing is worked out here that takes long: where no answer is kept, it is said how to have one.
"""

from __future__ import annotations

import pandas as pd

from gis import settings
from gis.answers import hotspots, risks
from gis.answers.hotspots import Question
from gis.answers.risks import Expected
from gis.briefing.reading import Reading
from gis.errors import RequestError
from gis.insight import early_list
from gis.insight.early_told import Told
from gis.insight.situation import Situation
from gis.records.provenance import imported_on
from gis.records.store import open_store
from gis.settings import Settings


def told(reading: Reading, now: Situation | None = None) -> Told:
    """Answer what is kept for the choice of cases of a reading, on its day or in another situation.

    Raises
    ------
    RequestError
        Nothing can be compared, or nobody has had it worked out yet.
    StoreError
        As for `gis.answers.hotspots.kept`.
    """
    asked = Question(now or reading.situation, reading.view.filters, reading.desk.reader)
    if not asked.answerable:
        raise RequestError("briefing.hotspots_empty")
    found = hotspots.kept(open_store(_office(reading)), asked)
    if found is None:
        raise RequestError("briefing.hotspots_unknown", day=asked.day)
    return found


def risk(reading: Reading) -> Expected | None:
    """Answer what is expected to be prolonged; None where nobody had it worked out of these records."""
    chosen = _office(reading)
    return risks.kept(open_store(chosen), reading.situation, reading.desk.reader, chosen)


def _office(reading: Reading) -> Settings:
    """Answer the settings of the province of whoever reads."""
    return settings.current().serving(reading.desk.reader.province)


def listed(found: Told, expected: Expected | None, reading: Reading) -> pd.DataFrame:
    """Answer the list of the chosen wards; see `gis.insight.early_list.of_wards`."""
    about = (expected.wards, expected.weighed) if expected else (None, None)
    last = imported_on(open_store(_office(reading)).batches(), reading.view.known_on)
    return early_list.of_wards(reading.selection, found, *about, imported_on=last)


def projects(expected: Expected | None, reading: Reading) -> pd.DataFrame:
    """Answer the list of the chosen projects; see `gis.insight.early_list.of_projects`."""
    about = (expected.projects, expected.weighed) if expected else (None, None)
    return early_list.of_projects(reading.selection, *about)
