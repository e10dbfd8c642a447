"""A row of another ward never appears: not on a page, in a link, a file, a command or the log, whatever the role.

Readers of every role look at everything from a ward, a former district and a project that are not the canary's
(`tests.canary`); at the end somebody sees the city, and each of its words is heard, so that silence means something.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from gis import areas, commands
from gis.access import people, signing_in
from gis.access.people import Identity
from gis.areas.value import encode
from gis.briefing import formats
from gis.briefing.content import KINDS
from gis.briefing.formats import Way
from gis.briefing.kinds import briefing
from gis.briefing.leaving import leaving
from gis.door import files as door_files
from gis.errors import RequestError
from gis.filters import Filters
from gis.records.store import open_store
from gis.scope import Scope
from gis.screens import SCREENS
from gis.settings import Settings
from gis.ui import person, process
from gis.ui.here import Here
from gis.view import View
from tests import canary, city, keeping
from tests.canary import CODE, LINKS, NAME, READERS, WORDS, heard, unpacked
from tests.door_asking import ask
from tests.reading_back import drawn
from tests.test_ui_shell import opened

DAY = "2026-09-30"
MOMENT = dt.datetime(2026, 10, 3, 8, tzinfo=dt.UTC)
CITY = Scope("99", None, "officer")
MANY = ["viewer of a ward", "officer of a former district", "leader of a project"]


@pytest.fixture
def sung(office: Settings) -> Settings:
    """The drawn city with the canary in its fourth ward."""
    (office.state_dir / "areas-99.geojson").write_bytes(encode(canary.areas()))
    keeping.bring(office, "sung", lambda: canary.fill(open_store(office)))
    return office


def reading(monkeypatch: pytest.MonkeyPatch, scope: Scope) -> None:
    monkeypatch.setattr(people, "who", lambda _: scope)


def sent(app: AppTest) -> str:
    """Everything that goes over the wire to the browser, unpacked."""
    nodes = [node.proto for node in app._tree if getattr(node, "proto", None) is not None]
    return " ".join(unpacked(proto.SerializeToString()) for proto in nodes)


def pages() -> Iterator[str]:
    return iter(screen.file for screen in SCREENS)


@pytest.mark.parametrize("name", READERS)
def test_no_page_and_no_file_holds_a_row_of_another_ward(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, capfd: Any, offered_files: list[bytes], name: str
) -> None:
    reading(monkeypatch, READERS[name])
    mine = [word for word in WORDS if name != "admin" or word not in canary.WARD_NAME]
    for page in pages():
        app = opened(page, as_of=DAY)
        assert not app.exception, page
        assert heard(sent(app), *mine) == [], page  # an administrator chooses among all wards, by name
    assert [heard(unpacked(file)) for file in offered_files if heard(unpacked(file))] == []
    assert heard("".join(capfd.readouterr())) == []


@pytest.mark.parametrize("name", [*MANY, "editor of a ward", "admin"])
def test_a_foreign_link_never_widens_what_is_seen(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, offered_files: list[bytes], name: str
) -> None:
    reading(monkeypatch, READERS[name])
    beyond = [word for word in WORDS if word != CODE]  # the codes that were asked for are told to be unknown
    if name == "admin":  # an administrator chooses among all wards, by name
        beyond = [word for word in beyond if word not in canary.WARD_NAME]
    for page in pages():
        app = opened(page, as_of=DAY, **LINKS)
        assert not app.exception, page
        assert heard(sent(app), *beyond) == [], page
    assert not [file for file in offered_files if heard(unpacked(file), *beyond)]


def test_whoever_holds_no_role_hears_nothing_on_any_page(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, offered_files: list[bytes]
) -> None:
    nobody = Identity("https://sso.x.vn", "17", "an@x.vn", dt.datetime.now(dt.UTC))
    monkeypatch.setattr(signing_in, "configured", lambda _: True)
    monkeypatch.setattr(person, "identity", lambda: nobody)
    for page in pages():
        app = opened(page, as_of=DAY, **LINKS)
        assert not app.exception, page
        assert heard(sent(app), *(word for word in WORDS if word != CODE)) == [], page
        assert "Phường An" not in sent(app), "nor anything else of the city"
    assert offered_files == []


def test_the_canary_is_heard_by_whoever_sees_the_city(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, offered_files: list[bytes]
) -> None:
    """The checker can fail: give the scope that ward, and every word of it is on a page, most of them in a file too."""
    reading(monkeypatch, CITY)
    on_pages = {page: sent(opened(page, as_of=DAY, sheet=f"ward-{canary.WARD}")) for page in pages()}
    pages_heard = {page for page, text in on_pages.items() if heard(text, NAME, CODE)}
    assert {"map.py", "cases.py", "projects.py", "duties.py", "data.py", "dialogues.py"} <= pages_heard
    everything, in_files = " ".join(on_pages.values()), " ".join(map(unpacked, offered_files))
    for word in (NAME, CODE, canary.WARD_NAME, canary.SUMS[0], f"{CODE}/TB", f"Xóm {NAME}"):
        assert heard(everything, word), word
    assert heard(everything, *canary.AREA), "hectares, as a page or a table writes them"
    for word in (NAME, CODE, canary.WARD_NAME):
        assert heard(in_files, word), word


def here(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> Here:
    """What a page is given; one ward is chosen where a paper needs one."""
    reading(monkeypatch, scope)
    now = process.situation_on(city.AS_OF)
    ward = tuple(now.covered[:1]) if not scope.everything else (canary.WARD,)
    return Here(View(as_of=city.AS_OF, filters=Filters(ward=tuple(map(str, ward)))), now)


def papers(place: Here, *, ways: list[Way], case_level: bool) -> Iterator[tuple[str, str]]:
    """Every kind of briefing, written in these ways and read back."""
    for kind in KINDS:
        mark = "internal" if case_level else "none"
        about = place
        if kind == "project":
            code = next(iter(place.situation["project"].index))
            about = Here(View(as_of=city.AS_OF, filters=Filters(project=(code,))), place.situation)
        try:
            made = briefing(kind, leaving(about), mark=mark, case_level=case_level)
        except RequestError as error:  # the drawn city has too few cases for clusters to be looked for
            assert (kind, error.phrase.key) == ("hotspots", "briefing.hotspots_unknown")  # noqa: PT017
            continue
        yield kind, repr(made)
        for way in ways:
            if way.fmt == "png":
                yield f"{kind}.png", drawn(made, place.situation.areas, MOMENT).text
                continue
            try:
                content = formats.written(made, place.situation.areas, way, moment=MOMENT)
            except RequestError:  # a briefing without tables or map has no such file
                continue
            yield f"{kind}.{way.fmt}", unpacked(content)


@pytest.mark.parametrize("name", [name for name in READERS if name != "admin"])
def test_no_briefing_of_any_kind_tells_of_another_ward(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    scope = READERS[name]
    place = here(scope, monkeypatch)
    for what, text in papers(place, ways=[Way("csv")], case_level=scope.role == "officer"):
        assert heard(text) == [], what


def test_no_format_of_any_briefing_tells_of_another_ward(sung: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    place = here(READERS["officer of a former district"], monkeypatch)
    told = dict(papers(place, ways=[Way(fmt) for fmt in formats.FORMATS], case_level=True))
    assert {name.rsplit(".", 1)[-1] for name in told} >= {*formats.FORMATS}
    assert {what: heard(text) for what, text in told.items() if heard(text)} == {}


def test_the_canary_is_heard_in_every_format_of_the_city(sung: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    place = here(CITY, monkeypatch)
    told = dict(papers(place, ways=[Way(fmt) for fmt in formats.FORMATS], case_level=True))
    deaf = {fmt for fmt in formats.FORMATS if not any(heard(text) for what, text in told.items() if what.endswith(fmt))}
    assert deaf == set()


def test_what_the_door_hands_out_by_itself_holds_no_record(sung: Settings) -> None:
    app = Starlette(routes=door_files.routes())
    for path in door_files._table():
        answer = ask(app, f"/assets/{path}", accept="identity")
        assert answer.status == 200, path
        assert heard(unpacked(answer.body), NAME, CODE, *canary.SUMS) == [], path
    geometry = ask(app, f"/geo/{areas.geometry_name(canary.areas())}", accept="identity")
    assert heard(geometry.body.decode(), canary.WARD_NAME), "the outlines of all wards are public"
    assert heard(geometry.body.decode(), NAME, CODE, *canary.SUMS) == []
    for path in ("/api/cases", "/api/zz9-K", "/geo/cases.json", "/assets/landmap.db", "/geo/../landmap.db"):
        assert ask(app, path).status == 404, path


COMMANDS = (
    ["export", "OUT"],
    *(["briefing", kind, "--format", "csv", "--out", "OUT"] for kind in KINDS if kind not in ("project", "pack")),
    ["briefing", "pack", "--format", "csv", "--out", "OUT", "--filters", "ward=00001"],
    ["briefing", "duties", "--format", "pdf", "--out", "OUT", "--case-level", "--reason", "inspection", "--mark",
     "internal"],
    ["briefing", "project", "--format", "csv", "--out", "OUT", "--filters", "project=P1"],
    ["briefing", "monthly", "--schedule", "00001", "--out-dir", "OUT", "--format", "csv"],
    ["atlas", "--out", "OUT"],
    ["hotspots", "--json"],
    ["risk", "--json"],
)  # fmt: skip
"""All that a command tells of records: each asks `gis.access.people.who` for whom."""


def run(line: list[str], out: Path) -> str:
    """All that comes out of a command: what it says, and every file it writes."""
    out.mkdir(parents=True, exist_ok=True)
    done = CliRunner().invoke(commands.app, [str(out) if word == "OUT" else word for word in line])
    assert done.exception is None or isinstance(done.exception, (SystemExit, RequestError)), done.exception
    written = " ".join(f"{file.name} {unpacked(file.read_bytes())}" for file in out.rglob("*") if file.is_file())
    return f"{done.output} {written}"


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: "_".join(line[:4]))
def test_no_command_tells_of_a_ward_outside_the_scope(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: list[str]
) -> None:
    reading(monkeypatch, READERS["officer of a former district"])
    day = [] if line[0] in ("export", "hotspots", "risk") else ["--as-of", DAY]
    assert heard(run([*line, *day], tmp_path / "away")) == []
    reading(monkeypatch, CITY)
    if line[0] in ("export", "atlas"):
        assert heard(run([*line, *day], tmp_path / "city")), "or nothing would be heard at all"


def test_what_cannot_be_opened_says_so_without_telling_what_it_is(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A briefing asked for by a foreign ward or project is refused with the code that was asked for, and no name."""
    reading(monkeypatch, READERS["officer of a ward"])
    for asked in (f"ward={canary.WARD}", f"project={CODE}-P", f"sheet=ward-{canary.WARD}"):
        told = run(["briefing", "overview", "--format", "csv", "--out", "OUT", "--filters", asked], tmp_path / asked)
        assert heard(told, *(word for word in WORDS if word != CODE)) == [], asked


def test_the_trail_of_a_narrow_reader_names_no_record_of_another_ward(
    sung: Settings, monkeypatch: pytest.MonkeyPatch, offered_files: list[bytes]
) -> None:
    reading(monkeypatch, READERS["officer of a ward"])
    for page in ("map.py", "cases.py"):
        opened(page, as_of=DAY)
    done = CliRunner().invoke(commands.app, ["audit", "list", "--json"])
    mine = [one for one in json.loads(done.stdout)["entries"] if one["what"] != "import"]
    assert heard(json.dumps(mine, ensure_ascii=False)) == []
