"""Maps: classes, colours and layers; the only room that knows folium."""
