"""Everything that takes long, worked out ahead of the pages, for one province or for all of a store."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, get_args

import pandas as pd
import typer

from gis import settings
from gis.answers import whole
from gis.answers.whole import Scored, State
from gis.commands import one_province, terminal
from gis.commands.terminal import AsJson, say
from gis.errors import RequestError
from gis.records.store import open_store

app = typer.Typer()

_INCOMPLETE: Final = 1


@app.command("score", help=say("cli.help.score"))
def score(
    ctx: typer.Context,
    *,
    every: Annotated[bool, typer.Option("--all", help=say("cli.help.score_all"))] = False,
    cluster: Annotated[str, typer.Option("--cluster", help=say("cli.help.cluster"))] = "",
    as_of: Annotated[str, typer.Option("--as-of", help=say("cli.help.as_of"))] = "",
    as_json: AsJson = False,
) -> None:
    """Work out early dialogues, the backtest and expected cases, and keep them for whoever opens a page."""
    if cluster and not every:
        raise RequestError("cli.score.one_alone")
    day = terminal.day(as_of) if as_of else None
    found = sorted(_all(cluster, day) if every else _here(ctx, day), key=lambda one: one.province)
    if as_json:
        terminal.write_json({"provinces": [vars(one) for one in found]})
    else:
        terminal.print_table(_table(found), words=2)
    _say(found)
    if any(one.state == "failed" for one in found):
        raise typer.Exit(_INCOMPLETE)


def _here(ctx: typer.Context, day: dt.date | None) -> list[Scored]:
    """Work out the province that was named, or else each that the settings name."""
    named = one_province.named(ctx)
    with terminal.progress("cli.score.working"):
        return [whole.score(code, day, whole.METHOD) for code in ([named] if named else settings.current().provinces)]


def _all(address: str, day: dt.date | None) -> list[Scored]:
    provinces = _recorded()
    spreading = importlib.import_module("gis.answers.spreading")  # only here: a second of loading nobody else needs
    with terminal.stages({"scoring": "cli.score.scoring"}) as step, spreading.cluster(address) as client:
        step("scoring", 0, len(provinces))
        return list(_counted(spreading.spread(client, provinces, day), len(provinces), step))


def _counted(found: Iterator[Scored], whole_number: int, step: Any) -> Iterator[Scored]:
    for done, one in enumerate(found, 1):
        step("scoring", done, whole_number)
        yield one


def _recorded() -> Sequence[str]:
    with open_store(settings.current()).reading() as reading:
        found = reading.provinces()
    if not found:
        raise RequestError("cli.risk.nothing")
    return found


def _table(found: Sequence[Scored]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("cli.score.province"): [one.province for one in found],
            say("cli.score.state"): [one.reason or say(f"cli.score.of.{one.state}") for one in found],
            say("cli.score.day"): [one.day.isoformat() if one.day else "" for one in found],
            say("cli.score.cases"): [str(one.cases) for one in found],
            say("cli.score.seconds"): [str(one.seconds) for one in found],
        }
    )


def _say(found: Sequence[Scored]) -> None:
    counted = {state: sum(one.state == state for one in found) for state in get_args(State)}
    terminal.tell(say("cli.score.total", **counted))
    if counted["failed"]:
        terminal.tell(say("cli.score.again"), style="yellow")
