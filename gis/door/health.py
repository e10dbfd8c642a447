"""What those who watch the server ask: is the process up, can it answer, from which database and which boundaries.

``/healthz`` and ``/readyz`` answer the same document, which names the state of the database and of the areas: 200 when
both can be used, 503 when one cannot. A replica that is not read from costs time and nothing else: the answer is 200,
and degraded. What is wrong in words goes to the log and to ``python -m gis doctor``.
(Streamlit answers 200 and a page to any unknown path, so a check must look at the content.)
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, Final

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gis import areas, settings
from gis.errors import AreasError, LandmapError
from gis.records.replica import source_of
from gis.records.store import Store, open_store
from gis.settings import Settings

_log = structlog.get_logger(__name__)

_WORSE: Final = ("ok", "degraded", "failing")

Probe = Callable[[], Mapping[str, Any]]


def routes() -> list[Route]:
    """List the routes of the health checks."""
    return [Route("/healthz", _answer), Route("/readyz", _answer)]


def _answer(_: Request) -> Response:
    following = {"replica": replica} if settings.current().database_read_url else {}
    found = state({"database": database, "areas": wards, **following})
    status = 503 if found["status"] == "failing" else 200
    return JSONResponse(found, status_code=status, headers={"cache-control": "no-store"})


def state(probes: Mapping[str, Probe]) -> dict[str, Any]:
    """Ask every probe.

    Parameters
    ----------
    probes
        Name → what answers its state, or raises a `LandmapError`.

    Returns
    -------
    ``{"status": "ok" | "degraded" | "failing", "version": …, name: {"status": …, …}}``; the whole is as its worst part.
    """
    parts = {name: _asked(probe) for name, probe in probes.items()}
    worst = max((part["status"] for part in parts.values()), key=_WORSE.index, default="ok")
    return {"status": worst, "version": version(), **parts}


def _asked(probe: Probe) -> dict[str, Any]:
    try:
        found = dict(probe())
    except LandmapError as error:
        _log.warning("unhealthy", kind=type(error).__name__, phrase=error.phrase.key, detail=str(error))
        return {"status": "failing", "error": error.phrase.key}
    problem = found.pop("problem", "")
    if problem:
        _log.warning("unhealthy", detail=problem)
    return {"status": "failing" if problem else "ok"} | found


def database() -> Mapping[str, Any]:
    """Answer which kind of database is in use, whether it can be reached, its schema revision and what it holds.

    ``age_seconds`` tells how long ago something was last recorded or withdrawn. Where it is stays out: anybody may ask.
    """
    served = settings.current()
    store = open_store(served)
    found = store.health()
    latest = store.latest() if found["current"] else None
    age = None if latest is None else round((dt.datetime.now(dt.UTC) - latest).total_seconds())
    return {
        "kind": found["database"],
        "reachable": found["reachable"],
        "revision": found["revision"],
        "needed": found["needed"],
        "content": found["kind"],
        "age_seconds": age,
        "problem": found["problem"],
    } | _recorded(store, served if found["current"] else None)


def _recorded(store: Store, served: Settings | None) -> dict[str, Any]:
    """Answer of which of several provinces anything is recorded."""
    if served is None or not served.several:
        return {}
    with store.reading() as reading:
        held = reading.provinces()
    return {"recorded": {code: code in held for code in served.provinces}}


def replica() -> Mapping[str, Any]:
    """Answer whether the ledger is read from the replica that is set, and if not why; see `gis.records.replica`."""
    chosen = settings.current()
    found = source_of(open_store(chosen)).look(chosen.province)
    return {"status": "ok" if found == "following" else "degraded", "state": found}


def wards() -> Mapping[str, Any]:
    """Answer how many wards there are, where their boundaries come from and whether they are approximate.

    Of several provinces each is told of; one without boundaries keeps nobody from the others.

    Raises
    ------
    AreasError
        There are none at all, or they cannot be read.
    """
    served = settings.current()
    if not served.several:
        return _wards(served)
    told = {code: _asked(partial(_wards, served.serving(code))) for code in served.provinces}
    if all(part["status"] != "ok" for part in told.values()):
        raise AreasError("areas.none", province=", ".join(told))
    return {"provinces": told}


def _wards(chosen: Settings) -> Mapping[str, Any]:
    found = areas.load(chosen)
    return {
        "count": len(found.wards),
        "source": found.source.say("en"),
        "approximate": found.approximate,
        "digest": found.digest,
    }


@cache
def version() -> str:
    """Answer the version of the product."""
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
