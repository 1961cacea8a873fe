"""Clues about who or what stands where in a row: drawn true, as sets of models, and tried.

    against(rng, truth, wrong, ("same", "left"))    a clue that tells two solutions apart
    models_of(clue, places, kinds)                  all models of the puzzle that fulfil it
    holds(clue, solution)                           whether one solution does, by another way

A thing is (kind, value); a solution gives the place of every thing: solution[kind][value]. A clue
is (its kind, things, a number where it has one).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, reduce
from itertools import product
from operator import or_
from random import Random

from assay.generators.logic.models import arrangements

Thing = tuple[int, int]
Clue = tuple[str, tuple[Thing, ...], int]
Solution = Sequence[Sequence[int]]


def against(
    rng: Random, truth: Solution, wrong: Solution, names: Sequence[str], tries: int = 60
) -> Clue | None:
    """A clue that holds in one solution and not in the other; None when none was found."""
    things = [[row.index(place) for row in truth] for place in range(len(truth[0]))]
    for _ in range(tries):
        clue = drawn(rng, things, rng.choice(names))
        if not fits(clue, wrong):
            return clue
    return None


def drawn(rng: Random, things: Sequence[Sequence[int]], name: str) -> Clue:
    """A clue of the named kind that is true where things[place][kind] is the value at a place."""
    one, other = rng.choice(_pairs(name, len(things)))
    kinds = range(len(things[0]))
    if name in ("same", "apart"):
        first, last = rng.sample(kinds, 2)
    else:
        first, last = rng.choice(kinds), rng.choice(kinds)
    a, b = (first, things[one][first]), (last, things[other][last])
    if name in ("at", "end"):
        return name, (a,), one if name == "at" else 0
    if name in ("next", "same", "apart"):
        return name, (min(a, b), max(a, b)), 0
    return name, (a, b), abs(one - other) - 1 if name == "between" else 0


@cache
def _pairs(name: str, places: int) -> list[tuple[int, int]]:
    """The pairs of places that such a clue can be about."""
    if name in ("at", "end"):
        return [(one, one) for one in range(places) if name == "at" or one in (0, places - 1)]
    return [
        (one, other)
        for one, other in product(range(places), repeat=2)
        if _FITS[name](one, other, max(1, abs(one - other) - 1))
    ]


def fits(clue: Clue, solution: Solution) -> bool:
    """Whether a solution fulfils a clue."""
    name, things, number = clue
    one, other = (solution[kind][value] for kind, value in (things[0], things[-1]))
    if name in _FITS:
        return _FITS[name](one, other, number)
    return one == number if name == "at" else one in (0, len(solution[0]) - 1)


_FITS: Mapping[str, Callable[[int, int, int], bool]] = {
    "same": lambda one, other, number: one == other,
    "left": lambda one, other, number: other - one == 1,
    "before": lambda one, other, number: one < other,
    "next": lambda one, other, number: abs(one - other) == 1,
    "between": lambda one, other, number: abs(one - other) - 1 == number,
    "apart": lambda one, other, number: one != other,
}


@lru_cache(maxsize=512)
def models_of(clue: Clue, places: int, kinds: int) -> int:
    """The union over the places of its things that fit it."""
    name, things, number = clue
    where = arrangements(places, kinds)
    if name == "at":
        kind, value = things[0]
        return where[kind][value][number]
    if name == "end":
        kind, value = things[0]
        return where[kind][value][0] | where[kind][value][places - 1]
    first, second = (where[kind][value] for kind, value in things)
    fitting = _fitting(name, number, places)
    (kind, value), found = things[1], 0
    for one, others in enumerate(fitting):
        if len(others) == 1:
            found |= first[one] & second[others[0]]
        elif others:
            found |= first[one] & _anywhere(kind, value, others, places, kinds)
    return found


@cache
def _fitting(name: str, number: int, places: int) -> tuple[tuple[int, ...], ...]:
    """For each place of the first thing the places of the second that fit the clue."""
    return tuple(
        tuple(other for other in range(places) if _FITS[name](one, other, number))
        for one in range(places)
    )


@cache
def _anywhere(kind: int, value: int, at: tuple[int, ...], places: int, kinds: int) -> int:
    """The models in which a thing is at one of several places."""
    where = arrangements(places, kinds)[kind][value]
    return reduce(or_, (where[place] for place in at))


def holds(clue: Clue, solution: Solution) -> bool:
    """Whether a solution fulfils a clue; for oracles, which share nothing with the rest."""
    name, things, number = clue
    places = [solution[kind][value] for kind, value in things]
    one, other = places[0], places[-1]
    if name == "at":
        return one == number
    if name == "end":
        return one == 0 or one == len(solution[0]) - 1
    if name in ("same", "apart"):
        return (one == other) == (name == "same")
    if name in ("left", "before"):
        return one + 1 == other if name == "left" else one < other
    gap = max(one, other) - min(one, other)
    return gap == (1 if name == "next" else number + 1)
