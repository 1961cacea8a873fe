"""All ways to put things to places so that clues hold, by trying: the way of the oracles.

    placings(problem, holds)  ->  [{(0, 0): 2, ...}], at most two

A thing is (kind, value). The thing with the fewest places left is tried at each of them, and
places that a clue or a taken place rules out are crossed off one by one.
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

Thing = tuple[int, int]
Holds = Callable[[str, int, int, int, int], bool]
"""(clue's name, one place, other place, its number, how many places)"""


def placings(problem: Mapping[str, Any], holds: Holds) -> list[dict[Thing, int]]:
    """One or two placings that fulfil the clues, none where there is none."""
    kinds = len(problem["words"])
    places = len(problem["words"][0]) - 1
    clues: list[tuple[str, Thing, Thing, int]] = [
        (name, (a[0], a[1]), (b[0], b[1]), number) for name, a, b, number in problem["clues"]
    ]
    found: list[dict[Thing, int]] = []

    def allowed(clue: tuple[str, Thing, Thing, int], open_: dict[Thing, set[int]]) -> bool:
        """Cross off what the clue rules out; whether something was."""
        name, one, other, number = clue
        pairs = [
            (a, b)
            for a, b in product(open_[one], open_[other])
            if (one != other or a == b) and holds(name, a, b, number, places)
        ]
        kept = {a for a, _ in pairs}, {b for _, b in pairs}
        changed = kept != (open_[one], open_[other])
        open_[one], open_[other] = kept
        return changed

    def settle(open_: dict[Thing, set[int]]) -> bool:
        changed = True
        while changed:
            changed = any([allowed(clue, open_) for clue in clues])
            for (kind, value), left in list(open_.items()):
                for rival in range(places):
                    if len(left) == 1 and rival != value and left & open_[kind, rival]:
                        open_[kind, rival] = open_[kind, rival] - left
                        changed = True
        return all(open_.values())

    def search(open_: dict[Thing, set[int]]) -> None:
        if len(found) > 1 or not settle(open_):
            return
        undecided = [thing for thing in open_ if len(open_[thing]) > 1]
        if not undecided:
            found.append({thing: min(left) for thing, left in open_.items()})
            return
        thing = min(undecided, key=lambda one: len(open_[one]))
        for place in open_[thing]:
            search({**open_, thing: {place}})

    search({thing: set(range(places)) for thing in product(range(kinds), range(places))})
    return found
