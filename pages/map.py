"""Bản đồ: where projects, compensation and open cases stand, and what a place's sheet says."""

import streamlit as st

from gis.insight import overview, wards
from gis.ui import figures, frame, map_view, period_bar, ranking, sheet_panel
from gis.ui.here import here

now = here()
table = wards.table(now.selection)

frame.sentence(now)
figures.draw(overview.figures(now.selection, now.period), period_bar.earlier(now), now)
left, right = st.columns([0.64, 0.36], gap="medium")
with left:
    map_view.draw(table, now)
with right:
    sheet_panel.draw(now)
ranking.draw(table, now)
