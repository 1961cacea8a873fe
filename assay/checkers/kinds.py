"""What each kind of answer accepts beside equality of value.

    judge_kind(read_gold(Answer("set", "{1, 2}")), Candidate(offer, gold))

The gold declares the kind: a `set` takes a bare list in any order, an `interval` an inequality, an
`antiderivative` any constant, a `decimal` its tolerance, a `text` the same words. The rest is
`compare`.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from flint import fmpq

from assay.checkers.basis import basis_entries
from assay.checkers.compare import as_multisets, as_sets, compare, in_order
from assay.checkers.derive import NoDerivative, derivative
from assay.checkers.exact import Undefined, rational
from assay.checkers.golds import Candidate, Gold
from assay.checkers.intervals import NoRegion, region, same
from assay.checkers.ladder import SAME, Decision, differ, equal
from assay.checkers.matrices import as_row, as_vector
from assay.checkers.nodes import Node, const, neg, num, replaced, sym, symbols, walk
from assay.checkers.reading import Reading
from assay.checkers.texts import choice, plain, same_output, same_text, truth
from assay.checkers.values import ZERO, Value, read
from assay.checkers.witness import holds


def judge_kind(gold: Gold, candidate: Candidate) -> Decision:
    """Whether the candidate is the gold, by the gold's kind."""
    if candidate.hedged and gold.spec.get("tolerance") is None:
        return differ(hedged="an exact value is asked")
    if gold.form == "evaluated" and _brings_unknowns(gold, candidate):
        return differ(unknowns="none is asked")
    if gold.spec.get("up_to_scale"):
        return _direction(gold, candidate)
    rule = _KINDS.get(gold.kind)
    if rule is None:
        return general(gold.reading, candidate.reading)
    try:
        return rule(gold, candidate)
    except Undefined as error:
        return differ(undefined=str(error))


def _brings_unknowns(gold: Gold, candidate: Candidate) -> bool:
    """Whether an answer that is to be worked out speaks of unknowns that the gold has not: 0*q."""
    if gold.spec.get("variables") or _unknowns(gold.reading):
        return False
    return _unknowns(candidate.reading)


def _unknowns(reading: Reading) -> bool:
    values = reading.value
    return values.shape in _VALUED and any(symbols(item) for item in values.items)


_VALUED = frozenset({"scalar", "ordered", "unordered", "mapping", "matrix"})


def general(a: Reading, b: Reading) -> Decision:
    """Equality of two readings; where one can be a decimal comma, that reading is tried too."""
    if a.text == b.text and a.text and "contradiction" not in (a.value.shape, b.value.shape):
        return SAME
    if a.node is None and b.node is None:
        return Decision(same_text(a.text, b.text), "string")
    found = compare(a.value, b.value)
    if found.equal is False and (a.other or b.other):
        return _with_comma(a, b, found)
    if found.equal is False and "text" in (a.value.shape, b.value.shape):
        return Decision(same_text(a.text, b.text), "string")
    return found


def _with_comma(a: Reading, b: Reading, found: Decision) -> Decision:
    for left, right in ((a.other, b.value), (a.value, b.other), (a.other, b.other)):
        if left is not None and right is not None:
            other = compare(left, right)
            if other.equal:
                return other
    return found


def _set(gold: Gold, candidate: Candidate) -> Decision:
    a, b = _members(gold.reading), _members(candidate.reading)
    if a is None or b is None:
        return general(gold.reading, candidate.reading)
    if gold.kind == "multiset":
        return as_multisets(a, b)
    return as_sets(a, b)


def _members(reading: Reading) -> tuple[Node, ...] | None:
    """The members of a set in any of its spellings; a tuple's brackets are no set."""
    value = reading.value
    if value.shape == "scalar":
        return value.items
    if value.shape in ("unordered", "mapping") or value.written == "seq":
        return value.items
    if value.shape == "region" and value.items[0] == _EMPTY:
        return ()
    return None


_EMPTY = const("empty")


def _interval(gold: Gold, candidate: Candidate) -> Decision:
    variable = gold.spec.get("variable")
    try:
        expected = region(gold.reading.node, variable) if gold.reading.node else None
    except NoRegion:
        expected = None
    if expected is None or candidate.reading.node is None:
        return general(gold.reading, candidate.reading)
    node = candidate.reading.node
    names = symbols(node)
    if variable and names and names != {variable}:
        return differ(unknowns=sorted(names))
    try:
        return same(expected, region(_plain_set(node), variable))
    except NoRegion as error:
        return differ(interval=str(error))


def _plain_set(node: Node) -> Node:
    """`x in S` is S; `x = 3` is the point 3."""
    if node.op == "rel" and node.args[0] == ("=",):
        value = read(node)
        if value.shape == "scalar":
            return Node("set", value.items)
    return node


def _antiderivative(gold: Gold, candidate: Candidate) -> Decision:
    """Equal up to a constant: the derivatives are equal. Undone integrals are no answer."""
    variable = gold.spec.get("variable", "x")
    a, b = gold.reading.value, candidate.reading.value
    if a.shape != "scalar" or b.shape != "scalar":
        return differ(shapes=[a.shape, b.shape])
    left, right = a.items[0], b.items[0]
    if variable in symbols(left) and variable not in symbols(right):
        return differ(unknowns="the variable is missing")
    if gold.spec.get("constant") and not constants_of(right):
        return differ(constant="missing")
    try:
        return equal(derivative(left, variable), derivative(right, variable))
    except NoDerivative as error:
        return general(gold.reading, candidate.reading) if left == right else differ(why=str(error))


_CONSTANT = re.compile(r"[CcKkD](?:_\{?\w\}?)?'?")


def constants_of(node: Node) -> frozenset[str]:
    """The additive constants of integration: `x^2 + C`, `K - cos(x)`."""
    terms = node.args if node.op == "add" else ()
    names = (part.args[0] for part in terms if part.op in ("sym", "neg"))
    plain_names = (name if isinstance(name, str) else name.args[0] for name in names)
    return frozenset(n for n in plain_names if isinstance(n, str) and _CONSTANT.fullmatch(n))


def _decimal(gold: Gold, candidate: Candidate) -> Decision:
    tolerance = gold.spec.get("tolerance")
    if tolerance is None:
        return general(gold.reading, candidate.reading)
    values = []
    for reading in (gold.reading, candidate.reading):
        if reading.value.shape != "scalar":
            return general(gold.reading, candidate.reading)
        value = rational(reading.value.items[0])
        if value is None:
            return _near(gold, candidate, tolerance)
        values.append(value)
    gap = abs(values[0] - values[1])
    return Decision(gap <= as_fraction(tolerance), "exact", {"gap": str(gap)})


def as_fraction(value: str | int | float) -> fmpq:
    """A tolerance as an exact rational: the decimal as it is written."""
    from fractions import Fraction

    fraction = Fraction(str(value))
    return fmpq(fraction.numerator, fraction.denominator)


def _near(gold: Gold, candidate: Candidate, tolerance: str | int | float) -> Decision:
    from assay.checkers import ball

    bound = as_fraction(tolerance)
    try:
        nodes = [reading.value.items[0] for reading in (gold.reading, candidate.reading)]
        gap = abs(ball.value_of(Node("add", (nodes[0], neg(nodes[1]))), {}, 256).real)
    except (ball.NoBall, Undefined):
        return general(gold.reading, candidate.reading)
    if gap < bound or gap > bound:
        return Decision(bool(gap < bound), "ball", {"tolerance": str(tolerance)})
    return Decision(None, None, {"tolerance": str(tolerance)})


def _text(gold: Gold, candidate: Candidate) -> Decision:
    if gold.spec.get("exact"):
        return Decision(same_output(gold.text, candidate.text), "string")
    if not same_text(gold.text, candidate.text) and _is_mathematics(gold):
        return general(gold.reading, candidate.reading)
    return Decision(same_text(gold.text, candidate.text), "string")


def _is_mathematics(gold: Gold) -> bool:
    """Whether a text is a formula, or a set in words: letters that are factors make no word one."""
    node = gold.reading.node
    return node is not None and (node.op == "const" or bool(_FORMULA.search(gold.text)))


_FORMULA = re.compile(r"[\d+*/^=\\<>∞π√]")


def _boolean(gold: Gold, candidate: Candidate) -> Decision:
    expected, said = truth(gold.text), truth(candidate.text)
    return Decision(expected is not None and expected == said, "string")


def _choice(gold: Gold, candidate: Candidate) -> Decision:
    expected, said = choice(gold.text), choice(candidate.text)
    if expected is None:
        return general(gold.reading, candidate.reading)
    if said is None and candidate.reading.value.shape == "unordered":
        return general(gold.reading, candidate.reading)
    return Decision(expected == said, "string")


def _list(gold: Gold, candidate: Candidate) -> Decision:
    if _of_numbers(gold) and candidate.reading.node is not None:
        return _number_list(gold, candidate)
    expected, said = _words(gold.text), _words(candidate.text)
    if len(expected) != len(said):
        return Decision(False, "string", {"lengths": [len(expected), len(said)]})
    return Decision(all(map(same_text, expected, said)), "string")


def _of_numbers(gold: Gold) -> bool:
    """Whether a list holds numbers: it says so, or says nothing and every member is one."""
    item, value = gold.spec.get("item"), gold.reading.value
    if item is not None:
        return bool(item == "number")
    return value.shape == "ordered" and all(
        one.op in _PLAIN and not symbols(one) for one in value.items
    )


_PLAIN = frozenset({"num", "neg", "div"})


def _number_list(gold: Gold, candidate: Candidate) -> Decision:
    """Member by member; a list of one may stand without its brackets."""
    a, b = gold.reading.value, candidate.reading.value
    listed = ("scalar", "ordered", "unordered")
    if b.written in ("or", "pm"):
        return differ(order="alternatives are no list")
    if a.shape not in listed or b.shape not in listed:
        return general(gold.reading, candidate.reading)
    if not _unknowns(gold.reading) and _unknowns(candidate.reading):
        return differ(unknowns="none is asked")
    return in_order(a.items, b.items)


def _words(text: str) -> list[str]:
    """The members of a comma list, with or without brackets."""
    text = plain(text).strip("[](){} ")
    if "," not in text and text.count(" and ") == 1:
        text = text.replace(" and ", ", ")
    text = re.sub(r",\s*and\s+|(?<=\w)\s+and\s+(?=[\w ]+\Z)", ", ", text) if "," in text else text
    return [word.strip() for word in text.split(",")] if text else []


def _witness(gold: Gold, candidate: Candidate) -> Decision:
    """Whatever has the property that the spec declares is right."""
    return Decision(holds(gold.spec["property"], candidate.text), "exact")


def _modular(gold: Gold, candidate: Candidate) -> Decision:
    """Residues of one class. A modulus that the candidate states has to be the asked one."""
    expected, said = _residue(gold.reading), _residue(candidate.reading)
    modulus = gold.spec.get("modulus", expected and expected[1])
    if expected is None or said is None or modulus is None:
        return general(gold.reading, candidate.reading)
    if said[1] is not None and abs(said[1]) != abs(int(modulus)):
        return differ(moduli="different")
    if said[1] is None and "modulus" not in gold.spec and gold.reading.value.shape == "class":
        return differ(modulus="missing")
    return Decision(((expected[0] - said[0]) / int(modulus)).q == 1, "exact")


def _residue(reading: Reading) -> tuple[fmpq, fmpq | None] | None:
    """The residue and the modulus that goes with it, if any: 3, `3 mod 7`, `x = 3 (mod 7)`."""
    value = reading.value
    parts = value.items if value.shape in ("scalar", "class") else ()
    if len(parts) == 1 and parts[0].op == "mod":
        parts = parts[0].args
    if len(parts) == 1 and parts[0].op in ("add", "mul", "sym"):
        parts = _progression(parts[0]) or parts
    numbers = [number for part in parts if (number := rational(part)) is not None]
    if not parts or len(numbers) < len(parts) or not all(numbers[1:]):
        return None
    return numbers[0], numbers[1] if len(numbers) == 2 else None


def _progression(node: Node) -> tuple[Node, Node] | None:
    """The residue and the modulus of `7k + 3`, linear in one letter over the integers."""
    if len(symbols(node)) != 1:
        return None
    (name,) = symbols(node)
    at = [rational(replaced(node, sym(name), num(k))) for k in (0, 1)]
    if at[0] is None or at[1] is None or at[0].q != 1 or at[1].q != 1 or at[0] == at[1]:
        return None
    step = num(at[1] - at[0])
    line = Node("add", (num(at[0]), Node("mul", (step, sym(name)))))
    return (num(at[0]), step) if equal(node, line).equal else None


def _vector(gold: Gold, candidate: Candidate) -> Decision:
    """A vector may stand in any brackets, as a column or as a row, or by its unit vectors."""
    a, b = _entries(gold.reading), _entries(candidate.reading)
    if a and b and (len(a) == 1) is not (len(b) == 1):
        size = max(len(a), len(b))
        a, b = (basis_entries(part[0], size) if len(part) == 1 else part for part in (a, b))
    return general(gold.reading, candidate.reading) if a is None or b is None else in_order(a, b)


def _entries(reading: Reading) -> tuple[Node, ...] | None:
    value = reading.value
    if value.shape in ("ordered", "mapping") or (value.shape == "scalar" and not value.unit):
        return value.items
    return (as_vector(value) or as_row(value)) if value.shape == "matrix" else None


def _direction(gold: Gold, candidate: Candidate) -> Decision:
    """Equal up to a factor other than 0: a_i * b_p = a_p * b_i for a place p where a_p is not 0."""
    a, b = _entries(gold.reading), _entries(candidate.reading)
    if a is None or b is None or len(a) != len(b):
        return differ(lengths=[len(entries or ()) for entries in (a, b)])
    zeros = [equal(entry, ZERO).equal for entry in a]
    if None in zeros or all(zeros):
        return in_order(a, b)
    place = zeros.index(False)
    if equal(b[place], ZERO).equal is not False:
        return differ(zero=f"member {place + 1}")
    ours = [Node("mul", (entry, b[place])) for entry in a]
    theirs = [Node("mul", (entry, a[place])) for entry in b]
    return in_order(ours, theirs)


def _equation(gold: Gold, candidate: Candidate) -> Decision:
    """Where an equation is asked `y=0` is one, and no value with a name: `4*y=0` is the same, and
    `0` or `0=0` is not."""
    as_read = gold.reading.value, candidate.reading.value
    a, b = map(_as_equation, as_read)
    if a.shape == "equation" and b.shape == "scalar" and not symbols(b.items[0]):
        return differ(shapes="a value against an equation")
    found = general(gold.reading, candidate.reading)
    if found.equal is False and a.shape == b.shape == "equation" and (a, b) != as_read:
        return compare(a, b)
    return found


def _as_equation(value: Value) -> Value:
    """A value with a name as the equation that it was written as; any other as it is."""
    if value.shape == "scalar" and len(value.labels) == 1 and value.unit is None:
        return Value("equation", (value.labels[0], value.items[0]))
    return value


def _complex(gold: Gold, candidate: Candidate) -> Decision:
    """Engineers write j: where the gold has i and the answer j alone, that is i."""
    found = general(gold.reading, candidate.reading)
    node = candidate.reading.node
    if found.equal is not False or node is None or symbols(node) != {"j"} or _I in walk(node):
        return found
    node = replaced(node, sym("j"), _I)
    return general(gold.reading, replace(candidate.reading, node=node, value=read(node)))


_I = const("i")
_KINDS: dict[str, Callable[[Gold, Candidate], Decision]] = {
    "set": _set,
    "multiset": _set,
    "interval": _interval,
    "antiderivative": _antiderivative,
    "decimal": _decimal,
    "text": _text,
    "boolean": _boolean,
    "choice": _choice,
    "list": _list,
    "modular": _modular,
    "vector": _vector,
    "equation": _equation,
    "witness": _witness,
    "complex": _complex,
}
