"""What a file says, read back from its bytes: one reader for every format a briefing can be written as.

Text formats are read as prose, where a label is followed by its figure; formats made of tables as rows, where both
stand in one row and a number may be a number.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PdfReader

from gis import words
from gis.areas import Areas
from gis.briefing import pages
from gis.briefing.content import Briefing

HIDDEN: Final = ("<5", "ẩn")
_SHARE: Final = re.compile(r"\([\d.,]+%\)$")
_NUMBER: Final = re.compile(r"<?\d[\d.,]*%?")


def plain(text: object) -> str:
    """Text without spaces: where lines break says nothing."""
    return re.sub(r"\s+", "", str(text))


def spaced(text: str) -> str:
    """A pattern that finds a text wherever its lines break."""
    return r"\s*".join(map(re.escape, text))


def allowed(value: str) -> re.Pattern[str]:
    """What may stand in a file for a figure of the screen: the figure itself, or a mark where the file hides more.

    A share in brackets follows from two counts, and is left out where one of them is hidden.
    """
    share = _SHARE.search(plain(value))
    text, cut, parts = plain(value)[: share.start() if share else None], 0, list[str]()
    marks = "|".join(map(spaced, (*HIDDEN, words.NOTHING)))
    for found in _NUMBER.finditer(text):
        parts += [spaced(text[cut : found.start()]), f"(?:{spaced(found.group())}|{marks})"]
        cut = found.end()
    whole = r"\s*".join(part for part in [*parts, spaced(text[cut:])] if part)
    whole += rf"(?:\s*{spaced(share.group())})?" if share else ""
    return re.compile(f"(?:{whole}|{marks})")


@dataclass(frozen=True)
class Prose:
    """A text, in the order it is read."""

    text: str

    def tells(self, label: str, value: re.Pattern[str]) -> bool:
        """Answer whether a figure of this name and this value is told."""
        return re.search(rf"{spaced(plain(label))}\s*:?\s*(?:{value.pattern})(?!\d|[.,]\d)", self.text) is not None

    def tells_row(self, label: str, cells: Sequence[str]) -> bool:
        """Answer whether a row of this name is told with these cells, one after the other."""
        values = r"\s*".join(f"(?:{allowed(cell).pattern})" for cell in cells if plain(cell))
        return re.search(rf"{spaced(plain(label))}\s*{values}(?!\d|[.,]\d)", self.text) is not None


@dataclass(frozen=True)
class Rows:
    """Rows of cells, as their program gives them."""

    rows: tuple[tuple[Any, ...], ...]

    def tells(self, label: str, value: re.Pattern[str]) -> bool:
        """Answer whether a figure of this name and this value stands in one row."""
        named = (row for row in self.rows if any(plain(cell) == plain(label) for cell in row))
        return any(value.fullmatch(text) for row in named for cell in row for text in _texts(cell))

    def tells_row(self, label: str, cells: Sequence[str]) -> bool:
        """Answer whether a row of this name is told that begins with these cells."""
        values = [allowed(cell) for cell in cells]
        named = (row for row in self.rows if any(plain(cell) == plain(label) for cell in row))
        return any(
            all(
                any(value.fullmatch(text) for text in _texts(cell))
                for value, cell in zip(values, row[1:], strict=False)
            )
            for row in named
            if len(row) > len(cells)
        )


def _texts(cell: Any) -> Iterator[str]:
    """Answer how a cell may be read: as it stands, or as the screen would write its number."""
    yield plain(cell)
    if isinstance(cell, (int, float)):
        yield from (plain(words.number(cell, "vi", digits=digits)) for digits in (0, 1, 2))
        yield from (plain(words.percent(cell, "vi", digits=digits)) for digits in (0, 1))
    if isinstance(cell, str) and cell.isdigit():
        yield plain(words.number(int(cell), "vi"))


def _pdf(content: bytes) -> Prose:
    return Prose("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def _xlsx(content: bytes) -> Rows:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return Rows(tuple(tuple(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()))


def _csv(content: bytes) -> Rows:
    return Rows(tuple(map(tuple, csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))))


def _office(content: bytes) -> Prose:
    """Read the paragraphs of a DOCX or PPTX in the order they stand in it."""
    import zipfile  # noqa: PLC0415

    from lxml import etree  # noqa: PLC0415 # nosec B410 (files of our own)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        wanted = re.compile(r"ppt/slides/slide\d+\.xml|word/document\.xml")
        found = (name for name in archive.namelist() if wanted.fullmatch(name))
        parts = sorted(found, key=lambda name: (len(name), name))
        trees = [etree.fromstring(archive.read(name)) for name in parts]
    return Prose("\n".join(text for tree in trees for text in tree.itertext()))


READERS: Final[Mapping[str, Callable[[bytes], Prose | Rows]]] = {
    "pdf": _pdf,
    "xlsx": _xlsx,
    "csv": _csv,
    "pptx": _office,
    "docx": _office,
}
"""Format → who reads it back."""
DRAWN: Final = frozenset({"png"})
"""Formats in which nothing but dots is left: what they are drawn from is read instead, see `drawn`."""
WITHOUT_FIGURES: Final = frozenset({"gpkg"})
"""Formats that hold the wards of the map and no figure."""


def drawn(said: Briefing, areas: Areas, moment: dt.datetime) -> Prose:
    """Read what a picture is drawn from: the very page, set as a PDF."""
    compiler = pages._compiler(said, areas, pages._layout(said, "slide"), moment)
    return _pdf(bytes(compiler.compile(format="pdf", timestamp=int(moment.timestamp()))))
