"""The map on the page of early dialogues: the picture of `gis.briefing.early_picture`; its wards open their sheets."""

from __future__ import annotations

from typing import Final

import pandas as pd

from gis.access.suppression import Shown
from gis.areas import geometry_name
from gis.briefing import early_picture
from gis.maps import assets
from gis.ui import map_view
from gis.ui.here import Here
from gis.ui.map_panel import map_panel

HEIGHT: Final = 620


def draw(table: pd.DataFrame, content: Shown, here: Here) -> None:
    """Draw the map; a click opens a ward's sheet.

    Parameters
    ----------
    table
        Of `gis.insight.early_list.of_wards`.
    content
        The same in words, as the reader may see it.
    here
        Who reads.
    """
    areas = here.situation.areas
    map_panel(
        early_picture.picture(table, content, here),
        base=map_view.base(areas),
        geometry_url=assets.geometry_url(geometry_name(areas)),
        height=HEIGHT,
        on_click=map_view.open_clicked,
    )
