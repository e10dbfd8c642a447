"""A canary of another ward in a real browser: all that reaches it is unpacked and listened to, and the log too.

One server serves the product as it is, but for who is asking: a file says which role and which wards, so that readers
of every role take turns. Each looks at every page, opens links to the canary, and takes a paper and a table along. In
the end somebody sees the city, and hears it, so that silence before means something.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Response, expect

from gis.areas.value import encode
from gis.records.batch import Batch
from gis.records.store import open_store
from gis.screens import SCREENS
from gis.settings import ROOT, Settings
from tests import canary, city
from tests.canary import CODE, LINKS, NAME, READERS, WORDS, heard, unpacked
from tests.e2e.test_sign_in import Reader, somebody
from tests.serving import Server, chromium, rested

DAY = "2026-09-30"
AREA = "a former district"
ROLES = ("viewer", "leader", "officer", "editor", "admin")
BEYOND = tuple(word for word in WORDS if word != CODE)
"""What a link to the canary must not bring: the codes that it asks for are told to be unknown."""
DOOR = """
import json
from pathlib import Path
import streamlit as st
from gis.access import people
from gis.scope import Scope


def who(settings):
    asked = json.loads(Path({file!r}).read_text())
    return Scope("99", None if asked["wards"] is None else frozenset(asked["wards"]), asked["role"])


people.who = who
from gis.door import SHELL, wiring
app = st.App(SHELL, **wiring())
"""
"""The product as it is, but for who is asking."""


@dataclass
class Office:
    """The drawn city with the canary, served to whoever is said to ask."""

    server: Server
    asking: Path

    def asks(self, role: str, wards: frozenset[str] | None) -> None:
        """Let somebody else ask from now on."""
        told = {"role": role, "wards": None if wards is None else sorted(wards)}
        self.asking.write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    chromium()
    state, folder = tmp_path_factory.mktemp("sung"), tmp_path_factory.mktemp("door")
    (state / "areas-99.geojson").write_bytes(encode(canary.areas()))
    store = open_store(Settings(state_dir=state, database_url="", province="99"))
    store.create()
    store.append(Batch({name: city.frame(name, rows) for name, rows in city.ROWS.items()}, source="drawn city"))
    store.append(canary.batch())
    (folder / "dashboard.py").write_text(DOOR.format(file=str(folder / "asking.json")), encoding="utf-8")
    (folder / ".streamlit").symlink_to(ROOT / ".streamlit")
    made = Office(Server(state, folder), folder / "asking.json")
    made.asks("admin", frozenset())
    made.server.environment["LANDMAP_PROVINCE"] = "99"
    with made.server.running():
        yield made
    log = made.server.log.read_text(encoding="utf-8")
    assert '"surprise"' not in log
    assert heard(log, *BEYOND) == [], "the log holds no record, whoever asked"


@dataclass
class Ears:
    """Everything that reaches a reader's browser."""

    reader: Reader
    url: str
    answers: list[Response] = field(default_factory=list)
    held: list[bytes] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader.page.on("response", self._note)

    def _note(self, answer: Response) -> None:
        self.answers.append(answer)

    def opens(self, query: str) -> None:
        """Open the home page, wait until it stands, and keep what came with it besides frames."""
        self._keep()
        self.reader.page.goto(f"{self.url}/?{query}")
        expect(self.reader.page.locator("footer.foot")).to_be_visible()
        rested(self.reader.page)
        self._keep()

    def _keep(self) -> None:
        """Keep what was answered; what was still on its way to a page that is gone reached nobody."""
        for answer in filter(_tells, self.answers):
            with suppress(Error):
                self.held.append(answer.body())
        self.answers.clear()

    def turns_to(self, path: str, query: str) -> None:
        """Turn to a page over the connection that stands, as its menu does."""
        self.reader.runs(query, path)

    def takes(self) -> None:
        """Take the table and the paper of the page that stands there."""
        page = self.reader.page
        with page.expect_download() as download:
            page.locator(".st-key-ranking").get_by_role("button", name="Excel").click()
        self.files.append(download.value.path().read_bytes())
        page.get_by_role("button", name="Xuất báo cáo").click()
        with page.expect_download() as download:
            page.get_by_role("dialog").get_by_role("button", name="Tải về").click()
        self.files.append(download.value.path().read_bytes())

    def hears(self, *words: str) -> list[str]:
        """Where a word stands in all of it."""
        return heard(" ".join(map(unpacked, [*self.reader.frames, *self.held, *self.files])), *words)


def _tells(answer: Response) -> bool:
    """Whether an answer may tell of records: the outlines of wards are public, and scripts and styles are ours."""
    kinds = {"document", "fetch", "xhr"}
    return answer.ok and answer.request.resource_type in kinds and "/geo/" not in answer.url


@pytest.fixture
def ears(browser: Browser, office: Office) -> Iterator[Ears]:
    """A browser of somebody who has seen nothing yet."""
    with somebody(browser) as reader:
        yield Ears(reader, office.server.url)


def journey(ears: Ears, role: str, ward: str = "00001") -> None:
    """Open the sheet of a ward of one's own, take along what one may, and look at every page."""
    ears.opens(f"as_of={DAY}&sheet=ward-{ward}")
    if role != "admin":
        ears.takes()
    for screen in SCREENS[1:]:
        ears.turns_to(screen.path, f"as_of={DAY}")


def linked() -> str:
    """An address that asks for all of the canary."""
    pairs = [(name, one) for name, many in LINKS.items() for one in ([many] if isinstance(many, str) else many)]
    return "&".join(f"{name}={one}" for name, one in pairs)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_ward_reaches_the_browser(ears: Ears, office: Office, role: str) -> None:
    office.asks(role, READERS["admin" if role == "admin" else f"{role} of {AREA}"].wards)
    journey(ears, role)
    known = [canary.WARD_NAME.removeprefix("Xã ")] if role == "admin" else []  # who chooses among all wards, by name
    assert ears.hears(*(word for word in WORDS if word not in known)) == []
    assert len(ears.reader.frames) > len(SCREENS), "something was listened to"
    assert ears.held, "answers, too"
    assert len(ears.files) == (0 if role == "admin" else 2)
    ears.opens(f"as_of={DAY}&{linked()}")
    for path in ("vu-viec", "du-an", "tiep-dan-doi-thoai"):
        ears.turns_to(path, f"as_of={DAY}&{linked()}")
    assert ears.hears(*(word for word in BEYOND if word not in known)) == []


def test_whoever_sees_the_city_is_sent_it(ears: Ears, office: Office) -> None:
    """The scope is widened, and nothing else: each word is heard, in frames and in a file."""
    office.asks("officer", None)
    journey(ears, "officer", canary.WARD)
    for word in (NAME, CODE, canary.WARD_NAME, canary.SUMS[0]):
        assert ears.hears(word), word
    assert heard(" ".join(map(unpacked, ears.files)), canary.WARD_NAME)
