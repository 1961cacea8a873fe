"""Solution sets on the real line: from a chart of signs, or from tests at points.

    Chart(1, ((Fraction(1), 1, False), (Fraction(3), 1, True)))    sign of (x-1)/(x-3)
    solution(chart, ">=") == "(-oo, 1] U (3, oo)"

`solution` is for constructions and multiplies signs along the line; `tested` is for oracles and
knows nothing but whether the inequality holds at a point. Sets with an isolated point are refused
(None): the families draw again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Border = tuple[Fraction, int, bool]


@dataclass(frozen=True, slots=True)
class Chart:
    """The sign far to the right, and the borders: place, multiplicity, whether it is excluded."""

    sign: int
    borders: tuple[Border, ...]


def solution(chart: Chart, relation: str) -> str | None:
    """Where the product has the sign that the relation to 0 asks for; None for isolated points."""
    wanted = 1 if relation[0] == ">" else -1
    closed = len(relation) == 2
    signs, places = [chart.sign], sorted(chart.borders, reverse=True)
    for _, times, _ in places:
        signs.append(signs[-1] * (-1) ** times)
    inside = [sign == wanted for sign in reversed(signs)]
    at_border = [closed and not excluded for _, _, excluded in reversed(places)]
    for k, holds in enumerate(at_border):
        if holds and not inside[k] and not inside[k + 1]:
            return None
    truth = [inside[0]]
    for k, holds in enumerate(at_border):
        truth += [holds, inside[k + 1]]
    return spelled([place for place, _, _ in reversed(places)], truth)


def spelled(borders: Sequence[Fraction], truth: Sequence[bool]) -> str:
    """Intervals from the truth below the first border, on it, between it and the next, ..."""
    ends = ["-oo", *map(str, borders), "oo"]
    pieces, start = [], ""
    for at, holds in enumerate(truth):
        on_border = at % 2 == 1
        if holds and not start:
            start = f"[{ends[(at + 1) // 2]}" if on_border else f"({ends[at // 2]}"
        elif start and not holds:
            end = f"{ends[(at + 1) // 2]})" if on_border else f"{ends[at // 2]}]"
            pieces.append(f"{start}, {end}")
            start = ""
    if start:
        pieces.append(f"{start}, oo)")
    return " U ".join(pieces) or "{}"


def tested(borders: Iterable[Fraction], holds: Callable[[Fraction], bool]) -> str:
    """The set, known that truth changes at the borders only: asked there and between them."""
    places = sorted(set(borders))
    if not places:
        return "(-oo, oo)" if holds(Fraction(0)) else "{}"
    truth = [holds(places[0] - 1)]
    for at, place in enumerate(places):
        after = (place + places[at + 1]) / 2 if at + 1 < len(places) else place + 1
        truth += [holds(place), holds(after)]
    runs, start = [], ""
    for at, good in enumerate(truth):
        end = str(places[(at - 1) // 2]) if at else ""
        if good and not start:
            start = "(-oo" if at == 0 else f"[{end}" if at % 2 else f"({end}"
        if start and not good:
            runs.append(f"{start}, {end})" if at % 2 else f"{start}, {end}]")
            start = ""
    return " U ".join([*runs, f"{start}, oo)"] if start else runs) or "{}"


def test_points(borders: Sequence[Fraction]) -> list[Fraction]:
    """A simple point in every part between the borders (sorted, at least one)."""
    points = [Fraction(borders[0].__floor__() - 1)]
    for low, high in pairwise(borders):
        whole = Fraction(low.__floor__() + 1)
        points.append(whole if whole < high else (low + high) / 2)
    return [*points, Fraction(borders[-1].__floor__() + 1)]
