"""Sample outputs of every kind of briefing, in every format and language, for a person to look at: ``make samples``.

Kinds, formats and papers come from their registries, so what is added there is in the samples by itself. What a kind
has no format for is named, with the reason; a kind of which nothing at all was written is an error. Nothing here is
part of the product or of its tests.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gis import settings
from gis.briefing import bindery, formats
from gis.briefing.content import KINDS, Kind
from gis.briefing.formats import Way
from gis.briefing.framing import Asked
from gis.briefing.kinds import briefing
from gis.briefing.reading import Reading
from gis.commands.briefings import asked
from gis.errors import RequestError
from gis.records.horizon import VIETNAM
from gis.words import LANGUAGES

_MOMENT = dt.datetime(2026, 10, 3, 8, tzinfo=VIETNAM)


def main() -> None:
    """Write all samples into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    for language in LANGUAGES:
        reading = asked("period=month", language, as_of="", closing="")
        for name, content in _samples(reading):
            formats.save(folder / language / name, content)
            print(folder / language / name)  # noqa: T201


def _samples(reading: Reading) -> Iterator[tuple[str, bytes]]:
    for kind in KINDS:
        made = briefing(kind, _about(kind, reading), address=settings.current().public_url)
        for way in _ways():
            try:
                content = formats.written(made, reading.situation.areas, way, moment=_MOMENT)
            except RequestError as error:
                print(f"{kind} {way.fmt}: {error}")  # noqa: T201
                continue
            yield f"{kind}/{made.file}_{way.size}.{way.fmt}", content
    first = replace(reading.view.filters, ward=tuple(map(str, reading.situation.areas.wards.index[:12])))
    chosen = replace(reading, view=replace(reading.view, filters=first))
    for size in formats.PAPERS:
        made_atlas = bindery.bound(chosen, Asked(), size=size, moment=_MOMENT, step=lambda *_: None)
        yield f"atlas/{made_atlas.file}_{size}.pdf", made_atlas.content


def _ways() -> Iterator[Way]:
    """Answer every format, a PDF on every paper."""
    for fmt in formats.FORMATS:
        yield from (Way(fmt, size) for size in (formats.PAPERS if fmt == "pdf" else formats.PAPERS[:1]))


def _about(kind: Kind, reading: Reading) -> Reading:
    """Choose the ward or project with most open cases where a paper is about one."""
    cases = reading.situation["open_case"]
    filters = reading.view.filters
    if kind in ("ward", "pack"):
        filters = replace(filters, ward=(str(cases["ward"].value_counts().index[0]),))
    if kind == "project":
        filters = replace(filters, project=(str(cases["project"].value_counts().index[0]),))
    return replace(reading, view=replace(reading.view, filters=filters))


if __name__ == "__main__":
    main()
