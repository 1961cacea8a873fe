"""The routes of the page: three files of ours, and what they ask for.

    app = build_app(desk)

GET /api/overview, GET /api/items/{at}, POST /api/changes (serve/bodies.py reads it). Handlers that
touch the disk run in a thread; the loop is never blocked.
"""

import errno
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assay.core.errors import UsageError
from assay.pipelines.annotate.desk import Conflict, Desk, Unknown
from assay.pipelines.annotate.wall import Wall
from assay.pipelines.serve import bodies

MOST_BODY = 1 << 20
PAGE = Path(__file__).parent / "page"
FILES = {
    "/": ("page.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
Handler = Callable[[Request], Awaitable[Response]]
_CODES: dict[type[Exception], int] = {
    bodies.BadBody: 400,
    bodies.WrongType: 415,
    bodies.TooLarge: 413,
    bodies.TooSlow: 408,
    bodies.Gone: 499,
    Unknown: 404,
    Conflict: 409,
    UsageError: 422,
}


def build_app(desk: Desk) -> Starlette:
    """The whole ASGI application."""

    async def overview(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(desk.overview))

    async def item(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(desk.item, request.path_params["at"]))

    async def change(request: Request) -> Response:
        data = await bodies.read(request, MOST_BODY, lambda size: None)
        return JSONResponse(await run_in_threadpool(desk.change, _value(data)))

    routes = [
        *(Route(path, _file(*named)) for path, named in FILES.items()),
        Route("/api/overview", _answered(overview)),
        Route("/api/items/{at:int}", _answered(item)),
        Route("/api/changes", _answered(change), methods=["POST"]),
    ]
    wall = Middleware(Wall, token=desk.settings.token, host=desk.settings.host)
    return Starlette(routes=routes, middleware=[wall], exception_handlers={HTTPException: _refused})


def _file(name: str, kind: str) -> Handler:
    data = (PAGE / name).read_bytes()

    async def handler(request: Request) -> Response:
        return Response(data, media_type=kind)

    return handler


def _value(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise bodies.BadBody(f"no JSON: {error}") from None


def _answered(handler: Handler) -> Handler:
    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except tuple(_CODES) as error:
            return JSONResponse({"error": str(error)}, _CODES[type(error)])
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            said = "the disk is full" if full else f"the label was not written: {error.strerror}"
            return JSONResponse({"error": said}, 507 if full else 500)

    return answered


async def _refused(request: Request, error: Exception) -> Response:
    """An unknown path or method, in the same form as every other refusal."""
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)
