"""Địa bàn cần đối thoại sớm: where a prolonged dispute may be forming, how sure that is, and why."""

from gis.ui import frame, hotspots_panel
from gis.ui.here import here

now = here()

frame.sentence(now)
hotspots_panel.draw(now)
