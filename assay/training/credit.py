"""Who gets the credit: from what a source says of a roll-out to a number for each token.

    worths = [Worth((40,), (1.0,)), Worth((52,), (0.0,))]          # one outcome each
    advantages(worths) == [[0.5] * 40, [-0.5] * 52]

A `Worth` cuts the tokens of a response into stretches, each with a value. An outcome is one
stretch; process supervision has one for each step. The advantage of a stretch is its value less
the mean of the stretches in the same place over the group, without division by the deviation (Dr.
GRPO, arXiv 2503.20783; a step is held against what else could have been done there, as in arXiv
2410.08146). A stretch without a value, and one without a rival, teaches nothing. It knows no model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Worth:
    """What a source says of one response: `ends[k]` is where stretch k ends, in tokens, and
    `values[k]` its value, None where the source does not know. The last end is the length."""

    ends: tuple[int, ...]
    values: tuple[float | None, ...]

    @property
    def mean(self) -> float | None:
        """The mean of the known values."""
        known = [value for value in self.values if value is not None]
        return sum(known) / len(known) if known else None


def whole(length: int, value: float | None) -> Worth:
    """An outcome: one value for the whole response."""
    return Worth((length,), (value,))


def advantages(group: Sequence[Worth]) -> list[list[float]]:
    """For each response of a group an advantage a token."""
    means = _means(group)
    return [
        [
            gain
            for (start, end), value, mean in zip(
                pairwise((0, *worth.ends)), worth.values, means, strict=False
            )
            for gain in [0.0 if value is None or mean is None else value - mean] * (end - start)
        ]
        for worth in group
    ]


def _means(group: Sequence[Worth]) -> list[float | None]:
    """The mean value of each place; None where fewer than two responses have one."""
    found: list[float | None] = []
    for place in range(max((len(worth.values) for worth in group), default=0)):
        here = [worth.values[place] for worth in group if place < len(worth.values)]
        known = [value for value in here if value is not None]
        found.append(sum(known) / len(known) if len(known) > 1 else None)
    return found


def mixed(
    parts: Mapping[str, list[list[float]]], weights: Mapping[str, float]
) -> list[list[float]]:
    """The weighted sum of the advantages of several sources, token by token."""
    rows = zip(*(parts[name] for name in weights), strict=True)
    shares = list(weights.values())
    return [
        [sum(w * a for w, a in zip(shares, at, strict=True)) for at in zip(*row, strict=True)]
        for row in rows
    ]


def says_something(group: Sequence[Sequence[float]]) -> bool:
    """Whether any token of the group has an advantage that is not 0."""
    return any(abs(gain) > 1e-9 for row in group for gain in row)
