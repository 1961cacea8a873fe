"""First-error F1 of a PRM against the number of labelled solutions: docs/label-efficiency.md.

    nice python benchmarks/process_rm.py --work data/process-rm --seeds 1      # makes the solutions
    nice python benchmarks/label_efficiency.py --home data/process-rm/1 --plot docs

Exact labels, Monte-Carlo labels, and *simulated* human ones: exact labels of which a share of the
steps is flipped, keyed by solution and step; no person has labelled anything here. Active learning
starts from a third of the labels drawn at random, scores the rest with the PRM of these, and takes
for the other two thirds those wrong answers that the PRM finds most convincing; it is compared with
as many at random. Folders that are finished are read, not made again.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from assay.core.records import StepLabel
from assay.core.seeds import seed_for
from assay.core.store import open_table, write_part
from assay.core.tables import label_of, label_row
from assay.training.data import judged_solutions
from assay.training.evaluate_steps import evaluate_steps
from assay.training.policies import open_scorer
from assay.training.process_rm import solution_score, step_scores, train_prm

UNSEEN = ["digit_sum"]
COUNTS, STEPS, BATCH = (60, 240, 960), 800, 64
NAMES = {
    "exact": "exact (and humans without noise)",
    "noise5": "simulated humans, 5% of steps flipped",
    "noise15": "simulated humans, 15% flipped",
    "monte_carlo": "Monte-Carlo, 8 roll-outs, halving",
    "active": "exact, active learning",
}
Row = dict[str, Any]
Key = tuple[str, str, int]


def main() -> None:
    """Train what is missing, print the table, draw the plot."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--plot", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    study = Study(asked.home, asked.seed)
    found = {name: [study.figures(name, count) for count in COUNTS] for name in NAMES}
    print(table(found))
    if asked.plot is not None:
        plot(found, asked.plot / "label-efficiency.png")


class Study:
    """The labelled solutions of one folder, and the models that learn from parts of them."""

    def __init__(self, home: Path, seed: int) -> None:
        self.home, self.seed = home, seed
        exact = self._rows(home)
        self.estimated = self._rows(home / "monte_carlo")
        self.order = sorted(self.estimated, key=lambda key: seed_for("monte_carlo", *key))
        self.exact = exact

    def figures(self, name: str, count: int) -> Any:
        """The evaluation of the PRM that learnt from `count` solutions labelled as `name`."""
        out = self.home / "efficiency" / f"{name}-{count}"
        if not (out / "steps_evaluation.json").exists():
            self._train(out, self._labels(name, count))
            evaluate_steps(
                prm=str(out / "prm"), data=self.home, samplers=["validation", "test"],
                unseen=UNSEEN, out=out, most=800,
            )  # fmt: skip
        return json.loads((out / "steps_evaluation.json").read_text())["prm"]

    def _labels(self, name: str, count: int) -> list[Row]:
        if name == "active":
            return self._active(count)
        chosen = self.order[:count]
        if name == "monte_carlo":
            return [self.estimated[key] for key in chosen]
        noise = {"exact": 0.0, "noise5": 0.05, "noise15": 0.15}[name]
        return [flipped(self.exact[key], noise) for key in chosen]

    def _active(self, count: int) -> list[Row]:
        """A third at random; then the wrong answers that the PRM of these scores highest."""
        first = self.order[: count // 3]
        rest = sorted(self.exact.keys() - set(first))
        out = self.home / "efficiency" / f"active-{count}-first"
        self._train(out, [self.exact[key] for key in first])
        judged = {
            (each.task_id, each.text): each
            for each in judged_solutions(self.home, samplers=["train"])
        }
        texts = self._texts()
        wrong = [key for key in rest if judged[key[0], texts[key]].reward == 0.0]
        pairs = [(judged[key[0], texts[key]].prompt, texts[key]) for key in wrong]
        scores = map(solution_score, step_scores(open_scorer(str(out / "prm"), 0), pairs))
        ranked = sorted(zip(scores, wrong, strict=True), key=lambda pair: -pair[0])
        picked = [key for _, key in ranked[: count - len(first)]]
        return [self.exact[key] for key in (*first, *picked)]

    def _train(self, out: Path, rows: Sequence[Row]) -> None:
        if not (out / "labels").exists():
            schema = open_table(self.home, "labels").schema.remove_metadata()
            write_part(out, "labels", pa.Table.from_pylist(list(rows), schema=schema), "labels")
        train_prm(
            data=self.home, labels=[str(out)], model=str(self.home / "sft"), out=out / "prm",
            samplers=["train"], steps=STEPS, batch=BATCH, lr=2e-3, balance=True, seed=self.seed,
        )  # fmt: skip

    def _texts(self) -> dict[Key, str]:
        rows = open_table(self.home, "solutions").to_pylist()
        return {key_of(row): row["text"] for row in rows if row["sampler"] == "train"}

    def _rows(self, folder: Path) -> dict[Key, Row]:
        rows = open_table(folder, "labels").to_pylist()
        return {key_of(row): row for row in rows if row["sampler"] == "train"}


def key_of(row: Row) -> Key:
    """The key of a solution."""
    return row["task_id"], row["sampler"], row["sample"]


def flipped(row: Row, share: float) -> Row:
    """The labels as a simulated human gives them: about `share` of right and wrong steps flipped.

    What follows the first step called wrong is inherited, as the page for people has it; behind a
    wrong step that was passed over, steps are called right, for they carry its value on correctly.
    """
    label = label_of(row)
    steps: list[StepLabel] = []
    failed = False
    for at, step in enumerate(label.steps):
        flip = seed_for("human", round(share * 1000), *key_of(row), at) < share * 2**63
        status = step.status
        if status in ("correct", "wrong", "inherited"):
            wrong = (status == "wrong") != flip
            status = "inherited" if failed else "wrong" if wrong else "correct"
        failed = failed or status == "wrong"
        steps.append(replace(step, status=status, source="human"))
    return label_row(replace(label, steps=tuple(steps)))


def table(found: dict[str, list[Any]]) -> str:
    """F1 by number of labels, on both sets, with the bootstrap's intervals."""
    lines = ["| set | labels | " + " | ".join(f"{count} solutions" for count in COUNTS) + " |"]
    lines.append("|" + "---|" * (len(COUNTS) + 2))
    for place in ("held_out", "unseen"):
        for name, rows in found.items():
            cells = [
                f"{r[place]['f1']:.1%} ({r[place]['low']:.1%} to {r[place]['high']:.1%})"
                for r in rows
            ]
            lines.append(f"| {place} | {NAMES[name]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def plot(found: dict[str, list[Any]], path: Path) -> None:
    """Both sets side by side."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, both = pyplot.subplots(1, 2, figsize=(9, 3.8), layout="constrained", sharey=True)
    titles = {"held_out": "digit chains, held out", "unseen": "digit sums, never trained on"}
    for axes, (place, title) in zip(both, titles.items(), strict=True):
        for name, rows in found.items():
            axes.plot(COUNTS, [r[place]["f1"] for r in rows], marker="o", label=NAMES[name])
        axes.set(xscale="log", xlabel="labelled solutions", title=title)
        axes.set_xticks(COUNTS, [str(count) for count in COUNTS])
        axes.minorticks_off()
    both[0].set_ylabel("F1 of the first error")
    both[0].legend(fontsize="small", frameon=False)
    figure.savefig(path, dpi=120, metadata={"Software": None})


if __name__ == "__main__":
    main()
