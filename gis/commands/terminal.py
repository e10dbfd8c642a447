"""How the command line speaks: words for people on standard error, one JSON object on standard output."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import pandas as pd
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from gis import settings, words
from gis.briefing.publishing import keep_up
from gis.errors import Finding, LandmapError, RequestError
from gis.settings import Settings
from gis.words import DEFAULT, Language

_MOST_FINDINGS: Final = 30
"""So many findings are listed for a person; all of them stand in ``--json``."""

_PIPED: Final = 240
"""Columns of lines that go into a file or another program, where nothing has to fit a screen."""

_out, _err = Console(width=None if sys.stdout.isatty() else _PIPED), Console(stderr=True)


def language() -> Language:
    """Answer the language of the settings; the default where they cannot be read, so that this can still be said."""
    try:
        return settings.current().language
    except LandmapError:
        return DEFAULT


def say(key: str, **values: Any) -> str:
    """Say a phrase in the language of the settings."""
    return words.say(key, language(), **values)


AsJson = Annotated[bool, typer.Option("--json", help=say("cli.help.json"))]


def database_name(chosen: Settings) -> str:
    """Name the database without a password that its address may hold."""
    return chosen.database.rsplit("@", 1)[-1]


def day(text: str) -> dt.date:
    """Read a day as people or programs write it: 30/09/2026 or 2026-09-30.

    Raises
    ------
    RequestError
        It is no day.
    """
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    raise RequestError("cli.day.no_day", text=text)


def progress(key: str, **values: Any) -> Progress:
    """Answer a line that moves while something is worked on, to be used as a context."""
    working = Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=_err)
    working.add_task(say(key, **values), total=None)
    return working


@contextmanager
def stages(keys: Mapping[str, str]) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each stage of some work once it begins.

    Parameters
    ----------
    keys
        Stage → its phrase.

    Yields
    ------
    What to call after each step: with the stage, how many of its steps are done, and of how many.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err) as working:
        begun: dict[str, TaskID] = {}

        def step(stage: str, done: int, whole: int) -> None:
            if stage not in begun:
                begun[stage] = working.add_task(say(keys[stage]), total=whole)
            working.update(begun[stage], completed=done)

        yield step


@contextmanager
def one_bar(whole: int) -> Iterator[Callable[[str], None]]:
    """Show a bar over so many stages; answers what to call with the name of each as it begins.

    Nothing is shown where nobody looks on, as in a log.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as working:
        task = working.add_task("", total=whole)
        begun = itertools.count()
        yield lambda name: working.update(task, description=name, completed=next(begun))


def show_anew(chosen: Settings) -> None:
    """Show layers to maps of others anew after something was recorded; say so where that failed."""
    if not keep_up(chosen):
        tell(say("cli.reader.stale"), style="yellow")


def is_folder(path: Path) -> bool:
    """Answer whether a path is a folder that is there; one that no disk could hold is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def refusal(error: LandmapError) -> dict[str, Any]:
    """Answer the JSON of an import that was refused whole: the counts of a report, all zero, and why."""
    counts = dict.fromkeys(("rows", "new", "changed", "unchanged", "refused"), 0)
    findings = [finding.to_dict(language()) for finding in error.findings]
    return {"batch": None, **counts, "findings": findings, "error": error.say(language())}


def write_json(answer: Mapping[str, Any]) -> None:
    """Write one JSON object to standard output; days as ISO 8601."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def tell(text: str, style: str | None = None) -> None:
    """Say something to a person, on standard error; lines are left to the terminal, so paths stay whole."""
    _err.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def print_rows(rows: Iterable[Iterable[Any]]) -> None:
    """Write rows in aligned columns to standard output."""
    table = Table(show_header=False, box=None)
    for row in rows:
        table.add_row(*map(str, row))
    for column in table.columns:
        column.overflow = "fold"
    _out.print(table)


def print_table(rows: pd.DataFrame, *, title: str = "", words: int = 1) -> None:
    """Write a table of text to standard output.

    Parameters
    ----------
    rows
        (n, ...) text; its columns are the headings.
    title
        What stands above.
    words
        So many columns from the left are words; those that look like numbers stand to the right.
    """
    table = Table(title=title or None, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for place, name in enumerate(rows):
        table.add_column(str(name), justify="right" if place >= words and _numeric(rows[name]) else "left")
    for values in rows.itertuples(index=False):
        table.add_row(*(escape(str(value)) for value in values))
    _out.print(table)


def _numeric(cells: pd.Series) -> bool:
    return bool(cells.astype(str).str.fullmatch(r"[\d.,%–−-]+").all())


def _where(finding: Finding) -> str:
    """Say at which cell a finding is, as far as it is at one."""
    about = {"row": finding.row and str(finding.row), "column": finding.column, "value": finding.value}
    parts = [say(f"cli.finding.{name}", **{name: value}) for name, value in about.items() if value]
    where = ", ".join(parts)
    return f"{where[:1].upper()}{where[1:]}: " if where else ""


def list_findings(findings: Iterable[Finding]) -> None:
    """Say the first findings, and how many more there are."""
    listed = list(findings)
    for finding in listed[:_MOST_FINDINGS]:
        tell(f"  {_where(finding)}{finding.what.say(language())}")
    if len(listed) > _MOST_FINDINGS:
        tell(say("cli.finding.more", n=len(listed) - _MOST_FINDINGS))
