"""What is worked out once for many choices of filters: shared where it may be, and only there."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

import gis.insight
from gis.filters import Filters
from gis.insight import once as sharing
from gis.insight.once import once
from gis.insight.situation import KEPT_SELECTIONS, Selection, Situation, situation
from gis.law import rules
from gis.period import Period
from tests import city

YEAR = Period("twelve_months", dt.date(2025, 10, 1), dt.date(2026, 9, 30))
GIVEN: dict[str, Any] = {
    "period": YEAR,
    "which": "ward",
    "most": 5,
    "ahead": 30,
    "month": dt.date(2026, 9, 1),
    "last": pd.Timestamp(2026, 10, 30),
    "opened": frozenset({"00001"}),
    "listed": True,
    "apart": True,
    "name": lambda _, code: code,
    "language": "vi",
}
"""What the functions are asked besides the selection, by the name they call it."""


@pytest.fixture
def now() -> Situation:
    return situation(city.snapshot(), city.areas(), rules.current())


def shared_answers() -> Iterator[Callable[..., Any]]:
    """Find every function whose answers are kept."""
    insight = [module.name for module in pkgutil.iter_modules(gis.insight.__path__, "gis.insight.")]
    for module in (*insight, "gis.maps.composing"):
        for found in vars(importlib.import_module(module)).values():
            if inspect.isfunction(found) and found.__code__.co_filename == sharing.__file__ and found is not once:
                yield found


def looked_at(monkeypatch: pytest.MonkeyPatch, answer: Callable[..., Any], selection: Selection) -> set[str]:
    """Answer the frames of a selection that a function looks at, itself or through others."""
    seen: set[str] = set()
    with monkeypatch.context() as patch:
        for name in ("__getitem__", "columns"):
            patch.setattr(Selection, name, _noting(getattr(Selection, name), seen))
        work = inspect.unwrap(answer)
        work(selection, **{name: GIVEN[name] for name in list(inspect.signature(work).parameters)[1:]})
    return seen


def _noting(kept: Callable[..., pd.DataFrame], seen: set[str]) -> Callable[..., pd.DataFrame]:
    def noting(selection: Selection, name: str, *columns: str) -> pd.DataFrame:
        seen.add(name)
        return kept(selection, name, *columns)

    return noting


def named(answer: Callable[..., Any]) -> set[str]:
    """Answer the frames a function says it looks at."""
    return set(inspect.getclosurevars(answer).nonlocals["frames"])


def test_every_shared_answer_names_the_frames_it_looks_at(monkeypatch: pytest.MonkeyPatch, now: Situation) -> None:
    found = {f"{answer.__module__}.{answer.__name__}": answer for answer in shared_answers()}
    assert {"gis.insight.reception_minima.missing", "gis.maps.composing.site_marks"} <= set(found)
    for name, answer in found.items():
        selection = Selection(now, Filters(subject=("price",), ward=("00001", "00002")))
        assert looked_at(monkeypatch, answer, selection) <= named(answer), name


def test_a_frame_that_is_not_named_is_found(monkeypatch: pytest.MonkeyPatch, now: Situation) -> None:
    @once("dialogue")
    def wrong(selection: Selection) -> int:
        return len(selection["dialogue"]) + len(selection["open_case"])

    assert looked_at(monkeypatch, wrong, now.select(Filters())) - named(wrong) == {"open_case"}


def test_an_answer_is_worked_out_once_for_all_choices_that_keep_the_same(now: Situation) -> None:
    asked: list[Filters] = []

    @once("household_file")
    def households(selection: Selection, least: int = 0) -> int:
        asked.append(selection.filters)
        return max(len(selection["household_file"]), least)

    here = Filters(ward=("00001",))
    for chosen in (Filters(ward=("00001",), subject=("price",)), Filters(ward=("00001",), overdue=True), here):
        assert households(now.select(chosen)) == 4
    assert asked == [here]
    assert households(now.select(Filters(subject=("price",)))) == 5
    assert households(now.select(here), least=9) == households(now.select(here), 9) == 9
    assert len(asked) == 4


def test_the_name_of_a_set_of_wards_makes_no_other_answer(now: Situation) -> None:
    chosen = now.select(Filters(ward=("00001",), area="Phía Tây"))
    assert chosen.about("household_file") is now.select(Filters(ward=("00001",)))


def test_frames_are_narrowed_once_for_all_choices_that_keep_the_same(now: Situation) -> None:
    one, other = (now.select(Filters(ward=("00001",), subject=(subject,))) for subject in ("price", "support"))
    assert one["household_file"] is other["household_file"]
    assert one["open_case"] is not other["open_case"]
    assert now.select(Filters(overdue=True))["household_file"] is now["household_file"]


def test_the_choices_asked_for_last_are_kept(now: Situation) -> None:
    first = weakref.ref(now.select(Filters(age=500)))
    for age in range(1, KEPT_SELECTIONS):
        now.select(Filters(age=age))
    assert now.select(Filters(age=500)) is first()
    now.select(Filters(age=1000))
    assert now.select(Filters(age=500)) is first()
    for age in range(2000, 2000 + KEPT_SELECTIONS):
        now.select(Filters(age=age))
    assert first() is None


def test_what_many_readers_hold_at_once_is_worked_out_once(now: Situation) -> None:
    asked: list[Filters] = []

    @once("household_file")
    def households(selection: Selection) -> int:
        asked.append(selection.filters)
        return len(selection["household_file"])

    readers = [now.select(Filters(ward=(f"{n:05d}",), subject=("price",))) for n in range(1, 3 * KEPT_SELECTIONS)]
    for _ in range(2):  # each page asks again after all others did
        for reader in readers:
            households(reader)
    assert len(asked) == len(readers)
    assert all(now.select(reader.filters) is reader for reader in readers)


def test_a_choice_that_rests_holds_no_others(now: Situation) -> None:
    chosen = now.select(Filters(ward=("00001",), subject=("price",), overdue=True))
    held = weakref.ref(chosen.throughout.about("household_file"))
    for age in range(1, KEPT_SELECTIONS + 1):
        now.select(Filters(age=age))
    assert held() is not None
    chosen.rest()
    assert held() is None
    assert chosen.about("household_file") is now.select(Filters(ward=("00001",)))


def test_to_choose_nothing_is_always_kept(now: Situation) -> None:
    nothing = now.select(Filters())
    for age in range(2 * KEPT_SELECTIONS):
        now.select(Filters(age=age))
    assert now.select(Filters()) is nothing
