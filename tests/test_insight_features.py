"""What a score may look at: counted by hand on the drawn city, and never anything later than the landmark."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from gis.insight import circumstances, features
from gis.insight.features import BARRED, BARRED_ENTITIES, FEATURES, Feature
from gis.insight.situation import situation
from gis.law import rules
from gis.law.reading import settled
from gis.law.terms import Rules
from gis.records.entities import ENTITIES
from tests import city, landmarks

LANDMARK = dt.date(2026, 3, 31)


def drawn(**rows: Any) -> features.Scored:
    return features.of_cases(situation(city.snapshot({**city.ROWS, **rows}), city.areas(), rules.current()))


def barred(some: tuple[Feature, ...]) -> list[str]:
    """What features read that they must not, and what they read that does not exist."""
    reads = {name for one in some for name in one.reads}
    columns = {f"{entity.name}.{name}" for entity in ENTITIES.values() for name in entity.names}
    return sorted(
        name for name in reads if name in BARRED or name.split(".")[0] in BARRED_ENTITIES or name not in columns
    )


def test_no_feature_reads_what_people_are_or_do() -> None:
    assert barred(FEATURES) == []


@pytest.mark.parametrize("name", ["case.people", "case.above_level", "petition.case", "reception.crowds", "case.mood"])
def test_that_check_can_fail(name: str) -> None:
    assert barred((*FEATURES, Feature("x", "age", "number", (name,)))) == [name]


def test_the_drawn_city_by_hand() -> None:
    found = drawn()
    assert found.rows.index.tolist() == ["K1", "K2"]  # K3 has no limit by law, K6 lies outside competence
    assert found.out == {"no_limit": 1, "outside": 1}
    first = found.rows.loc["K1"]
    told = {name: first[name] for name in ("age", "past", "late_share", "paid_share", "handed_share", "stalled")}
    # received 25/7, due 31/8; of H1 to H4 one is late, two are paid, one handed over, last step on 1/4/2025
    assert told == {"age": 67, "past": 30, "late_share": 0.25, "paid_share": 0.5, "handed_share": 0.25, "stalled": 547}
    # C1 is broken; D2 was held 25 days ago; S1 is ready
    assert first[["broken", "held"]].tolist() == [math.log(2), math.log(2)]
    assert first[["missed", "required", "site_late", "lots_short"]].tolist() == [0, 0, 0, 0]


def told(law: Rules, which: str, **rows: Any) -> float:
    """One feature of a case of An that waits for its dialogue, by some rules."""
    case = {"code": "K1", "ward": "00001", "project": "P1", "case_class": "complaint", "level": "first",
            "received_on": "2026-07-01", "accepted_on": "2026-07-05", "finding_on": "2026-07-20",
            "finding_differs": True, "within_competence": True}  # fmt: skip
    snapshot = city.snapshot({**city.ROWS, "case": [case], **rows})
    return float(features.of_cases(situation(snapshot, city.areas(), law)).rows.loc["K1", which])


def sure(name: str) -> Rules:
    """The rules in use, the text of one read."""
    clocks = (replace(one, confidence="C") if one.id == name else one for one in rules.current().clocks)
    return settled(replace(rules.current(), clocks=tuple(clocks)))


def test_what_is_past_only_a_limit_nobody_checked_is_no_lateness() -> None:
    assert told(rules.current(), "dialogue_late") == 0
    assert told(sure("dialogue_first"), "dialogue_late") == 1
    plan = {"code": "L", "project": "P1", "ward": "00001", "disagreed": True, "notified_on": "2026-01-02",
            "posted_on": "2026-08-01", "opinions_on": "2026-08-10"}  # fmt: skip
    assert told(rules.current(), "required", plan=[plan]) == 0
    assert told(sure("plan_dialogue"), "required", plan=[plan]) == math.log(2)


def test_a_case_under_a_limit_nobody_checked_stands_out_and_is_counted() -> None:
    second = [{**row, "level": "second"} if row["code"] == "K1" else row for row in city.ROWS["case"]]
    found = drawn(case=second)
    assert (found.rows.index.tolist(), found.out["unchecked"]) == (["K2"], 1)


def test_the_share_that_is_overdue_is_shrunk() -> None:
    # one of two cases is past its day: (1 + 10 · ½) / 12
    assert drawn().rows["ward_overdue"].tolist() == [0.5, 0.5]


def test_what_nobody_records_is_missing_and_not_zero() -> None:
    first = drawn(dialogue=[], commitment=[]).rows.loc["K1"]
    assert first[["missed", "held", "broken"]].isna().all()


def test_speed_counts_what_still_waits() -> None:
    # K4 took 21 days in Binh, K1 and K2 have waited 60 and 30 in An, K5 was decided over a year ago: 111 a decision
    days = drawn().rows["ward_days"]
    assert days.tolist() == pytest.approx([math.log((90 + 10 * 111) / 10 + 1)] * 2)
    quick = {"code": "K7", "ward": "00003", "accepted_on": "2026-09-20", "decided_on": "2026-09-21"}
    rows = [*city.ROWS["case"], {**city.ROWS["case"][0], **quick}]
    now = situation(city.snapshot({**city.ROWS, "case": rows}), city.areas(), rules.current())
    begun = circumstances.past_days(now, "ward", pd.Series(["00003", "00002"]))
    # one quick decision makes no quick place: (1 + 10 · 56) / 11 days against (21 + 10 · 56) / 11
    assert begun.to_dict() == pytest.approx({"00003": math.log(561 / 11 + 1), "00002": math.log(581 / 11 + 1)})


def test_a_place_without_cases_has_the_common_speed() -> None:
    now = situation(city.snapshot(), city.areas(), rules.current())
    assert circumstances.past_days(now, "ward", pd.Series(["00003"])).tolist() == pytest.approx([math.log(112)])


def test_speed_is_unknown_where_nothing_was_decided() -> None:
    undecided = [row for row in city.ROWS["case"] if "decided_on" not in row]
    assert drawn(case=undecided).rows["ward_days"].isna().all()


def test_a_mean_of_few_is_drawn_towards_that_of_all() -> None:
    found = circumstances.shrunk(pd.Series([1.0, 1.0, 0.0, np.nan]), pd.Series(["a", "a", "b", "b"]))
    assert found.to_dict() == pytest.approx({"a": (2 + 20 / 3) / 12, "b": (20 / 3) / 11})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Chủ tịch UBND xã, phường", "commune"),
        ("UBND quận, huyện (cũ)", "district"),
        ("Chủ tịch UBND thành phố", "city"),
        ("Ban quản lý", "other"),
    ],
)
def test_a_body_is_known_by_its_level(body: str, expected: str) -> None:
    assert features.body_kind(pd.Series([body, None])).tolist()[0] == expected


def test_people_and_what_they_do_change_no_feature() -> None:
    frames = dict(landmarks.small().frames)
    cases, talks, receptions = frames["case"], frames["dialogue"], frames["reception"]
    frames["case"] = cases.assign(people=99, repeated=True, above_level=True, prolonged=True, outcome="right")
    frames["dialogue"] = talks.assign(invited=99, present=1, absent_minuted=98, result="not_agreed")
    frames["reception"] = receptions.assign(turns=9, people=99, repeated_cases=9, crowds=3, crowd_people=30)
    frames |= {name: frames[name].iloc[:0] for name in ("petition", "denunciation_count")}
    assert_frame_equal(at_landmark(frames), at_landmark(landmarks.small().frames))


def at_landmark(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    found = features.of_cases(landmarks.past(frames, city.areas()).at(LANDMARK)).rows
    # vocabularies of both pasts may be in another order
    return found.astype(dict.fromkeys(features.KEYS[:4], "object")).sort_index()


def shifted(frames: Mapping[str, pd.DataFrame], after: dt.date, seed: int) -> dict[str, pd.DataFrame]:
    """Move every event after a day to another day after it, or let it never happen."""
    rng, found = np.random.default_rng(seed), {}
    for name, frame in frames.items():
        changed = {}
        for event in ENTITIES[name].events:
            days = frame[event]
            later = pd.Timestamp(after) + pd.to_timedelta(rng.integers(1, 400, len(frame)), unit="D")
            moved = pd.Series(later, index=frame.index).where(rng.random(len(frame)) < 0.5)
            begins = event == ENTITIES[name].begins or event in ENTITIES[name].key
            changed[event] = days.mask((days > pd.Timestamp(after)) & (not begins), moved.astype(days.dtype))
        found[name] = frame.assign(**changed)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_future_changes_no_feature(seed: int) -> None:
    frames = landmarks.small().frames
    assert_frame_equal(at_landmark(shifted(frames, LANDMARK, seed)), at_landmark(frames))


def test_that_test_can_fail() -> None:
    frames = landmarks.small().frames
    earlier = shifted(frames, LANDMARK - dt.timedelta(days=120), 1)
    with pytest.raises(AssertionError):
        assert_frame_equal(at_landmark(earlier), at_landmark(frames))
