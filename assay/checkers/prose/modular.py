"""Congruences: residues of both sides, with the modulus of the step, of an earlier one, or the
problem's.

    "j ≡ 16*75 = 1200 ≡ 189" where the problem says "modulo 337"  ->  all of it holds

A modulus that is not written beside a congruence only confirms. An unknown of the problem has the
residues of the gold; another letter gets one from `k ≡ 13`, if what was set up for it holds there.
"""

import re

from assay.checkers.nodes import Node, has_op, symbols
from assay.checkers.prose.calls import is_called
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.problem import gold_items
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import exact_node
from assay.checkers.values import signs

_WRITTEN = re.compile(r"\bmod\b[^\d]{0,3}(\d+)")
_MAX_FACTORIAL = 20_000


def congruent(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """Whether the residues agree."""
    modulus = said.modulus or context.modulus
    if not modulus or said.supposed:
        return None
    if has_op(right, "pm") and not has_op(left, "pm"):
        return _either(said, left, right, context)
    left, right = context.valued(left), context.valued(right)
    names = symbols(left) | symbols(right)
    if not names:
        a, b = residue(left, modulus, {}), residue(right, modulus, {})
        if a is None or b is None:
            return None
        if a == b:
            return "true"
        sure = said.modulus and len({*_WRITTEN.findall(context.step)}) == 1
        return "false" if sure and not said.loose and not said.verbal else None
    return _lettered(left, right, names, modulus, context)


def _either(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """x ≡ ±24: both values fit what is known of x, which the gold or its square tells."""
    modulus = said.modulus or context.modulus or 0
    name = left.args[0] if left.op == "sym" else None
    answer = context.problem.answer
    if name is None or name not in context.problem.names or answer is None:
        return None
    wanted = {residue(item, modulus, {}) for item in gold_items(answer)}
    mine = {residue(item, modulus, {}) for item in signs(right)}
    return "firm" if None not in mine and mine == wanted else None


def _lettered(
    left: Node, right: Node, names: frozenset[str], modulus: int, context: Context
) -> Verdict:
    if len(names & context.problem.names) == 1 and len(names) == 1:
        return _at_gold(left, right, min(names), modulus, context)
    known = {name: value for (name, at), value in context.residues.items() if at == modulus}
    if left.op == "sym" and left.args[0] not in symbols(right):
        return _defined(left.args[0], residue(right, modulus, known), modulus, context)
    if names <= known.keys():
        a, b = residue(left, modulus, known), residue(right, modulus, known)
        return "true" if a is not None and a == b else None
    if len(names) == 1 and not context.problem.names & names:
        context.congruences.append((left, right, modulus))
    return None


def _at_gold(left: Node, right: Node, name: str, modulus: int, context: Context) -> Verdict:
    answer = context.problem.answer
    items = gold_items(answer) if answer is not None else ()
    values = [residue(item, modulus, {}) for item in items]
    if not values:
        return None
    found = []
    for value in values:
        a = None if value is None else residue(left, modulus, {name: value})
        b = None if value is None else residue(right, modulus, {name: value})
        found.append(a is not None and a == b)
    if all(found):
        return "firm"
    return "true" if any(found) and not symbols(right) else None


def _defined(name: str, value: int | None, modulus: int, context: Context) -> Verdict:
    """A letter's residue: held against what was said of it before, else kept."""
    if value is None or name in context.problem.names:
        return None
    before = context.residues.get((name, modulus))
    if before is not None:
        return "true" if before == value else None
    asked = [(a, b) for a, b, at in context.congruences if symbols(a) | symbols(b) == {name}]
    context.residues[name, modulus] = value
    if not asked:
        return "defined"
    here = {name: value}
    holds = all(residue(a, modulus, here) == residue(b, modulus, here) for a, b in asked)
    return "true" if holds else None


def residue(node: Node, modulus: int, values: dict[str, int]) -> int | None:
    """The residue of an expression, inverses included; None where it has none."""
    if node.op == "sym":
        value = values.get(node.args[0])
        return None if value is None else value % modulus
    if node.op == "pow":
        return _power(node, modulus, values)
    if node.op == "fact":
        top = exact_node(node.args[0])
        if top is None or top.denominator != 1 or not 0 <= top <= _MAX_FACTORIAL:
            return None
        product = 1
        for factor in range(2, int(top) + 1):
            product = product * factor % modulus
        return product % modulus
    if node.op in ("add", "mul", "neg", "div") and not is_called(node):
        parts = [residue(arg, modulus, values) for arg in node.args]
        return _combined(node.op, parts, modulus)
    ratio = exact_node(node)
    if ratio is None:
        return None
    return _combined("div", [ratio.numerator, ratio.denominator], modulus)


def _combined(op: str, parts: list[int | None], modulus: int) -> int | None:
    known = [part for part in parts if part is not None]
    if len(known) != len(parts):
        return None
    if op == "add":
        return sum(known) % modulus
    if op == "neg":
        return -known[0] % modulus
    if op == "div":
        inverse = _inverse(known[1], modulus)
        return None if inverse is None else known[0] * inverse % modulus
    product = 1
    for part in known:
        product = product * part % modulus
    return product % modulus


def _inverse(value: int, modulus: int) -> int | None:
    try:
        return pow(value, -1, modulus)
    except ValueError:
        return None


def _power(node: Node, modulus: int, values: dict[str, int]) -> int | None:
    base, exponent = residue(node.args[0], modulus, values), exact_node(node.args[1])
    if base is None or exponent is None or exponent.denominator != 1:
        return None
    if abs(exponent) > 10**12:
        return None
    try:
        return pow(base, int(exponent), modulus)
    except ValueError:
        return None
