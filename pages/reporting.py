"""Tình hình nộp báo cáo: which ward has sent which report, and whom to remind."""

from gis.ui import frame, menu, reporting_panel
from gis.ui.here import here

now = here()

menu.beside("data.py", now.view)
frame.sentence(now)
reporting_panel.draw(now)
