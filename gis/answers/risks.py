"""The risk of prolonged disputes of all places of a day, worked out once and read back by whoever asks again.

It goes by the card that holds on its day (`gis.answers.scores`) and names it; where there is none yet, one is made.
What is kept are true counts, as recorded: whoever shows them hides what a reader may not see, and a file shows what
`gis.briefing.risk_told` leaves of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from gis.answers import scores
from gis.answers.scores import Office, Progress
from gis.errors import RequestError
from gis.insight import model_card, panels, risk
from gis.insight.early_list import RISK
from gis.insight.model_card import Card
from gis.insight.situation import Situation
from gis.records import results
from gis.records.results import Result
from gis.records.store import Store
from gis.scope import Scope
from gis.settings import Settings

_NAME: Final = "risk"
_NUMBER: Final = ("expected", "low", "high")


@dataclass(frozen=True, eq=False)
class Expected:
    """What is expected of the open cases of each place.

    Parameters
    ----------
    rule, proof
        By which rule, and what the backtest proved; see `gis.insight.backtest`.
    horizon
        Days after which a case counts as prolonged.
    wards, projects
        (k, 4) by code: `gis.insight.early_list.RISK`; of a place with too few cases only how many there are.
    weighed
        Code of a place → kinds of its reasons, the weightiest first.
    """

    rule: str
    proof: str
    horizon: int
    wards: pd.DataFrame
    projects: pd.DataFrame
    weighed: Mapping[str, tuple[str, ...]]


def kept(store: Store, now: Situation, scope: Scope, chosen: Settings) -> Expected | None:
    """Read the risk of a day back; None where it was not worked out of the same records.

    Raises
    ------
    StoreError
        As for `gis.records.results.load`.
    """
    version = f"{model_card.VERSION}:{chosen.risk_horizon_days}:{chosen.dialogues_a_month}:{now.snapshot.recorded}"
    plain = results.load(store, _NAME, version=version, as_of=now.snapshot.as_of, scope=scope.extent)
    return None if plain is None else _read(plain)


def _read(plain: Mapping[str, Any]) -> Expected:
    lines = [*plain["wards"], *plain["projects"]]
    weighed = {line["code"]: tuple(one["kind"] for one in line.get("reasons", ())) for line in lines}
    return Expected(
        rule=plain["rule"],
        proof=plain["proof"],
        horizon=plain["horizon"],
        wards=_table(plain["wards"]),
        projects=_table(plain["projects"]),
        weighed=weighed,
    )


def _table(lines: list[dict[str, Any]]) -> pd.DataFrame:
    told = {line["code"]: (*(line[one] if line["enough"] else None for one in _NUMBER), line["n"]) for line in lines}
    return pd.DataFrame.from_dict(told, orient="index", columns=list(RISK)).astype("float64")


def answered(here: Office, last: dt.date, progress: Progress) -> dict[str, Any]:
    """Answer what is kept of a day by the card that holds on it, or work it out now and keep it.

    Parameters
    ----------
    here, last, progress
        See `gis.answers.scores.carded`.

    Returns
    -------
    Plain values: ``as_of``, ``rule``, ``proof``, ``proven``, ``demo``, ``model`` (its card), ``digest``, ``horizon``,
    ``at_risk`` (open cases looked at), ``out`` (why others were not → how many), ``wards`` and ``projects``: of each
    ``code``, ``n`` (open cases looked at), ``enough`` (whether anything may be told), ``expected``, ``low``, ``high``,
    ``open`` (open cases), ``overdue``, ``reasons`` (``kind`` and ``n``), ``duties`` (kind → number) and ``next_due``.
    Counts are true ones.

    Raises
    ------
    RequestError
        There is no case, or too little to learn from.
    """
    card = scores.newest(here, last)
    panel = None if card else scores.looked(here, last, progress)
    card = card or scores.tried(here, last, progress, panel)
    answer = results.load(here.store, _NAME, **_asked(here, last))
    if answer is not None and answer["model"] == _about(card):
        return answer
    panel = panel or scores.looked(here, last, progress, only_learnt=True)
    answer = _worked_out(here, last, card, panel, progress)
    results.keep(here.store, _result(here, last, answer))
    return answer


def tried(here: Office, last: dt.date, progress: Progress) -> None:
    """Make the card of a day anew, and what is expected by it, and keep both; see `found`."""
    results.keep(here.store, *found(here, last, progress))


def found(here: Office, last: dt.date, progress: Progress) -> tuple[Result, ...]:
    """Make the card of a day, and what is expected by it, to be kept; for parameters and errors see `answered`.

    Where there is too little to learn from, the card says so and nothing is expected.
    """
    panel = scores.looked(here, last, progress)
    card = scores.carded(here, last, progress, panel)
    if not scores.model(panel, last, scores.allowed(card, last).rule):
        return (scores.result(here, card),)
    return scores.result(here, card), _result(here, last, _worked_out(here, last, card, panel, progress))


def _worked_out(here: Office, last: dt.date, card: Card, panel: panels.Panel, progress: Progress) -> dict[str, Any]:
    progress("telling", 0, 1)
    answer = _answer(here, last, card, panel)
    progress("telling", 1, 1)
    return answer


def _result(here: Office, last: dt.date, answer: Mapping[str, Any]) -> Result:
    return Result(_NAME, answer, **_asked(here, last))


def _asked(here: Office, last: dt.date) -> dict[str, Any]:
    return {"version": here.version(last), "as_of": last, "scope": here.scope.extent}


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
        "digest": now.snapshot.recorded,
        "horizon": card.horizon,
        "at_risk": len(found.scored.rows),
        "out": found.scored.out,
        **told,
    }


def _about(card: Card) -> dict[str, Any]:
    days = {"tried_on": card.as_of.isoformat(), "expires_on": card.expires_on.isoformat()}
    return {"version": card.version, "digest": card.digest, **days}


def _lines(now: Situation, found: risk.Risk, which: str) -> list[dict[str, Any]]:
    places = found.places[which].rename(index=str)
    whys = risk.whys(now, found, which, list(places.index))
    return [
        {"code": code, "n": int(row["n"]), "enough": bool(row["enough"]), **_told(row, whys[code])}
        for code, row in zip(places.index, places.to_dict("records"), strict=True)
    ]


def _told(row: dict[Any, Any], why: risk.Why) -> dict[str, Any]:
    due = why.owed["due"].min()
    return {
        "expected": round(float(row["expected"]), 2),
        "low": int(row["low"]),
        "high": int(row["high"]),
        "open": why.open_cases,
        "overdue": why.overdue,
        "reasons": [{"kind": one.kind, "n": one.n} for one in why.reasons],
        "duties": {kind: int(n) for kind, n in why.owed.groupby("kind")["n"].sum().items()},
        "next_due": None if pd.isna(due) else due.date().isoformat(),
    }
