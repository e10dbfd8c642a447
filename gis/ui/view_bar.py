"""The view bar: what may be chosen on every page. The common choices show, the rest stands behind "Thêm"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis.address import EARLIEST, LATEST
from gis.areas import fold
from gis.briefing.naming import BODIES, LISTS
from gis.filters import AGES, LONGEST_AREA
from gis.ui import period_bar, session
from gis.ui.here import Here

MOST_PROJECTS: Final = 500
"""So many projects are offered at once; the largest first. Choosing a ward brings up the others."""

_MORE: Final = ("kind", "funding", "stage", "land_kind", "case_class", "level")
_FLAGS: Final = ("overdue", "crowded", "prolonged", "key_project")


def draw(here: Here) -> None:
    """Draw the bar; the widgets were set before (see `gis.ui.session`)."""
    with st.container(key="view_bar", horizontal=True, vertical_alignment="bottom", gap="small"):
        _fold(here)
        _codes(here, "district", _sorted(here, "district", here.situation.areas.districts.index), width=225)
        _codes(here, "ward", _sorted(here, "ward", here.situation.covered), width=190)
        _codes(here, "project", _projects(here), width=200)
        _codes(here, "subject", _listed("subject"), width=170)
        _as_of(here)
        period_bar.draw(here)
        _more(here)
        _clear(here)


def _fold(here: Here) -> None:
    """Draw what opens the bar on a phone, where its choices would fill the first screen; the style hides it elsewhere.

    It says nothing that changes: another text would be another element, and close what the reader opened.
    """
    st.html(Markup('<details class="fold"><summary>{}</summary></details>').format(here.say("shell.choices")))


def _codes(here: Here, name: str, options: Sequence[str], *, width: int | str) -> None:
    st.multiselect(
        here.say(f"filters.label.{name}"),
        options,
        key=session.key(here.language, name),
        format_func=lambda code: here.name(name, code),
        placeholder=here.say("shell.all"),
        width=width,  # type: ignore[arg-type]
        select_all=False,  # nothing chosen already means all, and Streamlit offers it in English only
    )


def _as_of(here: Here) -> None:
    st.date_input(
        here.say("view.as_of"),
        key=session.key(here.language, "as_of"),
        format="DD/MM/YYYY",
        min_value=EARLIEST,
        max_value=LATEST,
        width=150,
    )


def _more(here: Here) -> None:
    hidden = sum(each.name in (*_MORE, *_FLAGS, *BODIES, "age") for each in here.view.filters.chosen)
    label = here.say("shell.more_chosen", n=hidden) if hidden else here.say("shell.more")
    with st.popover(label, icon=":material/tune:"):
        for name in _FLAGS:
            _flag(here, name)
        st.selectbox(
            here.say("filters.label.age"),
            (0, *AGES),
            key=session.key(here.language, "age"),
            format_func=lambda days: here.say("shell.age", n=days) if days else here.say("shell.all"),
        )
        period_bar.draw_calendar(here)
        for name in _MORE:
            _codes(here, name, _listed(name), width="stretch")
        for name, frame in BODIES.items():
            _codes(here, name, sorted(here.situation[frame][name].cat.categories), width="stretch")
        st.text_input(
            here.say("filters.label.area"),
            key=session.key(here.language, "area"),
            max_chars=LONGEST_AREA,
            help=here.say("shell.area_help"),
        )


def _flag(here: Here, name: str) -> None:
    st.toggle(here.say(f"filters.label.{name}"), key=session.key(here.language, name))


def _clear(here: Here) -> None:
    st.button(
        here.say("shell.clear"),
        key="clear",
        on_click=session.clear_filters,
        args=(here.language,),
        disabled=not here.view.filters.chosen,
        type="tertiary",
        icon=":material/close:",
    )


def _listed(name: str) -> list[str]:
    return [choice.code for choice in LISTS[name]]


def _sorted(here: Here, name: str, codes: pd.Index[Any]) -> list[str]:
    return sorted(codes, key=lambda code: _read(here.name(name, code)))


@lru_cache(maxsize=10_000)
def _read(name: str) -> str:
    """Answer a name as it is sorted; kept, because folding hundreds of them takes as long as the rest of the bar."""
    return fold(name, bare=True)


def _projects(here: Here) -> list[str]:
    """Projects of the chosen places, the largest of them, in the order of their names; the chosen ones always."""
    filters = here.view.filters
    places = filters.without("project").keep(here.situation["project_place"], here.situation.districts)
    area = places.groupby("project", observed=True)["recover_area"].sum()
    codes = area.nlargest(MOST_PROJECTS).index.union(pd.Index(filters.project))
    return _sorted(here, "project", codes)
