"""The menu: links to the screens, each carrying the view along."""

from __future__ import annotations

import streamlit as st

from gis.access import people
from gis.screens import SCREENS, Screen
from gis.settings import ROOT
from gis.ui import process
from gis.view import View
from gis.words import LANGUAGES, Language, say


def pages(language: Language) -> list[st.Page]:
    """Make Streamlit's pages; the first is home. A page's own icon would be fetched from outside as a favicon."""
    return [
        st.Page(
            ROOT / "pages" / screen.file,
            title=say(screen.title_key, language),
            url_path=screen.path or None,
            default=not screen.path,
        )
        for screen in SCREENS
    ]


def screen(page: st.Page) -> Screen:
    """Answer which screen a page is."""
    return next(one for one in SCREENS if one.path == page.url_path)


def links(made: list[st.Page], view: View) -> None:
    """Draw the menu; every link carries the view along."""
    for page, screen in zip(made, SCREENS, strict=True):
        if not screen.under:
            _link(page, screen, view.at_rest())


def beside(file: str, view: View) -> None:
    """Draw the links between a screen of the menu and those that stand under it."""
    with st.container(key="beside", horizontal=True, gap="small"):
        for page, screen in zip(pages(view.language), SCREENS, strict=True):
            if file in (screen.file, screen.under) and (not screen.administers or people.may_grant(process.reader())):
                _link(page, screen, view.at_rest())


def link(file: str, view: View, label: str) -> None:
    """Draw a link to one screen, with a view to show there."""
    page, screen = next((p, s) for p, s in zip(pages(view.language), SCREENS, strict=True) if s.file == file)
    _link(page, screen, view, label)


def _link(page: st.Page, screen: Screen, view: View, label: str = "") -> None:
    name = label or say(screen.title_key, view.language)
    st.page_link(page, label=name, icon=screen.icon, query_params=view.to_query())


def languages(page: st.Page, view: View) -> None:
    """Draw the switch between languages: links to the same page and view."""
    for language in LANGUAGES:
        st.page_link(
            page,
            label=say(f"shell.language.{language}", language),
            query_params=view.in_language(language).to_query(),
            disabled=language == view.language,
        )
