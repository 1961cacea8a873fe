"""A product, quotient or power of complex numbers, in the form a+b*i.

Example: (1+2*i)*(3-i) -> 5+5*i, worked 1*3-2*(-1) = 5, 1*(-1)+2*3 = 5.

The oracle multiplies matrices [[a,-b],[b,a]] with flint.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import signed
from assay.generators.math.trigonometry.gaussian import Complex, spelled, times
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many factors stand above and below the line, the exponent of the first one, the bound of
    all parts."""

    above: int
    below: int
    bound: int
    power: int = 1


LEVELS = {
    1: Size(2, 0, 5),
    2: Size(2, 0, 20),
    3: Size(1, 1, 5),
    4: Size(1, 1, 20),
    5: Size(3, 0, 20),
    6: Size(1, 0, 20, power=4),
    7: Size(2, 1, 20, power=2),
    8: Size(2, 1, 30, power=4),
    9: Size(3, 2, 30, power=3),
    10: Size(4, 3, 60, power=5),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the factors and work from the left."""
    size = LEVELS[level]
    numbers: list[Complex] = [
        (nonzero(rng, size.bound), nonzero(rng, size.bound)) for _ in range(size.above + size.below)
    ]
    above, below = numbers[: size.above], numbers[size.above :]
    power = rng.randint(2, size.power) if size.power > 1 else 1
    lines, value = _work([above[0]] * power + above[1:], below)
    texts = [f"({spelled(z)})" for z in numbers]
    first = f"{texts[0]}^{power}" if power > 1 else texts[0]
    top = "*".join([first, *texts[1 : size.above]])
    bottom = "*".join(texts[size.above :])
    plain = f"{top}/{bottom}" if size.below == 1 else f"{top}/({bottom})" if bottom else top
    shown, typeset = top.replace("*", ""), top.replace("*", "")
    if bottom:
        shown = f"{shown}/({bottom.replace('*', '')})"
        typeset = rf"\frac{{{typeset}}}{{{bottom.replace('*', '')}}}"
    return Draft(
        prompts=phrasings(
            f"{plain}=",
            (
                f"the value of {shown} as a complex number",
                f"{shown} in the form a + bi",
                f"$ {typeset} $ in the form $ a + bi $",
            ),
            notes=(
                "Here i^2 = -1. Give exact real and imaginary parts.",
                "Answer as a + bi, i the imaginary unit.",
            ),
        ),
        problem={"above": [list(z) for z in above], "below": [list(z) for z in below]}
        | {"power": power},
        answer=Answer("expression", spelled(value)),
        steps=worked(lines),
    )


def _work(above: list[Complex], below: list[Complex]) -> tuple[list[Line], Complex]:
    """Products above and below, then both times the conjugate."""
    lines: list[Line] = []
    parts = []
    for factors in (above, below):
        product = factors[0] if factors else (1, 0)
        for factor in factors[1:]:
            lines += _product(product, factor)
            product = times(product, factor)
        parts.append(product)
    if not below:
        return lines, parts[0]
    top, (c, d) = parts
    lines += _product(top, (c, -d))
    square = Fraction(c * c + d * d)
    lines.append((f"{signed(c)}^2+{signed(d)}^2", str(square)))
    value = tuple(Fraction(part) / square for part in times(top, (c, -d)))
    lines += list(_quotients(times(top, (c, -d)), square))
    return lines, (value[0], value[1])


def _product(z: Complex, w: Complex) -> list[Line]:
    (a, b), (c, d) = ((signed(x), signed(y)) for x, y in (z, w))
    real, imaginary = times(z, w)
    return [(f"{a}*{c}-{b}*{d}", str(real)), (f"{a}*{d}+{b}*{c}", str(imaginary))]


def _quotients(z: Complex, square: Fraction) -> Iterator[Line]:
    for part in z:
        yield f"{signed(part)}/{square}", str(Fraction(part) / square)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Rotations and stretchings as matrices: their product, and inverses of those below."""
    from flint import fmpq_mat

    whole = fmpq_mat([[1, 0], [0, 1]])
    for k, (a, b) in enumerate(problem["above"]):
        for _ in range(problem["power"] if k == 0 else 1):
            whole = whole * fmpq_mat([[a, -b], [b, a]])
    for a, b in problem["below"]:
        whole = whole * fmpq_mat([[a, -b], [b, a]]).inv()
    return Answer("expression", f"({whole[0, 0]})+({whole[1, 0]})*i")


def capacity(level: int) -> int | None:
    """Choices of the parts and of the exponent."""
    size = LEVELS[level]
    count = (2 * size.bound) ** (2 * (size.above + size.below))
    return capped(count * max(size.power - 1, 1))


FAMILY = Family(
    name="complex_arithmetic",
    area="math",
    domain="complex numbers",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
