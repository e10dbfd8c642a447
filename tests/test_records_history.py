from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.records.columns import from_rows
from gis.records.entities import ENTITIES
from gis.records.history import UNKNOWN, History, Vocabulary, kept

CASE = ENTITIES["case"]
WORDS = st.lists(st.none() | st.text(alphabet="ab", max_size=3), max_size=12)


def versions(first: int, codes: str) -> pa.Table:
    rest = [None] * (len(CASE.names) - 1)
    return from_rows([(first + n, 1, code, code, *rest) for n, code in enumerate(codes)], CASE)


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS, max_size=4))
def test_a_vocabulary_keeps_every_word_in_its_place(values):
    vocabulary, places = Vocabulary(), []
    for one in values:
        vocabulary, found = vocabulary.encode(pa.array(one, pa.string()))
        places.append(found)
    words = [*vocabulary.words.to_pylist(), None]
    assert len(set(words)) == len(words)
    assert [[words[place] for place in found] for found in places] == values
    assert vocabulary.dtype.categories.tolist() == words[:-1]


def test_a_vocabulary_without_news_is_the_same():
    vocabulary, _ = Vocabulary().encode(pa.array(["a", "b"]))
    assert vocabulary.encode(pa.array(["b", None], pa.string()))[0] is vocabulary


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=5), max_size=8))
def test_parts_hold_what_was_added_in_its_order(batches):
    history, counter = History(), itertools.count(1)
    for codes in batches:
        history = history.extended(CASE, versions(next(counter) * 10, codes))
    found = history.versions["case"]
    words = history.vocabulary("case").words.to_pylist()
    assert "".join(words[row] for row in found.rows) == "".join(batches)
    assert len(found) == len(found.batches) == sum(map(len, batches)) == len(history)
    sizes = [len(part) for part in found.parts]
    assert all(one >= 2 * other for one, other in itertools.pairwise(sizes) if other)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 29), max_size=10))
def test_values_are_taken_from_every_part(places):
    codes = [f"K{n}" for n in range(30)]
    history = History()
    for start, end in ((0, 20), (20, 27), (27, 30)):
        rows = [
            [n, 1, code, *[code if name in {"code", "national_code"} else None for name in CASE.names]]
            for n, code in enumerate(codes[start:end], start)
        ]
        for row in rows:
            row[3 + CASE.names.index("people")] = row[0] + 1
        history = history.extended(CASE, from_rows(rows, CASE))
    found = history.versions["case"]
    assert len(found.parts) > 1
    take = found.taker(np.array(places, np.int64))
    assert take("people").tolist() == [place + 1 for place in places]
    assert take("national_code").to_pylist() == [codes[place] for place in places]
    assert take("longitude").tolist() == [] or np.isnan(take("longitude")).all()
    assert set(take("received_on").tolist()) <= {UNKNOWN}


def test_what_was_taken_may_be_written_over():
    history = History().extended(CASE, versions(1, "ab"))
    found = history.versions["case"].taker(np.array([0, 1]))("people")
    found[:] = 7
    assert (history.versions["case"].taker(np.array([0, 1]))("people") == UNKNOWN).all()


def test_nothing_added_is_the_same_history():
    history = History()
    assert history.extended(CASE, from_rows([], CASE)) is history


def test_a_lone_code_has_no_column_of_its_own():
    assert "code" not in {one.name for one in kept(CASE)}
    assert {one.name for one in kept(ENTITIES["denunciation_count"])} == {"month_end", "received"}
