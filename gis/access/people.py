"""Who is asking.

Without sign-in there is exactly one person: the local officer of the whole province, at the machine itself.
"""

from __future__ import annotations

from gis.scope import Scope
from gis.settings import Settings


def may_check_rules(scope: Scope) -> bool:
    """Answer whether somebody may record that a rule of law was held against its text.

    An administrator may; and where nobody signs in, the one person at the machine, who administers it.
    """
    return scope.role == "admin" or scope == Scope.local_officer(scope.province)


def who(settings: Settings) -> Scope:
    """Answer the scope of whoever is asking."""
    return Scope.local_officer(settings.province)
