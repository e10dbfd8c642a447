"""What the words of a file mean: those that were not understood, and what they may be said to mean.

An office has words of its own for the entries of a pick-list, for yes and no, for a ward. What is *not understood* is a
cell of such a column that could not be read; a person says once which entry is meant, and the mapping remembers it. A
cell that must not be repeated, because it may be about a person, is never offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from gis.areas.names import Named
from gis.intake.checking import Checked
from gis.intake.forms import Column, Form
from gis.intake.table import Table
from gis.records.declaration import choices
from gis.words import Label

MOST: Final = 12
"""Words of a column that are asked about at once, the most frequent first."""
_UNREAD: Final = frozenset({"unknown_choice", "unknown_flag", "unknown_ward", "ward_candidates", "old_ward_divided"})
_YES_NO: Final = choices(có=("Có", "Yes"), không=("Không", "No"))


def entries(column: Column, areas: Named) -> Mapping[str, Label]:
    """Answer what a cell of a column may mean, where that can be listed: how it is written in a mapping → its name."""
    if column.field.refers_to == "area":
        named = areas.wards["full_name"].items()
        return {str(code): Label(f"{name} ({code})", f"{name} ({code})") for code, name in named}
    listed = _YES_NO if column.field.kind == "flag" else column.field.choices
    return {choice.code: choice.label for choice in listed}


def is_listed(column: Column) -> bool:
    """Answer whether what a cell of a column may mean can be listed."""
    return bool(column.field.choices) or column.field.kind == "flag" or column.field.refers_to == "area"


def not_understood(table: Table, checked: Checked, form: Form) -> Mapping[str, tuple[str, ...]]:
    """Answer the words of a file that no entry is known for.

    Returns
    -------
    Name of a form's column → words as they stand in the file, the most frequent first, `MOST` at most.
    """
    columns = {table.headings[place]: name for name, place in checked.places.items()}
    found: dict[str, Counter[str]] = {}
    for one in checked.findings:
        name = columns.get(one.column, "") if one.code in _UNREAD and one.value else ""
        if name and is_listed(form[name]):
            found.setdefault(name, Counter())[one.value] += 1
    return {name: tuple(word for word, _ in words.most_common(MOST)) for name, words in found.items()}
