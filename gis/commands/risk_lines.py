"""How the terminal tells of a backtest and of the risk of places: a verdict, then tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from gis.answers.scores import Office
from gis.briefing import method_tables
from gis.briefing.method_tables import Count
from gis.commands import terminal
from gis.commands.terminal import say
from gis.insight.model_card import Card
from gis.words import NOTHING, number

_MOST: Final = 20
"""Places that are listed for a person; all of them stand in ``--json``."""


def verdict(proof: str) -> None:
    """Say which rule is used and why."""
    terminal.tell(say(f"cli.risk.proof.{proof}"), style="bold")


def plain(counts: Mapping[str, int], horizon: int) -> None:
    """Say what a table of another office can tell, and which of its rows stay out."""
    terminal.tell(say("cli.risk.plain", n=horizon))
    for why, n in counts.items():
        terminal.tell(say("cli.risk.left_out", n=n, why=say(f"method.left_out.{why}")))


def backtest(card: Card, count: Count) -> None:
    """Write all tables of a card."""
    language = terminal.language()
    terminal.print_table(method_tables.facts(card, language, count), words=2)
    for one in method_tables.tables(card, language, count):
        terminal.print_table(one.rows, title=say(f"method.table.{one.name}"), words=one.words)


def risk(answer: Mapping[str, Any], office: Office) -> None:
    """Write the places with the most expected prolonged cases, and what calls for attention there."""
    names = {
        "wards": office.areas.wards["full_name"],
        "projects": office.at(dt.date.fromisoformat(answer["as_of"]))["project"]["name"],
    }
    for which, named in names.items():
        told = [one for one in answer[which] if one["enough"]]
        title = say(f"cli.risk.{which}", n=min(len(told), _MOST), whole=len(told), days=answer["horizon"])
        rows = [_place(one, str(named.get(one["code"], one["code"]))) for one in told[:_MOST]]
        if rows:
            terminal.print_table(pd.DataFrame(rows).rename(columns=_heading), title=title, words=1)
        if few := len(answer[which]) - len(told):
            terminal.tell(say("cli.risk.few", n=few))


def _heading(name: str) -> str:
    return say(f"cli.risk.column.{name}")


def _place(one: Mapping[str, Any], name: str) -> dict[str, str]:
    language = terminal.language()
    due = one["next_due"]
    return {
        "place": name,
        "n": number(one["n"], language),
        "expected": number(one["expected"], language, digits=1),
        "interval": NOTHING if one["low"] is None else f"{one['low']}–{one['high']}",
        "reasons": "; ".join(reason["said"] for reason in one["reasons"] if reason["said"]) or NOTHING,
        "next_due": f"{dt.date.fromisoformat(due):%d/%m/%Y}" if due else NOTHING,
    }
