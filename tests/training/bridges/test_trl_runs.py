"""TRL's own trainers, unchanged, on our datasets and rewards: three real steps on a CPU, no hub."""

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

from assay.core.errors import UsageError
from assay.training.process_rm import train_prm
from assay.training.trl import preferences, prompts, reward_of, verifier_reward

trl = pytest.importorskip("trl")

pytestmark = pytest.mark.filterwarnings("ignore")  # what TRL's own libraries warn of is theirs

SMALL: dict[str, Any] = {
    "max_steps": 3,
    "per_device_train_batch_size": 8,
    "learning_rate": 1e-3,
    "logging_steps": 1,
    "report_to": "none",
    "save_strategy": "no",
    "use_cpu": True,
    "disable_tqdm": True,
    "seed": 3,
    "bf16": False,
}


TEMPLATE = (
    "{% for m in messages %}{% if m['role'] == 'user' %}<s>{{ m['content'] }}<sep>"
    "{% else %}{{ m['content'] }}</s>{% endif %}{% endfor %}"
)


def weights(model: Any) -> torch.Tensor:
    return torch.cat([part.detach().flatten().clone() for part in model.parameters()])


def grpo(policy: Path, out: Path, reward: Any, data: Any, **more: Any) -> Any:
    """A GRPOTrainer of three small steps, with a chat template for chats."""
    tokenizer = AutoTokenizer.from_pretrained(policy)
    if isinstance(data[0]["prompt"], list):
        tokenizer.chat_template = TEMPLATE
    options = trl.GRPOConfig(
        output_dir=str(out), num_generations=4, max_completion_length=24, temperature=1.2, **SMALL,
        **more,
    )  # fmt: skip
    return trl.GRPOTrainer(
        model=AutoModelForCausalLM.from_pretrained(policy, dtype=torch.float32),
        processing_class=tokenizer,
        reward_funcs=reward,
        train_dataset=data,
        args=options,
    )


def lines(trainer: Any, name: str) -> list[float]:
    return [line[name] for line in trainer.state.log_history if name in line]


def test_grpo_trains_on_our_prompts_and_rewards(tables: Path, policy: Path, tmp_path: Path) -> None:
    train_prm(data=tables, model=str(policy), out=tmp_path / "prm", steps=3, batch=8)
    ours = reward_of({"verifier": 1.0, "prm": 0.5}, prm=str(tmp_path / "prm"))
    seen: list[tuple[list[str], list[float | None]]] = []

    def watched(completions: list[str], **columns: Any) -> list[float | None]:
        seen.append((completions, ours(completions=completions, **columns)))
        return seen[-1][1]

    trainer = grpo(policy, tmp_path / "out", watched, prompts(tables, chat=False))
    before = weights(trainer.model)
    trainer.train()
    assert trainer.state.global_step == 3 and len(seen) == 3
    assert all(len(texts) == len(values) == 8 for texts, values in seen)
    assert lines(trainer, "reward") == pytest.approx(
        [sum(value or 0.0 for value in values) / len(values) for _, values in seen], abs=1e-5
    )
    assert all(map(math.isfinite, lines(trainer, "loss")))
    after = weights(trainer.model)
    assert torch.isfinite(after).all() and not torch.equal(before, after)


def test_what_has_no_verdict_teaches_trl_nothing(
    tables: Path, policy: Path, tmp_path: Path
) -> None:
    def undecided(completions: list[Any], **columns: Any) -> list[float | None]:
        assert [chat[0]["role"] for chat in completions] == ["assistant"] * 8
        assert set(verifier_reward(completions=completions, **columns)) <= {0.0, 1.0}
        return [None] * len(completions)

    trainer = grpo(policy, tmp_path, undecided, prompts(tables))
    before = weights(trainer.model)
    trainer.train()
    after = weights(trainer.model)
    assert torch.isfinite(after).all() and torch.equal(before, after)


def test_a_dataset_of_another_schema_ends_the_training_with_a_sentence(
    tables: Path, policy: Path, tmp_path: Path
) -> None:
    other = prompts(tables, chat=False).remove_columns(["task_json"])
    with pytest.raises(UsageError, match="no column task_json; build the dataset with"):
        grpo(policy, tmp_path, verifier_reward, other).train()


@pytest.mark.parametrize("ready", [True, False])
def test_a_reward_model_is_trained_on_our_pairs(
    ready: bool, tables: Path, policy: Path, tmp_path: Path
) -> None:
    tokenizer = AutoTokenizer.from_pretrained(policy)
    model = AutoModelForSequenceClassification.from_pretrained(
        policy, num_labels=1, dtype=torch.float32
    )
    trainer = trl.RewardTrainer(
        model=model,
        processing_class=tokenizer,
        train_dataset=preferences(tables, chat=False, tokenizer=tokenizer if ready else None),
        args=trl.RewardConfig(output_dir=str(tmp_path), **SMALL),
    )
    before = weights(trainer.model)
    trainer.train()
    assert trainer.state.global_step == 3
    assert all(map(math.isfinite, lines(trainer, "loss"))) and len(lines(trainer, "loss")) == 3
    after = weights(trainer.model)
    assert torch.isfinite(after).all() and not torch.equal(before, after)
