"""Tokens per CPU-second of the decode loop beside stock `generate`, in one run.

    python benchmarks/decode.py [--threads 1,2] [--repeats 3] [--rows 512] [--new 100]

Two Llama policies over 100 characters (119,360 and 878,208 parameters), random weights, float32,
512 different prompts of 40 tokens, 100 new tokens each at temperature 1, no end token: every way
writes the same number of tokens. The ways take turns, and the median of the repeats is printed, so
that a busy machine disturbs all of them alike. Not a test: nothing fails when a figure is low.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from assay.sampling.decode import decode

PROMPT = 40
VOCABULARY = 100
POLICIES = {
    "0.1M": {"hidden_size": 64, "intermediate_size": 208, "num_hidden_layers": 2},
    "1M": {"hidden_size": 128, "intermediate_size": 392, "num_hidden_layers": 4},
}
WANTED = {"0.1M": 1.3, "1M": 1.5}
Way = Callable[[], None]


def policy(name: str) -> LlamaForCausalLM:
    """A random policy with four heads, embeddings tied."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=VOCABULARY,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=256,
        tie_word_embeddings=True,
        **POLICIES[name],
    )
    return LlamaForCausalLM(config).eval()


def ways(model: LlamaForCausalLM, prompts: list[list[int]], new: int) -> dict[str, Way]:
    """The contestants, each writing `new` tokens after every prompt."""
    ids = torch.tensor(prompts)
    settings = {
        "attention_mask": torch.ones_like(ids),
        "max_new_tokens": new,
        "do_sample": True,
        "top_k": 0,
        "eos_token_id": None,
        "pad_token_id": 0,
    }

    def static() -> None:
        model.generate(ids, cache_implementation="static", disable_compile=True, **settings)

    def dynamic() -> None:
        model.generate(ids, **settings)

    def ours() -> None:
        decode(model, prompts, max_new_tokens=new, seed=1)

    return {"generate, StaticCache": static, "generate, dynamic": dynamic, "decode": ours}


def measure(model_name: str, rows: int, new: int, repeats: int) -> dict[str, tuple[float, float]]:
    """Median CPU and wall seconds of every way, the ways taking turns after a warm-up."""
    model = policy(model_name)
    generator = torch.Generator().manual_seed(1)
    prompts = torch.randint(3, VOCABULARY, (rows, PROMPT), generator=generator).tolist()
    for way in ways(model, prompts[:8], 8).values():
        way()
    contestants = ways(model, prompts, new)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in contestants}
    for _ in range(repeats):
        for name, way in contestants.items():
            cpu, wall = time.process_time(), time.perf_counter()
            way()
            taken[name].append((time.process_time() - cpu, time.perf_counter() - wall))
    return {
        name: (statistics.median(t[0] for t in times), statistics.median(t[1] for t in times))
        for name, times in taken.items()
    }


def main() -> None:
    """Print one Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--rows", type=int, default=512)
    parser.add_argument("--new", type=int, default=100)
    asked = parser.parse_args()
    print(f"torch {version('torch')}, transformers {version('transformers')}, ", end="")
    print(f"{asked.rows} rows, prompt {PROMPT}, {asked.new} new tokens, {asked.repeats} repeats\n")
    print("| policy | threads | way | CPU s | wall s | tokens per CPU-s | x StaticCache (wanted) |")
    print("|---|---|---|---|---|---|---|")
    for threads in map(int, asked.threads.split(",")):
        torch.set_num_threads(threads)
        for name in POLICIES:
            taken = measure(name, asked.rows, asked.new, asked.repeats)
            stock = taken["generate, StaticCache"][0]
            for way, (cpu, wall) in taken.items():
                rate = asked.rows * asked.new / cpu
                gain = f"{stock / cpu:.2f}" + (f" ({WANTED[name]})" if way == "decode" else "")
                row = f"{name} | {threads} | {way} | {cpu:.2f} | {wall:.2f} | {rate:,.0f} | {gain}"
                print(f"| {row} |", flush=True)


if __name__ == "__main__":
    main()
