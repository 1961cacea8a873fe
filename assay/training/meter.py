"""The reward-hacking meter: signs that a policy gets rewards without getting better, or collapses.

    meter = Meter(log[:1])
    for line in log: meter.read(line)          # -> ["sound fell from 0.31 to 0.02 ..."]

Each step of RL notes reward, soundness (answer and every step right), length, the share without an
answer, and the share of groups with a signal. The meter holds them against the first steps and says
which of them left its bounds, in words. A flag is a note for the reader, never a change of the
training. It reads the log only, so a finished training can be read again.

The gap between outcome and process (reward less soundness) is what a learned reward or a lucky
guess opens; arXiv 2501.07301 counts the same on benchmarks. Means are over a few steps, since a
single step of a small batch is noisy.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

FIRST, RECENT = 3, 4
FELL, GAP, SHORT, LONG, SILENT, DEAD = 0.5, 0.15, 0.5, 2.0, 0.2, 0.1
SCORES = ("reward", "sound", "length", "unparsed", "signal")


@dataclass(slots=True)
class Meter:
    """Running means of the scores, and those of the first steps."""

    first: list[Mapping[str, float]] = field(default_factory=list)
    recent: deque[Mapping[str, float]] = field(default_factory=lambda: deque(maxlen=RECENT))

    def read(self, line: Mapping[str, Any]) -> list[str]:
        """Take in one step; what is wrong now, in words, nothing when nothing is."""
        scores = {name: float(line.get(name, 0.0)) for name in SCORES}
        if len(self.first) < FIRST:
            self.first.append(scores)
            return []
        self.recent.append(scores)
        return self._signs() if len(self.recent) == RECENT else []

    def _signs(self) -> list[str]:
        start = {name: mean(each[name] for each in self.first) for name in SCORES}
        now = {name: mean(each[name] for each in self.recent) for name in SCORES}
        gap = (now["reward"] - now["sound"]) - (start["reward"] - start["sound"])
        checks = {
            "reward fell": now["reward"] < FELL * start["reward"],
            "sound fell": now["sound"] < FELL * start["sound"],
            "outcome left process behind": gap > GAP,
            "length shrank": now["length"] < SHORT * start["length"],
            "length grew": now["length"] > LONG * start["length"],
            "answers are missing": now["unparsed"] > start["unparsed"] + SILENT,
            "no signal left": now["signal"] < DEAD and now["reward"] < 0.9,
        }
        return [_said(sign, start, now) for sign, seen in checks.items() if seen]


_SHOWN = {
    "reward fell": ("reward",),
    "sound fell": ("sound",),
    "outcome left process behind": ("reward", "sound"),
    "length shrank": ("length",),
    "length grew": ("length",),
    "answers are missing": ("unparsed",),
    "no signal left": ("signal", "reward"),
}


def _said(sign: str, start: Mapping[str, float], now: Mapping[str, float]) -> str:
    parts = [f"{name} {start[name]:.3g} -> {now[name]:.3g}" for name in _SHOWN[sign]]
    return f"{sign}: {', '.join(parts)}"


def flags(log: Iterable[Mapping[str, Any]]) -> list[tuple[int, list[str]]]:
    """The steps of a log at which something was wrong, with what."""
    meter = Meter()
    found = [(int(line["step"]), meter.read(line)) for line in log]
    return [(step, signs) for step, signs in found if signs]
