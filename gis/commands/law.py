"""The rules of law: whether they make sense together, and recording that one was held against its text."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from gis import settings
from gis.access import people
from gis.commands import terminal
from gis.commands.terminal import say
from gis.errors import RequestError
from gis.law import rules
from gis.law.provision import Provision
from gis.law.terms import Rules
from gis.law.verifying import checkable, with_checks
from gis.records import horizon
from gis.records.ledger import open_ledger
from gis.records.rule_checks import State, Version, checked
from gis.records.store import open_store
from gis.settings import Settings

app = typer.Typer(help=say("cli.help.law"), no_args_is_help=True)


@app.command(help=say("cli.help.law_check"))
def check() -> None:
    """Tell whether the rules of law, and the office's own targets beside them, make sense together."""
    findings = rules.check(own=settings.current().own_targets)
    terminal.list_findings(findings)
    terminal.tell(say("cli.law.ok" if not findings else "cli.law.bad", n=len(findings)))
    raise typer.Exit(int(bool(findings)))


@app.command(help=say("cli.help.law_verify"))
def verify(
    rule: Annotated[str, typer.Argument(help=say("cli.help.law_rule"))],
    *,
    document: Annotated[str, typer.Option(help=say("cli.help.law_document"))] = "",
    on: Annotated[str, typer.Option(help=say("cli.help.law_on"))] = "",
    valid_from: Annotated[str, typer.Option(help=say("cli.help.law_version"))] = "",
    undo: Annotated[bool, typer.Option("--undo", help=say("cli.help.law_undo"))] = False,
) -> None:
    """Record that a rule was held against its text, or that an earlier record is undone."""
    chosen, today = settings.current(), horizon.today()
    day = terminal.day(on) if on else today
    if day > today:
        raise RequestError("law.check_ahead", asked=day, today=today)
    version = terminal.day(valid_from) if valid_from else None
    found = checkable(_rules(chosen, today), rule, day=today, valid_from=version)
    _record(chosen, found, "undone" if undo else "verified", document=_document(found, document, undo=undo), on=day)
    terminal.tell(
        say("cli.law.undone" if undo else "cli.law.verified", rule=found.name.say(terminal.language()), id=found.id)
    )


def _rules(chosen: Settings, today: dt.date) -> Rules:
    snapshot = open_ledger(open_store(chosen), chosen).snapshot(today, people.who(chosen))
    return with_checks(rules.current(), snapshot["rule_check"])


def _document(found: Provision, document: str, *, undo: bool) -> str:
    """Answer the document to be named; to undo is to name the one of the check that is undone."""
    if undo and found.check is None:
        raise RequestError("law.nothing_to_undo", rule=found.id)
    return found.check.document if undo and found.check else document


def _record(chosen: Settings, found: Provision, state: State, *, document: str, on: dt.date) -> None:
    reader, store = people.who(chosen), open_store(chosen)
    if not people.may_check_rules(reader):
        raise RequestError("law.not_allowed")
    version = Version(found.id, found.valid_from, found.substance)
    demo = store.kind() == "demo"
    store.append(checked(version, state, document=document, on=on, role=reader.role, demo=demo))
