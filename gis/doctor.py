"""Whether everything the product needs is in order on this machine: what ``python -m gis doctor`` answers.

What concerns the records is looked at here, what concerns serving them in `gis.door.standing`.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from gis import areas
from gis.errors import LandmapError
from gis.law import rules
from gis.maps import assets
from gis.records.replica import source_of
from gis.records.store import open_store
from gis.settings import ROOT, Settings
from gis.words import Phrase, say

_PYTHON: Final = (3, 11)


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Parameters
    ----------
    name
        What it is, as part of the key of a phrase.
    ok
        Whether it is in order.
    detail
        What was found, or what to do.
    """

    name: str
    ok: bool
    detail: str


def diagnose(settings: Settings) -> tuple[Check, ...]:
    """Look at database, boundaries, assets, rules, versions and how it is served; never raises what it looks for."""
    looks: dict[str, Callable[[Settings], Check]] = {
        "database": _database,
        **({"replica": _replica} if settings.database_read_url else {}),
        "areas": _areas,
        "assets": _assets,
        "law": _law,
        "versions": _versions,
    }
    from gis.door import standing  # noqa: PLC0415 (Streamlit takes a second, which other commands need not wait)

    serving = {name: partial(_served, name, look) for name, look in standing.LOOKS.items()}
    return tuple(_looked(name, look, settings) for name, look in (looks | serving).items())


def _served(name: str, look: Callable[[Settings], tuple[bool, Phrase]], settings: Settings) -> Check:
    ok, found = look(settings)
    return Check(name, ok=ok, detail=found.say(settings.language))


def _looked(name: str, look: Callable[[Settings], Check], settings: Settings) -> Check:
    try:
        return look(settings)
    except LandmapError as error:
        return Check(name, ok=False, detail=error.say(settings.language))


def _database(settings: Settings) -> Check:
    health = open_store(settings).health()
    kind = say(f"cli.doctor.kind.{health['kind'] or 'empty'}", settings.language)
    found = say("cli.doctor.rows", settings.language, where=health["where"], kind=kind, n=health["rows"])
    found += _without_records(settings) if settings.several and health["current"] else ""
    return Check("database", ok=health["current"], detail=health["problem"] or found)


def _without_records(settings: Settings) -> str:
    """Name the provinces of several that nothing is recorded of."""
    with open_store(settings).reading() as reading:
        held = reading.provinces()
    empty = [code for code in settings.provinces if code not in held]
    return f"; {say('cli.doctor.no_records', settings.language, codes=', '.join(empty))}" if empty else ""


def _replica(settings: Settings) -> Check:
    """Look at the replica; that it is behind for a moment is nothing to be mended."""
    source = source_of(open_store(settings))
    state = source.look(settings.province)
    detail = say(f"cli.replica.{state}", settings.language, where=source.where, reason=source.reason)
    return Check("replica", ok=state in {"following", "behind"}, detail=detail)


def _areas(settings: Settings) -> Check:
    """Look at the boundaries; of several provinces at those of each."""
    looks = {code: _looked("areas", _areas_of, settings.serving(code)) for code in settings.provinces}
    if not settings.several:
        return next(iter(looks.values()))
    told = "; ".join(f"{code}: {look.detail}" for code, look in looks.items())
    return Check("areas", ok=all(look.ok for look in looks.values()), detail=told)


def _areas_of(settings: Settings) -> Check:
    found = areas.load(settings)
    detail = f"{len(found.wards)}: {found.source.say(settings.language)}"
    return Check("areas", ok=len(found.wards) > 0, detail=detail)


def _assets(settings: Settings) -> Check:
    missing = [path for path in ("leaflet.js", "leaflet.css") if not (assets.LEAFLET / path).is_file()]
    if missing:
        return Check("assets", ok=False, detail=say("cli.doctor.missing", settings.language, files=", ".join(missing)))
    return Check("assets", ok=True, detail=f"Leaflet {assets.LEAFLET_VERSION}")


def _law(settings: Settings) -> Check:
    found = rules.current()
    return Check("law", ok=True, detail=say("cli.doctor.clocks", settings.language, n=len(found.clocks)))


def _versions(settings: Settings) -> Check:
    """Compare what is installed with what the product was tested with."""
    wrong = [f"{name} {have} ≠ {want}" for name, want in _pins() if (have := _installed(name)) != want]
    python = platform.python_version()
    if wrong:
        return Check(
            "versions", ok=False, detail=say("cli.doctor.differ", settings.language, packages="; ".join(wrong))
        )
    return Check("versions", ok=sys.version_info >= _PYTHON, detail=f"Python {python}")


def _pins() -> list[tuple[str, str]]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("#")[0].strip().partition("==") for line in lines]
    return [(name.partition("[")[0], pin) for name, mark, pin in pairs if mark]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"
