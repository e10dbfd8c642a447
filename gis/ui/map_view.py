"""The map of a page: what colours the wards, what lies upon them, and what a click opens."""

from __future__ import annotations

import folium
import pandas as pd
import streamlit as st

from gis import settings
from gis.areas import Areas, geometry_name
from gis.insight import wards
from gis.insight.wards import MEASURES
from gis.maps import assets, composing
from gis.maps.classes import classify
from gis.maps.layers import base_map
from gis.maps.picture import MapPicture, measure_section, ward_marks
from gis.ui import seen, session, ward_counts
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


def picture(table: pd.DataFrame, here: Here) -> MapPicture:
    """Compose what the map draws from the ward table and the selection."""
    measure, language, areas = here.measure, here.language, here.situation.areas
    title = here.say(f"ranking.column.{measure.code}")
    told = ward_counts.hidden(table, here)
    few = told.hidden[measure.code] if told is not None and measure.code in told.hidden else None
    classes = classify(table[measure.code], kind=measure.kind, too_few=few)
    opened = _opened(here)
    # a circle of a few cases would tell them where the wards do not
    circles = () if seen.hides() else composing.case_marks(here.selection, opened, here.name, language)
    sites = composing.site_marks(here.selection, language)
    legend = measure_section(classes, title=title, language=language, few="too_few" if few is None else "hidden")
    labels = composing.value_labels(table, measure, language)
    if told is not None and few is not None:
        marks = told.marks(language)[measure.code][few]
        labels |= {str(ward): here.say(f"marks.value.{measure.code}", value=mark) for ward, mark in marks.items()}
    return MapPicture(
        language=language,
        title=title,
        as_of=here.say("map.as_of", day=here.view.day),
        wards=ward_marks(classes, labels),
        legend=(legend, *composing.symbol_sections(here.selection, circles, sites, language)),
        circles=circles,
        gathered=composing.gathered_marks(here.selection, opened, here.name, language),
        projects=composing.project_marks(here.selection, opened, areas, here.name),
        sites=sites,
        selected=frozenset({(here.view.sheet.kind, here.view.sheet.code)} if here.view.sheet else ()),
        focus=focus(here),
        demo=here.demo,
        approximate_label=areas.label.say(language) if areas.approximate else "",
        attribution=areas.source.say(language),
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


def _opened(here: Here) -> tuple[str, ...]:
    """Wards whose cases are drawn by hamlet: the open one, and those chosen by name when they are few."""
    sheet, chosen = here.view.sheet, here.view.filters.ward
    opened = (sheet.code,) if sheet and sheet.kind == "ward" else ()
    return opened + (chosen if len(chosen) <= FEW_WARDS else ())


FEW_WARDS = 3
"""Up to so many chosen wards are opened on the map; of more, the city's grid is the readable picture."""


def focus(here: Here) -> tuple[float, float, float, float] | None:
    """Where the map goes when something is opened: its wards with some room around."""
    outlines = here.situation.areas.wards
    sheet = here.view.sheet
    if sheet and sheet.kind == "ward":
        codes = [sheet.code]
    elif sheet:
        places = here.situation["project_place"]
        codes = list(places.loc[places["project"] == sheet.code, "ward"].dropna())
    else:
        codes = list(here.selection.wards) if here.view.filters.ward or here.view.filters.district else []
    if not codes:
        return None
    west, south, east, north = outlines.geometry.loc[codes].total_bounds
    return (float(west), float(south), float(east), float(north))


def open_clicked(click: Click) -> None:
    """Open the sheet of what was clicked; a circle of cases opens nothing, its words are on it."""
    if click.kind == "ward":
        session.open_sheet(Sheet("ward", click.id))
    elif click.kind == "project":
        ward = click.id.removeprefix("ward:")
        session.open_sheet(Sheet("ward", ward) if ward != click.id else Sheet("project", click.id))
