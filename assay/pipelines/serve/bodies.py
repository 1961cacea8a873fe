"""From the bytes of a request to the lines that `check` and `judge` read.

    split(b'[{"id": 1}, {"id": 2}]')   ->  Body(lines=[b'{"id": 1}', b'{"id": 2}'], batch=True)

A row's line is the very bytes that came, so a value that one row may not hold (NaN, a number of a
million digits) is that row's fault and not its neighbours'. Only what makes the whole no JSON is
refused here.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

READ_S = 60.0
_DRAINED = 4
_BLANK = " \t\n\r"
# Numbers are not made, only passed over: a long one would cost, and a row's own reader will see it.
_DECODER = json.JSONDecoder(parse_int=len, parse_float=len, parse_constant=len)


class BadBody(Exception):
    """No JSON, or neither an object nor a list."""


class WrongType(Exception):
    """The body does not say that it is JSON."""


class TooLarge(Exception):
    """The body is longer than what is allowed."""


class TooSlow(Exception):
    """The body did not come in time."""


class Gone(Exception):
    """The client went away."""


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of one request; a single object is a row without a batch around it."""

    lines: list[bytes]
    batch: bool


async def read(request: Request, most: int, take: Callable[[int], None]) -> bytes:
    """The whole body; `take` hears of each part. Raises WrongType, TooLarge, TooSlow or Gone.

    Some of a body that is too large is read and thrown away, so that a client which sends first
    and listens then still hears why it was refused.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise WrongType(f"Content-Type is {kind[:80]!r}; application/json is allowed")
    data, length = bytearray(), 0
    try:
        async with asyncio.timeout(READ_S):
            async for chunk in request.stream():
                length += len(chunk)
                if length <= most:
                    take(len(chunk))
                    data += chunk
                elif length > _DRAINED * most:
                    break
    except TimeoutError:
        raise TooSlow(f"the body did not come within {READ_S:.0f} seconds") from None
    except ClientDisconnect:
        raise Gone from None
    if length > most:
        raise TooLarge(f"the body is longer than {most} bytes (--body-mb)")
    return bytes(data)


def split(data: bytes) -> Body:
    """The lines of a body; raises BadBody, saying where the fault is."""
    try:
        text = data.decode("utf-8")
        at = _past_blanks(text, 0)
        if text[at : at + 1] == "[":
            return Body(list(_items(text, at + 1)), batch=True)
        value, end = _DECODER.raw_decode(text, at)
        _nothing_after(text, end)
    except UnicodeDecodeError as error:
        raise BadBody(f"no UTF-8 at byte {error.start}") from None
    except ValueError as error:
        raise BadBody(f"no JSON: {error}") from None
    except RecursionError:
        raise BadBody("no JSON that can be read: nested too deeply") from None
    if not isinstance(value, dict):
        raise BadBody(f"a JSON object or a list of them is expected, not {_word(value)}")
    return Body([text[at:end].encode()], batch=False)


def _items(text: str, at: int) -> Iterator[bytes]:
    """The items of a list whose bracket stands before `at`."""
    at = _past_blanks(text, at)
    if text[at : at + 1] == "]":
        return _nothing_after(text, at + 1)
    while True:
        _, end = _DECODER.raw_decode(text, at)
        yield text[at:end].encode()
        at = _past_blanks(text, end)
        if text[at : at + 1] == "]":
            return _nothing_after(text, at + 1)
        if text[at : at + 1] != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
        at = _past_blanks(text, at + 1)


def _past_blanks(text: str, at: int) -> int:
    while text[at : at + 1] in _BLANK and at < len(text):
        at += 1
    return at


def _nothing_after(text: str, at: int) -> None:
    at = _past_blanks(text, at)
    if at < len(text):
        raise json.JSONDecodeError("Extra data", text, at)


def _word(value: object) -> str:
    return "null" if value is None else "a number or a word"
