"""What every kind of briefing says around what it is about: place, day, filters in words, sources, mark, link."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from gis.briefing import notes
from gis.briefing.content import MARKS, Briefing, Kind
from gis.briefing.reading import Reading
from gis.errors import RequestError
from gis.screens import SCREENS
from gis.view import View

STEMS: Final[Mapping[Kind, str]] = {
    "overview": "ban-do",
    "ward": "phieu-dia-ban",
    "project": "phieu-du-an",
    "duties": "viec-can-lam",
    "hotspots": "doi-thoai-som",
    "pack": "truoc-cuoc-hop",
    "monthly": "bao-cao-ky",
}
"""Kind → how the names of its files begin."""
_LONGEST: Final = 60
"""So many letters of a place stand in the name of a file."""


@dataclass(frozen=True)
class Asked:
    """What somebody chose for a paper, beside what it is about.

    Parameters
    ----------
    mark
        One of `gis.briefing.content.MARKS`.
    address
        Where the product is opened, such as ``"https://bando.example.vn"``; stands before the link.
    case_level
        Whether single cases may stand in it; asked for with a reason, and only under the mark ``"internal"``.
    """

    mark: str = "none"
    address: str = ""
    case_level: bool = False

    def warnings(self, reading: Reading) -> tuple[str, ...]:
        """Answer what must be said on a paper that tells of single cases; nothing on any other."""
        return (reading.say("briefing.case_level"),) if self.case_level else ()


def known_mark(mark: str) -> str:
    """Answer a mark that there is.

    Raises
    ------
    RequestError
        There is no such mark; the message lists those there are.
    """
    if mark not in MARKS:
        raise RequestError("briefing.no_mark", mark=mark, marks=", ".join(MARKS))
    return mark


def framed(
    kind: Kind, about: Reading, asked: Asked, *, place: str, shown: View, screen: str, mapped: bool = True
) -> Briefing:
    """Answer a briefing that says what every kind says, and has no filters in words, figure, map or table yet.

    Parameters
    ----------
    kind
        Which paper it is.
    about
        Whose period and place are told.
    asked
        What was chosen for it.
    place
        The place it is about.
    shown
        The view its link restores.
    screen
        The file of the screen its link opens, such as ``"map.py"``.
    mapped
        Whether it has a map, whose colours are explained then.
    """
    say = about.say
    return Briefing(
        kind=kind,
        language=about.language,
        title=say(f"briefing.title.{kind}"),
        unit=about.situation.areas.province_name,
        place=place,
        as_of=say("map.as_of", day=about.view.day),
        period=say("briefing.period", days=about.period_words),
        filters="",
        hints=tuple(notes.hints(about)),
        figures=(),
        basis="",
        picture=None,
        paragraphs=(),
        blocks=(),
        reasons=(),
        tables=(),
        sources=notes.sources(about),
        method=" ".join(say(f"briefing.{name}") for name in (("method", "method_map") if mapped else ("method",))),
        note=say("access.note", n=about.desk.suppress_below),
        mark=say("briefing.mark.internal") if asked.mark == "internal" else "",
        link=_link(screen, shown, asked.address),
        data=about.situation.snapshot.digest[:16],
        demo=about.demo,
        file=f"{STEMS[kind]}_{slug(place)}_{about.stamp}",
    )


def chosen_place(reading: Reading) -> str:
    """Name the one place that is chosen, or the reader's own name of several; the province where none is."""
    filters = reading.view.filters
    chosen = [("ward", code) for code in filters.ward] + [("district", code) for code in filters.district]
    named = reading.name(*chosen[0]) if len(chosen) == 1 else filters.area
    return named or reading.situation.areas.province_name


def slug(name: str) -> str:
    """Answer a name as it stands in the name of a file: ``phuong-hong-ha``, in ASCII and not too long."""
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(
        letter if letter.isascii() and letter.isalnum() else " " for letter in bare if not unicodedata.combining(letter)
    )
    return "-".join(letters.lower().split())[:_LONGEST].strip("-") or "tat-ca"


def _link(file: str, view: View, address: str) -> str:
    path = next(screen.path for screen in SCREENS if screen.file == file)
    return f"{address.rstrip('/')}/{path}?{urlencode(view.to_query(), doseq=True)}"
