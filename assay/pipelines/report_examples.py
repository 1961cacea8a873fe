"""A few solutions worth looking at, cut into their labelled steps.

    for example in examples(read_tables(folder)): example.title, example.pieces

Always the same ones for the same tables: for each kind of story (all steps right, a wrong turn, a
right answer by a wrong step, …) the first fitting solution, from a family not shown yet where
possible. Without labels, the generators' own worked solutions are shown instead.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assay.core.canonical import loads
from assay.pipelines.report_figures import Tables
from assay.pipelines.report_text import visible

Row = Mapping[str, Any]
SCANNED = 4_000
MOST_PIECES = 60
MOST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a solution; `status` is None between the labelled steps."""

    text: str
    status: str | None
    p_correct: float | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One solution as the page shows it. `facts` are pairs of a word and its value."""

    title: str
    family: str
    level: int
    prompt: str
    status: str
    pieces: tuple[Piece, ...]
    facts: tuple[tuple[str, str], ...]
    program: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A kind of solution to look for."""

    title: str
    fits: Callable[[Row, Sequence[str]], bool]


STORIES = (
    Story(
        "A right answer, every step right",
        lambda row, steps: (
            row["status"] == "correct"
            and steps.count("correct") >= 2
            and "wrong" not in steps
            and "undecided" not in steps
        ),
    ),
    Story(
        "A wrong turn, and what follows from it",
        lambda row, steps: row["status"] == "wrong" and "wrong" in steps and "inherited" in steps,
    ),
    Story(
        "A right answer by a wrong step",
        lambda row, steps: row["status"] == "correct" and "wrong" in steps,
    ),
    Story("A step that could not be decided", lambda row, steps: "undecided" in steps),
    Story(
        "A program that was rejected",
        lambda row, steps: row["isolation"] is not None and row["status"] in ("wrong", "timeout"),
    ),
    Story(
        "A program that was accepted",
        lambda row, steps: row["isolation"] is not None and row["status"] == "correct",
    ),
    Story("No answer was found in it", lambda row, steps: row["status"] == "unparsed"),
)
PLAIN = (
    Story("A right answer", lambda row, steps: row["status"] == "correct"),
    Story("A wrong answer", lambda row, steps: row["status"] == "wrong"),
)


def examples(tables: Tables) -> list[Example]:
    """The solutions to show, at most seven."""
    rows = list(_candidates(tables.labels))
    if not rows:
        return _worked(tables.tasks)
    families = _families_of(tables.tasks, rows)
    chosen: list[tuple[Story, Row]] = []
    for story in STORIES:
        _choose(story, rows, families, chosen)
    for story in PLAIN if len(chosen) < 2 else ():
        _choose(story, rows, families, chosen)
    return [_example(story, row, tables) for story, row in chosen if _text_of(row, tables)]


def _candidates(labels: pa.Table) -> Iterator[Row]:
    """The first labels of each sampler."""
    for sampler in sorted(pc.unique(labels.column("sampler")).to_pylist()):
        mine = labels.filter(pc.equal(labels.column("sampler"), sampler))
        yield from mine.slice(0, SCANNED).to_pylist()


def _families_of(tasks: pa.Table, rows: Sequence[Row]) -> dict[str, str]:
    wanted = pa.array({row["task_id"] for row in rows}, pa.string())
    mine = tasks.filter(pc.is_in(tasks.column("task_id"), wanted))
    pairs = zip(mine.column("task_id").to_pylist(), mine.column("family").to_pylist(), strict=True)
    return dict(pairs)


def _choose(
    story: Story,
    rows: Sequence[Row],
    families: Mapping[str, str],
    chosen: list[tuple[Story, Row]],
) -> None:
    """Add the first row that fits and is not shown yet, best from a family not shown yet."""
    shown = {families[row["task_id"]] for _, row in chosen}
    taken = [row for _, row in chosen]
    fitting = [
        row
        for row in rows
        if row["task_id"] in families
        and row not in taken
        and story.fits(row, [step["status"] for step in row["steps"]])
    ]
    if fitting:
        chosen.append((story, min(fitting, key=lambda row: families[row["task_id"]] in shown)))


def _text_of(row: Row, tables: Tables) -> Row | None:
    """The solution that a label is about."""
    solutions = tables.solutions
    mask = pc.and_(
        pc.equal(solutions.column("task_id"), row["task_id"]),
        pc.and_(
            pc.equal(solutions.column("sampler"), row["sampler"]),
            pc.equal(solutions.column("sample"), row["sample"]),
        ),
    )
    found: list[Row] = solutions.filter(mask).slice(0, 1).to_pylist()
    return found[0] if found else None


def _example(story: Story, row: Row, tables: Tables) -> Example:
    solution = _text_of(row, tables)
    assert solution is not None
    task = tables.tasks.filter(pc.equal(tables.tasks.column("task_id"), row["task_id"]))
    task = task.slice(0, 1).to_pylist()[0]
    program = row["isolation"] is not None
    facts = [("sampler", f"{row['sampler']}, sample {row['sample']}"), ("model", solution["model"])]
    if not program:
        facts += [("gold", task["answer"]["value"]), ("found", row["extracted"] or "nothing")]
    facts += [("decided by", row["rung"]), ("isolation", row["isolation"])]
    facts += [*_of_program(row["evidence_json"]), ("stopped by", solution["finish_reason"])]
    return Example(
        title=story.title,
        family=visible(task["family"], 100),
        level=task["level"],
        prompt=visible(task["prompt"]),
        status=row["status"],
        pieces=tuple(pieces(solution["text"], row["steps"])),
        facts=tuple((word, visible(str(value), 200)) for word, value in facts if value),
        program=program,
    )


def _of_program(evidence_json: str) -> Iterator[tuple[str, str]]:
    """The sandbox's code (AC, WA, RE, …) and how many tests were passed, where known."""
    evidence = loads(evidence_json)
    if isinstance(evidence, dict) and isinstance(evidence.get("code"), str):
        yield "code", evidence["code"]
        if "passed" in evidence and "of" in evidence:
            yield "tests passed", f"{evidence['passed']} of {evidence['of']}"


def pieces(text: str, steps: Sequence[Row]) -> Iterator[Piece]:
    """`text` cut at its steps; labels that overlap or reach outside are cut to what is left."""
    at = 0
    for step in sorted(steps, key=lambda step: (step["start"], step["end"]))[:MOST_PIECES]:
        start, end = max(step["start"], at), min(step["end"], len(text), MOST_TEXT)
        if start >= end:
            continue
        if text[at:start].strip():
            yield Piece(visible(text[at:start].strip("\n")), None)
        yield Piece(visible(text[start:end].strip("\n")), step["status"], step["p_correct"])
        at = end
    if text[at:].strip():
        yield Piece(visible(text[at:].strip("\n"), max(MOST_TEXT - at, 200)), None)


def _worked(tasks: pa.Table) -> list[Example]:
    """The generators' own solutions of the first tasks of three families."""
    found: dict[str, Example] = {}
    for row in tasks.slice(0, SCANNED).to_pylist():
        if row["family"] not in found and row["steps"]:
            found[row["family"]] = Example(
                title="The generator's own worked solution",
                family=visible(row["family"], 100),
                level=row["level"],
                prompt=visible(row["prompt"]),
                status="correct",
                pieces=tuple(Piece(visible(s["text"]), "correct") for s in row["steps"]),
                facts=(("gold", visible(row["answer"]["value"], 200)),),
            )
        if len(found) == 3:
            break
    return list(found.values())
