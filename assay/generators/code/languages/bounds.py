"""How large the values of a composed program can get: an upper bound, stage by stage.

    stays_small({"takes": "ints", "stages": [["map", ["square"]], ["sum"]], ...})     True

The bound is on absolute values and lengths, from those of the strategies; it ignores that a filter
may keep less. Programs within it mean the same in languages whose integers end.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assay.generators.code.inputs import STRATEGIES
from assay.generators.code.part import SECOND

LARGEST = 2**31 - 1
DIGITS = 10
_ONE: Mapping[str, Callable[..., int]] = {
    "affine": lambda m, a, b: m * a + abs(b),
    "plus": lambda m, a: m + abs(a),
    "from": lambda m, a: m + abs(a),
    "square": lambda m: m * m,
    "modulo": lambda m, a: max(m, a),
    "digit_sum": lambda m: max(m, 9 * DIGITS),
    "at_least": lambda m, a: max(m, abs(a)),
    "at_most": lambda m, a: max(m, abs(a)),
    "distance": lambda m, a: m + abs(a),
}


def stays_small(problem: Mapping[str, Any]) -> bool:
    """Whether every value of the program stays within 32 bits for every input of its tests."""
    most, length = 9_999, 1
    if problem["takes"] == "ints":
        strategy = STRATEGIES["ints"]
        most, length = 99, strategy["max_size"]
    k = max(map(abs, problem.get("k", (0,))))
    for name, *rest in problem["stages"]:
        given: list[Any] = [k if item == SECOND else item for item in rest]
        most, length = _stage(name, given, most, length, k)
        if most > LARGEST:
            return False
    return True


def _stage(name: str, given: Sequence[Any], most: int, length: int, k: int) -> tuple[int, int]:
    if name in ("map", "apply"):
        return _element(given[0], most, k), length
    if name == "sum_of":
        return _element(given[0], most, k) * length, length
    if name in ("running_sum", "sum", "sum_if", "alternating"):
        return most * max(length, 1), length
    if name == "weigh":
        return most * (length + given[0]), length
    if name in ("differences", "pair_sums", "spread", "rises"):
        return 2 * most, length
    if name == "mirror":
        return most, 2 * length
    if name == "roll":
        return max(most, given[0] * given[1] + most), length
    if name == "digits":
        return most, DIGITS
    if name == "multiples":
        return most * given[0], given[0]
    if name == "count_up":
        return max(most, given[0]), given[0] + 1
    if name in ("largest", "smallest"):
        return max(most, abs(given[0])), length
    return max(most, length), length


def _element(term: Sequence[Any], most: int, k: int) -> int:
    name, *rest = term
    given: list[Any] = [k if item == SECOND else item for item in rest]
    if name == "choose":
        return max(_element(given[1], most, k), _element(given[2], most, k))
    return _ONE[name](most, *given) if name in _ONE else most
