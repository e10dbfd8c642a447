"""Every kind of file that may be brought in.

What is written here of a list is what its declaration cannot say: what recognises a record that has no code, and what
only one record can have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gis.intake import rounds
from gis.intake.forms import Coding, Column, Form
from gis.intake.lists import list_form
from gis.intake.projects import PROJECTS
from gis.intake.totals import DENUNCIATIONS, PERIODIC, PROGRESS
from gis.records.declaration import Field
from gis.records.entities.cases import CASE, CASE_CLASSES, PETITION
from gis.records.entities.contacts import COMMITMENT, DIALOGUE, RECEPTION
from gis.records.entities.projects import HOUSEHOLD_FILE, PLAN, RESETTLEMENT_SITE
from gis.words import Label

_PETITION_CLASS: Final = Column(
    "case_class", Field("case_class", "choice", Label("Loại đơn", "Class of petition"), choices=CASE_CLASSES)
)
"""Read only to keep denunciations out; a petition is classed by its case."""

_LISTS: Final = (
    list_form(
        "plans", PLAN, Coding("PA", ("project", "ward", "round"), rounds.apart), alike=(("project", "ward", "round"),)
    ),
    list_form("sites", RESETTLEMENT_SITE, Coding("TDC", ("name", "ward")), alike=(("name", "ward"),)),
    list_form("files", HOUSEHOLD_FILE, Coding("HS", ("project", "ward", "plan", "land_kind", "area", "notified_on"))),
    list_form(
        "cases",
        CASE,
        Coding("VV", ("case_class", "subject", "level", "ward", "project", "hamlet", "received_on")),
        alike=(("national_code",),),
    ),
    list_form("petitions", PETITION, Coding("DN", ("case", "ward", "received_on", "channel")), _PETITION_CLASS),
    list_form(
        "dialogues",
        DIALOGUE,
        Coding("DT", ("kind", "ward", "project", "case", ("announced_on", "planned_for", "held_on"))),
        alike=(("kind", "ward", "project", "case", "held_on"),),
    ),
    list_form(
        "commitments",
        COMMITMENT,
        Coding("CK", ("notice_number", "notice_on", "ward", "project", "case", "kind", "leading_body")),
        alike=(("notice_number", "notice_on", "ward", "project", "kind", "leading_body"),),
    ),
    list_form(
        "receptions",
        RECEPTION,
        Coding("TD", ("ward", "held_on", "role", "kind", "mode")),
        alike=(("ward", "held_on", "role", "kind", "mode"),),
    ),
)

FORMS: Final[Mapping[str, Form]] = {form.name: form for form in (PROJECTS, *_LISTS, PROGRESS, PERIODIC, DENUNCIATIONS)}
"""By name, in the order in which an office best brings them in: what is referred to comes first."""
