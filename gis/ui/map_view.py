"""The map of a page: what colours the wards, what lies upon them, and what a click opens."""

from __future__ import annotations

import folium
import pandas as pd
import streamlit as st

from gis import settings
from gis.areas import Areas, geometry_name
from gis.briefing.pictures import picture
from gis.insight import wards
from gis.insight.wards import MEASURES
from gis.maps import assets
from gis.maps.layers import base_map
from gis.ui import session
from gis.ui.here import Here
from gis.ui.map_panel import Click, map_panel
from gis.view import Sheet

HEIGHT = 700


def draw(table: pd.DataFrame, here: Here) -> None:
    """Draw the choice of measure and the map."""
    _measure(here)
    areas = here.situation.areas
    map_panel(
        picture(table, here),
        base=base(areas),
        geometry_url=assets.geometry_url(geometry_name(areas)),
        height=HEIGHT,
        on_click=open_clicked,
    )


def still(here: Here, *, key: str, height: int) -> None:
    """Draw the map of what lies open, without a choice of measure; a click opens nothing."""
    areas = here.situation.areas
    map_panel(
        picture(wards.table(here.selection, here.period), here),
        base=base(areas, still=True),
        geometry_url=assets.geometry_url(geometry_name(areas)),
        height=height,
        key=key,
    )


def _measure(here: Here) -> None:
    with st.container(key="measure"):
        st.selectbox(
            here.say("view.measure"),
            list(MEASURES),
            key=session.key(here.language, "measure"),
            format_func=lambda code: here.say(f"ranking.column.{code}"),
        )


def base(areas: Areas, *, still: bool = False) -> folium.Map:
    """Answer the base map of the province; see `gis.maps.layers.base_map`."""
    chosen = settings.current()
    return base_map(
        areas.bounds,
        max_zoom=areas.max_zoom,
        tiles_url=chosen.tiles_url,
        tiles_attribution=chosen.tiles_attribution,
        still=still,
    )


def open_clicked(click: Click) -> None:
    """Open the sheet of what was clicked; a circle of cases opens nothing, its words are on it."""
    if click.kind == "ward":
        session.open_sheet(Sheet("ward", click.id))
    elif click.kind == "project":
        ward = click.id.removeprefix("ward:")
        session.open_sheet(Sheet("ward", ward) if ward != click.id else Sheet("project", click.id))
