"""The map on screen: a base that never changes and one small message for what does.

The base is a folium map without tiles, marks or links to the outside; it loads Leaflet and our own script
(``browser/*.js``) from the app itself. What changes is a feature group that hands a packed `MapPicture` to that
script. The ward geometry is not in it: the script fetches it once, by its hashed address.

How data stays data: the picture travels as compressed JSON in letters (`pack`) that can neither end a script nor a
string nor form a ``_token`` that streamlit-folium would drop when it compares two maps; the browser script writes every
text as a text node, never as HTML. This is the one place where what came from a file becomes part of a page.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import folium
import numpy as np
from branca.element import MacroElement
from folium.template import Template

from gis.maps import assets
from gis.maps.picture import Circle, GatheredMark, LegendEntry, MapPicture, ProjectMark, SiteMark, filling
from gis.words import NOTHING, Language, say

_STEPS: Final = 10_000
"""Steps to a degree for marks: 11 m, two pixels at the closest zoom."""
_SAFE: Final = str.maketrans("&<>_{}", ":/.,[]")
"""Base 85 with those of its letters replaced that mean something in HTML, in a script, or to a library on the way:
folium reads every script again as a Jinja template (braces), streamlit-folium drops ``_tokens``."""

Bounds = tuple[float, float, float, float]


class _BaseMap(folium.Map):
    """A folium map whose script is one call and whose files are our own."""

    default_js = assets.scripts()
    default_css = assets.styles()
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = landmap.start({{ this.get_name()|tojson }}, {{ this.begin|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, begin: dict[str, Any], center: tuple[float, float]) -> None:
        super().__init__(location=center, tiles=None)
        self.begin = begin


class _Drawing(MacroElement):
    """The call that draws a picture; its digest stands beside it, so two pictures never look alike to a cache."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            landmap.draw({{ this._parent.get_name() }}, {{ this.call|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, call: dict[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Drawing"
        self.call = call


def base_map(
    bounds: Bounds,
    *,
    max_zoom: float = 15.0,
    tiles_url: str = "",
    tiles_attribution: str = "",
    still: bool = False,
) -> folium.Map:
    """Make the base: locked to the province, no tiles unless the office has its own, keyboard on, no flag, no request.

    Parameters
    ----------
    bounds
        South, west, north, east limits of the province in degrees, as `gis.areas.Areas.bounds` gives them.
    max_zoom
        Closest zoom of Leaflet; the farthest is the one that shows the whole province on the reader's screen.
    tiles_url, tiles_attribution
        The office's own tile server; empty for none.
    still
        Whether it is about one place: it begins there, wherever the reader left another map, and leaves that alone.

    Returns
    -------
    A new map; the same arguments always give the same script.
    """
    south, west, north, east = bounds
    begin = {
        "bounds": [[south, west], [north, east]],
        "maxZoom": max_zoom,
        "tiles": tiles_url,
        "tilesCredit": tiles_attribution,
        "still": still,
    }
    return _BaseMap(begin, ((south + north) / 2, (west + east) / 2))


def feature_group(picture: MapPicture, geometry_url: str) -> folium.FeatureGroup:
    """Pack a picture into the feature group that draws it.

    Parameters
    ----------
    picture
        What to draw.
    geometry_url
        Address of the ward geometry, as from `gis.maps.assets.geometry_url`.
    """
    group = folium.FeatureGroup(name="picture", control=False)
    packed = pack(payload(picture))
    group.add_child(_Drawing({"wards": geometry_url, "digest": picture.digest, "picture": packed}))
    return group


def pack(plain: dict[str, Any]) -> str:
    """Write plain values as JSON, compressed (zlib), in base 85 with safe letters: a quarter of the JSON's length.

    Raises
    ------
    ValueError
        A number is not finite.
    """
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), level=9)).decode("ascii").translate(_SAFE)


def payload(picture: MapPicture) -> dict[str, Any]:
    """Answer a picture as the short plain values that the browser script reads.

    Marks go column by column, because like compresses well beside like.
    """
    shown = picture.layers
    return {
        "language": picture.language,
        "title": picture.title,
        "asOf": picture.as_of,
        "alt": picture.alt,
        "demo": say("maps.demo", picture.language) if picture.demo else "",
        "approximate": picture.approximate_label,
        "credit": picture.attribution,
        "words": _words(picture.language),
        "focus": picture.focus,
        "selected": sorted(picture.selected),
        "legend": [[section.title, [_line(entry) for entry in section.entries]] for section in picture.legend],
        "wards": _wards(picture) if "wards" in shown else None,
        "gathered": _columns(_gathered(mark) for mark in picture.gathered if "projects" in shown),
        "projects": _columns(_project(mark) for mark in picture.projects if "projects" in shown),
        "outlines": _columns((mark.ward, mark.development, mark.words, mark.muted) for mark in picture.outlines),
        "sites": _columns(_mark(mark) for mark in picture.sites if "sites" in shown),
        "circles": _columns((*_mark(mark), mark.n) for mark in picture.circles if "circles" in shown),
    }


def _line(entry: LegendEntry) -> list[Any]:
    return [entry.shape, entry.swatch, filling(entry.swatch), entry.label, entry.n]


def _wards(picture: MapPicture) -> list[list[Any]]:
    """Say why there is no value where there is none: a dash tells a listener nothing."""
    why = {swatch: say(f"maps.{swatch.replace('-', '_')}", picture.language) for swatch in ("no-data", "too-few")}
    return _columns(
        (code, mark.swatch, why.get(mark.swatch, mark.label) if mark.label == NOTHING else mark.label)
        for code, mark in picture.wards.items()
    )


def _mark(mark: Circle | ProjectMark | SiteMark) -> tuple[Any, ...]:
    return mark.id, round(mark.lat * _STEPS), round(mark.lon * _STEPS), mark.swatch, mark.tooltip


def _project(mark: ProjectMark) -> tuple[Any, ...]:
    return *_mark(mark), filling(mark.swatch), mark.size, mark.footprint and _stepped(mark.footprint)


def _gathered(mark: GatheredMark) -> tuple[Any, ...]:
    return mark.ward, mark.swatch, mark.words, filling(mark.swatch), mark.size


def _stepped(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Write a footprint as its first point and then the step from each point to the next: small numbers pack well."""
    return {"type": geometry["type"], "coordinates": _steps(geometry["coordinates"])}


def _steps(coordinates: Sequence[Any]) -> list[Any]:
    if isinstance(coordinates[0][0], Sequence):
        return [_steps(part) for part in coordinates]
    points = np.rint(np.asarray(coordinates) * _STEPS).astype(int)
    steps: list[Any] = np.diff(points, axis=0, prepend=[[0, 0]]).ravel().tolist()
    return steps


def _columns(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _words(language: Language) -> dict[str, str]:
    keys = ("legend", "zoom_in", "zoom_out", "whole", "north", "north_long", "outside", "wards_failed")
    return {key: say(f"maps.{key}", language) for key in keys}
