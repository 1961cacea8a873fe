"""Sets of models as whole numbers: bit m of the number says whether model m belongs.

    columns(2) == (0b1010, 0b1100)            two unknowns, four models: where each is true
    arrangements(3, 1)[0][0][2]               the orders of three in which number 0 stands last
    one_model(every(3, 1), 4, against)        clues that leave model 4 alone, none to spare

A clue is a set of models; clues are combined with &, a puzzle is unique when one bit is left. The
oracles do not use this: they try models one by one.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import permutations
from math import factorial
from typing import TypeVar

Clue = TypeVar("Clue")
_FILLED = re.compile(rb"[^\0]")


@cache
def columns(unknowns: int) -> tuple[int, ...]:
    """For each unknown the set of the 2**unknowns models in which it is true."""
    masks = []
    for unknown in range(unknowns):
        block = "1" * 2**unknown + "0" * 2**unknown
        masks.append(int(block * 2 ** (unknowns - unknown - 1), 2))
    return tuple(masks)


@cache
def arrangements(places: int, kinds: int) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """[kind][value][place]: the models in which that value of that kind has that place.

    Each kind has as many values as there are places, in some order; model numbers are written
    with one digit for each kind, the first kind's the lowest.
    """
    base = factorial(places)

    def where(kind: int, value: int, place: int) -> int:
        bits = "".join(
            "01"[order[value] == place] * base**kind for order in reversed(orders(places))
        )
        return int(bits * base ** (kinds - kind - 1), 2)

    return tuple(
        tuple(
            tuple(where(kind, value, place) for place in range(places)) for value in range(places)
        )
        for kind in range(kinds)
    )


@cache
def every(places: int, kinds: int) -> int:
    """The set of all models of `arrangements`."""
    count: int = factorial(places) ** kinds
    return (1 << count) - 1


def one_model(
    whole: int, truth: int, against: Callable[[int], tuple[Clue, int] | None]
) -> list[tuple[Clue, int]] | None:
    """Clues with their models that leave model number `truth` alone; none can be dropped.

    `against` gives a clue, true in `truth`, that the model of the given number breaks, with all
    its models; where it gives None there is no such puzzle and the result is None.
    """
    only, left, kept = 1 << truth, whole, []
    while left != only:
        found = against((left ^ only).bit_length() - 1)
        if found is None:
            return None
        kept.append(found)
        left &= found[1]
    return _without_spares(whole, only, kept)


def _without_spares(whole: int, only: int, clues: list[tuple[Clue, int]]) -> list[tuple[Clue, int]]:
    """Drop every clue that the others, kept or still to come, make needless."""
    after = [whole]
    for _, mask in reversed(clues):
        after.append(after[-1] & mask)
    before, needed = whole, []
    for clue, rest in zip(clues, reversed(after[:-1]), strict=True):
        if before & rest != only:
            needed.append(clue)
            before &= clue[1]
    return needed


@cache
def orders(places: int) -> list[tuple[int, ...]]:
    """All orders: for each value its place, in the numbering of `arrangements`."""
    return list(permutations(range(places)))


def solution(model: int, places: int, kinds: int) -> list[tuple[int, ...]]:
    """[kind][value]: the place, in the model of that number."""
    base = factorial(places)
    return [orders(places)[model // base**kind % base] for kind in range(kinds)]


def members(models: int) -> list[int]:
    """The numbers of the models of a set, the smallest first."""
    data = models.to_bytes((models.bit_length() + 7) // 8, "little")
    filled = (match.start() for match in _FILLED.finditer(data))
    return [8 * at + bit for at in filled for bit in range(8) if data[at] >> bit & 1]
