"""Simpler inputs: what may be tried in place of an input on which a program fails.

    simpler([{"name": "n", "type": "integer", "min": 0, "max": 9}], (8,))
        -> [(0,), (1,), (2,), ...]

Every value given is one that the strategies allow. A step makes one thing simpler: leaves out
letters or items, or moves one number, letter or choice towards the simplest. `weight` orders the
inputs from simple to involved, and every step goes down in it, so that a search ends.

Hypothesis makes the inputs (seeded_draws.py) but does not shrink them: its shrinker asks about one
input at a time, each a start of two programs here, and stops by the clock. These steps are known
all at once, so that a whole round of them goes to the sandbox together, and only their number is
bounded.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Any

from assay.checkers.program_inputs import Args, Strategy

FEW = 4
NEAR = 10
LONGEST_SMALL = 3


def fits(strategies: Sequence[Strategy], args: Sequence[Any]) -> bool:
    """Whether every argument is within the bounds of its strategy."""
    return len(strategies) == len(args) and all(map(_fits, strategies, args))


def _fits(strategy: Strategy, value: Any) -> bool:
    kind = strategy["type"]
    if kind == "integer":
        return type(value) is int and bool(strategy["min"] <= value <= strategy["max"])
    if kind == "boolean":
        return type(value) is bool
    if kind == "choice":
        return any(type(value) is type(one) and value == one for one in strategy["values"])
    if kind == "fixed_list":
        return isinstance(value, list | tuple) and fits(strategy["items"], value)
    if not isinstance(value, str if kind == "text" else list | tuple):
        return False
    if not strategy["min_size"] <= len(value) <= strategy["max_size"]:
        return False
    if kind == "text":
        return set(value) <= set(strategy["alphabet"])
    return all(_fits(strategy["item"], item) for item in value)


def weight(strategies: Sequence[Strategy], args: Sequence[Any]) -> tuple[int, list[Any]]:
    """What orders inputs: the letters and items in all, then each argument's own order."""
    return sum(map(_size, strategies, args)), list(map(_order, strategies, args))


def _size(strategy: Strategy, value: Any) -> int:
    kind = strategy["type"]
    if kind == "fixed_list":
        return sum(map(_size, strategy["items"], value))
    if kind == "list":
        return len(value) + sum(_size(strategy["item"], item) for item in value)
    return len(value) if kind == "text" else 0


def _order(strategy: Strategy, value: Any) -> Any:
    """A key among the values of one strategy: length first, then how far from the simplest."""
    kind = strategy["type"]
    if kind == "integer":
        return abs(value - _aim(strategy)), value < _aim(strategy)
    if kind == "boolean":
        return int(value)
    if kind == "choice":
        return strategy["values"].index(value)
    if kind == "text":
        return len(value), [strategy["alphabet"].index(letter) for letter in value]
    if kind == "fixed_list":
        return list(map(_order, strategy["items"], value))
    return len(value), [_order(strategy["item"], item) for item in value]


def _aim(strategy: Strategy) -> int:
    """The simplest integer: the allowed one that is nearest to 0."""
    return int(min(max(0, strategy["min"]), strategy["max"]))


def simpler(strategies: Sequence[Strategy], args: Sequence[Any]) -> list[Args]:
    """Every input one step simpler than `args`, which must fit; the simplest first."""
    found = [
        (*args[:at], value, *args[at + 1 :])
        for at, strategy in enumerate(strategies)
        for value in _steps(strategy, args[at])
    ]
    return sorted(found, key=lambda one: weight(strategies, one))


def _steps(strategy: Strategy, value: Any) -> Iterator[Any]:
    kind = strategy["type"]
    if kind == "integer":
        yield from _towards(_aim(strategy), value)
    elif kind == "boolean":
        yield from [False] if value else []
    elif kind == "choice":
        yield from strategy["values"][: strategy["values"].index(value)]
    elif kind == "fixed_list":
        yield from map(list, simpler(strategy["items"], value))
    elif kind == "text":
        yield from _shorter(value, strategy["min_size"])
        letters = strategy["alphabet"]
        for at, letter in enumerate(value):
            for place in _towards(0, letters.index(letter)):
                yield value[:at] + letters[place] + value[at + 1 :]
    else:
        yield from _shorter(list(value), strategy["min_size"])
        for at, item in enumerate(value):
            for new in _steps(strategy["item"], item):
                yield [*value[:at], new, *value[at + 1 :]]


def _towards(aim: int, value: int) -> Iterator[int]:
    """The aim, then half the way to it, a quarter, ..., and the NEAR values next to `value`."""
    gap, sign = abs(value - aim), 1 if value > aim else -1
    halves = (gap >> turn for turn in range(gap.bit_length()))
    yield from dict.fromkeys(value - sign * by for by in (*halves, *range(1, min(NEAR, gap) + 1)))


def _shorter(value: Any, least: int) -> Iterator[Any]:
    """Without a run of letters or items, in runs of half the length, a quarter, ... and one."""
    length = len(value)
    run = max(1, length // 2)
    while length and run:
        if length - run >= least:
            for at in range(0, length - run + 1, run):
                yield value[:at] + value[at + run :]
        run //= 2


def small_inputs(strategies: Sequence[Strategy], count: int) -> list[Args]:
    """Up to `count` of the simplest inputs, the simplest first."""
    columns = [_small(strategy, 6 * FEW) for strategy in strategies]
    found = list(islice(product(*columns), 64 * count))
    return sorted(found, key=lambda one: weight(strategies, one))[:count]


def _small(strategy: Strategy, count: int) -> list[Any]:
    kind = strategy["type"]
    if kind == "integer":
        aim, low, high = _aim(strategy), strategy["min"], strategy["max"]
        near = range(max(low, aim - count), min(high, aim + count) + 1)
        return sorted(near, key=lambda n: _order(strategy, n))[:count]
    if kind == "boolean":
        return [False, True]
    if kind == "choice":
        return list(strategy["values"][:count])
    if kind == "fixed_list":
        return [list(row) for row in small_inputs(strategy["items"], count)]
    items = list(strategy["alphabet"][:FEW]) if kind == "text" else _small(strategy["item"], FEW)
    least = strategy["min_size"]
    sizes = range(least, min(strategy["max_size"], max(least, LONGEST_SMALL)) + 1)
    rows = islice((row for size in sizes for row in product(items, repeat=size)), count * FEW)
    return ["".join(row) if kind == "text" else list(row) for row in rows]
