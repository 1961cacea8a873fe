"""Further inputs of a program task, by the thousand: what decides whether two programs are equal.

    further_inputs([{"name": "n", "type": "integer", "min": 0, "max": 9}], 2000)  -> 10 tuples

All different, within the strategies, the same ones everywhere; first every simple input there is
(program_shrinks.py), then draws that like ends, zero, repeats and near neighbours. Fewer where the
strategies allow no more. They are plain seeded draws and not Hypothesis', which takes seconds for
so many; the tests that programs are judged by are Hypothesis' (program_inputs.py).
"""

from collections.abc import Sequence
from random import Random
from typing import Any

from assay.checkers.program_inputs import Args, Strategy, without_repeats
from assay.checkers.program_shrinks import small_inputs
from assay.core.canonical import dumps
from assay.core.seeds import seed_for

SIMPLE = 500
DRAWS_PER_INPUT = 10


def further_inputs(strategies: Sequence[Strategy], count: int) -> list[Args]:
    """Up to `count` different inputs; raises ValueError for a strategy of an unknown type."""
    if not strategies:
        return []
    rng = Random(seed_for("further inputs", dumps(list(strategies))))
    found = {dumps(list(one)): one for one in small_inputs(strategies, min(SIMPLE, count // 2))}
    for _ in range(DRAWS_PER_INPUT * count):
        if len(found) == count:
            break
        one = tuple(_draw(rng, strategy) for strategy in strategies)
        found[dumps(list(one))] = one
    return list(found.values())


def _draw(rng: Random, strategy: Strategy) -> Any:
    kind = strategy["type"]
    if kind == "integer":
        return _integer(rng, strategy["min"], strategy["max"])
    if kind == "boolean":
        return rng.random() < 0.5
    if kind == "choice":
        return rng.choice(strategy["values"])
    if kind == "fixed_list":
        return [_draw(rng, item) for item in strategy["items"]]
    if kind == "record":
        return {name: _draw(rng, item) for name, item in strategy["fields"].items()}
    if kind == "nullable":
        return None if rng.random() < 0.25 else _draw(rng, strategy["item"])
    size = rng.randint(strategy["min_size"], strategy["max_size"])
    if kind == "text":
        longest = rng.choice((1, 1, 5))
        letters = rng.choices(_letters(rng, strategy["alphabet"]), k=size)
        return "".join(letter * rng.randint(1, longest) for letter in letters)[:size]
    if kind == "list":
        return without_repeats(_items(rng, strategy["item"], size), strategy)
    raise ValueError(f"unknown type of strategy {kind!r}")


def _integer(rng: Random, low: int, high: int) -> int:
    if rng.random() < 0.3:
        near = rng.choice((low, high, 0, rng.randint(low, high)))
        return min(max(low, near + rng.randint(-3, 3)), high)
    return rng.randint(low, high)


def _letters(rng: Random, alphabet: str) -> str:
    return alphabet if rng.random() < 0.5 else "".join(rng.choices(alphabet, k=3))


def _items(rng: Random, item: Strategy, size: int) -> list[Any]:
    """Any items, items out of a few, or integers close together."""
    way = rng.random()
    if way < 0.3:
        few = [_draw(rng, item) for _ in range(rng.randint(1, 3))]
        return [rng.choice(few) for _ in range(size)]
    if way < 0.6 and item["type"] == "integer":
        low = rng.randint(item["min"], item["max"])
        return [rng.randint(low, min(low + 5, item["max"])) for _ in range(size)]
    return [_draw(rng, item) for _ in range(size)]
