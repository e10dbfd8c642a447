"""A picture: everything one map draws, in plain values and one language.

Pages and briefings build a picture from answers of ``insight``; the screen (`gis.maps.layers`) and paper draw it. It
holds text as it will be read and *swatches* (`gis.maps.palette`) instead of colours. Its `MapPicture.digest` names it:
two pictures that differ anywhere differ there.

Cases come aggregated: a circle is never one case unless one is all there is, and there are at most `MOST_CIRCLES`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, Literal, get_args

from gis.maps.classes import NO_DATA, TOO_FEW, Classes
from gis.maps.palette import FILLING, LIGHT, swatches
from gis.words import Language, say

Layer = Literal["wards", "projects", "sites", "circles"]
Kind = Literal["ward", "project", "site", "circle"]
Shape = Literal["area", "square", "house", "circle", "outline"]
Development = Literal["new", "intensifying", "diminishing", "persistent", "sporadic"]

LAYERS: Final[tuple[Layer, ...]] = ("wards", "projects", "sites", "circles")
MOST_CIRCLES: Final = 600
"""More circles than this are a mistake in the aggregation, not a bigger picture: what is sent stays flat."""
DEVELOPMENTS: Final[tuple[Development, ...]] = get_args(Development)
_SWATCHES: Final = frozenset(swatches(LIGHT))


@dataclass(frozen=True)
class WardMark:
    """How one ward is drawn.

    Parameters
    ----------
    swatch
        Its class: ``"class-0"`` to ``"class-4"``, ``"no-data"`` or ``"too-few"``.
    label
        Its value as it is read beside its name: ``"12 vụ việc"``.
    """

    swatch: str
    label: str


@dataclass(frozen=True)
class Circle:
    """Cases near one another, as one circle.

    Parameters
    ----------
    id
        Stable name, answered when it is clicked.
    lat, lon
        Centre in degrees (EPSG:4326).
    n
        Number of cases; the circle's area follows it.
    swatch
        ``"case-open"``, ``"case-soon"`` or ``"case-overdue"``.
    tooltip
        What is read when it is pointed at; lines are parted by line feeds.
    """

    id: str
    lat: float
    lon: float
    n: int
    swatch: str
    tooltip: str


@dataclass(frozen=True)
class ProjectMark:
    """A project, as a symbol and, where it is known, its footprint.

    Parameters
    ----------
    id, lat, lon, tooltip
        As for `Circle`.
    swatch
        Its stage: ``"stage-paying"`` …
    size
        1 small, 2 middle, 3 a key project.
    footprint
        GeoJSON geometry (line or polygon) in EPSG:4326, already simplified.
    """

    id: str
    lat: float
    lon: float
    swatch: str
    tooltip: str
    size: int = 1
    footprint: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class GatheredMark:
    """The projects of one ward as one symbol at the ward's point; whoever draws knows the ward's name and place.

    Parameters
    ----------
    ward
        Code of the ward.
    swatch, size
        As for `ProjectMark`.
    words
        What is read under the ward's name when it is pointed at.
    """

    ward: str
    swatch: str
    words: str
    size: int = 1


@dataclass(frozen=True)
class SiteMark:
    """A resettlement site; its swatch is its readiness, such as ``"site-ready"``."""

    id: str
    lat: float
    lon: float
    swatch: str
    tooltip: str


@dataclass(frozen=True)
class OutlineMark:
    """A ward that stands out: an outline whose pattern tells how, with words beside it.

    Parameters
    ----------
    ward
        Code of the ward.
    development
        What becomes of it; decides the pattern.
    words
        What is written under the ward's name.
    muted
        Whether it rests on poor data, and is drawn so.
    """

    ward: str
    development: Development
    words: str
    muted: bool = False


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend.

    Parameters
    ----------
    swatch
        What it explains.
    label
        Its words.
    n
        How many wards, projects … are drawn so; ``None`` where a number says nothing.
    shape
        The shape it is drawn with.
    """

    swatch: str
    label: str
    n: int | None = None
    shape: Shape = "area"


@dataclass(frozen=True)
class LegendSection:
    """Lines of the legend under one heading."""

    title: str
    entries: tuple[LegendEntry, ...]


@dataclass(frozen=True)
class MapPicture:
    """Everything one map draws.

    Parameters
    ----------
    language
        Of every text in it.
    title
        What the colours measure.
    as_of
        Up to which day: ``"Số liệu đến ngày 30/09/2026"``.
    wards
        Ward code → how it is drawn; a ward that is missing here lies outside what was chosen and is drawn plain.
    legend
        Sections from top to bottom.
    circles, gathered, projects, sites
        What lies upon the wards, lowest first.
    outlines
        Wards that stand out.
    selected
        (kind, id) of what is open in a sheet.
    layers
        Which layers show.
    focus
        West, south, east, north in degrees: the map goes there once when this changes; ``None`` leaves the view alone.
    demo
        Whether any invented row is in view.
    approximate_label
        The words about approximate boundaries; empty where they are official.
    attribution
        Where the boundaries come from.
    """

    language: Language
    title: str
    as_of: str
    wards: Mapping[str, WardMark]
    legend: tuple[LegendSection, ...] = ()
    circles: tuple[Circle, ...] = ()
    gathered: tuple[GatheredMark, ...] = ()
    projects: tuple[ProjectMark, ...] = ()
    sites: tuple[SiteMark, ...] = ()
    outlines: tuple[OutlineMark, ...] = ()
    selected: frozenset[tuple[Kind, str]] = frozenset()
    layers: frozenset[Layer] = frozenset(LAYERS)
    focus: tuple[float, float, float, float] | None = None
    demo: bool = False
    approximate_label: str = ""
    attribution: str = ""

    def __post_init__(self) -> None:
        """Refuse a picture that could not be drawn.

        Raises
        ------
        ValueError
            A swatch does not exist, or there are too many circles: mistakes in the code.
        """
        families = (self.wards.values(), self.circles, self.gathered, self.projects, self.sites)
        unknown = {mark.swatch for family in families for mark in family} - _SWATCHES
        if unknown:
            raise ValueError(f"expected swatches of gis.maps.palette, got {sorted(unknown)}")
        if len(self.circles) > MOST_CIRCLES:
            raise ValueError(f"expected at most {MOST_CIRCLES} circles, got {len(self.circles)}: aggregate further")

    @cached_property
    def digest(self) -> str:
        """Name of the picture: 16 hexadecimal digits over everything it holds."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def alt(self) -> str:
        """What the map shows, for those who listen: title, day, numbers of what is drawn."""
        return say(
            "maps.alt_outlined" if self.outlines else "maps.alt",
            self.language,
            **({"outlines": len(self.outlines)} if self.outlines else {}),
            title=self.title,
            as_of=self.as_of,
            wards=len(self.wards),
            projects=len(self.gathered) + len(self.projects) if "projects" in self.layers else 0,
            sites=len(self.sites) if "sites" in self.layers else 0,
            circles=len(self.circles) if "circles" in self.layers else 0,
        )


def _plain(value: Any) -> Any:
    """Answer what a picture holds as JSON writes it; `dataclasses.asdict` would copy all of it, three times as long."""
    return sorted(value) if isinstance(value, frozenset) else vars(value)


def ward_marks(classes: Classes, labels: Mapping[str, str]) -> dict[str, WardMark]:
    """Join each ward's class and its words.

    Parameters
    ----------
    classes
        Of the measure, by ward.
    labels
        Ward code → its value as it is read.
    """
    return {str(ward): WardMark(classes.swatch(int(place)), labels[str(ward)]) for ward, place in classes.index.items()}


def measure_section(classes: Classes, *, title: str, language: Language, few: str = "too_few") -> LegendSection:
    """Explain a measure's colours, highest class first, then "not enough data" and "no data" where they occur.

    Parameters
    ----------
    classes
        How the wards fall into classes.
    title, language
        What the measure is called, in the reader's language.
    few
        Phrase for the wards of which nothing is told: ``"too_few"`` data, or ``"hidden"`` from the reader.
    """
    names = classes.labels(language)
    entries = [
        LegendEntry(classes.swatch(place), names[place], classes.n[place]) for place in reversed(range(classes.count))
    ]
    for place, n, key in ((TOO_FEW, classes.too_few, few), (NO_DATA, classes.no_data, "no_data")):
        if n:
            entries.append(LegendEntry(classes.swatch(place), say(f"maps.{key}", language), n))
    return LegendSection(title, tuple(entries))


def filling(swatch: str) -> int:
    """Answer how full the symbol of a stage's swatch is drawn, in per cent; 100 for any other swatch."""
    return FILLING.get(swatch.removeprefix("stage-").replace("-", "_"), 100)
