from __future__ import annotations

import stat

import pytest

from gis.records import cache as module
from gis.records.cache import Cache, fingerprint
from gis.records.columns import from_rows
from gis.records.entities import ENTITIES
from gis.records.history import History

CASE, PROJECT = ENTITIES["case"], ENTITIES["project"]
TOKENS = ((1, "first"), (2, "second"))


def row(seq, entity, **values):
    return (seq, 1, values["code"], *(values.get(name) for name in entity.names))


def history() -> History:
    project = row(1, PROJECT, code="P1", name="Một", footprint=b"\x01\x02", area=2.5, key_project=True)
    some = [row(n, CASE, code=f"K{n}", received_on="2026-01-02", national_code="Q1", people=n) for n in range(1, 9)]
    more = [row(9, CASE, code="K1", subject="price")]
    found = History().extended(PROJECT, from_rows([project], PROJECT)).extended(CASE, from_rows(some, CASE))
    return found.extended(CASE, from_rows(more, CASE))


def plain(found: History):
    return {
        name: [
            (part.rows.tolist(), part.batches.tolist(), {k: str(v.tolist()) for k, v in part.columns.items()})
            for part in versions.parts
        ]
        for name, versions in found.versions.items()
    } | {name: vocabulary.words.to_pylist() for name, vocabulary in found.vocabularies.items()}


@pytest.fixture
def kept(tmp_path) -> Cache:
    cache = Cache(tmp_path / "landmap.db.ledger", "01")
    assert cache.save(history(), TOKENS)
    return cache


def test_what_is_kept_comes_back(kept):
    found, tokens = kept.load()
    assert tokens == TOKENS
    assert plain(found) == plain(history())
    assert {name: one.last for name, one in found.versions.items() if one.last} == {"project": 1, "case": 9}


def test_what_comes_back_can_be_extended(kept):
    more = from_rows([row(10, CASE, code="K9")], CASE)
    assert plain(kept.load()[0].extended(CASE, more)) == plain(history().extended(CASE, more))


def test_only_the_owner_may_read_it(kept):
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    assert [path.name for path in kept.folder.iterdir()] == ["01.arrow"]


def test_nothing_kept_is_an_empty_history(tmp_path):
    found, tokens = Cache(tmp_path / "nowhere", "01").load()
    assert (len(found), tokens) == (0, ())


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0])
def test_a_damaged_byte_anywhere_is_noticed(kept, share):
    content = bytearray(kept.path.read_bytes())
    content[int(share * (len(content) - 1))] ^= 0x01
    kept.path.write_bytes(bytes(content))
    found, tokens = kept.load()
    assert (len(found), tokens) == (0, ())


@pytest.mark.parametrize("length", [0, 4, 8, 100, 5_000])
def test_a_file_cut_short_is_noticed(kept, length):
    kept.path.write_bytes(kept.path.read_bytes()[:length])
    assert len(kept.load()[0]) == 0


def test_other_declarations_make_it_useless(kept, monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(module, "ENTITIES", {name: ENTITIES[name] for name in ("case", "project")})
    assert fingerprint() != before
    assert len(kept.load()[0]) == 0


def test_a_place_that_cannot_be_written_to_is_no_harm(tmp_path):
    (tmp_path / "file").touch()
    assert not Cache(tmp_path / "file", "01").save(history(), TOKENS)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
