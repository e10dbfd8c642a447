"""Quyền truy cập: who may see what."""

from gis.ui import access_panel, menu
from gis.ui.here import here

now = here()

menu.beside("data.py", now.view)
access_panel.draw(now)
