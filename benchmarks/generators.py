"""How fast the families draw: items per CPU-second on one core, by family.

    python benchmarks/generators.py [seconds per family and level, default 0.1]

Every item comes with all its phrasings, its worked steps, its id and its key, as `generate` draws
them. Writes a Markdown table; docs/generators-speed.md keeps one with its date and machine.
"""

import platform
import sys
import time
from statistics import median

from assay.generators import FAMILIES, Family, draw
from assay.generators.family import LEVELS


def rate(family: Family, level: int, seconds: float) -> float:
    """Items per CPU-second at one level, the first item (tables being built) left out."""
    draw(family, level, 1, 0)
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        count += 1
        draw(family, level, 1, count)
    return count / (time.process_time() - start)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.1
    print(f"Python {platform.python_version()}, {platform.machine()}, {seconds} s a level\n")
    print("| family | level 1 | median level | slowest level |\n|---|---|---|---|")
    medians = []
    for family in FAMILIES.values():
        rates = [rate(family, level, seconds) for level in LEVELS]
        medians.append(median(rates))
        cells = " | ".join(f"{value:,.0f}" for value in (rates[0], medians[-1], min(rates)))
        print(f"| {family.name} | {cells} |")
    print(f"\nMedian over {len(medians)} families: {median(medians):,.0f} items a second.")


if __name__ == "__main__":
    main()
