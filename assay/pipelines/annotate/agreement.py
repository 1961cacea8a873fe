"""How far people agree with the automatic labels and with one another.

    agreement(Path("data/runs/r"))["automatic"]["ann"]["steps"]["kappa"]

Two comparisons each. `steps`: the word of every step, of the steps that both sides decided
(correct, wrong, inherited or neutral). `first_error`: the index of the first wrong step, -1 for
none, of the solutions in which both sides can tell it: no undecided step stands before it. What
counts is what an annotator had closed before the automatic labels were shown.

Kappa is Cohen's (core/kappa.py). Steps of one solution hang together, so their interval is not the
formula's but a bootstrap over solutions: whole solutions are drawn again 2,000 times, the interval
runs from the 2.5th to the 97.5th percentile (Efron). The draws are keyed: the same labels, the same
interval. Where all agree, the bound is that of no disagreement in so many solutions.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assay.core.kappa import Kappa, cohen, floor_of_one
from assay.core.seeds import seed_for
from assay.pipelines.annotate.items import Item, Key, read_items
from assay.pipelines.annotate.journal import Told, path_of, read_journal
from assay.pipelines.annotate.marks import statuses

DRAWS = 2000
WORDS = ("correct", "wrong", "inherited", "neutral")
Reading = Mapping[Key, Sequence[str]]


class _Pair(NamedTuple):
    """Two words for the same thing, and the number of the solution that it stands in."""

    first: str
    second: str
    cluster: int


def agreement(folder: Path, annotators: Sequence[str]) -> dict[str, Any]:
    """Every annotator beside the automatic labels, and every two of them beside each other."""
    items = {item.key: item for item in read_items(folder)}
    readings = {n: _reading(read_journal(path_of(folder, n)), items) for n in annotators}
    automatic = {key: found for key, item in items.items() if (found := item.statuses())}
    return {
        "annotators": {name: _amount(reading) for name, reading in readings.items()},
        "automatic": {name: compare(automatic, mine) for name, mine in readings.items()},
        "between": {
            f"{one} / {two}": compare(readings[one], readings[two])
            for one, two in combinations(annotators, 2)
        },
    }


def _reading(told: Told, items: Mapping[Key, Item]) -> Reading:
    """The labels that were closed unseen, of the texts that are still there."""
    return {
        key: statuses(state.blind)
        for key, state in told.states.items()
        if state.blind is not None and key in items and state.of == items[key].mark()
    }


def _amount(reading: Reading) -> dict[str, Any]:
    words = Counter(word for marks in reading.values() for word in marks)
    return {
        "solutions": len(reading),
        "steps": words.total(),
        "labels": dict(sorted(words.items())),
    }


def compare(first: Reading, second: Reading) -> dict[str, Any]:
    """Two readings of the same solutions: by steps, and by the first wrong one."""
    both = sorted(set(first) & set(second))
    steps = [
        _Pair(one, two, number)
        for number, key in enumerate(both)
        for one, two in zip(first[key], second[key], strict=True)
    ]
    errors = [
        _Pair(str(first_error(first[key])), str(first_error(second[key])), number)
        for number, key in enumerate(both)
    ]
    return {
        "solutions": len(both),
        "steps": _told(steps, lambda word: word in WORDS),
        "first_error": _told(errors, lambda word: word != "None"),
    }


def first_error(words: Sequence[str]) -> int | None:
    """The index of the first wrong step, -1 for none; None where an undecided one hides it."""
    for at, word in enumerate(words):
        if word == "undecided":
            return None
        if word == "wrong":
            return at
    return -1


def _told(pairs: Sequence[_Pair], is_decided: Callable[[str], bool]) -> dict[str, Any]:
    decided = [pair for pair in pairs if is_decided(pair.first) and is_decided(pair.second)]
    found = clustered(decided)
    confusion: dict[str, dict[str, int]] = {}
    for pair in sorted(pairs):
        row = confusion.setdefault(pair.first.replace("None", "undecided"), {})
        column = pair.second.replace("None", "undecided")
        row[column] = row.get(column, 0) + 1
    return {
        "n": found.n,
        "decided": _rounded(len(decided) / len(pairs) if pairs else None),
        "agree": _rounded(found.agree if found.n else None),
        "kappa": _rounded(found.kappa),
        "low": _rounded(found.low),
        "high": _rounded(found.high),
        "confusion": confusion,
    }


def clustered(pairs: Sequence[_Pair]) -> Kappa:
    """Kappa with its interval by the bootstrap over the clusters of the pairs."""
    words = sorted({word for pair in pairs for word in (pair.first, pair.second)})
    place = {word: at for at, word in enumerate(words)}
    clusters = {number: at for at, number in enumerate(sorted({p.cluster for p in pairs}))}
    size = len(words)
    counts = np.zeros((len(clusters), size * size), dtype=np.int64)
    for pair in pairs:
        counts[clusters[pair.cluster], place[pair.first] * size + place[pair.second]] += 1
    table = counts.sum(axis=0).reshape(size, size)
    plain = cohen(table.tolist())
    if plain.kappa is None:
        return plain
    if plain.agree == 1.0:
        chance = float((table.sum(axis=0) * table.sum(axis=1)).sum()) / plain.n**2
        low = floor_of_one(chance, len(clusters))
        return Kappa(plain.n, 1.0, plain.kappa, low, 1.0)
    drawn = _drawn(counts, size)
    if not drawn.size:
        return plain
    low, high = np.percentile(drawn, [2.5, 97.5]).tolist()
    return Kappa(plain.n, plain.agree, plain.kappa, low, high)


def _drawn(counts: Any, size: int) -> Any:
    """Kappas of tables made of clusters drawn again; draws that have no kappa are left out."""
    clusters = len(counts)
    generator = np.random.default_rng(seed_for("kappa", clusters, int(counts.sum())))
    times = generator.multinomial(clusters, [1 / clusters] * clusters, size=DRAWS)
    tables = (times @ counts).reshape(DRAWS, size, size).astype(float)
    tables /= tables.sum(axis=(1, 2), keepdims=True)
    agree = np.trace(tables, axis1=1, axis2=2)
    chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1)
    known = chance < 1.0 - 1e-12
    return (agree[known] - chance[known]) / (1.0 - chance[known])


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
