"""Tiếp dân và đối thoại: who met whom, what was promised there, and whether it was kept."""

from gis.ui import dialogues_page, frame, menu
from gis.ui.here import here

now = here()

menu.beside("dialogues.py", now.view)
frame.sentence(now)
dialogues_page.draw(now)
