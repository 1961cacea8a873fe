"""Complex numbers with rational parts, as pairs: multiplied and spelled. For constructions.

times((1, 2), (3, -1)) == (5, 5)        spelled((5, -1)) == "5-i"
"""

from assay.generators.math.spelling import Number, term, total

Complex = tuple[Number, Number]


def times(z: Complex, w: Complex) -> Complex:
    """The product."""
    (a, b), (c, d) = z, w
    return a * c - b * d, a * d + b * c


def plus(z: Complex, w: Complex) -> Complex:
    """The sum."""
    return z[0] + w[0], z[1] + w[1]


def spelled(z: Complex) -> str:
    """In the checkers' grammar: 3/5-4/5*i, -i, 2, 0."""
    real, imaginary = z
    parts = [str(real)] if real else []
    return total([*parts, *([term(imaginary, "i")] if imaginary else [])])
