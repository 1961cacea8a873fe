"""Linear inequalities in x, from 3*x+5<20 to compound ones with brackets and quotients.

Example: "-2*x+3<=7" -> [-2, oo), worked 7-3 = 4, 4/(-2) = -2.

The borders are drawn first. Levels 8-10 join two inequalities: a < E <= b, or E < a or E >= b.
The oracle knows no rule about dividing by a negative number: it tests points on and between the
borders.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.math import linear_sides as sides
from assay.generators.math.linear_sides import Layout, Side
from assay.generators.math.spelling import number, polynomial, pretty, signed, tex
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings

SINGLE = {
    1: Layout("pn", "", slope=12, number=60, factor=1, whole=20),
    2: Layout("xn", "", slope=40, number=99, factor=1, whole=40),
    3: Layout("xn", "x", slope=20, number=60, factor=1, whole=30, parts=2),
    4: Layout("(", "x", slope=12, number=30, factor=9, whole=30, parts=3),
    5: Layout("(n", "x", slope=12, number=30, factor=9, whole=20, parts=5),
    6: Layout("(n", "(", slope=9, number=20, factor=9, whole=20, parts=5),
    7: Layout("/x", "/n", slope=12, number=30, factor=9, whole=20, parts=5),
}
COMPOUND = {
    8: Layout("(x(", "", slope=12, number=30, factor=9, whole=30, parts=4),
    9: Layout("(/x", "", slope=20, number=60, factor=12, whole=30, parts=7),
    10: Layout("(/x/", "", slope=30, number=90, factor=16, whole=60, parts=9),
}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_CLOSED = ("<=", ">=")


@dataclass(frozen=True, slots=True)
class Border:
    """Where one inequality `E relation bound` turns: x relation' at."""

    relation: str
    at: Fraction


def generate(rng: Random, level: int) -> Draft:
    """One inequality up to level 7, two joined ones from level 8."""
    return _single(rng, SINGLE[level]) if level in SINGLE else _compound(rng, COMPOUND[level])


def _single(rng: Random, layout: Layout) -> Draft:
    left, right = sides.draw_sides(rng, layout)
    at = rng.choice(sides.rationals(layout.whole, layout.parts))
    relation = rng.choice(("<", "<=", ">", ">="))
    (slope, constant), (other, offset) = sides.affine(left), sides.affine(right)
    balance = (slope - other) * at + constant - offset
    problem = {"left": left, "relation": relation, "right": right, "balance": number(balance)}
    plain = f"{sides.spell(left)}{relation}{sides.spell(right, balance)}"
    lines = [*_expanded(left, 0), *_expanded(right, balance)]
    if other:
        lines.append(_claim(f"{number(slope)}-{signed(other)}", slope - other))
    lines.append(
        _claim(f"{number(offset + balance)}-{signed(constant)}", offset + balance - constant)
    )
    if slope != other:
        rest = offset + balance - constant
        lines.append(_claim(f"{signed(rest)}/{signed(slope - other)}", at))
    border = Border(relation if slope > other else _FLIPPED[relation], at)
    return _draft(plain, problem, lines, _ray(border))


def _expanded(side: Side, extra: Fraction | int) -> Iterator[tuple[str, str]]:
    """The identity that opens the brackets of a side, if it has any."""
    slope, constant = sides.affine(side)
    if any(piece[0] in "(/" for piece in side):
        yield sides.spell(side, extra), polynomial([constant + extra, slope])


def _claim(left: str, right: Fraction) -> tuple[str, str]:
    return left, number(right)


def _compound(rng: Random, layout: Layout) -> Draft:
    side, _ = sides.draw_sides(rng, layout)
    first, second = sorted(rng.sample(sides.rationals(layout.whole, layout.parts), 2))
    slope, constant = sides.affine(side)
    low, high = sorted((slope * first + constant, slope * second + constant))
    both = rng.random() < 0.5
    under, over = rng.choice(("<", "<=")), rng.choice(("<", "<="))
    text = sides.spell(side)
    if both:  # low under text over high
        plain = f"{number(low)}{under}{text}{over}{number(high)}"
        relations = (_FLIPPED[under], over)
    else:  # text under low or text over' high
        plain = f"{text}{under}{number(low)} or {text}{_FLIPPED[over]}{number(high)}"
        relations = (under, _FLIPPED[over])
    lines = list(_expanded(side, 0))
    borders = []
    for bound, relation in zip((low, high), relations, strict=True):
        at = (bound - constant) / slope
        rest = bound - constant
        lines += [_claim(f"{number(bound)}-{signed(constant)}", rest)]
        lines += [_claim(f"{signed(rest)}/{signed(slope)}", at)]
        borders.append(Border(relation if slope > 0 else _FLIPPED[relation], at))
    problem = {
        "side": side,
        "join": "and" if both else "or",
        "bounds": [[relations[0], number(low)], [relations[1], number(high)]],
    }
    borders.sort(key=lambda border: border.at)
    value = _between(*borders) if both else f"{_ray(borders[0])} U {_ray(borders[1])}"
    return _draft(plain, problem, lines, value)


def _ray(border: Border) -> str:
    at = number(border.at)
    if border.relation in ("<", "<="):
        return f"(-oo, {at}{']' if border.relation in _CLOSED else ')'}"
    return f"{'[' if border.relation in _CLOSED else '('}{at}, oo)"


def _between(low: Border, high: Border) -> str:
    return f"{_ray(low).split(',')[0]},{_ray(high).split(',')[1]}"


def _draft(
    plain: str, problem: Mapping[str, Any], lines: list[tuple[str, str]], value: str
) -> Draft:
    shown, typeset = pretty(plain), tex(plain).replace(" or ", " \\text{ or } ")
    return Draft(
        prompts=phrasings(
            plain,
            (
                f"the set of all real numbers x with {shown}",
                f"the solution set of {shown} over the real numbers",
                f"the set of all real x such that $ {typeset} $",
            ),
            notes=(
                "Answer in interval notation.",
                "Use interval notation, with oo for infinity.",
                "Write an interval or a union of intervals.",
            ),
        ),
        problem=problem,
        answer=Answer("interval", value, {"variable": "x"}),
        steps=worked(lines),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Test the inequality on every border and on both sides of it; join what holds."""
    if "side" in problem:
        tests = [(problem["side"], relation, (), bound) for relation, bound in problem["bounds"]]
        join = any if problem["join"] == "or" else all
    else:
        single = (problem["left"], problem["relation"], problem["right"], problem["balance"])
        tests, join = [single], all

    def holds(x: Fraction) -> bool:
        return join(_holds(*test, x) for test in tests)

    borders = sorted({_zero(left, right, bound) for left, _, right, bound in tests})
    points = [borders[0] - 1]
    for low, high in zip(borders, [*borders[1:], borders[-1] + 2], strict=True):
        points += [low, (low + high) / 2]
    return Answer("interval", _join_true(points, [holds(x) for x in points]), {"variable": "x"})


def _holds(left: Any, relation: str, right: Any, bound: str, x: Fraction) -> bool:
    gap = sides.value(left, x) - sides.value(right, x) - Fraction(bound)
    return {"<": gap < 0, "<=": gap <= 0, ">": gap > 0, ">=": gap >= 0}[relation]


def _zero(left: Any, right: Any, bound: str) -> Fraction:
    at_0, at_1 = (sides.value(left, x) - sides.value(right, x) - Fraction(bound) for x in (0, 1))
    return at_0 / (at_0 - at_1)


def _join_true(points: list[Fraction], truth: list[bool]) -> str:
    """Points are gap, border, gap, border, ... gap; runs of truth become intervals."""
    found, start = [], ""
    for at in range(len(points) + 1):
        now = at < len(points) and truth[at]
        if now and not start:
            start = "(-oo" if at == 0 else f"[{points[at]}" if at % 2 else f"({points[at - 1]}"
        elif start and not now:
            end = (
                "oo)" if at == len(points) else f"{points[at]})" if at % 2 else f"{points[at - 1]}]"
            )
            found.append(f"{start}, {end}")
            start = ""
    return " U ".join(found)


def capacity(level: int) -> int | None:
    """Sides times borders times relations."""
    layout = (SINGLE | COMPOUND)[level]
    borders = len(sides.rationals(layout.whole, layout.parts))
    choices = 4 * borders if level in SINGLE else 8 * comb(borders, 2)
    count = sides.count_sides(layout) * choices
    return count if count < 2**63 else None


FAMILY = Family(
    name="linear_inequality",
    area="math",
    domain="inequalities",
    answer_kind="interval",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
