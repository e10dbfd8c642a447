"""Making a store, empty; bringing an older one to this version."""

from __future__ import annotations

import typer

from gis import settings
from gis.commands import terminal
from gis.commands.terminal import say
from gis.errors import RequestError
from gis.records.database import head
from gis.records.store import open_store

app = typer.Typer()


@app.command(help=say("cli.help.init"))
def init() -> None:
    """Make an empty store, or bring one of an older version to this one."""
    store, name = open_store(settings.current()), terminal.database_name(settings.current())
    older = store.exists()
    if older and store.database.found() == head():
        raise RequestError("cli.init.exists", database=name)
    store.create()
    terminal.tell(say("cli.init.upgraded" if older else "cli.init.done", database=name))
