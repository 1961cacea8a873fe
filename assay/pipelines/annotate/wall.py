"""Who may come in to the page: a wall of ASGI around its routes, and the headers of every answer.

    app = Wall(routes, token=None, host="127.0.0.1")

A page of another site in the same browser is kept out three ways. The Host header must name this
machine, so a name that was pointed at it afterwards (DNS rebinding) is refused. What changes
something must say that it is JSON and come from this very page (Origin, Sec-Fetch-Site), so a
forged form is refused. And the page may not be framed. With a token every route but the page's own
three files, which hold no word of the run, needs `Authorization: Bearer TOKEN`: no cookie, so no
browser adds it unasked.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assay.pipelines.serve.guard import LOOPBACK, host_name, is_right

OPEN = ("/", "/page.css", "/page.js", "/icon.svg")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Wall:
    """Lets a request through to `app`, or answers 401 or 403."""

    def __init__(self, app: ASGIApp, token: bytes | None, host: str) -> None:
        self._app = app
        self._token = token
        self._hosts = (*LOOPBACK, host.lower(), f"[{host.lower()}]")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; its answer gets the headers whoever gives it."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refused = self._refusal(scope) if scope["type"] == "http" else None
        await (refused or self._app)(scope, receive, dressed)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._token is None and host_name(host) not in self._hosts:
            return JSONResponse({"error": "the Host header does not name this machine"}, 403)
        if scope["method"] not in ("GET", "HEAD") and not _is_own(headers, host):
            return JSONResponse({"error": "the request comes from another site"}, 403)
        if self._token is None or scope["path"] in OPEN:
            return None
        if is_right(headers.get("authorization", ""), self._token):
            return None
        return JSONResponse({"error": "a token is needed: Authorization: Bearer TOKEN"}, 401)


def _is_own(headers: Headers, host: str) -> bool:
    """Whether a browser that says where a request comes from names this very page."""
    origin = headers.get("origin")
    if origin is not None and origin.lower() not in (
        f"http://{host.lower()}",
        f"https://{host.lower()}",
    ):
        return False
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
