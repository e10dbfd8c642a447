"""What offices call things: headings, pick-lists, purposes, units, and the headings of personal data.

The wordings stand in ``vocabulary.toml``. Text is compared *folded*: see `gis.areas.names.fold`. A heading may end with
a *unit* in brackets, such as ``"Diện tích (m2)"``, which tells how its figures are to be read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final

from gis.areas.names import fold
from gis.records.declaration import Field, Kind
from gis.records.entities import ENTITIES

UNITS: Final[Mapping[Kind, Mapping[str, float]]] = {
    "hectares": {"ha": 1, "hecta": 1, "m2": 1e-4, "m²": 1e-4, "km2": 100, "km²": 100},
    "square_metres": {"m2": 1, "m²": 1, "ha": 1e4, "hecta": 1e4},
    "money": {
        "đồng": 1,
        "đ": 1,
        "vnđ": 1,
        "vnd": 1,
        "nghìn đồng": 1e3,
        "nghìn": 1e3,
        "ngàn đồng": 1e3,
        "1.000 đồng": 1e3,
        "1000 đồng": 1e3,
        "1.000đ": 1e3,
        "1000đ": 1e3,
        "triệu đồng": 1e6,
        "triệu": 1e6,
        "tr.đồng": 1e6,
        "tr đồng": 1e6,
        "tr.đ": 1e6,
        "trđ": 1e6,
        "tỷ đồng": 1e9,
        "tỷ": 1e9,
        "tỉ đồng": 1e9,
        "tỉ": 1e9,
    },
}
"""By kind of field: unit → what one of it is in the unit of the field."""

_UNIT: Final = re.compile(r"[\s,]*[(\[]([^()\[\]]*)[)\]]$")
_HINT: Final = re.compile(r"[(\[](?:d{1,2}/m{1,2}/y{2,4}|ngày/tháng/năm|nếu có|bắt buộc|tự động|x|có/không|mã)[)\]]")
"""Remarks in a heading that tell how to fill the column in."""

_BETWEEN: Final = re.compile(r"[\s–/:,;>|-]+")
"""What may stand between the parts of a heading of several rows."""


@dataclass(frozen=True)
class Meaning:
    """A heading taken apart.

    Parameters
    ----------
    name
        Folded, without the unit.
    unit
        Folded; empty when the heading states none.
    """

    name: str
    unit: str = ""


@cache
def meaning(heading: str) -> Meaning:
    """Take a heading apart. Brackets that hold no unit stay part of the name."""
    name = fold(_HINT.sub(" ", fold(heading)))
    found = _UNIT.search(name)
    unit = fold(found[1].removeprefix("đơn vị").removeprefix("đvt").lstrip(" :")) if found else ""
    if found and any(unit in units for units in UNITS.values()):
        return Meaning(_spelt_out(name[: found.start()].strip(" .,;:-")), unit)
    return Meaning(_spelt_out(name))


def _spelt_out(name: str) -> str:
    """Write out what offices abbreviate: "dt thu hồi" → "diện tích thu hồi"."""
    listed, any_of = _abbreviations()
    return any_of.sub(lambda found: listed[found.group()], name)


@cache
def _abbreviations() -> tuple[Mapping[str, str], re.Pattern[str]]:
    listed = {fold(short): fold(long) for short, long in _read()["abbreviations"].items()}
    return listed, _any_of(listed)


@cache
def headings_of(form: str, column: str, field: Field, parts: tuple[tuple[str, str], ...] = ()) -> frozenset[str]:
    """Answer every wording of a column's heading, folded and without unit.

    Parameters
    ----------
    form, column
        Names as in ``vocabulary.toml``; what stands there under ``every`` holds for all forms.
    field
        Its declaration; its name and labels are understood as well.
    parts
        Groups and entries whose wordings together head a column of a wide table.
    """
    own = (field.name, field.label.vi, field.label.en)
    listed = [text for group in (form, "every") for text in _read()["headings"].get(group, {}).get(column, ())]
    wide = _one_after_another([_read()[group][entry] for group, entry in parts]) if parts else frozenset()
    return _folded((*own, *listed)) | wide


def heads_wards(heading: str) -> bool:
    """Answer whether a heading is one that wards stand below, by code or by name, in any form."""
    listed = _read()["headings"]["every"]
    return joinable(meaning(heading).name) in _folded((*listed["ward"], *listed["ward_name"]))


@cache
def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(joinable(meaning(text).name) for text in texts)


def _one_after_another(parts: Sequence[Sequence[str]]) -> frozenset[str]:
    """Answer every heading of several parts; each part is folded once, not with all it may stand beside."""
    return frozenset(map(" ".join, product(*(_folded(tuple(texts)) for texts in parts))))


def joinable(name: str) -> str:
    """Answer a folded heading without what may stand between its parts, so that its wordings compare."""
    return _BETWEEN.sub(" ", name).strip()


@cache
def known_headings() -> frozenset[str]:
    """Answer every heading of any form or entity, folded, joinable and without unit."""
    listed = [text for form in _read()["headings"].values() for texts in form.values() for text in texts]
    wide = [[[text for texts in _read()[group].values() for text in texts] for group in groups] for groups in _WIDE]
    labels = [
        text for entity in ENTITIES.values() for field in entity.fields for text in (field.label.vi, field.label.en)
    ]
    return _folded((*listed, *labels)).union(*map(_one_after_another, wide))


_WIDE: Final = (("steps", "measures"), ("ways", "counts"))
"""Groups whose wordings, one after another, head the columns of wide tables."""


@cache
def words(group: str, entry: str) -> frozenset[str]:
    """Answer the wordings of an entry of the vocabulary, folded."""
    return frozenset(map(fold, _read().get(group, {}).get(entry, ())))


def choice_within(field: Field, text: str) -> str:
    """Answer the entry of a pick-list whose words stand within a text, the longest first; empty where none do."""
    listed = _read()["within"].get(field.name, {})
    found = {fold(word): code for code, texts in listed.items() for word in texts}
    match = _any_of(found).findall(fold(text)) if found else []
    return found[max(match, key=len)] if match else ""


@cache
def choice_words(field: Field) -> Mapping[str, str]:
    """Answer what may stand for each entry of a field's pick-list: folded wording → code.

    A wording that is known to say nothing about the field has an empty code.
    """
    listed = _read()["choices"].get(field.name, {})
    own = {choice.code: (choice.code, choice.label.vi, choice.label.en) for choice in field.choices}
    words = {fold(text): code for code, texts in own.items() for text in (*texts, *listed.get(code, ()))}
    return words | {fold(text): "" for text in listed.get("nothing", ())}


def purpose_kind(purpose: str) -> str | None:
    """Tell the kind of project from its stated purpose: the kind whose word comes first in the text.

    Returns
    -------
    Code of `gis.records.entities.projects.PROJECT_KINDS`; ``"other"`` for wordings known to fit none; None when nothing
    is known.
    """
    return _first(fold(purpose), "purposes") or _first(fold(purpose), "plain_purposes")


def _first(text: str, group: str) -> str | None:
    pattern, kinds = _words(group)
    found = pattern.search(text)
    return kinds[found[0]] if found else None


@cache
def _words(group: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    kinds = {fold(word): kind for kind, words in _read()[group].items() for word in words}
    return _any_of(kinds), kinds


def is_personal(heading: str) -> bool:
    """Answer whether a column holds something about a person, going by its heading.

    What only counts people, or is the address of a thing, does not: "Đoàn đông người – Số người được tiếp".
    """
    words, exempt = _personal()
    return bool(words.search(exempt.sub(" ", fold(heading))))


@cache
def _personal() -> tuple[re.Pattern[str], re.Pattern[str]]:
    listed = _read()["personal"]
    words, exempt = (_any_of(dict.fromkeys(map(fold, listed[group]))) for group in ("words", "exempt"))
    return words, exempt


def _any_of(words: Mapping[str, Any]) -> re.Pattern[str]:
    # Longest first: of two that begin together the longer one is meant.
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)")


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
