"""What a reader sees when a page fails: advice for what was foreseen, an apology with a reference for what was not.

Never a traceback: that goes to the log, under the same reference.
"""

from __future__ import annotations

import secrets

import streamlit as st
import structlog

from gis.errors import LandmapError
from gis.metrics import SURPRISES
from gis.view import View
from gis.words import Language, say

_log = structlog.get_logger(__name__)


def meet(error: Exception) -> bool:
    """Show what the reader can do about an error that reached the door, and log it.

    Returns
    -------
    True, always: Streamlit must not show the error itself.
    """
    language = _language()
    if isinstance(error, LandmapError):
        _log.warning("advice", kind=type(error).__name__, phrase=error.phrase.key, detail=str(error))
        st.warning(error.say(language), icon=":material/info:")
        return True
    SURPRISES.inc()
    reference = secrets.token_hex(3)
    _log.error("surprise", reference=reference, kind=type(error).__name__, exc_info=error)
    st.error(say("door.sorry", language, reference=reference), icon=":material/error:")
    return True


def _language() -> Language:
    """Answer the language of the reader's address bar."""
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    return View.from_query(query).view.language
