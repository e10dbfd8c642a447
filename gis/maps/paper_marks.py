"""The symbols and the legend of the map on paper, drawn with the swatches and the shapes of the screen.

Nothing is told by colour alone: a stage's square is filled as far as the work has come, a site is a house, late circles
have a double ring, missing data is hatched.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle as Disc
from matplotlib.patches import Polygon, Rectangle

from gis.areas.geodesy import points_to_metres
from gis.maps.palette import LIGHT
from gis.maps.paper_ground import Ground
from gis.maps.picture import LegendEntry, MapPicture, Shape, filling
from gis.words import number, say

_SIDES: Final = (1.5, 2.0, 2.6)
"""Side in millimetres of a project's symbol, by size."""
_DISC: Final = (0.9, 4.0)
"""Radius in millimetres of the smallest and the largest circle of cases."""
_TITLE, _TEXT, _LINE, _GAP = 7.0, 6.6, 4.1, 2.0
_BOLD: Final = 2.6
"""So much thicker is the footprint of the project a sheet is about."""
_LETTER: Final = 0.55
"""Width of an average letter of the typeface as a share of its size."""
_POINT: Final = 25.4 / 72

PATTERNS: Final = {
    "new": "xxxx",
    "intensifying": "////",
    "diminishing": "\\\\\\\\",
    "persistent": "||||",
    "sporadic": "....",
}
"""Development → pattern: told apart in black and white as well."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Pen:
    """What symbols are drawn with.

    Parameters
    ----------
    axes
        Where they are drawn.
    mm
        So many units of the axes are one millimetre of the sheet.
    """

    axes: Axes
    mm: float

    def square(self, x: float, y: float, swatch: str, side: float) -> Box:
        """Draw a project's square, filled as far as its stage has come; answers the box it takes, as all of these."""
        s, full = side * self.mm, filling(swatch) / 100
        colour, left, low = LIGHT.colour(swatch), x - side * self.mm / 2, y - side * self.mm / 2
        self.axes.add_artist(Rectangle((left, low), s, s, fc=LIGHT.surface, ec=LIGHT.casing, lw=1.4, zorder=4))
        self.axes.add_artist(Rectangle((left, low), s, s * full, fc=colour, lw=0, zorder=4.1))
        self.axes.add_artist(Rectangle((left, low), s, s, fc="none", ec=colour, lw=0.7, zorder=4.2))
        if swatch == "stage-unknown":
            style: dict[str, Any] = {"size": side * 2.2, "weight": 700, "color": colour, "zorder": 4.3}
            self.axes.text(x, y, "?", ha="center", va="center_baseline", **style)
        return left, low, left + s, low + s

    def house(self, x: float, y: float, swatch: str, side: float = 2.2) -> Box:
        """Draw a resettlement site."""
        s = side * self.mm / 2
        shape = np.array([(-s, -s), (s, -s), (s, 0.2 * s), (0, 1.2 * s), (-s, 0.2 * s)]) + np.array([x, y])
        self.axes.add_artist(Polygon(shape, fc=LIGHT.colour(swatch), ec=LIGHT.casing, lw=0.5, zorder=4.4))
        return x - s, y - s, x + s, y + 1.2 * s

    def disc(self, x: float, y: float, swatch: str, radius: float = 1.2) -> Box:
        """Draw a circle of cases; late ones have a double ring."""
        r, colour = radius * self.mm, LIGHT.colour(swatch)
        self.axes.add_artist(Disc((x, y), r, fc=colour, ec=LIGHT.casing, lw=0.6, alpha=0.85, zorder=3))
        if swatch == "case-overdue":
            self.axes.add_artist(Disc((x, y), 0.7 * r, fc="none", ec=LIGHT.casing, lw=0.6, zorder=3.1))
        return x - r, y - r, x + r, y + r

    def patch(self, x: float, y: float, swatch: str, side: float = 3.0) -> Box:
        """Draw a piece of a ward, for the legend."""
        w, h = side * self.mm, 0.75 * side * self.mm
        at = (x - w / 2, y - h / 2)
        self.axes.add_artist(Rectangle(at, w, h, fc=LIGHT.colour(swatch), ec=LIGHT.muted, lw=0.4))
        hatch = {"no-data": ("//////", LIGHT.no_data_line), "too-few": ("......", LIGHT.too_few_line)}.get(swatch)
        if hatch:
            self.axes.add_artist(Rectangle(at, w, h, fc="none", ec=hatch[1], hatch=hatch[0], lw=0))
        return at[0], at[1], at[0] + w, at[1] + h

    def pattern(self, x: float, y: float, development: str, side: float = 4.2) -> Box:
        """Draw a piece of an outlined ward, for the legend."""
        w, h = side * self.mm, 0.8 * side * self.mm
        at = (x - w / 2, y - h / 2)
        style: dict[str, Any] = {"fc": LIGHT.surface, "ec": LIGHT.edge, "hatch": PATTERNS[development], "lw": 0.9}
        self.axes.add_artist(Rectangle(at, w, h, **style))
        return at[0], at[1], at[0] + w, at[1] + h


def marks(pen: Pen, picture: MapPicture, ground: Ground) -> list[Box]:
    """Draw what lies upon the wards that are seen, lowest first.

    Parameters
    ----------
    pen
        What is drawn with, on axes in metres.
    picture
        Whose marks they are.
    ground
        The wards and the window.

    Returns
    -------
    The boxes they take, in metres, so that names keep clear of them.
    """
    boxes: list[Box] = []
    if "circles" in picture.layers:
        placed = _placed(picture.circles, ground)
        boxes += [pen.disc(x, y, mark.swatch, _radius(mark.n, picture)) for mark, x, y in placed]
    if "projects" in picture.layers:
        boxes += _projects(pen, picture, ground)
    if "sites" in picture.layers:
        boxes += [pen.house(x, y, mark.swatch) for mark, x, y in _placed(picture.sites, ground)]
    return boxes


def _projects(pen: Pen, picture: MapPicture, ground: Ground) -> list[Box]:
    window = shapely.box(*ground.degrees)
    for mark in (mark for mark in picture.projects if mark.footprint is not None):
        shape = shapely.geometry.shape(mark.footprint)
        if shape.intersects(window):
            bold = _BOLD if ("project", mark.id) in picture.selected else 1.0
            _footprint(pen, shape, LIGHT.colour(mark.swatch), ground.areas.metres, bold)
    single = [mark for mark in picture.projects if mark.footprint is None]
    boxes = [pen.square(x, y, mark.swatch, _SIDES[mark.size - 1]) for mark, x, y in _placed(single, ground)]
    for gathered in picture.gathered:
        if gathered.ward in ground.seen.index:
            point = ground.seen.geometry[gathered.ward].representative_point()
            boxes.append(pen.square(point.x, point.y, gathered.swatch, _SIDES[gathered.size - 1]))
    return boxes


def _placed(found: Sequence[Any], ground: Ground) -> Iterator[tuple[Any, float, float]]:
    """Answer marks with where they lie in metres, those in the window."""
    if not found:
        return
    west, south, east, north = ground.window
    points = points_to_metres([mark.lon for mark in found], [mark.lat for mark in found], crs=ground.areas.metres)
    for mark, x, y in zip(found, *points, strict=True):
        if west <= x <= east and south <= y <= north:
            yield mark, float(x), float(y)


def _footprint(pen: Pen, shape: Any, colour: str, crs: str, bold: float) -> None:
    metric = shapely.transform(shape, lambda points: np.column_stack(points_to_metres(*points.T, crs=crs)))
    for part in getattr(metric, "geoms", [metric]):
        line = part.exterior if part.geom_type == "Polygon" else part
        if line.geom_type != "Point":
            x, y = np.asarray(line.coords)[:, :2].T
            pen.axes.plot(x, y, color=LIGHT.casing, lw=1.8 * bold, zorder=2.5)
            pen.axes.plot(x, y, color=colour, lw=1.0 * bold, zorder=2.6)


def _radius(n: int, picture: MapPicture) -> float:
    """Let the area of a circle follow the number of cases."""
    least, most = _DISC
    return max(least, most * float(np.sqrt(n / max(mark.n for mark in picture.circles))))


def legend(figure: Figure, picture: MapPicture, left: float, wide: float, high: float) -> None:
    """Draw the legend into the rest of a figure: what colours and shapes mean, with numbers.

    Parameters
    ----------
    figure, picture
        Where, and of what.
    left
        Where it begins, as a share of the figure.
    wide, high
        Its size in millimetres.
    """
    axes = figure.add_axes((left, 0, 1 - left, 1))
    axes.set_xlim(0, wide)
    axes.set_ylim(0, high)
    axes.set_axis_off()
    pen = Pen(axes, 1)
    needed = high - _listed(_Writer(pen, wide, dry=True), picture, high)
    _listed(_Writer(pen, wide, min(1.0, (high - 1.0) / needed)), picture, high)


def _listed(writer: _Writer, picture: MapPicture, high: float) -> float:
    """Write all of a legend from a height down; answers where it ends."""
    gap = _GAP * writer.scale
    top = writer.line(high - 1.5 * gap, say("maps.legend", picture.language), size=_TITLE, weight=700)
    for section in picture.legend:
        top = writer.line(top - gap, section.title, size=_TITLE, weight=600)
        for entry in section.entries:
            top = writer.entry(top, entry, picture)
    for note in (picture.as_of, picture.approximate_label, picture.attribution):
        top = writer.line(top - gap / 2, note, size=5.6, colour=LIGHT.muted) if note else top
    return top


@dataclass(frozen=True)
class _Writer:
    """Writes lines from top to bottom, broken to the width there is; `dry` only tells where they would end."""

    pen: Pen
    wide: float
    scale: float = 1.0
    dry: bool = False

    def line(
        self, top: float, text: str, *, size: float, weight: int = 400, colour: str = LIGHT.text, left: float = 3.0
    ) -> float:
        size *= self.scale
        letters = max(6, int((self.wide - left) / (size * _LETTER * _POINT)))
        for part in textwrap.wrap(text, letters) or [""]:
            if not self.dry:
                self.pen.axes.text(left, top, part, size=size, weight=weight, color=colour, va="top")
            top -= size * _POINT * 1.35
        return top

    def entry(self, top: float, entry: LegendEntry, picture: MapPicture) -> float:
        if not self.dry:
            _SHAPES[entry.shape](self.pen, 5.0, top - (_LINE / 2 - 0.4) * self.scale, entry.swatch)
        n = "" if entry.n is None else f" ({number(entry.n, picture.language)})"
        return self.line(top, f"{entry.label}{n}", size=_TEXT, left=8.5) - 0.9 * self.scale


_SHAPES: Final[dict[Shape, Callable[[Pen, float, float, str], Box]]] = {
    "area": Pen.patch,
    "outline": Pen.pattern,
    "square": lambda pen, x, y, swatch: pen.square(x, y, swatch, _SIDES[2]),
    "house": Pen.house,
    "circle": Pen.disc,
}
