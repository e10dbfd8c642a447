"""A marker for each case, as the first example of every tutorial draws them, in a cluster."""

import folium
from folium.plugins import MarkerCluster
from streamlit_folium import st_folium

from gis.ui.here import here
from tests.bench.stage.rows import located

city = folium.Map(location=(21.0, 105.7), zoom_start=10, tiles=None)
cluster = MarkerCluster().add_to(city)
for row in located(here(), 10_000).itertuples():
    folium.Marker((row.lat, row.lon), tooltip="open" if row.open else "closed").add_to(cluster)
st_folium(city, height=640, use_container_width=True, returned_objects=[])
