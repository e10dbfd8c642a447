"""Dự án và bồi thường: how far projects are, step by step, whose payment is late, and one project in full."""

from gis.ui import frame, persuasion_panel, project_panel, projects_panel, projects_table, remainders_panel
from gis.ui.here import here

now = here()

frame.sentence(now, about="project")
project_panel.notice(now)
projects_panel.draw(now)
remainders_panel.draw(now)
projects_table.draw(now)
persuasion_panel.draw(now)
project_panel.draw(now)
