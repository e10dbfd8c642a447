"""What came into a store, taking it back, closing a period; the whole of it as one file, and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Final

import pandas as pd
import typer

from gis import settings, words
from gis.commands import terminal
from gis.commands.terminal import AsJson, say
from gis.records import audit
from gis.records import backup as backups
from gis.records.horizon import day_in_vietnam
from gis.records.store import open_store

app = typer.Typer()

_COUNTS: Final = ("new", "changed", "unchanged")


@app.command(help=say("cli.help.batches"))
def batches(*, as_json: AsJson = False) -> None:
    """List what came in, oldest first."""
    found = open_store(settings.current()).batches()
    if as_json:
        terminal.write_json({"batches": [_plain(row) for row in found.to_dict("records")]})
    elif found.empty:
        terminal.tell(say("cli.batches.none"))
    else:
        heading = [say(f"cli.batches.{name}") for name in ("number", "recorded", "source", *_COUNTS, "state")]
        terminal.print_rows([heading, *(_line(row) for row in found.to_dict("records"))])


def _line(row: dict[Any, Any]) -> list[str]:
    withdrawn = pd.notna(row["withdrawn_at"])
    state = (
        say("cli.batches.withdrawn", on=day_in_vietnam(row["withdrawn_at"])) if withdrawn else say("cli.batches.counts")
    )
    counts = [words.number(row[name], terminal.language()) for name in _COUNTS]
    return [str(row["id"]), words.date(day_in_vietnam(row["recorded_at"])), row["source"], *counts, state]


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """Answer a batch as JSON has it: what is not there is null."""
    return {name: None if pd.isna(value) else value for name, value in row.items()}


@app.command(help=say("cli.help.undo"))
def undo(batch: Annotated[int, typer.Argument(help=say("cli.help.batch"))]) -> None:
    """Withdraw a batch: it no longer counts, and what was known before can still be seen."""
    chosen = settings.current()
    open_store(chosen).withdraw(batch)
    terminal.show_anew(chosen)
    terminal.tell(say("cli.undo.done", batch=batch))


@app.command(help=say("cli.help.close"))
def close(
    name: Annotated[str, typer.Argument(help=say("cli.help.period_name"))],
    *,
    as_of: Annotated[str, typer.Option(help=say("cli.help.period_as_of"))],
) -> None:
    """Close a period: keep what is known now under a name."""
    closed = open_store(settings.current()).close_period(name, terminal.day(as_of))
    terminal.tell(say("cli.close.done", name=closed.name, as_of=closed.as_of, day=closed.day))


@app.command(help=say("cli.help.closings"))
def closings(*, as_json: AsJson = False) -> None:
    """List the closed periods, oldest first."""
    found = open_store(settings.current()).closings()
    if as_json:
        terminal.write_json({"closings": [vars(one) for one in found]})
    elif not found:
        terminal.tell(say("cli.closings.none"))
    else:
        heading = [say(f"cli.closings.{name}") for name in ("name", "as_of", "closed")]
        lines = ([one.name, words.date(one.as_of), words.date(one.day)] for one in found)
        terminal.print_rows([heading, *lines])


@app.command(help=say("cli.help.backup"))
def backup(file: Annotated[Path, typer.Argument(help=say("cli.help.backup_file"))]) -> None:
    """Keep everything in one file."""
    store = open_store(settings.current())
    with terminal.progress("cli.backup.working"):
        audit.record(store, store.by, "restore", backup=file.name)
        kept = backups.write(store, file)
    terminal.tell(say("cli.backup.done", file=str(file), rows=kept.rows, batches=kept.batches))


@app.command(help=say("cli.help.restore"))
def restore(
    file: Annotated[Path, typer.Argument(help=say("cli.help.restore_file"))],
    *,
    replace: Annotated[bool, typer.Option("--replace", help=say("cli.help.replace"))] = False,
) -> None:
    """Bring everything back from a file; what gives way is kept in a file of its own first."""
    chosen = settings.current()
    store = open_store(chosen)
    backups.look(file)
    with terminal.progress("cli.restore.working"):
        if replace and store.exists():
            aside = chosen.state_dir / f"before-restore-{dt.datetime.now():%Y%m%d-%H%M%S-%f}.landmap"  # noqa: DTZ005
            backups.write(store, aside)
            terminal.tell(say("cli.restore.aside", file=str(aside)))
        brought = backups.restore(store, file, replace=replace)
        audit.record(store, store.by, "restore", restored=file.name, rows=brought.rows, replaced=replace)
    terminal.show_anew(chosen)
    name = terminal.database_name(chosen)
    terminal.tell(say("cli.restore.done", database=name, rows=brought.rows, batches=brought.batches))
