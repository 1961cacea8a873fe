"""Where a point ends up after several moves of the plane.

Example: (3, 1), reflected in the x-axis, then turned by 90 degrees about (0, 0) -> (1, 3).

Shifts, reflections, quarter turns and enlargements. The oracle multiplies matrices of homogeneous
coordinates with flint. Turns are counterclockwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import signed
from assay.generators.math.working import worked
from assay.generators.phrasing import told


@dataclass(frozen=True, slots=True)
class Size:
    """How many moves, and the bound of all numbers."""

    moves: int
    bound: int


LEVELS = {
    1: Size(2, 9),
    2: Size(3, 9),
    3: Size(3, 20),
    4: Size(4, 20),
    5: Size(5, 20),
    6: Size(6, 30),
    7: Size(8, 30),
    8: Size(10, 40),
    9: Size(13, 60),
    10: Size(18, 99),
}
_KINDS = ("shift", "axis", "diagonal", "upright", "level", "turn", "half", "enlarge")
Move = list[Any]
Numbers = tuple[int, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw the point and the moves; follow it."""
    size = LEVELS[level]
    start = (rng.randint(-size.bound, size.bound), rng.randint(-size.bound, size.bound))
    moves = [_draw(rng, rng.choice(_KINDS), size.bound) for _ in range(size.moves)]
    at, lines = start, []
    for move in moves:
        texts, at = _apply(move, at)
        lines += [(text, str(value)) for text, value in zip(texts, at, strict=True)]
    told_moves = [_tell(move) for move in moves]
    numbered = " ".join(
        f"({k}) {text[0].upper()}{text[1:]}." for k, text in enumerate(told_moves, 1)
    )
    chained = ", then ".join(told_moves)
    return Draft(
        prompts=told(
            f"{start}: {chained}. Where does it end?",
            (
                f"The point {start} is moved in this order: {chained}.",
                f"Start with the point P = {start} and do these moves one after the other. "
                f"{numbered}",
            ),
            (
                "Where does the point end up?",
                "What are its coordinates at the end?",
                "Find the final position.",
            ),
            (
                "Turns are counterclockwise.",
                "Answer with a pair (x, y); turns go counterclockwise.",
            ),
        ),
        problem={"start": start, "moves": moves},
        answer=Answer("tuple", f"({at[0]}, {at[1]})"),
        steps=worked(lines),
    )


def _draw(rng: Random, kind: str, bound: int) -> Move:
    def place() -> list[int]:
        return [rng.randint(-bound, bound) for _ in "xy"]

    match kind:
        case "shift":
            return [kind, nonzero(rng, bound), nonzero(rng, bound)]
        case "axis" | "diagonal":
            return [kind, rng.choice((1, -1))]
        case "upright" | "level":
            return [kind, nonzero(rng, bound)]
        case "turn":
            return [kind, rng.choice((90, 270)), *place()]
        case "half":
            return [kind, *place()]
    return [kind, rng.choice((2, 3, -1, -2)), *place()]


def _tell(move: Move) -> str:
    match move:
        case ["shift", a, b]:
            sides = f"{abs(a)} to the {'right' if a > 0 else 'left'}"
            return f"shift {sides} and {abs(b)} {'up' if b > 0 else 'down'}"
        case ["axis", sign]:
            return f"reflect in the {'x' if sign > 0 else 'y'}-axis"
        case ["diagonal", sign]:
            return f"reflect in the line y = {'x' if sign > 0 else '-x'}"
        case ["upright", c]:
            return f"reflect in the line x = {c}"
        case ["level", c]:
            return f"reflect in the line y = {c}"
        case ["turn", angle, a, b]:
            return f"turn by {angle} degrees about ({a}, {b})"
        case ["half", a, b]:
            return f"turn by 180 degrees about ({a}, {b})"
        case [_, factor, a, b]:
            return f"enlarge by the factor {factor} from the centre ({a}, {b})"
    raise ValueError(f"no move: {move!r}")


def _apply(move: Move, at: Numbers) -> tuple[tuple[str, str], Numbers]:
    """How the new coordinates are worked out, and they."""
    (x, y), (s, t) = at, map(signed, at)
    match move:
        case ["shift", a, b]:
            return (f"{s}+{signed(a)}", f"{t}+{signed(b)}"), (x + a, y + b)
        case ["axis", sign]:
            return (s, f"-{t}") if sign > 0 else (f"-{s}", t), (x, -y) if sign > 0 else (-x, y)
        case ["diagonal", sign]:
            return (t, s) if sign > 0 else (f"-{t}", f"-{s}"), (y, x) if sign > 0 else (-y, -x)
        case ["upright", c]:
            return (f"2*{signed(c)}-{s}", t), (2 * c - x, y)
        case ["level", c]:
            return (s, f"2*{signed(c)}-{t}"), (x, 2 * c - y)
        case ["turn", angle, a, b]:
            p, q = signed(a), signed(b)
            if angle == 90:
                return (f"{p}-({t}-{q})", f"{q}+({s}-{p})"), (a - (y - b), b + (x - a))
            return (f"{p}+({t}-{q})", f"{q}-({s}-{p})"), (a + (y - b), b - (x - a))
        case ["half", a, b]:
            return (f"2*{signed(a)}-{s}", f"2*{signed(b)}-{t}"), (2 * a - x, 2 * b - y)
        case [_, k, a, b]:
            p, q, by = signed(a), signed(b), signed(k)
            return (f"{p}+{by}*({s}-{p})", f"{q}+{by}*({t}-{q})"), (
                a + k * (x - a),
                b + k * (y - b),
            )
    raise ValueError(f"no move: {move!r}")


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every move is a matrix that keeps (0, 0, 1) as last row; the product acts on the point."""
    from flint import fmpz_mat

    whole = fmpz_mat([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    for kind, *numbers in problem["moves"]:
        whole = fmpz_mat([*_rows(kind, numbers), [0, 0, 1]]) * whole
    x, y = problem["start"]
    found = whole * fmpz_mat([[x], [y], [1]])
    return Answer("tuple", f"({found[0, 0]}, {found[1, 0]})")


def _rows(kind: str, numbers: Sequence[int]) -> list[list[int]]:
    """The linear part and the shift; about a centre c that is c minus the part's image of c."""
    flips = {"axis": [[1, 0], [0, -1]], "diagonal": [[0, 1], [1, 0]]}
    part, centre = [[1, 0], [0, 1]], [0, 0]
    if kind in flips:
        part = [[entry * numbers[0] for entry in row] for row in flips[kind]]
    elif kind == "upright":
        part, centre = [[-1, 0], [0, 1]], [numbers[0], 0]
    elif kind == "level":
        part, centre = [[1, 0], [0, -1]], [0, numbers[0]]
    elif kind == "turn":
        sine = 1 if numbers[0] == 90 else -1
        part, centre = [[0, -sine], [sine, 0]], list(numbers[1:])
    elif kind == "half":
        part, centre = [[-1, 0], [0, -1]], list(numbers)
    elif kind == "enlarge":
        part, centre = [[numbers[0], 0], [0, numbers[0]]], list(numbers[1:])
    (a, b), (c, d) = part
    p, q = centre
    shift = [p - a * p - b * q, q - c * p - d * q]
    if kind == "shift":
        shift = list(numbers)
    return [[a, b, shift[0]], [c, d, shift[1]]]


def capacity(level: int) -> int | None:
    """Starting points times, for every move, as many as an even draw would need to repeat itself as
    rarely: the kinds with two choices are drawn once in eight.
    """
    size = LEVELS[level]
    return capped((2 * size.bound + 1) ** 2 * (2 * len(_KINDS)) ** size.moves)


FAMILY = Family(
    name="plane_maps",
    area="math",
    domain="geometry",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
