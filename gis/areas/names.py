"""The same place under different spellings.

A name is *folded* before it is compared: one Unicode form, lower case, single spaces, and the tone mark on its settled
letter, so that "Yên Hoà", "YÊN  HÒA" and a decomposed "Yên Hòa" are one. A *bare* name has also lost the word for its
kind ("Phường", "P.", "Xã", "TT."…). Letters keep their diacritics: "Phú Lương" and "Phù Lưỡng" stay two places.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

import pandas as pd

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
"""Grave, acute, tilde, hook above, dot below: the five written tones. Other marks belong to the letter itself."""

_VOWELS: Final = "aăâeêioôơuưy"
_MARKED: Final = "ăâêôơư"
_WORD: Final = re.compile(r"[^\W\d_]+")
_DASHES: Final = re.compile(r"\s*[-‐-―−]\s*")
_SPACES: Final = re.compile(r"\s+")

# Only written-out words with their marks, and abbreviations with a point or a space: "Quan Hoa" and "Xa La" are names.
_KINDS: Final = {
    "phường": r"phường\b|p\.|p(?=\s)",
    "xã": r"xã\b|x\.|x(?=\s)",
    "thị trấn": r"thị trấn\b|tt\.|tt(?=\s)",
    "đặc khu": r"đặc khu\b|đk\.|đk(?=\s)",
    "quận": r"quận\b|q\.|q(?=\s)",
    "huyện": r"huyện\b|h\.|h(?=\s)",
    "thị xã": r"thị xã\b|tx\.|tx(?=\s)",
    "thành phố": r"thành phố\b|tp\.|tp(?=\s)",
}
_PREFIXES: Final = {kind: re.compile(rf"(?:{form})\s*(?=\D)(?=\S)") for kind, form in _KINDS.items()}

_CODE: Final = re.compile(r"[0-9]{1,5}")
_CANDIDATES: Final = 3
_ALIKE: Final = 0.6
"""Similarity (0 to 1) from which a name is worth proposing; below it the proposals look random."""


class Named(Protocol):
    """Anything whose wards can be found by name: `gis.areas.value.Areas`, `gis.areas.facts.Facts`."""

    @property
    def wards(self) -> pd.DataFrame:
        """(w, ...) by ward code, with columns ``name`` and ``full_name``."""


@dataclass(frozen=True)
class Match:
    """What a written ward turned out to be.

    Parameters
    ----------
    code
        Five-digit code; empty when it is not certain.
    candidates
        Codes worth proposing, likeliest first, when it is not.
    """

    code: str = ""
    candidates: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.code)


def fold(name: str, *, bare: bool = False) -> str:
    """Bring a name to the form in which names are compared.

    Parameters
    ----------
    name
        As it stands in a file, in any Unicode form.
    bare
        Also drop the word for the kind of unit: ``"P. Yên Hoà"`` → ``"yên hòa"``. A number is not a name without it:
        ``"Phường 12"`` stays.

    Returns
    -------
    Lower-case NFC text; empty when nothing is left.
    """
    text = unicodedata.normalize("NFC", name).lower()
    text = _SPACES.sub(" ", _DASHES.sub(" - ", text)).strip(" .,;:-")
    text = _WORD.sub(lambda word: _settle(word.group()), text)
    return _split(text)[1] if bare else text


def kind_of(name: str) -> str:
    """Tell the kind of unit a name begins with (``"phường"``, ``"xã"`` …); an empty text when it names none."""
    return _split(fold(name))[0]


def match_ward(text: str, areas: Named) -> Match:
    """Find the ward a file means.

    A code counts with or without its leading zeros. A name counts when it is one ward's alone: with its kind, without
    it, or, if the text has no diacritics at all, without them. A name under another kind ("Xã Yên Hòa" for Phường Yên
    Hòa) is only proposed: it may be an old unit of that name.

    Parameters
    ----------
    text
        Code or name as written.
    areas
        Whose wards to look among.
    """
    if _CODE.fullmatch(text.strip()):
        code = text.strip().zfill(5)
        return Match(code) if code in areas.wards.index else Match()
    wards = areas.wards
    table = _folded(tuple(wards.index), tuple(wards["full_name"]), tuple(wards["name"]))
    found = _certain(fold(text), table)
    return Match(found[0]) if len(found) == 1 else Match(candidates=tuple(found) or _alike(text, table))


@lru_cache(maxsize=8)
def _folded(codes: tuple[str, ...], full_names: tuple[str, ...], names: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame({"full": full_names, "bare": names}, index=list(codes)).map(fold)
    return table.assign(plain=table["bare"].map(_plain), full_plain=table["full"].map(_plain))


def _certain(name: str, table: pd.DataFrame) -> list[str]:
    kind, bare = _split(name)
    ways = [table["full"] == f"{kind} {bare}"] if kind else [table["bare"] == bare]
    if name == _plain(name):
        ways += [table["full_plain"] == name, table["plain"] == bare]
    return next((list(table.index[way]) for way in ways if way.any()), [])


def _alike(text: str, table: pd.DataFrame) -> tuple[str, ...]:
    wanted = _plain(fold(text, bare=True))
    near = difflib.get_close_matches(wanted, table["plain"].tolist(), n=_CANDIDATES, cutoff=_ALIKE)
    codes = [code for name in dict.fromkeys(near) for code in table.index[table["plain"] == name]]
    return tuple(codes[:_CANDIDATES])


def _split(folded: str) -> tuple[str, str]:
    for kind, prefix in _PREFIXES.items():
        found = prefix.match(folded)
        if found:
            return kind, folded[found.end() :]
    return "", folded


def _plain(folded: str) -> str:
    letters = unicodedata.normalize("NFD", folded.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _settle(word: str) -> str:
    """Put the tone mark where the older spelling has it ("hòa", "thủy"), whatever the keyboard did."""
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(mark for mark in parts if mark in _TONES)
    letters = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    place = _place(letters)
    if len(tone) != 1 or place < 0:
        return word
    return unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])


def _place(letters: str) -> int:
    start = 2 if letters[:2] in {"qu", "gi"} and letters[2:3] in tuple(_VOWELS) else 0
    vowels = [at for at, letter in enumerate(letters) if at >= start and letter in _VOWELS]
    marked = [at for at in vowels if letters[at] in _MARKED]
    if marked or not vowels:
        return marked[-1] if marked else -1
    closed = vowels[-1] < len(letters) - 1
    inner = vowels[1:2] if closed or vowels[2:] else []
    return inner[0] if inner else vowels[0]
