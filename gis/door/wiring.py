"""How the door is put together; `dashboard.py` hands the result to Streamlit's own app class.

Streamlit finds an app by reading ``dashboard.py`` without running it, so the call to ``st.App`` has to stand there.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route
from streamlit import config

from gis import settings
from gis.access import signing_in
from gis.door import files, gauges, health, log, newest
from gis.door.apology import meet
from gis.door.arrivals import Arrivals
from gis.door.gauges import OnlyWatchers
from gis.door.headers import Headers
from gis.door.messages import OnlyOwn
from gis.door.numbered import Numbered
from gis.door.paced import Paced
from gis.door.peers import NewSessions, OnlyHere
from gis.door.strangers import Strangers
from gis.door.uploads import Uploads
from gis.errors import SettingsError
from gis.records.database import Database
from gis.words import DEFAULT

SHELL: Final = settings.ROOT / "gis" / "ui" / "shell.py"
"""The entry script: away from ``pages/``, or a direct link to a page would skip the frame."""


def wiring() -> dict[str, Any]:
    """Answer the arguments of ``st.App`` besides its script; where it would be open to anybody, end the program."""
    log.configure()
    secrets = _secrets()
    prefix = st.get_option("server.baseUrlPath")
    return {
        "routes": _everywhere([*health.routes(), *gauges.routes(), *newest.routes(), *files.routes()], prefix),
        "middleware": [
            Middleware(Numbered),
            Middleware(Headers, prefix=prefix),
            Middleware(OnlyHere if secrets is None else NewSessions),
            Middleware(Paced, prefix=prefix),
            Middleware(OnlyWatchers, prefix=prefix),
            Middleware(Uploads),
            Middleware(OnlyOwn, prefix=prefix),
            *([] if secrets is None else [Middleware(Arrivals, prefix=prefix)]),
            Middleware(Strangers, prefix=prefix),
        ],
        "secrets": secrets,
        "on_script_error": meet,
    }


def _secrets() -> Mapping[str, Any] | None:
    """Answer what Streamlit needs for sign-in, once it is sure that nobody unknown can come in."""
    try:
        chosen = settings.current()
        signing_in.check_listening(chosen, st.get_option("server.address"))
        Database.replica_of(chosen)  # an address that cannot be one is told here, not on every page
        return _shared(signing_in.secrets(chosen))
    except SettingsError as error:
        sys.exit(error.say(DEFAULT) + "\n" + error.say("en"))


def _shared(secrets: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Let a sign-in that was begun at one process be finished at another: what it has to remember is signed alike."""
    if secrets is not None:
        config.set_option("server.cookieSecret", secrets["auth"]["cookie_secret"])
    return secrets


def _everywhere(routes: list[Route], prefix: str) -> list[BaseRoute]:
    """Serve the routes at the root and, as Streamlit does with its own, below the app's base path.

    One by one: a mount would answer for all that lies below the path, and Streamlit's own pages would not be found.
    """
    below = prefix.strip("/")
    return [*routes, *(Route(f"/{below}{one.path}", one.endpoint) for one in routes if below)]
