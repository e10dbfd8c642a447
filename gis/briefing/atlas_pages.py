"""The pages of an atlas, set by Typst: title page, contents with page numbers and links, one page a ward.

As with all pages, nothing is taken from the machine and no clock is asked: the same atlas for the same moment has the
same bytes. What a page lacks in height is made up by drawing all of it smaller, so that a sheet is always one page.

Maps are drawn as sheets come in and all is set at the end, so that whoever gathers the sheets need not wait for that:
`gis.briefing.bindery` does it in a process of its own.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

from gis.areas import Areas
from gis.briefing import atlas_words, formats
from gis.briefing.atlas import Atlas, Progress
from gis.briefing.formats import Way
from gis.briefing.pages import qr
from gis.maps import paper
from gis.maps.paper import Sheet
from gis.maps.picture import MapPicture

_SOURCE: Final = Path(__file__).with_name("atlas.typ")
_MAPS: Final[Mapping[str, Sheet]] = {"A4": Sheet(178, 86, 48), "A4-landscape": Sheet(150, 84, 46)}
"""Paper → the map of a sheet on it, in millimetres."""


class Pages:
    """The pages of one atlas while they are made.

    Parameters
    ----------
    areas
        The wards of its maps.
    size
        One of `gis.briefing.formats.PAPERS`.

    Raises
    ------
    RequestError
        There is no such paper.
    AreasError
        The packaged typeface is not installed.
    """

    def __init__(self, areas: Areas, size: str) -> None:
        formats.check(Way("pdf", size))
        self._folders = sorted({str(Path(file).parent) for file in paper.fonts()})
        self._areas, self._size = areas, size
        self._drawn: dict[str, bytes] = {}
        self._count = 0

    def draw(self, picture: MapPicture | None, link: str) -> None:
        """Draw the map of the next sheet, and the code that leads to its screen."""
        drawing = paper.svg(picture, self._areas, _MAPS[self._size]) if picture else b"<svg/>"
        self._drawn |= {f"map-{self._count}.svg": drawing, f"qr-{self._count}.svg": qr(link)}
        self._count += 1

    def bound(self, words: Mapping[str, Any], moment: dt.datetime) -> bytes:
        """Set all pages.

        Parameters
        ----------
        words
            What `gis.briefing.atlas_words.words` answered, of as many sheets as were drawn.
        moment
            When it is exported, with its time zone.

        Returns
        -------
        PDF/UA-1 with tags and an outline; the same bytes for the same arguments.
        """
        made = self._compiler(words)
        return bytes(made.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(moment.timestamp())))

    def looked_at(self, words: Mapping[str, Any], ppi: float) -> list[bytes]:
        """Set all pages as PNG, one a page, for a look; see `bound`."""
        return [bytes(page) for page in self._compiler(words).compile(format="png", ppi=ppi)]

    def _compiler(self, words: Mapping[str, Any]) -> Any:
        told = {**words, "family": paper.FAMILY, "map_width": _MAPS[self._size].wide}
        given: Any = {
            "main.typ": _SOURCE.read_bytes(),
            "cover.svg": qr(words["link"]),
            "atlas.json": json.dumps(told, ensure_ascii=False).encode(),
            **self._drawn,
        }
        return typst.Compiler(input=given, font_paths=self._folders, ignore_system_fonts=True)


def written(atlas: Atlas, areas: Areas, *, size: str = "A4", moment: dt.datetime, progress: Progress) -> bytes:
    """Write an atlas in this very process; arguments and answer as for `Pages`."""
    return _drawn(atlas, areas, size, progress).bound(atlas_words.words(atlas, size, moment), moment)


def drawn(atlas: Atlas, areas: Areas, *, size: str, moment: dt.datetime, ppi: float) -> list[bytes]:
    """Draw the pages of an atlas as pictures, for a look; see `written`."""
    made = _drawn(atlas, areas, size, lambda *_: None)
    return made.looked_at(atlas_words.words(atlas, size, moment), ppi)


def _drawn(atlas: Atlas, areas: Areas, size: str, progress: Progress) -> Pages:
    made = Pages(areas, size)
    for place, one in enumerate(atlas.pages, 1):
        made.draw(one.picture, one.link)
        progress(place, len(atlas.pages))
    return made
