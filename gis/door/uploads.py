"""Files come in only for a page on which somebody who may import was shown where to drop them, and of its kinds only.

How large one may be is Streamlit's ``server.maxUploadSize``, which ends a transfer that grows past it. The names of a
transfer are looked at while it goes by: a name of no kind that the page takes ends it before its content is kept.
What a file holds, whatever its name says, is for `gis.intake` to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import structlog
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.datastructures import Headers as Asked
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from gis.access import arriving
from gis.door.between import Between
from gis.door.peers import told
from gis.metrics import REFUSED

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_log = structlog.get_logger(__name__)
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/([^/]+)/")
_LOOKS: Final = frozenset({"OPTIONS", "DELETE"})
"""What brings nothing in."""


class _OtherKindError(Exception):
    """A file of a kind comes that nobody asked for."""


class Uploads(Between):
    """ASGI middleware that lets no file in that nobody asked for."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; a file of another kind as far as its name."""
        try:
            await super().__call__(scope, receive, send)
        except _OtherKindError:  # nothing was answered yet: Streamlit waits for the end of a file
            kinds = ", ".join(sorted(arriving.kinds(_page(scope))))
            await _refused("other_kind", told("door.other_kind", 415, kinds=kinds))(scope, receive, send)

    async def instead(self, scope: Scope) -> Response | None:
        """Refuse a file for any other page."""
        page = _page(scope)
        return _refused("upload", told("door.no_upload", 403)) if page and not arriving.expected(page) else None

    def receiving(self, scope: Scope, receive: Receive) -> Receive:
        """Look at the names of files as they come."""
        page = _page(scope)
        if not page:
            return receive
        names = Names(Asked(scope=scope).get("content-type", ""))

        async def receiving() -> Message:
            message = await receive()
            if not all(arriving.takes(page, name) for name in names.of(message.get("body", b""))):
                raise _OtherKindError
            return message

        return receiving


def _page(scope: Scope) -> str:
    """Answer for which page a file comes; empty where none does."""
    found = _UPLOAD.search(scope["path"]) if scope["type"] == "http" and scope["method"] not in _LOOKS else None
    return found[1] if found else ""


def _refused(reason: str, answer: Response) -> Response:
    REFUSED.labels("not_for_you").inc()
    _log.warning("refused", reason=reason)
    return answer


class Names:
    """Reads what files are called out of a form as it comes in, with the parser by which Starlette reads it behind.

    Parameters
    ----------
    content_type
        The header that says how the parts of the form are told apart; in any other form there are no files.
    """

    def __init__(self, content_type: str) -> None:
        kind, options = parse_options_header(content_type)
        self._charset = options.get(b"charset", b"utf-8").decode("latin-1")
        self._found: list[str] = []
        self._disposition, self._field, self._value = b"", b"", b""
        boundary = options.get(b"boundary", b"") if kind == b"multipart/form-data" else b""
        self._parser = self._reading(boundary) if boundary else None

    def of(self, content: bytes) -> Iterator[str]:
        """Yield the names that end in the next piece of the form."""
        if self._parser is not None:
            try:
                self._parser.write(content)
            except FormParserError:  # no form, which Starlette says
                self._parser = None
        found, self._found = self._found, []
        yield from found

    def _reading(self, boundary: bytes) -> MultipartParser | None:
        callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._hear_field,
            "on_header_value": self._hear_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
        }
        try:
            return MultipartParser(boundary, callbacks)
        except FormParserError:  # as below
            return None

    def _begin(self) -> None:
        self._disposition = b""

    def _hear_field(self, content: bytes, start: int, end: int) -> None:
        self._field += content[start:end]

    def _hear_value(self, content: bytes, start: int, end: int) -> None:
        self._value += content[start:end]

    def _end_header(self) -> None:
        if self._field.lower() == b"content-disposition":
            self._disposition = self._value
        self._field, self._value = b"", b""

    def _end_headers(self) -> None:
        name = parse_options_header(self._disposition)[1].get(b"filename")
        if name is not None:
            self._found.append(self._read(name))

    def _read(self, name: bytes) -> str:
        """Read a name in the letters that the form says it is in, as Starlette does."""
        try:
            return name.decode(self._charset)
        except (LookupError, UnicodeDecodeError):
            return name.decode("latin-1")
