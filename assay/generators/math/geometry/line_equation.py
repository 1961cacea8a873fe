"""The line through a point that is parallel or perpendicular to another, or through two points.

Example: through (1, 2), perpendicular to 2x - y = 0 -> -1/2*x+5/2, worked 2-(-1/2)*1 = 5/2.

The other line is given by an equation or by two points. The oracle takes the point and a second one
in the right direction and joins them by flint.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import polynomial, pretty, signed, term, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The bound of coordinates and coefficients, and how the other line is given."""

    bound: int
    given: str


LEVELS = {
    1: Size(6, "two"),
    2: Size(12, "two"),
    3: Size(30, "two"),
    4: Size(9, "equation"),
    5: Size(20, "equation"),
    6: Size(60, "equation"),
    7: Size(9, "points"),
    8: Size(30, "points"),
    9: Size(99, "points"),
    10: Size(999, "points"),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a direction that is neither level nor upright, and the point."""
    size = LEVELS[level]
    x, y = (rng.randint(-size.bound, size.bound) for _ in "xy")
    right, up = nonzero(rng, size.bound), nonzero(rng, size.bound)
    turn = rng.choice(("parallel", "perpendicular")) if size.given != "two" else "parallel"
    slope = Fraction(up, right) if turn == "parallel" else Fraction(-right, up)
    other, problem = _other(rng, size, (x, y), (right, up), turn)
    lines = list(_lines((x, y), (right, up), turn))
    rest = y - slope * x
    spec = {"variables": ["x"], "required_form": "expanded"}
    return Draft(
        prompts=phrasings(
            f"line {other}: y=",
            (
                f"the line {other}",
                f"the equation of the line {other}",
                f"the straight line in the plane {other}",
            ),
            notes=(
                "Write it as y = mx + b with exact numbers.",
                "Answer with the right-hand side of y = mx + b.",
            ),
        ),
        problem=problem,
        answer=Answer("expression", polynomial([rest, slope]), spec),
        steps=worked(lines),
        meta={"size": len(other) + (0 if size.given == "two" else 30)},
    )


Pair = tuple[int, int]


def _other(rng: Random, size: Size, at: Pair, step: Pair, turn: str) -> tuple[str, dict[str, Any]]:
    """How the direction is given, in words and as the problem."""
    (x, y), (right, up) = at, step
    place = f"({x}, {y})"
    if size.given == "two":
        return f"through {place} and ({x + right}, {y + up})", {
            "at": at,
            "step": step,
            "turn": turn,
        }
    if size.given == "points":
        a, b = (rng.randint(-size.bound, size.bound) for _ in "ab")
        problem: dict[str, Any] = {"at": at, "step": step, "turn": turn, "from": [a, b]}
        text = f"through {place} that is {turn} to the line through ({a}, {b}) and "
        return f"{text}({a + right}, {b + up})", problem
    c = rng.randint(-size.bound, size.bound)
    equation = f"{total([term(up, 'x'), term(-right, 'y')])}={c}"
    problem = {"at": at, "step": step, "turn": turn, "right": c}
    return f"through {place} that is {turn} to {pretty(equation)}", problem


def _lines(at: Pair, step: Pair, turn: str) -> Iterator[Line]:
    (x, y), (right, up) = at, step
    slope = Fraction(up, right)
    yield f"{signed(up)}/{signed(right)}", str(slope)
    if turn == "perpendicular":
        yield f"-1/{signed(slope)}", str(-1 / slope)
        slope = -1 / slope
    yield f"{y}-{signed(slope)}*{signed(x)}", str(y - slope * x)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """m and b from the point and the next one in the right direction: two linear equations."""
    from flint import fmpq_mat

    (x, y), (right, up) = problem["at"], problem["step"]
    if problem["turn"] == "perpendicular":
        right, up = -up, right
    found = fmpq_mat([[x, 1], [x + right, 1]]).solve(fmpq_mat([[y], [y + up]]))
    numbers = [Fraction(str(found[k, 0])) for k in (1, 0)]
    spec = {"variables": ["x"], "required_form": "expanded"}
    return Answer("expression", polynomial(numbers), spec)


def capacity(level: int) -> int | None:
    """Points, directions, turns, and where the other line lies."""
    size = LEVELS[level]
    wide = 2 * size.bound + 1
    extra = {"two": 1, "equation": 2 * wide, "points": 2 * wide * wide}[size.given]
    return capped(wide * wide * (2 * size.bound) ** 2 * extra)


FAMILY = Family(
    name="line_equation",
    area="math",
    domain="geometry",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
