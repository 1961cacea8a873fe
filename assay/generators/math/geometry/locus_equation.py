"""The equation of all points of the plane at distances that are given by a condition.

Example: equally far from (1, 2) and (3, 0) -> 2*x-2*y-2 = 0 or x-y = 1, worked 2*(3-1) = 4, ...

The locus is a line, the circle with a given diameter, the circle of a ratio of distances, or the
conic of a focus and a line. Any multiple of the equation is right. The oracle asks the condition
at six points and solves for the coefficients with flint.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import starmap
from math import gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import pretty, signed, term, tex, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The condition, the bound of all coordinates, and the largest number in a ratio."""

    kind: str
    bound: int
    ratio: int = 1


LEVELS = {
    1: Size("bisector", 5),
    2: Size("bisector", 20),
    3: Size("diameter", 12),
    4: Size("diameter", 60),
    5: Size("ratio", 6, 4),
    6: Size("ratio", 20, 7),
    7: Size("ratio", 80, 12),
    8: Size("conic", 4),
    9: Size("conic", 12, 3),
    10: Size("conic", 60, 9),
}
_SYMBOLS = ("x^2", "x*y", "y^2", "x", "y", "")
Condition = dict[str, list[int]]
Coefficient = tuple[str, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw the condition until it is no contradiction, and work out the six coefficients."""
    size = LEVELS[level]
    condition = _draw(rng, size)
    parts = list(_WORK[size.kind](condition))
    values = [value for _, value in parts]
    divisor = gcd(*values) * (-1 if next(v for v in values if v) < 0 else 1)
    plain = f"{total(starmap(term, _terms(values, divisor)))}=0"
    lines = [line for line in parts if line[0] != str(line[1])]
    short, things = _words(size.kind, condition)
    return Draft(
        prompts=phrasings(
            f"{short}: equation in x and y, multiplied out=",
            things,
            notes=(
                "Multiply all brackets out and collect like terms.",
                "Write it without brackets, like terms put together; any multiple of it will do.",
            ),
        ),
        problem={"kind": size.kind, **_sorted(size.kind, condition)},
        answer=Answer("equation", plain, {"required_form": "expanded"}),
        steps=worked(_lines(lines, values, divisor)),
        meta={"size": len(short) + {"bisector": 0, "diameter": 5, "ratio": 8}.get(size.kind, 70)},
    )


def _draw(rng: Random, size: Size) -> Condition:
    """Two points and a ratio, or a point, a line a*x+b*y = c beside it, and a ratio."""
    while True:
        a, b = ([rng.randint(-size.bound, size.bound) for _ in "xy"] for _ in "ab")
        ratio = [rng.randint(1, size.ratio) for _ in "pq"] if size.ratio > 1 else [1, 1]
        if gcd(*ratio) > 1 or (size.kind == "ratio" and ratio[0] == ratio[1]):
            continue
        if size.kind != "conic":
            if a != b:
                return {"a": a, "b": b, "ratio": ratio}
            continue
        c = rng.randint(-size.bound, size.bound)
        first = next((x for x in b if x), 0)
        if first > 0 and gcd(*b, c) == 1 and a[0] * b[0] + a[1] * b[1] != c:
            return {"focus": a, "line": [*b, c], "ratio": ratio}


def _sorted(kind: str, condition: Condition) -> Condition:
    """Two points that may be exchanged stand in order."""
    if kind in ("bisector", "diameter"):
        a, b = sorted((condition["a"], condition["b"]))
        return {"a": a, "b": b}
    return condition


def _terms(values: list[int], divisor: int) -> Iterator[tuple[int, str]]:
    for value, symbol in zip(values, _SYMBOLS, strict=True):
        if value:
            yield value // divisor, symbol


def _lines(lines: list[Coefficient], values: list[int], divisor: int) -> Iterator[Line]:
    """Every coefficient, and what is left of it by the common divisor."""
    yield from ((left, str(value)) for left, value in lines)
    if divisor != 1:
        for value in filter(None, values):
            yield f"{signed(value)}/{signed(divisor)}", str(value // divisor)


def _bisector(condition: Condition) -> Iterator[Coefficient]:
    """|P-A|^2 - |P-B|^2: the squares of x and y go."""
    (a, b), (c, d) = condition["a"], condition["b"]
    yield from (("0", 0),) * 3
    yield f"2*({c}-{signed(a)})", 2 * (c - a)
    yield f"2*({d}-{signed(b)})", 2 * (d - b)
    yield f"{_square(a)}+{_square(b)}-{_square(c)}-{_square(d)}", a * a + b * b - c * c - d * d


def _square(number: int) -> str:
    return f"{signed(number)}^2"


def _diameter(condition: Condition) -> Iterator[Coefficient]:
    """(x-a)*(x-c) + (y-b)*(y-d): the angle over a diameter is right."""
    (a, b), (c, d) = condition["a"], condition["b"]
    yield from (("1", 1), ("0", 0), ("1", 1))
    yield f"-({a}+{signed(c)})", -a - c
    yield f"-({b}+{signed(d)})", -b - d
    yield f"{signed(a)}*{signed(c)}+{signed(b)}*{signed(d)}", a * c + b * d


def _ratio(condition: Condition) -> Iterator[Coefficient]:
    """q^2*|P-A|^2 - p^2*|P-B|^2, where P is p/q times as far from A as from B."""
    (a, b), (c, d), (p, q) = condition["a"], condition["b"], condition["ratio"]
    yield f"{q}^2-{p}^2", q * q - p * p
    yield "0", 0
    yield f"{q}^2-{p}^2", q * q - p * p
    for first, second in ((a, c), (b, d)):
        value = 2 * (p * p * second - q * q * first)
        yield f"2*({p}^2*{signed(second)}-{q}^2*{signed(first)})", value
    left, right = f"{_square(a)}+{_square(b)}", f"{_square(c)}+{_square(d)}"
    value = q * q * (a * a + b * b) - p * p * (c * c + d * d)
    yield f"{q}^2*({left})-{p}^2*({right})", value


def _conic(condition: Condition) -> Iterator[Coefficient]:
    """q^2*(a^2+b^2)*|P-F|^2 - p^2*(a*x+b*y-c)^2."""
    (f, g), (a, b, c), (p, q) = condition["focus"], condition["line"], condition["ratio"]
    n = q * q * (a * a + b * b)
    scale = f"{q}^2*({_square(a)}+{_square(b)})"
    yield f"{scale}-{p}^2*{_square(a)}", n - p * p * a * a
    yield f"-2*{p}^2*{signed(a)}*{signed(b)}", -2 * p * p * a * b
    yield f"{scale}-{p}^2*{_square(b)}", n - p * p * b * b
    for side, place in ((a, f), (b, g)):
        text = f"2*{p}^2*{signed(side)}*{signed(c)}-2*{scale}*{signed(place)}"
        yield text, 2 * p * p * side * c - 2 * n * place
    value = n * (f * f + g * g) - p * p * c * c
    yield f"{scale}*({_square(f)}+{_square(g)})-{p}^2*{_square(c)}", value


_WORK: Mapping[str, Callable[[Condition], Iterator[Coefficient]]] = {
    "bisector": _bisector,
    "diameter": _diameter,
    "ratio": _ratio,
    "conic": _conic,
}


def _words(kind: str, condition: Condition) -> tuple[str, tuple[str, ...]]:
    """The condition at its shortest and the names of the equation."""
    start = "an equation in x and y of"
    p, q = condition["ratio"]
    times = str(p) if q == 1 else f"{p}/{q}"
    if kind == "conic":
        (a, b, c), focus = condition["line"], _place(condition["focus"])
        line = f"{total(term(k, s) for k, s in ((a, 'x'), (b, 'y')) if k)}={c}"
        far = "equally far from" if p == q else f"{times} times as far from"
        near = "and" if p == q else "as from"
        short = f"{far} {focus} {near} the line {pretty(line)}"
        return f"points {short}", (
            f"{start} the set of all points that are {short}",
            f"{start} the curve of the points whose distance from {focus} is {times} times their "
            f"distance from the line $ {tex(line)} $",
            f"{start} the conic with the focus {focus}, the directrix {pretty(line)} and the "
            f"eccentricity {times}",
        )
    one, other = _place(condition["a"]), _place(condition["b"])
    if kind == "bisector":
        return f"points as far from {one} as from {other}", (
            f"{start} the set of all points that are as far from {one} as from {other}",
            f"{start} the perpendicular bisector of the points {one} and {other}",
            f"{start} the line of all points at equal distances from {one} and {other}",
        )
    if kind == "diameter":
        return f"circle with the diameter from {one} to {other}", (
            f"{start} the circle that has the points {one} and {other} as ends of a diameter",
            f"{start} the circle with the diameter from {one} to {other}",
            f"{start} the set of all points from which the segment from {one} to {other} is seen "
            "at a right angle, its two ends included",
        )
    return f"points {times} times as far from {one} as from {other}", (
        f"{start} the set of all points that are {times} times as far from {one} as from {other}",
        f"{start} the circle of the points whose distance from {one} is {times} times their "
        f"distance from {other}",
        f"{start} the set of the points P for which PA = {times} PB, A = {one} and B = {other}",
    )


def _place(point: list[int]) -> str:
    return f"({point[0]}, {point[1]})"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The condition at six points that lie on no conic gives its six coefficients."""
    from flint import fmpq_mat

    p, q = problem.get("ratio", (1, 1))
    places = [(0, 0), (1, 0), (0, 1), (2, 0), (0, 2), (1, 1)]

    def apart(x: int, y: int) -> int:
        if problem["kind"] == "conic":
            (f, g), (a, b, c) = problem["focus"], problem["line"]
            near = q * q * ((x - f) ** 2 + (y - g) ** 2) * (a * a + b * b)
            return int(near - (p * (a * x + b * y - c)) ** 2)
        (a, b), (c, d) = problem["a"], problem["b"]
        if problem["kind"] == "diameter":
            return int((2 * x - a - c) ** 2 + (2 * y - b - d) ** 2 - (a - c) ** 2 - (b - d) ** 2)
        first, second = (x - a) ** 2 + (y - b) ** 2, (x - c) ** 2 + (y - d) ** 2
        return int(q * q * first - p * p * second)

    rows = fmpq_mat([[x * x, x * y, y * y, x, y, 1] for x, y in places])
    found = rows.solve(fmpq_mat([[apart(x, y)] for x, y in places]))
    parts = [f"({found[k, 0]})*{symbol or '1'}" for k, symbol in enumerate(_SYMBOLS)]
    kept = [part for part in parts if not part.startswith("(0)")]
    return Answer("equation", f"{'+'.join(kept)}=0", {"required_form": "expanded"})


def capacity(level: int) -> int | None:
    """Pairs of points, without their order where it makes no difference, with ratios; for conics
    a tenth of all points, lines and ratios, which is less than those that are allowed.
    """
    size = LEVELS[level]
    places = (2 * size.bound + 1) ** 2
    if size.kind == "conic":
        return capped(places * places * (2 * size.bound + 1) * size.ratio**2 // 10)
    if size.kind != "ratio":
        return capped(places * (places - 1) // 2)
    ratios = [(p, q) for p in range(1, size.ratio + 1) for q in range(1, size.ratio + 1) if p != q]
    return capped(places * (places - 1) * sum(gcd(p, q) == 1 for p, q in ratios))


FAMILY = Family(
    name="locus_equation",
    area="math",
    domain="geometry",
    answer_kind="equation",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
