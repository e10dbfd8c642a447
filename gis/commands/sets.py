"""Sets of papers from the command line: one briefing for each of some units, into a folder, as a timer asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from gis.briefing import monthly_set
from gis.briefing.monthly_set import Asked, Outcome
from gis.briefing.reading import Reading
from gis.commands import terminal
from gis.commands.terminal import say
from gis.errors import RequestError

_FAILED = 1


def write(schedule: str, folder: Path, reading: Reading, asked: Asked) -> None:
    """Write a set and say what became of each unit.

    Raises
    ------
    RequestError
        No unit is named, or the folder cannot be written.
    Exit
        The paper of some unit could not be made; the others were.
    """
    found = monthly_set.units(_lines(schedule), reading)
    outcomes = []
    with terminal.one_bar(len(found)) as step:
        for outcome in monthly_set.write(folder, found, reading, asked):
            step(outcome.unit)
            outcomes.append(outcome)
    failed = [one for one in outcomes if one.error]
    for one in failed:
        terminal.tell(_why(one), style="red")
    written, left = (sum(len(files) for files in some) for some in _files(outcomes))
    terminal.tell(say("cli.set.done", folder=str(folder), written=written, left=left, failed=len(failed)))
    if failed:
        raise typer.Exit(_FAILED)


def _lines(schedule: str) -> list[str]:
    """Read the units: the lines of a file, or what stands between commas where there is no such file."""
    file = Path(schedule)
    try:
        return file.read_text(encoding="utf-8-sig").splitlines() if file.is_file() else schedule.split(",")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError("briefing.no_schedule", file=schedule, reason=str(error)) from error


def _files(outcomes: Sequence[Outcome]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return [one.written for one in outcomes], [one.left for one in outcomes]


def _why(one: Outcome) -> str:
    reason = one.error.say(terminal.language()) if one.error else ""
    return say("cli.set.failed", unit=one.unit, reason=reason)
