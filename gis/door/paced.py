"""How often one address may ask to sign in, or for files: a person does neither by the hundred.

A whole office may come from one address, so the limits are those of an office (`LANDMAP_SIGN_INS_A_MINUTE`,
`LANDMAP_FILES_A_MINUTE`); how many exports one person may take is held where they are handed out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import monotonic
from typing import Final

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Scope

from gis import settings
from gis.access.pace import Pace, network
from gis.access.signing_in import CALLBACK
from gis.door.between import Between
from gis.door.peers import peer, told
from gis.errors import SettingsError
from gis.metrics import REFUSED
from gis.settings import Settings

_log = structlog.get_logger(__name__)
_SIGN_IN: Final = ("/auth/login", f"/{CALLBACK}")
_FILES: Final = ("/media/", "/_stcore/upload_file/")


class Paced(Between):
    """ASGI middleware that asks whoever is too fast to wait.

    Parameters
    ----------
    app
        What it stands before.
    prefix
        Path below which the app stands behind a proxy.
    clock
        Answers seconds; goes only forward.
    """

    def __init__(self, app: ASGIApp, prefix: str = "", clock: Callable[[], float] = monotonic) -> None:
        super().__init__(app, prefix)
        chosen = _settings()
        self._clock = clock
        self._paces = {"sign_in": Pace(chosen.sign_ins_a_minute), "files": Pace(chosen.files_a_minute)}

    async def instead(self, scope: Scope) -> Response | None:
        """Answer 429 with the seconds to wait where an address is too fast."""
        what = _what(self.path(scope)) if scope["type"] == "http" else ""
        if not what:
            return None
        wait = math.ceil(self._paces[what].wait(network(peer(scope)), self._clock()))
        if not wait:
            return None
        REFUSED.labels(what).inc()
        _log.warning("refused", reason=what, wait=wait)
        return told(f"door.slower.{what}", 429, headers={"retry-after": str(wait)}, seconds=wait)


def _what(path: str) -> str:
    if path in _SIGN_IN:
        return "sign_in"
    return "files" if path.startswith(_FILES) else ""


def _settings() -> Settings:
    try:
        return settings.current()
    except SettingsError:  # told on every page by the error door
        return Settings.model_construct()
