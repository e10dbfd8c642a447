"""How likely disputes are to be prolonged, by place, and how well such scores did before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import pandas as pd
import typer

from gis import settings
from gis.answers import risks, scores
from gis.answers.scores import Office
from gis.briefing import risk_told
from gis.commands import risk_lines, terminal
from gis.commands.entering import enter
from gis.commands.terminal import AsJson, say
from gis.errors import RequestError
from gis.insight import backtest as backtests
from gis.insight import model_card, panels, plain_cases
from gis.insight.model_card import Card
from gis.intake import plain_cases as reading

app = typer.Typer()

AsOf = Annotated[str, typer.Option("--as-of", help=say("cli.help.as_of"))]
Cases = Annotated[Path | None, typer.Option("--cases", help=say("cli.help.backtest_cases"))]
Places = Annotated[Path | None, typer.Option("--areas", help=say("cli.help.backtest_areas"))]
_STEPS: Final = {"looking": "cli.risk.looking", "trying": "cli.risk.trying", "telling": "cli.risk.telling"}


def _last(office: Office, text: str) -> dt.date:
    last = terminal.day(text) if text else office.ledger.last_event()
    if last is None:
        raise RequestError("cli.risk.nothing")
    office.ledger.check(last)
    return last


@contextmanager
def _progress() -> Iterator[scores.Progress]:
    with terminal.stages(_STEPS) as step:
        yield step


@app.command(help=say("cli.help.backtest"))
def backtest(*, as_of: AsOf = "", cases: Cases = None, areas: Places = None, as_json: AsJson = False) -> None:
    """Tell how well the score of prolonged disputes did, month by month."""
    card = _of_records(as_of) if cases is None else _of_file(cases, areas, as_of)
    risk_lines.verdict(card.proof)
    if as_json:
        terminal.write_json(_hidden_counts(card.to_json()))
    else:
        risk_lines.backtest(card, _hidden)


def _of_records(as_of: str) -> Card:
    office = scores.office(settings.current())
    last = _last(office, as_of)
    if card := scores.kept(office, last):
        return card
    with _progress() as step:
        return scores.tried(office, last, step)


def _of_file(cases: Path, areas: Path | None, as_of: str) -> Card:
    """Try the method on a table of cases of any office, without records and without a store."""
    read = reading.read(cases, areas)
    horizon = settings.current().risk_horizon_days
    last = terminal.day(as_of) if as_of else max(read.rows["opened"].max(), read.rows["closed"].max()).date()
    rows = read.rows[read.rows["opened"] <= pd.Timestamp(last)]
    if rows.empty:
        raise RequestError("cli.risk.nothing")
    days = [day for day in panels.month_ends(last, scores.MONTHS) if day >= rows["opened"].min().date()]
    if not days:
        raise RequestError("cli.risk.nothing")
    most = backtests.ORIGINS
    with _progress() as step:
        looking = scores.ticking(step, "looking", len(days))
        panel = plain_cases.panel(rows, days, horizon=horizon, tick=looking)
        found = backtests.run(panel, last=last, origins=most, tick=scores.ticking(step, "trying", most))
    about: dict[str, Any] = {"digest": read.digest, "rebuilt": True, "demo": False}
    capacity = settings.current().dialogues_a_month
    card = model_card.card(found, panel, last=last, capacity=capacity, kinds=read.kinds, **about)
    risk_lines.plain(read.left_out, horizon)
    return card.telling(left_out=read.left_out, rows=len(rows))


def _hidden_counts(told: dict[str, Any]) -> dict[str, Any]:
    counts = ("outcomes", "standing_out", "left_out")
    figures = told["figures"]
    return told | {
        "figures": figures | {name: risk_told.each_hidden(figures[name]) for name in counts if name in figures}
    }


@app.command("risk", help=say("cli.help.risk"))
def told(*, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Tell of each place and project how many open cases are likely to be prolonged."""
    office = scores.office(settings.current())
    last = _last(office, as_of)
    with _progress() as step:
        answer = _in_words(risk_told.for_file(risks.answered(office, last, step)))
    risk_lines.verdict(answer["proof"])
    if as_json:
        enter(office.store, "risk.json", rows=len(answer["wards"]) + len(answer["projects"]), as_of=last)
        terminal.write_json(answer)
    else:
        risk_lines.risk(answer, office)


def _in_words(answer: dict[str, Any]) -> dict[str, Any]:
    """Say every reason as reports do; what is hidden is not said."""
    told = {name: [_line_in_words(line) for line in answer[name]] for name in ("wards", "projects")}
    return answer | told


def _line_in_words(line: dict[str, Any]) -> dict[str, Any]:
    reasons = [one | {"said": _said(one)} for one in line.get("reasons", ())]
    return line | {"reasons": reasons} if line["enough"] else line


def _said(one: dict[str, Any]) -> str | None:
    kind, n, whole = one["kind"], one["n"], one["of"]
    if n is None or (kind == "overdue" and whole is None):
        return None
    return say("risk.overdue_of", n=n, whole=whole) if kind == "overdue" else say(f"sheet.why.{kind}", n=n)


def _hidden(n: float) -> int | None:
    """Hide one small count that stands alone."""
    return risk_told.each_hidden({"n": int(n)})["n"]
