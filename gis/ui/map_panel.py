"""The map on a page: hands a picture to the browser and answers what was clicked.

The base map and the component's key stay the same, so the browser keeps its view and only what differs is redrawn. A
click is answered once: the component repeats its last value on every run of the page, and repeats are told apart by
the moment of the click, so the same ward can be clicked twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast, get_args

import folium
import streamlit as st
from streamlit_folium import st_folium

from gis.maps.layers import feature_group
from gis.maps.picture import Kind, MapPicture

_RETURNED: Final = "last_active_drawing"
_NARROW: Final = (
    "<style>@media (max-width:480px){{.st-key-{key} iframe{{height:min({height}px,72vh)!important}}"
    ".st-key-{key}{{margin-inline:-1rem;width:calc(100% + 2rem)!important;max-width:none}}}}</style>"
)
"""On a phone the map goes from edge to edge and leaves room to scroll past it."""


@dataclass(frozen=True)
class Click:
    """What was clicked on the map.

    Parameters
    ----------
    kind
        Ward, project, site or circle.
    id
        Its id in the picture.
    at
        Moment of the click, milliseconds since 1970 by the browser's clock: tells two clicks on one thing apart.
    """

    kind: Kind
    id: str
    at: int


def map_panel(
    picture: MapPicture,
    *,
    base: folium.Map,
    geometry_url: str,
    height: int = 620,
    key: str = "map",
    on_click: Callable[[Click], None] | None = None,
) -> Click | None:
    """Draw a picture and answer a new click.

    Parameters
    ----------
    picture
        What to draw.
    base
        The base map, as from `gis.maps.layers.base_map`.
    geometry_url
        Address of the ward geometry, as from `gis.maps.assets.geometry_url`.
    height
        In CSS pixels; less on a phone.
    key
        Name of the map in the session; letters, digits and hyphens.
    on_click
        Called once for each click, before the page runs again.

    Returns
    -------
    The click that caused this run, or ``None``.
    """

    def changed() -> None:
        click = read_click((st.session_state.get(key) or {}).get(_RETURNED))
        if click and on_click:
            on_click(click)

    with st.container(key=f"{key}-panel"):
        st.html(_NARROW.format(key=f"{key}-panel", height=height))
        value = st_folium(
            base,
            key=key,
            height=height,
            use_container_width=True,
            returned_objects=[_RETURNED],
            feature_group_to_add=feature_group(picture, geometry_url),
            on_change=changed,
        )
    return _fresh(read_click(cast("dict[str, Any]", value or {}).get(_RETURNED)), key)


def read_click(value: object) -> Click | None:
    """Read what the browser sent; anything that is not a click is no click."""
    if not isinstance(value, dict):
        return None
    kind, name, at = value.get("kind"), value.get("id"), value.get("at")
    if kind not in get_args(Kind) or not isinstance(name, str) or not isinstance(at, int):
        return None
    return Click(cast("Kind", kind), name, at)


def _fresh(click: Click | None, key: str) -> Click | None:
    """Answer a click the first time it is seen, and remember it."""
    seen = f"{key}.seen"
    if click is None or st.session_state.get(seen) == click.at:
        return None
    st.session_state[seen] = click.at
    return click
