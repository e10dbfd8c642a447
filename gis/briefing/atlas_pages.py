"""The pages of an atlas, set by Typst: title page, contents with page numbers and links, one page a ward.

As with all pages, nothing is taken from the machine and no clock is asked: the same atlas for the same moment has the
same bytes. What a page lacks in height is made up by drawing all of it smaller, so that a sheet is always one page.

Maps are drawn as sheets come in and all is set at the end, so that whoever gathers the sheets need not wait for that:
`gis.briefing.press` does it in a process of its own, which is why this module loads nothing that tells figures.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any, Final

import typst

from gis.areas import Areas
from gis.briefing import link_code
from gis.maps import paper
from gis.maps.paper import Sheet
from gis.maps.picture import MapPicture

_SOURCE: Final = Path(__file__).with_name("atlas.typ")
_MAPS: Final[Mapping[str, Sheet]] = {"A4": Sheet(178, 86, 48), "A4-landscape": Sheet(150, 84, 46)}
"""Paper → the map of a sheet on it, in millimetres."""
_MASK: Final = 2
"""One pattern for the codes of all sheets: to find the best of each takes a quarter of the time of drawing them all."""
_HIGH: Final = re.compile(r"too high: ([\d ]+)")
"""How the template names sheets that need more than their page though nobody took them for high. To measure all of them
first would take as much memory and time again as to set them, for the few that need it."""


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
    AreasError
        The packaged typeface is not installed.
    """

    def __init__(self, areas: Areas, size: str) -> None:
        self._folders = sorted({str(Path(file).parent) for file in paper.fonts()})
        self._areas, self._size = areas, size
        self._drawn: dict[str, bytes] = {}
        self._count = 0

    def draw(self, picture: MapPicture | None, link: str) -> None:
        """Draw the map of the next sheet, and the code that leads to its screen."""
        drawing = paper.svg(picture, self._areas, _MAPS[self._size]) if picture else b"<svg/>"
        self._drawn |= {f"map-{self._count}.svg": drawing, f"qr-{self._count}.svg": _code(link)}
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
        try:
            return self._set(words, moment)
        except typst.TypstError as error:
            high = _HIGH.search(str(error))
            if high is None:
                raise
            return self._set(_shrunk(words, {int(place) for place in high[1].split()}), moment)

    def _set(self, words: Mapping[str, Any], moment: dt.datetime) -> bytes:
        made = self._compiler(words)
        return bytes(made.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(moment.timestamp())))

    def _compiler(self, words: Mapping[str, Any]) -> Any:
        told = {**words, "family": paper.FAMILY, "map_width": _MAPS[self._size].wide}
        given: Any = {
            "main.typ": _SOURCE.read_bytes(),
            "cover.svg": _code(words["link"]),
            "atlas.json": json.dumps(told, ensure_ascii=False).encode(),
            **self._drawn,
        }
        return typst.Compiler(input=given, font_paths=self._folders, ignore_system_fonts=True)


def _code(link: str) -> bytes:
    return link_code.svg(link, mask=_MASK)


def _shrunk(words: Mapping[str, Any], high: Container[int]) -> dict[str, Any]:
    """Say of some more sheets that they are high."""
    sheets = [{**sheet, "high": sheet["high"] or place in high} for place, sheet in enumerate(words["sheets"])]
    return {**words, "sheets": sheets}
