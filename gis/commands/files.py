"""Files in: what `gis.intake` does, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gis import areas, intake, settings
from gis.commands import terminal
from gis.commands.terminal import AsJson, say
from gis.errors import LandmapError
from gis.records.store import open_store

app = typer.Typer()


@app.command("import", help=say("cli.help.import"))
def import_file(
    kind: Annotated[str, typer.Argument(help=say("cli.help.kind"))],
    file: Annotated[Path, typer.Argument(help=say("cli.help.file"))],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("cli.help.dry_run"))] = False,
    sheet: Annotated[str | None, typer.Option(help=say("cli.help.sheet"))] = None,
    as_json: AsJson = False,
) -> None:
    """Take a file in and say what became of every row."""
    chosen = settings.current()
    store = open_store(chosen)
    try:
        report = intake.run_import(
            kind, file, store=store, areas=areas.load(chosen), settings=chosen, dry_run=dry_run, sheet=sheet
        )
    except LandmapError as error:
        if as_json:
            terminal.write_json(terminal.refusal(error))
        raise
    answer = report.to_dict(terminal.language())
    if as_json:
        terminal.write_json(answer)
    else:
        counts = {name: answer[name] for name in ("rows", "new", "changed", "unchanged", "refused")}
        terminal.tell(say("cli.import.dry" if dry_run else "cli.import.done", file=file.name, **counts))
        terminal.list_findings(report.findings)
    raise typer.Exit(report.exit_code)
