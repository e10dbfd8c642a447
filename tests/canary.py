"""A canary: records of another ward, with names and sums that stand nowhere else, and ears that hear it anywhere.

It sings in the fourth ward of the drawn city, where nothing else is: a project, a plan, a household, a site, cases,
petitions, a dialogue, a promise, a reception, reports. Its names, numbers of documents and sums of money are like none
of the city. What carries it may be packed: a script in a message, a workbook, a page, a map layer; so it is unpacked
first, however deep.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pypdf
import shapely
from pypdf.errors import PyPdfError

from gis.areas import Areas
from gis.records.batch import Batch
from gis.records.store import Store
from gis.scope import Scope
from tests import city

WARD: Final = "00004"
NAME: Final = "chimhot"
"""A word that stands nowhere else, not even in the name of this file, which tracebacks in the log may hold."""
CODE: Final = "zz9"
"""How each of its codes and numbers of documents begins."""
WARD_NAME: Final = "Xã Hótvang"
SUM: Final = 864_197_532
"""Its sums of money in tỷ đồng: ten thousand times what the city can pay."""
SUMS: Final = tuple(f"{SUM:,}".replace(",", mark) for mark in (".", ",", ""))
AREA: Final = ("7.531,9", "7,531.9", "7531.9")
"""Its hectares, as a page, an English page and a program write them."""
WORDS: Final = (NAME, CODE, WARD_NAME.removeprefix("Xã "), *SUMS, *AREA)

_DAYS: Final = {"received_on": "2026-08-01", "accepted_on": "2026-08-03"}
_CASE: Final = {
    "ward": WARD, "case_class": "complaint", "level": "first", "subject": "price", "within_competence": True,
    "deciding_body": f"Cơ quan {NAME}", "preparing_unit": f"Phòng {NAME}", "hamlet": f"Xóm {NAME}",
    "national_code": f"{CODE}-QG", **_DAYS,
}  # fmt: skip
_MONEY: Final = SUM * 1e9
ROWS: Final[Mapping[str, list[dict[str, Any]]]] = {
    "project": [
        {"code": f"{CODE}-P", "name": f"Dự án {NAME}", "investor": f"Chủ {NAME}", "agency": f"Sở {NAME}",
         "purpose": f"Mục đích {NAME}", "compensating_unit": f"Ban {NAME}", "recover_area": 7531.9,
         "footprint": shapely.to_wkb(shapely.LineString([(105.92, 20.92), (105.98, 20.98)]))}
    ],
    "project_ward": [{"project": f"{CODE}-P", "ward": WARD, "announced_on": "2024-01-10", "recover_area": 7531.9}],
    "plan": [{"code": f"{CODE}-L", "project": f"{CODE}-P", "ward": WARD, "notified_on": "2024-03-01",
              "approved_on": "2025-01-10", "approved_sum": _MONEY}],
    "household_file": [
        {"code": f"{CODE}-H{n}", "project": f"{CODE}-P", "plan": f"{CODE}-L", "ward": WARD, "area": 500.0,
         "notified_on": "2024-03-01", "approved_on": "2025-01-10", "approved_sum": _MONEY / 8,
         "paid_on": "2025-02-10", "paid_sum": _MONEY / 8}
        for n in range(8)
    ],
    "resettlement_site": [{"code": f"{CODE}-S", "name": f"Khu {NAME}", "project": f"{CODE}-P", "ward": WARD,
                           "location": shapely.to_wkb(shapely.Point(105.95, 20.95))}],
    "case": [
        {"code": f"{CODE}-K", "project": f"{CODE}-P", **_CASE},
        {"code": f"{CODE}-M", "project": "P1", **_CASE},
    ],
    "petition": [{"code": f"{CODE}-D", "case": f"{CODE}-K", "ward": WARD, "received_on": "2026-08-01"}],
    "dialogue": [{"code": f"{CODE}-T", "kind": "plan", "ward": WARD, "project": f"{CODE}-P",
                  "announced_on": "2026-09-01", "planned_for": "2026-10-05"},
                 {"code": f"{CODE}-U", "kind": "complaint", "ward": WARD, "case": f"{CODE}-K",
                  "announced_on": "2026-08-20", "held_on": "2026-09-05", "minutes_on": "2026-09-05",
                  "minutes_number": f"{CODE}/BB"}],
    "commitment": [{"code": f"{CODE}-C", "ward": WARD, "project": "P1", "notice_number": f"{CODE}/TB-{NAME}",
                    "notice_on": "2026-08-01", "due": "2026-09-01", "leading_body": f"Ban {NAME}"}],
    "reception": [{"code": f"{CODE}-R", "ward": WARD, "held_on": "2026-09-10", "state": "held"}],
    "case_link": [{"case": "K1", "other_case": f"{CODE}-K", "petition": None, "ward": "00001", "decision": "confirmed",
                   "decided_on": "2026-09-01", "role": "officer"}],
}  # fmt: skip
FILE: Final = f"Danh sách {NAME} {CODE}.xlsx"

AN, NORTH = frozenset({"00001"}), frozenset({"00001", "00002"})
AWAY: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "a ward": (AN, frozenset()),
    "a former district": (NORTH, frozenset()),
    "a project": (frozenset(), frozenset({"P2"})),
}
"""Areas that do not hold the canary's ward → their wards and projects."""
READERS: Final[Mapping[str, Scope]] = {
    f"{role} of {area}": Scope("99", wards, role, projects)
    for role in ("viewer", "leader", "officer", "editor")
    for area, (wards, projects) in AWAY.items()
} | {"admin": Scope("99", frozenset(), "admin")}
LINKS: Final[Mapping[str, str | list[str]]] = {
    "ward": [WARD],
    "project": [f"{CODE}-P"],
    "sheet": f"ward-{WARD}",
    "case": f"{CODE}-K",
    "dialogue": f"{CODE}-T",
    "reception": f"{CODE}-R",
    "cases": [f"{CODE}-K"],
}
"""An address bar that asks for all of it."""

_SAFE: Final = str.maketrans(":/.,[]", "&<>_{}")
_DRAWING: Final = re.compile(r'\\?"picture\\?":\s*\\?"([^"\\]+)')
_ZLIB: Final = (b"\x78\x01", b"\x78\x9c", b"\x78\xda")
_LEAST: Final = 30


def areas() -> Areas:
    """The drawn wards, of which the canary's bears a name of its own."""
    found = city.areas()
    wards = found.wards.assign(
        name=found.wards["name"].where(found.wards.index != WARD, WARD_NAME.removeprefix("Xã ")),
        full_name=found.wards["full_name"].where(found.wards.index != WARD, WARD_NAME),
    )
    return Areas(**{**vars(found), "wards": wards})


def batch() -> Batch:
    """All its records, as a file of theirs was brought in."""
    return Batch({name: city.frame(name, rows) for name, rows in ROWS.items()}, source=FILE)


def fill(store: Store) -> None:
    """Record the drawn city, and what is the canary's."""
    store.append(Batch(city.frames(), source="drawn city"))
    store.append(batch())


def unpacked(content: bytes) -> str:
    """The text of whatever this is, and of all that is packed into it."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(f"{name} {unpacked(archive.read(name))}" for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return _pdf(content)
    text = content.decode("utf-8", errors="replace")
    return " ".join([text, *_drawings(text), *_streams(content)])


def _pdf(content: bytes) -> str:
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        return " ".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])
    except PyPdfError:
        return content.decode("utf-8", errors="replace")


def _drawings(text: str) -> Iterator[str]:
    """Unpack the pictures of maps: compressed, in letters of base 85."""
    for packed in _DRAWING.findall(text):
        try:
            yield zlib.decompress(base64.b85decode(packed.translate(_SAFE))).decode()
        except (ValueError, zlib.error, binascii.Error):
            continue


def _streams(content: bytes) -> Iterator[str]:
    """Unpack what is compressed within bytes, wherever it begins: rows of tables go over the wire so."""
    for head in _ZLIB:
        at = content.find(head)
        while at >= 0:
            try:
                found = zlib.decompressobj().decompress(content[at:])
            except zlib.error:
                found = b""
            if len(found) >= _LEAST:
                yield found.decode("utf-8", errors="replace")
            at = content.find(head, at + 1)


def heard(text: str, *words: str) -> list[str]:
    """Where any of these words stands, with what is around it."""
    low = text.casefold()
    places = (low.find(word.casefold()) for word in words or WORDS)
    return [text[max(at - 60, 0) : at + 60] for at in places if at >= 0]
