"""Words on screen: every phrase in Vietnamese and English together, and how numbers, dates and money are written.

A *phrase* is a pair of texts under one dotted key. The texts stand in ``gis/phrases/*.toml``, one file per room of the
house; the file's name is the first part of the key. ``say("view.as_of", "vi")`` answers the text. A phrase may hold
``{named}`` places; what fills them is written as that language writes it, so callers pass numbers and dates, not text.
A place may choose between words by a number: ``{n} {n:case|cases}`` is "1 case" and "2 cases".

A *language* is ``"vi"`` or ``"en"``. English here is day-first (30/09/2026), as Hà Nội's offices write it.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import pandas as pd
from babel.numbers import format_decimal

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
DEFAULT: Final[Language] = "vi"

_LOCALE: Final = {"vi": "vi_VN", "en": "en_GB"}
_PHRASES: Final = Path(__file__).parent / "phrases"
NOTHING: Final = "–"
"""What stands where there is no value: unknown is not zero."""


@dataclass(frozen=True)
class Phrase:
    """A phrase to be said later, in whichever language the reader has chosen.

    Parameters
    ----------
    key
        Dotted key of the phrase, such as ``"areas.wards_missing"``.
    values
        What fills its named places.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def say(self, language: Language = DEFAULT) -> str:
        """Answer the filled text; see `say`."""
        return say(self.key, language, **self.values)


@dataclass(frozen=True)
class Label:
    """A short name that stands beside what it names, in both languages.

    Used by declarations (fields of an entity, choices of a pick-list), where a name far from its thing would go stale.
    """

    vi: str
    en: str

    def say(self, language: Language = DEFAULT) -> str:
        """Answer the name in one language."""
        return self.vi if language == "vi" else self.en


@cache
def phrases() -> Mapping[str, Mapping[Language, str]]:
    """Read every phrase, once.

    Returns
    -------
    Dotted key → language → text.
    """
    found: dict[str, Mapping[Language, str]] = {}
    for path in sorted(_PHRASES.glob("*.toml")):
        found.update(_flat(tomllib.loads(path.read_text(encoding="utf-8")), path.stem))
    return found


def _flat(table: Mapping[str, Any], prefix: str) -> dict[str, Mapping[Language, str]]:
    found: dict[str, Mapping[Language, str]] = {}
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if all(isinstance(text, str) for text in value.values()):
            found[key] = value
        else:
            found.update(_flat(value, key))
    return found


def say(key: str, language: Language = DEFAULT, /, **values: Any) -> str:
    """Say one phrase in one language.

    Parameters
    ----------
    key
        Dotted key.
    language
        ``"vi"`` or ``"en"``.
    values
        Filled into the named places: whole numbers, decimals and dates are written as the language writes them, a
        `Phrase` is said in the same language, text stands as it is.

    Raises
    ------
    KeyError
        The phrase does not exist: a mistake in the code, never the reader's.
    """
    text = phrases()[key][language]
    told = {name: _Written(written(value, language)) for name, value in values.items()}
    return text.format(**told) if told else text


class _Written(str):
    """What fills a place; formatted with ``one|many``, one of these words in its place."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        one, _, many = words.partition("|")
        return (one if self == "1" else many) if words else str(self)


def written(value: Any, language: Language = DEFAULT) -> str:
    """Write any value the way a reader of this language expects it."""
    if isinstance(value, Phrase):
        return value.say(language)
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value, language)
    return number(value, language, digits=1) if isinstance(value, float) else str(value)


def number(value: float | None, language: Language = DEFAULT, *, digits: int = 0) -> str:
    """Write a number with at most `digits` decimals: ``1.234,5`` (vi), ``1,234.5`` (en); nothing is `NOTHING`."""
    if value is None or pd.isna(value):
        return NOTHING
    return _decimal(value, language, digits)


@lru_cache(maxsize=10_000)
def _decimal(value: float, language: Language, digits: int) -> str:
    """Write a number; a page writes some hundreds, mostly the small ones it wrote before."""
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    text = format_decimal(value, format=pattern, locale=_LOCALE[language])
    return "0" if text == "-0" else text  # a trifle under nought is nought to a reader


def percent(share: float | None, language: Language = DEFAULT, *, digits: int = 1) -> str:
    """Write a share between 0 and 1 as a percentage: ``94,6%``."""
    return NOTHING if share is None or pd.isna(share) else number(100 * share, language, digits=digits) + "%"


def money(dong: float | None, language: Language = DEFAULT) -> str:
    """Write a sum of đồng in tỷ from a thousand million on, in triệu from a million on: ``1.234,5 tỷ đồng``."""
    if dong is None or pd.isna(dong):
        return NOTHING
    for size, key in ((1e9, "numbers.billion"), (1e6, "numbers.million")):
        if abs(dong) >= size:
            return say(key, language, amount=float(dong / size))
    return say("numbers.dong", language, amount=round(dong))


def date(day: dt.date | None) -> str:
    """Write a day as ``30/09/2026``, in both languages."""
    return NOTHING if day is None or pd.isna(day) else day.strftime("%d/%m/%Y")
