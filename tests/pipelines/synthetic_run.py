"""A run folder with every piece a report can show, made without a model or a sandbox.

make_run(tmp_path / "run")            # small; make_run(folder, tasks=600) for a look at the page
"""

import json
from pathlib import Path
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Label, Solution, Step, StepLabel, Task, Verdict
from assay.core.seeds import canonical_key, split_of
from assay.core.store import write_part
from assay.core.tables import label_row, solution_row, table_of, tasks_table

FAMILIES = ("chain_symbols", "linear_equation", "polynomial_roots", "letter_counting")
SKILL = {"sft": 0.45, "rl": 0.7}
SOURCE = "def double(x):\n    return x + x"
TESTED = {True: {"code": "AC", "passed": 9, "of": 9}, False: {"code": "WA", "passed": 1, "of": 9}}
MUTANT = "def double(x):\n    return x * x"


def make_run(folder: Path, tasks: int = 60, seed: int = 7) -> Path:
    """Write tables, evaluation.json and run.json."""
    rng = Random(seed)
    made = [make_task(rng, number) for number in range(tasks)]
    write_part(folder, "tasks", tasks_table(made), "t:0", None, {"stage": "generate", "seed": 7})
    solutions: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for task in made:
        for solution, label in solve(rng, task):
            solutions.append(solution_row(solution))
            labels.append(label_row(label))
    write_part(folder, "solutions", table_of("solutions", solutions), "s:0")
    write_part(folder, "labels", table_of("labels", labels), "l:0")
    (folder / "evaluation.json").write_text(json.dumps(evaluation(rng)))
    (folder / "run.json").write_text(json.dumps(RUN))
    return folder


RUN = {
    "seconds": {"generate": 1.31, "sft": 84.2, "rl": 301.7, "label": 12.04, "evaluate": 61.5},
    "skipped": [{"what": "6 mutants", "reason": "the sandbox refused <isolation> 'partial'"}],
}


def make_task(rng: Random, number: int) -> Task:
    """A chain of sums, or every fifth time a program to write."""
    level = 1 + number // 5 % 10
    if number % 5 == 4:
        return make_program(number, level)
    numbers = [rng.randint(2, 9 * level) for _ in range(3 + level // 3)]
    expression = "+".join(map(str, numbers))
    family = FAMILIES[number % 4]
    steps, done = [], numbers[0]
    for value in numbers[1:]:
        claim = Claim("equal", f"{done}+{value}", str(done + value))
        steps.append(Step(f"{claim.lhs}={claim.rhs}", claim))
        done += value
    return Task(
        task_id=f"{family}-{level}-7-{number}",
        family=family,
        family_version=1,
        level=level,
        seed=7,
        index=number,
        split=split_of(canonical_key(family, {"expression": expression, "n": number})),
        prompt=f"What is {expression}?",
        answer=Answer("integer", str(done)),
        steps=tuple(steps),
    )


def make_program(number: int, level: int) -> Task:
    """A function to write."""
    spec = {"lang": "python", "entry": "double", "reference_source": SOURCE, "mutants": [MUTANT]}
    return Task(
        task_id=f"function_synthesis-{level}-7-{number}",
        family="function_synthesis",
        family_version=1,
        level=level,
        seed=7,
        index=number,
        split=split_of(canonical_key("function_synthesis", number)),
        prompt=f"Write a Python function double(x) that returns x doubled. (variant {number})",
        answer=Answer("program", "double", spec),
    )


def solve(rng: Random, task: Task) -> list[tuple[Solution, Label]]:
    """Solutions by both policies, or by the stored programs."""
    if task.answer.kind == "program":
        return [run_program(task, 0, SOURCE), run_program(task, 1, MUTANT)]
    return [
        walk(rng, task, sampler, sample, skill - 0.03 * task.level)
        for sampler, skill in SKILL.items()
        for sample in range(2)
    ]


def run_program(task: Task, sample: int, source: str) -> tuple[Solution, Label]:
    """A stored program and its verdict."""
    good = source == SOURCE
    verdict = Verdict("correct" if good else "wrong", None, None, TESTED[good], "full")
    return pair(task, "mutants", sample, "stored", source, verdict, ())


def walk(
    rng: Random, task: Task, sampler: str, sample: int, skill: float
) -> tuple[Solution, Label]:
    """The worked steps with a slip in some, each labelled as a checker would."""
    lines: list[str] = []
    steps: list[StepLabel] = []
    wrong, at, offset = False, 0, 0
    for step in task.steps:
        slip = not wrong and rng.random() > skill**0.5
        value = int(step.claim.rhs) + offset
        offset += rng.choice([-10, -1, 1, 10]) if slip else 0
        line = f"{step.claim.lhs}={value if not slip else int(step.claim.rhs) + offset}"
        status = "wrong" if slip else "inherited" if wrong else "correct"
        if status == "correct" and rng.random() < 0.03:
            status = "undecided"
        steps.append(StepLabel(at, at + len(line), status, "exact", None, "exact"))
        lines.append(line)
        at += len(line) + 1
        wrong = wrong or slip
    found = str(int(task.answer.value) + offset)
    lines.append(f"Answer: {found}" if rng.random() > 0.06 else "so it is")
    steps.append(StepLabel(at, at + len(lines[-1]), "neutral" if not wrong else "inherited"))
    status = "correct" if not wrong else "wrong"
    if lines[-1] == "so it is":
        status, found = "unparsed", None
    elif rng.random() < 0.01:
        status = "undecided"
    verdict = Verdict(status, found, "string" if status == "correct" else "exact", {})
    return pair(task, sampler, sample, f"tiny-{sampler}", "\n".join(lines), verdict, tuple(steps))


def pair(
    task: Task,
    sampler: str,
    sample: int,
    model: str,
    text: str,
    verdict: Verdict,
    steps: tuple[StepLabel, ...],
) -> tuple[Solution, Label]:
    """A solution and its label."""
    key = (task.task_id, sampler, sample)
    solution = Solution(*key, model, {"temperature": 1.0}, text, 9, len(text), "stop", 1)
    return solution, Label(*key, verdict, "1", steps)


def evaluation(rng: Random) -> dict[str, Any]:
    """Figures shaped as the training stages write them."""

    def point(mean: float, n: int) -> dict[str, Any]:
        return {
            "mean": mean, "low": round(mean - 0.021, 4), "high": round(mean + 0.021, 4), "n": n,
        }  # fmt: skip

    accuracy = {
        "sft": point(0.322, 1200),
        "sft_continued": point(0.371, 1200),
        "rl": point(0.604, 1200),
    }
    train = [
        {
            "tokens": 65_536 * step,
            "accuracy": round(0.604 - 0.282 * 0.82**step + rng.uniform(-0.012, 0.012), 4),
        }
        for step in range(13)
    ]
    gains = {"majority": 0.3, "orm": 0.36, "prm": 0.55, "oracle": 1.0}

    def curve(start: float, room: float, gain: float) -> list[dict[str, Any]]:
        found = []
        for n in (1, 2, 4, 8, 16):
            share = start + room * gain * (1 - 0.6 ** (n.bit_length() - 1))
            low, high = share - 0.025, min(1.0, share + 0.025)
            found.append({"n": n, "accuracy": share, "low": low, "high": high})
        return found

    test = {
        policy: {name: curve(start, room, gain) for name, gain in gains.items()}
        for policy, start, room in (("sft", 0.322, 0.6), ("rl", 0.604, 0.33))
    }
    return {"accuracy": accuracy, "train_curve": train, "test_curve": test}
