"""Every figure in a file is the figure on the screen, for the same filters, page by page and format by format.

The screen is that of a viewer, who sees no small counts either; the file may hide more than the screen, since more
stands together on it, but it never tells another number. Choices are drawn with a seed.
"""

from __future__ import annotations

import datetime as dt
import html
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gis.access import people
from gis.briefing import formats
from gis.briefing.content import Briefing
from gis.briefing.formats import Way
from gis.briefing.key_figures import KeyFigure
from gis.briefing.kinds import briefing
from gis.briefing.leaving import leaving
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.scope import Scope
from gis.settings import Settings
from gis.ui import export_panel, process
from gis.ui.here import Here
from gis.view import View
from tests import city, keeping, reading_back
from tests.reading_back import DRAWN, HIDDEN, READERS, WITHOUT_FIGURES, allowed
from tests.test_ui_shell import opened

SEED = 20_260_930
MOMENT = dt.datetime(2026, 10, 3, tzinfo=dt.UTC)
FORMATS = [fmt for fmt in formats.FORMATS if fmt not in WITHOUT_FIGURES]
Pair = tuple[str, str]


def test_every_format_has_a_reader() -> None:
    assert [fmt for fmt in formats.FORMATS if fmt not in READERS.keys() | DRAWN | WITHOUT_FIGURES] == []


def crowd() -> dict[str, Any]:
    """Records enough that most counts may be told: of every ward, and of none."""
    drawing = random.Random(SEED)  # noqa: S311 (no secret)
    wards = ["00001", "00001", "00001", "00002", "00002", "00003", "00004", None]
    project = {"00001": "P1", "00002": "P1", "00003": "P2"}
    cases, files = [], []
    for number in range(240):
        ward = drawing.choice(wards)
        day = dt.date(2026, 9, 30) - dt.timedelta(days=drawing.randrange(400))
        case = {"code": f"G{number}", "ward": ward, "project": project.get(ward or ""), "received_on": str(day)}
        case |= {
            "subject": drawing.choice(["price", "support", "recovery"]),
            "level": drawing.choice(["first", "second"]),
        }
        case |= {"accepted_on": str(day), "case_class": "complaint", "within_competence": True}
        cases.append(case | ({"decided_on": "2026-09-20", "outcome": "right"} if drawing.random() < 0.3 else {}))
    for number in range(160):
        ward = drawing.choice(["00001", "00002", "00003"])
        steps = {"notified_on": "2024-03-01", "approved_on": "2025-01-10", "paid_on": "2025-06-10"}
        kept = dict(list(steps.items())[: drawing.randrange(1, 4)])
        files.append({"code": f"F{number}", "ward": ward, "project": project[ward], "area": 100.0} | kept)
    return {"case": city.frame("case", cases), "household_file": city.frame("household_file", files)}


@pytest.fixture
def crowded(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The drawn city with many records, looked at by somebody who sees no small counts."""
    keeping.bring(drawn_office, "crowd", lambda: open_store(drawn_office).append(Batch(crowd(), "crowd.xlsx")))
    monkeypatch.setattr(people, "who", lambda _: Scope("99", None, "viewer"))
    return drawn_office


def choices(kind: str, n: int) -> list[dict[str, str]]:
    """Choices of filters for a kind, drawn with the seed; the first is nothing but what the kind needs."""
    drawing = random.Random(f"{SEED}{kind}")  # noqa: S311 (no secret)
    needs: dict[str, list[dict[str, str]]] = {
        "overview": [{}, {"ward": "00001"}, {"district": "902"}, {"project": "P1"}],
        "ward": [{"ward": code, "sheet": f"ward-{code}"} for code in ("00001", "00002", "00003")],
        "project": [{"project": code, "sheet": f"project-{code}"} for code in ("P1", "P2")],
    }
    more: dict[str, list[str]] = {"subject": ["price", "support"], "level": ["first"], "overdue": ["1"]}
    found = [needs[kind][0]]
    while len(found) < n:
        picked = {name: drawing.choice(codes) for name, codes in more.items() if drawing.random() < 0.4}
        found.append(drawing.choice(needs[kind]) | picked)
    return found


KINDS = {"overview": 5, "ward": 3, "project": 3}
CHOSEN = [
    pytest.param(kind, chosen, id=f"{kind}-{number}")
    for kind, n in KINDS.items()
    for number, chosen in enumerate(choices(kind, n))
]


@pytest.mark.parametrize(("kind", "chosen"), CHOSEN)
def test_every_figure_of_a_file_is_the_one_on_the_screen(crowded: Settings, kind: str, chosen: dict[str, str]) -> None:
    app = opened(**chosen, as_of="2026-09-30", lang="vi")
    assert not app.exception
    told = list(on_screen(app, sheet=kind != "overview"))
    assert len(told) > 6
    for fmt, said, content in written(kind, chosen):
        assert missed(told, fmt, said, content) == []


def written(kind: str, chosen: dict[str, str], *, dots: bool = True) -> Iterator[tuple[str, Briefing, bytes]]:
    """Write what is chosen in every format, the way the page does.

    Without `dots` a picture is left empty: what it tells is read from what it is drawn from (`reading_back.drawn`).
    """
    query = chosen | {"as_of": "2026-09-30", "lang": "vi"}
    now = Here(View.from_query({name: [code] for name, code in query.items()}).view, process.situation_on(city.AS_OF))
    said = briefing(kind, leaving(now), address="http://localhost:8501")
    for fmt in FORMATS:
        file = next(name for name in export_panel._FILES if name.startswith(fmt))
        left = fmt in DRAWN and not dots
        yield fmt, said, b"" if left else export_panel._written(export_panel._Choice(said.kind, file), now)


def missed(told: list[Pair], fmt: str, said: Briefing, content: bytes) -> list[Pair]:
    """Answer the figures of the screen that a file does not tell, or tells otherwise.

    What is no more than a mark on the screen may be left out: a named subject of few cases would be told by others.
    """
    if fmt in DRAWN:
        assert content.startswith(b"\x89PNG")
        back = reading_back.drawn(said, city.areas(), MOMENT)
        told = [one for one in told if one[0] not in left_out(said)]
    else:
        back = READERS[fmt](content)
    named = [(label, value) for label, value in told if value not in HIDDEN]
    return [(label, value) for label, value in named if not back.tells(label, allowed(value))]


def left_out(said: Briefing) -> set[str]:
    """Lines of a sheet for which a picture has no room: it holds the blocks from the second to the fourth."""
    blocks = (*said.blocks[:1], *said.blocks[4:])
    return {line.label for block in blocks for line in (*block.rows, *block.bars)}


_CARD = re.compile(r'<div class="label">((?:(?!</div>).)*)</div><div class="value">(.*?)</div>')
_STEP = re.compile(r'<div class="step"><span>(.*?)</span>.*?<b>(.*?)</b>')
_ROW = re.compile(r'<div class="row"><dt>(.*?)</dt><dd class=".*?">(.*?)</dd>')


def on_screen(app: AppTest, *, sheet: bool) -> Iterator[Pair]:
    """Read the figures at the head of a page, and the lines of its sheet: what each is called, and what it says."""
    bodies = [str(element.proto.body) for element in app.get("html")]
    head = next(body for body in bodies if '<section class="figures"' in body)
    yield from (_read(found) for pattern in (_CARD, _STEP) for found in pattern.findall(head))
    blocks = [body for body in bodies if '<section class="block"' in body] if sheet else []
    yield from (_read(found) for body, pattern in product(blocks, (_ROW, _STEP)) for found in pattern.findall(body))


def _read(found: Pair) -> Pair:
    label, value = (html.unescape(re.sub(r"<[^>]+>", "", part)) for part in found)
    return label, value


WRONG = {
    "another number": lambda value: value.replace("1", "7").replace("2", "8").replace("3", "9"),
    "one digit more": lambda value: re.sub(r"(\d+)$", r"\g<1>0", value),
    "nothing": lambda _: "",
}


@cache
def overview() -> Briefing:
    """What is said of the crowd, which is the same in every test."""
    now = Here(View(as_of=city.AS_OF), process.situation_on(city.AS_OF))
    return briefing("overview", leaving(now), address="http://localhost:8501")


@pytest.mark.parametrize("change", WRONG)
@pytest.mark.parametrize("fmt", FORMATS)
def test_a_file_that_tells_another_figure_is_found(crowded: Settings, fmt: str, change: str) -> None:
    told = [("Vụ việc chưa giải quyết xong", "123"), ("Vụ việc quá hạn", "23")]
    figures = tuple(KeyFigure(label, label, WRONG[change](value)) for label, value in told)
    said = overview()
    right = tuple(KeyFigure(label, label, value) for label, value in told)
    for figures_of, wanted in ((right, []), (figures, told)):
        tampered = replace(said, figures=figures_of, tables=(), blocks=(), filters="", picture=None)
        assert missed(told, fmt, tampered, rewritten(tampered, fmt)) == wanted


def rewritten(said: Briefing, fmt: str) -> bytes:
    return formats.written(said, city.areas(), Way(fmt), moment=MOMENT)
