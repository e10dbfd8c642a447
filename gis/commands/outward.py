"""What may be seen by others, out of the product: as files, and to maps that ask the database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from gis import areas, settings
from gis.access import people
from gis.briefing import layers
from gis.commands import terminal
from gis.commands.terminal import say
from gis.errors import RequestError
from gis.insight.situation import situation
from gis.law import rules
from gis.records.closings import Closing, named
from gis.records.ledger import open_ledger
from gis.records.reader import publish
from gis.records.store import open_store
from gis.settings import Settings

app = typer.Typer()


@app.command(help=say("cli.help.export"))
def export(
    folder: Annotated[Path, typer.Argument(help=say("cli.help.export_folder"))],
    *,
    closing: Annotated[str, typer.Option(help=say("cli.help.export_closing"))] = "",
) -> None:
    """Write what the reader may see into a folder: as it stands, or as it was reported."""
    chosen = settings.current()
    with terminal.progress("cli.export.working"):
        found = _layers(chosen, named(open_store(chosen).closings(), closing) if closing else None)
        try:
            files = layers.write(found, folder)
        except OSError as error:
            raise RequestError("cli.export.closed", folder=str(folder), reason=error.strerror or str(error)) from error
    terminal.tell(say("cli.export.done", files=", ".join(file.name for file in files), folder=str(folder)))


@app.command(help=say("cli.help.reader"))
def reader() -> None:
    """Show the layers to the role of other maps."""
    chosen = settings.current()
    with terminal.progress("cli.export.working"):
        publish(open_store(chosen), _layers(chosen))
    terminal.tell(say("cli.reader.done"))


def _layers(chosen: Settings, closing: Closing | None = None) -> layers.Layers:
    ledger, scope = open_ledger(open_store(chosen), chosen), people.who(chosen)
    if closing:
        snapshot = ledger.snapshot(closing.as_of, scope, known_on=closing.known_on)
    else:
        snapshot = ledger.snapshot(ledger.last_event() or dt.datetime.now().astimezone().date(), scope)
    now = situation(snapshot, areas.load(chosen), rules.current(), crowd_size=chosen.crowd_size)
    return layers.layers(now, scope, threshold=chosen.suppress_below, language=chosen.language)
