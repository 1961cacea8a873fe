"""Sampling and one step of RL on a GPU, beside `generate` and TRL's GRPOTrainer on the same card.

    python benchmarks/gpu.py decode [--rows 512,1024,2048] [--new 128]
    python benchmarks/gpu.py step [--tasks FOLDER] [--steps 4] [--judges 8] [--only ours|trl]

`decode`: SmolLM2-135M-Instruct in bfloat16, prompts of 24 to 40 tokens (padded on the left), `new`
tokens after each at temperature 1, no end token, so that every way writes the same number; the ways
take turns and the median of three is printed. Beside it stands what the card's memory allows: the
seconds in which it could read the weights and the keys and values of every step once.

`step`: the same roll-outs a step (64 prompts, 8 each, up to 128 tokens), one update on all of them,
the same checker as reward, weights in float32 with bfloat16 autocast. The first step is left out.
Both print a Markdown table and need torch with CUDA; `step` needs trl too for TRL's row.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM

from assay.pipelines.generate import generate
from assay.sampling.decode import decode
from assay.sampling.models import resolve
from assay.training.judging import Found, Judges
from assay.training.policies import open_policy
from assay.training.rl import train_rl

MODEL = "builtin:smollm2"
FAMILIES = "digit_chain,digit_sum,chain_symbols,nested_arithmetic,ratio_split,sort_words"
EACH = 8
Way = Callable[[], object]


def head() -> str:
    """Card, versions and date, over every table."""
    card = torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU"
    names = ("torch", "transformers")
    return f"{card}, {', '.join(f'{n} {version(n)}' for n in names)}, {time.strftime('%Y-%m-%d')}\n"


def settle() -> None:
    """Wait for what the card still has to do."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def seconds(way: Way) -> float:
    """Wall seconds of one call, the card's work included."""
    settle()
    began = time.perf_counter()
    way()
    settle()
    return time.perf_counter() - began


def bandwidth() -> float:
    """Bytes a second of a large copy on the device, read and written."""
    source = torch.empty(2**28 if torch.cuda.is_available() else 2**24, dtype=torch.int32)
    source = source.to("cuda" if torch.cuda.is_available() else "cpu")
    target = torch.empty_like(source)
    target.copy_(source)
    taken = statistics.median(seconds(lambda: target.copy_(source)) for _ in range(5))
    return 2 * source.numel() * source.element_size() / taken


def floor(model: Any, rows: int, prompt: int, new: int, speed: float) -> float:
    """Seconds in which memory of this speed gives weights, keys and values of each step, once."""
    config = model.config
    column = 2 * config.num_hidden_layers * config.num_key_value_heads * config.head_dim * 2
    weights = sum(parameter.numel() for parameter in model.parameters()) * 2
    return sum(weights + rows * column * (prompt + step) for step in range(new)) / speed


def decoding(rows_of: list[int], new: int) -> None:
    """Tokens a second of the decode loop and of `generate`, and the memory's bound."""
    place = "cuda" if torch.cuda.is_available() else "cpu"
    model: Any = AutoModelForCausalLM.from_pretrained(resolve(MODEL).folder, dtype=torch.bfloat16)
    model.to(place).eval()
    speed = bandwidth()
    print(head() + f"copy {speed / 1e12:.2f} TB/s; prompts of 24 to 40 tokens, {new} new\n")
    print("| rows | way | s | tokens/s | x generate | share of the memory's bound |")
    print("|---|---|---|---|---|---|")
    for rows in rows_of:
        ways = _ways(model, rows, new)
        for way in ways.values():
            way()
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(3):
            for name, way in ways.items():
                taken[name].append(seconds(way))
        stock = statistics.median(taken["generate"])
        least = floor(model, rows, 40, new, speed)
        for name, times in taken.items():
            mid = statistics.median(times)
            print(
                f"| {rows} | {name} | {mid:.2f} | {rows * new / mid:,.0f} | {stock / mid:.2f} "
                f"| {least / mid:.0%} |",
                flush=True,
            )


def _ways(model: Any, rows: int, new: int) -> dict[str, Way]:
    generator = torch.Generator().manual_seed(1)
    lengths = torch.randint(24, 41, (rows,), generator=generator).tolist()
    lengths[0] = 40
    prompts = [torch.randint(20, 40000, (n,), generator=generator).tolist() for n in lengths]
    ids = torch.tensor([[0] * (40 - len(one)) + one for one in prompts], device=model.device)
    mask = torch.tensor([[0] * (40 - n) + [1] * n for n in lengths], device=model.device)
    asked = {"max_new_tokens": new, "do_sample": True, "top_k": 0, "pad_token_id": 0}
    stock = model.generation_config
    stock.eos_token_id = None
    return {
        "generate": lambda: model.generate(ids, attention_mask=mask, **asked),
        "decode": lambda: decode(model, prompts, max_new_tokens=new, seed=1),
    }


@dataclass(frozen=True, slots=True)
class Size:
    """How much a step does: prompts, the most tokens of a response, steps that count."""

    prompts: int
    new: int
    steps: int


def ours(tasks: Path, size: Size, judges: int, out: Path) -> dict[str, float]:
    """Seconds a step of `train_rl` after the first, its tokens, and the share spent waiting."""
    began: list[float] = []
    waited: list[float] = []
    answers = Judges.answers

    def clocked(self: Judges, count: int) -> list[Found]:
        before = time.perf_counter()
        found = answers(self, count)
        waited.append(time.perf_counter() - before)
        return found

    class Watch:
        """Notes when each step ends."""

        def stage(self, name: str, total: int) -> "Watch":
            return self

        def __enter__(self) -> Callable[[int], None]:
            return lambda done: began.append(time.perf_counter())

        def __exit__(self, *_: object) -> None:
            return None

    Judges.answers = clocked  # type: ignore[method-assign]
    train_rl(
        data=tasks,
        model=MODEL,
        out=out,
        steps=size.steps + 2,
        prompts=size.prompts,
        n=EACH,
        updates=1,
        max_tokens=size.new,
        lr=1e-6,
        measure_every=10**6,
        measure_tasks=1,
        micro_tokens=16384,
        judges=judges,
        precision="bfloat16",
        progress=Watch(),  # type: ignore[arg-type]
    )
    lines = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
    spent = began[-2] - began[1]  # the first step starts the judges, the last one measures
    tokens = lines[-2]["tokens"] - lines[0]["tokens"]
    return {
        "seconds": spent / size.steps,
        "tokens": tokens / size.steps,
        "waited": statistics.mean(waited[2:-2]),  # without the two measurements and the first step
    }


def theirs(tasks: Path, size: Size, out: Path) -> dict[str, float]:
    """The same of TRL's GRPOTrainer with `generate`: as many roll-outs and one update a step."""
    from transformers import AutoTokenizer, TrainerCallback
    from trl import GRPOConfig, GRPOTrainer

    from assay.training.trl import prompts, verifier_reward

    ended: list[float] = []

    class Clock(TrainerCallback):  # type: ignore[misc]
        def on_step_end(self, *_: Any, **__: Any) -> None:
            settle()
            ended.append(time.perf_counter())

    folder = resolve(MODEL).folder
    tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left")
    asked = GRPOConfig(
        output_dir=str(out),
        max_steps=size.steps + 1,
        num_generations=EACH,
        per_device_train_batch_size=size.prompts,
        gradient_accumulation_steps=EACH,
        max_completion_length=size.new,
        learning_rate=1e-6,
        bf16=torch.cuda.is_available(),
        use_cpu=not torch.cuda.is_available(),
        logging_steps=1,
        report_to="none",
        save_strategy="no",
        disable_tqdm=True,
    )
    trainer = GRPOTrainer(
        model=AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32),
        processing_class=tokenizer,
        reward_funcs=verifier_reward,
        train_dataset=prompts(tasks, chat=True, tokenizer=tokenizer),
        args=asked,
        callbacks=[Clock()],
    )
    trainer.train()
    lengths = [
        line["completions/mean_length"]
        for line in trainer.state.log_history
        if "completions/mean_length" in line
    ]
    return {
        "seconds": (ended[-1] - ended[0]) / size.steps,
        "tokens": statistics.mean(lengths[1:]) * size.prompts * EACH,
        "waited": float("nan"),
    }


def stepping(tasks: Path | None, size: Size, judges: int, only: str | None) -> None:
    """Seconds and tokens a second of whole steps, ours and TRL's."""
    with tempfile.TemporaryDirectory() as place:
        folder = tasks or Path(place) / "tasks"
        if tasks is None:
            generate(families=FAMILIES, count=400, phrasing="short", out=folder)
        open_policy(MODEL, 0)  # unpacked before a clock runs
        print(
            head()
            + f"{size.prompts} prompts x {EACH}, up to {size.new} tokens, one update a step\n"
        )
        print("| trainer | s a step | tokens a step | tokens/s | waited for labels, s a step |")
        print("|---|---|---|---|---|")
        if only != "trl":
            _row("assay train rl", ours(folder, size, judges, Path(place) / "ours"))
        if only != "ours":
            _row(f"TRL {version('trl')} GRPO", theirs(folder, size, Path(place) / "trl"))


def _row(name: str, found: dict[str, float]) -> None:
    rate = found["tokens"] / found["seconds"]
    print(
        f"| {name} | {found['seconds']:.2f} | {found['tokens']:,.0f} | {rate:,.0f} "
        f"| {found['waited']:.3f} |",
        flush=True,
    )


def main() -> None:
    """Print the table of the part that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=("decode", "step"))
    parser.add_argument("--rows", default="512,1024,2048")
    parser.add_argument("--new", type=int, default=128)
    parser.add_argument("--tasks", type=Path)
    parser.add_argument("--prompts", type=int, default=64)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--judges", type=int, default=8)
    parser.add_argument("--only", choices=("ours", "trl"))
    asked = parser.parse_args()
    if asked.part == "decode":
        decoding([int(one) for one in asked.rows.split(",")], asked.new)
    else:
        stepping(asked.tasks, Size(asked.prompts, asked.new, asked.steps), asked.judges, asked.only)


if __name__ == "__main__":
    main()
