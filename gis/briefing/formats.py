"""What a briefing can be written as, and the one door to whoever writes it.

The writers stand apart: the programs that set, draw and pack take half a second and 35 MB to load, so they are loaded
by whoever first writes a briefing, and not by those who only choose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast, get_args

from gis.areas import Areas, files
from gis.briefing.content import Briefing
from gis.errors import AreasError, RequestError

Format = Literal["pdf", "png", "pptx", "docx", "xlsx", "csv", "gpkg"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
Paper = Literal["A4", "A4-landscape"]
PAPERS: Final[tuple[Paper, ...]] = get_args(Paper)
Body = Literal["state", "party"]
BODIES: Final[tuple[Body, ...]] = get_args(Body)
MIME: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "gpkg": "application/geopackage+sqlite3",
}


@dataclass(frozen=True)
class Way:
    """How a briefing is written.

    Parameters
    ----------
    fmt
        One of `FORMATS`.
    size
        One of `PAPERS`, for a PDF; every other format has its own.
    body
        One of `BODIES`, for a DOCX: which kind of body signs it.
    """

    fmt: str = "pdf"
    size: str = "A4"
    body: str = "state"


def check(way: Way) -> None:
    """Refuse a format, a paper or a kind of body that there is not.

    Raises
    ------
    RequestError
        There is no such thing; the message lists those there are.
    """
    if way.fmt not in FORMATS:
        raise RequestError("briefing.no_format", format=way.fmt, formats=", ".join(FORMATS))
    if way.size not in PAPERS:
        raise RequestError("briefing.no_paper", paper=way.size, papers=", ".join(PAPERS))
    if way.body not in BODIES:
        raise RequestError("briefing.no_body", body=way.body, bodies=", ".join(BODIES))


def written(briefing: Briefing, areas: Areas, way: Way, *, moment: dt.datetime) -> bytes:
    """Write a briefing.

    Parameters
    ----------
    briefing
        What it says.
    areas
        The wards of its map.
    way
        How it is written.
    moment
        When it is exported, with its time zone.

    Returns
    -------
    The content of the file; the same bytes for the same arguments.

    Raises
    ------
    RequestError
        There is no such format, paper or kind of body, or the briefing has nothing to be written so.
    AreasError
        The packaged typeface is not installed.
    """
    check(way)
    return _WRITERS[way.fmt](briefing, areas, way, moment)


def save(file: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    RequestError
        It cannot be written; nothing was changed.
    """
    try:
        files.write(file, content)
    except AreasError as error:
        raise RequestError(
            "briefing.closed", file=error.phrase.values["file"], reason=error.phrase.values["reason"]
        ) from error


# ruff: noqa: PLC0415 — loaded by whoever first writes
def _page(briefing: Briefing, areas: Areas, way: Way, moment: dt.datetime) -> bytes:
    from gis.briefing import pages

    return pages.written(briefing, areas, fmt=way.fmt, size=way.size, moment=moment)


def _slides(briefing: Briefing, areas: Areas, _: Way, moment: dt.datetime) -> bytes:
    from gis.briefing import slides

    return slides.written(briefing, areas, moment=moment)


def _official(briefing: Briefing, areas: Areas, way: Way, moment: dt.datetime) -> bytes:
    from gis.briefing import official

    return official.written(briefing, areas, body=cast("Body", way.body), moment=moment)


def _workbook(briefing: Briefing, areas: Areas, _: Way, moment: dt.datetime) -> bytes:
    from gis.briefing import workbook

    return workbook.written(briefing, areas, moment=moment)


def _csv(briefing: Briefing, _: Areas, __: Way, moment: dt.datetime) -> bytes:
    from gis.briefing import csv_file

    return csv_file.written(briefing, moment=moment)


def _layer(briefing: Briefing, areas: Areas, _: Way, moment: dt.datetime) -> bytes:
    from gis.briefing import map_layer

    return map_layer.written(briefing, areas, moment=moment)


_WRITERS: Final[Mapping[str, Callable[[Briefing, Areas, Way, dt.datetime], bytes]]] = {
    "pdf": _page,
    "png": _page,
    "pptx": _slides,
    "docx": _official,
    "xlsx": _workbook,
    "csv": _csv,
    "gpkg": _layer,
}
