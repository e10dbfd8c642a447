"""The page of dialogues, of what was promised there, and of citizen reception: its parts."""

from __future__ import annotations

from typing import Final

from gis.ui import acts, commitments_panel, dialogues_panel, parts, receptions_panel, silence_panel, task_groups_panel
from gis.ui.here import Here

PARTS: Final = {
    "dialogues": dialogues_panel.draw,
    "commitments": commitments_panel.draw,
    "receptions": receptions_panel.draw,
    "outreach": silence_panel.draw,
    "tasks": task_groups_panel.draw,
}


def draw(here: Here) -> None:
    """Draw the choice of part and the part."""
    acts.said()
    parts.draw(PARTS, "dialogues.part", here)
