"""The second route to an antiderivative: integrate the given tree, summand by summand.

    oracle({"integrand": ("*", 6, ("^", "x", 2))}).value == "6/3*x^3"

Polynomials by the power rule; P(x) times exp, sin or cos of a*x+b by the table P/a, P'/a^2, ...;
exp(a*x) times waves by the two-by-two formula; k*x*g(a*x^2+b) by substitution. It shares nothing
with the construction, which differentiates. A summand of any other shape raises ValueError. A slow
test holds it to SymPy.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from assay.core.records import Answer

Poly = list[Fraction]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """An antiderivative of `problem["integrand"]`, a tree of `expression`."""
    tree = problem["integrand"]
    summands = tree[1:] if _kind(tree) == "+" else [tree]
    value = "+".join(f"({_integrate(summand)})" for summand in summands)
    return Answer("antiderivative", value, {"variable": "x"})


def _kind(node: Any) -> str:
    return "" if isinstance(node, (int, str)) else str(node[0])


def _integrate(node: Any) -> str:
    polynomial = _polynomial(node)
    if polynomial is not None:
        return _spell([Fraction(0), *(c / (n + 1) for n, c in enumerate(polynomial))])
    if _kind(node) == "/":
        return _logarithm(node)
    factors = node[1:] if _kind(node) == "*" else [node]
    plain = [factor for factor in factors if _polynomial(factor) is not None]
    others = [factor for factor in factors if _polynomial(factor) is None]
    outside = [Fraction(1)]
    for factor in plain:
        outside = _multiply(outside, _polynomial(factor) or [])
    if not others:
        raise ValueError(f"no rule for the summand {node!r}")
    kinds = sorted(map(_kind, others))
    if len(others) > 1 or kinds == ["+"]:
        return _damped(outside, others)
    inside = _polynomial(others[0][1])
    if inside is None:
        raise ValueError(f"no rule for the summand {node!r}")
    if len(inside) == 3:
        return _substituted(kinds[0], inside, outside)
    return _table(kinds[0], inside, outside)


def _polynomial(node: Any) -> Poly | None:
    """The coefficients of a tree that is a polynomial; None otherwise."""
    if isinstance(node, int):
        return [Fraction(node)]
    if node == "x":
        return [Fraction(0), Fraction(1)]
    kind, *parts = node
    if kind == "^":
        inside = _polynomial(parts[0])
        result: Poly = [Fraction(1)]
        for _ in range(parts[1]):
            result = _multiply(result, inside or [])
        return result if inside is not None else None
    inner = [_polynomial(part) for part in parts if kind in "+*/"]
    known = [poly for poly in inner if poly is not None]
    if not inner or len(known) < len(inner):
        return None
    if kind == "/":
        return [c / known[1][0] for c in known[0]] if len(known[1]) == 1 else None
    result = known[0]
    for poly in known[1:]:
        result = _plus(result, poly) if kind == "+" else _multiply(result, poly)
    return result


def _plus(one: Poly, other: Poly) -> Poly:
    size = max(len(one), len(other))
    return [sum((p[n] for p in (one, other) if n < len(p)), Fraction(0)) for n in range(size)]


def _multiply(one: Poly, other: Poly) -> Poly:
    result = [Fraction(0)] * max(len(one) + len(other) - 1, 0)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            result[i + j] += a * b
    return result


def _spell(poly: Sequence[Fraction]) -> str:
    return "+".join(f"({c})*x^{n}" for n, c in enumerate(poly) if c) or "0"


def _slope(poly: Poly) -> Poly:
    return [n * c for n, c in enumerate(poly)][1:]


def _table(kind: str, inside: Poly, outside: Poly) -> str:
    """Integrals of P*g(a*x+b): P times the first integral of g, minus P' times the second..."""
    a, argument = inside[1], _spell(inside)
    rounds = {"exp": ["exp"], "sin": ["-cos", "-sin", "cos", "sin"]}
    rounds["cos"] = ["sin", "-cos", "-sin", "cos"]
    pieces, poly, sign, depth = [], outside, 1, 0
    while any(poly):
        name = rounds[kind][depth % len(rounds[kind])]
        factor = sign * (-1 if name[0] == "-" else 1) / a ** (depth + 1)
        pieces.append(f"({_spell([factor * c for c in poly])})*{name.lstrip('-')}({argument})")
        poly, sign, depth = _slope(poly), -sign, depth + 1
    return "+".join(pieces)


def _substituted(kind: str, inside: Poly, outside: Poly) -> str:
    """k*x*g(a*x^2+b): with t = a*x^2+b this is k/(2a) g(t) dt."""
    if any(outside[:1]) or len(outside) != 2 or inside[1]:
        raise ValueError("no rule: the factor is not k*x")
    factor, t = outside[1] / (2 * inside[2]), _spell(inside)
    whole = {"exp": f"exp({t})", "sin": f"-cos({t})", "cos": f"sin({t})"}[kind]
    return f"({factor})*({whole})"


def _logarithm(node: Any) -> str:
    above, below = _polynomial(node[1]), _polynomial(node[2])
    if above is None or below is None or _slope(below)[0] or len(above) != 2 or above[0]:
        raise ValueError(f"no rule for the quotient {node!r}")
    return f"({above[1] / (2 * below[2])})*ln({_spell(below)})"


def _damped(outside: Poly, others: Sequence[Any]) -> str:
    """k*exp(a*x)*(s*sin(b*x)+c*cos(b*x)): solve A' = a*A-b*B, B' = a*B+b*A for the wave's two."""
    exp = next(node for node in others if _kind(node) == "exp")
    waves = next(node for node in others if node is not exp)
    size = {"sin": Fraction(0), "cos": Fraction(0)}
    inner = Fraction(0)
    for summand in waves[1:] if _kind(waves) == "+" else [waves]:
        factors = summand[1:] if _kind(summand) == "*" else [summand]
        wave = factors[-1]
        amount = Fraction(1)
        for factor in factors[:-1]:
            amount *= (_polynomial(factor) or [Fraction(0)])[0]
        inner = (_polynomial(wave[1]) or [])[1]
        size[wave[0]] += amount * outside[0]
    a, b = (_polynomial(exp[1]) or [])[1], inner
    s, c = size["sin"], size["cos"]
    norm = a * a + b * b
    sine, cosine = (a * s + b * c) / norm, (a * c - b * s) / norm
    return f"exp(({a})*x)*(({sine})*sin(({b})*x)+({cosine})*cos(({b})*x))"
