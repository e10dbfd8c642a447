"""Asking an ASGI app one question, without a server or a client library."""

import asyncio
import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    def json(self):
        return json.loads(self.body)


def ask(  # noqa: PLR0913 — a request has as many parts
    app,
    path,
    *,
    accept="gzip",
    method="GET",
    scheme="http",
    host="127.0.0.1",
    peer="127.0.0.1",
    headers=None,
    body=b"",
    piece=1 << 16,
):
    path, _, query = path.partition("?")
    told = {"host": host, "accept-encoding": accept} | (headers or {})
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": scheme,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
        "client": (peer, 1),
        "server": ("127.0.0.1", 8501),
    }
    sent = []
    coming = iter([body[at : at + piece] for at in range(0, len(body), piece)])

    async def receive():
        part = next(coming, b"")
        return {"type": "http.request", "body": part, "more_body": bool(part)}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    cookies = tuple(value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie")
    return Answer(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]), cookies)
