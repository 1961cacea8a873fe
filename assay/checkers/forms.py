"""The form an answer is asked in: reduced, expanded, factored, evaluated.

    has_form(parse("2/4"), "reduced")  ->  False        has_form(parse("(x-1)^2"), "expanded")  ->
    False

A form is what tells a worked-out answer from a copy of the question. It is read off the tree as
it is written; equality of value is not its business.
"""

from collections.abc import Callable, Iterator
from math import gcd

from flint import fmpz

from assay.checkers.exact import Undefined, rational
from assay.checkers.nodes import Node, children, symbols, walk
from assay.checkers.vocabulary import words

FORMS = ("reduced", "expanded", "factored", "evaluated")
_ARITHMETIC = frozenset({"add", "mul", "div", "pow", "mod", "fact", "fn", "ratio"})
_UNDONE = frozenset({"big"})


def has_form(node: Node, form: str) -> bool:
    """Whether the tree is written in the form; every member of a collection has to be."""
    return all(_FORMS[form](part) for part in _scalars(node))


def _scalars(node: Node) -> Iterator[Node]:
    """The scalars of a collection, relation or quantity."""
    if node.op in ("unit", "percent"):
        yield from _scalars(node.args[0])
    elif node.op == "rel":
        yield from _scalars(node.args[-1])
    elif node.op in _HOLDERS:
        for child in children(node):
            yield from _scalars(child)
    else:
        yield node


_HOLDERS = words("seq tuple list set and or interval cup matrix mod_class rel")


def _evaluated(node: Node) -> bool:
    """No operation is left between numbers that would give a number: `2+3`, `4/2`, `3*5`,
    `sqrt(4)`.

    Fractions of integers, radicals that stay irrational and polynomials are worked out; integrals,
    sums,
    limits and derivatives are not.
    """
    if _uncollected(node):
        return False
    for part in walk(node):
        if part.op in _UNDONE or part.op in ("cap", "setminus") or _joins_matrices(part):
            return False
        if part.op in _ARITHMETIC and not symbols(part):
            if _is_rational(part):
                return _is_power_of_ten(part)
            if part.op in ("pow", "fact") and all(map(_is_whole, walk(part))):
                return False
        if part.op in ("add", "mul") and _numbers(part) > 1:
            return False
    return _is_fraction_done(node)


def _joins_matrices(node: Node) -> bool:
    """Whether matrices are to be added, multiplied or raised to a power; a factor may stand before
    one."""
    held = [arg for arg in node.args if isinstance(arg, Node) and arg.op == "matrix"]
    return (node.op in ("add", "mul") and len(held) > 1) or (node.op == "pow" and bool(held))


def _uncollected(node: Node) -> bool:
    """Whether a sum has like terms, or several numbers: `x + x`, `(2+i) + (3+i)`."""
    if node.op != "add":
        return False
    parts = list(_summands(node))
    if (
        sum(part.op == "num" or (part.op == "neg" and part.args[0].op == "num") for part in parts)
        > 1
    ):
        return True
    seen = [_like(part) for part in parts]
    return len(set(seen)) < len(seen)


def _summands(node: Node) -> Iterator[Node]:
    for part in node.args:
        if part.op == "add":
            yield from _summands(part)
        else:
            yield part


def _like(term: Node) -> Node:
    """A term without its sign and its rational factor."""
    if term.op == "neg":
        return _like(term.args[0])
    if term.op == "div" and term.args[1].op == "num":
        return _like(term.args[0])
    if term.op == "mul":
        rest = tuple(part for part in term.args if part.op != "num")
        return rest[0] if len(rest) == 1 else Node("mul", rest)
    return Node("num", ()) if term.op == "num" else term


def is_literal(node: Node) -> bool:
    """Whether a number is written as one: no root, function or constant that hides it."""
    return all(part.op not in ("fn", "const", "fact", "big") for part in walk(node))


def functions(node: Node) -> frozenset[str]:
    """The families of functions that numbers are given by: an arc, a wave, a logarithm."""
    found = (part.args[0] for part in walk(node) if part.op == "fn" and not symbols(part))
    return frozenset(_FAMILY[name] for name in found if name in _FAMILY)


_FAMILY = {
    **dict.fromkeys(("sin", "cos", "tan", "cot", "sec", "csc"), "wave"),
    **dict.fromkeys(("asin", "acos", "atan", "acot", "asec", "acsc"), "arc"),
    **dict.fromkeys(("ln", "log", "log10", "logb"), "log"),
}


def _is_rational(node: Node) -> bool:
    try:
        return rational(node) is not None
    except Undefined:
        return True


def _is_whole(node: Node) -> bool:
    """What makes an integer of integers, however large: towers and factorials."""
    return node.op in ("pow", "fact", "mul", "add") or (
        node.op == "num" and node.args[0].q == 1 and node.args[0] >= 0
    )


def _numbers(node: Node) -> int:
    """Rational members of a sum or product; a sign alone is none."""
    return sum(part.op == "num" for part in node.args)


def _is_power_of_ten(node: Node) -> bool:
    """`1.5 * 10^3`: scientific notation is a number as it is written."""
    if node.op == "mul" and len(node.args) == 2 and node.args[0].op == "num":
        node = node.args[1]
    return node.op == "pow" and node.args[0].op == "num" and node.args[0].args[0] == 10


def _is_fraction_done(node: Node) -> bool:
    """A fraction of integers is no integer in disguise."""
    if node.op == "num" and len(node.args) > 1 and isinstance(node.args[1], tuple):
        return node.args[1][1] in (1, -1) or node.args[0].q != 1
    return True


def _reduced(node: Node) -> bool:
    """A fraction in lowest terms with a positive denominator, or an integer."""
    if node.op == "neg":
        return _reduced(node.args[0])
    if node.op == "num":
        if len(node.args) == 1:
            return node.args[0].q == 1 or True
        if isinstance(node.args[1], tuple):
            top, bottom = node.args[1]
            return gcd(top, bottom) == 1 and bottom > 1
        return False
    return _evaluated(node) and all(_in_lowest_terms(part) for part in walk(node))


def _in_lowest_terms(node: Node) -> bool:
    """Whether a quotient with unknowns has nothing left to cancel."""
    if node.op != "div" or not symbols(node):
        return True
    from assay.checkers.factors import without_common_factor

    return without_common_factor(*node.args)


def _expanded(node: Node) -> bool:
    """A sum of terms without brackets, like terms collected."""
    if not all(_is_term(part) for part in terms(node)):
        return False
    monomials = [_monomial(part) for part in terms(node)]
    return len(set(monomials)) == len(monomials)


def terms(node: Node) -> tuple[Node, ...]:
    """The terms of a sum."""
    return node.args if node.op == "add" else (node,)


def _is_term(node: Node) -> bool:
    if node.op == "neg":
        return _is_term(node.args[0])
    if node.op == "div":
        return _is_term(node.args[0]) and not symbols(node.args[1])
    if node.op == "mul":
        return all(_is_factor(part) for part in node.args) and _numbers(node) <= 1
    return _is_factor(node)


def _is_factor(node: Node) -> bool:
    if node.op in ("add", "neg", "div"):
        return not symbols(node) and node.op != "add"
    if node.op == "pow":
        return node.args[0].op != "add" or not symbols(node)
    return node.op != "mul" or _is_term(node)


def _monomial(node: Node) -> tuple[tuple[str, str], ...]:
    found: dict[str, int] = {}
    stack = [node]
    while stack:
        part = stack.pop()
        if part.op in ("mul", "neg"):
            stack.extend(part.args)
        elif part.op == "div":
            stack.append(part.args[0])
        elif part.op == "pow" and part.args[0].op == "sym" and part.args[1].op == "num":
            name = part.args[0].args[0]
            found[name] = found.get(name, 0) + int(part.args[1].args[0].p)
        elif symbols(part):
            found[repr(part)] = found.get(repr(part), 0) + 1
    return tuple(sorted((name, str(power)) for name, power in found.items()))


def _factored(node: Node) -> bool:
    """A product or power whose factors with unknowns are irreducible over Q."""
    from assay.checkers.factors import irreducible

    if node.op == "neg":
        return _factored(node.args[0])
    if node.op == "div" and not symbols(node.args[1]):
        return _factored(node.args[0])
    parts = node.args if node.op == "mul" else (node,)
    if not symbols(node):
        return all(_is_prime_power(part) for part in parts)
    return all(irreducible(part) for part in parts if symbols(part))


def _is_prime_power(node: Node) -> bool:
    """A prime, or a power of one, as a factor of an integer; what is no integer is one too."""
    if node.op == "pow":
        node = node.args[0]
    if node.op != "num" or node.args[0].q != 1:
        return True
    size = abs(int(node.args[0].p))
    return size < 2 or bool(fmpz(size).is_prime())


_FORMS: dict[str, Callable[[Node], bool]] = {
    "reduced": _reduced,
    "expanded": _expanded,
    "factored": _factored,
    "evaluated": _evaluated,
}
