"""The page of results: a section for each thing that is measured, which tells when and by which command that was.

A run that measures some things leaves the sections of the others as they are; ratios are of one run, since they stand
within one section.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Final

TEMPLATE: Final = Path(__file__).with_name("RESULTS.template.md")
_SECTION: Final = "\n## "


def renewed(old: str, tables: Mapping[str, str], *, by: str, head: str, template: str | None = None) -> str:
    """Answer the page with the sections of which anything was measured written anew.

    Parameters
    ----------
    old
        The page as it stands; empty where there is none.
    tables
        Name in the template → what stands there; empty where nothing was measured.
    by
        When and by which command it was measured.
    head
        On which machine, with which programs.
    template
        Another one than `TEMPLATE`.
    """
    first, *sections = (template or TEMPLATE.read_text(encoding="utf-8")).split(_SECTION)
    stood = dict(section.split("\n", 1) for section in old.split(_SECTION)[1:])
    parts = [first.format(head=head)]
    for section in sections:
        title, text = section.split("\n", 1)
        names = [name for _, name, _, _ in Formatter().parse(text) if name]
        if any(tables[name] for name in names):
            parts.append(f"{title}\n\nMeasured {by}.\n{text.format(**tables)}")
        elif title in stood:
            parts.append(f"{title}\n{stood[title]}")
    return _SECTION.join(part.rstrip("\n") + "\n" for part in parts)
