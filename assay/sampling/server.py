"""A model behind an OpenAI-compatible server: vLLM, SGLang, llama.cpp, `transformers serve`.

    sampler = ServerSampler.from_spec("http://localhost:8000/v1#org/name")
    sampler.complete(["What is 2+2?"], n=4, params=Params(), seed=7)

Servers answer `n=4` with one choice, with none, with 429 or with half a page of HTML: choices are
counted and the missing ones asked for again, each request with a seed of its own; what may pass is
tried again with growing waits, and the last failure is a SamplingError that names address and
status. The key comes from $ASSAY_API_KEY and is shown nowhere. Completions of a server need not
be the same twice: whoever wants that records them.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, Self
from urllib.parse import urlsplit

import httpx

from assay.core.errors import UsageError
from assay.core.seeds import seed_for
from assay.sampling.asking import Patience, ask
from assay.sampling.records import Completion, Params
from assay.sampling.replies import Reply, read_models, read_reply

KEY = "ASSAY_API_KEY"
Chat = bool | Literal["auto"]
Asked = tuple[str, str]
"""A prompt, and what its completion begins with."""


class ServerSampler:
    """One model of one server; its methods may be called from many threads at once."""

    local = False

    def __init__(
        self,
        base: str,
        model: str,
        *,
        chat: Chat = "auto",
        concurrency: int = 8,
        patience: Patience | None = None,
    ) -> None:
        if not 1 <= concurrency <= 1024:
            raise UsageError(f"concurrency {concurrency}: allowed are 1 to 1024")
        self.model = f"{base}#{model}"
        self._base, self._name = base, model
        self._chat = chat is not False
        self._may_change = chat == "auto"
        self._one_at_a_time = False
        self._patience = patience or Patience()
        self._client = _client(self._patience, concurrency)
        self._pool = ThreadPoolExecutor(concurrency)

    @classmethod
    def from_spec(
        cls,
        spec: str,
        *,
        chat: Chat = "auto",
        concurrency: int = 8,
        patience: Patience | None = None,
    ) -> Self:
        """The server and model of `http://host:port/v1#model-name`.

        Without a name the server's only model is taken. Raises UsageError for a malformed address
        and for a name left out where there are several, SamplingError when the server fails.
        """
        base, name = _split(spec)
        if not name:
            name = _only_model(base, patience or Patience())
        return cls(base, name, chat=chat, concurrency=concurrency, patience=patience)

    def complete(
        self,
        prompts: Sequence[str],
        n: int,
        params: Params,
        seed: int,
        begun: Sequence[str] | None = None,
    ) -> list[list[Completion]]:
        """`n` completions of every prompt; raises SamplingError when they cannot be had.

        What a completion begins with goes to a chat endpoint as an assistant's message to be
        continued (vLLM, SGLang and llama.cpp do), to the plain one behind the prompt.
        """
        starts = begun if begun is not None else [""] * len(prompts)
        asked = list(zip(prompts, starts, strict=True))
        got: list[list[Completion]] = [[] for _ in prompts]
        for turn in range(n):
            orders = self._orders(got, n, turn)
            if not orders:
                break
            futures = [
                self._pool.submit(
                    self._choices, asked[at], count, params, seed_for(seed, turn, at, number)
                )
                for number, (at, count) in enumerate(orders)
            ]
            try:
                for (at, _), future in zip(orders, futures, strict=True):
                    got[at].extend(future.result())
            finally:
                for future in futures:
                    future.cancel()
        return [choices[:n] for choices in got]

    def _orders(
        self, got: Sequence[Sequence[Completion]], n: int, turn: int
    ) -> list[tuple[int, int]]:
        """(prompt, how many to ask for) of the next requests: what is still missing."""
        missing = [(at, n - len(choices)) for at, choices in enumerate(got)]
        if self._one_at_a_time or turn > 0:
            return [(at, 1) for at, count in missing for _ in range(count)]
        return [(at, count) for at, count in missing if count > 0]

    def _choices(
        self, asked: Asked, count: int, params: Params, seed: int
    ) -> tuple[Completion, ...]:
        """One request's choices, at least one."""
        reply = self._request(asked, count, params, seed)
        if count > 1 and len(reply.choices) == 1:
            self._one_at_a_time = True
        return reply.choices

    def _request(self, asked: Asked, count: int, params: Params, seed: int) -> Reply:
        chat = self._chat
        body = self._body(asked, count, params, seed, chat)
        url = f"{self._base}/{'chat/completions' if chat else 'completions'}"
        missing = (404, 405, 501) if chat and self._may_change else ()
        reply = ask(self._client, "POST", url, body, read_reply, self._patience, missing)
        if reply is not None:
            self._may_change = False
            return reply
        self._chat = False
        return self._request(asked, count, params, seed)

    def _body(
        self, asked: Asked, count: int, params: Params, seed: int, chat: bool
    ) -> dict[str, Any]:
        stop = {"stop": list(params.stop)} if params.stop else {}
        return {
            "model": self._name,
            "n": count,
            "temperature": params.temperature,
            "top_p": params.top_p,
            "max_tokens": params.max_tokens,
            "seed": seed % 2**31,
            **(_messages(*asked) if chat else {"prompt": "".join(asked)}),
            **stop,
        }

    def close(self) -> None:
        """Let requests in flight end and close the connections."""
        self._pool.shutdown(cancel_futures=True)
        self._client.close()


def _messages(prompt: str, begun: str) -> dict[str, Any]:
    """The chat endpoint's part of a request; a message to be continued stands last."""
    user = {"role": "user", "content": prompt}
    if not begun:
        return {"messages": [user]}
    return {
        "messages": [user, {"role": "assistant", "content": begun}],
        "continue_final_message": True,
        "add_generation_prompt": False,
    }


def _split(spec: str) -> tuple[str, str]:
    """Base address without a slash at its end, and the model's name, maybe empty."""
    try:
        parts = urlsplit(spec)
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"malformed server address ({error}); {_WANTED}") from None
    if parts.username is not None or parts.password is not None:
        raise UsageError(f"a server address may not hold a password; put the key into ${KEY}")
    if not parts.hostname or parts.query or any(not c.isprintable() for c in spec):
        raise UsageError(f"malformed server address {spec[:200]!r}; {_WANTED}")
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/"), parts.fragment


_WANTED = "wanted is http://host:port/v1#model-name"


def _only_model(base: str, patience: Patience) -> str:
    with _client(patience, 1) as client:
        names = ask(client, "GET", f"{base}/models", None, read_models, patience, ()) or ()
    if len(names) == 1:
        return names[0]
    raise UsageError(
        f"{base} serves {len(names)} models; name one after a #: {', '.join(names[:20])}"
    )


def _client(patience: Patience, concurrency: int) -> httpx.Client:
    key = os.environ.get(KEY, "").strip()
    if not key.isascii() or not key.isprintable():
        raise UsageError(f"the key in ${KEY} holds characters that no key has")
    return httpx.Client(
        headers={"Authorization": f"Bearer {key}"} if key else {},
        timeout=httpx.Timeout(patience.timeout, connect=min(patience.timeout, 20.0), pool=None),
        limits=httpx.Limits(max_connections=concurrency),
    )
