"""What surrounds every page: head with name, menu and language; foot with sources and what the figures are."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import streamlit as st
from markupsafe import Markup

from gis.briefing import notes
from gis.maps.palette import DARK, LIGHT, css
from gis.ui import carrying, entrance, menu, news, process, returning
from gis.ui.here import Here
from gis.words import Language, say

_ICON: Final = Path(__file__).with_name("icon.svg")
_STREAMLIT_SAYS: Final = ("nothing_found", "choose_files", "or_drop_files", "not_handed_out")
"""What Streamlit says in English only; the style puts these words in its place."""
_STYLE: Final = Path(__file__).with_name("style.css").read_text(encoding="utf-8")


def configure(language: Language) -> None:
    """Set up the browser's page: title, width, style. First call of every run."""
    st.set_page_config(page_title=say("shell.title", language), page_icon=str(_ICON), layout="wide")
    theme = DARK if st.context.theme.type == "dark" else LIGHT
    words = "".join(f"--{name.replace('_', '-')}:'{say(f'shell.{name}', language)}';" for name in _STREAMLIT_SAYS)
    st.html(f"<style>:root{{{css(theme)}{words}}}\n{_STYLE}</style>")


def head(pages: list[st.Page], page: st.Page, here: Here) -> None:
    """Draw name, menu, language switch and, where data are invented, the banner that says so; listen to the browser."""
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            Markup('<div class="brand"><strong>{}</strong><span>{}</span></div>').format(
                here.say("shell.title"), here.situation.areas.province_name
            )
        )
        with st.container(key="menu", horizontal=True, gap="small"):
            menu.links(pages, here.view)
        if here.demo:
            st.html(
                Markup('<div class="demo" role="note" title="{}">{}</div>').format(
                    here.say("shell.demo_note"), here.say("shell.demo")
                )
            )
        with st.container(key="language", horizontal=True, gap="small", width="content"):
            menu.languages(page, here.view)
        entrance.bar(here)
        news.watch(process.ledger().marker, here)
        carrying.listen()
        returning.listen()


def sentence(here: Here, *, about: Literal["case", "project"] = "case") -> None:
    """Say in words what the page shows; one element whatever there is to say, so that what follows keeps its place."""
    hints = Markup().join(Markup('<p class="hint">{}</p>').format(hint) for hint in notes.hints(here))
    said = notes.sentence(here, about=about)
    st.html(Markup('<p class="said" aria-live="polite">{}.</p>').format(said) + hints)


def empty(here: Here) -> None:
    """Say what to do where nothing at all is recorded yet."""
    with st.container(key="nothing"):
        if not any(here.situation.recorded(name) for name in here.situation.snapshot.frames):
            st.info(here.say(f"shell.{_why_empty(here)}"), icon=":material/upload_file:")


def _why_empty(here: Here) -> str:
    """Name what is to be said: that nobody recorded anything, or that nothing lies in the areas of whoever looks."""
    scope = here.desk.reader
    return "empty" if scope.everything else "empty_admin" if scope.role == "admin" else "empty_areas"


def foot(here: Here) -> None:
    """Draw the sources and what the figures are worth."""
    st.html(Markup('<footer class="foot">{}</footer>').format(" · ".join(notes.sources(here))))
