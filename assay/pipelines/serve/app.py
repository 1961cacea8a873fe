"""The routes: a request in, its rows out, and nothing that blocks the loop.

    app = build_app(Desk(settings, lanes, pool, sandbox, metrics))

POST /check and /judge take an object or a list of them and answer the contract's rows in the same
order; a row that we owe when the deadline comes or the service stops is `error` or IE, which carry
no reward. POST /run_code speaks SandboxFusion's words; there a debt is 504 or 503, which its
clients try again. GET /healthz and /metrics.
"""

import time
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assay.core.errors import UsageError
from assay.pipelines.serve import bodies
from assay.pipelines.serve.desk import Debt, Desk, log_fault
from assay.pipelines.serve.guard import Guard
from assay.pipelines.serve.lane import Full, TooMany

Handler = Callable[[Request], Awaitable[Response]]
_GONE = 499
_CODES: dict[type[Exception], int] = {
    bodies.BadBody: 400,
    bodies.WrongType: 415,
    bodies.TooLarge: 413,
    bodies.TooSlow: 408,
    bodies.Gone: _GONE,
    TooMany: 413,
    Full: 429,
    Debt: 504,
    UsageError: 422,
}


def build_app(desk: Desk) -> Starlette:
    """The whole ASGI application."""
    routes = [
        _route(desk, "/check", "POST", desk.check),
        _route(desk, "/judge", "POST", desk.judge),
        _route(desk, "/run_code", "POST", desk.run_code),
        _route(desk, "/healthz", "GET", desk.healthz),
        _route(desk, "/metrics", "GET", desk.metrics_page),
    ]
    guard = Middleware(Guard, token=desk.settings.token, host=desk.settings.host)
    return Starlette(
        routes=routes, middleware=[guard], exception_handlers={HTTPException: _refused}
    )


def _route(desk: Desk, path: str, method: str, handler: Handler) -> Route:
    async def measured(request: Request) -> Response:
        begun = time.monotonic()
        response = await _answer(handler, request)
        desk.metrics.answered(path, response.status_code, time.monotonic() - begun)
        return response

    return Route(path, measured, methods=[method])


async def _answer(handler: Handler, request: Request) -> Response:
    try:
        return await handler(request)
    except tuple(_CODES) as error:
        code = _CODES[type(error)]
        headers = {}
        if isinstance(error, Debt) and error.stopping:
            code = 503
        if isinstance(error, Full | Debt):
            headers["Retry-After"] = str(error.retry_after)
        return JSONResponse({"error": str(error)}, code, headers)
    except Exception as error:
        # The boundary of the service: whatever went wrong is ours, and said to be.
        return JSONResponse({"error": log_fault(error)}, 500)


async def _refused(request: Request, error: Exception) -> Response:
    """An unknown path or method, in the same form as every other refusal."""
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)
