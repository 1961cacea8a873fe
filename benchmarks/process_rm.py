"""Reward models on exact and on Monte-Carlo labels of equal sampling cost: docs/process-rm.md.

    nice python benchmarks/process_rm.py --work data/process-rm --seeds 1,2,3
    nice python benchmarks/process_rm.py --work data/process-rm-4 --seeds 1,2,3 --setting four
    nice python benchmarks/process_rm.py --work data/process-rm --seeds 1 --judge builtin:smollm2
    python benchmarks/process_rm.py --work data/process-rm-gpu --seeds 1,2,3 --setting smollm2

A policy of 0.13M parameters (setting `smollm2`: of 135M, for a GPU) writes solutions. Every one of
them has exact labels for nothing; the Monte-Carlo arm pays for its labels in roll-outs of the same
policy, and gets as many labelled solutions as the tokens of the exact arm's solutions buy. The ORM
learns from the same solutions as the exact arm and is used as a PRM. All thresholds are chosen on
split validation. Folders that are finished are read, not made again.
"""

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from assay.core.canonical import loads
from assay.core.seeds import SPLITS
from assay.core.store import open_table, write_part
from assay.core.tables import label_of
from assay.pipelines.generate import generate
from assay.pipelines.label import label
from assay.pipelines.monte_carlo import monte_carlo
from assay.pipelines.prefixes import Plan, Search
from assay.pipelines.sample import sample
from assay.training.evaluate_steps import evaluate_steps
from assay.training.outcome_rm import train_orm
from assay.training.process_rm import train_prm
from assay.training.sft import train_sft
from assay.training.stepwise import first_error

ROLLOUTS, SEARCHED = 8, 300


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reward models learn from and never see, and how large everything is.

    A family is its name, or name=reference of one that is not ours. `tasks` are of each family (and
    level, where levels are named), `drawn` solutions of a task of split train, validation, test.
    """

    seen: tuple[str, ...]
    unseen: tuple[str, ...]
    tasks: int
    sft: Mapping[str, Any]
    levels: tuple[int | None, ...] = (None,)
    drawn: tuple[int, int, int] = (6, 4, 4)
    scorer: Mapping[str, Any] = field(default_factory=lambda: dict(steps=1600, batch=64, lr=2e-3))
    sampled: Mapping[str, Any] = field(default_factory=lambda: dict(max_tokens=64, batch=64))


def references(families: Sequence[str]) -> str:
    """They as `generate` and `sample` take them."""
    return ",".join(each.split("=")[-1] for each in families)


OWN = "recipes/digit_families.py"
TINY = {"batch": 32, "lr": 3e-3}
SETTINGS = {
    "one": Setting(("digit_chain",), ("digit_sum",), 3000, {**TINY, "steps": 650}),
    "four": Setting(
        ("digit_chain", "digit_sum", f"digit_gaps={OWN}:GAPS", f"digit_evens={OWN}:EVENS"),
        (f"digit_alternating={OWN}:ALTERNATING",), 1000, {**TINY, "steps": 900},
    ),
    "smollm2": Setting(
        ("digit_chain", "digit_sum", "chain_symbols", "chain_words", "ratio_split", "mixture",
         "fraction_sum", "dice_sum", "shopping", "ages", "linear_congruence", "derivative",
         "modular_power", "greatest_common_divisor", "arithmetic_series", "power_sum",
         "divisible_count", "expected_value", "recurrence", "linear_system"),
        ("nested_arithmetic", "least_common_multiple", "tangent_line", "antiderivative",
         "urn_probability"),
        150,
        {"model": "builtin:smollm2", "steps": 300, "batch": 64, "lr": 1e-4,
         "precision": "bfloat16"},
        levels=(1, 2, 3, 4),
        drawn=(2, 2, 4),
        scorer={"steps": 400, "batch": 64, "lr": 5e-5, "precision": "bfloat16"},
        sampled={"max_tokens": 128, "batch": 1024},
    ),
}  # fmt: skip
NAMES = {
    "prm": "PRM, exact labels",
    "prm_mc": "PRM, Monte-Carlo labels",
    "orm": "ORM as a PRM",
    "judge": "the policy as a judge",
}


def main() -> None:
    """Run what is missing, seed by seed, and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--judge", default="", help="a model to ask about each step, on one seed")
    parser.add_argument("--search", action="store_true", help="binary against plain, on one seed")
    parser.add_argument("--setting", choices=SETTINGS, default="one", help="families and sizes")
    asked = parser.parse_args()
    chosen = SETTINGS[asked.setting]
    started = time.process_time()
    seeds = [int(part) for part in asked.seeds.split(",")]
    if asked.search:
        print(search_table(asked.work / str(seeds[0]), seeds[0], chosen))
        return
    if asked.judge:
        print(judge_table(asked.work / str(seeds[0]), asked.judge, chosen))
        return
    found = {seed: one_seed(asked.work / str(seed), seed, chosen) for seed in seeds}
    print(cost_table(found), first_error_table(found), chosen_table(found), sep="\n\n")
    print(f"\n{time.process_time() - started:.0f} CPU-s in this process")


def one_seed(home: Path, seed: int, chosen: Setting) -> dict[str, Any]:
    """Everything of one seed: tasks, policy, solutions, labels, three reward models, figures."""
    prepare(home, seed, chosen)
    policy = str(home / "sft")
    cost = equal_cost(home, seed, chosen)
    usual: dict[str, Any] = {
        "data": home, "model": policy, "samplers": ["train"], "balance": True, "seed": seed,
        **chosen.scorer,
    }  # fmt: skip
    train_prm(out=home / "prm", **usual)
    train_prm(out=home / "prm_mc", labels=[str(home / "equal")], **usual)
    train_orm(out=home / "orm", **usual)
    found: dict[str, Any] = {"cost": cost, "policy": accuracy(home)}
    for name in ("prm", "prm_mc"):
        beside = {"orm": str(home / "orm"), "judge": policy} if name == "prm" else {}
        found[name] = figures(home / f"eval-{name}", home, chosen, prm=str(home / name), **beside)
    return found


def figures(out: Path, home: Path, chosen: Setting, **models: Any) -> dict[str, Any]:
    """The evaluation of these models, made once."""
    path = out / "steps_evaluation.json"
    if not path.exists():
        evaluate_steps(
            out=out, data=home, samplers=["validation", "test"],
            unseen=[each.split("=")[0] for each in chosen.unseen], **models,
        )  # fmt: skip
    return dict(json.loads(path.read_text()))


def prepare(home: Path, seed: int, chosen: Setting) -> None:
    """Tasks, the policy, its solutions and their exact labels."""
    seen, everything = references(chosen.seen), references((*chosen.seen, *chosen.unseen))
    for level in chosen.levels:
        generate(
            families=everything, count=chosen.tasks, seed=seed, level=level, phrasing="short",
            beside=len(chosen.levels) > 1, out=home,
        )  # fmt: skip
    train_sft(data=home, out=home / "sft", seed=seed, **chosen.sft)
    for split, families, n in zip(SPLITS, (seen, seen, everything), chosen.drawn, strict=True):
        sample(
            tasks=home, model=str(home / "sft"), out=home, n=n, seed=seed, sampler=split,
            split=split, families=families, **chosen.sampled,
        )  # fmt: skip
    label(tasks=home, solutions=home, out=home)


def accuracy(home: Path) -> dict[str, float]:
    """The share of right answers of the policy on split test, by family."""
    found: dict[str, list[float]] = {}
    for row in open_table(home, "labels").to_pylist():
        if row["sampler"] == "test":
            family = row["task_id"].split("-")[0]
            found.setdefault(family, []).append(float(row["reward"] or 0.0))
    return {family: sum(values) / len(values) for family, values in sorted(found.items())}


def equal_cost(home: Path, seed: int, chosen: Setting) -> dict[str, float]:
    """As many Monte-Carlo labels as the tokens of the exact arm's solutions buy, in `equal`.

    Cost is counted in tokens that the policy writes: of a solution, and of its roll-outs.
    """
    tokens = {
        (row["task_id"], row["sampler"], row["sample"]): row["completion_tokens"]
        for row in open_table(home, "solutions").to_pylist()
        if row["sampler"] == "train"
    }
    budget = sum(tokens.values())
    monte_carlo(
        tasks=home, solutions=home, model=str(home / "sft"), out=home / "monte_carlo",
        rollouts=ROLLOUTS, samplers=["train"], budget=budget // 12, seed=seed, **chosen.sampled,
    )  # fmt: skip
    spent, rows = 0, []
    for row in open_table(home / "monte_carlo", "labels").to_pylist():
        key = (row["task_id"], row["sampler"], row["sample"])
        spent += tokens[key] + loads(row["evidence_json"])["monte_carlo"]["tokens"]
        if spent > budget:
            break
        rows.append(row)
    else:
        raise SystemExit(f"{home}: the Monte-Carlo arm spent {spent} of {budget} tokens only")
    if not (home / "equal").exists():
        schema = open_table(home, "labels").schema.remove_metadata()
        write_part(home / "equal", "labels", pa.Table.from_pylist(rows, schema=schema), "equal")
    rollouts = sum(loads(row["evidence_json"])["monte_carlo"]["rollouts"] for row in rows)
    return {
        "tokens": budget, "solutions": len(tokens), "solutions_mc": len(rows),
        "rollouts": rollouts, "agreement": agreement(home, home / "equal"),
    }  # fmt: skip


def agreement(home: Path, other: Path) -> float:
    """The share of solutions whose first error is where the exact labels have it."""
    exact, estimated = first_errors(home), first_errors(other)
    both = [key for key in estimated if exact.get(key) is not None]
    return sum(exact[key] == estimated[key] for key in both) / max(1, len(both))


def first_errors(home: Path) -> dict[tuple[str, str, int], int | None]:
    """The first wrong step of each labelled solution; None where it is not known."""
    return {
        (row["task_id"], row["sampler"], row["sample"]): first_error(label_of(row).steps)
        for row in open_table(home, "labels").to_pylist()
    }


def mean_range(values: Sequence[float]) -> str:
    """Mean of the seeds, and their range; a 95% t interval would say less of three."""
    return f"{np.mean(values):.1f} ({min(values):.1f} to {max(values):.1f})"


def cost_table(found: dict[int, Any]) -> str:
    """What both arms were given."""
    lines = [
        "| seed | tokens of each arm | solutions, exact | solutions, Monte-Carlo | roll-outs "
        "| first error as the exact labels have it |",
        "|---|---|---|---|---|---|",
    ]
    for seed, one in found.items():
        c = one["cost"]
        lines.append(
            f"| {seed} | {c['tokens']:,} | {c['solutions']:,} | {c['solutions_mc']:,} "
            f"| {c['rollouts']:,} | {c['agreement']:.1%} |"
        )
    rates = [
        f"seed {seed}: " + ", ".join(f"{name} {share:.0%}" for name, share in one["policy"].items())
        for seed, one in found.items()
    ]
    return "\n".join([*lines, "", "Right answers of the policy on split test: " + "; ".join(rates)])


def of_model(one: dict[str, Any], name: str) -> Any:
    """The figures of a model in those of a seed."""
    return one["prm_mc"]["prm"] if name == "prm_mc" else one["prm"][name]


def first_error_table(found: dict[int, Any]) -> str:
    """F1 of each model on both sets, seed by seed, with the bootstrap's interval."""
    lines = ["| set | model | " + " | ".join(f"seed {s}" for s in found) + " | mean (range) |"]
    lines.append("|" + "---|" * (len(found) + 3))
    for place in ("held_out", "unseen"):
        for name, title in NAMES.items():
            rows = [of_model(one, name)[place] for one in found.values()]
            cells = [f"{r['f1']:.1%} ({r['low']:.1%} to {r['high']:.1%})" for r in rows]
            total = mean_range([100 * row["f1"] for row in rows])
            lines.append(f"| {place} | {title} | {' | '.join(cells)} | {total} |")
    for place in ("held_out", "unseen"):
        parts = [found[seed]["prm"]["sets"][place] for seed in found]
        sizes = ", ".join(f"{p['solutions']:,} ({p['with_error']:,} with an error)" for p in parts)
        lines += ["", f"Solutions {place}: {sizes}."]
    return "\n".join(lines)


def chosen_table(found: dict[int, Any]) -> str:
    """Best of 4 on split test: right answers, and right answers with a wrong step."""
    lines = [
        "| set | chosen by | right, by seed | with a wrong step | right with a wrong step | ECE |",
        "|---|---|---|---|---|---|",
    ]
    for place in ("held_out", "unseen"):
        for name, title in {"": "nobody (all drawn)", **NAMES}.items():
            if name == "judge":
                continue
            rows = [of_model(one, name or "prm")[place] for one in found.values()]
            best = [r["best_of_n"]["chosen" if name else "drawn"] for r in rows]
            cells = [
                ", ".join(f"{each[what]['mean']:.1%}" for each in best)
                for what in ("right", "wrong_step", "wrong_step_of_right")
            ]
            ece = ", ".join(f"{r['calibration']['ece']:.3f}" for r in rows) if name else "-"
            lines.append(f"| {place} | {title} | {' | '.join(cells)} | {ece} |")
    return "\n".join(lines)


def judge_table(home: Path, judge: str, chosen: Setting) -> str:
    """Another generative judge, on 60 solutions of each set of one seed."""
    found = figures(home / "eval-judge", home, chosen, judge=judge, judged=60)["judge"]
    lines = ["| set | F1 | found where wrong | none where right | asked | unread |"]
    lines.append("|---|---|---|---|---|---|")
    for place in ("held_out", "unseen"):
        r = found[place]
        lines.append(
            f"| {place} | {r['f1']:.1%} ({r['low']:.1%} to {r['high']:.1%}) "
            f"| {r['found_where_wrong']:.1%} of {r['with_error']} "
            f"| {r['none_where_right']:.1%} of {r['without']} | {r['asked']} | {r['unread']} |"
        )
    return "\n".join(lines)


def search_table(home: Path, seed: int, chosen: Setting) -> str:
    """Roll-outs and agreement of the plain way and of halving, replayed on the same roll-outs."""
    prepare(home, seed, chosen)
    out = home / "search-plain"
    monte_carlo(
        tasks=home, solutions=home, model=str(home / "sft"), out=out, rollouts=ROLLOUTS,
        search="plain", samplers=["test"], most=SEARCHED, seed=seed, **chosen.sampled,
    )  # fmt: skip
    return replayed(home, out)


def replayed(home: Path, plain: Path) -> str:
    """The table of `search_table` from the labels that asking behind every line has left."""
    exact, rows = first_errors(home), open_table(plain, "labels").to_pylist()
    lines = [
        "| right when more than | plain: roll-outs, agreement | halving: roll-outs, agreement "
        "| share | share on wrong answers |",
        "|---|---|---|---|---|",
    ]
    wrong = [row for row in rows if row["reward"] == 0.0]
    for threshold in (0.0, 0.125, 0.25):
        cost: dict[str, tuple[int, float]] = {
            how: replay(rows, exact, threshold, how) for how in ("plain", "binary")
        }
        few = [replay(wrong, exact, threshold, how)[0] for how in ("plain", "binary")]
        cells = [f"{cost[how][0]:,}, {cost[how][1]:.1%}" for how in ("plain", "binary")]
        share = cost["binary"][0] / cost["plain"][0]
        lines.append(
            f"| {threshold:g} | {cells[0]} | {cells[1]} | {share:.1%} | {few[1] / few[0]:.1%} |"
        )
    return "\n".join(lines)


def replay(rows: Sequence[Any], exact: Any, threshold: float, how: Any) -> tuple[int, float]:
    """Roll-outs of one way, and the share of first errors that it puts where they are."""
    rollouts, hits, known = 0, 0, 0
    for row in rows:
        right = loads(row["evidence_json"])["monte_carlo"]["right"]
        spans = [(step["start"], step["end"]) for step in row["steps"]]
        search = Search(spans, row["reward"], Plan(ROLLOUTS, ROLLOUTS, threshold, how))
        while wanted := search.wanted():
            for prefix, count in wanted:
                search.add(prefix, right=right[prefix - 1], of=count, tokens=0)
        rollouts += search.evidence()["rollouts"]
        first = exact[row["task_id"], row["sampler"], row["sample"]]
        known += first is not None
        hits += first is not None and search.first_error() == first
    return rollouts, hits / max(1, known)


if __name__ == "__main__":
    main()
