"""What a browser may send over its websocket, and whose files are whose: everything else is not passed on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from gis.door import messages
from gis.door.messages import OnlyOwn, Told, amiss, sign_in

MINE = "_streamlit_user=mine"
NAME = f"/media/{'0123abcd' * 4}"
FILE = f"{NAME}.xlsx"
UPLOAD = f"/_stcore/upload_file/{'5e55-1ab' * 4}0000/{'f11e-1ab' * 4}0000"


@pytest.fixture(autouse=True)
def refused(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was refused: why, and which message."""
    found: list[tuple[str, str]] = []

    async def enter(why: str, message: str = "") -> None:
        found.append((why, message))

    monkeypatch.setattr(messages.turned_away, "enter", enter)
    return found


def back(**what: Any) -> bytes:
    return BackMsg(**what).SerializeToString()


def wanting(file_id: str) -> bytes:
    asked = BackMsg()
    asked.backend_operation_request.deferred_file.file_id = file_id
    return asked.SerializeToString()


def button(file_id: str) -> bytes:
    told = ForwardMsg()
    told.delta.new_element.download_button.deferred_file_id = file_id
    return told.SerializeToString()


def told(*frames: bytes) -> Told:
    made = Told("somebody")
    for frame in frames:
        made.hear(frame)
    return made


def rerun() -> bytes:
    asked = BackMsg()
    asked.rerun_script.query_string = "ward=00001"
    return asked.SerializeToString()


@pytest.mark.parametrize(
    "frame",
    [rerun(), back(stop_script=True), back(app_heartbeat=True), back(file_urls_request={"request_id": "1"}), b"\xff"],
)
def test_what_our_pages_send_is_passed_on_and_what_cannot_be_read_is_left_to_streamlit(frame: bytes) -> None:
    assert amiss(frame, told()) == ""


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (back(clear_cache=True), "clear_cache"),
        (back(set_run_on_save=True), "set_run_on_save"),
        (back(load_git_info=True), "load_git_info"),
        (back(debug_shutdown_runtime=True), "debug_shutdown_runtime"),
        (back(debug_disconnect_websocket=True), "debug_disconnect_websocket"),
        (back(backend_operation_request={"install_skills": {}}), "install_skills"),
        (back(backend_operation_request={"dismiss_skills_nudge": {}}), "dismiss_skills_nudge"),
        (back(backend_operation_request={"request_id": "1"}), "nothing"),
        (wanting("f" * 32), "foreign_file"),
    ],
)
def test_what_no_page_of_ours_sends_is_not(frame: bytes, reason: str) -> None:
    assert amiss(frame, told()) == reason


def test_every_kind_of_message_was_thought_of() -> None:
    known = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    others = {"clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime"}
    assert known == messages.PASSED | others


def test_a_file_is_made_for_whom_it_was_offered_to() -> None:
    assert amiss(wanting("f" * 32), told(button("f" * 32))) == ""
    assert amiss(wanting("e" * 32), told(button("f" * 32))) == "foreign_file"


def test_a_file_is_known_by_the_address_that_was_told() -> None:
    heard = told(b"\x0a\x10 url " + FILE.encode() + b"Z\x12", f"{UPLOAD}abc".encode())
    assert NAME in heard
    assert UPLOAD in heard, "whatever stands right behind it"
    assert f"/media/{'f' * 32}" not in heard


def test_no_more_is_kept_than_a_page_can_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_MOST", 2)
    heard = told(button("a"), button("b"), button("c"))
    assert ("a" in heard, "b" in heard, "c" in heard) == (False, True, True)


def scope(kind: str, path: str = "/", cookie: str = MINE) -> dict[str, Any]:
    return {"type": kind, "path": path, "headers": [(b"cookie", cookie.encode())] if cookie else [], "method": "GET"}


def test_a_sign_in_is_known_by_its_cookie_however_others_stand_beside_it() -> None:
    mine = sign_in(scope("http"))
    assert mine == sign_in(scope("http", cookie=f"a=1; {MINE}; b=2"))
    assert mine != sign_in(scope("http", cookie="_streamlit_user=other"))
    assert mine != sign_in(scope("http", cookie=f"{MINE}; _streamlit_user_1=more"))
    assert mine != sign_in(scope("http", cookie=""))


class Door:
    """The middleware before an app that notes what reaches it, and an open connection to it."""

    def __init__(self, prefix: str = "") -> None:
        self.reached: list[str] = []
        self.passed: list[Message] = []
        self.app = OnlyOwn(self._behind, prefix=prefix)

    async def _behind(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.reached.append(scope["path"])
            await send({"type": "http.response.start", "status": 200, "headers": []})
            return
        await send({"type": "websocket.send", "bytes": b"url " + FILE.encode() + b"\x00"})
        while (message := await receive())["type"] == "websocket.receive":
            self.passed.append(message)

    def open(self, *frames: bytes, cookie: str = MINE, meanwhile: Any = None) -> None:
        asyncio.run(self._open(frames, cookie, meanwhile))

    async def _open(self, frames: tuple[bytes, ...], cookie: str, meanwhile: Any) -> None:
        coming: Iterator[bytes] = iter(frames)

        async def receive() -> Message:
            for frame in coming:
                return {"type": "websocket.receive", "bytes": frame}
            if meanwhile:
                await meanwhile()
            return {"type": "websocket.disconnect"}

        async def send(_: Message) -> None: ...

        await self.app(scope("websocket", "/_stcore/stream", cookie), receive, send)

    async def asks(self, path: str, cookie: str = MINE) -> int:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope("http", path, cookie), receive, send)
        return int(sent[0]["status"])


def test_a_forged_message_never_reaches_streamlit(refused: list[tuple[str, str]]) -> None:
    door = Door()
    door.open(back(clear_cache=True), rerun(), wanting("f" * 32))
    assert [message["bytes"] for message in door.passed] == [rerun()]
    assert refused == [("forged_message", "clear_cache"), ("forged_message", "foreign_file")]


@pytest.mark.parametrize("prefix", ["", "/ban-do/"])
def test_a_file_is_handed_to_whom_it_was_told_to_while_they_are_there(
    prefix: str, refused: list[tuple[str, str]]
) -> None:
    door, above = Door(prefix), prefix.rstrip("/")
    found: dict[str, int] = {}

    async def meanwhile() -> None:
        found["mine"] = await door.asks(above + FILE)
        found["another's"] = await door.asks(above + FILE, "_streamlit_user=other")
        found["nobody's"] = await door.asks(above + FILE, "")
        found["never told"] = await door.asks(f"{above}/media/{'f' * 32}.xlsx")

    door.open(meanwhile=meanwhile)
    found["gone"] = asyncio.run(door.asks(above + FILE))
    assert found == {"mine": 200, "another's": 404, "nobody's": 404, "never told": 404, "gone": 404}
    assert refused == [("foreign_file", "")] * 4


@pytest.mark.parametrize("path", ["/", "/static/media/font.woff2", "/assets/leaflet/leaflet.js", "/vu-viec"])
def test_everything_else_is_passed_on(path: str) -> None:
    assert asyncio.run(Door().asks(path)) == 200


@pytest.mark.parametrize("path", ["/_stcore/upload_file/session/file", "/media/", "/media/../media/x.xlsx"])
def test_nobody_writes_into_or_reads_from_the_session_of_another(path: str) -> None:
    assert asyncio.run(Door().asks(path)) == 404
