"""How likely disputes are to be prolonged, by place, and how well such scores did before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

import pandas as pd
import typer

from gis import areas, settings
from gis.areas import Areas
from gis.commands import terminal
from gis.commands.terminal import AsJson, say
from gis.errors import RequestError
from gis.insight import backtest as backtests
from gis.insight import cases, model_card, panels, risk
from gis.insight.model_card import Card
from gis.insight.panels import Panel
from gis.insight.reasons import Reason
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.records import results
from gis.records.ledger import Ledger, open_ledger
from gis.records.provenance import provenance
from gis.records.store import Store, open_store
from gis.scope import Scope

app = typer.Typer()

_MONTHS: Final = 30
"""Landmarks: twelve origins, and a year of landmarks whose horizon is over before the first."""
AsOf = Annotated[str, typer.Option("--as-of", help=say("cli.help.as_of"))]


@dataclass(frozen=True, eq=False)
class _Office:
    """What is asked."""

    store: Store
    ledger: Ledger
    areas: Areas
    scope: Scope

    def at(self, day: dt.date) -> Situation:
        """Answer the situation of a day, as known on it."""
        known = dt.datetime.combine(day, dt.time.max)
        told = self.ledger.snapshot(day, self.scope, known_on=known)
        return situation(told, self.areas, rules.current())

    def recorded(self, known: dt.date, codes: Sequence[str]) -> pd.DataFrame:
        """Answer cases by their codes, as known on a day."""
        return cases.in_full(self.at(known), codes).reindex(pd.Index(codes))


def _office() -> _Office:
    chosen = settings.current()
    store = open_store(chosen)
    return _Office(store, open_ledger(store, chosen), areas.load(chosen), Scope.local_officer(chosen.province))


def _last(office: _Office, text: str) -> dt.date:
    last = terminal.day(text) if text else office.ledger.last_event()
    if last is None:
        raise RequestError("cli.risk.nothing")
    office.ledger.check(last)
    return last


def _panel(office: _Office, last: dt.date) -> Panel:
    first = office.ledger.first_event() or last
    days = [day for day in panels.month_ends(last, _MONTHS) if day > first]
    if not days:
        raise RequestError("cli.risk.nothing")

    def situations() -> Iterator[Situation]:
        with terminal.steps("cli.risk.looking", len(days)) as tick:
            for day in days:
                yield office.at(day)
                tick()

    return panels.panel(situations(), office.recorded, rules.current(), horizon=settings.current().risk_horizon_days)


def _version(office: _Office, last: dt.date) -> str:
    chosen = settings.current()
    digest = office.ledger.snapshot(last, office.scope).digest
    return f"{model_card.VERSION}:{chosen.risk_horizon_days}:{chosen.dialogues_a_month}:{digest}"


def _card(office: _Office, last: dt.date, panel: Panel | None = None) -> Card:
    """Answer the card of a day, kept or worked out now."""
    about: dict[str, Any] = {"version": _version(office, last), "as_of": last, "scope": office.scope.key}
    kept = results.load(office.store, "backtest", **about)
    if kept:
        return model_card.of_json(kept)
    panel = panel or _panel(office, last)
    with terminal.steps("cli.risk.trying", backtests.ORIGINS) as tick:
        found = backtests.run(panel, last=last, tick=tick)
    history = provenance(office.store.batches(), office.store.settings.province)
    card = model_card.card(
        found,
        panel,
        last=last,
        digest=about["version"],
        rebuilt=history.rebuilt_on(min(panel.landmarks, default=pd.Timestamp(last)).date()),
        demo=office.ledger.snapshot(last, office.scope).demo,
        capacity=settings.current().dialogues_a_month,
        kinds=office.areas.wards["kind"],
    )
    results.keep(office.store, "backtest", card.to_json(), **about)
    return card


@app.command(help=say("cli.help.backtest"))
def backtest(*, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Tell how well the score of prolonged disputes did, month by month."""
    office = _office()
    card = _card(office, _last(office, as_of))
    terminal.tell(say(f"cli.risk.proof.{card.proof}"))
    if as_json:
        told = card.to_json()
        counts = ("outcomes", "standing_out")
        told["figures"] |= {name: _each_hidden(told["figures"][name]) for name in counts if name in told["figures"]}
        terminal.write_json(told)


@app.command("risk", help=say("cli.help.risk"))
def told(*, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Tell of each place and project how many open cases are likely to be prolonged."""
    office = _office()
    last = _last(office, as_of)
    about: dict[str, Any] = {"version": _version(office, last), "as_of": last, "scope": office.scope.key}
    answer = results.load(office.store, "risk", **about)
    if answer is None:
        answer = _answer(office, last)
        results.keep(office.store, "risk", answer, **about)
    terminal.tell(say(f"cli.risk.proof.{answer['proof']}"))
    if as_json:
        terminal.write_json(answer)


def _answer(office: _Office, last: dt.date) -> dict[str, Any]:
    panel = _panel(office, last)
    card = _card(office, last, panel)
    used = panel.features if card.rule == "model" else backtests.age_of(panel.features)
    model = backtests.fitted(panel, pd.Timestamp(last), used)
    if model is None:
        raise RequestError("cli.risk.too_little")
    now = office.at(last)
    found = risk.of_day(now, model, rule=card.rule, spread=card.spread)
    told = {f"{name}s": _lines(now, found, name) for name in risk.PLACES}
    head: dict[str, Any] = {"as_of": last.isoformat(), "rule": card.rule, "proof": card.proof, "demo": card.demo}
    return (
        head
        | {"horizon": card.horizon, "at_risk": len(found.scored.rows), "out": _each_hidden(found.scored.out)}
        | told
    )


def _lines(now: Situation, found: risk.Risk, which: str) -> list[dict[str, Any]]:
    return [_line(now, found, which, str(row.Index), row) for row in found.places[which].itertuples()]


def _line(now: Situation, found: risk.Risk, which: str, code: str, row: Any) -> dict[str, Any]:
    """Tell of one place; small counts are hidden, as in every file."""
    if not row.enough:
        return {"code": code, "enough": False}
    why = risk.why(now, found, which, code)
    due = why.owed["due"].min()
    return {
        "code": code,
        "enough": True,
        "n": int(row.n),
        "expected": round(float(row.expected), 2),
        "low": int(row.low),
        "high": int(row.high),
        "reasons": [{"kind": one.kind, "n": _hidden(one.n), "said": _said(one, why)} for one in why.reasons],
        "duties": why.owed.groupby("kind")["n"].sum().map(_hidden).to_dict(),
        "next_due": None if pd.isna(due) else due.date().isoformat(),
    }


def _hidden(n: int) -> int | None:
    return None if 0 < n < settings.current().suppress_below else int(n)


def _each_hidden(counts: dict[str, int]) -> dict[str, int | None]:
    return {name: _hidden(n) for name, n in counts.items()}


def _said(one: Reason, why: risk.Why) -> str | None:
    if one.kind not in {"contact", "no_contact"} and _hidden(one.n) is None:
        return None
    if one.kind == "overdue":
        return say("risk.overdue_of", n=one.n, whole=why.open_cases)
    return say(f"sheet.why.{one.kind}", n=one.n)
