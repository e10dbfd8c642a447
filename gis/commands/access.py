"""Who may see what: listing, granting and revoking roles in areas."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from gis import areas, settings, words
from gis.access import granting, people
from gis.commands import terminal
from gis.commands.terminal import AsJson, say
from gis.records import audit, grants
from gis.records.grants import CITY, Grant
from gis.records.horizon import day_in_vietnam
from gis.records.ledger import open_ledger
from gis.records.store import Store, open_store

app = typer.Typer(help=say("cli.help.access"), no_args_is_help=True)

_BY: Final = audit.LOCAL
"""Who gives and takes on the command line: whoever runs the machine. The account's name is not kept."""


@app.command("list", help=say("cli.help.access_list"))
def listing(
    *,
    every: Annotated[bool, typer.Option("--all", help=say("cli.help.access_all"))] = False,
    as_json: AsJson = False,
) -> None:
    """List the grants, oldest first."""
    found = [one for one in grants.every(open_store(settings.current())) if every or one.taken_at is None]
    if as_json:
        terminal.write_json({"grants": [_plain(one) for one in found]})
    elif not found:
        terminal.tell(say("cli.access.none"))
    else:
        names = ("number", "person", "role", "area", "from", "to", "state")
        terminal.print_rows([[say(f"cli.access.{name}") for name in names], *map(_line, found)])


@app.command(help=say("cli.help.access_grant"))
def grant(
    person: Annotated[str, typer.Argument(help=say("cli.help.access_person"))],
    role: Annotated[str, typer.Argument(help=say("cli.help.access_role"))],
    area: Annotated[str, typer.Argument(help=say("cli.help.access_area"))] = "city",
    *,
    valid_from: Annotated[str, typer.Option("--from", help=say("cli.help.access_from"))] = "",
    valid_to: Annotated[str, typer.Option("--to", help=say("cli.help.access_to"))] = "",
) -> None:
    """Give a person a role in an area."""
    store = open_store(settings.current())
    where = granting.area_of(area, areas.load(store.settings), _projects(store, area))
    first, last = (terminal.day(text) if text else None for text in (valid_from, valid_to))
    given = grants.give(store, person, granting.role_of(role), where, by=_BY, valid_from=first, valid_to=last)
    terminal.tell(say("cli.access.given", number=given.number, person=given.person, role=given.role, area=_area(given)))


@app.command("areas", help=say("cli.help.access_areas"))
def places() -> None:
    """List what an area may be, beside the city and the projects."""
    found = areas.load(settings.current())
    terminal.print_rows([f"district:{code}", name] for code, name in found.districts["name"].items())
    terminal.print_rows([f"ward:{code}", name] for code, name in found.wards["full_name"].items())


@app.command(help=say("cli.help.access_revoke"))
def revoke(number: Annotated[int, typer.Argument(help=say("cli.help.access_number"))]) -> None:
    """Take a grant back; open pages of that person lose it within a minute."""
    taken = granting.take_back(open_store(settings.current()), number, by=_BY)
    terminal.tell(say("cli.access.taken", number=number, person=taken.person, role=taken.role, area=_area(taken)))


def _projects(store: Store, area: str) -> frozenset[str]:
    """Answer the codes of the recorded projects, where an area names one: reading them takes a while."""
    if not area.strip().casefold().startswith("project:"):
        return frozenset()
    ledger = open_ledger(store, store.settings)
    last = ledger.last_event()
    if last is None:
        return frozenset()
    return frozenset(ledger.snapshot(last, people.who(store.settings))["project"].index)


def _area(found: Grant) -> str:
    return found.area.kind if found.area == CITY else f"{found.area.kind}:{found.area.code}"


def _line(found: Grant) -> list[str]:
    state = "holds" if found.taken_at is None else "revoked"
    told = say(f"cli.access.{state}", on=day_in_vietnam(found.taken_at) if found.taken_at else "")
    last = words.date(found.valid_to) if found.valid_to else words.NOTHING
    return [str(found.number), found.person, found.role, _area(found), words.date(found.valid_from), last, told]


def _plain(found: Grant) -> dict[str, Any]:
    return vars(found) | {"area": _area(found)}
