"""Making a store: empty, or with the demo city; bringing an older one to this version."""

from __future__ import annotations

from typing import Annotated

import typer

from gis import areas, settings
from gis.commands import terminal
from gis.commands.terminal import say
from gis.errors import RequestError
from gis.records import demo as demo_city
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


@app.command(help=say("cli.help.demo"))
def demo(
    *,
    cases: Annotated[int, typer.Option(min=200, max=2_000_000, help=say("cli.help.cases"))] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help=say("cli.help.seed"))] = 1,
    if_missing: Annotated[bool, typer.Option("--if-missing", help=say("cli.help.if_missing"))] = False,
) -> None:
    """Make a store with the demo city, or do nothing where a store is already there and that is asked for."""
    chosen = settings.current()
    store = open_store(chosen)
    if store.exists() and if_missing:
        return
    if store.exists() and store.kind() == "demo":
        raise RequestError("cli.demo.exists", database=terminal.database_name(chosen))
    with terminal.progress("cli.demo.working", cases=cases):
        city = demo_city.city(areas.load(chosen), cases=cases, seed=seed)
        if not store.exists():
            store.create()
        appended = store.append(city.batch)
        demo_city.write_truth(city, chosen.state_dir / f"truth-{chosen.province}.json")
    terminal.tell(say("cli.demo.done", rows=appended.rows, database=terminal.database_name(chosen)))
