"""Texts of records where Streamlit reads Markdown: labels, messages and links show them letter by letter.

A name of a project may hold a picture's address, a formula or a colour as Markdown writes them: what came from a file
is text wherever it stands, and asks no other machine for anything.
"""

from __future__ import annotations

import re
from typing import Final

_MEANING: Final = re.compile(r"[\\`*\[\]<>$~#|&]|(?<!\w)_|_(?!\w)|:(?=[^\W\d])")
"""Signs that mean something: emphasis, code, links and pictures, HTML, formulas, headings, tables, colours, icons.
Between letters or digits an underline means nothing, and a colon before a digit is that of a time."""


def plain(text: str) -> str:
    """Write a text so that Markdown reads every letter of it as itself."""
    return _MEANING.sub(lambda found: "\\" + found.group(), text)
