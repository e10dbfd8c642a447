"""What is told before a meeting, in words: what it is, who receives, when people last met, what was promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gis import words
from gis.briefing.reading import Reading
from gis.insight.meeting import Pack
from gis.records.declaration import describe
from gis.records.entities.contacts import COMMITMENT, DIALOGUE, RECEPTION


def title(found: Pack, reading: Reading) -> str:
    """Say what is prepared for."""
    if found.dialogue is not None:
        kind = choice("kind", found.dialogue["kind"], reading)
        state = reading.say(f"dialogues.state.{found.dialogue['state']}").lower()
        day = f" {words.date(found.dialogue['day'])}" if pd.notna(found.dialogue["day"]) else ""
        return reading.say("meeting.title.dialogue", kind=kind, code=found.dialogue["code"], state=state + day)
    if reading.view.meeting.reception:
        return reading.say("meeting.title.reception", day=reading.view.meeting.reception)
    return reading.say("meeting.title.place")


def chair(dialogue: pd.Series, reading: Reading) -> str:
    """Say in which role somebody chairs a dialogue."""
    return role(dialogue.to_dict(), reading) or reading.say("meeting.not_recorded")


def role(line: Mapping[Any, Any], reading: Reading) -> str:
    """Say in which role somebody chaired a dialogue or is to chair it; empty where nobody recorded it."""
    if pd.notna(line["chair"]):
        return choice("chair", line["chair"], reading)
    if pd.isna(line["planned_chair"]):
        return ""
    planned = describe(str(line["planned_chair"]), DIALOGUE["planned_chair"]).say(reading.language)
    return planned if pd.notna(line["held_on"]) else reading.say("dialogues.list.planned_chair", who=planned)


def choice(field: str, code: Any, reading: Reading) -> str:
    """Name a code of a dialogue's field, or say that nobody recorded it."""
    if pd.isna(code):
        return reading.say("meeting.not_recorded")
    return describe(str(code), DIALOGUE[field]).say(reading.language)


def receivers(found: Pack, reading: Reading) -> str:
    """Say in which roles citizens were received on the day that is prepared for."""
    if found.receptions.empty:
        return reading.say("meeting.who.no_reception")
    return "; ".join(_receiver(line, reading) for line in found.receptions.to_dict("records"))


def _receiver(line: dict[Any, Any], reading: Reading) -> str:
    unknown = reading.say("meeting.not_recorded")
    who = unknown if pd.isna(line["role"]) else describe(str(line["role"]), RECEPTION["role"]).say(reading.language)
    delegated = reading.say("meeting.who.delegated") if pd.notna(line["delegated"]) and line["delegated"] else ""
    return f"{who} ({reading.name('ward', str(line['ward']))}{delegated})"


def contact(line: dict[Any, Any], reading: Reading) -> str:
    """Say a contact: which it was, what came of it, where."""
    fields = {"dialogue": DIALOGUE["kind"], "reception": RECEPTION["role"]}
    field, parts = fields.get(line["what"]), [reading.say(f"meeting.contact.{line['what']}")]
    if field and pd.notna(line["detail"]):
        of = describe(line["detail"], field).say(reading.language)
        parts[0] = reading.say(f"meeting.contact.{line['what']}_of", of=of)
    parts += [choice("result", line["result"], reading).lower()] if pd.notna(line["result"]) else []
    return " · ".join([*parts, reading.name("ward", str(line["ward"]))])


def promised(code: Any, reading: Reading) -> str:
    """Say what was promised."""
    if pd.isna(code):
        return reading.say("duties.what.promise")
    return describe(str(code), COMMITMENT["kind"]).say(reading.language)


def notice(line: dict[Any, Any], reading: Reading) -> str:
    """Say which notice a promise stands in, and where."""
    number = line["code"] if pd.isna(line["notice_number"]) else line["notice_number"]
    return f"{number} ({words.date(line['notice_on'])}), {reading.name('ward', str(line['ward']))}"


def standing(line: dict[Any, Any], reading: Reading) -> str:
    """Say where a commitment stands, with how many days it is late or has left."""
    said = reading.say(f"commitments.state.{line['state']}")
    if line["state"] in ("overdue", "due_soon"):
        days = (pd.Timestamp(reading.view.day) - line["due_by"]).days
        return f"{said}: {reading.say('commitments.days_past' if days > 0 else 'commitments.days_left', n=abs(days))}"
    return said
