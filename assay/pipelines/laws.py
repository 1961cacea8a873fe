"""The laws that a family of problems must keep, tried on one family: ours, or a user's own.

    audit_family(find("my_module:FAMILY"), count=40)["laws"]   # ["same seed same bytes", ...]

Every law is a function of a `Trial` (the family and items drawn once) that raises `Broken` with the
value that breaks it; `audit_family` turns the first one into a UsageError that names both. Programs
are not run here: `assay generate` and `vet` do that. A family that passes may still ask nonsense.
"""

import math
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from assay.checkers import grade, label_steps
from assay.core.bounds import birthday_bound, upper_bound
from assay.core.canonical import digest, dumps, loads
from assay.core.errors import UsageError
from assay.core.records import Task
from assay.core.seeds import rng_for
from assay.core.tables import task_row
from assay.generators import Family, draw, select
from assay.generators.family import LEVELS, Draft
from assay.pipelines.audit import compare_answers
from assay.pipelines.corruptions import corruptions
from assay.pipelines.gold_faults import faulty_answers
from assay.pipelines.jsonl import check_output, write_rows

LEAST_PROMPTS = 10
MOST_DRAWS = 1_000
SHOWN = 160
_AGAIN = """
import sys
from assay.generators import find
from assay.pipelines.laws import fingerprint
print(fingerprint(find(sys.argv[1]), int(sys.argv[2])))
"""


class Broken(Exception):
    """A law does not hold; the message gives the value that shows it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A family, the seed, and `count` items of it, the levels in turn."""

    family: Family
    seed: int
    tasks: tuple[Task, ...]


def audit_laws(reference: str, count: int = 40, seed: int = 0, out: Path | None = None) -> Any:
    """`audit_family` of the one family that `reference` names; the result goes to `out` as well."""
    if out is not None:
        check_output(out)
    family, *others = select(reference)
    if others:
        raise UsageError(f"{reference!r} means {1 + len(others)} families; name one, or --families")
    found = audit_family(family, count, seed)
    if out is not None:
        write_rows(out, [found])
    return found


def audit_family(family: Family, count: int = 40, seed: int = 0) -> dict[str, Any]:
    """Try every law on `count` items; returns what was tried.

    Raises UsageError that names the first law broken and the value that breaks it.
    """
    said = f"family {family.reference!r}"
    try:
        tasks = tuple(
            draw(family, LEVELS[index % len(LEVELS)], seed, index).task
            for index in range(max(count, len(LEVELS)))
        )
    except Exception as error:  # the user's code may raise anything
        raise UsageError(f"{said} breaks the law 'levels 1 to 10': {_named(error)}") from None
    trial = Trial(family, seed, tasks)
    for law, holds in LAWS.items():
        try:
            holds(trial)
        except Broken as broken:
            raise UsageError(f"{said} breaks the law {law!r}: {broken}") from None
        except Exception as error:
            raise UsageError(f"{said} breaks the law {law!r}: it raises {_named(error)}") from None
    return {
        "family": family.name,
        "items": len(tasks),
        "laws": list(LAWS),
        "upper_bound": upper_bound(0, len(tasks)),
    }


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:SHOWN]


def _shown(text: object) -> str:
    said = str(text)
    return repr(said if len(said) <= SHOWN else f"{said[:SHOWN]}…")


def _item(task: Task) -> str:
    return f"level {task.level}, index {task.index}"


def fingerprint(family: Family, seed: int) -> str:
    """A hash of the first item of every level, for comparing two processes."""
    rows = [task_row(draw(family, level, seed, 1).task) for level in LEVELS]
    return digest(rows).hex()


def _same_bytes(trial: Trial) -> None:
    family, first = trial.family, trial.tasks[0]
    for task in trial.tasks[: len(LEVELS)]:
        if draw(family, task.level, trial.seed, task.index).task != task:
            raise Broken(f"{_item(task)} differs when it is drawn again")
    here = fingerprint(family, trial.seed)
    done = subprocess.run(
        [sys.executable, "-c", _AGAIN, family.reference, str(trial.seed)],
        env={**os.environ, "PYTHONHASHSEED": "4242"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Broken(f"another process cannot draw it: {_shown(done.stderr.strip()[-SHOWN:])}")
    if done.stdout.strip() != here:
        raise Broken(f"items such as {first.task_id} differ in another process (PYTHONHASHSEED)")


def _well_formed(trial: Trial) -> None:
    for task in trial.tasks:
        problem = task.meta["problem"]
        if not isinstance(loads(problem), dict) or dumps(loads(problem)) != problem:
            raise Broken(f"problem {_shown(problem)} at {_item(task)} is no JSON object")
        declared = trial.family.answer_kind
        if task.answer.kind != declared and "kind" not in task.meta:
            raise Broken(
                f"answer kind {task.answer.kind!r} at {_item(task)}, declared {declared!r}"
            )


def _phrasings(trial: Trial) -> None:
    for task in trial.tasks[: len(LEVELS)]:
        prompts = list(_draft(trial, task).prompts)
        if len(set(prompts)) < len(prompts):
            twice = Counter(prompts).most_common(1)[0][0]
            raise Broken(f"the prompt {_shown(twice)} at {_item(task)} stands there twice")
        if len(prompts) < LEAST_PROMPTS:
            raise Broken(f"{len(prompts)} prompts at {_item(task)}, allowed are {LEAST_PROMPTS} up")
        for prompt in prompts:
            if not prompt.strip() or prompt != prompt.strip() or not prompt.isascii():
                raise Broken(f"the prompt {_shown(prompt)} is empty, padded or not plain ASCII")


def _draft(trial: Trial, task: Task) -> Draft:
    rng = rng_for(trial.family.name, task.level, trial.seed, task.index)
    return trial.family.generate(rng, task.level)


def _oracle(trial: Trial) -> None:
    oracle = trial.family.oracle
    if oracle is None:
        raise Broken("there is no oracle, a second way to the answer")
    for task in trial.tasks:
        second = oracle(loads(task.meta["problem"]))
        if compare_answers(task.answer, second) != "correct":
            raise Broken(
                f"gold {_shown(task.answer.value)}, oracle {_shown(second.value)} at {_item(task)}"
            )


def _gold(trial: Trial) -> None:
    for task in _gradable(trial):
        gold = task.answer.value
        for text, form in ((gold, "expr"), (f"Answer: {gold}", "text"), (worked(task), "text")):
            status = grade(task.answer, text, form="expr" if form == "expr" else "text").status
            if status != "correct":
                raise Broken(f"the checkers call the gold {_shown(gold)} {status} ({_item(task)})")


def worked(task: Task) -> str:
    """The worked solution as a model would write it."""
    return "\n".join([*(step.text for step in task.steps), f"Answer: {task.answer.value}"])


def _gradable(trial: Trial) -> Iterator[Task]:
    return (task for task in trial.tasks if task.answer.kind != "program")


def _faults(trial: Trial) -> None:
    oracle = trial.family.oracle
    for task in trial.tasks[:20]:
        second = oracle(loads(task.meta["problem"])) if oracle else task.answer
        for slip, faulty in faulty_answers(task.answer):
            if compare_answers(faulty, second) != "wrong":
                raise Broken(f"{slip}: {_shown(faulty.value)} passes for {_shown(second.value)}")


def _capacity(trial: Trial) -> None:
    for level in LEVELS:
        room = trial.family.capacity(level)
        if room is not None and not (isinstance(room, int) and 0 < room < 2**63):
            raise Broken(f"capacity {room!r} at level {level}, allowed are 1 to 2**63 - 1 and None")
    level = min(LEVELS, key=lambda level: trial.family.capacity(level) or 2**63)
    room = trial.family.capacity(level) or 2**63
    count = min(MOST_DRAWS, 25 * len(trial.tasks))
    found = len({draw(trial.family, level, trial.seed, n, steps=False).key for n in range(count)})
    new = -room * math.expm1(count * math.log1p(-1 / room)) if room > 1 else 1.0
    if found > room:
        raise Broken(f"capacity {room} at level {level}, but {found} different problems in {count}")
    if count - found > birthday_bound(1.2 * max(count - new, 0.0)):
        raise Broken(f"capacity {room} at level {level}, but {count} draws repeat {count - found}")


def _levels(trial: Trial) -> None:
    sizes = []
    for level in LEVELS:
        tasks = [draw(trial.family, level, trial.seed, n, "short").task for n in range(15)]
        sizes.append(sum(map(size_of, tasks)) / len(tasks))
    for level, (before, after) in enumerate(pairwise(sizes), 1):
        if after < 0.8 * before:
            raise Broken(f"size {after:.0f} at level {level + 1} after {before:.0f} at {level}")
    if sizes[-1] < 1.2 * sizes[0]:
        raise Broken(f"size {sizes[-1]:.0f} at level 10 and {sizes[0]:.0f} at level 1")


def size_of(task: Task) -> float:
    """The measure of hardness: `meta["size"]` if given, else characters to read and to write."""
    if "size" in task.meta:
        return float(task.meta["size"])
    written = sum(len(step.text) for step in task.steps)
    return len(task.prompt) + written + len(task.answer.value)


def _steps(trial: Trial) -> None:
    if not trial.family.has_steps:
        return
    for task in trial.tasks[:20]:
        if not task.steps:
            raise Broken(f"{_item(task)} has no steps, though the family says that it has them")
        text = worked(task)
        for label in label_steps(task, text):
            if label.status not in ("correct", "neutral"):
                line = text[label.start : label.end]
                raise Broken(f"the step {_shown(line)} is {label.status} ({_item(task)})")


def _corruptions(trial: Trial) -> None:
    for task in trial.tasks[:20]:
        for slip in corruptions(task):
            labels = [label.status for label in label_steps(task, slip.text)]
            if "correct" in labels[slip.first_error : slip.first_error + 1]:
                raise Broken(f"{slip.kind} in the step {_shown(slip.line)} passes ({_item(task)})")


LAWS: Mapping[str, Callable[[Trial], None]] = {
    "same seed same bytes": _same_bytes,
    "problem and kind": _well_formed,
    "phrasings": _phrasings,
    "gold passes": _gold,
    "oracle agrees": _oracle,
    "faults caught": _faults,
    "capacity": _capacity,
    "levels": _levels,
    "steps true": _steps,
    "corruptions caught": _corruptions,
}
