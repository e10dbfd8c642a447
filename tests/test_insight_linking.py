"""Which pairs are proposed in the drawn city, and that nothing is lost, doubled or stopped by deciding on them.

K1 is an open first complaint about the price in Phường An, project P1, received 25/07/2026, hamlet "Tổ dân phố 1".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.filters import Filters
from gis.insight import cases, linked, linking
from gis.insight.linking import CLOSE, ENOUGH, NEIGHBOURS, WEIGHTS
from gis.insight.situation import Selection, situation
from gis.law import rules
from gis.period import Period
from tests import city

Row = Mapping[str, Any]
LIKE_K1 = {
    "code": "K7",
    "ward": "00001",
    "project": "P1",
    "subject": "price",
    "case_class": "complaint",
    "level": "first",
    "received_on": "2026-08-24",
}


def chosen(
    *more: Row,
    links: Sequence[Row] = (),
    petitions: Sequence[Row] = (),
    filters: Filters = Filters(),  # noqa: B008
) -> Selection:
    rows = {**city.ROWS, "case": [*city.ROWS["case"], *more], "case_link": links, "petition": petitions}
    return situation(city.snapshot(rows), city.areas(), rules.current()).select(filters)


def told(selection: Selection) -> dict[tuple[str, str], tuple[str, ...]]:
    """Codes of each proposed pair → its reasons."""
    pairs = linking.proposals(selection, most=1000).pairs
    return {(row["case"], row["other_case"] or row["petition"]): row["reasons"] for row in pairs.to_dict("records")}


def link(decision: str, case: str = "K1", other: str | None = "K7", petition: str | None = None) -> Row:
    return {
        "case": case,
        "other_case": other,
        "petition": petition,
        "ward": "00001",
        "decision": decision,
        "decided_on": "2026-09-30",
        "role": "officer",
    }


def test_the_drawn_city_holds_no_pair() -> None:
    assert told(chosen()) == {}


def test_place_project_subject_and_days_speak_for_a_pair() -> None:
    assert told(chosen(LIKE_K1)) == {("K1", "K7"): ("project", "close", "ward", "subject")}


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"received_on": "2026-08-25"}, None),  # 31 days
        ({"received_on": "2026-07-25"}, ("project", "same_day", "ward", "subject")),
        ({"received_on": "2026-06-25"}, ("project", "close", "ward", "subject")),  # 30 days before
        ({"received_on": "2026-06-24"}, None),
        ({"subject": "support"}, None),
        ({"subject": None}, None),
        ({"ward": "00002"}, None),  # project, subject and close days weigh 4
        ({"ward": "00002", "received_on": "2026-07-25"}, ("project", "same_day", "subject")),
        ({"project": None}, None),
        ({"project": None, "hamlet": "Tổ dân phố 1"}, ("hamlet", "close", "ward", "subject")),
        ({"project": None, "hamlet": "Tổ dân phố 2"}, None),
        ({"project": "P2", "hamlet": "Tổ dân phố 1"}, None),  # two different projects speak against
    ],
)
def test_both_sides_of_each_border(change: Row, reasons: tuple[str, ...] | None) -> None:
    assert told(chosen({**LIKE_K1, **change})).get(("K1", "K7")) == reasons


def test_the_same_number_of_people_is_a_reason_and_one_person_is_none() -> None:
    def people(n: int) -> Selection:
        return chosen({**LIKE_K1, "people": n}, {**LIKE_K1, "code": "K8", "people": n})

    assert told(people(12))["K7", "K8"] == ("project", "same_day", "ward", "subject", "people")
    assert told(people(1))["K7", "K8"] == ("project", "same_day", "ward", "subject")


def test_a_shared_file_code_is_enough_wherever_and_whenever() -> None:
    far = {**LIKE_K1, "national_code": "QG1", "received_on": "2023-01-02"}
    other = {**far, "code": "K8", "ward": "00003", "project": "P2", "subject": "other", "received_on": "2026-09-01"}
    assert told(chosen(far, other)) == {("K7", "K8"): ("file_code",)}


@pytest.mark.parametrize(
    ("received", "found"),
    [("2025-11-30", False), ("2025-12-01", True), ("2026-01-30", True), ("2026-01-31", False)],
)
def test_a_second_complaint_is_looked_for_after_a_first_decision(received: str, *, found: bool) -> None:
    """K4 in Phường Bình was decided on 01/12/2025; sixty days later is 30/01/2026."""
    second = {**LIKE_K1, "ward": "00002", "level": "second", "received_on": received}
    reasons = told(chosen(second)).get(("K4", "K7"), ())
    assert ("next_level" in reasons) == found


def test_what_was_decided_first_level_comes_before_and_not_after() -> None:
    first = {**LIKE_K1, "ward": "00002", "received_on": "2025-12-10"}
    assert ("K4", "K7") not in told(chosen(first))


def test_one_side_at_least_is_open() -> None:
    closed = {"decided_on": "2026-09-20"}
    one, other = {**LIKE_K1, **closed, "code": "K8"}, {**LIKE_K1, **closed, "code": "K9"}
    assert set(told(chosen(one, other))) == {("K1", "K8"), ("K1", "K9")}


def test_filters_ask_for_one_side() -> None:
    other = {**LIKE_K1, "code": "K8", "ward": "00002", "received_on": "2026-07-25"}
    assert set(told(chosen(other, filters=Filters(ward=("00002",))))) == {("K1", "K8")}
    assert told(chosen(other, filters=Filters(ward=("00003",)))) == {}


def petition(code: str, received_on: str, **more: Any) -> Row:
    return {"code": code, "ward": "00001", "received_on": received_on, "channel": "post", **more}


def test_a_petition_without_a_case_meets_those_of_its_ward_and_day() -> None:
    letters = [
        petition("D1", "2026-07-25"),
        petition("D2", "2026-07-26"),
        petition("D3", "2026-07-25", ward="00002"),
        petition("D4", "2026-07-25", case="K1"),
    ]
    assert told(chosen(petitions=letters)) == {("K1", "D1"): ("same_day", "ward")}


def test_a_petition_is_found_by_the_code_of_the_national_database() -> None:
    coded = {**LIKE_K1, "national_code": "QG1"}
    assert told(chosen(coded, petitions=[petition("QG1", "2026-09-29", ward="00004")])) == {
        ("K1", "K7"): ("project", "close", "ward", "subject"),
        ("K7", "QG1"): ("file_code",),
    }


def test_a_petition_that_found_its_case_is_asked_about_no_more() -> None:
    letter = petition("D1", "2026-07-25")
    again = {**LIKE_K1, "received_on": "2026-07-25", "subject": "support", "project": "P2"}
    both = {("K1", "D1"), ("K7", "D1")}
    assert set(told(chosen(again, petitions=[letter]))) == both
    rejected = link("rejected", other=None, petition="D1")
    assert set(told(chosen(again, petitions=[letter], links=[rejected]))) == both - {("K1", "D1")}
    confirmed = link("confirmed", other=None, petition="D1")
    assert told(chosen(again, petitions=[letter], links=[confirmed])) == {}


def test_a_decided_pair_is_not_proposed_and_an_undone_one_is_again() -> None:
    before = told(chosen(LIKE_K1))
    assert told(chosen(LIKE_K1, links=[link("confirmed")])) == {}
    assert told(chosen(LIKE_K1, links=[link("rejected")])) == {}
    assert told(chosen(LIKE_K1, links=[link("undone")])) == before


def test_what_confirmed_pairs_join_already_is_not_proposed() -> None:
    third = {**LIKE_K1, "code": "K8"}
    links = [link("confirmed", "K1", "K7"), link("confirmed", "K7", "K8")]
    assert told(chosen(LIKE_K1, third, links=links)) == {}
    assert set(told(chosen(LIKE_K1, third, links=links[:1]))) == {("K1", "K8"), ("K7", "K8")}
    assert linked.groups(chosen(links=links).situation["case_link"]).nunique() == 1


def test_what_was_found_is_told_last_found_first_and_by_place() -> None:
    links = [
        link("confirmed", "K1", "K7") | {"decided_on": "2026-09-01"},
        link("confirmed", "K7", None, "D1") | {"decided_on": "2026-09-02"},
        link("confirmed", "K3", "K4") | {"ward": "00003", "decided_on": "2026-09-03"},
        link("rejected", "K2", "K3") | {"decided_on": "2026-09-04"},
        link("rejected", "K2", "K6") | {"decided_on": None},
        link("undone", "K2", "K4"),
    ]
    whole = chosen(LIKE_K1, links=links, petitions=[petition("D1", "2026-07-25")])
    found = linked.joined(whole)
    assert [(one.cases, one.petitions) for one in found] == [(("K3", "K4"), ()), (("K1", "K7"), ("D1",))]
    assert [len(one.links) for one in found] == [1, 2]
    assert linked.rejected(whole)["other_case"].tolist() == ["K6", "K3"]
    part = whole.situation.select(Filters(ward=("00001",)))
    assert [one.cases for one in linked.joined(part)] == [("K1", "K7")]


def test_links_to_cases_that_are_not_there_are_no_harm_and_not_told() -> None:
    links = [link("confirmed", "K1", "X9"), link("confirmed", "K1", None, "X8"), link("rejected", "A0", "K7")]
    selection = chosen(LIKE_K1, links=links)
    assert set(told(selection)) == {("K1", "K7")}
    assert linked.joined(selection) == ()
    assert linked.rejected(selection).empty


def test_the_weightiest_come_first_and_then_the_newest() -> None:
    newer = {**LIKE_K1, "code": "K8", "subject": "recovery", "received_on": "2026-09-20"}
    strong = {**LIKE_K1, "code": "K9", "hamlet": "Tổ dân phố 1"}
    found = linking.proposals(chosen(LIKE_K1, newer, strong), most=2)
    assert found.whole == 4
    assert list(zip(found.pairs["case"], found.pairs["other_case"], strict=True)) == [("K1", "K9"), ("K7", "K9")]
    every = linking.proposals(chosen(LIKE_K1, newer, strong), most=9).pairs
    assert every["weight"].tolist() == [7, 6, 5, 5]
    assert every["other_case"].tolist()[2:] == ["K8", "K7"]


def test_every_reason_is_weighed_and_none_is_enough_alone_but_the_file_code() -> None:
    assert [name for name, weight in WEIGHTS.items() if weight >= ENOUGH] == ["file_code"]


# Some two hundred cases that are alike in many ways, decided on in some ways.
DAYS = st.dates(dt.date(2026, 6, 1), dt.date(2026, 9, 30)).map(str)
SOME = st.fixed_dictionaries(
    {
        "ward": st.sampled_from(["00001", "00002"]),
        "project": st.sampled_from(["P1", "P2", None]),
        "subject": st.sampled_from(["price", "support", None]),
        "hamlet": st.sampled_from(["Tổ 1", "Tổ 2", None]),
        "level": st.sampled_from(["first", "second", None]),
        "people": st.sampled_from([1, 7, None]),
        "national_code": st.sampled_from(["QG1", None, None]),
        "received_on": DAYS,
        "decided_on": st.one_of(st.none(), DAYS),
        "case_class": st.just("complaint"),
    }
)
LISTS = st.lists(SOME, min_size=2, max_size=12)


def alike(rows: Sequence[Row]) -> list[Row]:
    return [{**row, "code": f"K{n}"} for n, row in enumerate(rows, start=10)]


@settings(max_examples=20)
@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_plays_no_part(rows: list[Row], random: Any) -> None:
    mixed = alike(rows)
    random.shuffle(mixed)
    assert list(told(chosen(*mixed)).items()) == list(told(chosen(*alike(rows))).items())


@settings(max_examples=20)
@given(LISTS)
def test_pairs_are_of_two_and_told_once_whichever_side_is_named_first(rows: list[Row]) -> None:
    pairs = linking.proposals(chosen(*alike(rows)), most=1000).pairs
    assert (pairs["case"] < pairs["other_case"]).all()
    assert not pairs.duplicated(["case", "other_case"]).any()
    renamed = [{**row, "code": f"K{99 - n}"} for n, row in enumerate(rows)]
    mirror = {f"K{n}": f"K{99 - n + 10}" for n in range(10, 10 + len(rows))}
    found = {
        frozenset(mirror.get(code, code) for code in pair): why for pair, why in told(chosen(*alike(rows))).items()
    }
    assert found == {frozenset(pair): why for pair, why in told(chosen(*renamed)).items()}


@settings(max_examples=20)
@given(LISTS, st.data())
def test_decided_pairs_never_come_back_until_undone(rows: list[Row], data: st.DataObject) -> None:
    before = told(chosen(*alike(rows)))
    decisions = {pair: data.draw(st.sampled_from(["confirmed", "rejected", "undone", None])) for pair in before}
    links = [link(decision, *pair) for pair, decision in decisions.items() if decision]
    after = told(chosen(*alike(rows), links=links))
    assert not after.keys() & {pair for pair, decision in decisions.items() if decision in linked.DECIDED}
    assert after.items() <= before.items()
    undone = [{**one, "decision": "undone"} for one in links]
    assert told(chosen(*alike(rows), links=undone)) == before


@settings(max_examples=20)
@given(LISTS, st.data())
def test_no_decision_changes_a_clock_or_a_count(rows: list[Row], data: st.DataObject) -> None:
    plain = chosen(*alike(rows))
    links = [link(data.draw(st.sampled_from(["confirmed", "rejected", "undone"])), *pair) for pair in told(plain)]
    linked = chosen(*alike(rows), links=links)
    pd.testing.assert_frame_equal(linked["open_case"], plain["open_case"])
    pd.testing.assert_frame_equal(linked["case_history"], plain["case_history"])
    year = Period("year", dt.date(2026, 1, 1), dt.date(2026, 9, 30))
    assert cases.balance(linked, year) == cases.balance(plain, year)


def many(n: int, *, wards: int, subjects: int, days: int, projects: int = 1) -> pd.DataFrame:
    """Entries spread evenly over wards, subjects and days; and projects."""
    place = np.arange(n)
    subject = place // wards % subjects
    columns = {
        "ward": place % wards,
        "subject": subject,
        "project": place % projects,
        "hamlet": place * 0,
        "file_code": place,
    }
    day = place * 7919 % days
    more = {"received": day, "passed": day, "second": place % 2 == 0, "people": place * 0, "petition": place < 0}
    return pd.DataFrame({**columns, **more, "wanted": place >= 0, "code": place.astype("str")})


def test_work_grows_with_the_cases_and_not_with_their_square() -> None:
    grounds = len(linking.GROUNDS)
    for n in (1_000, 10_000, 100_000):
        worst = many(n, wards=1, subjects=1, days=1)
        one, _ = linking.candidates(worst)
        assert len(one) <= grounds * NEIGHBOURS * n
    one, _ = linking.candidates(many(100_000, wards=126, subjects=11, days=1460, projects=401))
    assert len(one) < 10 * 100_000


def test_all_that_are_close_are_compared_where_they_are_few() -> None:
    entries = many(NEIGHBOURS + 1, wards=1, subjects=1, days=CLOSE)
    one, _ = linking.candidates(entries)
    assert len(one) == (NEIGHBOURS + 1) * NEIGHBOURS // 2
