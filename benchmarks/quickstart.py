"""The quickstart over several seeds: the table and the two plots of docs/quickstart.md.

    for s in 1 2 3; do assay run recipes/quickstart.yaml --set seed=$s --workers 2 --out q$s; done
    python benchmarks/quickstart.py q1 q2 q3 --plots docs
    python benchmarks/quickstart.py q1 --sft-curve 400,800,1600,3200

Reads what the runs have written (evaluation.json, training.json) and, as the control of what RL
changed, draws fresh solutions of held-out tasks to tell worked ones from terse ones.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib

from assay.training.data import held_out
from assay.training.evaluate import evaluate
from assay.training.policies import open_policy
from assay.training.rollouts import roll_out
from assay.training.sft import train_sft

POLICIES = ("sft", "sft_continued", "rl")
NAMES = {"sft": "SFT", "sft_continued": "SFT continued", "rl": "RL"}
CHOICES = {"majority": "majority", "orm": "ORM vote", "prm": "PRM vote", "oracle": "oracle"}


def main() -> None:
    """Print the tables and write the plots."""
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("--plots", type=Path, default=Path("docs"))
    parser.add_argument("--tasks", type=int, default=500)
    parser.add_argument("--sft-curve", default="", help="steps of SFT to measure, and stop there")
    asked = parser.parse_args()
    if asked.sft_curve:
        steps = [int(part) for part in asked.sft_curve.split(",")]
        return print(sft_curve(asked.runs[0], steps))
    found = [json.loads((run / "evaluation.json").read_text()) for run in asked.runs]
    print(accuracies(asked.runs, found))
    print(votes(asked.runs, found))
    print(styles(asked.runs, asked.tasks))
    matplotlib.use("Agg")
    plot_training(found, asked.plots / "quickstart-train.png")
    plot_search(found, asked.plots / "quickstart-test.png")


def accuracies(runs: Sequence[Path], found: Sequence[Any]) -> str:
    """pass@1 of every policy and run, with the CPU-seconds of its training."""
    lines = ["| run | policy | CPU-s | pass@1 | 95% interval |", "|---|---|---|---|---|"]
    for run, figures in zip(runs, found, strict=True):
        for name in POLICIES:
            one = figures["accuracy"][name]
            spent = json.loads((run / "models" / name / "training.json").read_text())
            lines.append(
                f"| {run.name} | {NAMES[name]} | {spent['cpu_seconds']:.0f} "
                f"| {100 * one['mean']:.1f} | {100 * one['low']:.1f} to {100 * one['high']:.1f} |"
            )
    return "\n".join(lines) + "\n"


def sft_curve(run: Path, lengths: Sequence[int]) -> str:
    """Held-out accuracy of SFTs of other lengths on the run's demonstrations, all else the same."""
    settings = json.loads((run / "models" / "sft" / "training.json").read_text())["settings"]
    lines = ["| steps | CPU-s | pass@1 | 95% interval | oracle of 16 |", "|---|---|---|---|---|"]
    for steps in lengths:
        with TemporaryDirectory() as folder:
            out = Path(folder)
            spent = train_sft(data=run, out=out / "m", **(settings | {"steps": steps}))
            tasks = {"tasks": run, "out": out, "families": settings["families"]}
            found = evaluate(model=str(out / "m"), name="sft", most=500, **tasks)
        one, best = found["accuracy"]["sft"], found["test_curve"]["sft"]["oracle"][-1]
        lines.append(
            f"| {steps} | {spent.cpu_seconds:.0f} | {100 * one['mean']:.1f} "
            f"| {100 * one['low']:.1f} to {100 * one['high']:.1f} | {100 * best['accuracy']:.1f} |"
        )
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def votes(runs: Sequence[Path], found: Sequence[Any]) -> str:
    """Accuracy at the largest N on the SFT and the RL policy."""
    head = "| run | policy | " + " | ".join(CHOICES.values()) + " | PRM vote less majority |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    for run, figures in zip(runs, found, strict=True):
        for name in ("sft", "rl"):
            last = {c: figures["test_curve"][name][c][-1]["accuracy"] for c in CHOICES}
            cells = " | ".join(f"{100 * value:.1f}" for value in last.values())
            gap = figures["over_majority"][name]["prm"]
            span = f"{100 * gap['low']:+.1f} to {100 * gap['high']:+.1f}"
            lines.append(
                f"| {run.name} | {NAMES[name]} | {cells} | {100 * gap['mean']:+.1f} ({span}) |"
            )
    return "\n".join(lines) + "\n"


def styles(runs: Sequence[Path], count: int) -> str:
    """How many solutions are worked, and how many of each kind are right."""
    head = "| run | policy | worked | right when worked | right when terse |"
    lines = [head, "|---|---|---|---|---|"]
    for run in runs:
        tasks = held_out(run, most=count, families=["digit_chain", "digit_sum"])
        for name in POLICIES:
            policy = open_policy(str(run / "models" / name), 0)
            drawn = roll_out(policy, tasks, n=2, max_tokens=64, temperature=1.0, seed=0)
            pairs = list(zip(drawn.texts, drawn.rewards, strict=True))
            worked = [float(reward or 0) for text, reward in pairs if "=" in text]
            terse = [float(reward or 0) for text, reward in pairs if "=" not in text]
            lines.append(
                f"| {run.name} | {NAMES[name]} | {100 * len(worked) / len(pairs):.0f}% "
                f"| {_percent(worked)} | {_percent(terse)} |"
            )
    return "\n".join(lines) + "\n"


def _percent(rewards: Sequence[float]) -> str:
    return f"{100 * mean(rewards):.0f}% of {len(rewards)}" if rewards else "none"


def plot_training(found: Sequence[Any], path: Path) -> None:
    """Held-out accuracy against tokens generated in RL, a line a seed, and the baselines."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4))
    for figures in found:
        curve = figures["train_curve"]
        tokens = [point["tokens"] / 1e6 for point in curve]
        axes.plot(tokens, [100 * point["accuracy"] for point in curve], color="#1f6f8b")
        level = 100 * figures["accuracy"]["sft_continued"]["mean"]
        axes.axhline(level, color="#b5651d", linestyle=":", linewidth=1)
    axes.plot([], [], color="#1f6f8b", label="RL, one line a seed")
    axes.plot([], [], color="#b5651d", linestyle=":", label="SFT continued, same CPU-seconds")
    axes.set(xlabel="million tokens generated in RL", ylabel="held-out pass@1, %", ylim=(0, 100))
    axes.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def plot_search(found: Sequence[Any], path: Path) -> None:
    """Accuracy against N for each choice, the mean over the seeds, on the SFT and RL policies."""
    from matplotlib import pyplot

    figure, both = pyplot.subplots(1, 2, figsize=(9, 4), sharey=True)
    for axes, name in zip(both, ("sft", "rl"), strict=True):
        for choice, label in CHOICES.items():
            curves = [figures["test_curve"][name][choice] for figures in found]
            sizes = [point["n"] for point in curves[0]]
            means = [100 * mean(c[at]["accuracy"] for c in curves) for at in range(len(sizes))]
            axes.plot(sizes, means, marker="o", markersize=3, label=label)
        axes.set_xscale("log", base=2)
        axes.set(title=f"{NAMES[name]} policy", xlabel="solutions a task, N", ylim=(0, 100))
    both[0].set_ylabel("accuracy, %")
    both[0].legend(loc="upper left")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
