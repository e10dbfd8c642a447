"""The risk of places: expected numbers add up, a place is told with its reasons, and the card says what was found."""

from __future__ import annotations

import pandas as pd
import pytest

from gis.filters import Filters
from gis.insight import backtest, crossed, duties, features, model_card, reasons, risk
from gis.insight.features import Scored
from gis.insight.situation import situation
from gis.law import rules
from tests import city
from tests.invented_panel import LAST, panel


@pytest.fixture(scope="module")
def found() -> tuple[risk.Risk, pd.Series]:
    some = panel(1, effect=1.0, months=12)
    known = some.prolonged(LAST)
    model = crossed.fit(some.rows[known.notna()], known.dropna(), some.features)
    assert model
    now = some.rows[some.rows["landmark"].eq(LAST)]
    return risk.of_scored(Scored(now, {}), model, rule="model", spread=0.1), model.probabilities(now)


@pytest.mark.parametrize("which", risk.PLACES)
def test_expected_numbers_add_up_over_places(found: tuple[risk.Risk, pd.Series], which: str) -> None:
    told, said = found
    places = told.places[which]
    assert places["expected"].sum() == pytest.approx(said.sum())
    assert (places["low"] <= places["high"]).all()
    assert set(told.moved[which]) == {"age", "matter", "payment"}


def test_a_place_is_told_with_the_reason_that_moves_it_first() -> None:
    now = situation(city.snapshot(), city.areas(), rules.current())
    rows = features.of_cases(now).rows
    moved = pd.DataFrame({"payment": [1.0], "limit": [0.2], "commitment": [0.5]}, index=["00001"])
    told = risk.Risk("model", {}, {"ward": moved}, Scored(rows, {}))
    why = risk.whys(now, told, "ward", ["00001"])["00001"]
    assert [one.kind for one in why.reasons] == ["payment", "commitment", "overdue"]
    assert why.open_cases == 3  # K1, K2 and K6
    by_age = risk.Risk("age", {}, {"ward": moved.iloc[:0]}, Scored(rows, {}))
    plain = risk.whys(now, by_age, "ward", ["00001"])["00001"]
    assert [one.kind for one in plain.reasons] == ["overdue", "payment", "commitment"]


@pytest.mark.parametrize("which", risk.PLACES)
def test_every_place_is_told_as_its_own_choice_would_tell_it(which: str) -> None:
    now = situation(city.snapshot(), city.areas(), rules.current())
    told = risk.Risk("age", {}, {which: pd.DataFrame()}, features.of_cases(now))
    codes = list(now.areas.wards.index if which == "ward" else now["project"].index)
    for code, why in risk.whys(now, told, which, codes, most=99).items():
        mine = now.select(Filters(**{which: (code,)}))
        owed = duties.due(mine)
        assert why.reasons == reasons.reasons(mine, owed), code
        assert (why.open_cases, why.overdue) == (len(mine["open_case"]), mine["open_case"]["overdue"].sum())
        assert why.owed["n"].sum() == owed.loc[owed[which].eq(code), "n"].sum()
        assert sorted(why.owed["kind"]) == sorted(owed.loc[owed[which].eq(code), "kind"])


def test_a_card_comes_back_from_plain_values() -> None:
    some = panel(1, effect=1.0, months=16)
    tried = backtest.run(some, last=LAST.date(), origins=2, boosted=False)
    about = {"last": LAST.date(), "digest": "1:x", "demo": False, "capacity": 10, "kinds": pd.Series({"00001": "xã"})}
    card = model_card.card(tried, some, rebuilt=True, **about)
    assert card.rule == "age"
    assert card.figures["n"] == 240
    assert model_card.of_json(card.to_json()) == card
    first = tried.tried["origin"].min() + pd.Timedelta(days=1)
    talked = pd.DataFrame({"ward": tried.tried["ward"].unique(), "held_on": first})
    aside = model_card.card(tried.beside(talked, some.horizon), some, rebuilt=True, **about)
    assert (card.figures["talked"], card.figures["capacity"]["model"]["looked"]) == (0, 20)
    assert (aside.figures["talked"], aside.figures["capacity"]["model"]["looked"]) == (120, 10)
    assert aside.figures["rules"] == card.figures["rules"]  # what probabilities are worth is measured on all
    nothing = model_card.card(None, some, rebuilt=False, **about)
    assert (nothing.rule, nothing.proof, nothing.figures) == ("age", "too_little", {})
