"""How fast the families draw: items per CPU-second on one core, with and without worked steps.

    python benchmarks/generators.py [seconds per family and level]
    python benchmarks/generators.py 0.1 --peer 2.0      # beside reasoning-gym, 2 s a dataset

Every item comes with its wording, its id and its key, as `generate` draws them. Writes a Markdown
table; docs/generators-speed.md keeps one with its date and machine. `--peer` needs a Python that
has reasoning-gym (0.1.25) installed, and is measured in the same run, at our level 5 and its
defaults: the two do not ask the same problems, only problems of the same sort.
"""

import platform
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from assay.generators import FAMILIES, Family, draw
from assay.generators.family import LEVELS

SHARED = {
    "chain_symbols": "chain_sum",
    "nested_arithmetic": "basic_arithmetic",
    "fraction_sum": "fraction_simplification",
    "greatest_common_divisor": "gcd",
    "least_common_multiple": "lcm",
    "prime_factors": "prime_factorization",
    "linear_equation": "simple_equations",
    "polynomial_roots": "polynomial_equations",
    "expand_product": "polynomial_multiplication",
    "antiderivative": "simple_integration",
    "definite_integral": "intermediate_integration",
    "complex_arithmetic": "complex_arithmetic",
    "letter_count": "letter_counting",
    "base_conversion": "base_conversion",
    "knights_and_knaves": "knights_knaves",
    "mini_sudoku": "mini_sudoku",
    "syllogism": "syllogism",
    "maze_path": "shortest_path",
}


def rate_of(make: Callable[[int], object], seconds: float) -> float:
    """Calls per CPU-second, the first (tables being built) left out."""
    make(0)
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        count += 1
        make(count)
    return count / (time.process_time() - start)


def rate(family: Family, level: int, seconds: float, steps: bool = True) -> float:
    """Items per CPU-second at one level."""
    return rate_of(lambda index: draw(family, level, 1, index, steps=steps), seconds)


def families(seconds: float) -> None:
    """The table of our own families."""
    print("| family | level 1 | median level | slowest level | median level without steps |")
    print("|---|---|---|---|---|")
    medians: list[tuple[float, float]] = []
    for family in FAMILIES.values():
        rates = [rate(family, level, seconds) for level in LEVELS]
        bare = median(rate(family, level, seconds, steps=False) for level in LEVELS)
        medians.append((median(rates), bare))
        cells = " | ".join(f"{n:,.0f}" for n in (rates[0], medians[-1][0], min(rates), bare))
        print(f"| {family.name} | {cells} |", flush=True)
    both = " and ".join(f"{median(column):,.0f}" for column in zip(*medians, strict=True))
    print(f"\nMedian over {len(medians)} families, with and without steps: {both} items a second.")


def peer(seconds: float) -> None:
    """Families that reasoning-gym has as well, in turn with its datasets."""
    import reasoning_gym  # type: ignore[import-not-found]

    print("| family | dataset | ours, items/s | theirs, items/s | ratio |\n|---|---|---|---|---|")
    ratios = []
    for name, theirs in SHARED.items():
        dataset: Any = reasoning_gym.create_dataset(theirs, seed=1, size=10**6)
        slow = rate_of(dataset.__getitem__, seconds)
        ours = rate(FAMILIES[name], 5, seconds)
        ratios.append(ours / slow)
        print(f"| {name} | {theirs} | {ours:,.0f} | {slow:,.0f} | {ours / slow:.1f} |", flush=True)
    print(f"\nMedian ratio over {len(ratios)} shared families: {median(ratios):.1f}.")


def main() -> None:
    arguments = sys.argv[1:]
    seconds = float(arguments[0]) if arguments and arguments[0] != "--peer" else 0.1
    print(f"Python {platform.python_version()}, {platform.machine()}, {seconds} s a level\n")
    if "--peer" in arguments:
        peer(float(arguments[arguments.index("--peer") + 1]))
    else:
        families(seconds)


if __name__ == "__main__":
    main()
