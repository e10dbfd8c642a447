"""What the browser needs to draw a map: our own script and style sheet, each named by its content.

The map lives in a frame two folders below the app (``/component/<name>/index.html``), so its addresses are relative:
they also hold when the whole app stands under a path of its own behind an office's proxy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from xstatic.pkg import leaflet

from gis.maps.palette import DARK, LIGHT, css

_BROWSER: Final = Path(__file__).parent / "browser"
_PARTS: Final = ("tools", "base", "furniture", "marks", "wards", "keyboard", "drawing")
"""Parts of our script; they are joined into one function, so that they share names with one another and nobody else."""
_ABOVE: Final = "../.."

LEAFLET: Final = Path(leaflet.BASE_DIR)
"""Folder of Leaflet's own files."""
LEAFLET_VERSION: Final[str] = leaflet.VERSION


@cache
def files() -> Mapping[str, bytes]:
    """Read our own files, once: name with the content's hash → content."""
    parts = "\n".join((_BROWSER / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS)
    script = f"(() => {{\n{parts}}})();\n".encode()
    colours = f":root{{{css(LIGHT)}}}\n:root[data-theme=dark]{{{css(DARK)}}}\n"
    style = colours.encode() + (_BROWSER / "map.css").read_bytes()
    return MappingProxyType({_named("map", "js", script): script, _named("map", "css", style): style})


def _named(stem: str, ending: str, content: bytes) -> str:
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def scripts() -> list[tuple[str, str]]:
    """List the scripts a map loads, in order, as (name, address)."""
    return [("leaflet", f"{_ABOVE}/assets/leaflet/{LEAFLET_VERSION}/leaflet.js"), ("landmap", _own("js"))]


def styles() -> list[tuple[str, str]]:
    """List the style sheets a map loads, as (name, address)."""
    return [("leaflet_css", f"{_ABOVE}/assets/leaflet/{LEAFLET_VERSION}/leaflet.css"), ("landmap_css", _own("css"))]


def _own(ending: str) -> str:
    return f"{_ABOVE}/assets/map/" + next(name for name in files() if name.endswith(ending))


def geometry_url(name: str) -> str:
    """Answer the address, seen from the map's frame, of the ward geometry called `name`."""
    return f"{_ABOVE}/geo/{name}"
