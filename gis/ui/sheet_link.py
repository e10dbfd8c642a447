"""Links from a written table to the sheet of a ward on the map, or to a project on its page; they carry the view.

Its filters are added when the link is used, see `gis.ui.carrying`.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from gis.screens import SCREENS
from gis.view import Sheet, View

_FILES: Final = {"ward": "map.py", "project": "projects.py"}
_LINK = Markup('<a class="sheet" href="{}" target="_self">{}</a>')


def linked(text: str, sheet: Sheet, view: View) -> Markup:
    """Write a text as a link to a sheet."""
    path = next(screen.path for screen in SCREENS if screen.file == _FILES[sheet.kind])
    query = urlencode(view.turned_to("").unfiltered().opening(sheet).to_query(), doseq=True)
    # "./" is the home page of the product, also where it lies under a folder of a server
    return _LINK.format(f"./{path}?{query}", text)
