"""What a briefing can be written as.

Apart from `gis.briefing.pages`, which sets and draws it: the programs for that take half a second and 35 MB to load, so
they are loaded by whoever first writes a briefing, and not by those who only choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from gis.errors import RequestError

Format = Literal["pdf", "png"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
Paper = Literal["A4", "A4-landscape"]
PAPERS: Final[tuple[Paper, ...]] = get_args(Paper)
MIME: Final[Mapping[Format, str]] = {"pdf": "application/pdf", "png": "image/png"}


def check(fmt: str, size: str) -> None:
    """Refuse a format or a paper that there is not.

    Raises
    ------
    RequestError
        There is no such format or paper; the message lists those there are.
    """
    if fmt not in FORMATS:
        raise RequestError("briefing.no_format", format=fmt, formats=", ".join(FORMATS))
    if size not in PAPERS:
        raise RequestError("briefing.no_paper", paper=size, papers=", ".join(PAPERS))
