"""The paper before a meeting: the place, its map, why it asks for attention, who was met, what is owed and promised.

It is about the *place* of a meeting (`gis.insight.meeting`). All counts of the place are looked at together, as on its
sheet; single cases, promises and duties stand only on a paper that may tell of them, and only there does its link carry
the codes of cases. No paper is made of a persuasion meeting that is still to come: it would tell that an enforcement is
near.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from gis import settings, words
from gis.briefing import area_papers, duties_paper, meeting_words, notes, pack_tables, pictures, sheet_blocks
from gis.briefing import sheet_counts as counting
from gis.briefing.content import Briefing
from gis.briefing.framing import Asked, framed
from gis.briefing.reading import Reading
from gis.briefing.sheet_blocks import Block, Row
from gis.briefing.told import Seen
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight import meeting, sheets, wards
from gis.insight.meeting import Pack
from gis.insight.reasons import reasons
from gis.insight.sheets import Brief
from gis.view import Meeting, Sheet, SheetKind, View

SINGLE: Final = 20
"""So many single duties stand on the paper, those with the earliest day."""
_MOST_NAMED: Final = 3
_KINDS: Final[tuple[SheetKind, ...]] = ("ward", "project")
_ORDER: Final = ("who", "contacts", "duties", "cases", "contact", "compensation", "projects", "sites")
_OF_ALL: Final = ("compensation", "projects")
"""Blocks about all projects of a place: left out where the meeting is about some of them."""


def whole(reading: Reading, asked: Asked) -> Briefing:
    """Build the paper of what is prepared for.

    Raises
    ------
    RequestError
        No place follows from what is asked for, a code is not known, or it is a persuasion meeting to come.
    """
    found, sheet = _found(reading), _sheet(reading)
    alone = _alone(found, sheet, reading)
    brief = counting.without_small_subjects(sheets.brief(alone.selection, alone.period), alone)
    why = reasons(alone.selection, found.duties)
    counts = counting.told(brief, found.duties, why, alone)
    shown = _shown(found, asked, reading)
    made = framed("pack", alone, asked, place=_place(found, alone), shown=shown, screen="meeting.py")
    told = meeting_words.title(found, replace(alone, view=replace(alone.view, meeting=reading.view.meeting)))
    return replace(
        made,
        filters=f"{alone.caption()}.",
        hints=(*asked.warnings(alone), *notes.hints(alone)),
        paragraphs=(f"{told}.",),
        picture=_picture(alone, sheet),
        blocks=_blocks(found if asked.case_level else _forwardable(found), brief, counts, alone, reading),
        reasons=tuple(sheet_blocks.said(reason, counts, alone) for reason in why),
        tables=tuple(_tables(found, alone, reading, asked)),
        **_figures(found, brief, counts, alone),
    )


def named(reading: Reading) -> str:
    """Name the place of a pack; raises as `whole`."""
    return _place(_found(reading), reading)


def _found(reading: Reading) -> Pack:
    now, asked = reading.situation, reading.view.meeting
    unknown = meeting.unknown_codes(now, asked)
    if unknown:
        raise RequestError("meeting.unknown", code=unknown[0])
    found = meeting.gathered(now, asked, _sheet(reading), due_soon_days=settings.current().due_soon_days)
    if found is None:
        raise RequestError("briefing.no_pack")
    coming = found.dialogue
    if coming is not None and coming["kind"] == "persuasion" and pd.isna(coming["held_on"]):
        raise RequestError("briefing.pack_persuasion")
    return found


def _sheet(reading: Reading) -> Sheet | None:
    """Answer what lies open, or the one ward or project that is chosen."""
    if reading.view.sheet:
        return reading.view.sheet
    chosen = [Sheet(kind, code) for kind in _KINDS for code in getattr(reading.view.filters, kind)]
    return chosen[0] if len(chosen) == 1 else None


def _alone(found: Pack, sheet: Sheet | None, reading: Reading) -> Reading:
    """Answer the reading of the place alone."""
    opened = sheet if sheet and not _asks(reading.view.meeting) else None
    if opened is None and len(found.wards) == 1:
        opened = Sheet("ward", found.wards[0])
    view = reading.view.at_rest().opening(opened)
    return replace(reading, view=replace(view, filters=Filters(ward=found.wards)))


def _asks(asked: Meeting) -> bool:
    return bool(asked.dialogue or asked.cases)


def _shown(found: Pack, asked: Asked, reading: Reading) -> View:
    """Answer the view the link restores; codes of cases leave only with what may tell of single cases."""
    view = reading.view.opening(_sheet(reading))
    if asked.case_level or not view.meeting.cases:
        return view
    opened = view.sheet or Sheet("ward", found.wards[0])
    return view.before(replace(view.meeting, cases=())).opening(opened)


def _place(found: Pack, reading: Reading) -> str:
    names = [reading.name("project", code) for code in found.projects]
    names += [reading.name("ward", code) for code in found.wards[:_MOST_NAMED]]
    left = len(found.wards) - _MOST_NAMED
    more = f" {reading.say('sheet.and_more', n=left)}" if left > 0 else ""
    return ", ".join(names) + more


def _picture(alone: Reading, sheet: Sheet | None) -> Any:
    """Draw a ward or project among all wards, several places alone."""
    filters = Filters() if sheet or len(alone.view.filters.ward) == 1 else alone.view.filters
    around = replace(alone, view=replace(alone.view, filters=filters))
    return pictures.picture(wards.table(around.selection, around.period), around)


def _figures(found: Pack, brief: Brief, counts: Seen, alone: Reading) -> dict[str, Any]:
    """Answer the figures of a place; none where only some of its projects are meant, whose households are others."""
    if found.projects:
        return {}
    return area_papers.figures(alone, counting.as_figures(counts, brief.figures.cases_past_unverified, alone))


def _blocks(found: Pack, brief: Brief, counts: Seen, alone: Reading, reading: Reading) -> tuple[Block, ...]:
    made = {block.name: block for block in sheet_blocks.sections(brief, counts, alone)}
    made |= dict(_meeting_blocks(found, counts, alone, reading))
    left_out = _OF_ALL if found.projects else ()
    return tuple(made[name] for name in _ORDER if name in made and name not in left_out)


def _forwardable(found: Pack) -> Pack:
    """Leave out what a contact tells of one case, and persuasion meetings, after which an enforcement may be near."""
    kept = found.contacts[found.contacts["what"].ne("persuasion")]
    about_one = kept["what"].eq("dialogue") & kept["detail"].eq("complaint")
    return replace(found, contacts=kept.assign(result=kept["result"].mask(about_one)))


def _meeting_blocks(found: Pack, counts: Seen, alone: Reading, reading: Reading) -> Iterator[tuple[str, Block]]:
    who = tuple(_who(found, reading))
    if who:
        yield "who", _block("who", who, reading)
    lines = found.contacts.to_dict("records")
    rows = (Row(words.date(line["day"]), meeting_words.contact(line, alone)) for line in lines)
    nothing = reading.say("meeting.no_contacts") if found.contacts.empty else ""
    yield "contacts", _block("contacts", tuple(rows), reading, nothing=nothing)
    said = counting.duty_lines(counting.duty_numbers(found.duties), counts, alone)
    parted = (line.rstrip(".").partition(": ") for line in said)
    owed = tuple(Row(label, value) for label, _, value in parted)
    none = "" if owed else reading.say("duties.head_none", n=pack_tables.AHEAD)
    yield "duties", _block("duties", owed, reading, nothing=none)


def _block(name: str, rows: tuple[Row, ...], reading: Reading, nothing: str = "") -> Block:
    return Block(name, reading.say(f"meeting.section.{name}"), rows, nothing=nothing)


def _who(found: Pack, reading: Reading) -> Iterator[Row]:
    """Say who chairs and who receives, by role."""
    if found.dialogue is not None:
        yield Row(reading.say("meeting.who.chair"), meeting_words.chair(found.dialogue, reading))
    if reading.view.meeting.reception:
        yield Row(reading.say("meeting.who.receives"), meeting_words.receivers(found, reading))


def _tables(found: Pack, alone: Reading, reading: Reading, asked: Asked) -> Iterator[Any]:
    yield from pack_tables.progress(found, alone, reading)
    if asked.case_level:
        yield from pack_tables.single(found, alone)
        if not found.duties.empty:
            yield duties_paper.cases(found.duties.head(SINGLE), alone)
    bases = duties_paper.bases(found.duties, alone)
    if bases.rows:
        yield bases
