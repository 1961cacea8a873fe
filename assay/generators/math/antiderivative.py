"""An antiderivative of a function of x, up to by-parts and waves under an exponential.

Example: "int(6*x^2+4) dx=" -> 2*x^3+4*x (any constant may be added), worked u = 2*x^3, v = 4*x.

The antiderivative is drawn first and differentiated by hand-made rules, so that the question never
shows how it came about. The oracle integrates by formulas of its own. Definite integrals and
logarithms of what may be negative are other families' subjects.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.lazy import Late
from assay.generators.math import expression as ex
from assay.generators.math.antiderivative_oracle import oracle
from assay.generators.math.expression import Node, X
from assay.generators.phrasing import phrasings

Pair = tuple[Node, Node]  # an antiderivative and its derivative


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of summand: how its pairs are drawn and how many different ones there are."""

    draw: Callable[[Random], list[Pair]]
    count: int


def _signed(rng: Random, bound: int) -> int:
    return rng.choice((-1, 1)) * rng.randint(1, bound)


def monomials(terms: int, degree: int, bound: int, fractions: bool = False) -> Part:
    """Different powers; with `fractions` the coefficients of the integrand are drawn instead."""

    def draw(rng: Random) -> list[Pair]:
        pairs: list[Pair] = []
        for n in sorted(rng.sample(range(1, degree + 1), terms), reverse=True):
            c = Fraction(_signed(rng, bound), n if fractions else 1)
            whole = ex.product(ex.fraction(c), ex.power(X, n))
            pairs.append((whole, ex.product(ex.fraction(c * n), ex.power(X, n - 1))))
        return pairs

    return Part(draw, comb(degree, terms) * (2 * bound) ** terms)


def waves(functions: tuple[str, ...], slopes: int, constants: int, bound: int) -> Part:
    """c*function(a*x+b): the integrand's coefficient is drawn, the answer's may be a fraction."""

    def draw(rng: Random) -> list[Pair]:
        name, inside, a = rng.choice(functions), *_line(rng, slopes, constants)
        c = Fraction(_signed(rng, bound))
        whole = ex.product(ex.fraction(c / a), (name, inside))
        return [(whole, _slope_of_wave(name, inside, c))]

    return Part(draw, len(functions) * (slopes - 1) * constants * 2 * bound)


def _line(rng: Random, slopes: int, constants: int) -> tuple[Node, int]:
    a, b = rng.randint(2, slopes), rng.randint(0, constants - 1)
    return ex.add(ex.product(a, X), b), a


def _slope_of_wave(name: str, inside: Node, c: Fraction) -> Node:
    """The derivative of c*name(inside) with the inner derivative left out."""
    other = {"sin": "cos", "cos": "sin", "exp": "exp"}[name]
    return ex.product(ex.fraction(-c if name == "cos" else c), (other, inside))


def chained(bound: int, constants: int) -> Part:
    """c*g(a*x^2+b) for g a power, a wave, exp or ln: its derivative has the factor x."""

    def draw(rng: Random) -> list[Pair]:
        a, b, c = rng.randint(1, bound), rng.randint(1, constants), _signed(rng, bound)
        inside = ex.add(ex.product(a, ex.power(X, 2)), b)
        kind = rng.choice((2, 3, 4, 5, "sin", "cos", "exp", "ln"))
        if isinstance(kind, int):
            slope = ex.product(2 * a * c * kind, X, ex.power(inside, kind - 1))
            return [(ex.product(c, ex.power(inside, kind)), slope)]
        whole = ex.product(c, (kind, inside))
        if kind == "ln":
            return [(whole, ex.quotient(ex.product(2 * a * c, X), inside))]
        k, wave = _signs(_slope_of_wave(kind, inside, Fraction(1)))
        return [(whole, ex.product(2 * a * c * k, X, wave))]

    return Part(draw, 8 * 2 * bound**2 * constants)


def _signs(node: Node) -> tuple[int, Node]:
    if isinstance(node, tuple) and node[0] == "*":
        return node[1], node[2]
    return 1, node


def by_parts(slopes: int, constants: int, bound: int) -> Part:
    """(p*x+q)*cos(a*x+b) or *sin: P*cos + R*sin with R chosen so that one wave stays."""

    def draw(rng: Random) -> list[Pair]:
        inside, a = _line(rng, slopes, constants)
        p, q = _signed(rng, bound), _signed(rng, bound)
        name, other, sign = rng.choice((("cos", "sin", -1), ("sin", "cos", 1)))
        rest = ex.fraction(Fraction(sign * p, a))
        whole = ex.add(
            ex.product(ex.poly([q, p]), (name, inside)), ex.product(rest, (other, inside))
        )
        return [(whole, ex.product(ex.poly([sign * a * q, sign * a * p]), (other, inside)))]

    return Part(draw, 2 * (slopes - 1) * constants * (2 * bound) ** 2)


def grown(degree: int, slopes: int, constants: int, bound: int) -> Part:
    """Q(x)*exp(a*x+b) with Q of the degree: the integrand is (a*Q+Q')*exp(a*x+b)."""

    def draw(rng: Random) -> list[Pair]:
        inside, a = _line(rng, slopes, constants)
        whole = [_signed(rng, bound) for _ in range(degree + 1)]
        slope = [a * c for c in whole]
        for n in range(1, degree + 1):
            slope[n - 1] += n * whole[n]
        exp = ("exp", inside)
        return [(ex.product(ex.poly(whole), exp), ex.product(ex.poly(slope), exp))]

    return Part(draw, (slopes - 1) * constants * (2 * bound) ** (degree + 1))


def damped(slopes: int, bound: int) -> Part:
    """exp(a*x)*(A*sin(b*x)+B*cos(b*x))."""

    def draw(rng: Random) -> list[Pair]:
        a, b = rng.randint(2, slopes), rng.randint(2, slopes)
        s, c = _signed(rng, bound), _signed(rng, bound)
        exp, inside = ("exp", ex.product(a, X)), ex.product(b, X)

        def both(sin: int, cos: int) -> Node:
            return ex.product(
                exp, ex.add(ex.product(sin, ("sin", inside)), ex.product(cos, ("cos", inside)))
            )

        return [(both(s, c), both(a * s - b * c, a * c + b * s))]

    return Part(draw, ((slopes - 1) * 2 * bound) ** 2)


_SMOOTH = ("sin", "cos", "exp")
LEVELS: Mapping[int, tuple[Part, ...]] = {
    1: (monomials(2, 9, 20),),
    2: (monomials(3, 9, 20),),
    3: (monomials(4, 9, 20, fractions=True),),
    4: (monomials(3, 6, 20, fractions=True), waves(_SMOOTH, 9, 10, 20)),
    5: (monomials(3, 5, 20, fractions=True), chained(9, 20)),
    6: (monomials(2, 4, 20, fractions=True), by_parts(9, 10, 12)),
    7: (monomials(2, 4, 20, fractions=True), waves(("sin", "cos"), 9, 10, 20), grown(1, 9, 10, 9)),
    8: (waves(("exp",), 9, 10, 20), chained(9, 20), grown(2, 9, 10, 9)),
    9: (chained(9, 20), by_parts(9, 10, 12), grown(3, 9, 10, 9)),
    10: (damped(9, 12), chained(12, 20), by_parts(9, 10, 20), grown(3, 9, 10, 12)),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the summands of an antiderivative; ask for it from their derivatives."""
    pairs = [pair for part in LEVELS[level] for pair in part.draw(rng)]
    whole, integrand = (ex.add(*side) for side in zip(*pairs, strict=True))
    plain, typeset = ex.plain(integrand), ex.tex(integrand)
    return Draft(
        prompts=phrasings(
            f"int({plain}) dx=",
            (
                f"an antiderivative of f(x) = {plain}",
                f"a function F(x) with the derivative F'(x) = {plain}",
                rf"$ \int \left( {typeset} \right) dx $ up to a constant",
            ),
            notes=("The constant may be left out.", "Any one will do."),
        ),
        problem={"integrand": integrand},
        answer=Answer("antiderivative", ex.plain(whole), {"variable": "x"}),
        steps=Late(lambda: tuple(_steps(pairs, whole))),
    )


def _steps(pairs: list[Pair], whole: Node) -> Iterator[Step]:
    """One antiderivative for each summand, then their sum."""
    values = {name: ex.plain(pair[0]) for name, pair in zip("uvwpqrst", pairs, strict=False)}
    state = {"bind": values}
    for name, text in values.items():
        yield Step(f"{name} = {text}", Claim("equal", name, text), state)
    if len(values) > 1:
        joined, result = "+".join(values), ex.plain(whole)
        yield Step(f"{joined} = {result}", Claim("equal", joined, result), state)


def capacity(level: int) -> int | None:
    """The product of what the summands can be."""
    count = 1
    for part in LEVELS[level]:
        count *= part.count
    return count if count < 2**63 else None


FAMILY = Family(
    name="antiderivative",
    area="math",
    domain="calculus",
    answer_kind="antiderivative",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
