"""The map of a briefing as an image, for files that hold no drawing; and the code that leads back to the view."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import segno
import typst

from gis.areas import Areas
from gis.maps import paper
from gis.maps.palette import LIGHT
from gis.maps.paper import Sheet
from gis.maps.picture import MapPicture


def png(picture: MapPicture, areas: Areas, sheet: Sheet, *, ppi: float = 200) -> bytes:
    """Draw a map as an image.

    Parameters
    ----------
    picture, areas, sheet
        As for `gis.maps.paper.svg`: the very drawing of the pages.
    ppi
        Pixels to an inch.

    Returns
    -------
    PNG; the same bytes for the same arguments.
    """
    page = f'#set page(width: {sheet.wide}mm, height: {sheet.high}mm, margin: 0mm)\n#image("drawn.svg", width: 100%)'
    sources: Any = {"main.typ": page.encode(), "drawn.svg": paper.svg(picture, areas, sheet)}
    folders = sorted({str(Path(file).parent) for file in paper.fonts()})
    compiler: Any = typst.Compiler(input=sources, font_paths=folders, ignore_system_fonts=True)
    return bytes(compiler.compile(format="png", ppi=ppi))


def code(link: str) -> bytes:
    """Draw a QR code of a link as PNG."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=8, border=1, dark=LIGHT.text)
    return out.getvalue()
