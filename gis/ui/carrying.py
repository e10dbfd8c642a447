"""What a link in a written table takes along: the filters, added in the browser when the link is used.

A table may hold a hundred links. With the filters in each, a click on a filter would change them all, and all of them
would be sent again; so they are written without. The filters of the page stand in the address bar, and a link gets them
from there as soon as a reader points at it or comes to it by keyboard: what is opened, copied or dragged has them.
"""

from __future__ import annotations

from typing import Final

from gis.filters import PARAMETERS
from gis.ui.scripted import scripted

LINKS: Final = ("a.rule", "a.sheet")
"""The links that are written without filters: `gis.ui.rule_link` and `gis.ui.sheet_link`."""


def listen() -> None:
    """Let the links of the page take the filters along; once a run."""
    scripted("carrying", "carrying.js", key="carrying", data={"links": ",".join(LINKS), "names": list(PARAMETERS)})
