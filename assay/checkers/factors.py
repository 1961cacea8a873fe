"""Whether a factor of a product can be split further over Q.

irreducible(parse("x^2+1"))  ->  True        irreducible(parse("2x+4"))  ->  False, by its content
"""

from assay.checkers import canonical
from assay.checkers.exact import Undefined, rational
from assay.checkers.nodes import Node
from assay.checkers.ratios import NotCanonical, content


def irreducible(node: Node) -> bool:
    """Whether a factor, or the base of its power, is an irreducible polynomial of content 1."""
    if node.op == "pow":
        exponent = rational(node.args[1])
        return exponent is not None and exponent.q == 1 and irreducible(node.args[0])
    if node.op == "mul":
        return all(irreducible(part) for part in node.args if part.op != "num")
    if node.op == "neg":
        return irreducible(node.args[0])
    try:
        builder = canonical.builder_of(node)
        ratio = builder.lowest(builder.of(node))
    except (NotCanonical, Undefined):
        return True
    if not ratio.bottom.is_constant() or builder.relations:
        return True
    content, factors = ratio.top.factor()
    return abs(content) == 1 and sum(power for _, power in factors) == 1


def without_common_factor(top: Node, bottom: Node) -> bool:
    """Whether two polynomials with integer coefficients share no factor, numbers included."""
    try:
        builder = canonical.builder_of(top, bottom)
        a, b = (builder.lowest(builder.of(part)) for part in (top, bottom))
    except (NotCanonical, Undefined):
        return True
    if builder.relations or not (a.bottom.is_constant() and b.bottom.is_constant()):
        return True
    shared, other = content(a.top), content(b.top)
    numbers = shared.q == other.q == 1 and shared.p.gcd(other.p) != 1
    return not numbers and bool(a.top.gcd(b.top).is_constant())
