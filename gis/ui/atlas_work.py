"""An atlas asked for on a page: bound beside the pages, which go on meanwhile, and handed out where it was asked for.

It takes about a minute for all wards of a province. What comes of it is kept for whoever asks for the very same; the
last few are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from gis import settings
from gis.access.gate import Leave
from gis.briefing import atlas, bindery, formats
from gis.briefing.exporting import Content
from gis.briefing.framing import Asked, chosen_place, slug
from gis.briefing.leaving import leaving
from gis.ui import downloads, waiting
from gis.ui.here import Here
from gis.ui.working import Work

_ASKED: Final = "atlas_asked"
_KEPT: Final = 3
"""So many atlases are kept, some megabytes each."""


@dataclass(frozen=True, eq=False)
class _Asked:
    """What was asked for: of whose view, on which paper, with which mark."""

    here: Here
    size: str
    mark: str

    @property
    def key(self) -> str:
        """The same for all who ask for the same."""
        view, records = urlencode(self.here.view.to_query(), doseq=True), self.here.situation.snapshot.digest
        return f"atlas|{records}|{view}|{self.size}|{self.mark}"


def offer(size: str, mark: str, here: Here) -> None:
    """Let somebody ask for the sheets of all wards of the view, in the choices of a briefing.

    Parameters
    ----------
    size
        One of `gis.briefing.formats.PAPERS`.
    mark
        One of `gis.briefing.content.MARKS`.
    here
        Who asks, and what is shown.
    """
    n = len(here.selection.wards)
    label = here.say("briefing.atlas.ask", n=n)
    if st.button(
        label,
        key="export_atlas",
        type="tertiary",
        icon=":material/menu_book:",
        disabled=n == 0,
        on_click=_ask,
        args=(_Asked(here, size, mark),),
    ):
        st.rerun()  # the choices close, and the page shows how far it is


def draw(here: Here) -> None:
    """Show how far the atlas is that was asked for in this session, and hand it out; nothing where none was."""
    asked: _Asked | None = st.session_state.get(_ASKED)
    if asked is None:
        return
    if not _made(asked.key):
        hint = here.say("briefing.atlas.beside")
        waiting.wait(asked.key, lambda mine: _bind(asked, mine), lambda mine: _said(mine, here), here, hint=hint)
        st.button(here.say("briefing.atlas.stop"), key="atlas_stop", type="tertiary", on_click=_stop, args=(asked.key,))
        return
    with st.container(key="atlas_bar", horizontal=True):
        downloads.button(
            here.say("briefing.atlas.download"),
            lambda: _made(asked.key)[0],
            f"{atlas.STEM}_{slug(chosen_place(asked.here))}_{asked.here.stamp}.pdf",
            formats.MIME["pdf"],
            asked.here,
            leave=Leave(mark=asked.mark),
            icon=":material/download:",
        )
        st.button(here.say("briefing.atlas.away"), key="atlas_away", type="tertiary", on_click=_forget)


def _bind(asked: _Asked, mine: Work) -> None:
    here, moment = asked.here, dt.datetime.now().astimezone()
    chosen = Asked(asked.mark, settings.current().public_url)
    made = bindery.bound(leaving(here), chosen, size=asked.size, moment=moment, step=mine.step, beside=True)
    _made(asked.key)[:] = [Content(made.content, rows=made.pages, digest=made.digest)]


def _said(mine: Work, here: Here) -> str:
    stage = here.say(f"cli.atlas.{mine.stage or 'gathered'}")
    counted = mine.whole and mine.stage != "set"
    return here.say("method.step_of", what=stage, n=mine.done, whole=mine.whole) if counted else stage


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _made(key: str) -> list[Content]:  # noqa: ARG001 (what is kept is told apart by it)
    """Answer where the atlas of a key is put once it is made."""
    return []


def _ask(asked: _Asked) -> None:
    st.session_state[_ASKED] = asked


def _stop(key: str) -> None:
    waiting.stop(key)
    _forget()


def _forget() -> None:
    st.session_state.pop(_ASKED, None)
