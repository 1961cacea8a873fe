"""Polynomials as lists of coefficients, the constant first: for constructions, not for oracles.

    times([1, 1], [-1, 1]) == [-1, 0, 1]        value([-1, 0, 1], 3) == 8
    from_roots([1, 2]) == [2, -3, 1]            bracket([2, -3, 1]) == "(x^2-3*x+2)"

Oracles use flint instead, so that they share nothing with what they prove.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import zip_longest
from random import Random

from assay.generators.math.spelling import Number, polynomial, signed, total

Poly = list[int]


def times(a: Sequence[int], b: Sequence[int]) -> Poly:
    """The product."""
    found = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            found[i + j] += x * y
    return found


def product(factors: Iterable[Sequence[int]]) -> Poly:
    """The product of all factors; 1 for none."""
    return reduce(times, factors, [1])


def plus(a: Sequence[int], b: Sequence[int], factor: int = 1) -> Poly:
    """a + factor*b without leading zeros."""
    found = [x + factor * y for x, y in zip_longest(a, b, fillvalue=0)]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return found


def linear(root: Fraction | int) -> Poly:
    """The primitive linear polynomial with this root: 2*x-1 for 1/2."""
    return [-root.numerator, root.denominator]


def from_roots(roots: Iterable[Fraction | int], lead: int = 1) -> Poly:
    """The product of `lead` and the primitive linear polynomials of the roots."""
    return times([lead], product(map(linear, roots)))


def value(coefficients: Sequence[Number], x: Number) -> Number:
    """The value at x; the denominator of x is kept out of the sum until the end."""
    found: Number = 0
    top, below, power = x.numerator, x.denominator, 1
    for coefficient in reversed(coefficients):
        found = found * top + coefficient * power
        power *= below
    return found if below == 1 else Fraction(found, power // below)


def derivative(coefficients: Sequence[int]) -> Poly:
    """The derivative; [0] of a constant."""
    return [n * c for n, c in enumerate(coefficients)][1:] or [0]


def nonzero(rng: Random, bound: int) -> int:
    """A whole number from -bound to bound, not 0."""
    return rng.choice((-1, 1)) * rng.randint(1, bound)


def draw(rng: Random, degree: int, bound: int) -> Poly:
    """Coefficients from -bound to bound, the leading one not 0: (2b+1)^degree * 2b of them."""
    return [*(rng.randint(-bound, bound) for _ in range(degree)), nonzero(rng, bound)]


def bracket(coefficients: Sequence[Number], variable: str = "x") -> str:
    """The polynomial as a factor: in brackets unless it is the variable alone or one number."""
    text = polynomial(coefficients, variable)
    return text if text == variable or text.isdigit() else f"({text})"


def factors(lead: int, parts: Iterable[Sequence[int]]) -> str:
    """A product with equal factors as powers: 2*(x-1)^2*(x+3), -(x-1)*(x+3)."""
    counts: dict[str, int] = {}
    for part in parts:
        text = bracket(part)
        counts[text] = counts.get(text, 0) + 1
    powers = [text if n == 1 else f"{text}^{n}" for text, n in counts.items()]
    joined = "*".join(powers)
    if lead == 1:
        return joined
    return f"-{joined}" if lead == -1 else f"{lead}*{joined}"


def put_in(coefficients: Sequence[Number], x: Number) -> str:
    """How its value at x is worked out: 2*(-3)^2-5*(-3)+1."""
    at = signed(x)
    powers = ("", f"*{at}", *(f"*{at}^{n}" for n in range(2, len(coefficients))))
    pairs = reversed(list(enumerate(coefficients)))
    return total(f"{c}{powers[n]}" for n, c in pairs if c)
