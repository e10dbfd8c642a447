"""Báo cáo và dữ liệu: what stands behind the figures."""

import streamlit as st

from gis.ui import data_panel, menu
from gis.ui.here import here

now = here()

menu.beside("data.py", now.view)
data_panel.unfiltered(now)
left, right = st.columns(2, gap="large")
with left:
    data_panel.recorded(now)
with right:
    data_panel.batches(now)
    data_panel.history(now)
    data_panel.closed(now)
    data_panel.boundaries(now)
