"""Việc cần làm: what is past and what falls due next, whose duty it is, and the place it is about."""

import streamlit as st

from gis.ui import duties_panel, frame, sheet_panel
from gis.ui.here import here

now = here()

frame.sentence(now)
left, right = st.columns([0.7, 0.3], gap="medium")
with left:
    duties_panel.draw(now)
with right:
    sheet_panel.draw(now, beside_duties=True)
