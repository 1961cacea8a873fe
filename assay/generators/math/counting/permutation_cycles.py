"""The lengths of the cycles of a permutation, or of a product of powers of permutations.

Example: 1 2 3 4 5 -> 2 1 4 5 3 has the cycles (1 2) and (3 4 5) -> {2, 3}.

Drawn evenly; worked by going round. The oracle counts the fixed points of all powers of the
permutation matrix and takes from them what shorter cycles leave fixed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import factorial
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import step
from assay.generators.phrasing import told


@dataclass(frozen=True, slots=True)
class Size:
    """How many points are moved, the number of permutations, and the power of the product."""

    points: int
    factors: int = 1
    power: int = 1


LEVELS = {
    1: Size(7),
    2: Size(9),
    3: Size(12),
    4: Size(16),
    5: Size(8, factors=2),
    6: Size(11, factors=2),
    7: Size(15, factors=2),
    8: Size(14, factors=2, power=2),
    9: Size(14, factors=3, power=3),
    10: Size(15, factors=4, power=3),
}
_NAMES = "fghk"
Permutation = list[int]
"""Where 1, 2, 3, ... go."""


def generate(rng: Random, level: int) -> Draft:
    """Draw the permutations; go round in their product, then in its power."""
    size = LEVELS[level]
    given = [rng.sample(range(1, size.points + 1), size.points) for _ in range(size.factors)]
    whole = given[0]
    steps: list[Step] = []
    for count, following in enumerate(given[1:], 2):
        whole = [following[at - 1] for at in whole]
        steps += _images(f"after {_NAMES[count - 1]}", whole)
    once = whole
    for turn in range(2, size.power + 1):
        whole = [once[at - 1] for at in whole]
        steps += _images(f"after round {turn}", whole)
    cycles = list(_cycles(whole))
    steps += [_line(f"from {cycle[0]} on", cycle) for cycle in cycles]
    lengths = sorted(map(len, cycles))
    if len(lengths) > 1:
        steps.append(step("+".join(map(str, lengths)), str(size.points)))
    names = _NAMES[: size.factors]
    return Draft(
        prompts=_prompts(given, names, size),
        problem={"permutations": given, "power": size.power},
        answer=Answer("multiset", "{" + ", ".join(map(str, lengths)) + "}"),
        steps=steps,
        meta={"size": size.points * (2 * size.factors - 1 + size.power)},
    )


def _prompts(given: list[Permutation], names: str, size: Size) -> Sequence[str]:
    top = " ".join(map(str, range(1, size.points + 1)))
    rows = [" ".join(map(str, permutation)) for permutation in given]
    listed = "; ".join(f"{n}: {top} -> {row}" for n, row in zip(names, rows, strict=True))
    table = "\n".join(f"{n}(1), {n}(2), ... = {row}" for n, row in zip(names, rows, strict=True))
    latex = ", ".join(
        rf"$ {n} = \begin{{pmatrix}} {top.replace(' ', ' & ')} \\ {row.replace(' ', ' & ')} "
        rf"\end{{pmatrix}} $"
        for n, row in zip(names, rows, strict=True)
    )
    what = f"{'permutation' if size.factors == 1 else 'permutations'} of 1 to {size.points}"
    done = ", then ".join(names)
    turns = {2: "twice", 3: "three times"}.get(size.power, "")
    if size.factors == 1:
        whole = f"the permutation {names}"
    else:
        again = f", and all of this {turns}" if turns else ""
        whole = f"the permutation that results from applying {done}{again}"
    short = f"{listed}; first {done}{f', all of it {turns}' if turns else ''}: "
    return told(
        f"{short if size.factors > 1 else f'{listed}: '}cycle lengths, 1s too=",
        (
            f"Here {'is a' if size.factors == 1 else 'are'} {what}, the numbers on the left and "
            f"what each becomes on the right, in the same order: {listed}.",
            f"The images of 1 to {size.points} in order:\n{table}\n",
            f"These {what} are given in two rows: {latex}."
            if size.factors > 1
            else f"This {what} is given in two rows: {latex}.",
        ),
        (
            f"What are the lengths of the cycles of {whole}?",
            f"Which cycle lengths does {whole} have?",
        ),
        (
            "List every length as often as there are such cycles, fixed points as 1, in braces.",
            "Answer with a multiset in braces, like {1, 2, 2}; a point that stays is a cycle of 1.",
        ),
    )


def _images(name: str, permutation: Permutation) -> Iterator[Step]:
    yield _line(name, permutation)


def _line(name: str, numbers: Sequence[int]) -> Step:
    """A line in words: the numbers in turn."""
    said = " ".join(map(str, numbers))
    return Step(f"{name} = {said}", Claim("text", name, said))


def _cycles(permutation: Permutation) -> Iterator[list[int]]:
    seen: set[int] = set()
    for start in range(1, len(permutation) + 1):
        if start not in seen:
            cycle = [start]
            while (following := permutation[cycle[-1] - 1]) != start:
                cycle.append(following)
            seen.update(cycle)
            yield cycle


def oracle(problem: Mapping[str, Any]) -> Answer:
    """A cycle of length d is fixed by the k-th power in d points when d divides k."""
    from flint import fmpz_mat

    size = len(problem["permutations"][0])
    whole = fmpz_mat([[int(i == j) for j in range(size)] for i in range(size)])
    for permutation in problem["permutations"] * problem["power"]:
        whole *= fmpz_mat([[int(at == j + 1) for j in range(size)] for at in permutation])
    counts: dict[int, int] = {}
    power, lengths = whole, []
    for length in range(1, size + 1):
        fixed = sum(int(power[k, k]) for k in range(size))
        shorter = sum(d * n for d, n in counts.items() if length % d == 0)
        counts[length] = (fixed - shorter) // length
        lengths += [length] * counts[length]
        power *= whole
    return Answer("multiset", "{" + ", ".join(map(str, lengths)) + "}")


def capacity(level: int) -> int | None:
    """Permutations, one after the other."""
    size = LEVELS[level]
    return capped(factorial(size.points) ** size.factors)


FAMILY = Family(
    name="permutation_cycles",
    area="math",
    domain="combinatorics",
    answer_kind="multiset",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
