"""Whatever a briefing is written as, it is the same bytes for the same moment, names itself, and is written whole."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gis.briefing import formats
from gis.briefing.content import Briefing
from gis.briefing.formats import Way
from gis.errors import RequestError
from gis.ui.export_panel import _FILES
from tests.test_briefing_content import made
from tests.test_briefing_pages import AREAS, DEMO, MOMENT

WAYS = tuple(_FILES.values())


def said_by(said: Briefing) -> Iterator[str]:
    """Every text of a briefing that a reader must find in a file of it."""
    yield from (said.title, said.filters, said.as_of, said.period, said.method, said.note, said.basis, said.digest)
    yield from (*said.sources, *said.reasons, *said.hints, *said.paragraphs, said.mark, said.link)
    for figure in said.figures:
        yield from (figure.label, figure.value, figure.note, *figure.change)
        for step in figure.steps:
            yield from (step.label, step.value, step.percent, *step.change)
    for block in said.blocks:
        yield from (block.title, block.nothing)
        yield from (text for row in block.rows for text in (row.label, row.value))
        yield from (text for bar in block.bars for text in (bar.label, bar.value))
    for table in said.tables:
        yield from (table.title, table.note)
        yield from (text for row in (table.headings, *table.rows, table.total) for text in row)


def every(said: Briefing) -> set[str]:
    return {text for text in said_by(said) if text}


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_same_briefing_gives_the_same_bytes(way: Way) -> None:
    first, again = (formats.written(made(), AREAS, way, moment=MOMENT) for _ in range(2))
    assert first == again
    assert first == formats.written(made(), AREAS, way, moment=MOMENT.astimezone(dt.UTC))
    assert first != formats.written(made(), AREAS, way, moment=MOMENT + dt.timedelta(minutes=1))
    assert first != formats.written(made(now=DEMO), AREAS, way, moment=MOMENT)


def test_the_dialog_offers_every_format() -> None:
    assert {way.fmt for way in WAYS} == set(formats.FORMATS) == set(formats.MIME) == set(formats._WRITERS)


def test_those_who_only_choose_load_no_program_that_writes() -> None:
    heavy = ("typst", "matplotlib", "pptx", "docx", "gis.briefing.pages", "gis.maps.paper")
    script = f"import sys, gis.ui.export_panel, gis.commands.briefings; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("way", "said"),
    [(Way("doc"), "no format “doc”"), (Way(size="A3"), "no paper “A3”"), (Way(body="club"), "no layout “club”")],
)
def test_what_cannot_be_written_is_said(way: Way, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        formats.written(made(), AREAS, way, moment=MOMENT)


def test_a_full_disk_leaves_no_half_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = tmp_path / "a.pdf"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RequestError, match=r"a\.pdf"):
        formats.save(file, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]
    assert file.read_bytes() == b"old"


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RequestError, match="cannot be written"):
        formats.save(tmp_path / "file" / "a.pdf", b"new")
    formats.save(tmp_path / "a.pdf", b"new")
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == 0o644
