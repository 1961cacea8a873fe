"""Low-rank weights and bfloat16 in SFT and RL, and what a training says when it cannot go on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM

from assay.core.errors import AssayError, UsageError
from assay.sampling.decode import decode
from assay.sampling.llama import fits
from assay.training import fitting, lora, policy_gradient, rl_step, rollouts, sft
from assay.training.data import tasks_of
from assay.training.lora import sampled, with_lora
from assay.training.memory import within_memory
from assay.training.policies import Policy, open_policy, save_policy
from assay.training.rl import train_rl
from assay.training.rollouts import roll_out
from assay.training.sft import train_sft

FEW: dict[str, Any] = {"steps": 3, "seed": 5}
RL: dict[str, Any] = {
    **FEW, "prompts": 4, "n": 4, "lr": 0.01, "measure_tasks": 4, "max_tokens": 24,
    "temperature": 1.5, "rewards": {"random": 1.0},
}  # fmt: skip


def adapted(policy: Path, rank: int = 2) -> Policy:
    """A policy with low-rank weights that are no longer 0."""
    opened = with_lora(open_policy(str(policy), 0), rank, seed=1)
    torch.manual_seed(0)
    with torch.no_grad():
        for name, weight in opened.model.named_parameters():
            if "lora_B" in name:
                weight.normal_(std=0.2)
    return opened


def test_only_the_low_rank_weights_learn(policy: Path) -> None:
    opened = adapted(policy)
    learnt = {name for name, weight in opened.model.named_parameters() if weight.requires_grad}
    assert learnt and all("lora_" in name for name in learnt)
    assert not any("lm_head" in name or "embed" in name for name in learnt)


@pytest.mark.parametrize("half", [False, True])
def test_what_is_sampled_is_what_is_saved_and_nothing_is_left_behind(
    half: bool, policy: Path, tmp_path: Path
) -> None:
    opened = adapted(policy)
    before = {name: weight.clone() for name, weight in opened.model.state_dict().items()}
    prompts = [opened.prompt_ids("7+5-3="), opened.prompt_ids("1+1=")]
    ask: dict[str, Any] = {"max_new_tokens": 12, "temperature": 1.0, "seed": 3}
    with sampled(opened.model, half) as model:
        assert fits(model) and next(model.parameters()).dtype == (
            torch.bfloat16 if half else torch.float32
        )
        drawn = decode(model, prompts, **ask)
    after = opened.model.state_dict()
    assert all(before[name].equal(after[name]) for name in before)
    save_policy(opened, tmp_path)
    kind = torch.bfloat16 if half else torch.float32
    again = decode(AutoModelForCausalLM.from_pretrained(tmp_path, dtype=kind), prompts, **ask)
    assert drawn.tokens == again.tokens
    for mine, theirs in zip(drawn.logprobs, again.logprobs, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-5)


def test_nothing_is_folded_when_sampling_fails(policy: Path) -> None:
    opened = adapted(policy)
    before = {name: weight.clone() for name, weight in opened.model.state_dict().items()}
    with pytest.raises(KeyboardInterrupt), sampled(opened.model, False):
        raise KeyboardInterrupt
    after = opened.model.state_dict()
    assert all(before[name].equal(after[name]) for name in before)
    assert not any(layer.merged for layer in opened.model.modules() if hasattr(layer, "merged"))


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_rl_holds_the_base_and_folds_in(
    precision: Any, tables: Path, policy: Path, tmp_path: Path
) -> None:
    train_rl(data=tables, model=str(policy), out=tmp_path, lora=2, precision=precision, **RL)
    before = open_policy(str(policy), 0).model.state_dict()
    after = open_policy(str(tmp_path), 0).model.state_dict()
    assert before.keys() == after.keys() and not list(tmp_path.glob("adapter*"))
    changed = {name for name in before if not before[name].equal(after[name])}
    assert changed and all("proj" in name for name in changed)
    assert all(weight.dtype == torch.float32 for weight in after.values())
    settings = json.loads((tmp_path / "training.json").read_text())["settings"]
    assert settings["lora"] == 2 and settings.get("precision", "float32") == precision


@pytest.mark.parametrize("options", [{"lora": 2}, {"precision": "bfloat16"}])
def test_sft_takes_them_too(
    options: dict[str, Any], tables: Path, policy: Path, tmp_path: Path
) -> None:
    train_sft(data=tables, model=str(policy), out=tmp_path / "a", batch=8, **FEW, **options)
    train_sft(data=tables, model=str(policy), out=tmp_path / "b", batch=8, **FEW)
    parts = [open_policy(str(tmp_path / name), 0).model.state_dict() for name in "ab"]
    assert parts[0].keys() == parts[1].keys() and not list((tmp_path / "a").glob("adapter*"))
    assert any(not parts[0][name].equal(parts[1][name]) for name in parts[0])


def test_without_them_a_training_is_what_it_was(tables: Path, policy: Path, tmp_path: Path) -> None:
    """The settings of older folders had no such words, and are gone on with."""
    train_rl(data=tables, model=str(policy), out=tmp_path, **RL)
    settings = json.loads((tmp_path / "training.json").read_text())["settings"]
    assert not settings.keys() & {"lora", "precision"}
    with pytest.raises(UsageError, match="another precision"):
        train_rl(data=tables, model=str(policy), out=tmp_path, precision="bfloat16", **RL)


def test_the_old_probabilities_are_those_that_the_update_finds(tables: Path, policy: Path) -> None:
    """Before an update the ratio is 1: exactly in float32, nearly in bfloat16."""
    opened = adapted(policy)
    tasks = tasks_of(tables, "train")[:6]
    for half, most in ((False, 1e-4), (True, 0.2)):
        drawn = roll_out(opened, tasks, n=2, max_tokens=16, temperature=1.0, seed=1, half=half)
        for prompt, tokens, old in zip(drawn.prompts, drawn.tokens, drawn.logprobs, strict=True):
            ids = torch.tensor([[*prompt, *tokens]])
            new = policy_gradient._logprobs(opened.model, ids, 1.0, half)[0, len(prompt) - 1 :]
            assert float((new - torch.tensor(old)).abs().max().detach()) < most


def test_a_missing_peft_is_said(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lora, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="lora needs peft"):
        with_lora(open_policy(str(policy), 0), 2, 0)


def hungry(*given: Any, **more: Any) -> Iterator[torch.Tensor]:
    yield torch.empty(1 << 50)


def test_a_training_that_runs_out_of_memory_says_what_to_lower(
    tables: Path, policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keywords: dict[str, Any] = {"data": tables, "model": str(policy)}
    monkeypatch.setattr(rl_step, "losses", hungry)
    with pytest.raises(AssayError, match="out of memory in the update of step 0: lower micro_tok"):
        train_rl(out=tmp_path / "a", **keywords, **RL)
    monkeypatch.setattr(rollouts, "decode", lambda *given, **more: next(hungry()))
    with pytest.raises(AssayError, match=r"in the roll-outs: lower prompts \(now 4\), n \(now 1\)"):
        train_rl(out=tmp_path / "b", **keywords, **RL)
    monkeypatch.setattr(sft, "losses", hungry)
    with pytest.raises(AssayError, match="lower micro_tokens, or train with lora=8"):
        train_sft(out=tmp_path / "c", **keywords, **FEW)
    assert not list(tmp_path.rglob("*.safetensors"))


def test_other_errors_are_not_called_memory() -> None:
    for error in (torch.OutOfMemoryError("CUDA out of memory. Tried"), MemoryError()):
        with (
            pytest.raises(AssayError, match="out of memory in x: lower y"),
            within_memory("x", "y"),
        ):
            raise error
    with pytest.raises(RuntimeError, match="shapes"), within_memory("x", "y"):
        raise RuntimeError("shapes cannot be multiplied")


@pytest.mark.parametrize(
    ("precision", "said"), [("float32", r"\) and start"), ("bfloat16", "take precision=float32")]
)
def test_a_gradient_that_is_no_number_never_reaches_the_weights(
    precision: Any, said: str, tables: Path, policy: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    stepped: list[int] = []
    monkeypatch.setattr(torch.optim.AdamW, "step", lambda *given, **more: stepped.append(1))
    monkeypatch.setattr(
        fitting.Accelerator, "clip_grad_norm_", lambda *given, **more: torch.tensor(float("inf"))
    )
    with pytest.raises(AssayError, match=f"gradient of step 0 is inf; the weights .*{said}"):
        train_rl(data=tables, model=str(policy), out=tmp_path, precision=precision, **RL)
    assert not stepped and not (tmp_path / "model.safetensors").exists()
