"""The stage `stepwise`: labelled steps in one layout in, in another out.

    convert(Path("math.json"), "processbench", Path("data/pb"), "table")
    convert(Path("data/runs/r"), "run", Path("steps.jsonl"), "trl")

`table` is a folder with the table `stepwise`; `run` a folder with tasks, solutions and labels (a
run, or what `assay annotate --export` writes); the others are files of JSON (lines.py). A row that
cannot be read, or that the other layout has no words for, is never dropped silently: it is counted
and stands in `OUT.rejected.jsonl` (`OUT/rejected.jsonl` for a folder) with its number, the reason
and its text. What a layout has no field for is named in the summary.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.core.errors import TooManyBadRows, UsageError, unknown
from assay.core.store import lock, open_table, parts_of, write_part
from assay.core.tables import table_of
from assay.pipelines.annotate.items import Item, read_items
from assay.pipelines.jsonl import check_output, write_rows
from assay.pipelines.stepwise.layouts import LAYOUTS
from assay.pipelines.stepwise.lines import rows_of
from assay.pipelines.stepwise.prm800k import alternatives
from assay.pipelines.stepwise.rows import Json, Stepwise, Worked, stepwise_of, stepwise_row

TABLE, RUN = "table", "run"
PART_ROWS = 20_000
Read = tuple[int, str, Stepwise | UsageError]


@dataclass(frozen=True, slots=True)
class Converted:
    """Rows read, written and rejected; `left_out`: fields, and rated alternatives, that the other
    layout has no place for, with the number of rows (of alternatives) that had them."""

    rows: int
    written: int
    rejected: int
    steps: Mapping[str, int]
    left_out: Mapping[str, int]


def convert(
    source: Path, layout_in: str, out: Path, layout_out: str, max_errors: float = 0.0
) -> Converted:
    """Convert a file or a folder.

    Raises UsageError for a layout, input or output that cannot be, and TooManyBadRows, after
    writing, when more rows than allowed were rejected.
    """
    if layout_in not in {*LAYOUTS, TABLE, RUN}:
        raise unknown("layout", layout_in, (*LAYOUTS, TABLE, RUN))
    if layout_out not in {*LAYOUTS, TABLE}:
        raise unknown("layout", layout_out, (*LAYOUTS, TABLE))
    if layout_out != TABLE:
        check_output(out, source)
    rejected: list[Json] = []
    kept: list[tuple[Stepwise, Json]] = []
    count = 0
    for number, text, found in _read(source, layout_in):
        count += 1
        try:
            if isinstance(found, UsageError):
                raise found
            kept.append((found, _written(found, layout_out)))
        except UsageError as error:
            rejected.append({"row": number, "why": str(error), "text": text})
    told = Converted(
        rows=count,
        written=len(kept),
        rejected=len(rejected),
        steps=dict(Counter(word for row, _ in kept for word in row.statuses())),
        left_out=_left_out([row for row, _ in kept], layout_out),
    )
    beside = _write(out, [row for _, row in kept], rejected, layout_out)
    if len(rejected) > max_errors * count:
        raise TooManyBadRows(
            f"{len(rejected)} of {count} rows are rejected; {max_errors:.0%} are allowed (see "
            f"{beside}); the first: {rejected[0]['why']}"
        )
    return told


def _read(source: Path, layout: str) -> Iterator[Read]:
    if layout == RUN:
        for number, item in enumerate(read_items(source), 1):
            yield number, json.dumps(list(item.key)), _of_run(item)
        return
    if layout == TABLE:
        for number, row in enumerate(open_table(source, "stepwise").to_pylist(), 1):
            yield number, json.dumps(row), _caught(stepwise_of, row)
        return
    for number, text, found in rows_of(source):
        if isinstance(found, UsageError):
            yield number, text, found
        else:
            yield number, text, _caught(LAYOUTS[layout].read, found)


def _caught(read: Any, row: Any) -> Stepwise | UsageError:
    try:
        found: Stepwise = read(row)
    except UsageError as error:
        return error
    return found


def _of_run(item: Item) -> Stepwise | UsageError:
    label = item.automatic
    if label is None or not label.steps:
        return UsageError("the solution has no labels of steps")
    steps = tuple(
        Worked(text, step.status, step.source, step.p_correct)
        for text, step in zip(item.steps_text(), label.steps, strict=True)
    )
    task_id, sampler, sample = item.key
    reward = label.verdict.reward
    return Stepwise(
        RUN,
        item.problem,
        steps,
        id=f"{task_id}/{sampler}/{sample}",
        answer=item.task.answer.value,
        generator=item.solution.model,
        final_correct=None if reward is None else reward == 1.0,
    )


def _written(row: Stepwise, layout: str) -> Json:
    """The row of the other layout. Raises UsageError where it has no words for it."""
    if layout == TABLE:
        return stepwise_row(row)
    try:
        return LAYOUTS[layout].write(row)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, StopIteration) as error:
        raise UsageError(
            f"rest_json is not what the layout {row.layout!r} keeps there: {error!s:.80}"
        ) from None


def _left_out(rows: Sequence[Stepwise], layout: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        if layout not in (TABLE, row.layout):
            counts.update(row.rest.get("row", {}).keys())
            if more := alternatives(row):
                counts["alternative completions"] += more
    return dict(sorted(counts.items()))


def _write(out: Path, rows: Sequence[Json], rejected: Sequence[Json], layout: str) -> Path:
    """Write the rows, and the rejected ones beside them; returns where those are."""
    if layout == TABLE:
        with lock(out):
            if parts_of(out, "stepwise"):
                raise UsageError(f"{str(out)!r} holds such a table already; name another folder")
            for at in range(0, len(rows), PART_ROWS):
                table = table_of("stepwise", rows[at : at + PART_ROWS])
                write_part(out, "stepwise", table, f"row:{at}", None, {"stage": "stepwise"})
            beside = out / "rejected.jsonl"
            _note(beside, rejected)
        return beside
    write_rows(out, rows)
    beside = out.with_name(f"{out.name}.rejected.jsonl")
    if out.is_file():
        _note(beside, rejected)
    return beside


def _note(path: Path, rejected: Sequence[Json]) -> None:
    """The rejected rows; no file where there are none, nor one of an earlier call."""
    if rejected:
        write_rows(path, rejected)
    else:
        path.unlink(missing_ok=True)
