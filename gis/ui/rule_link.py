"""Links from a due date to the rule of law it follows from, on the page of the legal basis.

They are plain links of the browser, because they stand inside written tables. Like all links they carry the view; its
filters are added when the link is used, see `gis.ui.carrying`.
"""

from __future__ import annotations

from markupsafe import Markup

from gis.ui import page_address
from gis.view import View

_LINK = Markup('<a class="rule" href="{}" target="_self" title="{}">{}</a>')


def address(rule: str, view: View) -> str:
    """Answer the address of a rule, relative to any page of the product; empty: of the page with no rule open."""
    return page_address.address("legal.py", view.at_rest().unfiltered().about(rule))


def linked(text: str | Markup, rule: str, view: View, *, title: str = "") -> Markup:
    """Write a text as a link to a rule; without a rule, the text alone."""
    return _LINK.format(address(rule, view), title, text) if rule and text else Markup("{}").format(text)
