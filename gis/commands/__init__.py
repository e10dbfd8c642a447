"""The command line: one module for each thing people come to do, and `terminal`, through which all of them speak."""

from __future__ import annotations

import typer

from gis.commands import (
    access,
    atlases,
    audit,
    boundaries,
    briefings,
    checks,
    demo,
    files,
    hotspots,
    keeping,
    law,
    one_province,
    outward,
    reports,
    risks,
    scoring,
    store,
)
from gis.commands.terminal import say

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.callback(help=say("cli.help.app"))(one_province.choose)
for commands in (store, demo, files, reports, keeping, outward, briefings, atlases, hotspots, risks, scoring, checks):
    app.add_typer(commands.app)
app.add_typer(boundaries.app, name="areas")
app.add_typer(law.app, name="law")
app.add_typer(audit.app, name="audit")
app.add_typer(access.app, name="access")

__all__ = ["app"]
