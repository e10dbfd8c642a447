"""All entities of the product, one declaration each.

Wards are not records: they live in `gis.areas`, and a field that refers to ``"area"`` holds a ward code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gis.records.declaration import Entity
from gis.records.entities import cases, contacts, links, projects, reports, rule_checks

ENTITIES: Final[Mapping[str, Entity]] = {
    entity.name: entity
    for entity in (
        *projects.ENTITIES,
        *cases.ENTITIES,
        *links.ENTITIES,
        *contacts.ENTITIES,
        *reports.ENTITIES,
        *rule_checks.ENTITIES,
    )
}
"""Every entity by name, in the order in which rows may refer to rows already there."""
