"""Atlases and monthly sets from the command line: the same bytes again, and advice instead of half a file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from gis import __main__ as cli
from gis.settings import Settings

AT = ("--as-of", "2026-09-30", "--export-time", "2026-10-03T08:00:00+07:00")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*line: str) -> Result:
    return CliRunner().invoke(cli.app, list(line), catch_exceptions=False)


def refused(capsys: pytest.CaptureFixture[str], *line: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main(lambda: cli.app(list(line), standalone_mode=False))
    assert ended.value.code == 2
    return " ".join(capsys.readouterr().err.split())


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
        (("--mark", "secret"), "Không có dấu “secret”"),
        (("--out", "/proc/nowhere/a.pdf"), "Không ghi được tệp /proc/nowhere/a.pdf"),
    ],
)
def test_what_cannot_be_bound_is_said_and_leaves_nothing(
    line: tuple[str, ...], said: str, drawn_office: Settings, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "atlas", *line)
    assert list(here.iterdir()) == []
