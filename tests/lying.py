"""A provider of OpenID Connect that says whatever a test wants: the truth, or one of many lies.

It runs in a thread, on this machine only. What it says of the person is true in all but one point, so that a refusal
can have no other reason.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT = "landmap"
SECRET = "shared-with-the-provider"  # noqa: S105 (of these tests)
PERSON = {"sub": "17", "email": "an@x.vn", "email_verified": True}

Claims = dict[str, Any]


class Liar:
    """The provider.

    Attributes
    ----------
    lie
        Makes the answer to whoever brings a code, from the true claims; see `TRUTH` and `LIES`.
    algorithms
        How it says that it signs.
    """

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self.other_key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self.lie: Callable[[Liar, Claims], Mapping[str, Any]] = TRUTH
        self.algorithms = ["RS256"]
        self.person: Claims = dict(PERSON)
        self.nonces: list[str] = []
        self.codes: dict[str, str] = {}
        self.address = ""

    def metadata(self) -> Claims:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": self.algorithms,
        }

    def authorize(self, query: Mapping[str, list[str]]) -> str:
        """Where somebody who asks to sign in is sent back to."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = query["nonce"][0]
        self.nonces.append(query["nonce"][0])
        return f"{query['redirect_uri'][0]}?{urlencode({'code': code, 'state': query['state'][0]})}"

    def token(self, form: Mapping[str, list[str]]) -> Mapping[str, Any]:
        """What is said of whoever holds a code; it is told once."""
        nonce, now = self.codes.pop(form["code"][0]), int(time.time())
        true = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 3600, "nonce": nonce} | self.person
        return self.lie(self, true)

    def signed(self, claims: Claims, key: Any = None, algorithm: str = "RS256", kid: str = "one") -> dict[str, Any]:
        """An answer with a token that is signed."""
        header = {"alg": algorithm, "kid": kid}
        token = jwt.encode(header, claims, key or self.key, algorithms=[algorithm])
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 3600, "id_token": token}


def changed(**claims: Any) -> Callable[[Liar, Claims], Mapping[str, Any]]:
    """True but for these claims; one that is None is missing."""

    def told(liar: Liar, true: Claims) -> Mapping[str, Any]:
        made = {name: value(true, liar) if callable(value) else value for name, value in claims.items()}
        return liar.signed({name: value for name, value in (true | made).items() if value is not None})

    return told


def unsigned(_: Liar, true: Claims) -> Mapping[str, Any]:
    parts = [json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, true)]
    token = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
    return {"access_token": "a", "token_type": "Bearer", "id_token": token}


def unsigned_as_announced(liar: Liar, true: Claims) -> Mapping[str, Any]:
    liar.algorithms = ["RS256", "none"]
    return unsigned(liar, true)


def with_the_public_key(liar: Liar, true: Claims) -> Mapping[str, Any]:
    """Signed with what everybody knows, taken for a secret."""
    liar.algorithms = ["RS256", "HS256"]
    public = OctKey.import_key(liar.key.as_pem(private=False))
    return liar.signed(true, public, "HS256")


def with_the_client_secret(liar: Liar, true: Claims) -> Mapping[str, Any]:
    return liar.signed(true, OctKey.import_key(SECRET), "HS256")


def tampered(liar: Liar, true: Claims) -> Mapping[str, Any]:
    """Signed for one person, and then of another."""
    answer = liar.signed(true)
    head, _, signature = answer["id_token"].split(".")
    body = base64.urlsafe_b64encode(json.dumps(true | {"email": "admin@x.vn"}).encode()).rstrip(b"=").decode()
    return answer | {"id_token": f"{head}.{body}.{signature}"}


TRUTH = changed()
LIES: dict[str, Callable[[Liar, Claims], Mapping[str, Any]]] = {
    "expired": changed(iat=lambda true, _: true["iat"] - 7200, exp=lambda true, _: true["iat"] - 3600),
    "another audience": changed(aud="another-program"),
    "another audience that names us as its party": changed(aud="another-program", azp=CLIENT),
    "no audience": changed(aud=None),
    "another issuer": changed(iss="https://sso.evil.example"),
    "no issuer": changed(iss=None),
    "a nonce used before": changed(nonce=lambda _, liar: liar.nonces[0]),
    "no nonce": changed(nonce=None),
    "made in the future": changed(iat=lambda true, _: true["iat"] + 7200, exp=lambda true, _: true["iat"] + 9000),
    "nobody": changed(sub=None),
    "unsigned": unsigned,
    "unsigned, as announced": unsigned_as_announced,
    "signed by another key": lambda liar, true: liar.signed(true, liar.other_key),
    "signed by a key nobody knows": lambda liar, true: liar.signed(true, liar.other_key, kid="two"),
    "signed with the public key": with_the_public_key,
    "signed with the client secret": with_the_client_secret,
    "changed after it was signed": tampered,
    "no token": lambda _liar, _true: {"access_token": "a", "token_type": "Bearer"},
    "an error": lambda _liar, _true: {"error": "invalid_grant"},
}
"""What is wrong → what makes it so."""


class _Handler(BaseHTTPRequestHandler):
    liar: Liar

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/authorize":
            self.send_response(302)
            self.send_header("location", self.liar.authorize(query))
            self.end_headers()
        elif path == "/jwks":
            self._json({"keys": [self.liar.key.as_dict(private=False)]})
        else:
            self._json(self.liar.metadata())

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        self._json(self.liar.token(form))

    def _json(self, answer: Mapping[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(400 if "error" in answer else 200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (named so by its parent)
        pass


@contextmanager
def provider() -> Iterator[Liar]:
    """The provider for the length of the block."""
    liar = Liar()
    handler = type("Handler", (_Handler,), {"liar": liar})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        liar.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield liar
        finally:
            server.shutdown()
            thread.join()
