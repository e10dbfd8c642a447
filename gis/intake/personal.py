"""What tells that a cell or a column is about a person, going by what stands in it.

Headings are judged by `gis.intake.vocabulary.is_personal`. A list may still hold identity numbers under "Mã" or names
under "Ghi chú", so what is read is looked at too: a *column* of such values is dropped whole, a single *cell* counts as
unknown, and neither is ever repeated. A street or a school named after somebody is not a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from gis.areas.names import fold
from gis.intake.table import Cell, as_text
from gis.intake.vocabulary import words

_SHARE: Final = 0.5
"""Share of the different cells of a column that must look personal before the column is dropped."""

_SAMPLE: Final = 2_000
"""Different cells of a column that are looked at; more would not change the verdict."""

_EMAIL: Final = r"[\w.+-]+@[\w-]+\.\w"
_PHONE: Final = r"(?<![\d.,])(?:\+84|0)[235789]\d?(?:[ .-]?\d){7}(?![\d.,]*\d)"
_CITIZEN: Final = r"(?<![\w.,])0(?:0[1-9]|[1-8]\d|9[0-6])[0-9]\d{8}(?![\d.,]*\d)"
"""Twelve digits that begin with a province; other numbers of twelve digits are numbers of papers."""

_ACCOUNT: Final = r"(?i:stk|số tài khoản|tài khoản|số tk)\W{0,3}(?:số\W{0,2})?\d{6,}"
_HOUSE: Final = r"(?i:số nhà|nhà số|\bsn)\s*\d|(?i:\bsố)\s+\d+[a-zA-Z]?(?:/\d+)*,?\s+(?i:ngõ|ngách|hẻm|đường|phố)\b"
_NUMBER: Final = re.compile(f"{_EMAIL}|{_PHONE}|{_CITIZEN}|{_ACCOUNT}")
_ADDRESS: Final = re.compile(_HOUSE)
_CARD: Final = re.compile(
    r"[0-3]\d{8}|0(?:0[1-9]|[1-8]\d|9[0-6])\d{9}|[1-9]\d?[0-3]\d{8}|(?:\+84|0)?[35789]\d{8}|0?2\d{9}"
)
"""What a whole cell of an identity or telephone number looks like, also where Excel has dropped its first zero."""

_CODE: Final = re.compile(r"(?:[A-Z]{1,6}(?<!STK)-)?\d{1,8}")
"""What most codes of records look like: too few figures for a telephone, no account, no words for a name or house."""

_YEAR: Final = re.compile(r"(?:19|20)\d{7}")
"""Nine digits that begin with a year number papers."""

MADE: Final = 10
"""Hexadecimal digits of a code that was made (`gis.intake.coding`): among 100,000 records of an office the chance of
any two sharing one is 0.5%."""

_MADE: Final = re.compile(rf"[A-Z]{{2,3}}-(?=\d*[A-F])[\dA-F]{{{MADE}}}(?:-\d+)?")
"""A made code with a letter among its digits: of those, one in 760 holds what else would be a telephone number."""

_CAPITAL: Final = r"[A-ZÀ-ỸĐ][\wÀ-ỹ]*"
_WORD: Final = re.compile(rf"{_CAPITAL}(?:'{_CAPITAL})?")
_NAME: Final = range(3, 6)
"""Words a full name has; names of places mostly have two."""


def is_personal_cell(text: str, *, name: bool = False) -> bool:
    """Answer whether a text names a person or a way to reach one.

    Parameters
    ----------
    text
        As it stands in the file.
    name
        Whether it is the name of a project or place, which may well be that of a street or of a hero.
    """
    if _CODE.fullmatch(text):
        return False  # Most texts of a long list are codes, and the patterns below take long over each.
    titled, middle = _patterns()
    if _MADE.fullmatch(text):
        return False
    if _NUMBER.search(text) or titled.search(text):
        return True
    return not name and bool(_ADDRESS.search(text) or middle.search(text))


def is_personal_column(cells: Iterable[Cell]) -> bool:
    """Answer whether most of the different cells of a column are names, numbers or addresses of persons."""
    texts = [as_text(cell) for cell, _ in zip(cells, range(_SAMPLE), strict=False)]
    filled = [text for text in texts if text]
    found = sum(map(_is_personal_value, filled))
    return bool(filled) and found > _SHARE * len(filled)


def _is_personal_value(text: str) -> bool:
    digits = re.sub(r"[ .-]", "", text)
    if _MADE.fullmatch(text):
        return False
    if _CARD.fullmatch(digits):
        return not _YEAR.fullmatch(digits)
    return looks_like_name(text) or bool(_NUMBER.search(text) or _ADDRESS.search(text))


def looks_like_name(text: str) -> bool:
    """Answer whether a text is a full Vietnamese name and nothing else, with or without a title before it."""
    parts = text.strip(" .,;").split(" ")
    if fold(parts[0]) in words("personal", "titles"):
        parts = parts[1:]
    return len(parts) in _NAME and fold(parts[0]) in words("personal", "surnames") and all(map(_WORD.fullmatch, parts))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    surnames, titles, middles, before = (
        "|".join(sorted(map(re.escape, words("personal", group)), key=len, reverse=True))
        for group in ("surnames", "titles", "middles", "namesakes")
    )
    full = rf"(?i:{surnames})\s+{_CAPITAL}"
    titled = re.compile(rf"(?<!\w)(?i:{titles})\s+{full}")
    return titled, re.compile(
        rf"^(?!.*\b(?i:{before})\b).*?(?<!\w)(?i:{surnames})\s+(?i:{middles})\s+{_CAPITAL}", flags=re.DOTALL
    )
