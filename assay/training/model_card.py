"""The card of a reward model: a README.md that says what it learnt from and what it cannot do.

    write_card(Path("data/prm"), "prm", settings, judged, calibration)

Everything in it is counted from the data and the training at hand; no path and no clock.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assay.core.canonical import dumps
from assay.core.store import write_bytes
from assay.training.calibration import Calibration
from assay.training.stepwise_table import Judged

_SAYS = {
    "orm": "an outcome reward model: the last token's score says whether the answer is right",
    "prm": "a process reward model: the score at the last token of each line says whether that "
    "line is right",
}
_LIMITS = """\
* Scores are logits of one label; a sigmoid makes them probabilities.
* It knows the families above, as the solutions above write them. Nothing is promised for other
  problems, other writers, other languages or other ways to cut a solution into steps.
* A policy that is trained against it, or that picks the best of many solutions by it, finds what
  it overrates: use it for weighted votes and beside a checker, not instead of one.
* The validation figures are on the same families and the same writer as the training data.
"""


def write_card(
    out: Path,
    name: str,
    settings: Mapping[str, Any],
    judged: Sequence[Judged],
    found: Calibration | None,
) -> None:
    """Write README.md beside the weights."""
    text = "\n".join(
        [
            "---",
            "library_name: transformers",
            "pipeline_tag: token-classification",
            f"tags: [reward-model, {'process' if name == 'prm' else 'outcome'}-reward-model]",
            "---",
            "",
            f"# {out.resolve().name}",
            "",
            f"This is {_SAYS[name]}. Made from `{settings['model']}` by assay.",
            "",
            "## Data",
            "",
            *_data(judged, steps=name == "prm"),
            "",
            "## Figures",
            "",
            *_figures(found, steps=name == "prm"),
            "",
            "## Training",
            "",
            "```json",
            dumps(dict(settings)),
            "```",
            "",
            "## Limits",
            "",
            _LIMITS,
        ]
    )
    write_bytes(out / "README.md", text.encode("utf-8", "replace"))


def _data(judged: Sequence[Judged], steps: bool) -> list[str]:
    tasks = {each.task_id for each in judged}
    right = sum(each.reward == 1.0 for each in judged)
    silent = sum(each.reward is None for each in judged)
    unknown = f" (of {silent:,} nobody said)" if silent else ""
    lines = [
        f"{len(judged):,} labelled solutions of {len(tasks):,} tasks of split train, "
        f"{right:,} of them with the right answer{unknown}.",
        "",
        "| family | solutions |",
        "|---|---|",
    ]
    families = Counter(each.family for each in judged)
    lines += [f"| {family} | {count:,} |" for family, count in sorted(families.items())]
    if not steps:
        return lines
    labels = Counter(
        (step.source or "not said", step.status) for each in judged for step in each.steps
    )
    lines += ["", "| source of the label | label | steps |", "|---|---|---|"]
    lines += [
        f"| {src} | {status} | {count:,} |" for (src, status), count in sorted(labels.items())
    ]
    return lines


def _figures(found: Calibration | None, steps: bool) -> list[str]:
    if found is None:
        return ["None: the data hold no labelled solution of split validation."]
    what = "steps" if steps else "tokens, each asked for the outcome"
    return [
        f"On {found.n:,} {what}, of split validation ({found.base_rate:.1%} right): accuracy at "
        f"0.5 {found.accuracy:.1%}, expected calibration error {found.ece:.3f} in {found.bins} "
        "bins of equal width.",
    ]
