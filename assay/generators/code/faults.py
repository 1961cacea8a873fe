"""Small faults in the JSON of a problem, for programs that are written from it in any language.

    list(faults(["where", "units", ">", 5])) -> [[..., ">=", 5], [..., "<", 5], [..., ">", 6], ...]

A fault changes one leaf: an integer by one, a comparison or the name of a piece into its neighbour
(`swaps`), a flag into its opposite. What the changed problem computes is found by the callables,
so that a fault is known to be wrong on an example without anything being run.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

Swaps = Mapping[str, tuple[str, ...]]
COMPARISONS: Swaps = {
    ">": (">=", "<"),
    ">=": (">", "<="),
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    "==": ("!=",),
    "!=": ("==",),
}


def faults(term: Any, swaps: Swaps) -> Iterator[Any]:
    """Every term that differs from `term` in one leaf."""
    if isinstance(term, bool):
        yield not term
    elif isinstance(term, int):
        yield from (term + 1, term - 1)
    elif isinstance(term, str):
        yield from swaps.get(term, ())
    elif isinstance(term, Mapping):
        for key, inner in term.items():
            yield from ({**term, key: changed} for changed in faults(inner, swaps))
    elif isinstance(term, list):
        for at, inner in enumerate(term):
            yield from ([*term[:at], changed, *term[at + 1 :]] for changed in faults(inner, swaps))


def first_change(old: Sequence[Any], new: Sequence[Any]) -> int:
    """The first place where two lists hold different objects; the length of `old` where none."""
    places = (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a is not b)
    return next(places, min(len(old), len(new)))


Runs = Callable[[Any], Callable[[int], Any]]
"""A problem as a function of the number of an example: what it computes there."""


def wrong_terms(
    rng: Random,
    changed: Sequence[Any],
    runs: Runs,
    examples: Sequence[Mapping[str, Any]],
    count: int,
) -> list[tuple[Any, Mapping[str, Any]]]:
    """Up to `count` of the changed problems, each with the first example on which it is wrong.

    The example comes with the wrong value, `got`. A problem on which `runs` raises is not taken.
    """
    left = list(changed)
    found: list[tuple[Any, Mapping[str, Any]]] = []
    while left and len(found) < count:
        one = left.pop(rng.randrange(len(left)))
        seen = _seen_wrong(one, runs, examples)
        if seen is not None:
            found.append((one, seen))
    return found


def _seen_wrong(
    problem: Any, runs: Runs, examples: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    try:
        run = runs(problem)
        for number, example in enumerate(examples):
            got = run(number)
            if got != example["result"] or type(got) is not type(example["result"]):
                return {**example, "got": got}
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None
    return None
