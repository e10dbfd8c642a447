"""Bản đồ: where projects, compensation and open cases stand, and what a place's sheet says."""

import streamlit as st

from gis.insight import overview, wards
from gis.ui import changes, export_panel, figures, frame, map_view, ranking, sheet_panel
from gis.ui.here import here

now = here()
table = wards.table(now.selection, now.period)

with st.container(key="said", horizontal=True, vertical_alignment="center"):
    frame.sentence(now)
    export_panel.draw(now)
figures.draw(overview.figures(now.selection, now.period), changes.earlier(now, overview.figures), now)
left, right = st.columns([0.64, 0.36], gap="medium")
with left:
    map_view.draw(table, now)
with right:
    sheet_panel.draw(now)
ranking.draw(table, now)
