"""What a provider of sign-ins says is believed only where it is true in every point; each lie is told and entered.

A provider of our own tells the lies. The truth of the same provider is believed, so these tests can fail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from gis.records import audit, trail
from gis.records.grants import CITY, give
from gis.records.store import Store, open_store
from gis.records.trail import Wanted
from gis.settings import Settings
from tests import lying, talking
from tests.lying import LIES, TRUTH, Liar
from tests.serving import Server

COOKIE_SECRET = "not-a-secret-but-long-enough-to-sign-with"  # noqa: S105 (of these tests)
REFUSED = "bị từ chối"
ASKED = "Đăng nhập bằng tài khoản công vụ"


@dataclass
class Office:
    server: Server
    store: Store
    liar: Liar

    def signs_in(self, client: httpx.Client, *, from_page: str = "/") -> httpx.Response:
        return talking.signs_in(client, COOKIE_SECRET, from_page=from_page)

    def reads(self, client: httpx.Client, query: str = "", page: str = "") -> str:
        """What somebody with these cookies is shown."""
        with talking.Talk(self.server.url, dict(client.cookies)) as talk:
            return talk.run(query, page=page).text

    def entered(self, what: str = "refused") -> list[audit.Entry]:
        return list(trail.page(self.store, Wanted(what), most=1_000))


def environment(server: Server, liar: Liar) -> dict[str, str]:
    return {
        "LANDMAP_OIDC_METADATA_URL": f"{liar.address}/.well-known/openid-configuration",
        "LANDMAP_OIDC_CLIENT_ID": lying.CLIENT,
        "LANDMAP_OIDC_CLIENT_SECRET": lying.SECRET,
        "LANDMAP_COOKIE_SECRET": COOKIE_SECRET,
        "LANDMAP_PUBLIC_URL": server.url,
    }


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    state = tmp_path_factory.mktemp("lied")
    server, store = Server(state), open_store(Settings(state_dir=state, database_url=""))
    store.create()
    give(store, "an@x.vn", "leader", CITY, by="test")
    with lying.provider() as liar:
        server.environment |= environment(server, liar) | {"LANDMAP_SIGN_INS_A_MINUTE": "10000"}
        with server.running():
            yield Office(server, store, liar)
    log = server.log.read_text(encoding="utf-8")
    assert '"surprise"' not in log
    assert "Traceback" not in log
    assert lying.SECRET not in log
    assert COOKIE_SECRET not in log


@pytest.fixture
def office(running: Office) -> Office:
    running.liar.lie, running.liar.algorithms, running.liar.person = TRUTH, ["RS256"], dict(lying.PERSON)
    return running


@pytest.fixture
def client(office: Office) -> Iterator[httpx.Client]:
    with talking.visitor(office.server.url) as client:
        yield client


def test_the_truth_is_believed(office: Office, client: httpx.Client) -> None:
    before = len(office.entered())
    back = office.signs_in(client)
    assert (back.status_code, back.headers["location"]) == (302, "/")
    said = office.reads(client)
    assert "an@x.vn" in said
    assert REFUSED not in said
    assert len(office.entered()) == before
    assert "an@x.vn" in {one.who.id for one in office.entered("sign_in")}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused_told_and_entered(office: Office, client: httpx.Client, lie: str) -> None:
    with talking.visitor(office.server.url) as earlier:
        office.signs_in(earlier)  # so that there is a nonce to use again
    before, signed_in = office.entered(), len(office.entered("sign_in"))
    office.liar.lie = LIES[lie]
    office.signs_in(client)
    said = office.reads(client, "sign_in_refused=1")
    assert REFUSED in said
    assert "Đăng xuất" not in said
    assert len(office.entered("sign_in")) == signed_in
    told = office.entered()[: len(office.entered()) - len(before)]
    assert len(told) == 1, [dict(one.details) for one in told]
    assert told[0].details["why"] in {"bad_sign_in", "audience"}


@pytest.mark.parametrize("lie", ["expired", "another issuer", "unsigned", "no token"])
def test_whoever_lies_is_sent_where_it_is_told(office: Office, client: httpx.Client, lie: str) -> None:
    office.liar.lie = LIES[lie]
    back = office.signs_in(client)
    assert back.headers["location"] == "/?sign_in_refused=1"
    assert "_streamlit_user" not in client.cookies
    assert ASKED in office.reads(client), "the entrance without it asks as it always does"


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ("expired", "expired_token:exp"),
        ("another issuer", "invalid_claim:iss"),
        ("a nonce used before", "invalid_claim:nonce"),
        ("signed by another key", "bad_signature"),
        ("another audience", "missing_claim:azp"),
    ],
)
def test_the_trail_says_what_was_wrong(office: Office, client: httpx.Client, lie: str, reason: str) -> None:
    with talking.visitor(office.server.url) as earlier:
        office.signs_in(earlier)
    office.liar.lie = LIES[lie]
    office.signs_in(client)
    [newest, *_] = office.entered()
    assert (newest.who, newest.details["error"]) == (audit.STRANGER, reason)


def test_a_sign_in_for_another_program_that_names_us_is_refused_by_us(office: Office, client: httpx.Client) -> None:
    office.liar.lie = LIES["another audience that names us as its party"]
    back = office.signs_in(client)
    assert back.headers["location"] == "/", "Authlib takes it"
    said = office.reads(client)
    assert REFUSED in said
    [newest, *_] = office.entered()
    assert (newest.who.id, newest.details["why"]) == ("an@x.vn", "audience")


def test_a_sign_in_for_us_among_others_is_believed(office: Office, client: httpx.Client) -> None:
    office.liar.lie = lying.changed(aud=[lying.CLIENT, "another-program"], azp=lying.CLIENT)
    office.signs_in(client)
    assert "Đăng xuất" in office.reads(client)


def test_an_answer_counts_once(office: Office, client: httpx.Client) -> None:
    there = client.get(talking.login_address(COOKIE_SECRET))
    back = client.get(there.headers["location"]).headers["location"]
    assert client.get(back).headers["location"] == "/"
    client.cookies.delete("_streamlit_user")
    client.cookies.delete("_streamlit_user_tokens")
    assert client.get(back).headers["location"] == "/?sign_in_refused=1"
    assert office.entered()[0].details["error"] == "unknown_state"
    assert ASKED in office.reads(client)


def test_an_answer_counts_in_the_browser_that_asked_only(office: Office, client: httpx.Client) -> None:
    there = client.get(talking.login_address(COOKIE_SECRET))
    back = client.get(there.headers["location"]).headers["location"]
    with talking.visitor(office.server.url) as other:
        assert other.get(back).headers["location"] == "/?sign_in_refused=1"
        assert ASKED in office.reads(other)


def test_a_state_nobody_gave_is_refused(office: Office, client: httpx.Client) -> None:
    assert client.get("/oauth2callback?code=x&state=y").headers["location"] == "/?sign_in_refused=1"


def test_whoever_the_provider_turns_away_is_told(office: Office, client: httpx.Client) -> None:
    back = client.get("/oauth2callback?error=access_denied&error_description=%3Cb%3E&state=y")
    assert back.headers["location"] == "/?sign_in_refused=1"
    assert office.entered()[0].details["error"] == "provider_refused"


def test_coming_back_from_signing_out_is_no_refusal(office: Office, client: httpx.Client) -> None:
    before = len(office.entered())
    assert client.get("/oauth2callback").headers["location"] == "/"
    assert len(office.entered()) == before


def test_the_page_asked_for_waits_until_somebody_signed_in(office: Office, client: httpx.Client) -> None:
    wanted = "/vu-viec?as_of=2026-09-30&ward=00001&lang=en"
    back = office.signs_in(client, from_page=wanted)
    assert back.headers["location"] == wanted
    assert "landmap_wish" not in client.cookies
    again = office.signs_in(client)
    assert again.headers["location"] == "/"


def test_the_page_waits_through_a_refusal(office: Office, client: httpx.Client) -> None:
    office.liar.lie = LIES["expired"]
    back = office.signs_in(client, from_page="/vu-viec?lang=en")
    assert back.headers["location"] == "/?sign_in_refused=1&lang=en"
    office.liar.lie = TRUTH
    assert office.signs_in(client, from_page=back.headers["location"]).headers["location"] == "/vu-viec?lang=en"


@pytest.mark.parametrize(
    "wanted", ["//evil.example/", "/\\evil.example", "/khong-co-trang-nay", "/auth/logout", "/vu-viec?x=" + "a" * 3000]
)
def test_nobody_is_led_elsewhere(office: Office, client: httpx.Client, wanted: str) -> None:
    assert office.signs_in(client, from_page=wanted).headers["location"] == "/"


def test_a_wish_that_was_forged_leads_nowhere_else(office: Office, client: httpx.Client) -> None:
    client.cookies.set("landmap_wish", "https%3A%2F%2Fevil.example%2F")
    assert office.signs_in(client).headers["location"] == "/"


def test_a_referrer_of_another_site_is_no_wish(office: Office, client: httpx.Client) -> None:
    there = client.get(talking.login_address(COOKIE_SECRET), headers={"referer": "https://evil.example/vu-viec"})
    assert "landmap_wish" not in there.headers.get("set-cookie", "")


def test_an_address_nobody_verified_is_nobodys(office: Office, client: httpx.Client) -> None:
    office.liar.person = lying.PERSON | {"email_verified": False}
    office.signs_in(client)
    said = office.reads(client)
    assert "an@x.vn" not in said
    assert f"{office.liar.address}|17" in said


def test_a_sign_in_of_yesterday_is_refused_however_long_its_token_is_good(office: Office, client: httpx.Client) -> None:
    office.liar.lie = lying.changed(iat=lambda true, _: true["iat"] - 12 * 3600 - 60)
    office.signs_in(client)
    assert "quá 12 giờ" in office.reads(client)
    assert office.entered()[0].details["why"] == "old_sign_in"


def test_what_is_entered_is_no_more_than_needed(office: Office) -> None:
    told = {name for one in office.entered() for name in one.details}
    assert told <= {"why", "error", "not_entered"}
    assert all(one.at <= dt.datetime.now(dt.UTC) for one in office.entered())
