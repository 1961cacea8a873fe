"""The least number of pourings after which some jug holds a given amount.

Example: jugs of 8, 5 and 3 litres holding 8, 0 and 0; 4 litres in one of them -> 6

Nothing is added or thrown away: a pouring ends when one jug is empty or the other full. Levels grow
in the number of pourings. The steps are the contents along a shortest way. The oracle lowers the
distances of all contents until nothing changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import commas, compose, in_words

POURINGS = {1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7, 7: 8, 8: 9, 9: 10, 10: 11}
SIZES = range(3, 30)
CAPACITY = 2_000
Contents = tuple[int, int, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw jugs until some amount is first seen after so many pourings."""
    wanted = POURINGS[level]
    while True:
        sizes = tuple(sorted(rng.sample(SIZES, 3), reverse=True))
        start = (sizes[0], 0, 0)
        if rng.random() < 0.7:
            start = (rng.randint(sizes[0] // 2, sizes[0]), rng.randint(0, sizes[1]), 0)
        first, came = _search(sizes, start)
        amounts = sorted(amount for amount, (steps, _) in first.items() if steps == wanted)
        if amounts:
            break
    amount = rng.choice(amounts)
    way = [first[amount][1]]
    while way[0] != start:
        way.insert(0, came[way[0]])
    steps = (in_words(f"after pouring {n}", commas(held)) for n, held in enumerate(way[1:], 1))
    return Draft(
        prompts=_prompts(sizes, start, amount),
        problem={"sizes": list(sizes), "start": list(start), "amount": amount},
        answer=Answer("integer", str(wanted)),
        steps=tuple(steps),
        meta={"size": wanted},
    )


def _search(
    sizes: Sequence[int], start: Contents
) -> tuple[dict[int, tuple[int, Contents]], dict[Contents, Contents]]:
    """When and where every amount is first seen, and from where contents are first reached."""
    first = {amount: (0, start) for amount in start}
    came = {start: start}
    layer, steps = [start], 0
    while layer:
        steps += 1
        following = []
        for held in layer:
            for after in _pourings(sizes, held):
                if after not in came:
                    came[after] = held
                    following.append(after)
                    for amount in after:
                        first.setdefault(amount, (steps, after))
        layer = following
    return first, came


def _pourings(sizes: Sequence[int], held: Contents) -> Iterator[Contents]:
    for one, other, third in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        moved = min(held[one], sizes[other] - held[other])
        if moved:
            after = [0, 0, 0]
            after[one], after[other] = held[one] - moved, held[other] + moved
            after[third] = held[third]
            yield (after[0], after[1], after[2])


def _prompts(sizes: Sequence[int], start: Sequence[int], amount: int) -> tuple[str, ...]:
    a, b, c = sizes
    x, y, z = start
    rule = (
        "A pouring goes from one jug into another and ends when the first is empty or the second "
        "is full; no water comes from elsewhere or is thrown away"
    )
    return compose(
        f"Jugs of {a}, {b}, {c} litres hold {x}, {y}, {z}. Fewest pourings until one holds "
        f"{amount}?",
        (
            f"Three jugs for {a}, {b} and {_litres(c)} hold {x}, {y} and {z} of water. {rule}.",
            f"{rule}. There are three jugs: one for {_litres(a)} that holds {x}, one for "
            f"{_litres(b)} that holds {y}, and one for {_litres(c)} that holds {z}.",
            f"A jug for {_litres(a)} contains {x}, a jug for {_litres(b)} contains {y} and a jug "
            f"for {_litres(c)} contains {z}. {rule}.",
            f"You have jugs for {a}, {b} and {_litres(c)}. At first they hold {x}, {y} and {z}. "
            f"{rule}.",
        ),
        (
            f"What is the least number of pourings after which one of the jugs holds exactly "
            f"{_litres(amount)}?",
            f"How many pourings are needed at least until some jug holds {_litres(amount)}?",
            f"Find the smallest number of pourings that leads to {_litres(amount)} in one jug.",
        ),
    )


def _litres(count: int) -> str:
    return f"{count} litre{'' if count == 1 else 's'}"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Distances of all contents with the right total, lowered until nothing changes."""
    sizes, start = problem["sizes"], tuple(problem["start"])
    ranges = (range(size + 1) for size in sizes[1:])
    total = sum(start)
    far = {
        (total - b - c, b, c): total * 999 for b, c in product(*ranges) if total - b - c <= sizes[0]
    }
    far = {held: d for held, d in far.items() if held[0] >= 0} | {start: 0}
    lowered = True
    while lowered:
        lowered = False
        for held, steps in list(far.items()):
            if steps >= total * 999:
                continue
            for i, j in ((0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)):
                after = list(held)
                both = held[i] + held[j]
                after[j] = sorted((both, sizes[j]))[0]
                after[i] = both - after[j]
                if far[tuple(after)] > far[held] + 1:
                    far[tuple(after)] = far[held] + 1
                    lowered = True
    return Answer("integer", str(min(d for h, d in far.items() if problem["amount"] in h)))


def capacity(level: int) -> int:
    """A lower bound: sizes and contents are drawn evenly from many more; a test counts repeats."""
    return CAPACITY


FAMILY = Family(
    name="water_jugs",
    area="text",
    domain="planning",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
