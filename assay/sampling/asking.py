"""One HTTP request to a model server, tried until it succeeds or cannot.

    reply = ask(client, "POST", url, body, read_reply, Patience(tries=6), missing=(404,))

Tried again with growing, jittered waits: no connection, a time-out, 408, 409, 425, 429, 5xx and
200 with a body that makes no sense. A Retry-After of the server is obeyed up to a limit. Any other
status is final. No message holds a header, hence no key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_random_exponential

from assay.core.errors import SamplingError

T = TypeVar("T")
AGAIN = frozenset({408, 409, 425, 429})
LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for an answer, how often to try, and the pauses between, in seconds."""

    timeout: float = 600.0
    tries: int = 6
    first_pause: float = 0.5
    longest_pause: float = 30.0


class BadReply(ValueError):
    """A body that is not what the endpoint promises; says in what."""


class _Again(Exception):
    """A failure that may pass; `pause` is what the server asked for."""

    def __init__(self, reason: str, pause: float = 0.0) -> None:
        super().__init__(reason)
        self.pause = pause


def ask(
    client: httpx.Client,
    method: str,
    url: str,
    body: Any,
    read: Callable[[bytes], T],
    patience: Patience,
    missing: tuple[int, ...],
) -> T | None:
    """What `read` makes of the answer; None when the status is one of `missing`.

    Raises SamplingError after the last try and at once for a status that will not change.
    """
    retrying = Retrying(
        stop=stop_after_attempt(patience.tries),
        wait=_pause(patience),
        retry=retry_if_exception_type(_Again),
        reraise=True,
    )
    try:
        return retrying(_once, client, method, url, body, read, missing)
    except _Again as error:
        raise SamplingError(f"{url}: {error}, {patience.tries} times") from None


def _pause(patience: Patience) -> Callable[[RetryCallState], float]:
    growing = wait_random_exponential(multiplier=patience.first_pause, max=patience.longest_pause)

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        wanted = error.pause if isinstance(error, _Again) else 0.0
        return max(growing(state), min(wanted, patience.longest_pause))

    return pause


def _once(
    client: httpx.Client,
    method: str,
    url: str,
    body: Any,
    read: Callable[[bytes], T],
    missing: tuple[int, ...],
) -> T | None:
    try:
        with client.stream(method, url, json=body) as response:
            status, data = response.status_code, _bounded(response)
            pause = response.headers.get("Retry-After", "")
    except httpx.InvalidURL as error:
        raise SamplingError(f"{url}: {error}") from None
    except httpx.TimeoutException:
        raise _Again("no answer in time") from None
    except httpx.HTTPError as error:
        raise _Again(f"no answer ({_short(str(error) or type(error).__name__)})") from None
    if status in missing:
        return None
    if status in AGAIN or status >= 500:
        raise _Again(f"status {status}{_said(data)}", float(pause) if pause.isdecimal() else 0.0)
    if status != 200:
        hint = "; is the key in $ASSAY_API_KEY right?" if status in (401, 403) else ""
        raise SamplingError(f"{url}: status {status}{_said(data)}{hint}")
    try:
        return read(data)
    except BadReply as error:
        raise _Again(f"status 200, but {error}") from None


def _bounded(response: httpx.Response) -> bytes:
    data = bytearray()
    for piece in response.iter_bytes():
        data += piece
        if len(data) > LARGEST:
            raise SamplingError(f"{response.url}: an answer of more than {LARGEST >> 20} MiB")
    return bytes(data)


def _said(data: bytes) -> str:
    text = _short(data[:1000].decode("utf-8", "replace"))
    return f" ({text})" if text else ""


def _short(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= 200 else line[:200] + "…"
