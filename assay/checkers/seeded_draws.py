"""Hypothesis as a maker of inputs: the same seed gives the same values, wherever it runs.

    draw_tuples([{"name": "n", "type": "integer", "min": 0, "max": 9}], seed=1, count=3)
        -> [(0,), (7,), (2,)]

Hypothesis draws through `SeededProvider`, which looks at nothing but its seed; the strategies like
the ends of a range, and lists of few different items. Import this module late: it loads
Hypothesis. Values may repeat.
"""

import threading
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, PrimitiveProvider
from hypothesis.internal.intervalsets import IntervalSet
from hypothesis.strategies import SearchStrategy

BACKEND = "assay-seeded"
NARROW = 5
LONGEST_RUN = 5
_LOCK = threading.Lock()
_SEED = [0]


class SeededProvider(PrimitiveProvider):
    """Hypothesis' primitive choices from one `Random`, seeded by `_SEED` when a run begins."""

    def __init__(self, data: object = None, /) -> None:
        super().__init__(None)
        self._rng = Random(_SEED[0])

    def draw_boolean(self, p: float = 0.5) -> bool:
        return self._rng.random() < p

    def draw_integer(
        self,
        min_value: int | None = None,
        max_value: int | None = None,
        *,
        weights: dict[int, float] | None = None,
        shrink_towards: int = 0,
    ) -> int:
        low = -(2**31) if min_value is None else min_value
        high = max(low, 2**31) if max_value is None else max_value
        if self._rng.random() < 0.1:
            return self._rng.choice((low, high))
        return self._rng.randint(low, high)

    def draw_float(
        self,
        *,
        min_value: float = -1e9,
        max_value: float = 1e9,
        allow_nan: bool = True,
        smallest_nonzero_magnitude: float,
    ) -> float:
        drawn = self._rng.uniform(max(min_value, -1e9), min(max_value, 1e9))
        return 0.0 if abs(drawn) < smallest_nonzero_magnitude else drawn

    def draw_string(self, intervals: IntervalSet, *, min_size: int = 0, max_size: int = 100) -> str:
        size = self._rng.randint(min_size, min(max_size, min_size + 100))
        letters = [self._rng.randrange(len(intervals)) for _ in range(size)]
        return "".join(intervals.char_in_shrink_order(letter) for letter in letters)

    def draw_bytes(self, min_size: int = 0, max_size: int = 100) -> bytes:
        return self._rng.randbytes(self._rng.randint(min_size, min(max_size, min_size + 100)))


def draw_tuples(
    strategies: Sequence[Mapping[str, Any]], seed: int, count: int
) -> list[tuple[Any, ...]]:
    """Up to `count` tuples of one value for each strategy; fewer where there are fewer.

    Safe to call from several threads, which then wait for one another. Raises ValueError for a
    strategy of an unknown type.
    """
    found: list[tuple[Any, ...]] = []
    values = st.tuples(*(_strategy(strategy) for strategy in strategies))
    with _LOCK:
        AVAILABLE_PROVIDERS[BACKEND] = f"{__name__}.{SeededProvider.__name__}"
        _SEED[0] = seed
        _collector(values, seed, count, found)()
    return found


def _collector(
    values: SearchStrategy[tuple[Any, ...]], seed: int, count: int, found: list[tuple[Any, ...]]
) -> Any:
    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        derandomize=False,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        backend=BACKEND,
    )
    @given(values)
    def collect(drawn: tuple[Any, ...]) -> None:
        found.append(drawn)

    return collect


def _strategy(spec: Mapping[str, Any]) -> SearchStrategy[Any]:
    kind = spec["type"]
    if kind == "integer":
        return st.integers(spec["min"], spec["max"])
    if kind == "boolean":
        return st.booleans()
    if kind == "choice":
        return st.sampled_from(spec["values"])
    if kind == "text":
        return _texts(spec)
    if kind == "list":
        return _lists(spec)
    if kind == "fixed_list":
        return st.tuples(*(_strategy(item) for item in spec["items"])).map(list)
    raise ValueError(f"unknown type of strategy {kind!r}")


def _texts(spec: Mapping[str, Any]) -> SearchStrategy[str]:
    """Any letters, few different ones (so that they repeat), runs, or a letter in both cases."""

    def of(letters: Sequence[str]) -> SearchStrategy[str]:
        sizes = {"min_size": spec["min_size"], "max_size": spec["max_size"]}
        return st.lists(st.sampled_from(letters), **sizes).map("".join)

    few = st.lists(st.sampled_from(spec["alphabet"]), min_size=1, max_size=3).flatmap(of)
    ways = [of(spec["alphabet"]), few, _runs(spec)]
    both = [letter for letter in spec["alphabet"] if letter.lower() in spec["alphabet"]]
    both = [letter for letter in both if letter.lower() != letter]
    if both:
        case = st.sampled_from(both).flatmap(
            lambda letter: of([letter, letter.lower(), spec["alphabet"][0]])
        )
        ways.append(case)
    return st.one_of(ways)


def _runs(spec: Mapping[str, Any]) -> SearchStrategy[str]:
    letters, most = spec["alphabet"], spec["max_size"]
    run = st.tuples(st.sampled_from(letters), st.integers(1, LONGEST_RUN))

    def joined(runs: Sequence[tuple[str, int]]) -> str:
        text = "".join(letter * count for letter, count in runs)
        return text[:most].ljust(spec["min_size"], letters[0])

    return st.lists(run, max_size=most).map(joined)


def _lists(spec: Mapping[str, Any]) -> SearchStrategy[list[Any]]:
    """Any items, or items out of a few, so that items repeat and stand close together."""
    item = _strategy(spec["item"])

    def of(items: SearchStrategy[Any]) -> SearchStrategy[list[Any]]:
        return st.lists(items, min_size=spec["min_size"], max_size=spec["max_size"])

    few = st.lists(item, min_size=1, max_size=3).flatmap(lambda chosen: of(st.sampled_from(chosen)))
    if spec["item"]["type"] != "integer":
        return st.one_of(of(item), few)
    low, high = spec["item"]["min"], max(spec["item"]["min"], spec["item"]["max"] - NARROW)
    near = st.integers(low, high).flatmap(
        lambda n: of(st.integers(n, min(n + NARROW, spec["item"]["max"])))
    )
    return st.one_of(of(item), of(item), few, near)
