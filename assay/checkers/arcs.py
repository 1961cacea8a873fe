"""Arcs of rational numbers over one basis: pi and the arcs of Gaussian primes.

    gaussian_arcs(fmpq(2))  ->  pi/2 - atan(1/2)

atan(p/q) is the argument of the Gaussian integer q + p*i, which factors into Gaussian primes; their
arguments, each the arc of a fraction between 0 and 1, and pi are independent over Q. Large numbers
are not factored.
"""

from math import atan2, isqrt, pi

from flint import fmpq, fmpz

from assay.checkers.nodes import Node, const, neg, num

_MOST = 10**12


def arc_of(name: str, value: fmpq) -> Node | None:
    """asin, acos, atan or acot of a rational over the basis; None where it stays as it is."""
    if name == "acot":
        return gaussian_arcs(1 / value) if value else None
    if name == "atan":
        return gaussian_arcs(value)
    tangent = _tangent_of_sine(value)
    arc = None if tangent is None else gaussian_arcs(tangent)
    if name == "acos" and arc is not None:
        return Node("add", (_turn(fmpq(1, 2)), neg(arc)))
    return arc


def _tangent_of_sine(value: fmpq) -> fmpq | None:
    """value / sqrt(1 - value^2) where that is rational."""
    rest = 1 - value * value
    if rest <= 0:
        return None
    top, bottom = isqrt(int(rest.p)), isqrt(int(rest.q))
    if top * top != rest.p or bottom * bottom != rest.q:
        return None
    return value * fmpq(bottom, top)


def gaussian_arcs(value: fmpq) -> Node | None:
    """atan(value) as a sum over the basis."""
    x, y = int(value.q), int(value.p)
    size = x * x + y * y
    if size > _MOST:
        return None
    parts: list[Node] = []
    total, quarters = 0.0, 0  # of pi / 4
    re, im = x, y
    for prime, power in fmpz(size).factor():
        a, b = _as_squares(int(prime))
        for _ in range(int(power)):
            conjugate = (re * a + im * b) % int(prime) or (im * a - re * b) % int(prime)
            b_here = -b if conjugate else b
            re, im = (re * a + im * b_here) // int(prime), (im * a - re * b_here) // int(prime)
            if a == b:
                quarters += 1
            else:
                total += atan2(b_here, a)
                parts.append(_arc(a, b_here))
    quarters += {(1, 0): 0, (0, 1): 2, (-1, 0): 4, (0, -1): 6}[re, im]
    wanted = atan2(y, x)
    quarters += 8 * round((wanted - total - quarters * pi / 4) / (2 * pi))
    if quarters or not parts:
        parts = [_turn(fmpq(quarters, 4)), *parts]
    return parts[0] if len(parts) == 1 else Node("add", tuple(parts))


def _as_squares(prime: int) -> tuple[int, int]:
    """a >= b > 0 with a^2 + b^2 = prime, for 2 and primes 1 mod 4."""
    for b in range(1, isqrt(prime) + 1):
        a = isqrt(prime - b * b)
        if a * a + b * b == prime:
            return a, b
    raise ValueError(prime)


def _arc(a: int, b: int) -> Node:
    arc = Node("fn", ("atan", num(fmpq(abs(b), a))))
    return neg(arc) if b < 0 else arc


def _turn(share: fmpq) -> Node:
    return Node("mul", (num(share), const("pi")))
