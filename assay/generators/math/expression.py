"""Small expression trees in x for the calculus families: built, spelled, differentiated.

    node = product(3, power(X, 2), ("sin", X))      plain(node) == "3*x^2*sin(x)"
    plain(derivative(node)) == "6*x*sin(x)+3*x^2*cos(x)"

A node is an integer, "x", or a tuple: ("+", ...), ("*", ...), ("/", above, below), ("^", base, n)
with a whole n, or (function, argument) with sin, cos, exp, ln, sqrt. As JSON it is the canonical
form of a problem. Builders tidy up numbers, zeros and ones, no more: no expanding, no factoring.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

Node = int | str | tuple[Any, ...]

X: Node = "x"
FUNCTIONS = ("sin", "cos", "exp", "ln", "sqrt")


def fraction(value: Fraction | int) -> Node:
    """A number as a node."""
    value = Fraction(value)
    return value.numerator if value.denominator == 1 else ("/", value.numerator, value.denominator)


def _as_number(node: Node) -> Fraction | None:
    if isinstance(node, int):
        return Fraction(node)
    if node[0] == "/" and isinstance(node[1], int) and isinstance(node[2], int):
        return Fraction(node[1], node[2])
    return None


def add(*nodes: Node) -> Node:
    """A sum without nested sums and zeros, its numbers joined at the end."""
    constant, kept = Fraction(0), []
    for node in nodes:
        for part in terms(node):
            number = _as_number(part)
            if number is None:
                kept.append(part)
            else:
                constant += number
    if constant:
        kept.append(fraction(constant))
    return 0 if not kept else kept[0] if len(kept) == 1 else ("+", *kept)


def terms(node: Node) -> tuple[Node, ...]:
    """The summands of a sum; the node itself otherwise."""
    return node[1:] if isinstance(node, tuple) and node[0] == "+" else (node,)


def product(*factors: Node) -> Node:
    """A product without nested products and ones, its numbers joined in front."""
    constant, kept = Fraction(1), []
    for factor in factors:
        parts = factor[1:] if isinstance(factor, tuple) and factor[0] == "*" else (factor,)
        for part in parts:
            number = _as_number(part)
            if number is None:
                kept.append(part)
            else:
                constant *= number
    if not constant or not kept:
        return fraction(constant)
    if constant == 1:
        return kept[0] if len(kept) == 1 else ("*", *kept)
    return ("*", fraction(constant), *kept)


def power(base: Node, exponent: int) -> Node:
    """base^exponent; 1 and the base itself for exponents 0 and 1."""
    return 1 if exponent == 0 else base if exponent == 1 else ("^", base, exponent)


def quotient(above: Node, below: Node) -> Node:
    """above/below; 0 stays 0."""
    return 0 if above == 0 else above if below == 1 else ("/", above, below)


def poly(coefficients: list[int]) -> Node:
    """The polynomial sum of coefficients[n]*x^n, highest power first."""
    pairs = reversed(list(enumerate(coefficients)))
    return add(*(product(c, power(X, n)) for n, c in pairs if c))


def derivative(node: Node) -> Node:
    """By the rules for sums, products, quotients, powers and chains; not expanded."""
    if isinstance(node, int):
        return 0
    if isinstance(node, str):
        return 1
    kind, *parts = node
    if kind == "+":
        return add(*map(derivative, parts))
    if kind == "*":
        return add(
            *(
                product(*parts[:at], derivative(part), *parts[at + 1 :])
                for at, part in enumerate(parts)
            )
        )
    if kind == "/":
        return _derive_quotient(parts[0], parts[1])
    inner = derivative(parts[0])
    if kind == "^":
        return product(parts[1], inner, power(parts[0], parts[1] - 1))
    return _derive_function(kind, parts[0], inner)


def _derive_quotient(above: Node, below: Node) -> Node:
    if _as_number(below) is not None:
        return quotient(derivative(above), below)
    left, right = product(derivative(above), below), product(-1, above, derivative(below))
    return quotient(add(left, right), power(below, 2))


def _derive_function(name: str, inside: Node, inner: Node) -> Node:
    match name:
        case "sin":
            return product(inner, ("cos", inside))
        case "cos":
            return product(-1, inner, ("sin", inside))
        case "exp":
            return product(inner, ("exp", inside))
        case "ln":
            return quotient(inner, inside)
        case "sqrt":
            return quotient(inner, product(2, ("sqrt", inside)))
    raise ValueError(f"no derivative for {name!r}")


def plain(node: Node) -> str:
    """In the checkers' grammar."""
    if not isinstance(node, tuple):
        return str(node)
    kind, *parts = node
    if kind == "+":
        return _sum_of(map(plain, parts))
    if kind == "*":
        return _product_of(parts)
    if kind == "/":
        above = plain(parts[0])
        above = f"({above})" if len(terms(parts[0])) > 1 else above
        return f"{above}/{_bracketed(parts[1], '+*/')}"
    if kind == "^":
        exponent = str(parts[1]) if parts[1] >= 0 else f"({parts[1]})"
        return f"{_bracketed(parts[0], '+*/^')}^{exponent}"
    return f"{kind}({plain(parts[0])})"


def _sum_of(texts: Iterable[str], space: str = "") -> str:
    result = ""
    for text in texts:
        if not result:
            result = text
        elif text[0] == "-":
            result += f"{space}-{space}{text[1:]}"
        else:
            result += f"{space}+{space}{text}"
    return result


def _bracketed(node: Node, kinds: str) -> str:
    text = plain(node)
    inside = (isinstance(node, tuple) and node[0] in kinds) or text[0] == "-"
    return f"({text})" if inside else text


def _product_of(parts: list[Node]) -> str:
    first, *rest = parts
    if first == -1:
        return "-" + "*".join(_bracketed(part, "+/") for part in rest)
    head = plain(first) if _as_number(first) is not None else _bracketed(first, "+/")
    return "*".join([head, *(_bracketed(part, "+/") for part in rest)])


_TEX = {"sin": r"\sin", "cos": r"\cos", "ln": r"\ln", "exp": r"\exp"}


def tex(node: Node) -> str:
    """In LaTeX, for prompts."""
    if not isinstance(node, tuple):
        return str(node)
    kind, *parts = node
    if kind == "+":
        return _sum_of(map(tex, parts), " ")
    if kind == "*":
        first, *rest = parts
        head = "-" if first == -1 else f"{_tex_bracketed(first)} "
        return head + r" \, ".join(map(_tex_bracketed, rest))
    if kind == "/":
        if isinstance(parts[0], int) and parts[0] < 0:
            return rf"-\frac{{{-parts[0]}}}{{{tex(parts[1])}}}"
        return rf"\frac{{{tex(parts[0])}}}{{{tex(parts[1])}}}"
    if kind == "^":
        base = tex(parts[0]) if parts[0] == "x" else rf"\left({tex(parts[0])}\right)"
        return f"{base}^{{{parts[1]}}}"
    if kind == "sqrt":
        return rf"\sqrt{{{tex(parts[0])}}}"
    return rf"{_TEX[kind]}\left({tex(parts[0])}\right)"


def _tex_bracketed(node: Node) -> str:
    text = tex(node)
    return rf"\left({text}\right)" if isinstance(node, tuple) and node[0] == "+" else text


def to_sympy(node: Any) -> Any:
    """The JSON of a node as a SymPy expression: for oracles. No string is ever parsed."""
    import sympy

    if isinstance(node, int):
        return sympy.Integer(node)
    if node == "x":
        return sympy.Symbol("x")
    kind, *parts = node
    inside = [to_sympy(part) for part in parts]
    match kind:
        case "+":
            return sympy.Add(*inside)
        case "*":
            return sympy.Mul(*inside)
        case "/":
            return inside[0] / inside[1]
        case "^":
            return inside[0] ** inside[1]
    return getattr(sympy, {"ln": "log"}.get(kind, kind))(inside[0])


def from_sympy(value: Any) -> str:
    """A SymPy expression in the checkers' grammar."""
    text = str(value).replace("log(", "ln(").replace("**", "^")
    return re.sub(r"\bE\b", "exp(1)", text)
