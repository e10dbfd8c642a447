"""Whoever chooses wards one set after the other and subtracts finds no count of 1 to 4, on screen or in files.

The attacker of `tests.test_small_counts` reads head and ward table of every set of wards of the drawn city, of both
former districts and of the whole, and solves all of it together. What choosing other things than wards still tells is
written down here, too, as it is in the README.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

import pytest
from hypothesis import example, given, settings

from gis.access.suppression import TOTAL, Shown
from gis.briefing import count_names, pictures, view_counts
from gis.briefing.leaving import FileDesk
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.briefing.ward_table import COUNTS, PARTS
from gis.filters import Filters
from gis.insight import overview, wards
from gis.records.provenance import Provenance
from gis.scope import Scope
from tests import city
from tests.test_small_counts import CITIES, LATE, SOON, Attacker, reading, ward

WARDS: Final = tuple(map(str, city.WARDS.index))
DISTRICTS: Final = {"901": WARDS[:2], "902": WARDS[1:]}
CHOICES: Final[Mapping[str, tuple[Filters, tuple[str, ...]]]] = {
    "": (Filters(), WARDS),
    **{f"district {code}": (Filters(district=(code,)), inside) for code, inside in DISTRICTS.items()},
    **{" ".join(some): (Filters(ward=some), some) for n in range(1, len(WARDS)) for some in combinations(WARDS, n)},
}
"""Name of a choice → the choice, and the wards in it."""


def seen(about: Reading, filters: Filters) -> tuple[Seen, Shown]:
    """What stands at the head of a choice, and its table."""
    now = replace(about, view=replace(about.view, filters=filters))
    found = pictures.seen(wards.table(now.selection, now.period), now)
    return view_counts.head(overview.figures(now.selection, now.period), now), found


def subtracting(about: Reading, choices: Iterable[str] = CHOICES) -> Attacker:
    """Read some choices, and write down how their totals add up."""
    exact = wards.table(about.selection, about.period)
    made = Attacker({f"{row}.{name}": float(exact.at[row, name] or 0) for row in WARDS for name in COUNTS})
    for row in WARDS:
        for part, whole in PARTS:
            _leaves_a_rest(made, row, part, whole)
    for choice in choices:
        filters, inside = CHOICES[choice]
        head, table = seen(about, filters)
        _reads(made, choice, inside, table)
        for name, column in count_names.FIGURES_IN_TABLE.items():
            made.reads(f"[{choice}].{column}", head[name])
    return made


def _reads(made: Attacker, choice: str, inside: tuple[str, ...], table: Shown) -> None:
    assert table.totals is not None
    rows, totals = table.display("vi"), table.totals.display("vi")
    for name in COUNTS:
        for row in inside:
            made.reads(f"{row}.{name}", str(rows.at[row, name]))
        made.truth[f"[{choice}].{name}"] = sum(made.truth[f"{row}.{name}"] for row in inside)
        made.sums.append((f"[{choice}].{name}", [f"{row}.{name}" for row in inside]))
        made.reads(f"[{choice}].{name}", str(totals.at[TOTAL, name]))
    for part, whole in PARTS:
        _leaves_a_rest(made, f"[{choice}]", part, whole)


def _leaves_a_rest(made: Attacker, place: str, part: str, whole: str) -> None:
    rest = f"{place}.{whole}-{part}"
    made.truth[rest] = made.truth[f"{place}.{whole}"] - made.truth[f"{place}.{part}"]
    made.sums.append((f"{place}.{whole}", [f"{place}.{part}", rest]))


def leaving(about: Reading) -> Reading:
    """The same view as it leaves the building, for an officer."""
    officer = Scope("99", None, "officer")
    return replace(about, desk=FileDesk(officer, 5, 15, (), Provenance(None, 0, 0), about.desk.situation_on))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("way", ["screen", "file"])
@settings(max_examples=2)
@given(found=CITIES)
@example(found=[ward(*[SOON] * 9), ward(*[SOON] * 2), ward(*[SOON] * 9), ward()])  # with the second ward, and without
@example(found=[ward(*[SOON] * 2), ward(*[SOON] * 3), ward(*[SOON] * 4), ward()])  # two sums of three hidden ones
@example(found=[ward(*[SOON, LATE] * 3), ward(SOON, LATE, SOON), ward(LATE), ward(*[SOON] * 5)])  # 3 and 1 are 4
@example(found=[ward(*[LATE] * 2, *[SOON] * 9), ward(*[LATE] * 7), ward(notified=3), ward(paid=8)])
def test_no_small_count_follows_from_all_choices_of_wards(found: list[dict[str, Any]], way: str) -> None:
    about = reading(found)
    assert subtracting(about if way == "screen" else leaving(about)).works_out() == {}


def test_choices_that_do_not_know_of_the_whole_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attacker can subtract: choices looked at one by one, as viewers once read them, tell him two cases."""
    monkeypatch.setattr(pictures, "_of_all", lambda _: None)
    found = subtracting(reading([ward(*[SOON] * 9), ward(*[SOON] * 2), ward(*[SOON] * 9), ward()])).works_out()
    assert found["00002.open_cases"] == 2


def test_a_choice_has_a_total_where_nothing_in_it_is_hidden_or_all_that_is() -> None:
    """Two and three are hidden: a total holds both, or neither, whatever else stands in it."""
    about = reading([ward(*[SOON] * 9), ward(*[SOON] * 2), ward(*[SOON] * 3), ward(*[SOON] * 8)])
    table = seen(about, Filters())[1]
    assert table.display("vi")["open_cases"].tolist() == ["9", "<5", "<5", "8"]
    totals = {name: seen(about, filters)[0]["cases_open"] for name, (filters, _) in CHOICES.items()}
    assert (totals[""], totals["00001 00004"], totals["00002 00003"]) == ("22", "17", "5")
    assert totals["00001 00002 00003"] == "14"
    assert (totals["00001 00002"], totals["00003 00004"], totals["district 901"]) == ("ẩn", "ẩn", "ẩn")
    assert totals["district 902"] == "13"


def test_whoever_reads_exact_counts_reads_them_of_every_choice() -> None:
    about = reading([ward(*[SOON] * 9), ward(*[SOON] * 2), ward(), ward()])
    leader = replace(about.desk, reader=Scope("99", None, "leader"))
    head, _ = seen(replace(about, desk=leader), CHOICES["00001 00002"][0])
    assert head["cases_open"] == "11"


def test_choosing_anything_but_wards_still_tells_by_subtraction() -> None:
    """What the README says is not stopped: price and support, and then support alone, are eleven less nine."""
    about = reading([ward(*[("support", False)] * 9, *[SOON] * 2), ward(), ward(), ward()])
    texts = [seen(about, Filters(subject=some))[0]["cases_open"] for some in (("price", "support"), ("support",))]
    assert texts == ["11", "9"]
