"""Slides and papers as an office program opens them: LibreOffice turns them into pages, and the pages are read."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from gis.briefing import formats
from gis.briefing.formats import Way
from gis.filters import Filters
from tests.test_briefing_content import made, many
from tests.test_briefing_formats import every
from tests.test_briefing_official import COUNTRY, PARTY
from tests.test_briefing_pages import AREAS, DEMO, MOMENT
from tests.test_briefing_slides import LONG

OFFICE = shutil.which("soffice")
LIBRARIES = ("libsdlo.so", "libswlo.so")
"""What reads slides and papers."""


def able() -> bool:
    return OFFICE is not None and all((Path(OFFICE).resolve().parent / name).exists() for name in LIBRARIES)


pytestmark = pytest.mark.skipif(not able(), reason="needs LibreOffice with Impress and Writer (apt-get: see Makefile)")

FULL = replace(made(now=many(12)), tables=(*made(now=many(12)).tables, LONG), mark="LƯU HÀNH NỘI BỘ")
BRIEFINGS = {
    "slides": (FULL, Way("pptx")),
    "sheet": (made("ward", Filters(ward=("00001",)), DEMO), Way("pptx")),
    "state": (FULL, Way("docx", body="state")),
    "party": (made("ward", Filters(ward=("00001",)), DEMO), Way("docx", body="party")),
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files and the pages LibreOffice makes of them, all at once: starting it takes longest."""
    folder = tmp_path_factory.mktemp("office")
    files = []
    for name, (said, way) in BRIEFINGS.items():
        files.append(folder / f"{name}.{way.fmt}")
        files[-1].write_bytes(formats.written(said, AREAS, way, moment=MOMENT))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    line = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(line, capture_output=True, check=True, timeout=240)
    return folder


def bare(text: str) -> str:
    """Text without spaces and accented letters: where a typeface of the machine lacks those, they are set apart."""
    return re.sub(r"[^\x21-\x7e]", "", text)


def pages(folder: Path, name: str) -> list[str]:
    return [bare(page.extract_text()) for page in PdfReader(folder / f"{name}.pdf").pages]


@pytest.mark.parametrize("name", BRIEFINGS)
def test_the_office_program_shows_what_is_said(opened: Path, name: str) -> None:
    read = "".join(pages(opened, name))
    said = BRIEFINGS[name][0]
    assert [text for text in every(said) if bare(text) not in read and text != said.link] == []


@pytest.mark.parametrize("name", ["slides", "sheet"])
def test_a_slide_is_a_page_with_its_number_and_its_digest(opened: Path, name: str) -> None:
    found, said = pages(opened, name), BRIEFINGS[name][0]
    assert len(found) == len(Presentation(str(opened / f"{name}.pptx")).slides)
    assert all(said.digest in page for page in found)
    assert all(str(number) in page for number, page in enumerate(found, start=1))


@pytest.mark.parametrize("name", ["sheet", "party"])
def test_invented_data_are_marked_on_every_page(opened: Path, name: str) -> None:
    assert all(bare("DỮ LIỆU MÔ PHỎNG") in page for page in pages(opened, name))


@pytest.mark.parametrize(("name", "head"), [("state", COUNTRY), ("party", PARTY)])
def test_a_paper_opens_with_its_head_and_numbers_its_second_page(opened: Path, name: str, head: str) -> None:
    first, *others = pages(opened, name)
    assert bare(head) in first
    assert bare("BÁO CÁO") in first
    assert not any(bare(head) in page for page in others)


def test_the_headings_of_a_long_table_stand_on_each_of_its_pages(opened: Path) -> None:
    found = [page for page in pages(opened, "state") if bare("Cột 1") in page]
    assert len(found) > 2
    assert all(bare("Xã, phường Cột 0") in page for page in found)
