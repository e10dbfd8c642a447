"""Points handed over as one list and clustered by the browser."""

import folium
from folium.plugins import FastMarkerCluster
from streamlit_folium import st_folium

from gis.ui.here import here
from tests.bench.stage.rows import located

city = folium.Map(location=(21.0, 105.7), zoom_start=10, tiles=None)
FastMarkerCluster(located(here(), 100_000)[["lat", "lon"]].to_numpy().tolist()).add_to(city)
st_folium(city, height=640, use_container_width=True, returned_objects=[])
