"""Puzzles in which things of several kinds are put to places, solved by narrowing alone.

    drawn = drawn_puzzle(rng, 5, 5, ROW, ("same", "left", "next"))    drawn.truth, drawn.clues

Things are numbered kind by kind, as many of a kind as there are places; each has a set of places
left, as bits. Clues and "one thing of a kind to a place" narrow the sets; what ends with one place
for each thing has that solution and no other, since nothing is ever guessed. The oracles do not
use this: they try places.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

Clue = tuple[str, int, int, int]
"""Its name, two things (twice the same for a clue about one), a number where it has one."""
Relation = Callable[[int, int, int, int], bool]
"""(one place, other place, the clue's number, how many places) -> whether it fits."""
Geometry = Mapping[str, Relation]

_SAME: Geometry = {
    "same": lambda one, other, number, places: one == other,
    "apart": lambda one, other, number, places: one != other,
    "at": lambda one, other, number, places: one == number,
}
ROW: Geometry = {
    **_SAME,
    "end": lambda one, other, number, places: one in (0, places - 1),
    "left": lambda one, other, number, places: other - one == 1,
    "before": lambda one, other, number, places: one < other,
    "next": lambda one, other, number, places: abs(one - other) == 1,
    "between": lambda one, other, number, places: number > 0 and abs(one - other) == number + 1,
}
CIRCLE: Geometry = {
    **_SAME,
    "left": lambda one, other, number, places: (one + 1) % places == other,
    "next": lambda one, other, number, places: (one - other) % places in (1, places - 1),
    "opposite": lambda one, other, number, places: 2 * abs(one - other) == places,
    "far": lambda one, other, number, places: (
        number >= 2 and (other - one) % places == number and number <= places - 2
    ),
}
ALONE = frozenset({"at", "end"})
NUMBERED = frozenset({"at", "between", "far"})
_IDLE = 0.25


@dataclass(frozen=True, slots=True)
class Drawn:
    """The place of every thing, and clues that leave no other."""

    truth: list[int]
    clues: list[Clue]


def drawn_puzzle(
    rng: Random,
    places: int,
    kinds: int,
    geometry: Geometry,
    names: Sequence[str],
    first: str | None = None,
) -> Drawn:
    """Draw places for all things, then clues until they leave one place each; few to spare.

    `first` names a clue to begin with, where others say nothing without it.
    """
    at = [rng.sample(range(places), places) for _ in range(kinds)]
    truth = [place for row in at for place in _inverse(row)]
    board, clues = Board(places, kinds, geometry), list[Clue]()
    while board.open:
        name = first if first and not clues else rng.choice(names)
        clue = _clue(rng, at, places, geometry, name)
        if clue not in clues and (board.narrows(clue) or rng.random() < _IDLE):
            clues.append(clue)
            board.add([clue])
    rng.shuffle(clues)
    used = Board(places, kinds, geometry).add(clues)
    return Drawn(truth, [clue for number, clue in enumerate(clues) if number in used])


def _inverse(row: Sequence[int]) -> list[int]:
    """row[place] is the value there; the place of each value."""
    where = [0] * len(row)
    for place, value in enumerate(row):
        where[value] = place
    return where


def _clue(
    rng: Random, at: Sequence[Sequence[int]], places: int, geometry: Geometry, name: str
) -> Clue:
    """A clue of the name that is true where at[kind][place] is the value at a place."""
    one, other, number = rng.choice(_fitting(name, places, geometry[name]))
    kinds = range(len(at))
    if name in ALONE:
        thing = rng.choice(kinds)
        a = thing * places + at[thing][one]
        return name, a, a, number
    if name in ("same", "apart"):
        first, second = rng.sample(kinds, 2)
    else:
        first, second = rng.choice(kinds), rng.choice(kinds)
    a, b = first * places + at[first][one], second * places + at[second][other]
    if name in ("same", "apart", "next", "opposite", "between") and a > b:
        a, b = b, a
    return name, a, b, number


@cache
def _fitting(name: str, places: int, relation: Relation) -> list[tuple[int, int, int]]:
    """(one place, other place, number) of which such a clue may be told."""
    span = range(places)
    if name in ALONE:
        return [(p, p, p if name == "at" else 0) for p in span if relation(p, p, p, places)]
    numbers = span if name in NUMBERED else range(1)
    return [(a, b, n) for a in span for b in span for n in numbers if relation(a, b, n, places)]


@cache
def _reach(name: str, number: int, places: int, relation: Relation) -> tuple[list[int], list[int]]:
    """For every set of places of one thing the places that the clue leaves the other."""
    fits = [[relation(a, b, number, places) for b in range(places)] for a in range(places)]
    if name in ALONE:
        fits = [[a == b and relation(a, b, number, places) for b in range(places)]
                for a in range(places)]  # fmt: skip
    onward = [sum(1 << b for b in range(places) if fits[a][b]) for a in range(places)]
    back = [sum(1 << a for a in range(places) if fits[a][b]) for b in range(places)]
    return _unions(onward, places), _unions(back, places)


def _unions(images: Sequence[int], places: int) -> list[int]:
    unions = [0] * (1 << places)
    for mask in range(1, 1 << places):
        low = mask & -mask
        unions[mask] = unions[mask ^ low] | images[low.bit_length() - 1]
    return unions


class Board:
    """The places left to every thing, and the clues that were given so far."""

    def __init__(self, places: int, kinds: int, geometry: Geometry) -> None:
        self._places, self._geometry = places, geometry
        self.left = [(1 << places) - 1] * (places * kinds)
        self._about: list[list[int]] = [[] for _ in self.left]
        self._tables: list[tuple[int, int, list[int], list[int]]] = []
        self.open = len(self.left)
        """How many things have more than one place left."""

    def _table(self, clue: Clue) -> tuple[int, int, list[int], list[int]]:
        name, a, b, number = clue
        return a, b, *_reach(name, number, self._places, self._geometry[name])

    def narrows(self, clue: Clue) -> bool:
        """Whether the clue says something that is not known yet."""
        a, b, onward, back = self._table(clue)
        left = self.left
        return left[b] & ~onward[left[a]] != 0 or left[a] & ~back[left[b]] != 0

    def add(self, clues: Sequence[Clue]) -> set[int]:
        """Narrow by further clues and by all that follows; the numbers of the clues that did."""
        queue, used, left = [], set(), self.left
        for clue in clues:
            table = self._table(clue)
            queue.append(len(self._tables))
            for thing in {table[0], table[1]}:
                self._about[thing].append(len(self._tables))
            self._tables.append(table)
        waiting = set(queue)
        while queue and self.open:
            number = queue.pop()
            waiting.discard(number)
            a, b, onward, back = self._tables[number]
            for thing, kept in ((b, onward[left[a]]), (a, back[left[b]])):
                if left[thing] & ~kept:
                    left[thing] &= kept
                    used.add(number)
                    for changed in _spread(left, thing, self._places):
                        self.open -= not left[changed] & (left[changed] - 1)
                        for further in self._about[changed]:
                            if further not in waiting:
                                waiting.add(further)
                                queue.append(further)
        return used


def _spread(left: list[int], thing: int, places: int) -> set[int]:
    """Things of one kind have places of their own: what follows within the kind; all changed."""
    first = thing - thing % places
    row, changed = range(first, first + places), {thing}
    while True:
        once = twice = fixed = 0
        for mask in left[first : first + places]:
            twice |= once & mask
            once |= mask
            if not mask & (mask - 1):
                fixed |= mask
        alone, again = once & ~twice, False
        for one in row:
            mask = left[one]
            if mask & (mask - 1):
                kept = mask & alone or mask & ~fixed
                if kept != mask:
                    left[one], again = kept, True
                    changed.add(one)
        if not again:
            return changed
