"""Vietnamese text from before Unicode, recognised by whether it spells Vietnamese.

Until the 2000s, and in many cadastral files today, letters were drawn by fonts: TCVN3 (ABC, ``.VnTime``; TCVN
5712:1993), VNI, VISCII (RFC 1456) and VPS each put Vietnamese letters in the places of Western ones. Read without the
font, "Điện" is "§iÖn". A program sees *codes* then: the Western letters
(Windows-1252, or control characters) that stand in their places.

No mark in a file tells the encoding, but a Vietnamese syllable has so strict a form that wrong readings hardly ever
have it. A word of codes that is no syllable as it stands and becomes one in an encoding is evidence for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from gis.errors import Finding
from gis.intake.table import Cell, Grid, cells_of
from gis.words import Phrase

NAMES: Final = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "vps": "VPS"}
"""Encodings, as people call them; of equals the first is meant."""

_ENOUGH: Final = 3
"""Distinct words that must become syllables before text that is said to be Unicode is converted."""

_SURE: Final = 0.6
"""Share of the distinct words that are no syllables which an encoding must turn into some; abbreviations stay none."""

_WHOLE: Final = 0.3
"""Share of a column's words that are no syllables from which the others, too, are read in the old encoding."""

_ABSENT: Final = "·"
_TABLES: Final[Mapping[str, tuple[tuple[int, str], ...]]] = {
    "tcvn3": (
        (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
        (0xB5, "àảãáạ·ằẳẵắ"),
        (0xC6, "ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ"),
    ),
    "viscii": (
        (0x02, "Ẳ··ẴẪ"),
        (0x14, "Ỷ····Ỹ····Ỵ"),
        (0x80, "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"),
        (0xA0, "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"),
        (0xC0, "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"),
        (0xE0, "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"),
    ),
    "vps": (
        (0x80, "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ··ỀỂỄỐỒỔỖýỷỵỚỜỞ"),
        (0xA1, "ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"),
        (0xC0, "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ·"),
        (0xE0, "àáâãảạă·èéêẽìí·ĩẴĐòóôõ·Ơụùúủ·ỶẼỳ"),
    ),
}
"""Encoding → runs of letters from a code on."""

_VNI_LETTERS: Final = dict(zip("ñÑôÔöÖæÆóÓòÒîÎ", "đĐơƠưƯỉỈĩĨịỊỵỴ", strict=True))
"""VNI: codes that are whole letters."""

_VNI_MARKS: Final = {
    code: shape + tone
    for shape, codes in (("", "ùøûõï"), ("\u0302", "áàåãä"), ("\u0306", "éèúüë"))
    for code, tone in zip(codes, "\u0301\u0300\u0309\u0303\u0323", strict=True)
} | {"â": "\u0302", "ê": "\u0306"}
"""VNI: codes that only mark the vowel before them."""

_MARKED: Final = re.compile(
    f"([aeouyAEOUYôÔöÖ])([{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}])|[{''.join(_VNI_LETTERS)}]"
)

_WORD: Final = re.compile(r"[^\s!-@\[-`{-~]+")
_EDGES: Final = "“”‘’–—…•·°²³×÷½¼¾«»§©®±"
"""Signs that may stand at the edge of a word in any language and prove nothing."""

_LOOKALIKES: Final = str.maketrans("ÐƉð", "ĐĐđ")
"""Letters of other alphabets that are typed for Đ."""

_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_STOPPED: Final = re.compile("(?:c|ch|p|t)$")
_SYLLABLE: Final = re.compile(
    "(?:ngh|ng|gh|gi|qu|kh|nh|ph|th|tr|ch|[bcdđghklmnprstvx])?"
    "(?:"
    "(?:i|ê|e|ă|a|â|ơ|o|ô|ư|u|y|iê|yê|uô|ươ|oa|oă|oe|oo|uâ|uê|uơ|uy|uyê)(?:ch|ng|nh|[cmnpt])?"
    "|ia|ua|ưa|uya|[aâ]u|ao|eo|êu|iu|ưu|iêu|yêu|ươu|oao|oeo|uêu|uyu|ai|ay|ây|oi|ôi|ơi|ui|ưi|uôi|ươi|oai|oay|uây"
    ")"
)


def convert(text: str, encoding: str) -> str:
    """Write text of an old encoding in Unicode.

    Parameters
    ----------
    text
        With the codes as Windows-1252 or Latin-1 shows them; letters that are none of its codes stay.
    encoding
        One of `NAMES`.
    """
    found = _MARKED.sub(_vni_letter, text) if encoding == "vni" else text.translate(_table(encoding))
    return _capitals(unicodedata.normalize("NFC", found), text)


def encoding_of(texts: Iterable[str], *, enough: int = _ENOUGH) -> str:
    """Tell in which old encoding texts are; empty when they are not, or nobody can know.

    Parameters
    ----------
    texts
        Distinct ones.
    enough
        Distinct words from which the answer counts.
    """
    strange = [word for word in {word for text in texts for word in _words(text)} if not spells(word)]
    won = {name: sum(spells(convert(word, name)) for word in strange) for name in NAMES}
    best = max(won, key=lambda name: won[name])
    return best if won[best] >= max(enough, _SURE * len(strange)) else ""


def modernised(grid: Grid, known: str = "") -> tuple[Grid, tuple[Finding, ...]]:
    """Bring every cell to Unicode.

    Parameters
    ----------
    grid
        Cells as they were read.
    known
        The old encoding all of them are certain to be in; empty: none is certain.

    Returns
    -------
    The cells, and a note for each encoding that was found.
    """
    texts = {cell for cell in cells_of(grid) if isinstance(cell, str) and not cell.isascii()}
    changed: Counter[str] = Counter()
    found = known or encoding_of(texts)
    if found:
        columns = [_column(column, found, changed, every=bool(known)) for column in zip_longest(*grid)]
        grid = [list(row) for row in zip(*columns, strict=True)]
    if any("Ð" in text or "Ɖ" in text or "ð" in text for text in texts):
        grid = [[_without_lookalikes(cell, changed) for cell in row] for row in grid]
    return grid, tuple(_note(name, count) for name, count in changed.items())


def spelt_share(texts: Iterable[str]) -> float:
    """Answer which share of the distinct words with marks are Vietnamese syllables; 0 without any."""
    words = {word for text in texts for word in _words(text)}
    return sum(map(spells, words)) / len(words) if words else 0.0


@lru_cache(maxsize=1 << 16)
def spells(word: str) -> bool:
    """Answer whether a word can be a Vietnamese syllable, in its letters, its one tone and its capitals."""
    if not (word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(parts)
    letters = unicodedata.normalize("NFC", _TONES.sub("", parts))
    stopped = _STOPPED.search(letters)
    return len(tones) <= 1 and bool(_SYLLABLE.fullmatch(letters)) and (not stopped or tones in (["\u0301"], ["\u0323"]))


def _words(text: str) -> list[str]:
    """Take the words apart that hold more than plain letters; signs at their edges are no part of them."""
    return [word for found in _WORD.findall(text) if not (word := found.strip(_EDGES)).isascii()]


@lru_cache(maxsize=len(NAMES))
def _table(encoding: str) -> Mapping[int, str]:
    table = {}
    for start, letters in _TABLES[encoding]:
        for code, letter in enumerate(letters, start):
            if letter != _ABSENT:
                table[code] = letter
                table[ord(bytes([code]).decode("cp1252", errors="ignore") or chr(code))] = letter
    return table


def _vni_letter(found: re.Match[str]) -> str:
    base, mark = found[1], found[2]
    if base is None:
        return _VNI_LETTERS[found[0]]
    return _VNI_LETTERS.get(base, base) + _VNI_MARKS[mark.lower()]


def _capitals(text: str, written: str) -> str:
    """Give a word its capitals back: fonts of capitals such as ``.VnTimeH`` draw the codes of small letters."""
    plain = [letter for letter in written if letter.isascii() and letter.isalpha()]
    if len(plain) > 1 and all(letter.isupper() for letter in plain):
        return text.upper()
    return _WORD.sub(lambda word: _capital(word[0]), text)


def _capital(word: str) -> str:
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    return word.upper() if len(plain) > 1 and all(letter.isupper() for letter in plain) else word


def _column(cells: Collection[Cell], encoding: str, changed: Counter[str], *, every: bool) -> list[Cell]:
    texts = {cell for cell in cells if isinstance(cell, str) and (every or not cell.isascii())}
    words = {word for text in texts for word in _words(text)}
    whole = bool(words) and sum(not spells(word) for word in words) >= _WHOLE * len(words)
    new = {text: convert(text, encoding) for text in texts if every or _is_old(text, encoding, whole=whole)}
    new = {old: text for old, text in new.items() if old != text}
    changed[encoding] += sum(isinstance(cell, str) and cell in new for cell in cells)
    return [new.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]


def _is_old(text: str, encoding: str, *, whole: bool) -> bool:
    words = _words(text)
    strange = [word for word in words if not spells(word)]
    if whole and all(letter.isascii() or convert(letter, encoding) != letter for letter in "".join(strange)):
        return bool(strange) or all(spells(convert(word, encoding)) for word in words)
    return sum(spells(convert(word, encoding)) for word in strange) * 2 > len(strange)


def _without_lookalikes(cell: Cell, changed: Counter[str]) -> Cell:
    if not isinstance(cell, str) or (found := cell.translate(_LOOKALIKES)) == cell:
        return cell
    changed["lookalike"] += 1
    return found


def _note(name: str, count: int) -> Finding:
    if name == "lookalike":
        return Finding("lookalike_letters", Phrase("intake.finding.lookalike_letters", {"n": count}))
    return Finding("old_letters", Phrase("intake.finding.old_letters", {"n": count, "encoding": NAMES[name]}))
