"""Whether the rules of law make sense, and whether everything needed is in order."""

from __future__ import annotations

import typer

from gis import settings
from gis.commands import terminal
from gis.commands.terminal import AsJson, say
from gis.doctor import diagnose
from gis.law import rules

app = typer.Typer()
law_app = typer.Typer(help=say("cli.help.law"), no_args_is_help=True)


@law_app.command("check", help=say("cli.help.law_check"))
def law_check() -> None:
    """Tell whether the rules of law, and the office's own targets beside them, make sense together."""
    findings = rules.check(own=settings.current().own_targets)
    terminal.list_findings(findings)
    terminal.tell(say("cli.law.ok" if not findings else "cli.law.bad", n=len(findings)))
    raise typer.Exit(int(bool(findings)))


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
