"""Several provinces of one server: each session sees one of them, and nothing of another stands in anything it gets.

The drawn city is one (`tests.city`), the other is the canary's (`tests.second_city`), whose words stand nowhere else.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from gis import settings
from gis.access import people
from gis.answers.hotspots import Question
from gis.areas import geometry_name, load
from gis.briefing.kinds import briefing
from gis.briefing.leaving import leaving
from gis.door import newest
from gis.door.files import routes
from gis.filters import Filters
from gis.records import audit, results
from gis.records.batch import Batch
from gis.records.grants import CITY, ROLES, Area, every, give, take_back
from gis.records.results import Result
from gis.records.store import Store, open_store
from gis.scope import Role, Scope
from gis.screens import SCREENS
from gis.settings import ROOT, Settings
from gis.ui import audit_panel, person, process, province
from gis.ui.here import Here, ScreenDesk
from gis.view import View
from tests import city, second_city
from tests.canary import heard, unpacked
from tests.door_asking import ask
from tests.second_city import MINE, WORDS
from tests.test_access_canary import sent
from tests.test_ui_entrance import Browser, browser  # noqa: F401 (a fixture)
from tests.test_ui_shell import opened, text

DAY = "2026-09-30"
HERE, THERE = "99", second_city.CODE
ASKED = "Chọn tỉnh, thành phố"


def served(monkeypatch: pytest.MonkeyPatch, codes: str = f"{HERE},{THERE}") -> Settings:
    monkeypatch.setenv("LANDMAP_PROVINCE", codes)
    settings.current.cache_clear()
    return settings.current()


@pytest.fixture
def country(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A server of two provinces, each with its own records."""
    chosen = served(monkeypatch)
    second_city.settle(chosen)
    return chosen


@pytest.fixture
def bare(drawn_office: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A server of two provinces, the second without boundaries and records."""
    return served(monkeypatch)


@pytest.fixture
def signed(browser: Browser, country: Settings) -> Browser:  # noqa: F811
    """Somebody before a server of two provinces."""
    settings.current.cache_clear()
    return browser


def store_of(code: str) -> Store:
    return open_store(settings.current().serving(code))


def links(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html") if 'class="provinces"' in str(one.proto.body))


def by_the_first(source: str) -> list[str]:
    """What a page must not ask of the settings of the process: they are of the first province."""
    return re.findall(r"(?:open_store|areas\.load|people\.who)\(settings\.current\(\)", source)


@pytest.mark.parametrize("module", sorted((ROOT / "gis" / "ui").glob("*.py")), ids=lambda path: path.name)
def test_what_is_of_a_province_is_asked_of_the_sessions(module: Path) -> None:
    found = by_the_first(module.read_text(encoding="utf-8"))
    assert found == (["open_store(settings.current()"] if module.name == "person.py" else []), (
        "who signed out is of all"
    )


def test_a_page_that_asks_the_first_one_is_found() -> None:
    assert by_the_first("areas.load(settings.current())\nopen_store(settings.current(), by=x)\nopen_store(chosen)") == [
        "areas.load(settings.current()",
        "open_store(settings.current()",
    ]


def test_whoever_may_choose_is_asked_first(country: Settings) -> None:
    app = opened(ward=["00001"], lang="en")
    assert not app.exception
    assert "Choose a province" in text(app)
    assert 'href="?province=99&amp;lang=en&amp;ward=00001"' in links(app) or "province=99" in links(app)
    assert second_city.NAME in text(app)
    assert heard(sent(app), *MINE[:3], *WORDS[:3]) == [], "neither province is shown"


@pytest.mark.parametrize(("code", "mine", "others"), [(HERE, MINE, WORDS), (THERE, WORDS, MINE)])
def test_no_page_holds_anything_of_the_other_province(
    country: Settings,
    offered_files: list[bytes],
    code: str,
    mine: tuple[str, ...],
    others: tuple[str, ...],
) -> None:
    own, foreign = "", []
    for screen in SCREENS:
        app = opened(screen.file, as_of=DAY, province=code)
        assert not app.exception, screen.file
        assert app.query_params["province"] == [code] or app.query_params["province"] == code
        said = sent(app)
        foreign += [(screen.file, found) for found in heard(said, *others)]
        own += said
    assert foreign == []
    assert [heard(unpacked(file), *others) for file in offered_files if heard(unpacked(file), *others)] == []
    assert offered_files
    assert heard(own, mine[0]), "silence means something"


def test_a_link_of_a_page_carries_its_province(country: Settings) -> None:
    app = opened("cases.py", as_of=DAY, province=THERE)
    pages = [str(one.proto.query_string) for one in app.get("page_link") if "as_of" in str(one.proto.query_string)]
    assert pages
    assert all(f"province={THERE}" in query for query in pages)


def test_where_one_is_served_nothing_is_said_of_provinces(drawn_office: Settings) -> None:
    app = opened(as_of=DAY)
    assert "province" not in app.query_params
    assert links(app) == ""
    assert "toàn địa bàn, số liệu đến 30/09/2026." in text(app)
    assert province.named() == ""
    app = opened(as_of=DAY, province=HERE)
    assert "province" not in app.query_params
    assert not app.warning


def test_where_one_is_served_a_link_to_another_shows_nothing_of_it(drawn_office: Settings) -> None:
    app = opened(as_of=DAY, province=THERE, project="P1")
    assert f"mã {THERE}" in app.warning[0].value
    assert "project" not in app.query_params, "the same code is another project there"
    assert "4 vụ việc" in text(app)


def test_the_sentence_names_the_province(country: Settings) -> None:
    assert f"số liệu đến 30/09/2026, {second_city.NAME}." in text(opened(as_of=DAY, province=THERE))


def test_a_province_that_is_not_served_is_left_out(country: Settings) -> None:
    app = opened(as_of=DAY, province="01")
    assert "mã 01" in app.warning[0].value
    assert app.query_params["province"] in (HERE, [HERE])


def test_a_session_that_goes_elsewhere_begins_anew(country: Settings) -> None:
    app = opened(as_of=DAY, province=HERE)
    app.multiselect(key="vi:subject").select("price").run()
    app.query_params.clear()
    app.query_params["province"] = THERE
    app.run()
    assert not app.exception
    assert heard(sent(app), *MINE) == []
    assert app.multiselect(key="vi:subject").value == []
    assert "subject" not in app.query_params


def test_an_address_without_a_province_stays_where_the_session_is(country: Settings) -> None:
    app = opened(as_of=DAY, province=THERE)
    app.query_params.clear()
    app.run()
    assert app.query_params["province"] in (THERE, [THERE])
    assert ASKED not in text(app)


def test_what_a_browser_says_it_holds_is_not_believed(country: Settings) -> None:
    app = opened(as_of=DAY, province=HERE)
    for sent_one in ("01", 7, ["98"], None):
        app.session_state["province"] = sent_one
        app.run()
        assert not app.exception
        assert "4 vụ việc" in text(app)


def test_situations_of_provinces_are_told_apart(country: Settings) -> None:
    scopes = [Scope.local_officer(code) for code in (HERE, THERE)]
    one, other = (process.situation_on(city.AS_OF, scope=scope) for scope in scopes)
    assert (one.snapshot.province, other.snapshot.province) == (HERE, THERE)
    assert (one.areas.province, other.areas.province) == (HERE, THERE)
    assert [process.situation_on(city.AS_OF, scope=scope) for scope in scopes] == [one, other], "both are kept"
    assert process.situation_on(city.AS_OF, scope=scopes[1]) is other
    assert process.ledger(scopes[0]) is not process.ledger(scopes[1])
    assert not set(one["open_case"]["code"]) & set(other["open_case"]["code"])


def test_kept_answers_are_told_apart(country: Settings) -> None:
    scopes = [Scope.local_officer(code) for code in (HERE, THERE)]
    asked = [Question(process.situation_on(city.AS_OF, scope=scope), Filters(), scope) for scope in scopes]
    assert asked[0].key != asked[1].key
    about = {"version": "1", "as_of": city.AS_OF, "scope": "all"}
    results.keep(store_of(THERE), Result("hotspots", {"told": "zz9"}, **about))
    assert results.load(store_of(THERE), "hotspots", **about) == {"told": "zz9"}
    assert results.load(store_of(HERE), "hotspots", **about) is None, "whatever else is alike"


@pytest.mark.parametrize("kind", ["overview", "duties", "monthly"])
def test_a_paper_leads_back_to_its_province(country: Settings, kind: str) -> None:
    scope = Scope.local_officer(THERE)
    view = View.from_query({"as_of": [DAY], "province": [THERE]}).view
    here = Here(view, process.situation_on(city.AS_OF, scope=scope), ScreenDesk(scope))
    made = briefing(kind, leaving(here), address="https://ban-do.x.vn")
    assert f"province={THERE}" in made.link
    assert f"_{THERE}_2026-09-30" in made.file
    assert made.unit == second_city.NAME
    assert heard(repr(made), *MINE) == []


def test_what_is_entered_on_a_page_goes_into_its_province(country: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(province, "held", lambda: THERE)
    rows = city.frame("case", [{"code": "K9", "ward": second_city.WARD, "received_on": "2026-09-12"}])
    process.record(Batch({"case": rows}, "form", kind="form"), people.may_enter)
    assert len(process.batches()) == 2
    assert len(store_of(HERE).batches()) == 1
    process.withdraw(int(process.batches()["id"].iloc[-1]))
    assert [one.who.extent for one in audit.entries(store_of(HERE), what="undo")] == [f"{THERE}-all"]


def test_the_ledger_of_a_province_nobody_asks_for_is_not_opened(
    country: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_ones: list[str] = []
    opens = process.open_ledger
    monkeypatch.setattr(
        process, "open_ledger", lambda store, chosen: opened_ones.append(chosen.province) or opens(store, chosen)
    )
    opened(as_of=DAY, province=THERE)
    opened("cases.py", as_of=DAY, province=THERE)
    assert opened_ones == [THERE]


# who may


@pytest.mark.parametrize("role", ROLES)
def test_whoever_holds_roles_in_one_province_is_there_whatever_the_address_says(
    signed: Browser,
    offered_files: list[bytes],
    role: Role,
) -> None:
    give(store_of(HERE), "an@x.vn", role, CITY, by="test")
    signed.signs_in()
    for screen in SCREENS:
        app = opened(screen.file, as_of=DAY, province=THERE, ward=[second_city.WARD], project="zz9-P")
        assert not app.exception, screen.file
        assert app.query_params["province"] in (HERE, [HERE])
        if screen.file == "map.py":  # on others the address was mended by the run before
            assert f"mã {THERE}" in app.warning[0].value
        assert heard(sent(app), *WORDS, second_city.NAME) == [], screen.file
        assert links(app) == ""
    assert [found for file in offered_files if (found := heard(unpacked(file), *WORDS, second_city.NAME))] == []
    refused = [one for one in audit.entries(store_of(HERE), what="refused") if one.details.get("why") == "link"]
    assert {(one.who.id, one.who.role, *one.details["asked"]) for one in refused} == {("an@x.vn", role, THERE)}
    assert all(one.who.extent.startswith(f"{HERE}-") for one in refused)


def test_whoever_holds_roles_in_one_province_lands_there(signed: Browser) -> None:
    give(store_of(THERE), "an@x.vn", "officer", CITY, by="test")
    signed.signs_in()
    app = opened(as_of=DAY)
    assert app.query_params["province"] in (THERE, [THERE])
    assert not app.warning
    assert links(app) == ""
    assert heard(sent(app), *MINE) == []
    sign_ins = audit.entries(store_of(THERE), what="sign_in")
    assert [one.details.get("province") for one in sign_ins] == [THERE]


def test_whoever_holds_roles_in_several_chooses_among_these_and_a_link_switches(signed: Browser) -> None:
    give(store_of(HERE), "an@x.vn", "officer", Area("ward", "00001"), by="test")
    give(store_of(THERE), "an@x.vn", "viewer", CITY, by="test")
    signed.signs_in()
    assert ASKED in text(opened(as_of=DAY))
    one, other = opened(as_of=DAY, province=HERE), opened(as_of=DAY, province=THERE)
    assert "3 vụ việc, chưa giải quyết xong" in text(one)
    assert heard(sent(one), *WORDS) == []
    assert "Cán bộ" in text(one)
    assert "Người xem" in text(other), "roles are held in a province, not in all"
    assert heard(sent(other), *MINE) == []
    assert f"province={THERE}" in links(one)
    assert f"province={HERE}" in links(other)
    assert not one.warning
    assert not other.warning


def test_a_role_in_no_province_is_none(signed: Browser) -> None:
    signed.signs_in()
    app = opened(as_of=DAY, province=THERE)
    assert "chưa được giao quyền" in text(app)
    assert heard(sent(app), *WORDS, *MINE) == []


def test_a_role_that_is_lost_in_one_province_leaves_the_other(signed: Browser) -> None:
    give(store_of(HERE), "an@x.vn", "officer", CITY, by="test")
    given = give(store_of(THERE), "an@x.vn", "officer", CITY, by="test")
    signed.signs_in()
    app = opened(as_of=DAY, province=THERE)
    take_back(store_of(THERE), given.number, by="test")
    signed.seconds += person.EVERY
    app.run()
    assert app.query_params["province"] in (HERE, [HERE])
    assert heard(sent(app), *WORDS) == []
    assert "4 vụ việc" in text(app)


def test_a_role_is_given_in_the_province_of_the_page(signed: Browser) -> None:
    give(store_of(THERE), "an@x.vn", "admin", CITY, by="test")
    signed.signs_in()
    app = opened("access.py", province=THERE)
    app.text_input(key="vi:access_person").set_value("binh@x.vn").run()
    app.selectbox(key="vi:access_role").select("viewer").run()
    app.button(key="vi:access_give").click().run()
    app.button(key="vi:access_give_yes").click().run()
    assert [one.person for one in every(store_of(THERE))] == ["an@x.vn", "binh@x.vn"]
    assert every(store_of(HERE)) == ()
    told = audit.entries(store_of(THERE), what="access_change")
    assert [one.details["province"] for one in told] == [THERE, THERE]


def test_the_trail_of_a_province_tells_of_nobody_elses(signed: Browser) -> None:
    give(store_of(HERE), "an@x.vn", "admin", CITY, by="giver-here@x.vn")
    give(store_of(THERE), "binh@x.vn", "officer", CITY, by="giver-there@x.vn")
    audit.record(store_of(THERE), audit.Who("chi@x.vn", "officer", f"{THERE}-all"), "export", file="zz9.xlsx")
    audit.record(store_of(HERE), audit.Who("dung@x.vn"), "refused", why="no_role")
    audit.record(store_of(HERE), audit.Who("em@x.vn", "officer", f"{HERE}-all"), "export", file="cua-an.xlsx")
    signed.signs_in()
    app = opened("audit.py", province=HERE)
    assert not app.exception
    said = text(app)
    assert all(name in said for name in ("an@x.vn", "em@x.vn", "cua-an.xlsx", "giver-here@x.vn"))
    assert "dung@x.vn" in said, "nobody knew where they belong"
    assert heard(sent(app), "binh@x.vn", "chi@x.vn", "giver-there", "zz9") == []
    now = Here(View.from_query({"as_of": [DAY], "province": [HERE]}).view, process.situation_on(city.AS_OF))
    file = audit_panel.written(audit_panel.Wanted(province=HERE), now, "csv").decode()
    assert "em@x.vn" in file
    assert heard(file, "binh@x.vn", "chi@x.vn") == []


def test_a_file_is_made_later_of_the_province_it_was_asked_in(signed: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[tuple[str, Any]] = []

    def button(_label: str, data: Any, *, file_name: str, **_: Any) -> bool:
        offered.append((file_name, data))
        return False

    monkeypatch.setattr(st, "download_button", button)
    for code in (HERE, THERE):
        give(store_of(code), "an@x.vn", "officer", CITY, by="test")
    signed.signs_in()
    opened("projects.py", as_of=DAY, province=THERE)
    there = list(offered)
    opened("projects.py", as_of=DAY, province=HERE)
    signed.claims = {}  # where a file is made there is neither a session nor a sign-in
    monkeypatch.setattr(province, "held", lambda: "")
    assert there
    for name, data in there:
        assert f"_{THERE}_2026-09-30" in name
        assert heard(unpacked(data()), *MINE) == []
    entries = audit.entries(store_of(THERE), what="export")
    assert {one.who.extent for one in entries} == {f"{THERE}-all"}
    assert all(f"province={THERE}" in one.details["filters"] for one in entries)


def test_a_desk_goes_by_its_reader_where_there_is_no_session(country: Settings) -> None:
    store_of(THERE).close_period("Tháng 8/2026", dt.date(2026, 8, 31))
    desk = ScreenDesk(Scope.local_officer(THERE))
    assert [one.name for one in desk.closings] == ["Tháng 8/2026"]
    assert desk.situation_on(city.AS_OF).snapshot.province == THERE
    assert desk.provenance == process.ledger(desk.reader).provenance
    assert ScreenDesk(Scope.local_officer(HERE)).closings == ()


# what is not there yet


def test_a_province_without_boundaries_says_so_and_the_others_stand(bare: Settings) -> None:
    app = opened(as_of=DAY, province=THERE)
    assert not app.exception
    assert f"Chưa có ranh giới cho tỉnh, thành phố mã {THERE}" in app.warning[0].value
    assert f"province={HERE}" in links(app), "whoever came here can leave"
    assert "4 vụ việc" in text(opened(as_of=DAY, province=HERE))


def test_a_province_without_records_says_so_and_the_others_stand(bare: Settings) -> None:
    second_city.settle(bare, records=False)
    for screen in SCREENS:
        app = opened(screen.file, province=THERE)
        assert not app.exception
        assert "python -m gis import projects" in app.info[0].value
    assert "4 vụ việc" in text(opened(as_of=DAY, province=HERE))


def test_what_comes_into_one_province_is_no_news_in_another(country: Settings) -> None:
    app = Starlette(routes=newest.routes())

    def state(query: str) -> str:
        return ask(app, f"/newest?{query}").body.decode()

    before = [state("province=99"), state("province=98"), state(""), state("province=zz")]
    assert before[0] != before[1]
    assert before[2:] == [before[0]] * 2, "whoever names none, or none of ours, is told of the first"
    rows = city.frame("case", [{"code": "K9", "ward": second_city.WARD, "received_on": "2026-09-12"}])
    store_of(THERE).append(Batch({"case": rows}, "late"))
    assert state("province=99") == before[0]
    assert state("province=98") != before[1]
    page = opened(as_of=DAY, province=THERE)
    assert f"newest?province={THERE}" in sent(page)


def test_the_wards_of_each_province_are_found_by_their_hash(bare: Settings) -> None:
    app = Starlette(routes=routes())
    names = {HERE: geometry_name(load(bare))}
    assert ask(app, f"/geo/{names[HERE]}").status == 200, "the other has no boundaries yet"
    assert ask(app, "/geo/wards.0000000000000000.json").status == 404
    second_city.settle(bare, records=False)
    names[THERE] = geometry_name(load(bare.serving(THERE)))
    answers = {code: ask(app, f"/geo/{name}") for code, name in names.items()}
    assert {answer.status for answer in answers.values()} == {200}
    assert heard(unpacked(answers[THERE].body) or "", *MINE) == []
    (bare.state_dir / f"areas-{HERE}.geojson").unlink()
    (bare.state_dir / f"areas-{THERE}.geojson").unlink()
    assert ask(app, f"/geo/{names[HERE]}").status == 503
