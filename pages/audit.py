"""Nhật ký: what was done and by whom, and whether anybody meddled with what the trail says."""

from gis.ui import audit_panel, menu
from gis.ui.here import here

now = here()

menu.beside("data.py", now.view)
audit_panel.draw(now)
