"""The map on paper: a picture drawn as SVG in metres, with legend, scale bar, north arrow, locator and attribution.

It draws the same `MapPicture` as the screen, with the swatches of the same palette. Positions are in the metric system
of the province (VN-2000), so the scale bar holds everywhere on the sheet (to 1 in 2,500). Text stays text, in the
packaged typeface, so that it can be selected in the PDF it goes into. The same picture gives the same bytes.

Measures of the sheet are in millimetres from its lower left corner.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import fontpkg
import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle

from gis.areas import Areas
from gis.errors import AreasError
from gis.maps.palette import LIGHT
from gis.maps.paper_furniture import furniture, kept, locator
from gis.maps.paper_ground import Ground, Sheet, hatching, outline
from gis.maps.paper_marks import PATTERNS, Pen, legend, marks
from gis.maps.picture import MapPicture, OutlineMark

__all__ = ["FAMILY", "Sheet", "fonts", "svg"]

FAMILY: Final = "Be Vietnam Pro"
"""The packaged typeface: every Vietnamese letter, whatever the machine has."""

_INCH: Final = 25.4
_LABEL: Final = 5.2
"""Size in points of the name of a ward: the least that is read on paper without effort."""
_QUIET: Final = 0.4
"""What surrounds an opened place is drawn so faintly: it stands out without a border line."""
_HALF: Final = 0.5
"""Brightness, 0 to 1, below which a colour is dark."""
_STYLE: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "landmap",
    "font.family": [FAMILY],
    "hatch.linewidth": 0.35,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
}
_PATTERN: Final = re.compile(rb"<pattern.*?</pattern>", re.DOTALL)
_DOT: Final = re.compile(rb"M (\S+) (\S+) \nC [^\n]+\nC [^\n]+ (\S+) (\S+) \n(?:C [^\n]+\n){6}z ?\n")
"""A circle as eight curves from its top: after two of them it is at its right."""
_AS_SQUARE: Final = 1.77
"""Side of the square of the same area, as a share of the radius."""
_TILE: Final = 72
"""Side in points of the tile that patterns are given with."""
_SMALL: Final = 12
"""Side of a tile that says the same of dots two or three points apart, with a thirty-sixth of them."""
_DRAWING: Final = threading.Lock()
"""The drawing library keeps its style for the whole process: one drawing at a time."""


def fonts() -> tuple[str, ...]:
    """Answer the files of the packaged typeface.

    Raises
    ------
    AreasError
        It is not installed.
    """
    try:
        found = tuple(str(file.path) for file in fontpkg.family(FAMILY).files)
    except LookupError:
        found = ()
    if not found:
        raise AreasError("maps.no_font", family=FAMILY)
    return found


@lru_cache(maxsize=1)
def _known(files: tuple[str, ...]) -> None:
    """Make the typeface known to the drawing library, once a process."""
    for file in files:
        font_manager.fontManager.addfont(file)


def svg(picture: MapPicture, areas: Areas, sheet: Sheet) -> bytes:
    """Draw a picture.

    Parameters
    ----------
    picture
        What is drawn.
    areas
        The wards it is drawn on, in EPSG:4326.
    sheet
        Size of the whole, in millimetres.

    Returns
    -------
    SVG; the same bytes for the same arguments.

    Raises
    ------
    AreasError
        The packaged typeface is not installed.
    """
    _known(fonts())
    ground = Ground(picture, areas, sheet)
    with _DRAWING, mpl.rc_context(_STYLE):
        figure = Figure(figsize=(sheet.wide / _INCH, sheet.high / _INCH), facecolor="none")
        canvas = FigureCanvasAgg(figure)
        axes = _axes(figure, ground)
        _wards(axes, ground)
        drawn = marks(Pen(axes, ground.metres_per_mm), picture, ground)
        _names(axes, ground, canvas, drawn)
        furniture(axes, ground)
        if ground.opened:
            locator(figure, ground)
        if sheet.legend:
            legend(figure, picture, sheet.map_wide / sheet.wide, sheet.legend, sheet.high)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Title": picture.alt})
    return _PATTERN.sub(_plainer, out.getvalue())


def _plainer(pattern: re.Match[bytes]) -> bytes:
    """Write a pattern of dots as squares on a small tile: as curves on a large one they are nine tenths of a map."""
    found = list(_DOT.finditer(pattern.group()))
    if not found:
        return pattern.group()
    dots = [(float(dot[1]), float(dot[4])) for dot in found]
    side = _AS_SQUARE * abs(float(found[0][3]) - dots[0][0])
    tile = _SMALL if _repeats(dots) else _TILE
    kept = (dot for dot in dots if all(-side < place < tile + side for place in dot))
    squares = b"".join(_square(x, y, side) for x, y in kept)
    whole = pattern.group()[: found[0].start()] + squares + pattern.group()[found[-1].end() :]
    return whole.replace(_sized(_TILE), _sized(tile), 1)


def _repeats(dots: Sequence[tuple[float, float]]) -> bool:
    """Answer whether a small tile repeats what the large one shows."""
    small, large = ({tuple(round(x % side, 2) % side for x in dot) for dot in dots} for side in (_SMALL, _TILE))
    return len(large) == len(small) * (_TILE // _SMALL) ** 2


def _square(x: float, y: float, side: float) -> bytes:
    return f"M {x - side / 2:.4g} {y - side / 2:.4g}h{side:.3g}v{side:.3g}h-{side:.3g}z\n".encode()


def _sized(tile: int) -> bytes:
    return f'width="{tile}" height="{tile}"'.encode()


def _axes(figure: Figure, ground: Ground) -> Axes:
    west, south, east, north = ground.window
    axes = figure.add_axes((0, 0, ground.sheet.map_wide / ground.sheet.wide, 1))
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_axis_off()
    axes.add_artist(Rectangle((west, south), east - west, north - south, fc=LIGHT.ground, lw=0, zorder=0))
    return axes


def _wards(axes: Axes, ground: Ground) -> None:
    """Draw the wards: those outside what was chosen plain, missing data hatched, those that stand out patterned."""
    line = LIGHT.muted if ground.bordered else "none"
    for code, shape in ground.seen.geometry.items():
        mark = ground.picture.wards.get(str(code))
        swatch = mark.swatch if mark else None
        fill = LIGHT.colour(swatch) if swatch else LIGHT.raised
        path = outline(shape)
        quiet = _QUIET if ground.opened not in (None, code) else 1.0
        axes.add_artist(PathPatch(path, fc=fill, ec=line, lw=0.3, alpha=quiet, zorder=1))
        hatch, colour = hatching(swatch)
        if hatch:
            axes.add_artist(PathPatch(path, fc="none", ec=colour, hatch=hatch, lw=0, alpha=quiet, zorder=1.1))
    for mark_ in (mark_ for mark_ in ground.picture.outlines if mark_.ward in ground.seen.index):
        _outlined(axes, mark_, ground)


def _outlined(axes: Axes, mark: OutlineMark, ground: Ground) -> None:
    """Outline a ward that stands out, dark upon light, and pattern it in what its own colour is not."""
    path, ward = outline(ground.wards.geometry[mark.ward]), ground.picture.wards.get(mark.ward)
    colour = LIGHT.colour(ward.swatch) if ward else LIGHT.raised
    ink = LIGHT.casing if _dark(colour) else LIGHT.muted if mark.muted else LIGHT.edge
    wide = 0.7 if mark.muted else 1.1
    axes.add_artist(PathPatch(path, fc="none", ec=ink, hatch=PATTERNS[mark.development], lw=0, zorder=2))
    axes.add_artist(PathPatch(path, fc="none", ec=LIGHT.casing, lw=wide + 1.2, zorder=2.1))
    axes.add_artist(PathPatch(path, fc="none", ec=LIGHT.muted if mark.muted else LIGHT.edge, lw=wide, zorder=2.2))


def _dark(colour: str) -> bool:
    """Answer whether a pale pattern is read better on a colour than a dark one."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue < _HALF


def _names(axes: Axes, ground: Ground, canvas: FigureCanvasAgg, taken: Sequence[tuple[float, ...]]) -> None:
    """Write the names of wards where there is room, those of the highest classes first; none lies on another."""
    west, south, east, north = ground.window
    renderer, to_screen = canvas.get_renderer(), axes.transData  # type: ignore[no-untyped-call]
    boxes = [_on_screen(box, to_screen) for box in (*taken, *kept(ground))]
    frame = _on_screen((west, south, east, north), to_screen)
    for code in _ranked(ground):
        point = ground.wards.geometry[code].representative_point()
        weight = 700 if code == ground.opened else 500
        size = _LABEL * (1.5 if code == ground.opened else 1.0)
        text = axes.text(
            point.x, point.y - 1.4 * ground.metres_per_mm, str(ground.wards.at[code, "name"]),
            size=size, weight=weight, color=LIGHT.text, ha="center", va="top", zorder=6,
            bbox={"boxstyle": "round,pad=0.12", "fc": LIGHT.surface, "alpha": 0.8, "lw": 0},
        )  # fmt: skip
        box = text.get_window_extent(renderer).padded(1.5)
        mine = (box.x0, box.y0, box.x1, box.y1)
        if _inside(mine, frame) and not any(_meets(mine, other) for other in boxes):
            boxes.append(mine)
        else:
            text.remove()


def _ranked(ground: Ground) -> list[str]:
    """Order the wards by what is read first: the opened one, those outlined, the higher classes, the larger areas."""
    outlined = {mark.ward for mark in ground.picture.outlines}

    def rank(code: str) -> tuple[bool, bool, str, float]:
        mark = ground.picture.wards.get(code)
        known = mark.swatch if mark and mark.swatch.startswith("class") else ""
        return code == ground.opened, code in outlined, known, float(ground.wards.geometry[code].area)

    return sorted(map(str, ground.seen.index), key=rank, reverse=True)


def _on_screen(box: Sequence[float], transform: Any) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = transform.transform([(box[0], box[1]), (box[2], box[3])])
    return float(x0), float(y0), float(x1), float(y1)


def _meets(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(one: Sequence[float], frame: Sequence[float]) -> bool:
    return one[0] > frame[0] and one[1] > frame[1] and one[2] < frame[2] and one[3] < frame[3]
