"""Every figure in the papers of duties, early dialogues, a meeting and a period is that of the page for one choice.

The screen is that of an officer, who reads exact counts; a file may put a mark in the place of one, and never another
number. Choices are drawn with a seed; how much of what a page tells a file must tell is asserted too.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gis.answers import hotspots
from gis.answers.hotspots import Question
from gis.briefing import early_words
from gis.briefing.content import Briefing
from gis.briefing.kinds import briefing
from gis.briefing.leaving import leaving
from gis.briefing.sheet_blocks import Block, Row
from gis.filters import Filters
from gis.insight import cases, compensation, wards
from gis.insight.flow import TERMS
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.settings import Settings
from gis.ui import hotspots_list, hotspots_panel, process
from gis.ui.here import Here
from gis.view import View
from gis.words import number, say
from tests import city, reading_back, waves
from tests.reading_back import DRAWN, HIDDEN, READERS, Prose, plain
from tests.test_reconcile import MOMENT, SEED, crowd, written
from tests.test_ui_hotspots import OFFICER, now
from tests.test_ui_shell import opened

Line = tuple[str, tuple[str, ...]]
"""What a row is called, and the cells beside it."""
DAY = "2026-09-30"
MORE = {"subject": ["price", "support"], "level": ["first"], "overdue": ["1"]}


@pytest.fixture
def crowded(drawn_office: Settings) -> Settings:
    """The drawn city with many records, looked at by its officer."""
    open_store(drawn_office).append(Batch(crowd(), "crowd.xlsx"))
    return drawn_office


def choices(kind: str, needs: list[dict[str, str]], n: int) -> list[dict[str, str]]:
    """Choices of filters for a kind, drawn with the seed; the first is nothing but what the kind needs."""
    drawing = random.Random(f"{SEED}{kind}")  # noqa: S311 (no secret)
    found = [needs[0]]
    while len(found) < n:
        picked = {name: drawing.choice(codes) for name, codes in MORE.items() if drawing.random() < 0.4}
        found.append(drawing.choice(needs) | picked)
    return found


ANNEX = ("overdue_cases", "broken_commitments", "households", "approved_households", "paid_households",
         "handed_over_households")  # fmt: skip
PLACES: list[dict[str, str]] = [{}, {"ward": "00001"}, {"district": "902"}, {"project": "P1"}]
SHEETS: list[dict[str, str]] = [{"sheet": f"ward-{code}"} for code in ("00001", "00002", "00003")] + [
    {"sheet": "project-P1"}
]
ASKED = {"duties": (PLACES, 4), "monthly": (PLACES, 4), "pack": (SHEETS, 4)}
CHOSEN = [
    pytest.param(kind, chosen | ({"period": "month"} if kind == "monthly" else {}), id=f"{kind}-{number}")
    for kind, (needs, n) in ASKED.items()
    for number, chosen in enumerate(choices(kind, needs, n))
]


@pytest.mark.parametrize(("kind", "chosen"), CHOSEN)
def test_every_row_of_a_file_is_the_one_of_the_page(crowded: Settings, kind: str, chosen: dict[str, str]) -> None:
    lines = list(PAGES[kind](chosen))
    assert len(lines) > 1
    for fmt, said, content in written(kind, chosen, dots=False):
        assert missed(lines, fmt, said, content) == []
        assert exact(lines, said) > 0 or kind != "monthly"


def exact(lines: list[Line], said: Briefing) -> int:
    """How many rows stand in a paper exactly as on the page: a paper of nothing but marks proves nothing."""
    rows = {row[0]: row[1:] for table in said.tables for row in table.rows}
    return sum(any(cell in cells for cell in rows.get(name, ()) if cell not in HIDDEN) for name, cells in lines)


def missed(lines: list[Line], fmt: str, said: Briefing, content: bytes) -> list[Line]:
    """Answer the rows of the page that a file does not tell, or tells otherwise; a picture has no room for them all."""
    back = reading_back.drawn(said, city.areas(), MOMENT) if fmt in DRAWN else READERS[fmt](content)
    if isinstance(back, Prose) and fmt in DRAWN:
        drawn = on_picture(said, back)
        lines = [(name, cells) for name, cells in lines if name in drawn]
    return [(name, cells) for name, cells in lines if not back.tells_row(name, cells)]


def on_picture(said: Briefing, back: Prose) -> set[str]:
    """Name the rows that a picture tells: of two blocks and of more where their titles stand, or of the first table.

    Of a table it says itself how many rows it has no room for; the first it always has.
    """
    text = plain(back.text)
    if said.blocks or said.reasons:
        near = [block for place, block in enumerate(said.blocks[:4]) if place < 2 or plain(block.title) in text]
        return {row.label for block in near for row in block.rows}
    rows = said.tables[0].rows if said.tables else ()
    left = next((n for n in range(1, len(rows)) if plain(say("briefing.more", "vi", n=n)) in text), 0)
    return {row[0] for row in rows[: len(rows) - left]}


def bodies(page: str, chosen: dict[str, str]) -> str:
    app = opened(page, **chosen, as_of=DAY, lang="vi")
    assert not app.exception
    return " ".join(str(element.proto.body) for element in app.get("html"))


def bare(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text)).strip()


def table(body: str) -> Iterator[Line]:
    """Read the rows of a table of HTML."""
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body.split("<tbody>", 1)[1], flags=re.DOTALL):
        first, *rest = (bare(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL))
        yield first, tuple(rest)


def duties_page(chosen: dict[str, str]) -> Iterator[Line]:
    """The totals by kind and state; a kind without any has no row on paper."""
    body = bodies("duties.py", chosen)
    sums = re.search(r'<table class="plain duties-sums".*?</table>', body, flags=re.DOTALL)
    assert sums
    found = [(name, cells) for name, cells in table(sums.group()) if set(cells) - {"", "0"}]
    yield from found
    yield from ((name, cells[:1]) for name, cells in found)


def meeting_page(chosen: dict[str, str]) -> Iterator[Line]:
    """Projects by step, last contacts and what is owed."""
    body = bodies("meeting.py", chosen)
    title = say("meeting.section.progress", "vi")
    progress = re.search(rf"<h3>{title}</h3>(.*?)</section>", body, flags=re.DOTALL)
    assert progress
    yield from table(progress.group(1)) if "<tbody>" in progress.group(1) else ()
    rows = re.findall(r'<div class="row"><dt>(.*?)</dt><dd>(.*?)</dd></div>', body)
    yield from ((bare(name), (bare(value),)) for name, value in rows)
    owed = body.split(f"<h3>{say('meeting.section.duties', 'vi')}</h3>")[1].split("</section>")[0]
    for line in re.findall(r"<p>(.*?)</p>", owed):
        name, _, value = bare(line).rstrip(".").partition(": ")
        yield name, (value,)


def period_pages(chosen: dict[str, str]) -> Iterator[Line]:
    """The balance of the page of cases, the progress of that of projects, and the wards of the map."""
    query = chosen | {"as_of": DAY, "lang": "vi"}
    here = Here(View.from_query({name: [code] for name, code in query.items()}).view, process.situation_on(city.AS_OF))
    balance = cases.balance(here.selection, here.period)
    assert balance
    for line, flow in (("all", balance.whole), ("within", balance.within)):
        yield say(f"monthly.cases.{line}", "vi"), tuple(number(getattr(flow, term), "vi") for term in TERMS)
    progress = compensation.projects(here.selection)
    sums = compensation.totals(progress)
    for step in ("households", "approved", "paid", "handed_over"):
        yield say(f"projects.column.{step}", "vi"), (number(sums[step], "vi"),)
    for code, row in wards.table(here.selection, here.period).iterrows():
        alone = here.situation.select(replace(here.view.filters.without("district"), ward=(str(code),)))
        mine = cases.balance(alone, here.period)
        assert mine
        counts = [getattr(mine.whole, term) for term in TERMS] + [row[name] for name in ANNEX]
        yield here.name("ward", str(code)), tuple(number(n, "vi") for n in counts)


PAGES = {"duties": duties_page, "pack": meeting_page, "monthly": period_pages}


WAVED = [
    pytest.param(chosen, id=f"hotspots-{number}")
    for number, chosen in enumerate([{}, {"ward": "00001"}, {"district": "902"}, {"plan": "00001.00002"}])
]


@pytest.mark.parametrize("chosen", WAVED)
def test_the_list_of_early_dialogues_is_the_one_of_the_page(drawn_office: Settings, chosen: dict[str, str]) -> None:
    office = waves.record(drawn_office)
    waves.answer(office, Question(now(office), Filters(), OFFICER))
    query = chosen | {"as_of": DAY, "lang": "vi"}
    here = Here(View.from_query({name: [code] for name, code in query.items()}).view, process.situation_on(city.AS_OF))
    lines = list(listed(here))
    for fmt, said, content in written("hotspots", chosen, dots=False):
        assert missed(lines, fmt, said, content) == []
        assert exact(lines, said) > 0


def listed(here: Here) -> Iterator[Line]:
    """The wards of the list: what the cluster does, how many cases, how many to a hundred households; and projects."""
    told = hotspots.kept(open_store(here_settings()), Question(here.situation, here.view.filters, OFFICER))
    assert told is not None
    content = hotspots_list.readable(early_words.hidden(hotspots_panel.listed(told, None, here), here), here)
    rows: list[dict[str, Any]] = content.table.to_dict("records")
    for name, row in zip(content.names, rows, strict=True):
        yield name, (str(row["class"]), number(row["n"], "vi"), number(row["rate"], "vi", digits=1))


def here_settings() -> Settings:
    from gis import settings  # noqa: PLC0415 — those of the office the test stands in

    return settings.current()


@pytest.mark.parametrize("fmt", sorted(READERS))
def test_a_file_that_tells_another_row_is_found(crowded: Settings, fmt: str) -> None:
    lines = [line for line in period_pages({"period": "month"}) if not line[0].startswith("annex")][:2]
    wrong = [(name, tuple(f"{cell}7" for cell in cells)) for name, cells in lines]
    found = {one: (said, content) for one, said, content in written("monthly", {"period": "month"}, dots=False)}
    assert missed(lines, fmt, *found[fmt]) == []
    assert missed(wrong, fmt, *found[fmt]) == wrong


def test_a_picture_that_tells_another_row_is_found(drawn_office: Settings) -> None:
    """Of early dialogues the first table, of a pack the first blocks; what it has no room for is not looked for."""
    office = waves.record(drawn_office)
    waves.answer(office, Question(now(office), Filters(), OFFICER))
    here = Here(View(as_of=city.AS_OF), process.situation_on(city.AS_OF))
    lines = list(listed(here))[:1]
    table = (said := briefing("hotspots", leaving(here))).tables[0]
    wrong = replace(table, rows=tuple((row[0], *(f"{cell}7" for cell in row[1:])) for row in table.rows))
    assert missed(lines, "png", said, b"") == []
    assert missed(lines, "png", replace(said, tables=(wrong,)), b"") == lines
    block = Block("contacts", "Lần gặp gần nhất", rows=(Row("30/09/2026", "đối thoại theo kế hoạch"),))
    pack = replace(said, blocks=(block, block), tables=())
    told = [("30/09/2026", ("đối thoại theo kế hoạch",)), ("29/09/2026", ("tiếp công dân",))]
    assert missed(told, "png", pack, b"") == []
    other = replace(block, rows=(Row("30/09/2026", "tiếp công dân"),))
    assert missed(told, "png", replace(pack, blocks=(other, other)), b"") == told[:1]
