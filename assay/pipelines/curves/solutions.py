"""Several solutions a task: accuracy against test-time compute, and against the majority.

    test_curves(runs, "sft")["prm"]           # [{"size": 1, "flops": …, "mean": …}, …]

The x axis is forward FLOPs a task: the prompt read once, every solution written after it, and where
a reward model chooses, its reading of each. Beams and trees count what they did.
"""

from collections.abc import Sequence
from statistics import fmean

from assay.pipelines.curves.estimates import estimate
from assay.pipelines.curves.reading import HEADLINE, Json, Run


def of_group(run: Run, name: str, method: str, size: str | None, group: str) -> list[float]:
    """A method's share of right choices on each task of a group, at a size or at the largest."""
    detail = run.details.get(name)
    if detail is None or method not in detail["right"]:
        return []
    values = detail["right"][method][size or str(detail["n"])]
    pairs = zip(detail["tasks"], values, strict=True)
    return [value for task, value in pairs if run.group_of.get(task) == group]


def test_curves(runs: Sequence[Run], name: str) -> Json:
    """Accuracy on the headline tasks against forward FLOPs a task, by method, for a policy that was
    measured with a reward model."""
    if any(name not in run.details for run in runs):
        return {}
    ways = [run.details[name]["right"] for run in runs]
    if not {"orm", "prm"} & set(ways[0]):
        return {}
    found: Json = {}
    methods = [method for method in ways[0] if all(method in each for each in ways)]
    for method in methods:
        found[method] = [_vote_point(runs, name, method, size) for size in ways[0][method]]
        found[method] = sorted((p for p in found[method] if p["n"]), key=lambda p: p["size"])
    for method in ("beam", "tree"):
        if all(method in run.searches.get(name, {}) for run in runs):
            found[method] = _search_points(runs, name, method)
    return {method: points for method, points in found.items() if points}


def _vote_point(runs: Sequence[Run], name: str, method: str, size: str) -> Json:
    """A vote over `size` solutions: the prompt is read once, each solution written and scored."""
    scorer = method.removesuffix("_best")
    details = [run.details[name] for run in runs]

    parts = ["policy", *([scorer] if scorer in ("orm", "prm") else [])]
    flops = [
        d["flops"]["prompt"] + int(size) * sum(d["flops"][part] for part in parts) for d in details
    ]
    seconds = [int(size) * sum(d["seconds"][part] for part in parts) for d in details]
    return {
        "size": int(size),
        "flops": fmean(flops),
        "seconds": fmean(seconds),
        **estimate([of_group(run, name, method, size, HEADLINE) for run in runs]),
    }


def _search_points(runs: Sequence[Run], name: str, method: str) -> list[Json]:
    found = []
    for rows in zip(*(run.searches[name][method] for run in runs), strict=True):
        values = [
            [v for task, v in row["tasks"].items() if run.group_of.get(task) == HEADLINE]
            for run, row in zip(runs, rows, strict=True)
        ]
        if any(values):
            found.append(
                {
                    "size": rows[0]["size"],
                    "flops": fmean(row["flops"] for row in rows),
                    "seconds": fmean(row["seconds"] / len(row["tasks"]) for row in rows),
                    **estimate(values),
                }
            )
    return found


def over_majority(runs: Sequence[Run], name: str) -> Json:
    """Each way to choose less majority at its largest N, paired, on the headline tasks.

    Once at the same N, and under `equal_flops` at the largest size that costs no more than the
    majority does, the reward model's reading included.
    """
    ways = runs[0].details.get(name, {}).get("right", {})
    chosen = [method for method in ways if method not in ("majority", "oracle")]
    if not chosen:
        return {}
    most = _vote_point(runs, name, "majority", str(runs[0].details[name]["n"]))["flops"]
    found: Json = {}
    for method in chosen:
        sizes = sorted(map(int, ways[method]))
        costs = {size: _vote_point(runs, name, method, str(size))["flops"] for size in sizes}
        size = max((size for size in sizes if costs[size] <= most), default=sizes[0])
        found[method] = {
            **_less_majority(runs, name, method, None),
            "equal_flops": {**_less_majority(runs, name, method, str(size)), "size": size},
        }
    return found


def _less_majority(runs: Sequence[Run], name: str, method: str, size: str | None) -> Json:
    gaps = []
    for run in runs:
        chosen = of_group(run, name, method, size, HEADLINE)
        majority = of_group(run, name, "majority", None, HEADLINE)
        gaps.append([a - b for a, b in zip(chosen, majority, strict=True)])
    return estimate(gaps)
