"""Texts that attack whatever shows them, in every field that holds a text: found by walking the declarations.

Each text begins with a *token* that names its field, so a test can see that it arrived, and goes on with what would run
or reach out wherever it were taken for more than text: in HTML, a script, Markdown, a template, Typst, SQL, a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import shapely

from gis.areas import Areas
from gis.records.batch import Batch
from gis.records.declaration import Field
from gis.records.entities import ENTITIES
from tests import city

FLAG: Final = "pwned"
"""Name of the flag on the window that a script would set."""
OUTSIDE: Final = "outside.example"
"""A machine that nobody may ask."""
PARTS: Final[Mapping[str, str]] = {
    "html": f'<img src=x onerror="window.top.{FLAG}=1"><script>window.top.{FLAG}=1;alert(1)</script>',
    "attribute": f'" onmouseover="window.top.{FLAG}=1" x=\'',
    "link": f"[a](javascript:window.top.{FLAG}=1)",
    "picture": f"![b](http://{OUTSIDE}/b.png)",
    "words": ":red[c] $x^2$ **d** `e` :material/bomb:",
    "template": "{{ 7*7 }}{% raw %}",
    "typst": '#eval("40+2") #read("/etc/passwd") #panic("x") *f* _g_ @h <i>',
    "sql": '\'; DROP TABLE "case"; --',
    "xml": "]]><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "ends": "\\ \u2028 \u202e j%s %(k)s {l}",
}
TEXT: Final = " ".join(PARTS.values())
FORMULAS: Final = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "＝1+1")
"""How a spreadsheet's formula begins."""
COMPUTED: Final = ("49", "42")
"""What comes out where a template or Typst ran a text."""
SQL: Final = (
    "' OR 1=1 --",
    '\'; DROP TABLE "case"; --',
    '" OR ""="',
    "1) UNION SELECT 1,2,3 --",
    "%' OR '1'='1",
    "\\'",
)
ABSURD: Final = (
    "10000000000", "-1", "0", "1e308", "NaN", "Infinity", "١٢٣", "²", "0x10", "\u202e", "😀" * 30, "a" * 10_000,
    "../../etc/passwd", "{{7*7}}", "${7*7}", "<script>alert(1)</script>", "%00", "\x00", "\ufffd", "null", "[]", "{}",
    "9999-12-31", "0000-00-00", "2026-02-30", "2026-09-30T00:00:00Z",
)  # fmt: skip
NAMES: Final = (
    "../../x.xlsx", "..\\..\\x.xlsx", "/etc/x.xlsx", "C:\\x.xlsx", "..", ".", "/", "", " ", ".xlsx", "x\x00y.xlsx",
    "CON.xlsx", "aux", "x" * 400 + ".xlsx", "ấ" * 200 + ".xlsx", "x\u202excod.xlsx", "x\n y.xlsx",
    "~/x.xlsx",
    "$HOME.xlsx", "`id`.xlsx", "-rf.xlsx", "x.xlsx/..",
    "file:///etc/passwd", "<img src=x onerror=alert(1)>.xlsx", "\ud800.xlsx",
)  # fmt: skip
"""Names of files that climb, hide, are too long, or mean something to a system."""

_WARD: Final = "00001"
_DAY: Final = "2026-08-01"


def token(entity: str, field: str) -> str:
    """Name a field so that it stands in one word."""
    return f"Vx{entity.replace('_', '')}y{field.replace('_', '')}z"


def texts() -> Iterator[tuple[str, Field]]:
    """Every field of every entity that holds a text or a number of a document, with its entity."""
    for name, entity in ENTITIES.items():
        for one in entity.fields:
            if one.kind in {"text", "code"}:
                yield name, one


def text(entity: str, field: str) -> str:
    """What attacks by a field."""
    return f"{token(entity, field)} {TEXT}"


def rows() -> dict[str, list[dict[str, Any]]]:
    """One row more of every entity, in An, with an attack in every text; and a code of its own that attacks too."""
    code = {name: f"{name[:2]}{TEXT[:40]}" for name in ENTITIES}
    found = {}
    for name, entity in ENTITIES.items():
        row: dict[str, Any] = {}
        for one in entity.fields:
            match one.kind:
                case "text" | "code":
                    row[one.name] = text(name, one.name)
                case "ref":
                    row[one.name] = _WARD if one.refers_to == "area" else code[one.refers_to]
                case "choice":
                    row[one.name] = one.choices[0].code
                case "flag":
                    row[one.name] = True
                case "count":
                    row[one.name] = 7
                case "event" | "plan":
                    row[one.name] = _DAY
                case "shape":
                    row[one.name] = shapely.to_wkb(shapely.Point(105.85, 21.05))
                case _:
                    row[one.name] = {"longitude": 105.85, "latitude": 21.05}.get(one.name, 9.0)
        found[name] = [row | ({"code": code[name]} if entity.key == ("code",) else {}) | _OPEN.get(name, {})]
    return found


_NOT_YET: Final = dict.fromkeys(("decided_on", "ended_on", "effective_on", "executed_on", "suspended_on", "court_on"))
_OPEN: Final[Mapping[str, dict[str, Any]]] = {
    "case": _NOT_YET | {"finding_on": None},
    "case_link": {"case": "K1", "other_case": f"ca{TEXT[:40]}", "petition": None},
    "commitment": {"kept_on": None, "proof": text("commitment", "proof"), "extended_on": None},
    "dialogue": {"planned_for": "2026-10-05", "held_on": "2026-09-05"},
    "periodic_form": {"period_start": "2026-07-01", "period_end": "2026-07-31"},
    "submission": {"period_start": "2026-07-01", "period_end": "2026-07-31"},
}
"""What makes a row one that pages list: a case still open, a promise still to be kept."""


def batch() -> Batch:
    """The drawn city with the attacks, as a file whose name attacks too."""
    frames = {name: city.frame(name, [*city.ROWS.get(name, ()), *more]) for name, more in rows().items()}
    return Batch(frames, source=text("batch", "source"))


def areas() -> Areas:
    """The drawn wards, of which An and Cát bear names that attack, as boundaries of a file may."""
    found = city.areas()
    attacked = found.wards.index.isin(["00001", "00003"])
    pairs = zip(attacked, found.wards["full_name"], strict=True)
    names = [f"{name} {text('area', 'name')}" if hit else name for hit, name in pairs]
    return Areas(**{**vars(found), "wards": found.wards.assign(full_name=names)})
