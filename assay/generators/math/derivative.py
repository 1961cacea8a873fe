"""The derivative of a function of x, from binomials to products of chains.

Example: "d/dx 3*x^4+5*x" -> 12*x^3+5, worked with p and q for the derivatives of the parts.

The parts of the function are u, v, w; their derivatives are p, q, r: each step states one of them,
the last ones put them together by the rule in use. The oracle is SymPy's diff. Simplifying is not
asked: any expression equal to the derivative is right, unless it is a derivative sign.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.lazy import Late
from assay.generators.math import expression as ex
from assay.generators.math.expression import Node, X
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of part: how it is drawn and how many there are."""

    draw: Callable[[Random], Node]
    count: int


def _signed(rng: Random, bound: int) -> int:
    return rng.choice((-1, 1)) * rng.randint(1, bound)


def polynomials(terms: int, degree: int, bound: int) -> Part:
    """`terms` different powers of x up to `degree`, at least one above 0."""

    def draw(rng: Random) -> Node:
        while True:
            powers = sorted(rng.sample(range(degree + 1), terms), reverse=True)
            if powers[0]:
                return ex.add(*(ex.product(_signed(rng, bound), ex.power(X, n)) for n in powers))

    choices = comb(degree + 1, terms) - (terms == 1)
    return Part(draw, choices * (2 * bound) ** terms)


def wrapped(functions: Sequence[str], inside: Part, bound: int) -> Part:
    """c*function(inside), c a whole number up to the bound, or 1 when the bound is 0."""

    def draw(rng: Random) -> Node:
        c = _signed(rng, bound) if bound else 1
        return ex.product(c, (rng.choice(functions), inside.draw(rng)))

    return Part(draw, (2 * bound or 1) * len(functions) * inside.count)


def linear(slopes: int, constants: int) -> Part:
    """a*x+b with a from 2 up and b from 1 up: inside of functions and logarithms."""

    def draw(rng: Random) -> Node:
        a, b = rng.randint(2, slopes), rng.randint(1, constants)
        return ex.add(ex.product(a, X), b)

    return Part(draw, (slopes - 1) * constants)


def squares(bound: int, constants: int) -> Part:
    """a*x^2+b, both positive."""

    def draw(rng: Random) -> Node:
        a, b = rng.randint(1, bound), rng.randint(1, constants)
        return ex.add(ex.product(a, ex.power(X, 2)), b)

    return Part(draw, bound * constants)


def powers(inside: Part, least: int, most: int) -> Part:
    """inside^n."""

    def draw(rng: Random) -> Node:
        return ex.power(inside.draw(rng), rng.randint(least, most))

    return Part(draw, inside.count * (most - least + 1))


_WAVES = ("sin", "cos")
_SMOOTH = ("sin", "cos", "exp")
_ANY = ("sin", "cos", "exp", "ln")

LEVELS: Mapping[int, tuple[str, tuple[Part, ...]]] = {
    1: ("+", (polynomials(2, 9, 20),)),
    2: ("+", (polynomials(3, 9, 20),)),
    3: ("+", (polynomials(4, 9, 20),)),
    4: ("+", (polynomials(3, 6, 12), wrapped(_SMOOTH, linear(9, 9), 12))),
    5: ("*", (polynomials(1, 5, 9), wrapped(_ANY, linear(9, 20), 1))),
    6: ("*", (polynomials(2, 4, 12), wrapped(_ANY, linear(9, 20), 1))),
    7: ("/", (polynomials(3, 4, 15), squares(9, 20))),
    8: ("*", (powers(squares(9, 12), 2, 6), wrapped(_ANY, squares(9, 12), 9))),
    9: ("/", (wrapped(_ANY, squares(9, 20), 9), powers(squares(9, 12), 2, 4))),
    10: (
        "*",
        (
            powers(squares(9, 12), 2, 5),
            wrapped(_WAVES, wrapped(("exp", "ln"), linear(9, 12), 0), 1),
            wrapped(("exp", "ln"), squares(9, 12), 9),
        ),
    ),
}


_LN = "Here ln is the natural logarithm."


def generate(rng: Random, level: int) -> Draft:
    """Draw the parts, join them by the level's rule, differentiate part by part."""
    rule, kinds = LEVELS[level]
    parts = [kind.draw(rng) for kind in kinds]
    if rule == "+":
        parts = [term for part in parts for term in ex.terms(part)]
    function = ("/", *parts) if rule == "/" else (ex.add if rule == "+" else ex.product)(*parts)
    answer = ex.derivative(function)
    plain, typeset = ex.plain(function), ex.tex(function)
    return Draft(
        prompts=phrasings(
            f"d/dx({plain})=",
            (
                f"the derivative of {plain} with respect to x",
                f"f'(x) for f(x) = {plain}",
                rf"$ \frac{{d}}{{dx}} \left( {typeset} \right) $",
            ),
            notes=(_LN,) if "ln" in plain else ("", "Answer with an expression in x."),
        ),
        problem={"function": function},
        answer=Answer("expression", ex.plain(answer), {"variables": ["x"]}),
        steps=Late(lambda: tuple(_steps(rule, parts, answer))),
    )


def _steps(rule: str, parts: list[Node], answer: Node) -> Iterator[Step]:
    """The derivative of every part that is no number, then the rule, then the result."""
    values = {
        name: ex.plain(ex.derivative(part)) for name, part in zip("pqrst", parts, strict=False)
    }
    state = {"bind": dict(values)}
    if rule != "+":
        named = {name: ex.plain(part) for name, part in zip("uvw", parts, strict=False)}
        state = {"bind": named | values}
    for names in zip("uvw", "pqr", strict=True) if rule != "+" else (tuple(values),):
        for name in names:
            if name in state["bind"]:
                text = state["bind"][name]
                yield Step(f"{name} = {text}", Claim("equal", name, text), state)
    joined = {
        "+": "+".join(values),
        "*": "p*v+u*q" if len(parts) == 2 else "p*v*w+u*q*w+u*v*r",
        "/": "(p*v-u*q)/v^2",
    }[rule]
    result = ex.plain(answer)
    yield Step(f"{joined} = {result}", Claim("equal", joined, result), state)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """SymPy's derivative of the same tree."""
    import sympy

    found = sympy.diff(ex.to_sympy(problem["function"]), sympy.Symbol("x"))
    return Answer("expression", ex.from_sympy(found), {"variables": ["x"]})


def capacity(level: int) -> int | None:
    """The product of what the parts can be."""
    count = 1
    for part in LEVELS[level][1]:
        count *= part.count
    return count if count < 2**63 else None


FAMILY = Family(
    name="derivative",
    area="math",
    domain="calculus",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
