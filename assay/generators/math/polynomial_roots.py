"""The real solutions of a polynomial equation, as a set.

Example: "x^2-5*x+6=0" -> {2, 3}, worked x^2-5*x+6 = (x-2)*(x-3), 2-2 = 0, 3-3 = 0.

The solutions are drawn first, with repeats: a double root stands once in the set. Higher levels
have surds, p - c*sqrt(d) and p + c*sqrt(d), and factors without real roots. The oracle factors the
expanded polynomial over the rationals (flint) and solves each factor. Degrees 2 to 4.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from math import comb, gcd, isqrt, lcm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.math.linear_sides import rationals
from assay.generators.math.spelling import number, polynomial, pretty, signed, term, tex, total
from assay.generators.math.working import worked
from assay.generators.phrasing import Phrasings, phrasings

Poly = list[int]
_RADICANDS = (2, 3, 5, 6, 7, 10, 11, 13, 14, 15, 17, 19, 21, 22, 23)


@dataclass(frozen=True, slots=True)
class Size:
    """What a level is made of.

    `roots` rational roots with numerators up to `bound` and denominators up to `parts`; `surds`
    pairs p +- c*sqrt(d); `unreal` quadratics (x-p)^2+g, g > 0; all times a whole number up to
    `lead`; terms of degree below `moved` also stand on the right side, up to `shift` each.
    """

    roots: int
    bound: int
    parts: int = 1
    surds: int = 0
    unreal: int = 0
    lead: int = 1
    moved: int = 0
    shift: int = 0
    factored: bool = False


LEVELS = {
    1: Size(2, 160, factored=True),
    2: Size(2, 60, lead=10),
    3: Size(2, 30, lead=5, moved=1, shift=50),
    4: Size(2, 12, parts=4, lead=3, moved=2, shift=20),
    5: Size(2, 30, parts=9, lead=3, moved=2, shift=60),
    6: Size(3, 12, lead=3, moved=2, shift=20),
    7: Size(0, 12, parts=3, surds=1, lead=3, moved=2, shift=20),
    8: Size(3, 9, parts=4, lead=3, moved=3, shift=20),
    9: Size(2, 12, parts=5, unreal=1, lead=3, moved=4, shift=30),
    10: Size(2, 9, parts=3, surds=1, lead=3, moved=4, shift=20),
}


@dataclass(frozen=True, slots=True)
class Surd:
    """The pair of roots centre -+ reach*sqrt(radicand)."""

    centre: Fraction
    reach: Fraction
    radicand: int

    def roots(self) -> tuple[str, str]:
        """Both roots in the checkers' grammar."""
        root = term(self.reach, f"sqrt({self.radicand})")
        plus = [number(self.centre), root] if self.centre else [root]
        minus = [*plus[:-1], term(-self.reach, f"sqrt({self.radicand})")]
        return total(minus), total(plus)


def generate(rng: Random, level: int) -> Draft:
    """Draw factors, expand, move a part to the right, factor again."""
    size = LEVELS[level]
    rational = _draw_roots(rng, size)
    surds = [_draw_surd(rng, size) for _ in range(size.surds)]
    unreal = [(rng.randint(-9, 9), rng.randint(1, 30)) for _ in range(size.unreal)]
    lead = rng.randint(1, size.lead)
    factors = _factors(rational, surds, unreal)
    whole = [lead]
    for factor in factors:
        whole = _times(whole, factor)
    right = [rng.randint(-size.shift, size.shift) for _ in range(size.moved)]
    left = [a + b for a, b in zip_longest(whole, right, fillvalue=0)]
    if size.factored:
        plain = "*".join(map(_bracket, factors)) + "=0"
        problem: dict[str, Any] = {"factors": factors}
    else:
        plain = f"{polynomial(left)}={polynomial(right)}"
        problem = {"left": left, "right": right}
    roots = [number(root) for root in sorted(set(rational))]
    roots += [root for surd in surds for root in surd.roots()]
    lines = [] if size.factored else list(_factoring(plain, left, right, whole, factors, lead))
    lines += _checks(rational, surds)
    return Draft(
        prompts=_prompts(plain),
        problem=problem,
        answer=Answer("set", "{" + ", ".join(roots) + "}"),
        steps=worked(lines),
    )


def _prompts(plain: str) -> Phrasings:
    return phrasings(
        f"{plain}, all real x?",
        (
            f"the set of all real solutions of {pretty(plain)}",
            f"the set of the real roots of the equation {pretty(plain)}",
            f"the set of all real x with $ {tex(plain)} $",
        ),
        notes=("Answer with a set such as {1, 2}.", "List every solution once, in braces."),
    )


def _draw_roots(rng: Random, size: Size) -> list[Fraction]:
    """A multiset of roots, all equally likely: a combination with repetition."""
    allowed = _allowed(size)
    places = sorted(rng.sample(range(len(allowed) + size.roots - 1), size.roots))
    return sorted(allowed[place - shift] for shift, place in enumerate(places))


def _allowed(size: Size) -> tuple[Fraction, ...]:
    return (Fraction(0), *rationals(size.bound, size.parts))


def _draw_surd(rng: Random, size: Size) -> Surd:
    centre = rng.choice(_allowed(size))
    reach = abs(rng.choice(rationals(5, size.parts)))
    return Surd(centre, reach, rng.choice(_RADICANDS))


def _factors(
    rational: list[Fraction], surds: list[Surd], unreal: list[tuple[int, int]]
) -> list[Poly]:
    """Primitive whole-numbered factors with positive leading coefficients."""
    linear = [[-root.numerator, root.denominator] for root in rational]
    pairs = [(s.centre, -s.reach * s.reach * s.radicand) for s in surds]
    pairs += [(Fraction(p), Fraction(g)) for p, g in unreal]
    return linear + [_primitive([p * p + g, -2 * p, Fraction(1)]) for p, g in pairs]


def _primitive(coefficients: Sequence[Fraction]) -> Poly:
    below = lcm(*(c.denominator for c in coefficients))
    whole = [int(c * below) for c in coefficients]
    content = gcd(*whole)
    return [c // content for c in whole]


def _times(a: Poly, b: Poly) -> Poly:
    product = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] += x * y
    return product


def _factoring(
    plain: str, left: Poly, right: Poly, whole: Poly, factors: list[Poly], lead: int
) -> Iterator[tuple[str, str]]:
    """Bring everything to the left, then the identity with the product."""
    expanded = polynomial(whole)
    if any(right):
        yield f"{polynomial(left)}-({polynomial(right)})", expanded
    product = "*".join(map(_bracket, factors))
    if len(factors) == 1 and lead == 1:
        product = product[1:-1]
    elif lead > 1:
        product = f"{lead}*{product}"
    if product != expanded:
        yield expanded, product


def _bracket(factor: Poly) -> str:
    text = polynomial(factor)
    return text if text == "x" else f"({text})"


def _checks(rational: list[Fraction], surds: list[Surd]) -> Iterator[tuple[str, str]]:
    """Every root makes its factor zero; a pair of surds solves (x-p)^2 = c^2*d."""
    for root in sorted(set(rational)):
        if root.denominator == 1:
            yield total([number(root), number(-root)]), "0"
        else:
            yield total([f"{root.denominator}*{signed(root)}", number(-root.numerator)]), "0"
    for surd in surds:
        square = number(surd.reach * surd.reach * surd.radicand)
        for pair in surd.roots():
            yield f"({total([pair, number(-surd.centre)])})^2", square


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Factor over the rationals with flint; linear and quadratic factors give the real roots."""
    from flint import fmpz_poly

    if "factors" in problem:
        whole = fmpz_poly([1])
        for factor in problem["factors"]:
            whole *= fmpz_poly(list(factor))
    else:
        whole = fmpz_poly(list(problem["left"])) - fmpz_poly(list(problem["right"]))
    roots: list[str] = []
    for factor, _ in whole.factor()[1]:
        c, b, *rest = (int(coefficient) for coefficient in factor.coeffs())
        roots += _quadratic(rest[0], b, c) if rest else [str(Fraction(-c, b))]
    return Answer("set", "{" + ", ".join(roots) + "}")


def _quadratic(a: int, b: int, c: int) -> list[str]:
    """The quadratic formula for an irreducible factor, squares taken out of the root."""
    under = b * b - 4 * a * c
    if under < 0:
        return []
    square = next(s for s in range(isqrt(under), 0, -1) if under % (s * s) == 0)
    centre, reach = Fraction(-b, 2 * a), Fraction(square, 2 * a)
    return [f"{centre}{sign}({reach})*sqrt({under // square**2})" for sign in "-+"]


def capacity(level: int) -> int | None:
    """Multisets of roots, surd pairs, unreal factors, leading numbers and right sides."""
    size = LEVELS[level]
    allowed = len(_allowed(size))
    count = comb(allowed + size.roots - 1, size.roots)
    count *= (allowed * len(rationals(5, size.parts)) // 2 * len(_RADICANDS)) ** size.surds
    count *= (19 * 30) ** size.unreal * size.lead * (2 * size.shift + 1) ** size.moved
    return count if count < 2**63 else None


FAMILY = Family(
    name="polynomial_roots",
    area="math",
    domain="polynomials",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
