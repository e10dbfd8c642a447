"""What a database reports when something is wrong, and which advice that calls for.

SQLite names its failures; PostgreSQL has codes of five signs, of which the first two are the class. What is not listed
here is no state of a database but a mistake of this program, and stays a surprise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError

SQLITE: Final[Mapping[str, str]] = {
    "SQLITE_NOTADB": "damaged",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_READONLY": "read_only",
    "SQLITE_FULL": "full",
    "SQLITE_IOERR": "full",
    "SQLITE_CANTOPEN": "closed",
    "SQLITE_PERM": "closed",
    "SQLITE_AUTH": "closed",
}
"""Beginning of the name of a failure → the phrase that helps."""

POSTGRESQL: Final[Mapping[str, str]] = {
    "25006": "read_only",
    "42501": "denied",
    "53": "full_server",
    "53300": "unreachable",
    "55P03": "locked",
    "40001": "locked",
    "40P01": "locked",
    "57014": "locked",
    "57P": "unreachable",
    "58": "full_server",
    "08": "unreachable",
    "28": "unreachable",
    "3D": "unreachable",
}
"""Code of a failure, or its class → the phrase that helps."""


def advice(error: DBAPIError) -> str | None:
    """Answer the phrase that helps, without the name of its room; None where the failure is a surprise."""
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return next((found for begin, found in SQLITE.items() if name.startswith(begin)), None)
    code = getattr(error.orig, "sqlstate", None)
    if code is None:
        return "unreachable" if error.connection_invalidated or _never_connected(error) else None
    return next((POSTGRESQL[begin] for begin in (code, code[:3], code[:2]) if begin in POSTGRESQL), None)


def reason(error: DBAPIError) -> str:
    """Answer the first line of what the database said itself."""
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__


def _never_connected(error: DBAPIError) -> bool:
    """Answer whether the driver failed before the server could give a code."""
    return type(error.orig).__name__ == "OperationalError" and not hasattr(error.orig, "sqlite_errorcode")
