"""One linear equation in x, up to brackets and fractions on both sides.

Example: "3*x+5=20" -> 5, worked 3*x = 15, x = 5.

The solution is drawn first; the last number of the right side makes it true. The oracle evaluates
both sides at 0 and 1 and takes the straight lines through them. One solution always: equations
with none or with infinitely many are another family's subject.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.math import linear_sides as sides
from assay.generators.math.linear_sides import Layout, Side
from assay.generators.math.spelling import number, polynomial, pretty, tex
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings

LEVELS = {
    1: Layout("pn", "", slope=20, number=60, factor=1, whole=30),
    2: Layout("xn", "", slope=40, number=99, factor=1, whole=60),
    3: Layout("xn", "x", slope=12, number=60, factor=1, whole=30),
    4: Layout("xn", "x", slope=30, number=99, factor=1, whole=20, parts=6),
    5: Layout("(n", "x", slope=9, number=20, factor=9, whole=20),
    6: Layout("(n", "(", slope=9, number=20, factor=9, whole=20, parts=5),
    7: Layout("/x", "/", slope=9, number=20, factor=9, whole=20, parts=5),
    8: Layout("(/n", "/x", slope=9, number=20, factor=12, whole=20, parts=7),
    9: Layout("((/", "(/x", slope=12, number=30, factor=12, whole=30, parts=9),
    10: Layout("(/(x", "/(/", slope=20, number=50, factor=16, whole=60, parts=12),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the sides and the solution, balance the right side, work it out."""
    layout = LEVELS[level]
    left, right = sides.draw_sides(rng, layout)
    solution = rng.choice(sides.rationals(layout.whole, layout.parts))
    slope, constant = sides.affine(left)
    other, offset = sides.affine(right)
    balance = (slope - other) * solution + constant - offset
    plain = f"{sides.spell(left)}={sides.spell(right, balance)}"
    lines = list(_lines(left, right, balance, solution))
    return Draft(
        prompts=phrasings(
            plain,
            (
                f"the value of x for which {pretty(plain)}",
                f"the number x that satisfies the equation {pretty(plain)}",
                f"the solution of $ {tex(plain)} $",
            ),
            notes=("Give the exact value.", "Answer with an integer or a fraction."),
        ),
        problem={"left": left, "right": right, "balance": number(balance)},
        answer=Answer("rational", number(solution)),
        steps=worked(lines, {"x": number(solution)}),
    )


def _lines(
    left: Side, right: Side, balance: Fraction, solution: Fraction
) -> Iterator[tuple[str, str]]:
    """Clear denominators, expand and collect, gather x on the left, divide."""
    clear = sides.denominator((*left, *right), balance)
    if clear > 1:
        left, right, balance = (
            sides.scaled(left, clear),
            sides.scaled(right, clear),
            balance * clear,
        )
        yield sides.spell(left), sides.spell(right, balance)
    (slope, constant), (other, offset) = sides.affine(left), sides.affine(right)
    offset += balance
    if len(left) > 2 or len(right) > 1 or "(" in (piece[0] for piece in (*left, *right)):
        yield polynomial([constant, slope]), polynomial([offset, other])
    if other:
        yield polynomial([constant, slope - other]), number(offset)
    if slope - other != 1:
        yield polynomial([0, slope - other]), number(offset - constant)
    yield "x", number(solution)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Both sides at x = 0 and x = 1 fix two straight lines; they meet at the answer."""

    balance = Fraction(problem["balance"])
    at_0, at_1 = (
        sides.value(problem["left"], x) - sides.value(problem["right"], x) - balance for x in (0, 1)
    )
    return Answer("rational", str(at_0 / (at_0 - at_1)))


def capacity(level: int) -> int | None:
    """Pairs of sides times solutions; the balance follows from them."""
    layout = LEVELS[level]
    count = sides.count_sides(layout) * len(sides.rationals(layout.whole, layout.parts))
    return count if count < 2**63 else None


FAMILY = Family(
    name="linear_equation",
    area="math",
    domain="algebra",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
