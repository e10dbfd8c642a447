"""Which pages stand in for the home page of the product."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import streamlit as st

from gis.ui import menu
from gis.words import Language

CHOICE: Final = "LANDMAP_BENCH_PAGE"
"""Environment variable that names the page to show instead of the home page."""


def take_the_stage() -> None:
    """Put a page of this folder in the place of the home page; the rest of the menu stays."""
    written = Path(__file__).with_name(f"{os.environ[CHOICE]}.py")
    product = menu.pages

    def pages(language: Language) -> list[st.Page]:
        _, *others = product(language)
        return [st.Page(written, title=written.stem, default=True), *others]

    menu.pages = pages
