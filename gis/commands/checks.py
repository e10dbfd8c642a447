"""Whether everything needed is in order."""

from __future__ import annotations

import typer

from gis import settings
from gis.commands import terminal
from gis.commands.terminal import AsJson, say
from gis.doctor import diagnose

app = typer.Typer()


@app.command(help=say("cli.help.doctor"))
def doctor(*, as_json: AsJson = False) -> None:
    """Tell whether everything needed is in order."""
    checks = diagnose(settings.current())
    if as_json:
        terminal.write_json({check.name: {"ok": check.ok, "detail": check.detail} for check in checks})
    else:
        marks = {True: "[green]✓[/green]", False: "[red]✗[/red]"}
        terminal.print_rows((marks[check.ok], say(f"cli.doctor.{check.name}"), check.detail) for check in checks)
    raise typer.Exit(int(not all(check.ok for check in checks)))
