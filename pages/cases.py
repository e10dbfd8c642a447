"""Vụ việc: what came in and was resolved, what is open and past its limit, and what was decided but not carried out."""

from gis.ui import cases_panel, frame
from gis.ui.here import here

now = here()

frame.sentence(now)
cases_panel.draw(now)
