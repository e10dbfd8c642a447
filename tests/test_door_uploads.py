"""No file comes in but for a page on which somebody may bring one, and of a kind that the page takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gis.access import arriving
from gis.door.uploads import Names, Uploads
from gis.ui import import_panel
from tests.door_asking import Answer, ask

KINDS = ("csv", "xlsx")
PATH = "/_stcore/upload_file/page-1/file-1"
FORM = "multipart/form-data; boundary=line"
kept: list[str | None] = []


async def keep(request: Request) -> PlainTextResponse:
    """Take a form as Streamlit does."""
    async with request.form() as form:
        kept.extend(one.filename for one in form.values() if isinstance(one, UploadFile))
    return PlainTextResponse("in")


APP = Starlette(
    routes=[Route("/{path:path}", keep, methods=["GET", "PUT", "DELETE", "OPTIONS"])],
    middleware=[Middleware(Uploads)],
)


def form(*names: str, field: str = "file", charset: str = "utf-8") -> bytes:
    """A form with files of these names, the last content longer than a piece of it."""
    parts = [
        f'--line\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'.encode(charset)
        + b"Content-Type: text/csv\r\n\r\n" + b"a;b\r\n" * 40 + b"\r\n"
        for name in names
    ]  # fmt: skip
    return b"".join(parts) + b"--line--\r\n"


def put(body: bytes, *, content_type: str = FORM, piece: int = 7) -> Answer:
    """Send a form in pieces that break within names."""
    kept.clear()
    arriving.expect("page-1", KINDS)
    return ask(APP, PATH, method="PUT", headers={"content-type": content_type}, body=body, piece=piece)


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    yield
    arriving._held.clear()
    kept.clear()


@pytest.mark.parametrize("below", ["", "/ban-do"])
def test_a_file_comes_in_only_where_it_is_expected(below: str) -> None:
    path = f"{below}/_stcore/upload_file/page-1/file-1"
    refused = ask(APP, path, method="PUT")
    assert refused.status == 403
    assert "nhập số liệu" in refused.body.decode()
    arriving.expect("page-1", KINDS)
    assert ask(APP, path, method="PUT").status == 200
    assert ask(APP, path.replace("page-1", "page-2"), method="PUT").status == 403, "another page is another"
    arriving.shut("page-1")
    assert ask(APP, path, method="PUT").status == 403


@pytest.mark.parametrize("method", ["DELETE", "OPTIONS"])
def test_what_brings_nothing_in_is_passed_on(method: str) -> None:
    assert ask(APP, "/_stcore/upload_file/page-1/file-1", method=method).status == 200
    assert ask(APP, "/vu-viec", method="GET").status == 200


def test_a_bounded_number_of_pages_is_held() -> None:
    for number in range(arriving.PAGES + 1):
        arriving.expect(str(number), KINDS)
    assert not arriving.expected("0")
    assert arriving.expected("1")


@pytest.mark.parametrize("name", ["a.csv", "A.CSV", "Danh sách thửa.v2.xlsx", "../a.csv", "a.exe.csv"])
@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_a_file_of_a_kind_that_the_page_takes_comes_in(name: str, piece: int) -> None:
    assert put(form(name), piece=piece).status == 200
    assert kept == [name]


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.csv.exe", "a.html", "csv", ".csv", "a.csv ", "a.csv.", "", "a", "a.csv\u0000.exe", "a.cs\u200bv"],
)
@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_a_file_of_another_kind_is_refused_before_it_is_kept(name: str, piece: int) -> None:
    refused = put(form(name), piece=piece)
    assert (refused.status, kept) == (415, [])
    assert "csv, xlsx" in refused.body.decode()


def test_neither_a_second_file_nor_other_letters_hide_a_kind() -> None:
    """Streamlit keeps the last of two files of one field; and a form may say in which letters its names are."""
    assert put(form("a.csv", "a.exe")).status == 415
    assert put(form("a.exe", "a.csv")).status == 415
    name = "x.exe+AC4-csv"  # in UTF-7: x.exe.csv
    assert put(form(name), content_type=f"{FORM}; charset=utf-7").status == 200
    assert put(form("x.csv+AC4-exe"), content_type=f"{FORM}; charset=utf-7").status == 415
    assert put(form("x.csv+AC4-exe"), content_type=f"{FORM}; charset=no-such").status == 415
    twice = form("a.csv").replace(
        b"Content-Type: text/csv", b'Content-Disposition: form-data; name="f"; filename="a.exe"'
    )
    assert put(twice).status == 415, "the last of two headers counts"


def test_what_is_no_form_holds_no_file() -> None:
    for content_type in ("", "text/csv", "multipart/form-data", "application/x-www-form-urlencoded"):
        kept.clear()
        put(b"a=1", content_type=content_type)
        assert kept == [], content_type


def test_a_page_takes_only_its_own_kinds_and_only_while_it_is_open() -> None:
    arriving.expect("page-1", KINDS)
    assert arriving.takes("page-1", "a.csv")
    assert not arriving.takes("page-2", "a.csv")
    arriving.expect("page-1", ["pdf"])
    assert (arriving.takes("page-1", "a.csv"), arriving.takes("page-1", "a.pdf")) == (False, True)
    arriving.shut("page-1")
    assert not arriving.takes("page-1", "a.pdf")


def test_the_page_lets_in_the_kinds_that_it_names() -> None:
    arriving.expect("page-1", import_panel._TYPES)
    assert all(arriving.takes("page-1", f"a.{kind}") for kind in import_panel._TYPES)
    assert not arriving.takes("page-1", "a.exe")


@given(name=st.text(max_size=12), piece=st.integers(1, 60))
def test_every_name_is_read_as_starlette_reads_it(name: str, piece: int) -> None:
    told = name.replace("\r", "").replace("\n", "").replace('"', "").encode("utf-8", "replace").decode()
    body = form(told)
    read = Names(FORM)
    found = [one for at in range(0, len(body), piece) for one in read.of(body[at : at + piece])]
    everything = Starlette(routes=[Route("/", keep, methods=["PUT"])])
    kept.clear()
    ask(everything, "/", method="PUT", headers={"content-type": FORM}, body=body, piece=piece)
    assert found == kept
