"""How fast the families draw: items per CPU-second on one core, with and without worked steps.

    python benchmarks/generators.py [seconds per family and level] [--math|--code]
    python benchmarks/generators.py 0.05 --peer      # beside reasoning-gym, as long a dataset

Every item comes with its wording, its id and its key, as `generate` draws them. A rate is the best
of five runs by CPU time, since others may use the machine; no item is drawn twice, so that no cache
of answers helps. Writes a Markdown table; docs/generators-speed.md keeps one with its date and
machine. `--peer` needs a Python that has reasoning-gym (0.1.25) installed, and is measured in the
same run, at its defaults: the two do not ask the same problems, only problems of the same sort, and
it writes no steps.
"""

import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from statistics import harmonic_mean, median
from typing import Any

from assay.generators import FAMILIES, Family, draw
from assay.generators.family import LEVELS

ROUNDS = 5
MOST = 400
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
    "antiderivative": "intermediate_integration",
    "substitution_integral": "simple_integration",
    "complex_arithmetic": "complex_arithmetic",
    "base_conversion": "base_conversion",
    "dice_sum": "dice",
    "chain_words": "gsm_symbolic",
    "difference_table": "number_sequence",
    "letter_count": "letter_counting",
    "sort_words": "word_sorting",
    "spell_backwards": "spell_backward",
    "shift_cipher": "caesar_cipher",
    "knights_and_knaves": "knights_knaves",
    "assignment_puzzle": "zebra_puzzles",
    "water_jugs": "jugs",
    "mini_sudoku": "mini_sudoku",
    "syllogism": "syllogism",
    "maze_path": "shortest_path",
}
ROOTS_AND_INTEGRALS = ("polynomial_roots", "antiderivative", "substitution_integral")


def rate_of(make: Callable[[int], object], seconds: float) -> float:
    """Calls per CPU-second: the best of five runs over further items, after a first call that
    builds tables.
    """
    make(0)
    start = time.process_time()
    make(1)
    once = time.process_time() - start
    count = max(1, min(MOST, int(seconds / ROUNDS / max(once, 1e-6))))
    best = float("inf")
    for turn in range(ROUNDS):
        indices = range(2 + turn * count, 2 + (turn + 1) * count)
        start = time.process_time()
        for index in indices:
            make(index)
        best = min(best, time.process_time() - start)
    return count / best


def rate(family: Family, level: int, seconds: float, steps: bool = True) -> float:
    """Items per CPU-second at one level."""
    return rate_of(lambda index: draw(family, level, 1, index, steps=steps), seconds)


def families(seconds: float, chosen: Sequence[Family]) -> None:
    """The table of our own families."""
    print("| family | level 1 | median level | slowest level | median level without steps |")
    print("|---|---|---|---|---|")
    medians: list[tuple[float, float]] = []
    slowest: dict[str, float] = {}
    in_turn: dict[str, float] = {}
    for family in chosen:
        rates = [rate(family, level, seconds) for level in LEVELS]
        bare = median(rate(family, level, seconds, steps=False) for level in LEVELS)
        medians.append((median(rates), bare))
        slowest[family.name] = min(rates)
        in_turn[family.name] = harmonic_mean(rates)
        cells = " | ".join(f"{n:,.0f}" for n in (rates[0], medians[-1][0], min(rates), bare))
        print(f"| {family.name} | {cells} |", flush=True)
    both = " and ".join(f"{median(column):,.0f}" for column in zip(*medians, strict=True))
    print(f"\nMedian over {len(medians)} families, with and without steps: {both} items a second.")
    below = [f"{name} {n:,.0f}" for name, n in slowest.items() if n < 500]
    print(f"Below 500 at their slowest level: {', '.join(below) or 'none'}.")
    least = sorted(in_turn.items(), key=lambda item: item[1])[:8]
    told = ", ".join(f"{name} {n:,.0f}" for name, n in least)
    print(f"Slowest over the levels in turn, as `generate` draws them: {told}.")


def peer(seconds: float) -> None:
    """Families that reasoning-gym has as well, in turn with its datasets."""
    import reasoning_gym  # type: ignore[import-not-found]

    print("| family | dataset | ours, with steps | without steps | level 1 | theirs | ratio |")
    print("|---|---|---|---|---|---|---|")
    ratios: dict[str, float] = {}
    for name, theirs in SHARED.items():
        dataset: Any = reasoning_gym.create_dataset(theirs, seed=1, size=10**6)
        slow = rate_of(dataset.__getitem__, seconds)
        worked = rate(FAMILIES[name], 5, seconds)
        bare, easy = (rate(FAMILIES[name], level, seconds, steps=False) for level in (5, 1))
        ratios[name] = bare / slow
        cells = " | ".join(f"{number:,.0f}" for number in (worked, bare, easy, slow))
        print(f"| {name} | {theirs} | {cells} | {ratios[name]:.1f} |", flush=True)
    ahead = sum(ratio >= 2 for ratio in ratios.values())
    print(f"\nRatios are at level 5 without steps; {ahead} of {len(ratios)} are 2 or more.")
    print(f"Median ratio over {len(ratios)} shared families: {median(ratios.values()):.1f}.")
    print("Integration and roots: " + ", ".join(f"{ratios[n]:.0f}" for n in ROOTS_AND_INTEGRALS))


def main() -> None:
    arguments = sys.argv[1:]
    seconds = float(arguments[0]) if arguments and not arguments[0].startswith("-") else 0.1
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"load {load}, {seconds} s a level\n")
    if "--peer" in arguments:
        peer(seconds)
        return
    area = "math" if "--math" in arguments else "code" if "--code" in arguments else ""
    families(seconds, [family for family in FAMILIES.values() if family.area.startswith(area)])


if __name__ == "__main__":
    main()
