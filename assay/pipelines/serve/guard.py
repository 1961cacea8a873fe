"""Who may come in: a wall of ASGI around the routes.

    app = Guard(routes, token=b"...", hosts=("127.0.0.1",))

With a token: `Authorization: Bearer TOKEN`, or Basic with the token as the password (for clients
that know only a URL: http://any:TOKEN@host:8000). Without one the service is on loopback, and a
page in somebody's browser is kept out: the Host header must name this machine, and (bodies.py) a
body must say that it is JSON, which no page of another site may send unasked. /healthz is open.
"""

import base64
import binascii
import hmac

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = ("/healthz",)
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Guard:
    """Lets a request through to `app`, or answers 401 or 403."""

    def __init__(self, app: ASGIApp, token: bytes | None, host: str) -> None:
        self._app = app
        self._token = token
        self._hosts = (*LOOPBACK, host.lower(), f"[{host.lower()}]")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection's request."""
        refused = self._refusal(scope) if scope["type"] == "http" else None
        await (refused or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        if self._token is None:
            if host_name(headers.get("host", "")) in self._hosts:
                return None
            return JSONResponse({"error": "the Host header does not name this machine"}, 403)
        if scope["path"] in OPEN or is_right(headers.get("authorization", ""), self._token):
            return None
        return JSONResponse(
            {"error": "a token is needed: Authorization: Bearer TOKEN"},
            401,
            {"WWW-Authenticate": "Bearer"},
        )


def host_name(host: str) -> str:
    """What a Host header names, without its port."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()


def is_right(authorization: str, token: bytes) -> bool:
    """Whether a header holds the token; the comparison takes as long for any guess."""
    scheme, _, given = authorization.partition(" ")
    guess = given.strip().encode("latin-1", "replace")
    if scheme.lower() == "basic":
        try:
            guess = base64.b64decode(guess, validate=True).partition(b":")[2]
        except (binascii.Error, ValueError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(guess, token)
