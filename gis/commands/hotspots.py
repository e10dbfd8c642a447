"""Where an early dialogue is called for, from the command line."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pandas as pd
import typer

from gis import areas, settings
from gis.access import people
from gis.access.suppression import shown
from gis.answers import hotspots, risks
from gis.answers.hotspots import Question
from gis.commands import terminal
from gis.commands.entering import enter
from gis.commands.terminal import AsJson, say
from gis.errors import RequestError
from gis.filters import Filters
from gis.insight import early_list
from gis.insight.early_told import Told
from gis.insight.situation import situation
from gis.law import rules
from gis.records.ledger import open_ledger
from gis.records.provenance import imported_on
from gis.records.store import open_store

app = typer.Typer()

_COUNTS: Final = ("n", "at_risk")
_DERIVED: Final = dict.fromkeys(("rate", "low", "high"), ("n",)) | dict.fromkeys(
    ("expected", "expected_low", "expected_high"), ("at_risk",)
)
_RATE_DIGITS: Final = 2


@app.command("hotspots", help=say("cli.help.hotspots"))
def told(*, as_of: str = typer.Option("", "--as-of", help=say("cli.help.as_of")), as_json: AsJson = False) -> None:
    """Tell where an early dialogue is called for: clusters, how sure, why, and what comes next."""
    chosen = settings.current()
    store = open_store(chosen)
    ledger = open_ledger(store, chosen)
    day = terminal.day(as_of) if as_of else ledger.last_event()
    if day is None:
        raise RequestError("cli.hotspots.nothing")
    ledger.check(day)
    scope = people.who(chosen)
    now = situation(ledger.snapshot(day, scope), areas.load(chosen), rules.current(), crowd_size=chosen.crowd_size)
    asked = Question(now, Filters(), scope)
    found = hotspots.kept(store, asked)
    if found is None:
        with terminal.progress("cli.hotspots.looking"):
            found = hotspots.work_out(store, asked)
    if found is None:
        raise RequestError("cli.hotspots.nothing")
    risk = risks.kept(store, now, scope, chosen)
    about = (risk.wards, risk.weighed) if risk else (None, None)
    table = early_list.of_wards(now.select(asked.filters), found, *about, imported_on=imported_on(store.batches()))
    _say(table, now.areas.wards["full_name"], demo=now.snapshot.demo)
    if as_json:
        enter(store, "hotspots.json", rows=len(table), as_of=day)
        terminal.write_json(_answer(found, table, risk, day=day, demo=now.snapshot.demo))


def _say(table: pd.DataFrame, names: pd.Series, *, demo: bool) -> None:
    hot = table[table["hot"]]
    terminal.tell(say("cli.hotspots.found", n=len(hot), whole=len(table)))
    for code, name in hot["class"].items():
        terminal.tell(f"  {names[str(code)]}: {class_words(name)}")
    if demo:
        terminal.tell(say("cli.risk.proof.demo"))


def class_words(code: Any) -> str:
    """Say a class as reports do."""
    return say(f"hotspots.class.{'unknown' if pd.isna(code) else code}")


def _answer(
    found: Told, table: pd.DataFrame, risk: risks.Expected | None, *, day: dt.date, demo: bool
) -> dict[str, Any]:
    method = {"first_month": found.first, "seed": found.seed, "permutations": found.permutations}
    head = {"as_of": day, "demo": demo, "method": method | {"replicates": found.replicates}}
    about = None if risk is None else {"rule": risk.rule, "proof": risk.proof, "horizon": risk.horizon}
    return head | {"risk": about, "wards": _lines(table)}


def _lines(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Tell of each ward; small counts are hidden with what would tell them, as in every file."""
    chosen = settings.current()
    counted = table.assign(**{name: table[name].round().astype("Int64") for name in _COUNTS})
    if counted["at_risk"].notna().any():  # otherwise nothing was worked out; a ward that is missing has none
        counted["at_risk"] = counted["at_risk"].fillna(0)
    hidden = shown(
        counted.assign(aside=(counted["n"] - counted["at_risk"]).fillna(counted["n"])),
        people.who(chosen),
        counts=(*_COUNTS, "aside"),
        sums={"n": ("at_risk", "aside")},
        threshold=chosen.suppress_below,
        derived=_DERIVED,
        for_file=True,
    )
    rows = hidden.values.rename_axis("code").reset_index().to_dict("records")
    return [_line(row, chosen.suppress_below) for row in rows]


def _line(row: dict[Any, Any], threshold: int) -> dict[str, Any]:
    numbers = {name: _plain(row[name]) for name in ("n", "exposure", "rate", "low", "high", *early_list.RISK)}
    told = {"code": row["code"], "class": _plain(row["class"]), "class_said": class_words(row["class"])}
    reasons = [{"kind": one.kind, "n": None if 0 < one.n < threshold else one.n} for one in row["reasons"]]
    flags = {name: bool(row[name]) for name in ("hot", "enough", "muted")}
    dates = {name: _iso(row[name]) for name in ("next_day", "last_dialogue")}
    rest = {"why_muted": list(row["why_muted"]), "reasons": reasons, "body": _plain(row["body"])}
    return told | flags | numbers | rest | dates


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return round(float(value), _RATE_DIGITS) if isinstance(value, float) else value


def _iso(day: Any) -> str | None:
    return None if pd.isna(day) else pd.Timestamp(day).date().isoformat()
