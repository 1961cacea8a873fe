"""A model in process: the same bytes every time, honest counts, stop strings cut."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import torch
from small_models import save_model

from assay.core.errors import UsageError
from assay.sampling import Params, open_model
from assay.sampling.local import LocalSampler
from assay.sampling.models import resolve

TEMPLATE = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}{{ date_string }}>"
CLOCK = "{{ strftime_now('%H:%M') }}{{ messages[0].content }}"
PROMPTS = ["2+2=", "a longer question", "x"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("models") / "small")


@pytest.fixture(scope="module")
def sampler(folder: Path) -> Any:
    with closing(open_model(str(folder), device="cpu", threads=1)) as opened:
        yield opened


def test_rows_come_in_order_and_the_same_every_time(sampler: LocalSampler, folder: Path) -> None:
    params = Params(max_tokens=20)
    rows = sampler.complete(PROMPTS, 3, params, seed=7)
    assert [len(row) for row in rows] == [3, 3, 3]
    assert rows == sampler.complete(PROMPTS, 3, params, seed=7)
    assert rows == open_model(str(folder), device="cpu", threads=1).complete(
        PROMPTS, 3, params, seed=7
    )
    assert rows != sampler.complete(PROMPTS, 3, params, seed=8)
    assert [row[0].prompt_tokens for row in rows] == [len(prompt) for prompt in PROMPTS]


def test_greedy_samples_are_equal(sampler: LocalSampler) -> None:
    (row,) = sampler.complete(["2+2="], 3, Params(temperature=0.0, max_tokens=12), seed=7)
    assert len(set(row)) == 1


def test_a_token_is_a_character_so_counts_are_lengths(sampler: LocalSampler) -> None:
    rows = sampler.complete(PROMPTS, 30, Params(max_tokens=40), seed=7)
    every = [completion for row in rows for completion in row]
    assert {completion.finish_reason for completion in every} == {"stop", "length"}
    for completion in every:
        ended = completion.finish_reason == "stop"
        assert completion.completion_tokens == 40 if not ended else completion.completion_tokens > 0
        assert "</s>" not in completion.text


def test_stop_strings_end_and_are_cut_off(sampler: LocalSampler) -> None:
    free = sampler.complete(["2+2="], 20, Params(max_tokens=30), seed=7)[0]
    stops = (free[0].text[10:12], free[1].text[5])
    held = sampler.complete(["2+2="], 20, Params(max_tokens=30, stop=stops), seed=7)[0]
    assert held[0].text == free[0].text[: min(free[0].text.find(stop) % 99 for stop in stops)]
    for before, after in zip(free, held, strict=True):
        assert before.text.startswith(after.text)
        assert not any(stop in after.text for stop in stops)
        if any(stop in before.text for stop in stops):
            assert after.finish_reason == "stop"
            assert len(after.text) < after.completion_tokens <= before.completion_tokens
        else:
            assert after == before


def test_a_template_is_used_where_there_is_one(tmp_path: Path) -> None:
    path = str(save_model(tmp_path / "chat", TEMPLATE))
    wrapped = open_model(path, device="cpu").complete(["hi"], 1, Params(max_tokens=2), 0)
    assert wrapped[0][0].prompt_tokens == len("[user]hi01 Jan 2025>")
    plain = open_model(path, device="cpu", chat=False)
    assert plain.complete(["hi"], 1, Params(max_tokens=2), 0)[0][0].prompt_tokens == 2


def test_a_template_cannot_read_the_clock(tmp_path: Path) -> None:
    model = open_model(str(save_model(tmp_path / "clock", CLOCK)), device="cpu")
    (row,) = model.complete(["hi"], 1, Params(max_tokens=2), 0)
    assert row[0].prompt_tokens == len("01 Jan 2025hi")


def test_an_empty_prompt_begins_with_the_begin_token(sampler: LocalSampler) -> None:
    (row,) = sampler.complete([""], 2, Params(max_tokens=5), seed=1)
    assert row[0].prompt_tokens == 1


def test_nothing_asked_nothing_given(sampler: LocalSampler) -> None:
    assert sampler.complete([], 3, Params(), seed=1) == []
    assert sampler.complete(["a"], 0, Params(), seed=1) == [[]]


def test_a_prompt_beyond_the_context_is_refused_and_the_rest_bounds_the_answer(
    sampler: LocalSampler,
) -> None:
    (row,) = sampler.complete(["a" * 126], 1, Params(max_tokens=50), seed=1)
    assert row[0].completion_tokens <= 2
    with pytest.raises(UsageError, match="128"):
        sampler.complete(["a" * 128], 1, Params(), seed=1)


def test_threads_are_set(sampler: LocalSampler) -> None:
    torch.set_num_threads(2)
    sampler.complete(["a"], 1, Params(max_tokens=1), seed=1)
    assert torch.get_num_threads() == 1


@pytest.mark.parametrize(
    "settings",
    [
        {"chat": True},
        {"threads": 0},
        {"device": "tpu"},
        {"device": "cuda:99"},
        {"device": "cpu:1"},
        {"dtype": "int4"},
    ],
)
def test_settings_that_cannot_be_are_refused(folder: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        LocalSampler.load(resolve(str(folder)), **settings)


@pytest.mark.parametrize("damage", ["config", "weights", "tokenizer"])
def test_a_damaged_folder_is_the_users_to_mend(tmp_path: Path, damage: str) -> None:
    path = save_model(tmp_path / "damaged")
    if damage == "config":
        (path / "config.json").write_text('{"model_type": "no-such"}')
    elif damage == "weights":
        (path / "model.safetensors").write_bytes(b"not weights")
    else:
        (path / "tokenizer.json").write_text("{")
    with pytest.raises(UsageError, match="cannot load the model"):
        open_model(str(path), device="cpu")


def test_what_is_begun_is_gone_on_with(sampler: LocalSampler) -> None:
    greedy = Params(temperature=0.0, max_tokens=12)
    ((whole,),) = sampler.complete(["2+2="], 1, greedy, seed=7)
    rows = sampler.complete(["2+2=", "2+2="], 2, greedy, 7, [whole.text[:5], ""])
    assert [c.text[: 12 - 5] for c in rows[0]] == [whole.text[5:]] * 2
    assert [c.text for c in rows[1]] == [whole.text] * 2
    assert rows[0][0].prompt_tokens == len("2+2=") + 5
