"""The figures as Markdown, for curves.md and the terminal.

    print(as_markdown(found))

Every rate has its interval over tasks and, with two seeds and more, the one over seeds. A rate of 0
or 1 has the exact bound.
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any

from assay.core.bounds import widened
from assay.pipelines.curves.groups import group_name
from assay.pipelines.curves.reading import Json
from assay.pipelines.report_text import short_number

ARM_NAMES = {
    "sft": "SFT, the common start",
    "rl": "RL, verifier reward",
    "sft_continued": "SFT continued",
    "expert": "expert iteration",
    "rl_random": "RL, random reward",
    "rl_format": "RL, format-only reward",
    "rl_steps": "RL, exact steps as reward",
    "rl_orm": "RL, ORM as reward",
    "rl_prm": "RL, PRM as reward",
    "rl_prm_verifier": "RL, PRM + verifier",
    "rl_replay": "RL, demonstrations shown again",
}
METHOD_NAMES = {
    "majority": "majority",
    "orm": "ORM-weighted vote",
    "prm": "PRM-weighted vote",
    "orm_best": "best by ORM",
    "prm_best": "best by PRM",
    "beam": "beam under the PRM",
    "tree": "tree under the PRM",
    "oracle": "oracle",
}


def as_markdown(found: Json) -> str:
    """All tables, each under a heading."""
    seeds = ", ".join(map(str, found["seeds"]))
    parts = [f"# {found['recipe']}\n\nSeeds {seeds}.{_failed(found['failed'])}"]
    for title, table in (
        ("Accuracy", _accuracy(found)),
        ("RL less each other arm, and each arm less the start (paired, points)", _apart(found)),
        ("Gain elsewhere as a share of the gain on the headline", _transfer(found["transfer"])),
        ("Tokens to RL's final accuracy, over RL's own", _ratios(found["ratios"])),
        ("Several solutions a task, headline tasks", _test(found["test"])),
        ("Each way to choose less majority, at the largest N (paired, points)", _majority(found)),
        ("Learned reward and true accuracy", _learned(found["overoptimisation"])),
    ):
        if table:
            parts.append(f"## {title}\n\n{table}")
    return "\n\n".join(parts) + "\n"


def _failed(failures: Mapping[str, str]) -> str:
    return "".join(f" **Seed {seed} failed: {why}**" for seed, why in failures.items())


def name_of(arm: str) -> str:
    """What an arm is called in tables and plots."""
    return ARM_NAMES.get(arm, arm)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    if not lines:
        return ""
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines])


def rate(point: Mapping[str, Any]) -> str:
    """A rate in percent with its interval over tasks."""
    if not point["n"]:
        return "no tasks"
    low, high = widened(point["mean"], point["low"], point["high"], point["n"])
    return f"{100 * point['mean']:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def points(point: Mapping[str, Any]) -> str:
    """A difference in points with both intervals."""
    if not point["n"]:
        return "no tasks"
    over = ""
    if point["seeds_low"] is not None:
        over = f"; seeds {100 * point['seeds_low']:+.1f} to {100 * point['seeds_high']:+.1f}"
    span = f"{100 * point['low']:+.1f} to {100 * point['high']:+.1f}"
    return f"{100 * point['mean']:+.1f} ({span}{over})"


def _accuracy(found: Json) -> str:
    groups = list(found["groups"])
    head = ["policy", "tokens", "FLOPs", "CPU-s"]
    head += [f"pass@1, {group_name(group)}" for group in groups]
    rows = []
    for name, arm in found["arms"].items():
        row = [name_of(name), *(_mean(arm[key]) for key in ("tokens", "flops", "cpu_seconds"))]
        rows.append(row + [rate(arm["pass@1"][group]) for group in groups])
    sizes = {arm["k"] for arm in found["arms"].values()} - {None}
    more = ""
    if len(sizes) == 1:
        k = sizes.pop()
        kept = [
            [name_of(n), *(rate(a["pass@k"][g]) for g in groups)] for n, a in found["arms"].items()
        ]
        more = "\n\n" + _table(["policy", *(f"pass@{k}, {group_name(g)}" for g in groups)], kept)
    return _table(head, rows) + more


def _mean(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "–"
    mean = fmean(known)
    return short_number(mean) if mean < 1e9 else f"{mean:.2e}"


def _apart(found: Json) -> str:
    groups = list(found["groups"])
    rows = []
    for pair, by_group in found["differences"].items():
        after, before = pair.split(" - ")
        what = f"{name_of(after)} less {name_of(before)}"
        rows.append([what, *(points(by_group[group]) for group in groups)])
    return _table(["difference", *(group_name(group) for group in groups)], rows)


def _transfer(found: Mapping[str, Json]) -> str:
    rows = []
    for group, share in found.items():
        span = ""
        if share["seeds_low"] is not None:
            span = f" (seeds {share['seeds_low']:.2f} to {share['seeds_high']:.2f})"
        rows.append([group_name(group), f"{share['mean']:.2f}{span}"])
    return _table(["group", "share"], rows)


def _ratios(found: Mapping[str, Json]) -> str:
    rows = []
    for name, ratio in found.items():
        each = ", ".join("never" if r is None else f"{r:.2f}" for r in ratio["seeds"])
        rows.append([name_of(name), each])
    return _table(["arm", "ratio, seed by seed"], rows)


def _test(found: Mapping[str, Json]) -> str:
    rows = []
    for policy, methods in found.items():
        for method, curve in methods.items():
            for point in curve:
                way = METHOD_NAMES.get(method, method)
                cells = [str(point["size"]), f"{point['flops']:.2e}", f"{point['seconds']:.3f}"]
                rows.append([name_of(policy), way, *cells, rate(point)])
    head = ["policy", "method", "size", "forward FLOPs a task", "wall seconds a task", "accuracy"]
    return _table(head, rows)


def _majority(found: Json) -> str:
    rows = [
        [
            name_of(policy),
            METHOD_NAMES.get(method, method),
            points(gap),
            f"{points(gap['equal_flops'])} at N = {gap['equal_flops']['size']}",
        ]
        for policy, methods in found["over_majority"].items()
        for method, gap in methods.items()
    ]
    return _table(["policy", "method", "at the same N", "at no more FLOPs"], rows)


def _learned(found: Mapping[str, Json]) -> str:
    rows = []
    for name, arm in found.items():
        first, last, turned = arm["points"][0], arm["points"][-1], arm["turn"]
        where = "none seen"
        if turned:
            where = (
                f"at {short_number(turned['tokens'])} tokens: {100 * turned['true']:.1f}%, "
                f"then {100 * turned['fell_to']:.1f}%"
            )
        rows.append(
            [
                name_of(name),
                f"{first['learned']:.3f} to {last['learned']:.3f}",
                f"{100 * first['true']:.1f} to {100 * last['true']:.1f}%",
                where,
            ]
        )
    return _table(["arm", "learned reward", "true accuracy", "turning point"], rows)
