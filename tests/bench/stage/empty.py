"""Nothing but the address: the least any page of this shell can cost."""

import streamlit as st

from gis.ui.here import here

with st.container(key="map"):
    st.text(str(here().view.to_query()))
