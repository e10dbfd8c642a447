"""The button "Xuất báo cáo": what is on the screen as a paper or a picture, with small counts hidden.

Nothing is made until somebody asks for it: the choices when the button is clicked, so that no other click carries them,
the file when it is downloaded, a look at it when that is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, cast

import streamlit as st

from gis import settings
from gis.access import gate
from gis.access.gate import AGGREGATES, Leave
from gis.briefing import formats
from gis.briefing.content import MARKS, Briefing, Kind
from gis.briefing.exporting import Content
from gis.briefing.formats import Way
from gis.briefing.kinds import DETAILED, briefing, file_name
from gis.briefing.leaving import leaving
from gis.errors import RequestError
from gis.screens import Screen
from gis.ui import atlas_work, downloads
from gis.ui.here import Here

_FILES: Final[Mapping[str, Way]] = {
    "pdf_A4": Way("pdf", "A4"),
    "pdf_A4_landscape": Way("pdf", "A4-landscape"),
    "png": Way("png"),
    "pptx": Way("pptx"),
    "docx_state": Way("docx", body="state"),
    "docx_party": Way("docx", body="party"),
    "xlsx": Way("xlsx"),
    "csv": Way("csv"),
    "gpkg": Way("gpkg"),
}
"""Choice → how it is written."""
_SEEN: Final = ("pdf", "png")
"""What can be looked at before it is written: of other files a page would be another picture."""
_ABOUT: Final[Mapping[str, tuple[Kind, ...]]] = {
    "map.py": ("overview",),
    "duties.py": ("duties",),
    "hotspots.py": ("hotspots",),
    "meeting.py": ("pack",),
    "reporting.py": ("monthly",),
}
"""Screen → the kinds that tell of what it is about; all offer the sheet that lies open, the overview, the report."""
_LOOK: Final = 60
"""Pixels to an inch of a look at the first page."""


@dataclass(frozen=True)
class _Choice:
    """What is to be written."""

    kind: Kind
    file: str
    leave: Leave = AGGREGATES

    @property
    def ready(self) -> bool:
        """Whether all that was asked for has been said."""
        return not self.leave.case_level or bool(self.leave.reason)

    @property
    def way(self) -> Way:
        """How it is written."""
        return _FILES[self.file]

    @property
    def layout(self) -> str:
        """The page of a look at it."""
        return "slide" if self.way.fmt == "png" else self.way.size


def draw(screen: Screen, here: Here) -> None:
    """Draw the button, and the choices once it was clicked; the page waits neither for a choice nor for a look.

    Parameters
    ----------
    screen
        Which page it stands on.
    here
        Who asks, and what is shown.
    """
    title = here.say("briefing.export.open")
    with st.container(key="export_bar", horizontal=True, horizontal_alignment="right"):
        asked = st.button(title, key="export", icon=":material/picture_as_pdf:")
    atlas_work.draw(here)
    if asked:
        st.dialog(title, width="medium")(_ask)(offered(screen, here), here)


def offered(screen: Screen, here: Here) -> tuple[Kind, ...]:
    """Answer the kinds a page offers: what lies open, what it is about, the overview, the report of the period."""
    opened = here.view.sheet
    sheet: tuple[Kind, ...] = (opened.kind, "pack") if opened else ()
    kinds = dict.fromkeys((*sheet, *_ABOUT.get(screen.file, ()), "overview", "monthly"))
    return tuple(kind for kind in kinds if _possible(kind, here))


def _possible(kind: Kind, here: Here) -> bool:
    """Whether what is chosen and open is enough for a kind: a pack needs its place."""
    try:
        file_name(kind, here)
    except RequestError:
        return False
    return True


def _ask(kinds: Sequence[Kind], here: Here) -> None:
    choice = _choice(kinds, here)
    fmt = choice.way.fmt
    with st.container(horizontal=True, vertical_alignment="center"):
        downloads.button(
            here.say("briefing.export.download"),
            partial(_written, choice, here),
            f"{file_name(choice.kind, here)}.{fmt}",
            formats.MIME[fmt],
            here,
            leave=choice.leave,
            disabled=not choice.ready,
            type="primary",
            icon=":material/download:",
        )
        able = choice.ready and fmt in _SEEN
        look = st.button(here.say("briefing.export.look"), key="export_look", type="tertiary", disabled=not able)
    if look and able:
        with st.spinner(here.say("briefing.working")):
            st.image(_look(choice, here))
    atlas_work.offer(choice.way.size, choice.leave.mark, here)
    st.caption(here.say("briefing.export.note", n=settings.current().suppress_below))


def _choice(kinds: Sequence[Kind], here: Here) -> _Choice:
    kind = cast("Kind", _chosen("kind", kinds, here))
    file = str(_chosen("file", tuple(_FILES), here))
    leave = _with_cases(here) if kind in DETAILED and gate.may_take_cases(here.desk.reader) else None
    return _Choice(kind, file, leave or Leave(mark=str(_chosen("mark", MARKS, here))))


def _chosen(name: str, codes: Sequence[str], here: Here) -> str | None:
    return st.selectbox(
        here.say(f"briefing.export.{name}"),
        codes,
        key=f"export_{name}_{here.language}",
        format_func=partial(_called, here, name),
    )


def _with_cases(here: Here) -> Leave | None:
    """Ask whether single cases are wanted, and why; None: they are not. The mark is not theirs to choose then."""
    if not st.checkbox(here.say("access.gate.ask"), key=f"export_cases_{here.language}"):
        return None
    st.warning(here.say("access.gate.warning"), icon=":material/lock:")
    reason = st.selectbox(
        here.say("access.gate.why"),
        gate.REASONS,
        index=None,
        key=f"export_why_{here.language}",
        format_func=lambda code: here.say(f"access.gate.reasons.{code}"),
    )
    return Leave(case_level=True, reason=reason or "", mark="internal")


def _called(here: Here, name: str, code: str) -> str:
    return here.say(f"briefing.export.{name}_{code}")


def _written(choice: _Choice, here: Here) -> bytes:
    made = _made(choice, here)
    content = formats.written(made, here.situation.areas, choice.way, moment=_now())
    return Content(content, rows=made.lines, digest=made.digest)


def _look(choice: _Choice, here: Here) -> bytes:
    from gis.briefing import pages  # noqa: PLC0415 (loaded by whoever first writes: see `gis.briefing.formats`)

    made = _made(choice, here)
    return pages.drawn(made, here.situation.areas, layout=choice.layout, moment=_now(), ppi=_LOOK)[0]


def _made(choice: _Choice, here: Here) -> Briefing:
    leave, address = choice.leave, settings.current().public_url
    gate.check(here.desk.reader, leave)
    return briefing(choice.kind, leaving(here), mark=leave.mark, address=address, case_level=leave.case_level)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
