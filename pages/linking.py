"""Vụ việc, đơn trùng: what may be one case, what an officer found, and the way such a case took."""

from gis.ui import frame, linked_panel, linking_panel, menu
from gis.ui.here import here

now = here()

menu.beside("cases.py", now.view)
frame.sentence(now)
linking_panel.draw(now)
linked_panel.draw(now)
