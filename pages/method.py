"""Phương pháp: how clusters and nguy cơ kéo dài are worked out, how well the score did, and what nobody measures."""

from gis.ui import menu, method_panel
from gis.ui.here import here

now = here()

menu.beside("data.py", now.view)
method_panel.draw(now)
