"""Tài liệu trước buổi làm việc: all that should be read before a dialogue or a day of reception, on one sheet."""

from gis.ui import meeting_form, meeting_panel, menu
from gis.ui.here import here

now = here()

menu.beside("dialogues.py", now.view)
meeting_form.draw(now)
meeting_panel.draw(now)
