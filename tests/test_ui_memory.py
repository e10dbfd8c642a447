"""Memory given back: what is freed leaves the process, and nothing breaks where the C library cannot be asked."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gis.ui import memory

PIECES = 40_000
PIECE = 1_000
"""Floats of a piece: small enough to come from a pool of the C library instead of the system."""


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    memory._library.cache_clear()
    yield
    memory._library.cache_clear()


def resident() -> int:
    """Bytes this process holds."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only GNU systems have the calls")
def test_what_is_freed_leaves_the_process() -> None:
    assert memory.share_pools()
    memory.give_back()  # what other tests freed would be filled first, and no more be taken
    before = resident()
    pieces = [np.ones(PIECE) for _ in range(PIECES)]
    full = resident()
    last = pieces[-1]
    del pieces  # the last piece lies on top of all others, so that the pool cannot shrink by itself
    memory.give_back()
    taken = full - before
    assert taken > 0.8 * 8 * PIECE * PIECES
    assert resident() - before < 0.2 * taken
    assert last.sum() == PIECE


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: object())
    assert not memory.share_pools()
    memory.give_back()


def test_windows_is_not_even_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> None:
        raise TypeError("bad argument type for built-in operation")

    monkeypatch.setattr(memory.sys, "platform", "win32")
    monkeypatch.setattr(memory.ctypes, "CDLL", refused)
    assert not memory.share_pools()
    memory.give_back()


class Ring:
    """What only a look for garbage finds."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_held_is_looked_at_once_more_and_then_no_more() -> None:
    gc.unfreeze()
    memory.settle.cache_clear()
    held, gone = Ring(), weakref.ref(Ring())
    memory.settle()
    assert gone() is None, "garbage is not kept for good"
    assert gc.get_freeze_count() > 0
    frozen, dropped = gc.get_freeze_count(), weakref.ref(held)
    del held
    gc.collect()
    assert dropped() is not None, "it was no more looked at"
    memory.settle()
    assert gc.get_freeze_count() <= frozen, "once in a process"
    gc.unfreeze()
    gc.collect()
    assert dropped() is None
