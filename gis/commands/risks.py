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
from gis.access.suppression import shown
from gis.answers import scores
from gis.answers.scores import Office
from gis.commands import risk_lines, terminal
from gis.commands.terminal import AsJson, say
from gis.errors import RequestError
from gis.insight import backtest as backtests
from gis.insight import model_card, panels, plain_cases, risk
from gis.insight.model_card import Card
from gis.insight.reasons import Reason
from gis.insight.situation import Situation
from gis.intake import plain_cases as reading
from gis.records import results
from gis.scope import Scope

app = typer.Typer()

_DAYS: Final = ("contact", "no_contact")
"""Reasons that are days and no counts."""

AsOf = Annotated[str, typer.Option("--as-of", help=say("cli.help.as_of"))]
Cases = Annotated[Path | None, typer.Option("--cases", help=say("cli.help.backtest_cases"))]
Places = Annotated[Path | None, typer.Option("--areas", help=say("cli.help.backtest_areas"))]
_STEPS: Final = {"looking": "cli.risk.looking", "trying": "cli.risk.trying"}


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
    return told | {"figures": figures | {name: _each_hidden(figures[name]) for name in counts if name in figures}}


@app.command("risk", help=say("cli.help.risk"))
def told(*, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Tell of each place and project how many open cases are likely to be prolonged."""
    office = scores.office(settings.current())
    last = _last(office, as_of)
    with _progress() as step:
        answer = _answered(office, last, step)
    risk_lines.verdict(answer["proof"])
    if as_json:
        terminal.write_json(answer)
    else:
        risk_lines.risk(answer, office)


def _answered(office: Office, last: dt.date, step: scores.Progress) -> dict[str, Any]:
    """Answer what is kept of a day by the card that holds on it, or work it out now and keep it."""
    card = scores.newest(office, last)
    panel = None if card else scores.looked(office, last, step)
    card = card or scores.tried(office, last, step, panel)
    about: dict[str, Any] = {"version": office.version(last), "as_of": last, "scope": office.scope.key}
    answer = results.load(office.store, "risk", **about)
    if answer is None or answer["model"] != _about(card):
        panel = panel or scores.looked(office, last, step, only_learnt=True)
        answer = _answer(office, last, card, panel)
        results.keep(office.store, "risk", answer, **about)
    return answer


def _answer(office: Office, last: dt.date, card: Card, panel: panels.Panel) -> dict[str, Any]:
    allowed = scores.allowed(card, last)
    model = scores.model(panel, last, allowed.rule)
    if model is None:
        raise RequestError("cli.risk.too_little")
    now = office.at(last)
    found = risk.of_day(now, model, rule=allowed.rule, spread=allowed.spread)
    told = {f"{name}s": _lines(now, found, name) for name in risk.PLACES}
    return {
        "as_of": last.isoformat(),
        "rule": allowed.rule,
        "proof": allowed.proof,
        "proven": allowed.proof == "proven",
        "demo": now.snapshot.demo,
        "model": _about(card),
        "digest": now.snapshot.digest,
        "horizon": card.horizon,
        "at_risk": len(found.scored.rows),
        "out": _each_hidden(found.scored.out),
        **told,
    }


def _about(card: Card) -> dict[str, Any]:
    days = {"tried_on": card.as_of.isoformat(), "expires_on": card.expires_on.isoformat()}
    return {"version": card.version, "digest": card.digest, **days}


def _lines(now: Situation, found: risk.Risk, which: str) -> list[dict[str, Any]]:
    rows = {str(row.Index): row for row in found.places[which].itertuples()}
    whys = {code: risk.why(now, found, which, code) for code, row in rows.items() if row.enough}
    told = _table_told({code: _counts(why) for code, why in whys.items()})
    return [
        _line(code, row, whys[code], told[code]) if code in whys else {"code": code, "enough": False}
        for code, row in rows.items()
    ]


def _line(code: str, row: Any, why: risk.Why, told: dict[str, int | None]) -> dict[str, Any]:
    """Tell of one place; what is hidden of its counts is null."""
    due = why.owed["due"].min()
    return {
        "code": code,
        "enough": True,
        "n": int(row.n),
        "expected": round(float(row.expected), 2),
        "low": int(row.low),
        "high": int(row.high),
        "reasons": [{"kind": one.kind, "n": _number(one, told), "said": _said(one, told)} for one in why.reasons],
        "duties": {kind: told[f"duty_{kind}"] for kind in sorted(why.owed["kind"].unique())},
        "next_due": None if pd.isna(due) else due.date().isoformat(),
    }


def _counts(why: risk.Why) -> dict[str, int]:
    """Answer the counts that are told of a place, and what the overdue ones leave of its open cases."""
    reasons = {"overdue": 0} | {str(one.kind): one.n for one in why.reasons if one.kind not in _DAYS}
    owed = {f"duty_{kind}": int(n) for kind, n in why.owed.groupby("kind")["n"].sum().items()}
    return {"open": why.open_cases, "in_time": why.open_cases - reasons["overdue"], **reasons, **owed}


def _table_told(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int | None]]:
    """Hide small counts and what would tell them, as in every file; the totals over all places count as known."""
    if not counts:
        return {}
    table = pd.DataFrame.from_dict(counts, orient="index").astype("Int64")
    chosen = settings.current()
    told = shown(
        table,
        Scope.local_officer(chosen.province),
        counts=tuple(table.columns),
        threshold=chosen.suppress_below,
        sums={"open": ("overdue", "in_time")} if "open" in table else {},
        for_file=True,
    )
    return {
        str(code): {str(name): None if pd.isna(n) else int(n) for name, n in row.items()}
        for code, row in told.values.to_dict("index").items()
    }


def _each_hidden(counts: dict[str, int]) -> dict[str, int | None]:
    """Hide small ones of counts whose sum is known."""
    return {name: one["n"] for name, one in _table_told({name: {"n": n} for name, n in counts.items()}).items()}


def _hidden(n: float) -> int | None:
    """Hide one small count that stands alone."""
    return _each_hidden({"n": int(n)})["n"]


def _number(one: Reason, told: dict[str, int | None]) -> int | None:
    return one.n if one.kind in _DAYS else told[one.kind]


def _said(one: Reason, told: dict[str, int | None]) -> str | None:
    n, whole = _number(one, told), told["open"]
    if n is None or (one.kind == "overdue" and whole is None):
        return None
    return say("risk.overdue_of", n=n, whole=whole) if one.kind == "overdue" else say(f"sheet.why.{one.kind}", n=n)
