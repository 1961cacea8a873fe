"""Is every step of every worked solution true? docs/families-proof.md.

    nice python benchmarks/true_steps.py --seconds 3000 [--families area:math] [--start 0]

Items are drawn family after family, the levels in turn, until the CPU time is spent. Each worked
solution is written out, with its answer, and labelled line by line by the step checker, which
works every claim out again (exact arithmetic, else the ladder); a line that is `wrong` or
`undecided` is printed with its task. Items are numbered from `--start`, so that a run can go on
where another stopped. Other families than those of mathematics: `--families`.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator

from assay.checkers import label_steps
from assay.core.bounds import upper_bound
from assay.core.records import Task
from assay.generators import Family, draw, select
from assay.generators.family import LEVELS

SEED = 20_262
SHOWN = 20


def main() -> None:
    """Draw, write out, label, count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--families", default="area:math")
    parser.add_argument("--start", type=int, default=0)
    asked = parser.parse_args()
    families = [family for family in select(asked.families) if family.has_steps]
    found: dict[str, Counter[str]] = {family.name: Counter() for family in families}
    items, shown, index = 0, [], asked.start
    while time.process_time() < asked.seconds:
        for family in families:
            task = _task(family, index)
            items += 1
            for status, line in _labelled(task):
                found[family.name][status] += 1
                if status not in ("correct", "neutral") and len(shown) < SHOWN:
                    shown.append(f"{task.task_id}: {status}: {line[:160]}")
        index += 1
    _show(found, items, index)
    print("\n".join(shown))


def _task(family: Family, index: int) -> Task:
    return draw(family, LEVELS[index % len(LEVELS)], SEED, index).task


def _labelled(task: Task) -> Iterator[tuple[str, str]]:
    """The lines of the worked solution with their labels."""
    text = "\n".join([*(step.text for step in task.steps), f"Answer: {task.answer.value}"])
    for label in label_steps(task, text):
        yield label.status, text[label.start : label.end]


def _show(found: dict[str, Counter[str]], items: int, stop: int) -> None:
    """The table by family, and what it comes to."""
    statuses = ("correct", "neutral", "undecided", "wrong", "inherited")
    print(f"| family | {' | '.join(statuses)} |\n|---|{'---|' * len(statuses)}")
    for name, counts in found.items():
        print(f"| {name} | {' | '.join(f'{counts[status]:,}' for status in statuses)} |")
    whole = Counter[str]()
    for counts in found.values():
        whole.update(counts)
    total, false = whole.total(), whole["wrong"] + whole["inherited"]
    print(f"\n{total:,} lines of {items:,} items of {len(found)} families (up to index {stop}):")
    print(", ".join(f"{whole[status]:,} {status}" for status in statuses))
    print(f"upper 95% bound of false lines, were there none: {upper_bound(false, total):.2e}")


if __name__ == "__main__":
    main()
