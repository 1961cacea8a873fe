"""The stage `steps`: a file of solutions in, a label for every step of them out.

    label_solutions(Path("solutions.jsonl"), Path("labels.jsonl"), workers=2)  ->  Summary(…)

One line out for each line in, in input order and with the same bytes for any number of workers. A
broken line is an `error` row and stops nothing. The solutions are labelled in processes of their
own, as the pairs of `check` are (check_worker.py): one that dies or hangs costs its line alone.
The output file appears whole or not at all. Scores of a reward model are made by the caller.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.core.errors import TooManyBadRows, UsageError
from assay.pipelines.check_worker import Row, judged_rows, pair_of
from assay.pipelines.jsonl import check_output, read_lines, write_rows
from assay.pipelines.steps_worker import LABELLING, asked_steps

Scores = Callable[[Sequence[tuple[str, Sequence[str]]]], list[list[float | None]]]
"""The probabilities that the steps of each (problem, steps) are right; None for an empty step."""
DECIDED = ("correct", "wrong", "inherited")


@dataclass(frozen=True, slots=True)
class Summary:
    """Rows, error rows, rows with a wrong step, steps by label, and the shares of the steps."""

    rows: int
    errors: int
    with_error: int
    labels: Mapping[str, int]
    decided: float
    neutral: float


def label_solutions(
    solutions: Path,
    out: Path,
    workers: int = 1,
    max_errors: float = 0.0,
    scores: Scores | None = None,
) -> Summary:
    """Label the steps of every line of `solutions` (JSONL) and write the labels to `out`.

    Raises UsageError for a file that cannot be read or written, and TooManyBadRows, after writing,
    when the share of `error` rows exceeds what is allowed.
    """
    if workers < 1:
        raise UsageError(f"workers is {workers}; 1 or more are allowed")
    lines = read_lines(solutions)
    check_output(out, solutions)
    rows: list[Row] = list(judged_rows(lines, workers, LABELLING))
    if scores is not None:
        _score(rows, lines, scores)
    write_rows(out, rows)
    errors = sum(row.get("status") == "error" for row in rows)
    if errors > max_errors * len(rows):
        raise TooManyBadRows(
            f"{errors} of {len(rows)} rows are error; {max_errors:.0%} are allowed (see {out})"
        )
    return _summary(rows, errors)


def _score(rows: Sequence[Row], lines: Sequence[bytes], scores: Scores) -> None:
    """Put the reward model's scores beside the labels of the rows that have any."""
    labelled = [at for at, row in enumerate(rows) if row.get("status") != "error"]
    asked = [asked_steps(pair_of(lines[at])) for at in labelled]
    found = scores([(one.problem, one.steps) for one in asked])
    for at, values in zip(labelled, found, strict=True):
        rows[at]["scores"] = values


def _summary(rows: Sequence[Row], errors: int) -> Summary:
    counts = Counter(label for row in rows for label in row["labels"])
    total = counts.total() or 1
    return Summary(
        rows=len(rows),
        errors=errors,
        with_error=sum("wrong" in row["labels"] for row in rows),
        labels=dict(sorted(counts.items())),
        decided=round(sum(counts[label] for label in DECIDED) / total, 4),
        neutral=round(counts["neutral"] / total, 4),
    )
