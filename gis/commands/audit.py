"""The audit trail: what was done, and whether anybody changed what it says."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

import typer

from gis import settings
from gis.briefing.reading import clock
from gis.commands import terminal
from gis.commands.terminal import AsJson, say
from gis.errors import RequestError
from gis.records import audit
from gis.records.audit import WHATS, Entry
from gis.records.horizon import VIETNAM
from gis.records.store import open_store

app = typer.Typer(help=say("cli.help.audit"), no_args_is_help=True)


@app.command(help=say("cli.help.audit_verify"))
def verify(*, as_json: AsJson = False) -> None:
    """Hold the trail against itself and against its witness."""
    found = audit.verify(open_store(settings.current()))
    if as_json:
        told = {"entries": found.entries, "end": found.end, "breaches": [vars(one) for one in found.breaches]}
        terminal.write_json(told)
    elif found.breaches:
        terminal.tell(say("cli.audit.broken", n=len(found.breaches)), style="red")
        for one in found.breaches:
            terminal.tell(f"  {say(f'access.breach.{one.kind}', number=str(one.number))}")
    else:
        terminal.tell(say("cli.audit.whole", n=found.entries, end=found.end))
    if found.breaches:
        raise typer.Exit(1)


@app.command("list", help=say("cli.help.audit_list"))
def show(
    *,
    what: Annotated[str, typer.Option(help=say("cli.help.audit_what", whats=", ".join(WHATS)))] = "",
    who: Annotated[str, typer.Option(help=say("cli.help.audit_who"))] = "",
    since: Annotated[str, typer.Option(help=say("cli.help.audit_since"))] = "",
    until: Annotated[str, typer.Option(help=say("cli.help.audit_until"))] = "",
    as_json: AsJson = False,
) -> None:
    """List the trail, the newest entry first."""
    if what and what not in WHATS:
        raise RequestError("cli.audit.no_what", what=what, whats=", ".join(WHATS))
    ends = _midnight(until) + dt.timedelta(days=1) if until else None
    store = open_store(settings.current())
    found = audit.entries(store, what=what, who=who, since=_midnight(since) if since else None, until=ends)
    if as_json:
        terminal.write_json({"entries": [_plain(one) for one in found]})
    elif not found:
        terminal.tell(say("cli.audit.none"))
    else:
        heading = [say(f"cli.audit.{name}") for name in ("number", "at", "who", "role", "what", "details")]
        terminal.print_rows([heading, *map(_line, found)])


def _midnight(text: str) -> dt.datetime:
    return dt.datetime.combine(terminal.day(text), dt.time(), VIETNAM)


def _plain(entry: Entry) -> dict[str, Any]:
    return vars(entry) | {"at": entry.at.isoformat(), "who": vars(entry.who)}


def _line(entry: Entry) -> list[str]:
    details = json.dumps(dict(entry.details), ensure_ascii=False)
    return [str(entry.number), clock(entry.at), entry.who.id, entry.who.role, _called(entry.what), details]


def _called(what: str) -> str:
    """Name what was done; something that somebody changed stands as it is."""
    return say(f"access.audit.{what}") if what in WHATS else what
