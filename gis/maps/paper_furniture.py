"""What stands around the marks of a map on paper: scale bar, north arrow, and where in the province a place lies."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon, Rectangle

from gis.maps.palette import LIGHT
from gis.maps.paper_ground import Ground, Sheet, outline
from gis.maps.paper_marks import Box
from gis.words import number, say

_ROUND: Final = (1, 2, 5)
_BAR: Final = 0.28
"""A scale bar is at most so much of the map's width."""
_CORNERS: Final = ((0.0, 0.0, 36.0, 9.0), (0.0, -18.0, 9.0, 0.0))
"""Boxes in millimetres, from the lower left and from the upper left corner, that scale bar and north arrow keep."""


def scale_bar(metres_wide: float) -> int:
    """Answer the length in metres of a scale bar for a map so wide: 1, 2 or 5 times a power of ten."""
    most = _BAR * metres_wide
    power = 10 ** math.floor(math.log10(most))
    return int(max(step * power for step in _ROUND if step * power <= most))


def furniture(axes: Axes, ground: Ground) -> None:
    """Draw scale bar, north arrow and where the boundaries come from."""
    west, south, _, north = ground.window
    mm, language = ground.metres_per_mm, ground.picture.language
    length = scale_bar(ground.sheet.map_wide * mm)
    x, y = west + 3 * mm, south + 4 * mm
    style: dict[str, Any] = {"color": LIGHT.text, "zorder": 8}
    kilometres = number(length / 1_000, language, digits=1)
    for place, fill in enumerate((LIGHT.text, LIGHT.surface)):
        half = Rectangle((x + place * length / 2, y), length / 2, mm, fc=fill, ec=LIGHT.text, lw=0.5, zorder=8)
        axes.add_artist(half)
    axes.text(x, y + 1.6 * mm, "0", size=5.5, ha="center", **style)
    axes.text(x + length, y + 1.6 * mm, f"{kilometres} km", size=5.5, ha="center", **style)
    _panels(axes, ground)
    top = north - 3 * mm
    arrow = [(x + 2 * mm, top), (x, top - 7 * mm), (x + 2 * mm, top - 5.4 * mm), (x + 4 * mm, top - 7 * mm)]
    axes.add_artist(Polygon(arrow, fc=LIGHT.text, lw=0, zorder=8))
    axes.text(x + 2 * mm, top - 11 * mm, say("maps.north", language), size=7, weight=700, ha="center", **style)


def _panels(axes: Axes, ground: Ground) -> None:
    """Lay something pale under the furniture."""
    for x0, y0, x1, y1 in list(kept(ground))[:2]:
        axes.add_artist(Rectangle((x0, y0), x1 - x0, y1 - y0, fc=LIGHT.ground, alpha=0.85, lw=0, zorder=7))


def locator(figure: Figure, ground: Ground) -> None:
    """Draw where in the province the opened ward lies, in the upper right corner of the map."""
    sheet, side = ground.sheet, _inset(ground.sheet)
    left, bottom = sheet.map_wide - side - 2, sheet.high - side - 2
    axes = figure.add_axes((left / sheet.wide, bottom / sheet.high, side / sheet.wide, side / sheet.high))
    west, south, east, north = ground.wards.total_bounds
    half = 0.54 * max(east - west, north - south)
    x, y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(x - half, x + half)
    axes.set_ylim(y - half, y + half)
    axes.set_axis_off()
    axes.add_artist(Rectangle((x - half, y - half), 2 * half, 2 * half, fc=LIGHT.surface, ec=LIGHT.line, lw=0.6))
    for shape in _parts(ground.whole):
        axes.add_artist(PathPatch(outline(shape), fc=LIGHT.raised, ec=LIGHT.muted, lw=0.4))
    axes.add_artist(PathPatch(outline(ground.wards.geometry[ground.opened]), fc=LIGHT.warning, lw=0))


def _parts(shape: Any) -> Iterator[Any]:
    yield from getattr(shape, "geoms", [shape])


def kept(ground: Ground) -> Iterator[Box]:
    """Answer the boxes in metres that furniture takes."""
    west, south, east, north = ground.window
    mm = ground.metres_per_mm
    for corner, (x0, y0, x1, y1) in zip((south, north), _CORNERS, strict=True):
        yield west + x0 * mm, corner + y0 * mm, west + x1 * mm, corner + y1 * mm
    if ground.opened:
        yield east - (_inset(ground.sheet) + 3) * mm, north - (_inset(ground.sheet) + 3) * mm, east, north


def _inset(sheet: Sheet) -> float:
    """Answer the side of the locator in millimetres."""
    return min(24.0, sheet.map_wide / 4)
