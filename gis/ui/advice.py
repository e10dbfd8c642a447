"""What a reader sees when something foreseen goes wrong: what, where and what to do, inside the frame of the page.

A surprise is not caught here; it goes to the door, which apologises and logs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st
import structlog

from gis.errors import LandmapError
from gis.ui.plain_label import plain
from gis.words import Language, Phrase

_log = structlog.get_logger(__name__)


@contextmanager
def shown(language: Language) -> Iterator[None]:
    """Turn a foreseen error of the block into advice on the page; details go to the log."""
    try:
        yield
    except LandmapError as error:
        _log.warning("advice", kind=type(error).__name__, phrase=error.phrase.key, detail=str(error))
        st.warning(plain(error.say(language)), icon=":material/info:")


def notices(problems: Iterable[Phrase], language: Language) -> None:
    """Tell what of a request could not be met."""
    for problem in problems:
        st.warning(plain(problem.say(language)), icon=":material/link_off:")
