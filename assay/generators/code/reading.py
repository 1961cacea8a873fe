"""The second way to the value of a composed program: its JSON, read clause by clause.

    result({"takes": "ints", "stages": [["keep", ["above", 3]], ["sum"]]}, ([1, 5, 9],)) == 14

This is the oracle of the families built on `composition`. It shares no callable and no source text
with the parts: every clause is carried out here once more from what its words say, by plain loops
where the parts use the library, and the other way round. It is meant to be checked by eye against
the words of each part.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from assay.generators.code.reading_text import TEXT_CLAUSES

Numbers = list[int]


def result(problem: Mapping[str, Any], args: Sequence[Any]) -> Any:
    """The value of the program for these arguments."""
    state = args[0]
    for stage in problem["stages"]:
        name, *rest = stage
        given = [_argument(item, args) for item in rest]
        clause = CLAUSES.get(name) or TEXT_CLAUSES[name]
        state = clause(state, *given)
    return state


def _argument(item: Any, args: Sequence[Any]) -> Any:
    if isinstance(item, list):
        return lambda x: element(item, x, args)
    return args[1] if item == "$k" else item


def element(term: Sequence[Any], x: int, args: Sequence[Any]) -> Any:
    """A predicate or a function of `x`, read from its term."""
    name, *rest = term
    if name == "and":
        return all(element(inner, x, args) for inner in rest)
    if name == "or":
        return any(element(inner, x, args) for inner in rest)
    if name == "neither":
        return not any(element(inner, x, args) for inner in rest)
    if name == "choose":
        return element(rest[1] if element(rest[0], x, args) else rest[2], x, args)
    return PLAIN[name](x, *(_argument(item, args) for item in rest))


def _remainder(x: int, divisor: int) -> int:
    return x - divisor * _quotient(x, divisor)


def _quotient(x: int, divisor: int) -> int:
    """Rounded towards minus infinity, from the division of absolute values."""
    whole, rest = divmod(abs(x), divisor)
    if x >= 0:
        return whole
    return -whole - 1 if rest else -whole


def _digits(x: int) -> Numbers:
    return [ord(letter) - ord("0") for letter in str(x).lstrip("-")]


PLAIN: Mapping[str, Callable[..., Any]] = {
    "even": lambda x: str(x)[-1] in "02468",
    "odd": lambda x: str(x)[-1] in "13579",
    "remainder": lambda x, a, b: _remainder(x, a) == b,
    "divisible": lambda x, a: _remainder(x, a) == 0,
    "above": lambda x, a: x - a >= 1,
    "below": lambda x, a: a - x >= 1,
    "between": lambda x, a, b: x in range(a, b + 1),
    "digits_even": lambda x: (
        len([d for d in _digits(x) if d in (1, 3, 5, 7, 9)]) in range(0, 99, 2)
    ),
    "last_digit": lambda x, a: _digits(x)[-1] > a,
    "affine": lambda x, a, b: sum([x] * a, b),
    "plus": lambda x, a: sum((a, x)),
    "from": lambda x, a: -(x - a),
    "square": lambda x: abs(x) * abs(x),
    "absolute": lambda x: max(x, -x),
    "quotient": _quotient,
    "modulo": _remainder,
    "digit_sum": lambda x: sum(_digits(x)),
    "at_least": lambda x, a: sorted((x, a))[1],
    "at_most": lambda x, a: sorted((x, a))[0],
    "distance": lambda x, a: max(x, a) - min(x, a),
}


def _insertion(values: Numbers) -> Numbers:
    done: Numbers = []
    for value in values:
        place = 0
        while place < len(done) and done[place] <= value:
            place += 1
        done.insert(place, value)
    return done


def _first_only(values: Numbers) -> Numbers:
    return [value for i, value in enumerate(values) if value not in values[:i]]


def _repeated(values: Numbers) -> Numbers:
    once: set[int] = set()
    often: set[int] = set()
    for value in values:
        (often if value in once else once).add(value)
    return [value for value in values if value in often]


def _rotate(values: Numbers, places: int) -> Numbers:
    turned = list(values)
    for _ in range(places if values else 0):
        turned.append(turned.pop(0))
    return turned


def _until(values: Numbers, test: Callable[[int], bool]) -> Numbers:
    kept: Numbers = []
    stopped = False
    for value in values:
        stopped = stopped or test(value)
        if not stopped:
            kept.append(value)
    return kept


def _every(values: Numbers, step: int) -> Numbers:
    kept: Numbers = []
    index = 0
    while index < len(values):
        kept.append(values[index])
        index += step
    return kept


def _partition(values: Numbers, test: Callable[[int], bool]) -> Numbers:
    back: Numbers = []
    front: Numbers = []
    for value in values:
        (front if test(value) else back).append(value)
    return front + back


def _longest(marks: Sequence[bool]) -> int:
    """The longest run of True."""
    return max(map(len, "".join("x" if mark else " " for mark in marks).split()), default=0)


def _equal_run(values: Numbers) -> int:
    if not values:
        return 0
    return 1 + _longest([values[i] == values[i - 1] for i in range(1, len(values))])


def _extreme(values: Numbers, empty: int, better: Callable[[int, int], bool]) -> int:
    if not values:
        return empty
    return reduce(lambda held, value: value if better(value, held) else held, values)


def _largest_place(values: Numbers) -> int:
    place = -1
    for index, value in enumerate(values):
        if place < 0 or value > values[place]:
            place = index
    return place


def _common_divisor(number: int, other: int) -> int:
    size = abs(number)
    return max(d for d in range(1, other + 1) if other % d == 0 and size % d == 0)


def _binary(number: int) -> str:
    size, digits = abs(number), ""
    while size:
        digits = "01"[size & 1] + digits
        size >>= 1
    return digits or "0"


def _roll(values: Numbers, factor: int, modulus: int) -> int:
    return reduce(lambda total, x: _remainder(total * factor + x, modulus), values, 0)


CLAUSES: Mapping[str, Callable[..., Any]] = {
    "map": lambda v, f: list(map(f, v)),
    "keep": lambda v, p: list(filter(p, v)),
    "drop_if": lambda v, p: list(filter(lambda x: not p(x), v)),
    "reverse": lambda v: [v[-1 - i] for i in range(len(v))],
    "ascending": _insertion,
    "descending": lambda v: [-x for x in _insertion([-x for x in v])],
    "unique": _first_only,
    "repeated": _repeated,
    "running_sum": lambda v: [sum(v[: i + 1]) for i in range(len(v))],
    "running_max": lambda v: [max(v[: i + 1]) for i in range(len(v))],
    "differences": lambda v: [v[i] - v[i - 1] for i in range(1, len(v))],
    "rotate": _rotate,
    "take": lambda v, a: [v[i] for i in range(min(a, len(v)))],
    "skip": lambda v, a: [v[i] for i in range(a, len(v))],
    "every": _every,
    "weigh": lambda v, a: list(map(lambda x, i: x * i, v, range(a, a + len(v)))),
    "pair_sums": lambda v: [sum(v[i : i + 2]) for i in range(len(v) - 1)],
    "mirror": lambda v: [v[min(i, 2 * len(v) - 1 - i)] for i in range(2 * len(v))],
    "split_by": _partition,
    "until": _until,
    "sum": lambda v: reduce(lambda a, b: a + b, v, 0),
    "largest": lambda v, a: _extreme(v, a, lambda x, y: x > y),
    "smallest": lambda v, a: _extreme(v, a, lambda x, y: x < y),
    "count_if": lambda v, p: sum(map(bool, map(p, v))),
    "sum_if": lambda v, p: sum(filter(p, v)),
    "sum_of": lambda v, f: sum(map(f, v)),
    "alternating": lambda v: reduce(lambda total, x: x - total, reversed(v), 0),
    "spread": lambda v: max((x - y for x in v for y in v), default=0),
    "distinct": lambda v: len(_first_only(v)),
    "longest_run": _equal_run,
    "streak": lambda v, p: _longest([p(x) for x in v]),
    "roll": _roll,
    "place_of_largest": _largest_place,
    "rises": lambda v, a: [v[i + 1] - v[i] > a for i in range(len(v) - 1)].count(True),
    "any": lambda v, p: True in [p(x) for x in v],
    "all": lambda v, p: False not in [p(x) for x in v],
    "rising": lambda v: not [1 for i in range(1, len(v)) if v[i - 1] > v[i]],
    "apply": lambda n, f: f(n),
    "gcd": _common_divisor,
    "digits": _digits,
    "multiples": lambda n, a: [n * factor for factor in range(1, a + 1)],
    "count_up": lambda n, a: list(range(_remainder(abs(n), a) + 1)),
    "binary": _binary,
}
