"""On which open pages files may be brought in, and of which kinds: those that showed who may import where to drop them.

Streamlit takes files for any page that stands open, the entrance too, where nobody has signed in, and whatever they are
called; they would fill the memory before anybody looked at them.

A *kind* is the ending of a name. What a file holds, whatever it is called, is looked at when it is read.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

PAGES: Final = 1_000
"""So many pages are held, those that were drawn last."""

_held: OrderedDict[str, frozenset[str]] = OrderedDict()
_lock = threading.Lock()


def expect(page: str, kinds: Iterable[str]) -> None:
    """Let files of some kinds in for a page, by its number of the session."""
    with _lock:
        _held.pop(page, None)
        _held[page] = frozenset(kinds)
        while len(_held) > PAGES:
            _held.popitem(last=False)


def shut(page: str) -> None:
    """Let none in any more."""
    with _lock:
        _held.pop(page, None)


def expected(page: str) -> bool:
    """Answer whether files may come in for a page."""
    return page in _held


def kinds(page: str) -> frozenset[str]:
    """Answer which kinds may come in for a page; none where no file may."""
    return _held.get(page, frozenset())


def takes(page: str, name: str) -> bool:
    """Answer whether a file of a name may come in for a page: by its last ending, in small or capital letters."""
    stem, _, ending = name.rpartition(".")
    return bool(stem) and ending.lower() in kinds(page)
