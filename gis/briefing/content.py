"""A briefing: all that one paper says, in plain values and one language, whatever it is written as.

It is built from a *reading that leaves the building* (`gis.briefing.leaving`) with the very functions the pages use, so
its figures are the figures of the screen as somebody sees them who may see no small counts. Renderers only draw it.

Its *digest* names what it says: the same data, filters, page, language and mark give the same digest, whenever it is
written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from typing import Final, Literal, get_args
from urllib.parse import urlencode

from gis.briefing import changes, notes, pictures, sheet_blocks
from gis.briefing.key_figures import KeyFigure, key_counts, key_figures
from gis.briefing.reading import Reading, clock
from gis.briefing.sheet_blocks import Block
from gis.briefing.told import Seen
from gis.briefing.ward_list import Table, beside_totals, told_elsewhere, ward_list
from gis.errors import RequestError
from gis.insight import overview, sheets, wards
from gis.maps.picture import MapPicture
from gis.screens import SCREENS
from gis.view import Sheet, SheetKind
from gis.words import Language

Kind = Literal["overview", "ward", "project"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Mark = Literal["none", "internal"]
MARKS: Final[tuple[Mark, ...]] = get_args(Mark)

_FILES: Final[Mapping[Kind, str]] = {"overview": "ban-do", "ward": "phieu-dia-ban", "project": "phieu-du-an"}
_LONGEST: Final = 60
"""So many letters of a place stand in the name of a file."""


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
        The map.
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
    picture: MapPicture
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
        plain = asdict(replace(self, picture=MapPicture(self.language, "", "", {}))) | {"picture": self.picture.digest}
        text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=sorted)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def exported(self, moment: dt.datetime) -> str:
        """Write the moment of the export with its zone: ``08:00 03/10/2026 (UTC+7)``."""
        return f"{clock(moment)} (UTC+7)"


def briefing(kind: str, reading: Reading, *, mark: str = "none", address: str = "") -> Briefing:
    """Build a briefing.

    Parameters
    ----------
    kind
        One of `KINDS`.
    reading
        Who reads what; a sheet needs a view with its ward or project open, or chosen alone.
    mark
        One of `MARKS`.
    address
        Where the product is opened, such as ``"https://bando.example.vn"``; stands before the link.

    Returns
    -------
    Plain values, the same for the same reading.

    Raises
    ------
    RequestError
        There is no such kind or mark, or a sheet lacks its ward or project.
    """
    if kind not in KINDS:
        raise RequestError("briefing.no_kind", kind=kind, kinds=", ".join(KINDS))
    if mark not in MARKS:
        raise RequestError("briefing.no_mark", mark=mark, marks=", ".join(MARKS))
    return _MAKERS[kind](reading, mark, address)


def file_name(kind: Kind, reading: Reading) -> str:
    """Answer how the name of a briefing's file begins, before the briefing is made: unit, kind and day, in ASCII.

    Raises
    ------
    RequestError
        A sheet lacks its ward or project.
    """
    place = _place(reading) if kind == "overview" else reading.name(kind, _only(kind, reading))
    return f"{_FILES[kind]}_{slug(place)}_{reading.stamp}"


def _overview(reading: Reading, mark: str, address: str) -> Briefing:
    closed = _opening(reading, None)
    table = wards.table(closed.selection, closed.period)
    counts = key_counts(overview.figures(closed.selection, closed.period), closed)
    beside = beside_totals(counts, table, closed)
    picture = pictures.picture(table, closed)
    made = _made("overview", closed, closed, picture, mark, address, place=_place(closed), beside=beside)
    return replace(made, tables=ward_list(table, closed, without=told_elsewhere(counts)))


def _sheet(kind: SheetKind, reading: Reading, mark: str, address: str) -> Briefing:
    """Build the sheet of one ward or project: what the page says beside the map, with the figures of that one alone."""
    sheet = _opening(reading, Sheet(kind, _only(kind, reading)))
    filters = sheets.narrowed(sheet.view.filters, sheet.view.sheet)
    alone = replace(sheet, view=replace(sheet.view, filters=filters))
    around = replace(sheet, view=replace(sheet.view, filters=filters.without(kind)))
    table = wards.table(around.selection, around.period)
    told = sheet_blocks.paper(alone)
    picture = pictures.picture(table, around)
    made = _made(kind, alone, sheet, picture, mark, address, place=told.title, beside=told.counts)
    hints = (told.note, *made.hints) if told.note else made.hints
    return replace(made, blocks=told.blocks, reasons=told.reasons, hints=hints)


def _opening(reading: Reading, sheet: Sheet | None) -> Reading:
    return replace(reading, view=reading.view.at_rest().opening(sheet))


def _only(kind: SheetKind, reading: Reading) -> str:
    """Answer the code of the ward or project that lies open, or that alone is chosen."""
    sheet, chosen = reading.view.sheet, getattr(reading.view.filters, kind)
    if sheet and sheet.kind == kind:
        return sheet.code
    if len(chosen) != 1:
        raise RequestError(f"briefing.no_{kind}", n=len(chosen))
    return str(chosen[0])


def _place(reading: Reading) -> str:
    """Name the one place that is chosen, or the reader's own name of several; the province where none is."""
    filters = reading.view.filters
    chosen = [("ward", code) for code in filters.ward] + [("district", code) for code in filters.district]
    named = reading.name(*chosen[0]) if len(chosen) == 1 else filters.area
    return named or reading.situation.areas.province_name


def _made(
    kind: Kind,
    about: Reading,
    linked: Reading,
    picture: MapPicture,
    mark: str,
    address: str,
    *,
    place: str,
    beside: Seen,
) -> Briefing:
    """Say what every kind says.

    Parameters
    ----------
    kind, mark, address
        As for `briefing`.
    about
        Whose figures they are.
    linked
        Whose view the link restores.
    picture
        The map.
    place
        The place it is about.
    beside
        The counts of its figures, looked at with all others that stand beside them.
    """
    say, areas = about.say, about.situation.areas
    now = overview.figures(about.selection, about.period)
    earlier = changes.earlier(about, overview.figures)
    return Briefing(
        kind=kind,
        language=about.language,
        title=say(f"briefing.title.{kind}"),
        unit=areas.province_name,
        place=place,
        as_of=say("map.as_of", day=about.view.day),
        period=say("briefing.period", days=about.period_words),
        filters=notes.sentence(about) + ".",
        hints=tuple(notes.hints(about)),
        figures=key_figures(now, earlier, about, beside=beside),
        basis=changes.basis(earlier, about),
        picture=picture,
        blocks=(),
        reasons=(),
        tables=(),
        sources=notes.sources(about),
        method=say("briefing.method", n=about.desk.suppress_below),
        note=say("access.note", n=about.desk.suppress_below),
        mark=say("briefing.mark.internal") if mark == "internal" else "",
        link=_link("map.py", linked, address),
        data=about.situation.snapshot.digest[:16],
        demo=about.demo,
        file=f"{_FILES[kind]}_{slug(place)}_{about.stamp}",
    )


def _link(file: str, reading: Reading, address: str) -> str:
    path = next(screen.path for screen in SCREENS if screen.file == file)
    return f"{address.rstrip('/')}/{path}?{urlencode(reading.view.to_query(), doseq=True)}"


def slug(name: str) -> str:
    """Answer a name as it stands in the name of a file: ``phuong-hong-ha``, in ASCII and not too long."""
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(
        letter if letter.isascii() and letter.isalnum() else " " for letter in bare if not unicodedata.combining(letter)
    )
    return "-".join(letters.lower().split())[:_LONGEST].strip("-") or "tat-ca"


_MAKERS: Final[Mapping[str, Callable[[Reading, str, str], Briefing]]] = {
    "overview": _overview,
    "ward": partial(_sheet, "ward"),
    "project": partial(_sheet, "project"),
}
