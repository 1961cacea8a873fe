"""An equation with x in denominators, where a root may be excluded.

Example: x/(x-2)+3/(x-1) = 2/((x-2)*(x-1)) -> {-4}: the cleared equation has the roots -4 and 2.

The roots of the cleared equation are drawn: in half of the problems one of them, or both, make a
denominator 0, and then they are no solutions (one in eight has none). The oracle clears the
denominators with flint and puts every root in. The size of a level is the bound of the roots times
the leading number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.polynomials import factors, linear
from assay.generators.math.spelling import polynomial, pretty, signed, term, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The bound of roots and excluded numbers, and the largest leading number."""

    bound: int
    lead: int


LEVELS = {
    1: Size(8, 1),
    2: Size(9, 1),
    3: Size(9, 2),
    4: Size(12, 3),
    5: Size(15, 4),
    6: Size(20, 5),
    7: Size(25, 6),
    8: Size(40, 7),
    9: Size(60, 9),
    10: Size(99, 12),
}
_NOTES = (
    "Answer with a set in braces; if no real x fits, answer: no solution.",
    "List every solution once, in braces. If there is none, answer: no solution.",
)


def generate(rng: Random, level: int) -> Draft:
    """Draw two excluded numbers and two roots; the other numbers follow."""
    size = LEVELS[level]
    while True:
        lead, (p, q), roots = rng.randint(1, size.lead), *_draw(rng, size.bound)
        k, n = lead * (q - sum(roots)), lead * (-roots[0] * roots[1])
        n -= k * p
        if k and n:
            break
    first, second = polynomial([-p, 1]), polynomial([-q, 1])
    above = term(lead, "x")
    plain = f"{total([f'{above}/({first})', f'{k}/({second})'])}={n}/(({first})*({second}))"
    typeset = (
        rf"\frac{{{above.replace('*', '')}}}{{{pretty(first)}}} {'-' if k < 0 else '+'} "
        rf"\frac{{{abs(k)}}}{{{pretty(second)}}} = "
        rf"\frac{{{n}}}{{({pretty(first)})({pretty(second)})}}"
    )
    solutions = sorted({root for root in roots if root not in (p, q)})
    return Draft(
        prompts=phrasings(
            f"{plain}, all real x, or no solution?",
            (
                f"all real solutions of {pretty(plain)}",
                f"all real numbers x for which {pretty(plain)} holds",
                f"all real solutions of $ {typeset} $",
            ),
            notes=_NOTES,
            plural=True,
        ),
        problem={"lead": lead, "excluded": [p, q], "k": k, "n": n},
        answer=Answer("set", "{" + ", ".join(map(str, solutions)) + "}"),
        steps=worked(_lines(lead, p, q, k, n, roots)),
        meta={"size": size.bound * size.lead},
    )


def _draw(rng: Random, bound: int) -> tuple[list[int], list[int]]:
    """The excluded numbers (not 0) and the roots: 4 in 8 free, 3 with one excluded, 1 with both."""
    p, q = rng.sample([n for n in range(-bound, bound + 1) if n], 2)
    free = [n for n in range(-bound, bound + 1) if n not in (p, q)]
    kind = rng.randrange(8)
    if kind < 4:
        return [p, q], rng.sample(free, 2)
    if kind < 7:
        return [p, q], [rng.choice((p, q)), rng.choice(free)]
    return [p, q], [p, rng.choice((p, q))]


def _lines(lead: int, p: int, q: int, k: int, n: int, roots: list[int]) -> Iterator[Line]:
    """Multiply by both denominators, factor, look at the denominators at every root."""
    left = f"{term(lead, 'x')}*({polynomial([-q, 1])})+{signed(k)}*({polynomial([-p, 1])})"
    yield f"{left}-{signed(n)}", factors(lead, map(linear, roots))
    for root in sorted(set(roots)):
        product = f"({signed(root)}-{signed(p)})*({signed(root)}-{signed(q)})"
        yield product, str((root - p) * (root - q))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The numerator over one denominator, factored; its roots are put into the denominator."""
    from flint import fmpz_poly

    p, q = problem["excluded"]
    first, second = fmpz_poly([-p, 1]), fmpz_poly([-q, 1])
    numerator = fmpz_poly([0, problem["lead"]]) * second + problem["k"] * first - problem["n"]
    found = []
    for factor, _ in numerator.factor()[1]:
        below, above = (int(c) for c in factor.coeffs())
        root = Fraction(-below, above)
        if (first * second)(int(root)) != 0 or root.denominator > 1:
            found.append(str(root))
    return Answer("set", "{" + ", ".join(found) + "}")


def capacity(level: int) -> int | None:
    """Pairs of excluded numbers, leading numbers, and roots by their class; at most one in five is
    not drawn because a numerator would be 0, and is taken off.
    """
    size = LEVELS[level]
    pairs = 2 * size.bound * (2 * size.bound - 1) * size.lead
    free = 2 * size.bound - 1
    return capacity_of_mixture(
        (Fraction(4, 8), pairs * free * (free - 1) // 2 * 8 // 10),
        (Fraction(3, 8), pairs * 2 * free * 8 // 10),
        (Fraction(1, 8), pairs * 2 * 8 // 10),
    )


FAMILY = Family(
    name="rational_equation",
    area="math",
    domain="algebra",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
