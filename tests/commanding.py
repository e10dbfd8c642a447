"""The command line as tests run it: what comes of a line, and what is said where it is refused."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from gis import __main__ as cli


def run(*line: str) -> Result:
    """Run a line; what nobody foresaw is raised."""
    return CliRunner().invoke(cli.app, list(line), catch_exceptions=False)


def refused(capsys: pytest.CaptureFixture[str], *line: str) -> str:
    """Run a line that must end with exit code 2, and answer what it said."""
    with pytest.raises(SystemExit) as ended:
        cli.main(lambda: cli.app(list(line), standalone_mode=False))
    assert ended.value.code == 2
    return " ".join(capsys.readouterr().err.split())
