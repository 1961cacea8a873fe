"""Square roots of rational numbers in their simplest spelling. For constructions.

    root(Fraction(50)) == "5*sqrt(2)"      root(Fraction(9, 4)) == "3/2"      root(Fraction(1, 3))
    == "1/3*sqrt(3)"

Oracles leave the number under the root and let the checkers compare.
"""

from fractions import Fraction

from assay.generators.math.spelling import term


def root(square: Fraction | int) -> str:
    """The root of a positive rational: no square and no fraction stays under the sign."""
    square = Fraction(square)
    under = square.numerator * square.denominator
    outside, free = _split(under)
    factor = Fraction(outside, square.denominator)
    return str(factor) if free == 1 else term(factor, f"sqrt({free})")


def _split(number: int) -> tuple[int, int]:
    """outside^2 * free == number, with free squarefree."""
    from flint import fmpz

    outside, free = 1, 1
    for prime, times in fmpz(number).factor():
        outside *= int(prime) ** (times // 2)
        free *= int(prime) ** (times % 2)
    return outside, free
