"""Rewards in TRL's shape: the checkers' own verdicts, and None wherever they have none."""

from pathlib import Path
from typing import Any

import pytest
import torch

from assay.core.canonical import dumps
from assay.core.errors import AssayError, UsageError
from assay.core.records import Answer, StepLabel, Task, Verdict
from assay.core.tables import task_row
from assay.generators import FAMILIES, draw
from assay.sandbox import open_sandbox
from assay.training.bridges import trl_rewards
from assay.training.data import judged_solutions, tasks_of
from assay.training.outcome_rm import train_orm
from assay.training.policies import save_policy
from assay.training.process_rm import solution_score, step_scores, train_prm
from assay.training.rewards import open_reward_model
from assay.training.tiny import worked_text
from assay.training.trl import reward_of, steps_reward, verifier_reward


def chain() -> Task:
    return draw(FAMILIES["digit_chain"], 3, 0, 1, "short").task


def ask(reward: Any, task: Task, *texts: Any) -> list[float | None]:
    found: list[float | None] = reward(
        prompts=[task.prompt] * len(texts),
        completions=list(texts),
        completion_ids=[[1]] * len(texts),
        task_json=[dumps(task_row(task))] * len(texts),
        trainer_state=None,
    )
    return found


def test_the_verifier_reads_texts_and_messages() -> None:
    task = chain()
    right, wrong = worked_text(task), "Answer: 99"
    chat = [{"role": "assistant", "content": right}]
    assert ask(verifier_reward, task, right, wrong, "", chat, []) == [1.0, 0.0, 0.0, 1.0, 0.0]


def test_steps_want_right_lines_too() -> None:
    task = chain()
    right = worked_text(task)
    lines = right.split("\n")
    lucky = "\n".join(["3+2=6", *lines[1:]])
    assert ask(verifier_reward, task, lucky) == [1.0]
    assert ask(steps_reward, task, right, lucky, "Answer: 99", "") == [1.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize("status", ["undecided", "error"])
def test_what_is_no_verdict_is_none_and_never_0(
    status: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trl_rewards, "grade", lambda *given, **more: Verdict(status))
    both = reward_of({"verifier": 1.0, "steps": 0.5})
    for reward in (verifier_reward, steps_reward, both):
        assert ask(reward, chain(), "Answer: 4") == [None]


def test_a_gold_that_cannot_be_read_is_none() -> None:
    task = Task("t", "f", 1, 1, 0, 0, "train", "?", Answer("integer", ")("))
    assert ask(verifier_reward, task, "Answer: 4") == [None]


def test_an_undecided_line_leaves_the_steps_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    task = chain()
    for kinds, value in (
        (["correct", "undecided"], None),
        (["undecided", "wrong"], 0.0),
        (["neutral", "correct"], 1.0),
        ([], 1.0),
    ):
        labels = tuple(StepLabel(0, 1, kind) for kind in kinds)  # type: ignore[arg-type]
        monkeypatch.setattr(trl_rewards, "label_steps", lambda *given, found=labels: found)
        assert ask(steps_reward, task, worked_text(task)) == [value]


@pytest.fixture(scope="module")
def models(tables: Path, policy: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An outcome and a process reward model, trained for a moment."""
    folder: Path = tmp_path_factory.mktemp("models")
    few: dict[str, Any] = {"data": tables, "model": str(policy), "steps": 3, "batch": 8}
    train_orm(out=folder / "orm", **few)
    train_prm(out=folder / "prm", **few)
    return {name: str(folder / name) for name in ("orm", "prm")}


def test_learned_rewards_are_the_models_own_scores(tables: Path, models: dict[str, str]) -> None:
    judged = judged_solutions(tables)[0]
    (task,) = (t for t in tasks_of(tables, "train") if t.task_id == judged.task_id)
    (lines,) = step_scores(open_reward_model(models["prm"]), [(judged.prompt, judged.text)])
    for whole in ("product", "min", "last", "mean"):
        reward = reward_of({"prm": 1.0}, prm=models["prm"], whole=whole)
        (found,) = ask(reward, task, judged.text)
        assert found == pytest.approx(solution_score(lines, whole))  # type: ignore[arg-type]
    mixture = reward_of({"verifier": 2.0, "prm": 0.5, "orm": 1.0}, **models)
    parts = [ask(reward_of({name: 1.0}, **models), task, judged.text)[0]
             for name in ("verifier", "prm", "orm")]  # fmt: skip
    weighted = sum(share * (value or 0.0) for share, value in zip((2, 0.5, 1), parts, strict=True))
    assert ask(mixture, task, judged.text) == [pytest.approx(weighted)]
    assert mixture.__name__ == "verifier_prm_orm"


def test_a_learned_reward_that_is_no_number_ends_the_training(
    models: dict[str, str], tmp_path: Path
) -> None:
    for name, folder in models.items():
        broken = open_reward_model(folder)
        with torch.no_grad():
            broken.model.score.weight.fill_(float("nan"))
        save_policy(broken, tmp_path / name)
        reward = reward_of({name: 1.0}, **{name: str(tmp_path / name)})
        with pytest.raises(AssayError, match=f"the reward {name} gave nan.*train it again"):
            ask(reward, chain(), "3+2=5\nAnswer: 4")


@pytest.mark.parametrize(
    ("weights", "more", "said"),
    [
        ({"verifer": 1.0}, {}, "did you mean verifier"),
        ({}, {}, "no reward"),
        ({"verifier": -1.0}, {}, "above 0"),
        ({"prm": 1.0}, {}, "prm=FOLDER"),
        ({"prm": 1.0}, {"prm": "nowhere/at/all"}, "nowhere"),
    ],
)
def test_wrong_sources_are_one_clear_sentence(
    weights: dict[str, float], more: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        reward_of(weights, **more)


def test_a_policy_is_no_reward_model(policy: Path, models: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=r"no trained reward model.*LlamaForCausalLM"):
        reward_of({"orm": 1.0}, orm=str(policy))
    with pytest.raises(UsageError, match=r"unknown whole 'sum'"):
        reward_of({"prm": 1.0}, prm=models["prm"], whole="sum")


@pytest.mark.parametrize("row", ["{", "[]", "null", '{"task_id": "x"}', 7, {"a": 1}, "x" * 500])
def test_rows_of_another_schema_are_named(row: Any) -> None:
    with pytest.raises(UsageError, match=r"task_json holds .* no task; build the dataset with"):
        verifier_reward(completions=["4"], task_json=[row])
    with pytest.raises(UsageError, match="no column task_json; build the dataset with"):
        verifier_reward(prompts=["?"], completions=["4"], answer=["4"])
    with pytest.raises(UsageError, match="a text or messages expected"):
        ask(verifier_reward, chain(), 7)


def test_programs_run_in_the_sandbox_they_are_given() -> None:
    family = next(family for family in FAMILIES.values() if family.area == "code")
    task = draw(family, 1, 0, 0).task
    with pytest.raises(UsageError, match="only a sandbox may run"):
        ask(verifier_reward, task, "```python\npass\n```")
    gold = f"```{task.answer.spec['lang']}\n{task.answer.spec['reference_source']}\n```"
    with open_sandbox("local") as sandbox:
        reward = reward_of({"verifier": 1.0}, sandbox=sandbox)
        assert ask(reward, task, gold, "no program") == [1.0, 0.0]
