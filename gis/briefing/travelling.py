"""A reading that travels to another process of this machine, to be told there as it would be told here.

With it go only the frames that will be asked for, made already, so that the process opens no store and cuts nothing
anew: what it tells is of the very records that the reader looked at, whatever is recorded meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

import pandas as pd

from gis.areas import Areas
from gis.briefing.leaving import FileDesk, file_desk
from gis.briefing.reading import Reading
from gis.insight.situation import Situation
from gis.law.terms import Rules
from gis.records.entities import ENTITIES
from gis.records.snapshot import Snapshot
from gis.view import View


@dataclass(frozen=True, eq=False)
class Travelling:
    """What goes.

    Parameters
    ----------
    view, desk
        Of the reading, which leaves the building.
    snapshot
        Of the situation, with few of its frames.
    areas, rules, crowd_size
        As in `gis.insight.situation.Situation`.
    frames
        The frames of the situation that may be asked for.
    recorded
        Entity → whether anything is recorded of it.
    """

    view: View
    desk: FileDesk
    snapshot: Snapshot
    areas: Areas
    rules: Rules
    crowd_size: int
    frames: Mapping[str, pd.DataFrame]
    recorded: Mapping[str, bool]

    @classmethod
    def of(cls, reading: Reading, *, frames: Iterable[str], entities: Iterable[str]) -> Travelling:
        """Answer what travels of a reading as it leaves the building.

        Parameters
        ----------
        reading
            Who reads what.
        frames
            Names of the frames of its situation that will be asked for.
        entities
            Names of those whose rows will be asked for as they were recorded.
        """
        now = reading.situation
        return cls(
            view=reading.view,
            desk=replace(file_desk(reading.desk), on=_no_other_day),
            snapshot=replace(now.snapshot, frames={name: now.snapshot[name] for name in entities}),
            areas=now.areas,
            rules=now.rules,
            crowd_size=now.crowd_size,
            frames={name: now[name] for name in frames},
            recorded={name: now.recorded(name) for name in ENTITIES},
        )

    def arrived(self) -> Reading:
        """Answer the reading again; a frame that did not come along is no frame of it."""
        made, known = dict(self.frames), dict(self.recorded)
        now = Situation(self.snapshot, self.areas, self.rules, self.crowd_size, _made=made, _recorded=known)
        return Reading(self.view, now, self.desk)


def _no_other_day(as_of: dt.date, _: dt.datetime | None) -> NoReturn:
    """Refuse to tell of another day: its records did not come along."""
    raise LookupError(f"the records of {as_of} did not travel with this reading")
