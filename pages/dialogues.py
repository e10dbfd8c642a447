"""Tiếp dân và đối thoại: who met whom, what was promised there, and whether it was kept."""

from gis.ui import dialogues_page, frame
from gis.ui.here import here

now = here()

frame.sentence(now)
dialogues_page.draw(now)
