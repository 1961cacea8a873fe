"""Datasets for TRL: only what may be learnt from, in the shapes its trainers read."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer

from assay.core.errors import UsageError
from assay.core.store import open_table, write_part
from assay.core.tables import table_of
from assay.training.bridges import trl_data
from assay.training.data import judged_solutions, tasks_of
from assay.training.policies import open_policy
from assay.training.stepwise_table import Judged
from assay.training.trl import preferences, prompts, verifier_reward


def test_prompts_are_those_of_split_train_with_their_tasks(tables: Path) -> None:
    found = prompts(tables)
    tasks = tasks_of(tables, "train")
    assert found["task_id"] == [task.task_id for task in tasks]
    assert found[0]["prompt"] == [{"role": "user", "content": tasks[0].prompt}]
    assert prompts(tables, chat=False)[0]["prompt"] == tasks[0].prompt
    golds = [f"Answer: {gold}" for gold in found["answer"]]
    assert verifier_reward(completions=golds, task_json=found["task_json"]) == [1.0] * len(tasks)


def test_prompts_can_be_chosen(tables: Path) -> None:
    few = prompts(tables, families=["digit_sum"], levels=[1, 2], most=5)
    assert len(few) == 5 and set(few["family"]) == {"digit_sum"} and set(few["level"]) <= {1, 2}
    held_out = prompts(tables, split="validation")
    assert not set(held_out["task_id"]) & set(prompts(tables)["task_id"])


def test_no_test_split_no_train_split_no_template(
    tables: Path, policy: Path, tmp_path: Path
) -> None:
    plain = AutoTokenizer.from_pretrained(policy)
    for make in (prompts, preferences):
        with pytest.raises(UsageError, match="split 'test' is for evaluation"):
            make(tables, split="test")
        with pytest.raises(UsageError, match="no chat template; take chat=False"):
            make(tables, tokenizer=plain)
    rows = [row | {"split": "test"} for row in open_table(tables, "tasks").to_pylist()]
    write_part(tmp_path, "tasks", table_of("tasks", rows), "t")
    with pytest.raises(UsageError, match=r"split train, .*; all 320 rows are of split test"):
        prompts(tmp_path)
    with pytest.raises(UsageError, match="no table 'tasks'"):
        prompts(tmp_path / "nowhere")


def test_pairs_are_a_right_and_a_wrong_solution_of_one_task(tables: Path) -> None:
    judged: dict[tuple[str, str], float | None] = {}
    for each in judged_solutions(tables):
        judged[each.task_id, each.text] = each.reward
    found = preferences(tables, chat=False, pairs=2)
    assert {(judged[row["task_id"], row["chosen"]], judged[row["task_id"], row["rejected"]])
            for row in found} == {(1.0, 0.0)}  # fmt: skip
    assert len(found) == 2 * len({task.task_id for task in tasks_of(tables, "train")})
    chat = preferences(tables)[0]
    assert [chat[name][0]["role"] for name in ("prompt", "chosen", "rejected")] == [
        "user", "assistant", "assistant",
    ]  # fmt: skip


def test_ids_are_framed_as_our_own_models_frame_them(tables: Path, policy: Path) -> None:
    opened = open_policy(str(policy), 0)
    texts = preferences(tables, chat=False)
    found = preferences(tables, chat=False, tokenizer=opened.tokenizer)
    assert found.column_names == ["chosen_ids", "rejected_ids"] and len(found) == len(texts)
    for side in ("chosen", "rejected"):
        ids = [*opened.prompt_ids(texts[0]["prompt"]), *opened.response_ids(texts[0][side])]
        assert found[0][f"{side}_ids"] == ids


def test_a_folder_without_contrasts_says_so(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = [each for each in judged_solutions(tables) if each.reward == 1.0]
    monkeypatch.setattr(trl_data, "judged_solutions", lambda *given, **more: right)
    with pytest.raises(UsageError, match="has a right and a wrong solution; draw more"):
        preferences(tables)


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([0.0, 1.0])), max_size=20),
    st.integers(1, 40),
)
def test_contrasts_are_different_and_as_many_as_there_are(
    drawn: list[tuple[str, float]], most: int
) -> None:
    judged = [Judged("t", "f", "?", text, reward, ()) for text, reward in drawn]
    right = {text for text, reward in drawn if reward} - {t for t, reward in drawn if not reward}
    wrong = {text for text, reward in drawn if not reward}
    found = list(trl_data._contrasts(judged, most))
    assert len(set(found)) == len(found) == min(most, len(right) * len(wrong))
    assert set(found) <= set(product(right, wrong))
    used: dict[str, Any] = {text: sum(text == one for one, _ in found) for text in right}
    assert not used or max(used.values()) - min(used.values()) <= 1
