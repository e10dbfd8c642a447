"""Atlases and monthly sets from the command line: the same bytes again, and advice instead of half a file."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
from pathlib import Path

import pytest
from pypdf import PdfReader

from gis.briefing import bindery, formats
from gis.errors import RequestError
from gis.settings import Settings
from tests.commanding import refused, run
from tests.test_briefing_bindery import NO_FONT

AT = ("--as-of", "2026-09-30", "--export-time", "2026-10-03T08:00:00+07:00")
pytestmark = pytest.mark.usefixtures("here")


def test_an_atlas_is_written_and_again_the_same(drawn_office: Settings, here: Path) -> None:
    for name in ("first.pdf", "again.pdf"):
        assert run("atlas", *AT, "--out", name).exit_code == 0
    assert (here / "first.pdf").read_bytes() == (here / "again.pdf").read_bytes()
    assert len(PdfReader(io.BytesIO((here / "first.pdf").read_bytes())).pages) == 6
    assert run("atlas", "--filters", "ward=00001", *AT).exit_code == 0
    assert (here / "tap-phieu-dia-ban_phuong-an_2026-09-30.pdf").is_file()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("--paper", "A3"), "Không có khổ giấy “A3”"),
        (("--filters", "ward=99999"), "99999"),
        (("--filters", "ward=00001&district=902"), "Không có xã, phường nào"),
        (("--mark", "secret"), "Không có dấu “secret”"),
        (("--out", "/proc/nowhere/a.pdf"), "Không ghi được tệp /proc/nowhere/a.pdf"),
    ],
)
def test_what_cannot_be_bound_is_said_and_leaves_nothing(
    line: tuple[str, ...], said: str, drawn_office: Settings, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "atlas", *line)
    assert list(here.iterdir()) == []


def test_a_full_disk_or_a_missing_typeface_leaves_no_half_an_atlas(
    drawn_office: Settings, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(bindery, "_PRESS", NO_FONT)
        assert "Không tìm thấy phông chữ Be Vietnam Pro" in refused(capsys, "atlas", *AT, "--out", "a.pdf")
    (here / "a.pdf").write_bytes(b"of last month")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "Không ghi được tệp a.pdf: hết dung lượng ổ đĩa" in refused(capsys, "atlas", *AT, "--out", "a.pdf")
    assert [(file.name, file.read_bytes()) for file in here.iterdir()] == [("a.pdf", b"of last month")]


def index(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "index.csv").read_text(encoding="utf-8-sig"))))


def test_a_set_is_written_for_the_units_of_a_list_and_its_index_tells_each_file(
    drawn_office: Settings, here: Path
) -> None:
    (here / "units.txt").write_text("# xã, phường\n00001\nXã Cát\n\n901\n00001\nprovince\n", encoding="utf-8")
    line = ("briefing", "monthly", *AT, "--filters", "period=month", "--schedule", "units.txt", "--out-dir", "set")
    assert run(*line, "--format", "pdf,csv").exit_code == 0
    rows = index(here / "set")
    places = ["phuong-an", "quan-bac", "thanh-pho-ve", "xa-cat"]
    assert [row["file"] for row in rows] == [
        f"bao-cao-ky_{place}_2026-09-30.{fmt}" for place in places for fmt in ("csv", "pdf")
    ]
    for row in rows:
        assert hashlib.sha256((here / "set" / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    assert {row["unit"] for row in rows} == {"Phường An", "Xã Cát", "Quận Bắc", "Thành phố Vẽ"}


def test_what_says_the_same_is_left_as_it_was_and_what_was_changed_is_made_anew(
    drawn_office: Settings, here: Path
) -> None:
    at, later = AT, ("--as-of", "2026-09-30", "--export-time", "2026-11-03T08:00:00+07:00")
    line = ("briefing", "monthly", "--schedule", "00001,00003", "--out-dir", ".", "--format", "csv")
    assert run(*line, *at).exit_code == 0
    first = {row["file"]: (here / row["file"]).read_bytes() for row in index(here)}
    spoilt, kept = sorted(first)
    (here / spoilt).write_bytes(b"touched")
    said = run(*line, *later)
    assert said.exit_code == 0
    assert (here / kept).read_bytes() == first[kept]
    assert (here / spoilt).read_bytes() not in (b"touched", b"")
    assert {row["sha256"] for row in index(here)} == {
        hashlib.sha256((here / name).read_bytes()).hexdigest() for name in first
    }


def test_a_unit_that_fails_stops_no_other_and_the_exit_code_tells(
    drawn_office: Settings, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full for one file: no half of it is left, the other is written and listed."""
    save = formats.save

    def full(file: Path, content: bytes) -> None:
        if "phuong-an" in file.name:
            raise RequestError("briefing.closed", file=str(file), reason="No space left on device")
        save(file, content)

    monkeypatch.setattr(formats, "save", full)
    said = run("briefing", "monthly", *AT, "--schedule", "00001,00003", "--out-dir", ".", "--format", "csv")
    assert said.exit_code == 1
    assert "Phường An: không lập được" in said.output + said.stderr
    assert sorted(file.name for file in here.iterdir()) == ["bao-cao-ky_xa-cat_2026-09-30.csv", "index.csv"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("--schedule", "Phường Không Có,00001"), "Không có đơn vị nào là: Phường Không Có"),
        (("--schedule", ","), "Danh sách đơn vị trống"),
        (("--schedule", "00001", "--out-dir", "/proc/nowhere"), "Không ghi được tệp /proc/nowhere"),
        (("--schedule", "00001", "--format", "pdf,doc"), "Không ghi được định dạng “doc”"),
        (("--schedule", "00001", "--mark", "secret"), "Không có dấu “secret”"),
    ],
)
def test_a_set_that_cannot_be_made_is_said_and_leaves_nothing(
    line: tuple[str, ...], said: str, drawn_office: Settings, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "briefing", "monthly", *AT, *line)
    assert list(here.iterdir()) == []
