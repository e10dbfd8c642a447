"""No file comes in but for a page on which somebody may bring one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gis.access import arriving
from gis.door.uploads import Uploads
from tests.door_asking import ask

APP = Starlette(
    routes=[Route("/{path:path}", lambda _: PlainTextResponse("in"), methods=["GET", "PUT", "DELETE", "OPTIONS"])],
    middleware=[Middleware(Uploads)],
)


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    yield
    arriving._held.clear()


@pytest.mark.parametrize("below", ["", "/ban-do"])
def test_a_file_comes_in_only_where_it_is_expected(below: str) -> None:
    path = f"{below}/_stcore/upload_file/page-1/file-1"
    refused = ask(APP, path, method="PUT")
    assert refused.status == 403
    assert "nhập số liệu" in refused.body.decode()
    arriving.expect("page-1")
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
        arriving.expect(str(number))
    assert not arriving.expected("0")
    assert arriving.expected("1")
