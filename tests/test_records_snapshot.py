from __future__ import annotations

import datetime as dt
import itertools
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.records import frames
from gis.records.columns import from_frame, from_rows
from gis.records.declaration import DTYPES
from gis.records.entities import ENTITIES
from gis.records.frames import cut
from gis.records.grants import ROLES
from gis.records.history import History
from gis.records.horizon import VIETNAM, Horizon
from gis.records.snapshot import Snapshot, span, take
from gis.scope import Scope
from tests.records_city import (
    FIRST,
    H1,
    H1_PAID,
    OFFICER,
    RECORDED,
    SECOND,
    THIRD,
    cases,
    day,
    filled,
    moment,
    rows,
    told,
)

SHAPE = b"\x01\x01\x00\x00\x00" + b"\x00" * 16


class Past:
    """Recordings without a database: whole rows in batches, one after the other."""

    def __init__(self) -> None:
        self.history, self.recorded = History(), []
        self._seq = itertools.count(1)

    def add(self, recorded_at: dt.datetime, *, historical=False, demo=False, withdrawn_at=None, **frames):
        number = len(self.recorded) + 1
        for name, frame in frames.items():
            entity = ENTITIES[name]
            plain = from_frame(frame, entity).to_pylist()
            found = [
                (next(self._seq), number, row["row_key"], *(row.get(one) for one in entity.names)) for row in plain
            ]
            self.history = self.history.extended(entity, from_rows(found, entity))
        about = {"historical": historical, "demo": demo, "withdrawn_at": withdrawn_at, "digest": f"{number}"}
        self.recorded.append({"id": number, "recorded_at": recorded_at, **about})
        return self

    @property
    def batches(self) -> pd.DataFrame:
        names = ["id", "recorded_at", "historical", "demo", "withdrawn_at", "digest"]
        frame = pd.DataFrame(self.recorded, columns=names)
        moments = {name: pd.to_datetime(frame[name], utc=True) for name in ("recorded_at", "withdrawn_at")}
        return frame.assign(**moments).astype({"historical": bool, "demo": bool, "id": "int64"})

    def cut(self, as_of: str | dt.date, known_on: dt.datetime | None = None, scope: Scope = OFFICER) -> Snapshot:
        last = day(as_of) if isinstance(as_of, str) else as_of
        return take(self.history, self.batches, as_of=last, scope=scope, known_on=known_on)


def drawn() -> Past:
    past = Past()
    for batch, recorded_at in zip((FIRST, SECOND, THIRD), RECORDED.values(), strict=True):
        past.add(recorded_at, **batch.frames)
    return past


@pytest.mark.parametrize(
    ("as_of", "codes"),
    [
        ("2026-01-09", set()),
        ("2026-01-10", {"K1"}),
        ("2026-01-31", {"K1"}),
        ("2026-02-01", {"K1", "K2"}),
        ("2026-02-28", {"K1", "K2"}),
        ("2026-03-01", {"K1", "K2", "K3"}),
    ],
)
def test_a_row_is_there_from_the_day_it_begins(as_of, codes):
    assert set(told(drawn().cut(as_of))) == codes


@pytest.mark.parametrize(
    ("as_of", "decided"), [("2026-03-19", False), ("2026-03-20", True), ("2026-03-21", True), ("2026-12-31", True)]
)
def test_an_event_and_what_is_known_with_it_are_blank_before_it(as_of, decided):
    record = told(drawn().cut(as_of))["K1"]
    assert ("decided_on" in record, "outcome" in record) == (decided, decided)
    assert record["accepted_on"] == pd.Timestamp("2026-02-01")
    assert record["ward"] == "00001"


@pytest.mark.parametrize(
    ("as_of", "sums"),
    [
        ("2026-03-19", {}),
        ("2026-03-20", {"approved_sum": 5e6}),
        ("2026-04-30", {"approved_sum": 5e6}),
        ("2026-05-01", {"approved_sum": 5e6, "paid_sum": 4e6}),
    ],
)
def test_each_sum_is_known_with_its_own_event(as_of, sums):
    record = told(drawn().cut(as_of), "household_file")["H1"]
    assert {name: value for name, value in record.items() if name.endswith("_sum")} == sums


@pytest.mark.parametrize(
    ("known_on", "wards", "decided"),
    [
        (RECORDED["first"] - dt.timedelta(microseconds=1), {}, False),
        (RECORDED["first"], {"K1": "00001", "K2": "00001"}, False),
        (RECORDED["second"] - dt.timedelta(microseconds=1), {"K1": "00001", "K2": "00001"}, False),
        (RECORDED["second"], {"K1": "00001", "K2": "00001", "K3": "00001"}, True),
        (RECORDED["third"] - dt.timedelta(microseconds=1), {"K1": "00001", "K2": "00001", "K3": "00001"}, True),
        (RECORDED["third"], {"K1": "00001", "K2": "00002", "K3": "00001"}, True),
        (None, {"K1": "00001", "K2": "00002", "K3": "00001"}, True),
    ],
)
def test_what_was_recorded_later_is_not_there(known_on, wards, decided):
    records = told(drawn().cut("2026-12-31", known_on))
    assert {code: record["ward"] for code, record in records.items()} == wards
    assert ("outcome" in records.get("K1", {})) == decided


def test_the_two_dates_do_not_mix():
    late = drawn().cut("2026-02-28", RECORDED["third"])
    assert told(late)["K2"]["ward"] == "00002"
    assert "decided_on" not in told(late)["K1"]


def test_a_moment_without_a_zone_is_vietnamese():
    just = RECORDED["third"].astimezone(VIETNAM).replace(tzinfo=None)
    assert told(drawn().cut("2026-12-31", just))["K2"]["ward"] == "00002"
    assert told(drawn().cut("2026-12-31", just - dt.timedelta(seconds=1)))["K2"]["ward"] == "00001"


def test_a_plan_stands_though_it_lies_ahead_unless_its_event_is_not_known():
    promise = {"code": "C1", "ward": "00001", "notice_on": "2026-02-01", "due": "2026-09-30"}
    promise |= {"extended_on": "2026-08-01", "extended_to": "2026-12-31"}
    past = Past().add(moment("2026-08-02"), commitment=rows(promise).astype({"due": "M8[s]", "extended_to": "M8[s]"}))
    before, after = (told(past.cut(as_of), "commitment")["C1"] for as_of in ("2026-07-31", "2026-08-01"))
    assert before["due"] == pd.Timestamp("2026-09-30")
    assert "extended_to" not in before
    assert after["extended_to"] == pd.Timestamp("2026-12-31")


def test_a_field_whose_event_was_never_recorded_is_blank():
    past = Past().add(moment("2026-02-01"), household_file=rows(H1 | {"paid_sum": 4e6, "obstacle": "mortgage"}))
    record = told(past.cut("2026-12-31"), "household_file")["H1"]
    assert not {"paid_sum", "obstacle"} & set(record)


def test_a_row_without_a_beginning_has_always_begun():
    project = {"code": "P1", "name": "Đường Một", "kind": "transport", "area": 2.5}
    past = Past().add(moment("2026-02-01"), project=pd.DataFrame([project]))
    record = told(past.cut("1900-01-01"), "project")["P1"]
    assert record == {name: value for name, value in project.items() if name != "code"}
    assert told(past.cut("2026-12-31", moment("2026-01-31")), "project") == {}


def test_a_withdrawn_batch_counts_until_it_was_withdrawn():
    past = Past().add(moment("2026-02-01"), case=cases({"code": "K1", "ward": "00001"}))
    past.add(moment("2026-03-01"), case=cases({"code": "K1", "ward": "00002"}), withdrawn_at=moment("2026-04-01"))
    before, after = moment("2026-04-01") - dt.timedelta(microseconds=1), moment("2026-04-01")
    wards = [told(past.cut("2026-12-31", known_on))["K1"]["ward"] for known_on in (before, after, None)]
    assert wards == ["00002", "00001", "00001"]


def historical() -> Past:
    past = Past().add(moment("2026-02-05"), case=cases({"code": "K1", "received_on": "2026-01-10", "ward": "00003"}))
    old = cases(
        {"code": "K1", "received_on": "2026-01-10", "ward": "00004"},
        {"code": "K0", "received_on": "2025-05-01", "decided_on": "2025-08-01", "outcome": "wrong"},
    )
    return past.add(moment("2026-06-01"), case=old, historical=True)


def test_a_historical_batch_counts_as_known_on_its_event_dates():
    past = historical()
    assert told(past.cut("2026-12-31", moment("2025-04-30"))) == {}
    open_then = told(past.cut("2026-12-31", moment("2025-07-31")))
    assert set(open_then) == {"K0"}
    assert "outcome" not in open_then["K0"]
    assert told(past.cut("2026-12-31", moment("2025-08-01")))["K0"]["outcome"] == "wrong"


def test_what_is_rebuilt_never_replaces_what_was_really_recorded():
    past = historical()
    assert told(past.cut("2026-12-31", moment("2026-03-01")))["K1"]["ward"] == "00003"
    assert told(past.cut("2026-12-31", moment("2026-06-01")))["K1"]["ward"] == "00004"


def test_what_was_rebuilt_and_withdrawn_is_not_rebuilt_any_more():
    past = historical()
    past.recorded[-1]["withdrawn_at"] = moment("2026-07-01")
    assert told(past.cut("2026-12-31", moment("2025-08-01"))) == {}
    assert set(told(past.cut("2026-12-31", moment("2026-06-30")))) == {"K0", "K1"}
    assert set(told(past.cut("2026-12-31"))) == {"K1"}


def test_a_snapshot_says_whether_it_is_invented_or_rebuilt():
    assert not drawn().cut("2026-12-31").demo
    assert not drawn().cut("2026-12-31").historical
    assert historical().cut("2026-12-31").historical
    invented = Past().add(moment("2026-02-01"), case=cases({"code": "K1"}), demo=True)
    assert invented.cut("2026-12-31").demo
    assert not invented.cut("2026-12-31", moment("2026-01-31")).demo


def test_every_entity_is_there_with_its_types():
    shapes = pd.DataFrame({"code": ["P1", "P2"], "name": ["Một", "Hai"], "footprint": [SHAPE, None]})
    past = drawn().add(moment("2026-06-01"), project=shapes)
    for snapshot in (past.cut("2026-12-31"), Past().cut("2026-12-31")):
        for name, entity in ENTITIES.items():
            frame = snapshot[name]
            assert frame.index.name == ("code" if entity.key == ("code",) else None)
            assert list(frame.columns) == [one for one in entity.names if one != frame.index.name]
            for one in frame:
                expected = entity[one].dtype if entity[one].choices else DTYPES[entity[one].kind]
                assert frame[one].dtype == expected, (name, one)
    assert past.cut("2026-12-31")["project"]["footprint"].tolist() == [SHAPE, None]
    assert past.cut("2026-12-31")["case"].index.dtype == DTYPES["code"]


def test_what_names_the_same_thing_shares_its_categories():
    snapshot = drawn().cut("2026-12-31")
    assert snapshot["case"]["ward"].dtype == snapshot["household_file"]["ward"].dtype


def test_rows_stand_in_the_order_in_which_they_first_came():
    assert drawn().cut("2026-12-31")["case"].index.tolist() == ["K1", "K2", "K3"]


def test_nobody_can_change_a_snapshot():
    snapshot = drawn().cut("2026-12-31")
    mine = snapshot["case"]
    mine["mood"] = "calm"
    mine.loc["K1", "ward"] = "00002"
    assert "mood" not in snapshot["case"]
    assert told(snapshot)["K1"]["ward"] == "00001"
    with pytest.raises(TypeError):
        snapshot.frames["case"] = mine
    with pytest.raises(KeyError):
        snapshot["weather"]


def test_a_frame_is_cut_when_it_is_asked_for_and_once():
    snapshot = drawn().cut("2026-12-31")
    assert snapshot.cells == 0
    assert snapshot.frames["case"] is snapshot.frames["case"]
    assert snapshot.cells == snapshot["case"].size
    assert (list(snapshot.frames), len(snapshot.frames)) == (list(ENTITIES), len(ENTITIES))


@pytest.mark.parametrize("scope", [OFFICER, Scope("01", frozenset({"00001", "00002"}), "officer")])
@pytest.mark.parametrize("name", sorted(ENTITIES))
def test_some_columns_of_some_rows_are_those_of_the_whole(name, scope):
    snapshot, whole = (drawn().cut("2026-06-15", scope=scope) for _ in range(2))
    rows, frame = snapshot.rows(name), whole[name]
    assert len(rows) == len(frame)
    columns, among = list(frame)[::-2], np.arange(len(frame))[::-1]
    some = rows.frame(columns, among)
    pd.testing.assert_frame_equal(some, frame[columns].iloc[among].reset_index(drop=True))
    pd.testing.assert_frame_equal(rows.frame(among=among), frame.iloc[among], check_index_type=False)
    assert snapshot.cells == 0
    with pytest.raises(KeyError):
        snapshot.rows("weather")


@pytest.mark.parametrize("scope", [OFFICER, Scope("01", frozenset({"00001", "00002"}), "officer")])
def test_rows_are_found_by_their_code_and_by_what_they_refer_to(scope):
    snapshot, whole = (drawn().cut("2026-06-15", scope=scope) for _ in range(2))
    rows, frame = snapshot.rows("case"), whole["case"]
    assert rows.codes().tolist() == frame.index.tolist()
    for codes in ([], ["K2"], ["K1", "K2", "nobody"]):
        assert rows.codes()[rows.whose("code", codes)].tolist() == frame.index[frame.index.isin(codes)].tolist()
    for wards in ([], ["00001"], ["00002", "nowhere"]):
        assert rows.whose("ward", wards).tolist() == np.flatnonzero(frame["ward"].isin(wards)).tolist()
    assert rows.without("project").tolist() == np.flatnonzero(frame["project"].isna()).tolist()
    assert snapshot.cells == 0


def test_what_is_not_known_yet_is_not_found():
    """A commitment refers to its dialogue from the day it was made known."""
    past = Past().add(
        moment("2026-06-20"), commitment=rows({"code": "C1", "dialogue": "D1", "notice_on": "2026-06-18"})
    )
    before, after = (past.cut(one).rows("commitment") for one in ("2026-06-17", "2026-06-18"))
    assert [len(found.whose("dialogue", ["D1"])) for found in (before, after)] == [0, 1]


@pytest.mark.parametrize("name", sorted(ENTITIES))
def test_a_narrow_vocabulary_says_the_same(name, monkeypatch):
    past = drawn()
    wide, narrow = past.cut("2026-06-15")[name], past.cut("2026-06-15").rows(name)
    monkeypatch.setattr(frames, "_too_wide", lambda *_: True)
    pd.testing.assert_frame_equal(narrow.frame(), wide, check_categorical=False)
    categories = [narrow.frame()[one].cat.categories for one in wide if ENTITIES[name][one].kind in {"ref", "text"}]
    used = [wide[one].dropna().unique() for one in wide if ENTITIES[name][one].kind in {"ref", "text"}]
    assert [sorted(words) for words in categories] == [sorted(words) for words in used]


def test_a_snapshot_travels_to_another_process_whole():
    snapshot = drawn().cut("2026-12-31")
    other = pickle.loads(pickle.dumps(snapshot))  # noqa: S301 (our own bytes)
    assert other.digest == snapshot.digest
    assert other.cells > 0
    pd.testing.assert_frame_equal(other["case"], snapshot["case"])


def test_a_digest_differs_when_the_figures_may():
    cuts = [
        drawn().cut("2026-12-31"),
        drawn().cut("2026-12-30"),
        drawn().cut("2026-12-31", RECORDED["second"]),
        drawn().cut("2026-12-31", scope=Scope("01", frozenset({"00001"}), "officer")),
    ]
    assert len({snapshot.digest for snapshot in cuts}) == len(cuts)
    assert drawn().cut("2026-12-31", RECORDED["third"]).digest == cuts[0].digest


def scoped() -> Past:
    past = drawn()
    projects = pd.DataFrame({"code": ["P1", "P2", "P3"], "name": ["Một", "Hai", "Ba"], "investor": ["A", "B", "C"]})
    wards = pd.DataFrame({"project": ["P1", "P2", "P2"], "ward": ["00001", "00001", "00002"]})
    counts = pd.DataFrame({"month_end": [dt.date(2026, 1, 31)], "received": [3]})
    return past.add(moment("2026-06-01"), project=projects, project_ward=wards, denunciation_count=counts)


def test_a_narrower_scope_sees_its_wards_and_what_they_refer_to():
    snapshot = scoped().cut("2026-12-31", scope=Scope("01", frozenset({"00002"}), "officer"))
    assert set(told(snapshot)) == {"K2"}
    assert set(told(snapshot, "project")) == {"P2"}
    assert snapshot["project_ward"]["ward"].tolist() == ["00002"]
    assert snapshot["denunciation_count"].empty
    assert snapshot["household_file"].empty


def test_a_narrower_scope_does_not_even_know_the_names_outside():
    snapshot = scoped().cut("2026-12-31", scope=Scope("01", frozenset({"00002"}), "officer"))
    words = {
        word
        for name in snapshot.frames
        for field in snapshot[name].select_dtypes("category")
        if not ENTITIES[name][field].choices
        for word in snapshot[name][field].cat.categories
    }
    assert words == {"00002", "P2", "Hai", "B"}


def test_a_project_is_seen_wherever_it_lies():
    scope = Scope("01", frozenset({"00002"}), "officer", frozenset({"P1"}))
    snapshot = scoped().cut("2026-12-31", scope=scope)
    assert set(told(snapshot)) == {"K2"}, "the ward, and no case of another without the project"
    assert set(told(snapshot, "household_file")) == {"H1"}
    assert set(told(snapshot, "project")) == {"P1", "P2"}
    assert snapshot["project_ward"][["project", "ward"]].to_numpy().tolist() == [["P1", "00001"], ["P2", "00002"]]


def test_a_project_without_rows_is_seen_by_whoever_has_it():
    snapshot = scoped().cut("2026-12-31", scope=Scope("01", frozenset(), "officer", frozenset({"P3"})))
    assert set(told(snapshot, "project")) == {"P3"}
    assert snapshot["case"].empty


@pytest.mark.parametrize("scope", [Scope("01", None, "admin"), Scope("01", frozenset({"00001"}), "admin")])
def test_whoever_administers_access_sees_no_row_of_a_place(scope):
    snapshot = scoped().cut("2026-12-31", scope=scope)
    assert all(snapshot[name].empty for name, entity in ENTITIES.items() if not entity.everywhere)
    assert len(snapshot.rows("case")) == 0


LINK = {
    "case": "K1",
    "other_case": "K2",
    "petition": None,
    "decision": "confirmed",
    "decided_on": "2026-05-20",
    "role": "officer",
}


def test_a_reference_to_a_row_outside_is_not_even_a_code():
    petitions = rows({"code": "D1", "case": "K1", "ward": "00002", "received_on": "2026-05-01"})
    lost = rows({"code": "D2", "case": "K404", "ward": "00002", "received_on": "2026-05-01"})
    past = scoped().add(
        moment("2026-06-02"),
        case_link=rows(LINK | {"ward": "00002"}),
        petition=pd.concat([petitions, lost], ignore_index=True),
    )
    snapshot = past.cut("2026-12-31", scope=Scope("01", frozenset({"00002"}), "officer"))
    [link] = snapshot["case_link"].to_dict("records")
    assert (pd.isna(link["case"]), link["other_case"]) == (True, "K2"), "K1 lies in ward 00001"
    assert snapshot["petition"]["case"].astype(object).where(snapshot["petition"]["case"].notna(), None).to_dict() == {
        "D1": None,
        "D2": "K404",
    }
    assert "K1" not in snapshot["petition"]["case"].cat.categories


HIDDEN = {"national_code": "QG-1", "hamlet": "Xóm Đông", "longitude": 105.8, "latitude": 21.0, "precision": "hamlet"}
LISTED = {"prolonged_on": "2026-04-01", "prolonged": True, "prolonged_source": "CV 12/UBND"}
PRIVATE = {"code": "K9", "ward": "00002", "received_on": "2026-02-03", "people": 4} | HIDDEN | LISTED


@pytest.mark.parametrize("wards", [None, frozenset({"00002"})])
@pytest.mark.parametrize(
    ("role", "unseen"),
    [
        ("viewer", {*HIDDEN, "prolonged_source"}),
        ("leader", {"prolonged_source"}),
        ("officer", set()),
        ("editor", set()),
    ],
)
def test_a_column_that_a_role_is_not_told_stands_empty(wards, role, unseen):
    scope = Scope("01", wards, role)
    snapshot, other = (
        drawn().add(moment("2026-06-01"), case=cases(PRIVATE)).cut("2026-12-31", scope=scope) for _ in "ab"
    )
    found = told(snapshot)["K9"]
    assert {*HIDDEN, *LISTED} - found.keys() == unseen
    assert found["people"] == 4
    assert {one.name: snapshot["case"][one.name].dtype.name for one in ENTITIES["case"].fields[1:]} == {
        one.name: drawn().cut("2026-12-31")["case"][one.name].dtype.name for one in ENTITIES["case"].fields[1:]
    }
    some = other.rows("case").frame(["hamlet", "people"])
    assert some["hamlet"].isna().all() == ("hamlet" in unseen)
    assert "hamlet" not in unseen or some["hamlet"].cat.categories.empty


def test_what_roles_are_told_differs_in_the_digest():
    digests = {role: drawn().cut("2026-12-31", scope=Scope("01", None, role)).digest for role in ROLES}
    assert digests["officer"] == digests["editor"]
    assert len(set(digests.values())) == len(digests) - 1


def test_what_is_worked_out_of_the_same_records_serves_all_roles():
    cuts = [
        drawn().cut("2026-12-31", scope=Scope("01", frozenset({"00001"}), role)) for role in ROLES if role != "admin"
    ]
    assert len({cut.recorded for cut in cuts}) == 1
    assert drawn().cut("2026-12-31").recorded != cuts[0].recorded
    assert {cut.scope.in_full.told for cut in cuts} == {frozenset({"everybody", "leaders", "officers"})}


def test_an_empty_scope_sees_nothing():
    snapshot = scoped().cut("2026-12-31", scope=Scope("01", frozenset(), "viewer"))
    assert all(snapshot[name].empty for name in ENTITIES)


def test_the_span_goes_from_the_first_to_the_last_event():
    past = drawn()
    every = ENTITIES.values()
    assert span(past.history, past.batches, every) == (day("2026-01-01"), day("2026-05-01"))
    assert span(past.history, past.batches, [ENTITIES["case"]]) == (day("2026-01-10"), day("2026-03-20"))
    assert span(past.history, past.batches, [ENTITIES["petition"]]) is None
    past.recorded[-1]["withdrawn_at"] = moment("2026-07-01")
    assert span(past.history, past.batches, every) == (day("2026-01-01"), day("2026-03-20"))


DAYS = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 8))
FILES = st.fixed_dictionaries(
    {
        "code": st.sampled_from("abc"),
        "notified_on": DAYS,
        "inventoried_on": DAYS,
        "paid_on": DAYS,
        "obstacle_on": DAYS,
        "ward": st.sampled_from(["00001", "00002"]),
        "paid_sum": st.none() | st.just(4e6),
        "obstacle": st.none() | st.just("mortgage"),
        "resettlement_need": st.none() | st.booleans(),
    }
)
RECORDINGS = st.lists(
    st.fixed_dictionaries(
        {
            "files": st.lists(FILES, min_size=1, max_size=3, unique_by=lambda row: row["code"]),
            "historical": st.booleans(),
            "withdrawn_after": st.none() | st.integers(0, 4),
        }
    ),
    max_size=5,
)
MOMENTS = [dt.datetime(2026, 1, n, 12, tzinfo=VIETNAM) for n in range(1, 12)]
KNOWN_WITH = {"paid_sum": "paid_on", "obstacle": "obstacle_on", "resettlement_need": "inventoried_on"}


def recorded(recordings) -> Past:
    past = Past()
    for number, one in enumerate(recordings):
        after = one["withdrawn_after"]
        frame = pd.DataFrame(one["files"]).assign(project="P1")
        withdrawn_at = None if after is None else MOMENTS[number + after]
        past.add(MOMENTS[number], historical=one["historical"], withdrawn_at=withdrawn_at, household_file=frame)
    return past


def files(past: Past, as_of: dt.date, known_on: dt.datetime | None = None) -> pd.DataFrame:
    """Only the household files: quicker than a whole snapshot."""
    return cut(past.history, ENTITIES["household_file"], Horizon.of(past.batches, as_of=as_of, known_on=known_on))


def worked_out(recordings, as_of: dt.date, known_on: dt.datetime | None):
    """The rules once more, one row at a time."""
    genuine, rebuilt = {}, {}
    for number, one in enumerate(recordings):
        after = one["withdrawn_after"]
        withdrawn_at = None if after is None else MOMENTS[number + after]
        by_then = known_on is None or MOMENTS[number] <= known_on
        gone = withdrawn_at is not None and (known_on is None or withdrawn_at <= known_on)
        for row in one["files"]:
            if by_then and not gone:
                genuine[row["code"]] = (row, one["historical"])
            elif one["historical"] and not by_then and withdrawn_at is None:
                rebuilt[row["code"]] = (row, True)
    found = {}
    for code, (row, old) in (rebuilt | genuine).items():
        last = min(as_of, known_on.date()) if old and known_on else as_of
        if row["notified_on"] and row["notified_on"] > last:
            continue
        left = {name: value for name, value in row.items() if not (isinstance(value, dt.date) and value > last)}
        found[code] = {
            name: pd.Timestamp(value) if isinstance(value, dt.date) else value
            for name, value in left.items()
            if value is not None and name != "code" and (name not in KNOWN_WITH or left.get(KNOWN_WITH[name]))
        } | {"project": "P1"}
    return found


@settings(max_examples=40, deadline=None)
@given(
    recordings=RECORDINGS,
    as_of=st.dates(dt.date(2025, 12, 31), dt.date(2026, 1, 9)),
    known_on=st.none() | st.sampled_from(MOMENTS),
)
def test_a_cut_is_what_the_rules_say(recordings, as_of, known_on):
    found = files(recorded(recordings), as_of, known_on)
    assert filled(found) == worked_out(recordings, as_of, known_on)


@settings(max_examples=40, deadline=None)
@given(recordings=RECORDINGS, as_of=st.dates(dt.date(2025, 12, 31), dt.date(2026, 1, 9)))
def test_nothing_is_told_from_after_the_day(recordings, as_of):
    frame = files(recorded(recordings), as_of)
    for event in ENTITIES["household_file"].events:
        assert not (frame[event] > pd.Timestamp(as_of)).any()
    for field, event in KNOWN_WITH.items():
        assert frame.loc[frame[event].isna(), field].isna().all()


@settings(max_examples=40, deadline=None)
@given(recordings=RECORDINGS, as_of=st.dates(dt.date(2025, 12, 31), dt.date(2026, 1, 9)), n=st.integers(0, 5))
def test_what_is_recorded_later_changes_nothing_earlier(recordings, as_of, n):
    ordinary = [one | {"historical": False} for one in recordings]
    known_on = MOMENTS[max(n - 1, 0)] if n else MOMENTS[0] - dt.timedelta(seconds=1)
    now, earlier = (files(recorded(one), as_of, known_on) for one in (ordinary, ordinary[:n]))
    pd.testing.assert_frame_equal(now.astype(object), earlier.astype(object))


def test_a_payment_shows_only_with_its_recording_and_its_day():
    past = Past().add(moment("2026-05-02"), household_file=rows(H1_PAID))
    assert "paid_sum" in told(past.cut("2026-05-01", moment("2026-05-02")), "household_file")["H1"]
    assert "paid_sum" not in told(past.cut("2026-04-30", moment("2026-05-02")), "household_file")["H1"]
    assert told(past.cut("2026-05-01", moment("2026-05-01")), "household_file") == {}
