"""What stands around the figures of a page or a briefing: what is shown, in words; what narrows it not; its sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from gis.briefing import agreed, told
from gis.briefing.reading import Reading
from gis.insight.situation import STATES_OF_TODAY
from gis.words import percent

About = Literal["case", "project"]


def sentence(reading: Reading, *, about: About = "case") -> str:
    """Say in words what is shown, beginning with how many there are, where any are recorded."""
    found = {f"{about}s": _found(about, reading) if reading.situation.recorded(about) else None}
    return reading.caption(**found)


def _found(about: About, reading: Reading) -> int | str | None:
    """Answer how many there are: projects are public, a small number of cases is not for every reader."""
    if about == "project":
        return int(reading.selection["project_place"]["project"].nunique())
    if reading.desk.leaves:  # it stands at the head of the paper as well
        return told.in_a_sentence("open_cases", agreed.of(reading).seen, reading)
    return told.of({"cases": len(reading.selection["open_case"])}, reading)["cases"]


def hints(reading: Reading) -> Iterator[str]:
    """Say what was rebuilt, and name the filters that do not narrow everything that is shown."""
    if reading.provenance.rebuilt_on(reading.view.day):
        yield rebuilt(reading)
    filters = reading.view.filters
    today = [each.name for each in filters.chosen if each.name in STATES_OF_TODAY]
    for key, idle in (
        ("not_applied", filters.not_applied(reading.situation["household_file"])),
        ("not_a_period", today),
    ):
        if idle:
            names = ", ".join(reading.say(f"filters.label.{name}").lower() for name in idle)
            yield reading.say(f"shell.{key}", names=names)


def rebuilt(reading: Reading) -> str:
    """Say which history was rebuilt from the days of its events, and how much of what is recorded that is."""
    found, since = reading.provenance, reading.provenance.recorded_since
    share = percent(found.share, reading.language)
    if since:
        return reading.say("shell.rebuilt_before", day=since, share=share)
    return reading.say("shell.rebuilt", share=share)


def sources(reading: Reading) -> tuple[str, ...]:
    """Say where the figures come from and what they are worth."""
    snapshot = reading.situation.snapshot
    parts = [
        reading.say("shell.foot.as_of", day=snapshot.as_of, digest=snapshot.digest[:8]),
        reading.say("shell.foot.boundaries", source=reading.situation.areas.source),
        reading.say("shell.foot.law"),
    ]
    parts += [reading.say("shell.demo_note")] if reading.demo else []
    parts += [reading.say("shell.foot.historical")] if snapshot.historical else []
    return tuple(parts)
