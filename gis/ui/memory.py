"""Memory given back to the machine after heavy work, and what is held for good left alone.

To make the situation of a million cases takes some hundred megabytes for a moment. What is freed stays with the C
library of the process and with Arrow, each thread having a pool of its own, so that a server with many sessions seems
to hold several times what it uses. Few pools, trimmed after such work, and large columns kept out of them, hold what is
used; so Arrow takes its memory from the C library as well. Elsewhere than on GNU systems the C library has no such
calls, and nothing is done about it.

Python looks for garbage in all it holds again and again. Most of it are the modules of libraries, which stay as long as
the process: to look at them takes longer than many a click, and some click waits for it. They are left out, and it is
looked for at once only where something large may have gone.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import threading
from functools import cache
from typing import Final

import pyarrow as pa

_ARENA_MAX: Final = -8
"""Number of the parameter in ``malloc.h``: most pools of a process."""
_ARENAS: Final = 2
"""Two threads seldom allocate at the same moment: Python runs one at a time."""
_MMAP_THRESHOLD: Final = -3
"""Number of the parameter in ``malloc.h``: bytes from which memory comes from the system and goes back when freed."""
_LARGE: Final = 4 << 20
"""A column of a million numbers; unless told, the C library raises the threshold to the largest ever freed."""

_GONE: Final = threading.Event()
"""Set where something large may have gone since memory was last given back."""


@cache
def _library() -> ctypes.CDLL | None:
    """Answer the C library where it can be asked to trim."""
    if not sys.platform.startswith("linux"):  # on Windows a process has no one library to ask
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


def share_pools() -> bool:
    """Let threads share few pools; to be called before heavy work begins.

    Returns
    -------
    Whether the C library heeds it.
    """
    library = _library()
    if library is None:
        return False
    pa.set_memory_pool(pa.system_memory_pool())
    heeded = [library.mallopt(_ARENA_MAX, _ARENAS), library.mallopt(_MMAP_THRESHOLD, _LARGE)]
    return heeded == [1, 1]


def give_back() -> None:
    """Give back what is free; takes some milliseconds, and a tenth of a second where something large may have gone."""
    if _GONE.is_set():
        _GONE.clear()
        gc.collect()
    pa.default_memory_pool().release_unused()
    if (library := _library()) is not None:
        library.malloc_trim(0)


def gone() -> None:
    """Tell that something large may have gone which only a look for garbage takes away, when memory is next given back.

    A situation and what was chosen of it hold each other.
    """
    _GONE.set()


@cache
def settle() -> None:
    """Look for garbage no more in what is held now: once in a process, with libraries loaded and records not yet."""
    gc.collect()
    gc.freeze()
