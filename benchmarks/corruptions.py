"""Is the first error of a corrupted worked solution found where it was put? docs/steps.md.

    nice python benchmarks/corruptions.py --count 100000

One line of a task's own worked solution, an equality with a whole number on the right, gets another
number there; later lines carry it on where they use the old one. The index is known by
construction. The labels come from `label_steps`, with the task's state. Prints what was found by
family and, for what was not, the first examples.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

from assay.checkers import label_steps
from assay.core.records import Task
from assay.core.seeds import seed_for
from assay.generators import FAMILIES, draw

SEED = 20_261
_RESULT = re.compile(r"(.*=\s*)(-?\d{1,9})$")
_OFFSETS = (1, -1, 2, -2, 9, -9, 10, -10, 90)


def main() -> None:
    """Corrupt, label, count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--start", type=int, default=0, help="first index, to share the work")
    asked = parser.parse_args()
    found: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []
    seconds, steps = 0.0, 0
    for number, (task, lines, index) in enumerate(corrupted(asked.start), 1):
        started = time.process_time()
        statuses = [label.status for label in label_steps(task, "\n".join(lines))]
        seconds += time.process_time() - started
        steps += len(lines)
        first = statuses.index("wrong") if "wrong" in statuses else -1
        kind = "exact" if first == index else "none" if first < 0 else "elsewhere"
        found[task.family, kind] += 1
        if kind != "exact" and len(missed) < 20:
            missed.append(f"{task.task_id} line {index}, said {first}: {' | '.join(lines)[:160]}")
        if number == asked.count:
            break
    print("| family | corrupted | exact | not found | elsewhere |\n|---|---|---|---|---|")
    for family in sorted({name for name, _ in found}):
        exact, none, elsewhere = (found[family, kind] for kind in ("exact", "none", "elsewhere"))
        print(f"| {family} | {exact + none + elsewhere:,} | {exact:,} | {none:,} | {elsewhere:,} |")
    exact = sum(count for (_, kind), count in found.items() if kind == "exact")
    print(f"\n{exact:,} of {found.total():,} exact; {steps / seconds:,.0f} steps/s\n")
    print("\n".join(missed))


def corrupted(index: int) -> Iterator[tuple[Task, list[str], int]]:
    """Tasks, their worked lines with one changed, and which; for ever, family after family."""
    families = [f for f in FAMILIES.values() if f.area == "math" and f.has_steps]
    while True:
        for family in families:
            task = draw(family, 1 + index % 10, SEED, index).task
            rng = Random(seed_for("corrupt", task.task_id))
            lines = [step.text for step in task.steps]
            places = [at for at, line in enumerate(lines) if _RESULT.match(line)]
            if places:
                at = rng.choice(places)
                yield task, _changed(lines, at, rng.choice(_OFFSETS)), at
        index += 1


def _changed(lines: list[str], at: int, offset: int) -> list[str]:
    """The lines with another result at `at`, and that result where later lines start from it."""
    match = _RESULT.match(lines[at])
    assert match is not None
    old, new = match[2], str(int(match[2]) + offset)
    carried = [re.sub(rf"(?<![\d.]){re.escape(old)}(?!\d)", new, line) for line in lines[at + 1 :]]
    return [*lines[:at], match[1] + new, *carried]


if __name__ == "__main__":
    main()
