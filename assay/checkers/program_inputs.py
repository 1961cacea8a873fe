"""The inputs of the property tests of a program task: examples, boundaries, and Hypothesis' finds.

    property_inputs([{"name": "n", "type": "integer", "min": 0, "max": 9}], [{"args": [3], ...}])
        -> [(3,), (0,), (9,), (1,), (7,), ...]

They are made on the host from the declarative strategies, before and apart from any program. The
same strategies and examples give the same inputs everywhere. Hypothesis by itself does not promise
that: its own source of choices also draws constants that it finds in whatever modules happen to be
imported. So it runs on a source of our own, seeded by the content (seeded_draws.py).
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.seeds import seed_for

GENERATED = 28
MOST_BOUNDARIES = 8
Args = tuple[Any, ...]
Strategy = Mapping[str, Any]


def property_inputs(
    strategies: Sequence[Strategy],
    examples: Sequence[Mapping[str, Any]],
    large: Sequence[Sequence[Strategy]] = (),
    telling: Sequence[Sequence[Any]] = (),
) -> list[Args]:
    """The arguments of every test: those of the examples first, in order, then the others.

    `telling` are arguments that vetting found to kill a mutant that the others let through. Each
    entry of `large` is a row of strategies that makes one more test, at the end: they are
    what a time limit is meant for. No repeats. Raises ValueError for a strategy of an unknown type.
    """
    shown = [tuple(example["args"]) for example in examples]
    if not strategies:  # an imported program: its own tests are all there are
        return list({dumps(list(one)): one for one in shown}.values())
    seed = seed_for("property inputs", dumps(list(strategies)), dumps(shown))
    from assay.checkers.seeded_draws import draw_tuples

    drawn = draw_tuples(strategies, seed, GENERATED)
    heavy = [_heavy(row, seed + number) for number, row in enumerate(large)]
    found = (*shown, *boundaries(strategies), *map(tuple, telling), *drawn, *heavy)
    return list({dumps(list(one)): one for one in found}.values())


def boundaries(strategies: Sequence[Strategy]) -> list[Args]:
    """Extreme arguments: the k-th of every parameter together; short lists repeat their last."""
    columns = [_extremes(strategy) for strategy in strategies]
    rows = list(zip_longest(*columns))[:MOST_BOUNDARIES]
    return [
        tuple(columns[i][-1] if value is None else value for i, value in enumerate(row))
        for row in rows
    ]


def _extremes(strategy: Strategy) -> list[Any]:
    kind = strategy["type"]
    if kind == "integer":
        low, high = strategy["min"], strategy["max"]
        return [low, high, *(n for n in (0, 1, -1) if low < n < high)]
    if kind == "boolean":
        return [False, True]
    if kind == "choice":
        return [strategy["values"][0], strategy["values"][-1]]
    if kind == "text":
        letters, least, most = strategy["alphabet"], strategy["min_size"], strategy["max_size"]
        longest = (letters * (most // len(letters) + 1))[:most]
        return [letters[0] * least, letters[0] * max(least, 1), letters[-1] * most, longest]
    if kind == "list":
        items, least, most = _extremes(strategy["item"]), strategy["min_size"], strategy["max_size"]
        cycle = [items[i % len(items)] for i in range(most)]
        lists = [
            [items[0]] * least,
            [items[-1]] * max(least, 1),
            [items[0]] * most,
            cycle,
            cycle[: max(least, 2)],
        ]
        return [without_repeats(one, strategy) for one in lists]
    if kind == "nullable":
        return [*_extremes(strategy["item"]), None]
    if kind == "record":
        rows = boundaries(list(strategy["fields"].values()))
        return [dict(zip(strategy["fields"], row, strict=True)) for row in rows]
    if kind == "fixed_list":
        return [list(row) for row in boundaries(strategy["items"])]
    raise ValueError(f"unknown type of strategy {kind!r}")


def without_repeats(rows: list[Any], strategy: Strategy) -> list[Any]:
    """The rows of a list; with `unique`, only the first of those with the same value there."""
    if "unique" not in strategy:
        return rows
    return list({row[strategy["unique"]]: row for row in reversed(rows)}.values())[::-1]


def _heavy(strategies: Sequence[Strategy], seed: int) -> Args:
    """Arguments at their full size, every item drawn evenly."""
    rng = Random(seed)
    return tuple(_even(rng, strategy) for strategy in strategies)


def _even(rng: Random, strategy: Strategy) -> Any:
    kind = strategy["type"]
    if kind == "integer":
        return rng.randint(strategy["min"], strategy["max"])
    if kind == "text":
        return "".join(rng.choices(strategy["alphabet"], k=strategy["max_size"]))
    if kind == "list":
        return [_even(rng, strategy["item"]) for _ in range(strategy["max_size"])]
    raise ValueError(f"unknown type of large strategy {kind!r}")


def _shown(what: str, value: Any) -> list[str]:
    """The words that an entry of a layout stands for."""
    if what == "items":
        return [str(item) for item in value]
    return [str(len(value) if what == "size" else value)]


def stdin_text(layout: Sequence[Sequence[Mapping[str, int]]], args: Args) -> str:
    """The text of standard input: `layout` says line by line what stands there.

    An entry `{"value": i}` is the i-th argument, `{"size": i}` its length, and `{"items": i}` its
    items, separated by spaces.
    """
    lines = []
    for line in layout:
        words: list[str] = []
        for entry in line:
            ((what, at),) = entry.items()
            words += _shown(what, args[at])
        lines.append(" ".join(words))
    return "\n".join(lines) + "\n"
