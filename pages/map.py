"""Bản đồ: where projects, compensation and open cases stand, and what a place's sheet says."""

import streamlit as st

from gis.insight import overview, wards
from gis.ui import changes, figures, frame, map_view, ranking, sheet_panel
from gis.ui.here import here

now = here()
table = wards.table(now.selection, now.period)

frame.sentence(now)
above = st.container()
left, right = st.columns([0.64, 0.36], gap="medium")
with left:  # first of all: while the browser draws it, the rest is worked out
    map_view.draw(table, now)
with above:
    figures.draw(overview.figures(now.selection, now.period), changes.earlier(now, overview.figures), now)
with right:
    sheet_panel.draw(now)
ranking.draw(table, now)
