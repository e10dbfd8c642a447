"""Views of the present state, for people who ask the database itself: one ``current_<entity>`` for every entity.

Each answers, of every record, the latest version that was not withdrawn, with ``demo``: whether the row is invented.
They follow from the declarations and hold nothing, so they are made anew whenever the tables are brought to a version.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect, text

from gis.records.declaration import Entity
from gis.records.entities import ENTITIES

PREFIX: Final = "current_"
READER: Final = "landmap_read"
"""Role of PostgreSQL for maps of others: it sees what everybody may see, and nothing else of this database."""

OPEN: Final = ("project", "project_ward")
"""Entities whose present state the reader sees: projects are public, and no field of theirs counts people."""


def drop(connection: Connection) -> None:
    """Remove the views, so that the tables under them can change."""
    for name in inspect(connection).get_view_names():
        if name.startswith(PREFIX):
            connection.execute(text(f'DROP VIEW "{name}"'))


def make(connection: Connection) -> None:
    """Make the views; the reader, where there is one, may look at the open ones."""
    for entity in ENTITIES.values():
        connection.execute(text(f"CREATE VIEW {PREFIX}{entity.name} AS {_current(entity)}"))
    if connection.dialect.name == "postgresql" and has_reader(connection):
        grant(connection)


def has_reader(connection: Connection) -> bool:
    """Answer whether the server has the role."""
    found = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": READER})
    return found.first() is not None


def grant(connection: Connection) -> None:
    """Let the reader look at the open views."""
    for name in OPEN:
        connection.execute(text(f"GRANT SELECT ON {PREFIX}{name} TO {READER}"))


def _current(entity: Entity) -> str:
    """Write the question; names come from the declarations and are quoted, since “case” is a word of SQL."""
    fields = ", ".join(f'v."{name}"' for name in entity.names)
    demo = "(SELECT b.demo FROM batch b WHERE b.id = v.batch) AS demo"
    latest = (
        f'SELECT max(o.seq) FROM "{entity.name}" o '  # noqa: S608 (nothing here comes from outside)  # nosec B608
        "WHERE o.batch NOT IN (SELECT w.batch FROM withdrawal w) GROUP BY o.province, o.row_key"
    )
    return f'SELECT v.seq, v.province, {demo}, {fields} FROM "{entity.name}" v WHERE v.seq IN ({latest})'  # noqa: S608 (names of our own)  # nosec B608
