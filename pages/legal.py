"""Căn cứ pháp lý: the rules in force on the as-of day, with their articles, and what of them is unsure."""

from gis.ui import legal_panel, menu
from gis.ui.here import here

now = here()

menu.beside("data.py", now.view)
legal_panel.draw(now)
