"""The product's own shell around pages that are not the product's: an empty one, and maps as others draw them."""

import streamlit as st

from gis.door import SHELL, wiring
from tests.bench.stage import cast

cast.take_the_stage()
app = st.App(SHELL, **wiring())
