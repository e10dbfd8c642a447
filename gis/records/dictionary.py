"""The data dictionary: what every field of every entity means, in both languages, written from the declarations.

It stands in ``data/README.md``; a test holds that file and the declarations together.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gis.records.declaration import DTYPES, Entity, Field
from gis.records.entities import ENTITIES
from gis.records.entities.reports import FORMS, ITEMS, PERIODIC_FORM
from gis.settings import ROOT
from gis.words import LANGUAGES, Label, say

PATH: Final = ROOT / "data" / "README.md"
"""Where the dictionary stands."""

_HEADINGS: Final = ("field", "vietnamese", "english", "kind_of", "known_with", "notes")


def text() -> str:
    """Answer the whole dictionary, as Markdown."""
    lines = [f"# {_both('title', ' · ')}", ""]
    for language in LANGUAGES:
        lines += [say("records.dictionary.intro", language), ""]
    lines += [*_table(("code", "kind_of"), _kinds()), ""]
    for entity in ENTITIES.values():
        lines += [*_section(entity), ""]
        if entity is PERIODIC_FORM:
            lines += [*_items(), ""]
    return "\n".join(lines)


def write(path: Path = PATH) -> None:
    """Write the dictionary to its file."""
    path.write_text(text(), encoding="utf-8")


def _both(key: str, between: str = " / ") -> str:
    return between.join(say(f"records.dictionary.{key}", language) for language in LANGUAGES)


def _label(label: Label) -> str:
    return " / ".join(dict.fromkeys((label.vi, label.en)))


def _kinds() -> Iterator[tuple[str, str]]:
    for kind in DTYPES:
        yield f"`{kind}`", _both(f"kind.{kind}")


def _section(entity: Entity) -> Iterator[str]:
    yield f"## {_label(entity.label)} (`{entity.name}`)"
    yield ""
    yield f"- {_both('key')}: {', '.join(f'`{name}`' for name in entity.key)}"
    yield f"- {_both('begins')}: {f'`{entity.begins}`' if entity.begins else _both('always')}"
    if entity.order:
        yield f"- {_both('order')}: {', '.join(f'`{one}` ≤ `{other}`' for one, other in entity.order)}"
    for whole, parts in entity.within:
        yield f"- {_both('within')}: {' + '.join(f'`{part}`' for part in parts)} ≤ `{whole}`"
    yield ""
    yield from _table(_HEADINGS, (_row(entity, one) for one in entity.fields))


def _items() -> Iterator[str]:
    """List what `item` of a periodic form may be."""
    yield f"### {_both('items')} (`item`)"
    yield ""
    forms = {form.code: form.label for form in FORMS}
    rows = ((f"`{one.code}`", _label(forms[form]), one.label.vi, one.label.en) for form in ITEMS for one in ITEMS[form])
    yield from _table(("code", "form", "vietnamese", "english"), rows)


def _row(entity: Entity, one: Field) -> tuple[str, ...]:
    known = "" if one.is_event else entity.known_with(one)
    names = (f"`{one.name}`", one.label.vi, one.label.en, f"`{one.kind}`")
    return (*names, f"`{known}`" if known else "", "; ".join(_notes(one)))


def _notes(one: Field) -> Iterator[str]:
    if one.required:
        yield _both("required")
    if one.refers_to:
        yield f"→ `{one.refers_to}`"
    if one.minimum is not None:
        yield f"≥ {one.minimum:g}"
    if one.told != "everybody":
        yield _both(f"told_{one.told}")
    if one.note:
        yield _label(one.note)
    yield from (f"`{choice.code}` {_label(choice.label)}" for choice in one.choices)


def _table(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield _line(tuple(_both(heading) for heading in headings))
    yield _line(("---",) * len(headings))
    yield from map(_line, rows)


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
