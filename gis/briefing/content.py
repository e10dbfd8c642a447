"""A briefing: all that one paper says, in plain values and one language, whatever it is written as.

It is built from a *reading that leaves the building* (`gis.briefing.leaving`) with the very functions the pages use, so
its figures are the figures of the screen as somebody sees them who may see no small counts. Renderers only draw it;
`gis.briefing.kinds` makes every kind of it.

Its *digest* names what it says: the same data, filters, page, language and mark give the same digest, whenever it is
written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Final, Literal, get_args

from gis.briefing.key_figures import KeyFigure
from gis.briefing.paper_table import Table
from gis.briefing.reading import clock
from gis.briefing.sheet_blocks import Block
from gis.maps.picture import MapPicture
from gis.words import Language

Kind = Literal["overview", "ward", "project", "duties", "hotspots", "pack", "monthly"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Mark = Literal["none", "internal"]
MARKS: Final[tuple[Mark, ...]] = get_args(Mark)


@dataclass(frozen=True)
class Briefing:
    """What a paper says.

    Parameters
    ----------
    kind, language
        Which paper it is, and of every text in it.
    title, unit, place
        What it is about; whose province; the place, or all of them.
    as_of, period
        Up to which day; over which period, both as they are read.
    filters, hints
        What is chosen, in words; what of it does not narrow everything.
    figures, basis
        The figures, and what their changes stand on.
    picture
        The map; None where there is none.
    paragraphs
        Sentences before everything else; empty where the figures speak. Where there is nothing to tell, they say so.
    blocks, reasons
        What a place's sheet says, and why it asks for attention; empty on other papers.
    tables
        From the shortest, which stands beside the map, to the annex.
    sources, method, note
        Where the figures come from; how they are made; what the marks in the place of small counts mean.
    mark
        The mark on the paper: "Lưu hành nội bộ", or empty.
    link
        Address that restores the view.
    data
        Digest of the records it tells of.
    demo
        Whether any invented row is in it.
    file
        How the name of its file begins, in ASCII.
    """

    kind: Kind
    language: Language
    title: str
    unit: str
    place: str
    as_of: str
    period: str
    filters: str
    hints: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    basis: str
    picture: MapPicture | None
    paragraphs: tuple[str, ...]
    blocks: tuple[Block, ...]
    reasons: tuple[str, ...]
    tables: tuple[Table, ...]
    sources: tuple[str, ...]
    method: str
    note: str
    mark: str
    link: str
    data: str
    demo: bool
    file: str

    @cached_property
    def digest(self) -> str:
        """Name of what it says: 16 hexadecimal digits."""
        plain = asdict(replace(self, picture=None)) | {"picture": self.picture.digest if self.picture else ""}
        text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=sorted)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def lines(self) -> int:
        """How many rows its tables hold, for the audit trail."""
        return sum(len(table.rows) for table in self.tables)

    def exported(self, moment: dt.datetime) -> str:
        """Write the moment of the export with its zone: ``08:00 03/10/2026 (UTC+7)``."""
        return f"{clock(moment)} (UTC+7)"
