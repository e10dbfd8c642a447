"""Files the map needs, from this machine: Leaflet, our own script and style, type, and the ward geometry.

Every file that may be served stands in one table, so a path that climbs out of a folder is simply not in it. Contents
are compressed once and kept. What carries a version or a hash in its address never changes and may be kept by browsers.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

import fontpkg
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gis import areas, settings
from gis.errors import AreasError, LandmapError
from gis.maps import assets

_FOREVER: Final = "public, max-age=31536000, immutable"
_A_DAY: Final = "public, max-age=86400"
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf", ".map": "application/json"}
_FAMILY: Final = "Be Vietnam Pro"
_GAIN: Final = 0.9
"""A compressed copy is kept when it is at most this share of the original: pictures hardly shrink."""


@dataclass(frozen=True)
class File:
    """A file as it goes out.

    Parameters
    ----------
    content, packed
        Plain, and gzip-compressed; ``packed`` is empty where compression gains little.
    media
        Its media type.
    keep
        Its ``Cache-Control``.
    """

    content: bytes
    packed: bytes
    media: str
    keep: str

    def answer(self, request: Request) -> Response:
        """Answer a request, compressed where the browser takes it."""
        headers = {"cache-control": self.keep, "vary": "accept-encoding"}
        if self.packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, media_type=self.media, headers=headers | {"content-encoding": "gzip"})
        return Response(self.content, media_type=self.media, headers=headers)


def routes() -> list[Route]:
    """List the routes of the files; what is not found below them is 404, never a page."""
    below = {"assets": _asset, "geo": _geometry, "api": _nothing}
    return [
        *(Route(f"/{root}/{{path:path}}", answer) for root, answer in below.items()),
        *(Route(f"/{root}", _nothing) for root in below),
    ]


def _nothing(request: Request) -> Response:
    return JSONResponse({"error": "not found", "path": request.url.path}, status_code=404)


def _asset(request: Request) -> Response:
    found = asset(request.path_params["path"])
    return found.answer(request) if found else _nothing(request)


def _geometry(request: Request) -> Response:
    """Answer the wards of whichever province the name is of; one without boundaries keeps nobody from the others."""
    try:
        served, wrong = settings.current(), []
        for code in served.provinces:
            try:
                wards = areas.load(served.serving(code))
            except AreasError as error:
                wrong.append(error)
                continue
            if request.path_params["path"] == areas.geometry_name(wards):
                return _packed(areas.geometry_json(wards), "application/json", _FOREVER).answer(request)
        if len(wrong) == len(served.provinces):
            raise wrong[0]
    except LandmapError as error:
        return JSONResponse({"error": error.say("en")}, status_code=503)
    return _nothing(request)


@cache
def asset(path: str) -> File | None:
    """Answer the file at a path below ``/assets``, or ``None`` where there is none."""
    entry = _table().get(path)
    if entry is None:
        return None
    read, keep = entry
    ending = Path(path).suffix
    return _packed(read(), _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream", keep)


@cache
def _packed(content: bytes, media: str, keep: str) -> File:
    small = gzip.compress(content, compresslevel=9, mtime=0)
    return File(content, small if len(small) <= _GAIN * len(content) else b"", media, keep)


@cache
def _table() -> Mapping[str, tuple[Callable[[], bytes], str]]:
    """List every file that may be served: path below ``/assets`` → how it is read, how long it may be kept."""
    table: dict[str, tuple[Callable[[], bytes], str]] = {}
    for file in sorted(each for each in assets.LEAFLET.rglob("*") if each.is_file()):
        name = file.relative_to(assets.LEAFLET).as_posix()
        table[f"leaflet/{assets.LEAFLET_VERSION}/{name}"] = file.read_bytes, _FOREVER
        table[f"leaflet/{name}"] = file.read_bytes, _A_DAY
    for file in (each.path for each in fontpkg.family(_FAMILY).files):
        table[f"fonts/{file.name}"] = file.read_bytes, _FOREVER
    for name, content in assets.files().items():
        table[f"map/{name}"] = partial(bytes, content), _FOREVER
    return table
