"""Links from a due date to the rule of law it follows from, on the page of the legal basis.

They are plain links of the browser, because they stand inside written tables; like all links they carry the view.
"""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from gis.screens import SCREENS
from gis.view import View

_PAGE = next(screen.path for screen in SCREENS if screen.file == "legal.py")
_LINK = Markup('<a class="rule" href="{}" target="_self" title="{}">{}</a>')


def address(rule: str, view: View) -> str:
    """Answer the address of a rule, relative to any page of the product; empty: of the page with no rule open."""
    return f"{_PAGE}?{urlencode(view.about(rule).to_query(), doseq=True)}"


def linked(text: str | Markup, rule: str, view: View, *, title: str = "") -> Markup:
    """Write a text as a link to a rule; without a rule, the text alone."""
    return _LINK.format(address(rule, view), title, text) if rule and text else Markup("{}").format(text)
