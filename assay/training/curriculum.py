"""Which levels to train on: a window for each family that follows the policy's success.

    window = Window.of(log, families, wanted=(0.4, 0.6))       # a function of the log alone
    tasks = window.choose(pool, count=64, rng)

A level's success is a running mean over the groups drawn from it (the latest count most), taken
from the log of the training, so that one which was killed goes on with the same window. Levels of
a success inside `wanted` are drawn most, others the less the further they are away; a level that
was never tried counts as its nearest tried neighbour, moved towards the middle, so that new levels
open as the old ones are mastered. No level is ever closed for good: each keeps a small share.

In the spirit of RLVE (arXiv 2511.07317): adaptive difficulty per environment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from assay.core.records import Task

Key = tuple[str, int]
MEMORY = 0.7
LEAST = 0.02
STEEPNESS = 6.0


@dataclass(slots=True)
class Window:
    """The success of every family and level so far."""

    wanted: tuple[float, float] = (0.4, 0.6)
    success: dict[Key, float] = field(default_factory=dict)

    @classmethod
    def of(cls, log: Iterable[Mapping[str, Any]], wanted: tuple[float, float]) -> "Window":
        """The window after the steps of a log."""
        window = cls(wanted)
        for line in log:
            for name, rate in line.get("by_level", {}).items():
                family, _, level = name.rpartition(" ")
                window.note((family, int(level)), float(rate))
        return window

    def note(self, key: Key, rate: float) -> None:
        """Take in the success of one step on a family and level."""
        before = self.success.get(key)
        self.success[key] = rate if before is None else MEMORY * before + (1 - MEMORY) * rate

    def weight(self, key: Key) -> float:
        """How often a task of this family and level is drawn, against others of the family."""
        low, high = self.wanted
        rate = self._expected(key)
        away = max(low - rate, rate - high, 0.0)
        return max(LEAST, float(2.0 ** (-STEEPNESS * away / max(low, 1 - high))))

    def _expected(self, key: Key) -> float:
        """The success known, or guessed from the nearest level that was tried; 1/2 for none."""
        if key in self.success:
            return self.success[key]
        family, level = key
        tried = [other for name, other in self.success if name == family]
        if not tried:
            return 0.5
        nearest = min(tried, key=lambda other: (abs(other - level), other))
        return self.success[family, nearest]

    def choose(self, pool: Mapping[Key, Sequence[Task]], count: int, rng: Random) -> list[Task]:
        """`count` tasks, every family as often as any other, its levels by their weights."""
        families = sorted({family for family, _ in pool})
        levels = {f: sorted(level for family, level in pool if family == f) for f in families}
        weights = {f: [self.weight((f, level)) for level in levels[f]] for f in families}
        chosen = []
        for at in range(count):
            family = families[at % len(families)]
            level = rng.choices(levels[family], weights[family])[0]
            chosen.append(rng.choice(pool[family, level]))
        return chosen


def pool_of(tasks: Sequence[Task]) -> dict[Key, list[Task]]:
    """Tasks by family and level."""
    found: dict[Key, list[Task]] = {}
    for task in tasks:
        found.setdefault((task.family, task.level), []).append(task)
    return found


def by_level(tasks: Sequence[Task], rewards: Sequence[float | None]) -> dict[str, float]:
    """The share of right solutions of each family and level, as the log notes it."""
    found: dict[str, list[float]] = {}
    for task, reward in zip(tasks, rewards, strict=True):
        if reward is not None:
            found.setdefault(f"{task.family} {task.level}", []).append(reward)
    return {name: round(sum(rates) / len(rates), 4) for name, rates in sorted(found.items())}
