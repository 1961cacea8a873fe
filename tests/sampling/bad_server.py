"""A model server on loopback that misbehaves as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends: a status, a body (an object becomes JSON), headers, after a pause."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    pause: threading.Event | None = None


@dataclass(slots=True)
class Seen:
    """One request as it came."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]


@dataclass(slots=True)
class Server:
    """Its address and the requests so far."""

    url: str
    seen: list[Seen]
    most_at_once: int = 0
    now: int = 0


Script = Callable[[Seen, int], Answer]


def chat(*texts: str, tokens: int = 6, reason: str = "stop") -> Answer:
    """A good answer of the chat endpoint."""
    choices = [{"message": {"content": text}, "finish_reason": reason} for text in texts]
    usage = {"prompt_tokens": 9, "completion_tokens": tokens}
    return Answer(body={"choices": choices, "usage": usage})


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    """A server that answers its i-th request with `script(request, i)`."""
    lock = threading.Lock()
    server = Server("", [])

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            self._reply()

        def _reply(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen = Seen(self.path, json.loads(raw or b"{}"), dict(self.headers))
            with lock:
                number = len(server.seen)
                server.seen.append(seen)
                server.now += 1
                server.most_at_once = max(server.most_at_once, server.now)
            try:
                answer = script(seen, number)
            finally:
                with lock:
                    server.now -= 1
            with suppress(BrokenPipeError, ConnectionResetError):
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            if answer.pause is not None:
                answer.pause.wait(10)
            raw = isinstance(answer.body, bytes)
            data = answer.body if raw else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = False
    thread = threading.Thread(target=web.serve_forever, args=(0.01,))
    thread.start()
    server.url = f"http://127.0.0.1:{web.server_port}/v1"
    try:
        yield server
    finally:
        web.shutdown()
        web.server_close()
        thread.join()
