"""Addresses of screens with a view, for links that stand inside written tables; menus use `gis.ui.menu`."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from gis.screens import SCREENS
from gis.view import View

_LINK = Markup('<a class="{}" href="{}" target="_self">{}</a>')


def address(file: str, view: View) -> str:
    """Answer the address of a screen with a view, relative to any page of the product."""
    path = next(screen.path for screen in SCREENS if screen.file == file)
    return f"{path}?{urlencode(view.to_query(), doseq=True)}"


def link(file: str, view: View, text: str | Markup, style: str = "way") -> Markup:
    """Write a text as a link to a screen with a view."""
    return _LINK.format(style, address(file, view), text)
