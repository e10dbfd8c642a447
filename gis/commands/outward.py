"""What may be seen by others, out of the product: as files, and to maps that ask the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gis import settings
from gis.briefing import layers
from gis.briefing.publishing import seen, show
from gis.commands import terminal
from gis.commands.entering import enter
from gis.commands.terminal import say
from gis.errors import RequestError, reason
from gis.records.closings import named
from gis.records.ledger import open_ledger
from gis.records.store import open_store

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
        store = open_store(chosen)
        found = seen(chosen, open_ledger(store, chosen), named(store.closings(), closing) if closing else None)
        enter(store, layers.PACKAGE, rows=sum(len(layer) for layer in found.values()), closing=closing)
        try:
            files = layers.write(found, folder)
        except OSError as error:
            raise RequestError("cli.export.closed", folder=str(folder), reason=reason(error)) from error
    terminal.tell(say("cli.export.done", files=", ".join(file.name for file in files), folder=str(folder)))


@app.command(help=say("cli.help.reader"))
def reader() -> None:
    """Show the layers to the role of other maps."""
    chosen = settings.current()
    with terminal.progress("cli.export.working"):
        enter(open_store(chosen), "landmap_read")
        show(chosen)
    terminal.tell(say("cli.reader.done"))
