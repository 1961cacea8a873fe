"""A client that counts what it gets and survives servers that misbehave."""

import json
import threading
from contextlib import closing
from typing import Any

import pytest
from bad_server import Answer, Script, Seen, Server, chat, serving
from hypothesis import given
from hypothesis import strategies as st

from assay.core.errors import SamplingError, UsageError
from assay.sampling import Params, open_model
from assay.sampling.asking import BadReply, Patience
from assay.sampling.replies import read_models, read_reply
from assay.sampling.server import ServerSampler

QUICK = Patience(timeout=5.0, tries=3, first_pause=0.001, longest_pause=0.01)
PARAMS = Params(temperature=0.7, top_p=0.9, max_tokens=32, stop=("\n\n",))


def texts(server: Server, prompts: list[str], n: int, **settings: Any) -> list[list[str]]:
    settings = {"patience": QUICK} | settings
    with closing(ServerSampler.from_spec(f"{server.url}#m", **settings)) as sampler:
        return [[c.text for c in row] for row in sampler.complete(prompts, n, PARAMS, seed=7)]


def failure(script: Script, n: int = 2, **settings: Any) -> tuple[str, int]:
    """The message of the SamplingError, and how many requests it took."""
    with serving(script) as server:
        with pytest.raises(SamplingError) as caught:
            texts(server, ["p"], n, **settings)
        assert server.url in str(caught.value)
        return str(caught.value), len(server.seen)


def content(seen: Seen) -> str:
    return str(seen.body["messages"][0]["content"])


def test_a_good_server_is_asked_once_a_prompt() -> None:
    with serving(lambda seen, _: chat(*[content(seen)] * seen.body["n"])) as server:
        assert texts(server, ["a", "b"], 3) == [["a"] * 3, ["b"] * 3]
        assert [seen.path for seen in server.seen] == ["/v1/chat/completions"] * 2
        body = server.seen[0].body
    assert body["model"] == "m"
    assert (body["temperature"], body["top_p"], body["max_tokens"]) == (0.7, 0.9, 32)
    assert body["stop"] == ["\n\n"]
    assert 0 <= body["seed"] < 2**31


def test_one_choice_for_four_is_asked_again_with_other_seeds() -> None:
    with serving(lambda seen, _: chat(str(seen.body["seed"]))) as server:
        rows = texts(server, ["a", "b"], 4)
    assert [len(set(row)) for row in rows] == [4, 4]
    assert len(server.seen) <= 1 + 1 + 3 + 3
    assert len({seen.body["seed"] for seen in server.seen}) == len(server.seen)


def test_the_same_call_sends_the_same_requests() -> None:
    runs = []
    for _ in range(2):
        with serving(lambda seen, _: chat("x", "y")) as server:
            texts(server, ["a", "b", "c"], 3)
        runs.append(sorted(json.dumps(seen.body, sort_keys=True) for seen in server.seen))
    assert runs[0] == runs[1]


def test_too_many_choices_are_cut() -> None:
    with serving(lambda *_: chat("1", "2", "3", "4", "5")) as server:
        assert texts(server, ["a"], 2) == [["1", "2"]]


@pytest.mark.parametrize(
    "bad",
    [
        Answer(429, {"error": "slow down"}, {"Retry-After": "1"}),
        Answer(500, b"oh no"),
        Answer(503, b"", {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
        Answer(200, b"<html>"),
        Answer(200, {"choices": []}),
        Answer(200, {"error": "odd"}),
    ],
    ids=["429", "500", "503", "html", "no choices", "no field"],
)
def test_what_may_pass_is_tried_again(bad: Answer) -> None:
    with serving(lambda _, number: bad if number < 2 else chat("ok")) as server:
        assert texts(server, ["a"], 1) == [["ok"]]
        assert len(server.seen) == 3


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (Answer(500, b"oh\x1b[31m no"), "status 500"),
        (Answer(200, b"{"), "no JSON"),
        (Answer(200, b"[" * 100_000), "no JSON"),
        (Answer(200, [1]), "no JSON object"),
        (Answer(200, {"choices": []}), "no choices"),
        (Answer(200, {"choices": ["x"]}), "no object"),
        (Answer(200, {"choices": [{"text": 5}]}), "no text"),
    ],
)
def test_the_last_failure_is_one_clear_line(bad: Answer, said: str) -> None:
    message, requests = failure(lambda *_: bad)
    assert requests == QUICK.tries
    assert said in message
    assert message.isprintable()


@pytest.mark.parametrize("status", [301, 400, 401, 403, 422])
def test_what_will_not_change_is_asked_once(status: int) -> None:
    message, requests = failure(lambda *_: Answer(status, {"error": "no"}))
    assert requests == 1
    assert f"status {status}" in message


def test_a_server_that_hangs_is_given_up() -> None:
    release = threading.Event()
    patience = Patience(timeout=0.1, tries=2, first_pause=0.001, longest_pause=0.001)
    try:
        with serving(lambda *_: Answer(200, {}, {}, release)) as server:
            with pytest.raises(SamplingError, match="no answer in time"):
                texts(server, ["a"], 1, patience=patience)
            release.set()
    finally:
        release.set()


def test_nobody_there() -> None:
    with serving(lambda *_: chat("x")) as server:
        url = server.url
    with pytest.raises(SamplingError, match="no answer"):
        texts(Server(url, []), ["a"], 1)


def test_a_server_without_chat_is_asked_for_completions() -> None:
    def script(seen: Seen, _: int) -> Answer:
        if "chat" in seen.path:
            return Answer(404, b"Not Found")
        return Answer(body={"choices": [{"text": seen.body["prompt"], "finish_reason": "length"}]})

    with serving(script) as server:
        assert texts(server, ["a", "b"], 1) == [["a"], ["b"]]
        assert texts(server, ["c"], 1, chat=False) == [["c"]]
        assert server.seen[-1].path == "/v1/completions"
    assert "status 404" in failure(script, chat=True)[0]


def test_requests_in_flight_are_bounded() -> None:
    pairs = threading.Barrier(2)

    def script(*_: Any) -> Answer:
        pairs.wait(10)
        return chat("x")

    with serving(script) as server:
        texts(server, list("abcdefghij"), 1, concurrency=3)
        assert 2 <= server.most_at_once <= 3


def test_many_threads_may_use_one_sampler() -> None:
    with serving(lambda seen, _: chat(content(seen))) as server:
        sampler = ServerSampler(server.url, "m", patience=QUICK, concurrency=2)
        rows: dict[str, list[str]] = {}

        def run(prompt: str) -> None:
            rows[prompt] = [c.text for c in sampler.complete([prompt], 3, PARAMS, seed=1)[0]]

        threads = [threading.Thread(target=run, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sampler.close()
    assert rows == {name: [name] * 3 for name in "abcd"}


def test_the_key_is_sent_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_API_KEY", "sk-secret")
    with serving(lambda *_: Answer(401, {"error": "no"})) as server:
        with pytest.raises(SamplingError) as caught:
            texts(server, ["a"], 1)
        assert server.seen[0].headers["Authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in str(caught.value)
    assert "ASSAY_API_KEY" in str(caught.value)


def test_an_odd_key_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_API_KEY", "sk-sécret")
    with pytest.raises(UsageError) as caught:
        open_model("http://127.0.0.1:9/v1#m")
    assert "cret" not in str(caught.value)


def test_the_only_model_is_taken_and_several_are_named() -> None:
    def script(seen: Seen, _: int) -> Answer:
        return Answer(body={"data": [{"id": name} for name in names]})

    names = ["one"]
    with serving(script) as server:
        with closing(ServerSampler.from_spec(server.url, patience=QUICK)) as sampler:
            assert sampler.model == f"{server.url}#one"
        names = ["one", "two"]
        with pytest.raises(UsageError, match="one, two"):
            ServerSampler.from_spec(server.url, patience=QUICK)


@pytest.mark.parametrize(
    "spec",
    [
        "http://",
        "http://#m",
        "http://h:99999/v1#m",
        "http://u:p@h/v1#m",
        "http://h/\n#m",
        "http://[#m",
    ],
)
def test_malformed_addresses_are_refused(spec: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_model(spec)
    assert "u:p" not in str(caught.value)


def test_tokens_of_all_choices_are_shared_out() -> None:
    body = json.dumps(chat("a" * 9, "b" * 29, tokens=20, reason="length").body).encode()
    choices = read_reply(body).choices
    assert [choice.completion_tokens for choice in choices] == [5, 15]
    assert [choice.prompt_tokens for choice in choices] == [9, 9]
    assert {choice.finish_reason for choice in choices} == {"length"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "text", "usage", "data", "id"]), inner
        )
    ),
)


@given(JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    for read in (read_reply, read_models):
        try:
            read(json.dumps(value).encode())
        except BadReply as error:
            assert str(error)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_reply, read_models):
        try:
            read(data)
        except BadReply as error:
            assert str(error)


def test_what_is_begun_is_a_message_to_be_continued() -> None:
    with serving(lambda seen, _: chat("5")) as server:
        with closing(ServerSampler.from_spec(f"{server.url}#m", patience=QUICK)) as sampler:
            sampler.complete(["a", "b"], 1, PARAMS, 7, ["2+2=", ""])
        bodies = {content(seen): seen.body for seen in server.seen}
    assert bodies["a"]["messages"][-1] == {"role": "assistant", "content": "2+2="}
    assert bodies["a"]["continue_final_message"] is True
    assert bodies["a"]["add_generation_prompt"] is False
    assert "continue_final_message" not in bodies["b"] and len(bodies["b"]["messages"]) == 1


def test_the_plain_endpoint_gets_what_is_begun_behind_the_prompt() -> None:
    answer = Answer(body={"choices": [{"text": "4", "finish_reason": "stop"}]})
    with serving(lambda *_: answer) as server:
        spec = f"{server.url}#m"
        with closing(ServerSampler.from_spec(spec, chat=False, patience=QUICK)) as sampler:
            sampler.complete(["a"], 1, PARAMS, 7, ["2+2="])
        assert server.seen[0].body["prompt"] == "a2+2="
