"""Nhập dữ liệu: files in, templates, what can be undone, periods to close."""

from gis.ui import import_panel, menu
from gis.ui.here import here

now = here()

menu.beside("data.py", now.view)
import_panel.draw(now)
