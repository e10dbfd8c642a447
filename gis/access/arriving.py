"""On which open pages files may be brought in: those that showed somebody who may import where to drop them.

Streamlit takes files for any page that stands open, the entrance too, where nobody has signed in; they would fill the
memory before anybody looked at them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

PAGES: Final = 1_000
"""So many pages are held, those that were drawn last."""

_held: OrderedDict[str, None] = OrderedDict()
_lock = threading.Lock()


def expect(page: str) -> None:
    """Let files in for a page, by its number of the session."""
    with _lock:
        _held.pop(page, None)
        _held[page] = None
        while len(_held) > PAGES:
            _held.popitem(last=False)


def shut(page: str) -> None:
    """Let none in any more."""
    with _lock:
        _held.pop(page, None)


def expected(page: str) -> bool:
    """Answer whether files may come in for a page."""
    return page in _held
