"""Boundaries of the wards: which are in force, others in their place."""

from __future__ import annotations

from typing import Annotated

import typer

from gis import areas, settings
from gis.areas import build, imports
from gis.commands import terminal
from gis.commands.terminal import AsJson, say

app = typer.Typer(help=say("cli.help.areas"), no_args_is_help=True)


@app.command("show", help=say("cli.help.areas_show"))
def show(*, as_json: AsJson = False) -> None:
    """Describe the boundaries in force."""
    rows = imports.describe(areas.load(settings.current()), terminal.language())
    if as_json:
        terminal.write_json({str(name): value for name, value in rows})
    else:
        terminal.print_rows(rows)


@app.command("build", help=say("cli.help.areas_build"))
def draw() -> None:
    """Build approximate boundaries from published facts."""
    with terminal.progress("cli.areas.building"):
        built = build.build_areas(settings.current())
    terminal.tell(say("cli.areas.built", n=len(built.wards)))


@app.command("import", help=say("cli.help.areas_import"))
def install(
    source: Annotated[str, typer.Argument(help=say("cli.help.areas_source"))],
    *,
    layer: Annotated[str | None, typer.Option(help=say("cli.help.layer"))] = None,
    crs: Annotated[str | None, typer.Option(help=say("cli.help.crs"))] = None,
) -> None:
    """Install official boundaries."""
    with terminal.progress("cli.areas.importing"):
        installed = imports.import_areas(source, settings.current(), layer=layer, crs=crs)
    terminal.tell(say("cli.areas.imported", n=len(installed.wards)))


@app.command("reset", help=say("cli.help.areas_reset"))
def reset() -> None:
    """Go back to the boundaries that come with the product."""
    imports.reset(settings.current())
    terminal.tell(say("cli.areas.reset"))
