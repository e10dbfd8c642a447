"""The land-clearance dialogue map: ``streamlit run dashboard.py``."""

import streamlit as st

from gis.door import SHELL, wiring

app = st.App(SHELL, **wiring())
