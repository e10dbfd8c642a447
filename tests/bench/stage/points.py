"""Points drawn by the graphics card, with pydeck."""

import pydeck
import streamlit as st

from gis.ui.here import here
from tests.bench.stage.rows import located

layer = pydeck.Layer(
    "ScatterplotLayer",
    located(here(), 100_000)[["lon", "lat"]],
    get_position=["lon", "lat"],
    get_radius=150,
    get_fill_color=[200, 60, 40, 140],
)
view = pydeck.ViewState(latitude=21.0, longitude=105.7, zoom=9)
st.pydeck_chart(pydeck.Deck([layer], initial_view_state=view, map_provider=None), height=640)
