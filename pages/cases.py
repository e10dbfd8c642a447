"""Vụ việc: what came in and was resolved, what is open and past its limit, and what was decided but not carried out."""

from gis.ui import cases_panel, frame, menu
from gis.ui.here import here

now = here()

menu.beside("cases.py", now.view)
frame.sentence(now)
cases_panel.draw(now)
