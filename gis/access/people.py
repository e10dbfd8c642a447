"""Who is asking.

Without sign-in there is exactly one person: the local officer of the whole province, at the machine itself.
"""

from __future__ import annotations

from gis.scope import Scope
from gis.settings import Settings


def who(settings: Settings) -> Scope:
    """Answer the scope of whoever is asking."""
    return Scope.local_officer(settings.province)
