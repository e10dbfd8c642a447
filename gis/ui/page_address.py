"""Addresses of screens with a view, for links that stand inside written tables; menus use `gis.ui.menu`."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from gis.screens import SCREENS
from gis.view import View

_FORM = Markup('<form action="{}" method="get">{}{}</form>')
_KEPT = Markup('<input type="hidden" name="{}" value="{}">')
_LINK = Markup('<a class="{}" href="{}" target="_self">{}</a>')


def address(file: str, view: View) -> str:
    """Answer the address of a screen with a view, relative to any page of the product."""
    path = next(screen.path for screen in SCREENS if screen.file == file)
    return f"{path}?{urlencode(view.to_query(), doseq=True)}"


def form(file: str, view: View, content: Markup) -> Markup:
    """Write a form around buttons that open the same screen with one more parameter each.

    A table of links would carry the whole view once a row; in a form it stands once, however many filters are chosen.
    """
    path = next(screen.path for screen in SCREENS if screen.file == file)
    values = ((name, value) for name, value in view.to_query().items())
    each = ((name, one) for name, value in values for one in ([value] if isinstance(value, str) else value))
    return _FORM.format(path, Markup().join(_KEPT.format(*pair) for pair in each), content)


def link(file: str, view: View, text: str | Markup, style: str = "way") -> Markup:
    """Write a text as a link to a screen with a view."""
    return _LINK.format(style, address(file, view), text)
