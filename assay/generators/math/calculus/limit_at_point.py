"""The limit of a quotient of polynomials where both are 0, or only the denominator.

Example: (x^2-1)/(x-1) for x to 1 -> 2, worked x^2-1 = (x-1)*(x+1), x-1 = (x-1)*1, 2/1 = 2.

The order of the zero in the denominator minus that in the numerator decides: 0 or less gives a
number, an even rest oo or -oo, an odd one no limit. The oracle shifts both polynomials to the point
with flint and compares their first terms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.polynomials import Poly, draw, factors, put_in, times, value
from assay.generators.math.spelling import polynomial, pretty, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The bound of the point, degree and bound of what is left of each polynomial, the orders of
    the common zero, the orders that the denominator's is greater by, each with its weight."""

    point: int
    degree: int
    bound: int
    common: int
    more: tuple[int, ...] = (0,)


_CASES = (0, 0, 1, 2, -1)
LEVELS = {
    1: Size(9, 1, 4, 1),
    2: Size(9, 1, 9, 1),
    3: Size(6, 1, 5, 1, (0, 0, 1, 2)),
    4: Size(9, 2, 5, 1, (0, 0, 1, 2)),
    5: Size(9, 2, 9, 1, _CASES),
    6: Size(6, 2, 6, 2, _CASES),
    7: Size(12, 3, 9, 1, _CASES),
    8: Size(9, 3, 9, 2, _CASES),
    9: Size(9, 4, 12, 2, _CASES),
    10: Size(9, 4, 20, 3, _CASES),
}
_NOWHERE = "does not exist"


def generate(rng: Random, level: int) -> Draft:
    """Draw the point, the case, and what is left when the zeros are taken out."""
    size = LEVELS[level]
    point = rng.randint(-size.point, size.point)
    more = rng.choice(size.more)
    top, bottom = (_rest(rng, size, point) for _ in range(2))
    zero = [-point, 1]
    above = [zero] * (size.common - min(more, 0))
    below = [zero] * (size.common + max(more, 0))
    answer, end = _limit(value(top, point), value(bottom, point), more)
    whole = [_whole(zeros, rest) for zeros, rest in ((above, top), (below, bottom))]
    over, under = map(polynomial, whole)
    lines = [(over, factors(1, [*above, top])), (under, factors(1, [*below, bottom]))]
    lines += [(put_in(rest, point), str(value(rest, point))) for rest in (top, bottom)]
    plain = f"({over})/({under})"
    typeset = rf"\frac{{{tex(over)}}}{{{tex(under)}}}"
    return Draft(
        prompts=phrasings(
            f"limit of {plain} for x to {point}, oo, -oo or {_NOWHERE}:",
            (
                f"the limit of {pretty(plain)} as x approaches {point}",
                f"the two-sided limit of f(x) = {pretty(plain)} at x = {point}",
                rf"$ \lim_{{x \to {point}}} {typeset} $",
            ),
            notes=(
                f"Write oo or -oo if it is infinite. If there is no limit, answer: {_NOWHERE}.",
                f"Answer with a number, with oo or -oo, or with the words: {_NOWHERE}.",
            ),
        ),
        problem={"over": whole[0], "under": whole[1], "point": point},
        answer=answer,
        steps=worked([*lines, *end]),
        meta={"kind": "text"} if answer.kind == "text" else {},
    )


def _rest(rng: Random, size: Size, point: int) -> Poly:
    """A polynomial that is not 0 at the point."""
    while True:
        found = draw(rng, size.degree, size.bound)
        if value(found, point):
            return found


def _whole(zeros: list[Poly], rest: Poly) -> Poly:
    for zero in zeros:
        rest = times(zero, rest)
    return rest


def _limit(top: Any, bottom: Any, more: int) -> tuple[Answer, list[Line]]:
    """From the values of what is left at the point, and how much stronger the denominator's zero
    is."""
    if more < 0:
        return Answer("rational", "0"), []
    ratio = Fraction(top, bottom)
    line = (f"{top}/{bottom}" if bottom > 0 else f"{top}/({bottom})", str(ratio))
    if more == 0:
        return Answer("rational", str(ratio)), [line]
    if more % 2:
        return Answer("text", _NOWHERE), [line]
    return Answer("rational", "oo" if ratio > 0 else "-oo"), [line]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Both polynomials in powers of x - point: the first terms that are not 0."""
    from flint import fmpz_poly

    shift = fmpz_poly([problem["point"], 1])
    over, under = (fmpz_poly(problem[key])(shift) for key in ("over", "under"))
    i, j = (next(k for k in range(p.degree() + 1) if p[k]) for p in (over, under))
    if i > j:
        return Answer("rational", "0")
    ratio = Fraction(int(over[i]), int(under[j]))
    if i == j:
        return Answer("rational", str(ratio))
    if (j - i) % 2:
        return Answer("text", _NOWHERE)
    return Answer("rational", "oo" if ratio > 0 else "-oo")


def capacity(level: int) -> int | None:
    """Points, rests and orders; at most a fifth of the rests is 0 at the point and taken off."""
    size = LEVELS[level]
    rest = (2 * size.bound + 1) ** size.degree * 2 * size.bound * 4 // 5
    count = (2 * size.point + 1) * rest * rest
    shares = (Fraction(size.more.count(case), len(size.more)) for case in set(size.more))
    return capacity_of_mixture(*((share, count) for share in shares))


FAMILY = Family(
    name="limit_at_point",
    area="math",
    domain="calculus",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
