"""A mapping: which column of a file is which column of a form, what holds for every row, what its values mean.

One is proposed from the headings; a person may change it. It may also be read from a file of TOML or JSON::

    ignored = ["Cột không cần"]
    [columns]          # column of the form = heading in the file, or @B for the second column
    received_on = "open_dt"
    [constants]        # column of the form = what stands in every row
    case_class = "Khiếu nại"
    [values.ward]      # column of the form: what stands in the file = what it means; "" for blank cells
    "Allston" = "00021"

A mapping that was changed is *remembered* for an office and a set of headings, in a file of its own in the state
folder: two offices never overwrite each other, it needs no place in the records, and a person can read it, copy it to
another machine and give it back with ``--mapping``.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from gis.areas.names import fold
from gis.errors import RequestError
from gis.intake.forms import Form
from gis.intake.table import Table
from gis.settings import Settings

_PARTS: Final = ("columns", "constants", "values", "ignored")


@dataclass(frozen=True)
class ColumnMapping:
    """Which column of a file is which column of a form.

    Parameters
    ----------
    columns
        Name of a form's column → heading in the file, or ``@`` and the letters of its column.
    constants
        Name of a form's column → what stands in every row.
    values
        Name of a form's column → what stands in the file → what it means; an empty text stands for blank cells.
    ignored
        Headings of the file that are left out on purpose.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    def over(self, proposed: ColumnMapping) -> ColumnMapping:
        """Answer the proposal with everything that this mapping says otherwise."""
        taken = {fold(name) for name in (*self.columns.values(), *self.ignored)}
        free = {
            name: heading
            for name, heading in proposed.columns.items()
            if name not in self.constants and fold(heading) not in taken
        }
        return replace(self, columns={**free, **self.columns})

    def to_dict(self) -> dict[str, Any]:
        """Answer it as plain values, as they stand in a file."""
        return {
            "columns": dict(self.columns),
            "constants": dict(self.constants),
            "values": {name: dict(values) for name, values in self.values.items()},
            "ignored": list(self.ignored),
        }


def letters(place: int) -> str:
    """Name a column as spreadsheets do: A, B, … AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def reference(table: Table, place: int) -> str:
    """Answer how a mapping names a column of a table: by its heading where no other has the same, else by its place."""
    heading = table.headings[place]
    names = [fold(one) for one in table.headings]
    return heading if heading and names.count(fold(heading)) == 1 else f"@{letters(place)}"


def place_of(table: Table, named: str) -> int | None:
    """Answer the place of a column that a mapping names; None where the table has no such column."""
    for place in range(len(table.headings)):
        if named == f"@{letters(place)}" or fold(named) == fold(table.headings[place]):
            return place
    return None


def read_mapping(path: Path, form: Form) -> ColumnMapping:
    """Read a mapping from a file.

    Raises
    ------
    RequestError
        It cannot be read, or names columns that the form does not have.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        plain = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise RequestError("intake.mapping_unreadable", file=path.name, reason=str(error)) from error
    return as_mapping(plain, form, path.name)


def as_mapping(plain: Any, form: Form, source: str) -> ColumnMapping:
    """Make a mapping of plain values.

    Raises
    ------
    RequestError
        They are not of the shape that `ColumnMapping.to_dict` answers, or name columns that the form does not have.
    """
    if not isinstance(plain, Mapping) or set(plain) - set(_PARTS) or not _well_formed(plain):
        raise RequestError("intake.mapping_unreadable", file=source, reason=", ".join(_PARTS))
    parts = {part: plain.get(part, {}) for part in _PARTS[:-1]}
    if strange := sorted({name for part in parts.values() for name in part} - form.names):
        names = ", ".join(column.name for column in form.columns)
        raise RequestError("intake.mapping_column", file=source, column=", ".join(strange), columns=names)
    return ColumnMapping(**parts, ignored=tuple(plain.get("ignored", ())))


def _well_formed(plain: Mapping[str, Any]) -> bool:
    texts = [plain.get("columns", {}), plain.get("constants", {})]
    values = plain.get("values", {})
    return (
        all(isinstance(one, Mapping) for one in (*texts, values))
        and all(isinstance(one, Mapping) for one in values.values())
        and all(isinstance(text, str) for one in (*texts, *values.values()) for text in one.values())
        and all(isinstance(text, str) for text in plain.get("ignored", ()))
    )


def remember(mapping: ColumnMapping, table: Table, form: Form, settings: Settings, office: str = "") -> None:
    """Keep a mapping for the next file of this office with the same headings.

    Raises
    ------
    RequestError
        The state folder cannot be written to.
    """
    path = _kept(table.headings, form, settings, office)
    content = json.dumps({"form": form.name, "office": office, **mapping.to_dict()}, ensure_ascii=False, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved into place, so that nobody reads half of it.
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError as error:
        raise RequestError("intake.mapping_not_kept", folder=str(path.parent), reason=str(error)) from error


def recall(table: Table, form: Form, settings: Settings, office: str = "") -> ColumnMapping | None:
    """Answer the mapping that was kept for this office and these headings; None where none can be used."""
    try:
        plain = json.loads(_kept(table.headings, form, settings, office).read_text(encoding="utf-8"))
        return as_mapping({part: plain[part] for part in _PARTS}, form, "")
    except (OSError, ValueError, KeyError, TypeError, RequestError):
        return None


def remembered(table: Table, form: Form, settings: Settings, office: str = "") -> ColumnMapping | None:
    """Answer the mapping that was kept for this office and these headings, else the one for any office."""
    return recall(table, form, settings, office) or (recall(table, form, settings) if office else None)


def _kept(headings: Sequence[str], form: Form, settings: Settings, office: str) -> Path:
    key = json.dumps([settings.province, office, form.name, [fold(heading) for heading in headings]])
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    return settings.state_dir / "mappings" / f"{form.name}-{digest}.json"
