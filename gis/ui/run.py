"""One run of a page: how long it took, and under which name the log tells of it.

The name is made of Streamlit's number of the session and does not lead back to it, since that number lets files in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from streamlit.runtime.scriptrunner import get_script_run_ctx

from gis.metrics import RUN

_LETTERS: Final = 8


@contextmanager
def timed() -> Iterator[None]:
    """Take the time of the block; whatever this thread logs from now on, even after it failed, names the session."""
    name = hashlib.sha256(page().encode()).hexdigest()[:_LETTERS]
    structlog.contextvars.bind_contextvars(session=name)
    with RUN.time():
        yield


def page() -> str:
    """Answer the number of the page that is drawn; empty where none is."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""
