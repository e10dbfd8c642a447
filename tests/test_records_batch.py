from __future__ import annotations

import dataclasses

import pytest

from gis.records.batch import Appended, Batch


def test_a_batch_is_an_ordinary_real_import_unless_it_says_otherwise():
    batch = Batch({}, "first.xlsx")
    assert (batch.kind, batch.historical, batch.demo, batch.note) == ("import", False, False, "")


def test_what_became_of_it_cannot_be_rewritten():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Appended(1, 3, 1, 1, 1).rows = 4
