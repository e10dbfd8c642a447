"""Files come in only for a page on which somebody who may import was shown where to drop them.

How large one may be is Streamlit's ``server.maxUploadSize``, which ends a transfer that grows past it; which kinds, the
page says, and `gis.intake` looks at what a file holds.
"""

from __future__ import annotations

import re
from typing import Final

import structlog
from starlette.responses import Response
from starlette.types import Scope

from gis.access import arriving
from gis.door.between import Between
from gis.door.peers import told
from gis.metrics import REFUSED

_log = structlog.get_logger(__name__)
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/([^/]+)/")
_LOOKS: Final = frozenset({"OPTIONS", "DELETE"})
"""What brings nothing in."""


class Uploads(Between):
    """ASGI middleware that lets no file in that nobody asked for."""

    def instead(self, scope: Scope) -> Response | None:
        """Refuse a file for any other page."""
        page = _UPLOAD.search(scope["path"]) if scope["type"] == "http" and scope["method"] not in _LOOKS else None
        if page is None or arriving.expected(page[1]):
            return None
        REFUSED.labels("not_for_you").inc()
        _log.warning("refused", reason="upload")
        return told("door.no_upload", 403)
