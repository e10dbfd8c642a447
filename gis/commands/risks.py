"""How likely disputes are to be prolonged, by place, and how well such scores did before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

import pandas as pd
import typer

from gis import areas, settings
from gis.access.suppression import shown
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
_DAYS: Final = ("contact", "no_contact")
"""Reasons that are days and no counts."""
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


def _number(one: Reason, told: dict[str, int | None]) -> int | None:
    return one.n if one.kind in _DAYS else told[one.kind]


def _said(one: Reason, told: dict[str, int | None]) -> str | None:
    n, whole = _number(one, told), told["open"]
    if n is None or (one.kind == "overdue" and whole is None):
        return None
    return say("risk.overdue_of", n=n, whole=whole) if one.kind == "overdue" else say(f"sheet.why.{one.kind}", n=n)
