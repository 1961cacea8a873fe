"""Sources of reward, the window of levels, the meter, expert iteration, judges beside."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from transformers import AutoModelForCausalLM

from assay.checkers import label_steps
from assay.core.errors import AssayError, UsageError
from assay.core.records import Task
from assay.generators import FAMILIES, draw
from assay.training import fitting, judging
from assay.training import rewards as rewards_module
from assay.training.curriculum import Window, by_level, pool_of
from assay.training.data import demonstrations
from assay.training.expert import kept, train_expert
from assay.training.judging import Found, Judges
from assay.training.meter import flags
from assay.training.outcome_rm import train_orm
from assay.training.policies import open_policy
from assay.training.process_rm import train_prm
from assay.training.rewards import Sources, token_ends
from assay.training.rl import train_rl
from assay.training.rollouts import Rollouts, roll_out
from assay.training.sft import encode, losses
from assay.training.tiny import worked_text

SMALL: dict[str, Any] = {
    "steps": 4, "prompts": 6, "n": 4, "measure_every": 2, "measure_tasks": 8, "max_tokens": 24,
    "temperature": 1.5, "lr": 1e-3, "seed": 5, "checkpoint_every": 2,
}  # fmt: skip


def tasks(count: int = 4) -> list[Task]:
    return [draw(FAMILIES["digit_chain"], 2, 9, index, "short").task for index in range(count)]


def written(policy: Any, task: Task, texts: list[str]) -> Rollouts:
    """Roll-outs with given texts, judged as real ones are."""
    with Judges(every_step=True) as judges:
        for at, text in enumerate(texts):
            judges.ask(at, task, text)
        found = judges.answers(len(texts))
    tokens = [policy.response_ids(text) for text in texts]
    return Rollouts(
        [task] * len(texts), [policy.prompt_ids(task.prompt)] * len(texts), tokens,
        [[0.0] * len(ids) for ids in tokens], texts, [f.answer for f in found],
        [f.reward for f in found], [f.sound for f in found], [f.steps for f in found],
    )  # fmt: skip


def slipped(task: Task) -> str:
    """The worked text with its second line wrong and carried on."""
    lines = worked_text(task).split("\n")
    return "\n".join([lines[0], lines[1].split("=")[0] + "=77", *lines[2:-1], "Answer: 77"])


def test_exact_steps_reward_right_steps_and_blame_the_first_wrong_one(policy: Path) -> None:
    opened = open_policy(str(policy), 0)
    task = next(t for t in tasks(20) if len(t.steps) >= 2)
    drawn = written(opened, task, [worked_text(task), slipped(task), "", "Answer: 77"])
    worths = Sources({"steps": 1.0}).judge(drawn, opened, 0)["steps"]
    lines = len(task.steps) + 1
    assert worths[0].values == (1.0,) * lines
    assert worths[1].values[:2] == (1.0, 0.0) and set(worths[1].values[2:]) <= {None}
    assert worths[2].values == worths[3].values == (0.0,)
    for worth, ids, text in zip(worths, drawn.tokens, drawn.texts, strict=True):
        assert worth.ends[-1] == len(ids)
        for end, label in zip(worth.ends[:-1], label_steps(task, text), strict=False):
            assert opened.text(ids[:end]).rstrip("\n") == text[: label.end]


def test_token_ends_are_the_same_when_the_model_cut_its_words_otherwise(policy: Path) -> None:
    opened = open_policy("builtin:tiny-bpe-1m", 0)
    text = "12+12=24\nthe answer\nAnswer: 24"
    ends = [8, 19, len(text)]
    usual = opened.response_ids(text)[:-1]
    single = [token for letter in text for token in opened.response_ids(letter)[:-1]]
    assert single != usual
    for tokens in (usual, single):
        for end, count in zip(ends, token_ends(opened, tokens, text, ends), strict=True):
            assert opened.text(tokens[:count]).rstrip("\n") == text[:end]


def test_the_controls_know_nothing_of_the_gold(policy: Path) -> None:
    opened = open_policy(str(policy), 0)
    task = tasks(1)[0]
    right, wrong = worked_text(task), "Answer: 123456"
    drawn = written(opened, task, [right, wrong, ""])
    found = Sources({"random": 1.0, "format": 1.0}, seed=3).judge(drawn, opened, 7)
    assert [w.values for w in found["format"]] == [(1.0,), (1.0,), (0.0,)]
    again = Sources({"random": 1.0}, seed=3).judge(drawn, opened, 7)
    assert found["random"] == again["random"]
    coins = [
        Sources({"random": 1.0}, seed=3).judge(drawn, opened, step)["random"][0].values[0]
        for step in range(64)
    ]
    assert 16 < sum(coin or 0.0 for coin in coins) < 48


def test_learned_rewards_and_mixtures_train(tables: Path, policy: Path, tmp_path: Path) -> None:
    few: dict[str, Any] = {"steps": 4, "batch": 8}
    train_orm(data=tables, model=str(policy), out=tmp_path / "orm", **few)
    train_prm(data=tables, model=str(policy), out=tmp_path / "prm", **few)
    models = {"orm": str(tmp_path / "orm"), "prm": str(tmp_path / "prm")}
    mixture = {"verifier": 1.0, "steps": 0.5, "orm": 0.5, "prm": 0.5}
    for name, extra in (
        ("mixed", {"rewards": mixture, "kl": 0.01, "refill": 2, "long_from": 12, **models}),
        ("orm only", {"rewards": {"orm": 1.0}, **models}),
    ):
        train_rl(data=tables, model=str(policy), out=tmp_path / name, **SMALL, **extra)
        lines = log_of(tmp_path / name)
        assert len(lines) == 4 and all(line["signal"] > 0 for line in lines)
        assert AutoModelForCausalLM.from_pretrained(tmp_path / name).config.vocab_size > 90


def test_what_is_shown_again_is_kept(tables: Path, policy: Path, tmp_path: Path) -> None:
    """A coin as reward teaches nothing; demonstrations beside it are learnt all the same."""
    asked = {**SMALL, "rewards": {"random": 1.0}, "lr": 1e-3}
    train_rl(data=tables, model=str(policy), out=tmp_path / "alone", **asked)
    train_rl(data=tables, model=str(policy), out=tmp_path / "kept", replay=1.0, **asked)

    def surprise(model: Path) -> float:
        opened = open_policy(str(model), 0)
        shown = demonstrations(tables, levels=None, count=64)
        rows = [encode(opened, each.prompt, each.response) for each in shown]
        return sum(float(part.detach()) for part in losses(opened.model, rows, opened.pad_id, 8192))

    assert surprise(tmp_path / "kept") < surprise(policy) < surprise(tmp_path / "alone")
    cost = [log_of(tmp_path / name)[0]["flops"] for name in ("alone", "kept")]
    assert cost[0] < cost[1]


def log_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def test_a_reward_that_is_no_number_trains_nothing(
    tables: Path, policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_orm(data=tables, model=str(policy), out=tmp_path / "orm", steps=2, batch=4)
    monkeypatch.setattr(
        rewards_module, "outcome_scores", lambda scorer, pairs: [float("nan")] * len(pairs)
    )
    asked = {"rewards": {"orm": 1.0}, "orm": str(tmp_path / "orm"), **SMALL}
    with pytest.raises(AssayError, match="reward orm gave nan"):
        train_rl(data=tables, model=str(policy), out=tmp_path / "rl", **asked)
    assert not (tmp_path / "rl" / "model.safetensors").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rewards": {"verfier": 1.0}}, "verfier"),
        ({"rewards": {"prm": 1.0}}, "reward prm needs a model"),
        ({"rewards": {"verifier": 0.0}}, "weight 0.0"),
        ({"rewards": {"verifier": float("nan")}}, "weight nan"),
        ({"unseen": ["digit_chain", "digit_sum"]}, "no family is left"),
        ({"kl": -1.0}, "kl: -1.0"),
        ({"replay": -1.0}, "replay: -1.0"),
        ({"replay_levels": [1]}, "without replay"),
    ],
)
def test_odd_rewards_are_one_clear_sentence(
    change: dict[str, Any], said: str, tables: Path, policy: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=said):
        train_rl(data=tables, model=str(policy), out=tmp_path, **{**SMALL, **change})


def test_unseen_families_are_measured_and_never_drawn(
    tables: Path, policy: Path, tmp_path: Path
) -> None:
    asked = {**SMALL, "unseen": ["digit_sum"], "curriculum": True}
    train_rl(data=tables, model=str(policy), out=tmp_path, **asked)
    lines = log_of(tmp_path)
    assert {"accuracy", "soundness"} == lines[-1]["unseen"].keys()
    drawn = {name.split()[0] for line in lines for name in line["by_level"]}
    assert drawn == {"digit_chain"}


def test_judges_beside_change_nothing_that_is_written(
    tables: Path, policy: Path, tmp_path: Path
) -> None:
    for workers in (0, 2):
        asked = {**SMALL, "rewards": {"verifier": 1.0, "steps": 1.0}, "judges": workers}
        train_rl(data=tables, model=str(policy), out=tmp_path / str(workers), **asked)
    logs = [(tmp_path / str(workers) / "log.jsonl").read_bytes() for workers in (0, 2)]
    assert logs[0] == logs[1]
    weights = [(tmp_path / str(w) / "model.safetensors").read_bytes() for w in (0, 2)]
    assert weights[0] == weights[1]


def test_a_judge_that_dies_is_no_wrong_answer() -> None:
    with Judges(1) as judges:
        judges.ask(0, tasks(1)[0], "Answer: 1")
        assert judges.answers(1)[0].reward == 0.0
        assert judges._pool is not None
        for process in judges._pool._processes.values():
            process.kill()
        judges.ask(0, tasks(1)[0], "Answer: 1")
        with pytest.raises(AssayError, match="died"):
            judges.answers(1)


def test_the_window_follows_success_and_is_a_function_of_the_log() -> None:
    easy = [{"by_level": {"digit_chain 1": 0.95, "digit_chain 2": 0.5, "digit_chain 3": 0.02}}] * 5
    window = Window.of(easy, (0.4, 0.6))
    assert window.weight(("digit_chain", 2)) == 1.0
    assert window.weight(("digit_chain", 1)) < 0.1 > window.weight(("digit_chain", 3))
    assert window.weight(("digit_chain", 1)) > 0 < window.weight(("digit_chain", 9))
    assert window.weight(("digit_sum", 1)) == 1.0
    pool = pool_of([draw(FAMILIES["digit_chain"], level, 1, 0).task for level in (1, 2, 3)])
    chosen = window.choose(pool, 300, Random(1))
    assert sum(task.level == 2 for task in chosen) > 200
    assert chosen == Window.of(easy, (0.4, 0.6)).choose(pool, 300, Random(1))


def test_success_by_level_leaves_out_what_nobody_knows() -> None:
    drawn = tasks(3)
    assert by_level(drawn, [1.0, 0.0, None]) == {"digit_chain 2": 0.5}


def line(step: int, **scores: float) -> dict[str, Any]:
    usual = {"reward": 0.4, "sound": 0.35, "length": 30.0, "unparsed": 0.05, "signal": 0.6}
    return {"step": step, **usual, **scores}


@pytest.mark.parametrize(
    ("changed", "sign"),
    [
        ({"reward": 0.1}, "reward fell"),
        ({"sound": 0.05}, "outcome left process behind"),
        ({"length": 5.0}, "length shrank"),
        ({"length": 90.0}, "length grew"),
        ({"unparsed": 0.5}, "answers are missing"),
        ({"signal": 0.01}, "no signal left"),
    ],
)
def test_a_collapsing_run_is_flagged_within_twenty_steps(
    changed: dict[str, float], sign: str
) -> None:
    calm = [line(step) for step in range(1, 11)]
    assert flags(calm) == []
    found = flags([*calm, *(line(step, **changed) for step in range(11, 31))])
    assert found and found[0][0] <= 20
    assert any(said.startswith(sign) for said in found[0][1])


def test_expert_iteration_keeps_right_solutions_alone(tables: Path, policy: Path) -> None:
    opened = open_policy(str(policy), 0)
    task = tasks(1)[0]
    right = worked_text(task)
    drawn = written(opened, task, [right, "Answer: 123456", right, f"Answer: {task.answer.value}"])
    texts = [opened.text(e.ids[e.prompt :]) for e in kept(drawn, 4)]
    assert texts == [right, f"Answer: {task.answer.value}"]
    assert len(kept(drawn, 1)) == 1


@pytest.mark.parametrize("how", [{}, {"precision": "bfloat16", "at_once": 64}], ids=str)
def test_expert_iteration_killed_goes_on_to_the_same_bytes(
    how: dict[str, Any],
    tables: Path,
    policy: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "judge", lambda asked: Found(1.0, "any", None))
    asked: dict[str, Any] = {
        "data": tables, "model": str(policy), "rounds": 2, "prompts": 24, "n": 8, "steps": 3,
        "batch": 4, "max_tokens": 24, "measure_tasks": 4, "families": ["digit_sum"], **how,
    }  # fmt: skip
    train_expert(out=tmp_path / "whole", **asked)
    note, seen = fitting.Fit.note, []

    def killed(self: fitting.Fit, entry: dict[str, Any]) -> None:
        note(self, entry)
        seen.append(entry)
        if len(seen) in (2, 7):
            raise KeyboardInterrupt

    monkeypatch.setattr(fitting.Fit, "note", killed)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            train_expert(out=tmp_path / "cut", **asked)
    train_expert(out=tmp_path / "cut", **asked)
    bytes_of = [(tmp_path / n / "model.safetensors").read_bytes() for n in ("cut", "whole")]
    assert bytes_of[0] == bytes_of[1]


def test_roll_outs_join_and_part(policy: Path) -> None:
    opened = open_policy(str(policy), 0)
    drawn = roll_out(opened, tasks(3), n=2, max_tokens=8, temperature=1.0, seed=1)
    assert drawn.rows(0, 2).joined(drawn.rows(2, 6)) == drawn
