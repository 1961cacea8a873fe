"""Whether a text is surely another answer than the gold: by plain floats and plain words.

    surely_other(Answer("integer", "42"), "43")       ->  "42 is not 43"
    surely_other(Answer("set", "{1, 2}"), "{2, 1}")   ->  None: not known to be another

For making attacks that nobody can call right. Numbers are compared as floats far apart, functions
at points, intervals by members, words as words; none of it goes through the ladder that the
attacks are to test (the parser alone is shared). None means only that nothing was shown.
"""

import cmath
import math
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from assay.checkers.documents import document_style
from assay.checkers.no_witness import no_witness
from assay.checkers.nodes import Node, symbols
from assay.checkers.reading import Reading, read_answer
from assay.checkers.texts import choice, truth
from assay.checkers.units import unit_of
from assay.core.records import Answer

Floats = Mapping[str, complex]
GAP = 1e-6
_PLACES = ((0.73, 0.41), (1.37, -0.29), (2.11, 0.83), (0.19, 1.57))
_CONSTANTS = {"pi": math.pi, "e": math.e, "i": 1j, "oo": math.inf}
_FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    "sin": cmath.sin, "cos": cmath.cos, "tan": cmath.tan, "exp": cmath.exp, "ln": cmath.log,
    "log": cmath.log, "sqrt": cmath.sqrt, "abs": abs, "sinh": cmath.sinh, "cosh": cmath.cosh,
    "tanh": cmath.tanh, "atan": cmath.atan, "asin": cmath.asin, "acos": cmath.acos,
}  # fmt: skip
_TEXTUAL = frozenset({"text", "boolean", "choice"})


class Unknown(Exception):
    """Nothing is known of this by floats."""


def surely_other(answer: Answer, text: str) -> str | None:
    """Why `text` is another answer than the gold's, in words; None where that is not shown."""
    if answer.kind in _TEXTUAL or _is_words(answer):
        return _other_words(answer, text)
    style = document_style(answer.spec)
    if style is not None:
        return _other_document(answer.value, text, style)
    if answer.kind == "witness":
        return no_witness(answer.spec["property"], text)
    names = frozenset(answer.spec.get("variables", ()))
    gold, said = read_answer(answer.value, names, False), read_answer(text, names, False)
    if gold.node is None:
        return None
    if said.node is None:
        return None if re.search(r"\d", text) else "it is no mathematics"
    try:
        rule = _KINDS.get(answer.kind, _values)
        apart = rule(answer, gold, said)
    except (Unknown, ArithmeticError, ValueError):
        return None
    return apart and f"{answer.value[:60]} is not {text[:60]}: {apart}"


def _is_words(answer: Answer) -> bool:
    return answer.kind == "list" and answer.spec.get("item") == "text"


def _other_words(answer: Answer, text: str) -> str | None:
    if answer.kind == "boolean":
        pair = truth(answer.value), truth(text)
        return "the other truth" if None not in pair and pair[0] != pair[1] else None
    if answer.kind == "choice":
        letters = choice(answer.value), choice(text)
        return "another letter" if None not in letters and letters[0] != letters[1] else None
    gold, said = (re.findall(r"[^\W_]+", words.casefold()) for words in (answer.value, text))
    return "other words" if gold != said and "".join(gold) != "".join(said) else None


def _other_document(gold: str, text: str, style: str) -> str | None:
    """JSON with other keys or without its last bracket, a table of other words."""
    if style == "json":
        keys = [sorted(re.findall(r'"(\w+)"\s*:', shown)) for shown in (gold, text)]
        closed = text.strip(" *`$.").endswith(("}", "]"))
        return "other keys" if keys[0] != keys[1] else None if closed else "it does not end"
    words = [re.findall(r"[^\W_]+", shown) for shown in (gold, text)]
    return "other words" if words[0] != words[1] else None


def value_at(node: Node, place: Floats) -> complex:
    """The float value of a scalar. Raises Unknown, ArithmeticError or ValueError."""
    op, args = node.op, node.args
    if op == "num":
        return int(args[0].p) / int(args[0].q)
    if op == "sym" and args[0] in place:
        return place[args[0]]
    if op == "const" and args[0] in _CONSTANTS:
        return _CONSTANTS[args[0]]
    if op == "base":
        return int(args[0], args[1])
    if op == "fn" and args[0] in _FUNCTIONS and len(args) == 2:
        return _FUNCTIONS[args[0]](value_at(args[1], place))
    if op in _OPERATIONS:
        return _OPERATIONS[op](*(value_at(part, place) for part in args))
    raise Unknown(op)


def _sum(*parts: complex) -> complex:
    return sum(parts, 0j)


def _product(*parts: complex) -> complex:
    found = 1 + 0j
    for part in parts:
        found *= part
    return found


def _power(base: complex, exponent: complex) -> complex:
    if abs(exponent) > 1e4:
        raise Unknown("a large power")
    return complex(base) ** complex(exponent)


_OPERATIONS: dict[str, Callable[..., complex]] = {
    "add": _sum,
    "mul": _product,
    "neg": lambda a: -a,
    "div": lambda a, b: a / b,
    "pow": _power,
    "percent": lambda a: a / 100,
}


def far(a: complex, b: complex) -> bool:
    """Two floats that differ by far more than rounding."""
    if math.isnan(abs(a)) or math.isnan(abs(b)):
        raise Unknown("no number")
    if math.isinf(abs(a)) or math.isinf(abs(b)):
        return a != b
    return abs(a - b) > GAP * (1 + abs(a) + abs(b))


def _places(*nodes: Node) -> list[Floats]:
    names = sorted(frozenset[str]().union(*(symbols(node) for node in nodes)))
    return [{n: first + k * step for k, n in enumerate(names)} for first, step in _PLACES]


def differ(a: Node, b: Node) -> str | None:
    """A place where two scalars are far apart, in words."""
    for place in _places(a, b):
        left, right = value_at(a, place), value_at(b, place)
        if far(left, right):
            where = ", ".join(f"{n} = {v:g}" for n, v in place.items())
            return f"{left:.6g} and {right:.6g}" + (f" at {where}" if where else "")
    return None


def _values(answer: Answer, gold: Reading, said: Reading) -> str | None:
    a, b = gold.value, said.value
    if "contradiction" in (a.shape, b.shape) or {a.shape, b.shape} & {"text", "relation"}:
        raise Unknown("no value")
    if a.shape == b.shape == "scalar":
        return _scalars(answer, gold, said)
    if a.shape == b.shape == "equation":
        return _equations(a.items, b.items)
    left, right = _members(gold), _members(said)
    if answer.kind in ("set", "multiset"):
        return _as_sets(left, right, answer.kind == "multiset")
    if a.shape == "unordered" or b.shape == "unordered":
        raise Unknown("an order that is not told")
    if len(left) != len(right):
        return f"{len(left)} and {len(right)} members"
    if answer.spec.get("up_to_scale"):
        return _directions(left, right)
    return next((why for pair in zip(left, right, strict=True) if (why := differ(*pair))), None)


def _members(reading: Reading) -> Sequence[Node]:
    value = reading.value
    if value.shape == "matrix" and value.items[0].op == "matrix":
        return tuple(entry for row in value.items[0].args for entry in row)
    if value.shape not in ("scalar", "ordered", "unordered", "mapping"):
        raise Unknown(value.shape)
    return value.items


def _scalars(answer: Answer, gold: Reading, said: Reading) -> str | None:
    a, b = gold.value, said.value
    if a.unit and b.unit:
        first, second = unit_of(a.unit), unit_of(b.unit)
        if first is None or second is None:
            raise Unknown("a unit")
        if first.dimension != second.dimension:
            return "the units measure different things"
        factors = [int(unit.factor.p) / int(unit.factor.q) for unit in (first, second)]
        values = [value_at(v.items[0], {}) * f for v, f in zip((a, b), factors, strict=True)]
        return f"{values[0]:.6g} and {values[1]:.6g}" if far(*values) else None
    tolerance = answer.spec.get("tolerance")
    if tolerance is not None:
        gap = abs(value_at(a.items[0], {}) - value_at(b.items[0], {}))
        return f"{gap:g} apart" if gap > 1.001 * float(tolerance) + GAP else None
    return differ(a.items[0], b.items[0])


def _as_sets(a: Sequence[Node], b: Sequence[Node], counted: bool) -> str | None:
    if counted and len(a) != len(b):
        return f"{len(a)} and {len(b)} members"
    for one, other in ((a, b), (b, a)):
        for item in one:
            if all(differ(item, against) for against in other):
                return "a member that the other has not"
    return None


def _directions(a: Sequence[Node], b: Sequence[Node]) -> str | None:
    left, right = ([value_at(node, {}) for node in side] for side in (a, b))
    for i in range(len(left)):
        for j in range(i):
            if far(left[i] * right[j], left[j] * right[i]):
                return "another direction"
    return None


def _equations(a: Sequence[Node], b: Sequence[Node]) -> str | None:
    """No multiple of each other: the ratio of lhs - rhs changes from place to place."""
    ratios = []
    for place in _places(*a, *b):
        left, right = (value_at(s[0], place) - value_at(s[1], place) for s in (a, b))
        ratios.append((left, right))
    (p, q), *others = ratios
    return "no multiple of it" if any(far(p * s, q * r) for r, s in others) else None


def _antiderivative(answer: Answer, gold: Reading, said: Reading) -> str | None:
    """The difference is no constant in the variable."""
    if said.value.shape != "scalar":
        raise Unknown(said.value.shape)
    a, b = gold.value.items[0], said.value.items[0]
    variable = answer.spec.get("variable", "x")
    places = [{n: 0.5 for n in symbols(a) | symbols(b)} | {variable: p} for p, _ in _PLACES]
    gaps = [value_at(a, place) - value_at(b, place) for place in places]
    sizes = [abs(value_at(a, place)) for place in places]
    wide = any(abs(gap - gaps[0]) > GAP * (1 + max(sizes)) for gap in gaps)
    return "their difference is no constant" if wide else None


def _modular(answer: Answer, gold: Reading, said: Reading) -> str | None:
    pair = []
    for value in (gold.value, said.value):
        node = value.items[0]
        residue = node.args[0] if node.op == "mod" else node
        if value.shape not in ("scalar", "class") or residue.op != "num":
            raise Unknown("no residue")
        modulus = node.args[1] if node.op == "mod" else (*value.items, None)[1]
        pair.append((residue.args[0], modulus))
    own: Any = answer.spec.get("modulus") or (pair[0][1] and pair[0][1].args[0])
    said_of = pair[1][1] and pair[1][1].args[0]
    if own is not None and said_of is not None and int(own) != int(said_of):
        return "another modulus"
    if own is None:
        raise Unknown("no modulus")
    return None if ((pair[0][0] - pair[1][0]) / int(own)).q == 1 else "another residue"


def _witness(answer: Answer, gold: Reading, said: Reading) -> str | None:
    """Integers that do not fulfil an equation of the property; of other properties nothing."""
    wanted = answer.spec["property"]
    if wanted["type"] != "integers":
        return _values(answer, gold, said)
    numbers = [value_at(member, {}).real for member in _members(said)]
    if len(numbers) != wanted["count"]:
        return f"{len(numbers)} numbers, {wanted['count']} are asked"
    for each in wanted["equations"]:
        pairs = zip(each["coefficients"], numbers, strict=True)
        found = sum(c * x ** each["power"] for c, x in pairs)
        if far(found, each["total"]):
            return f"{found:.6g}, where {each['total']} is asked"
    return None


Ends = tuple[float, float, bool, bool]


def _interval(answer: Answer, gold: Reading, said: Reading) -> str | None:
    """A number that one of the two holds and the other does not."""
    assert gold.node is not None and said.node is not None
    a, b = _pieces(gold.node), _pieces(said.node)
    ends = sorted({x for piece in (*a, *b) for x in piece[:2] if math.isfinite(x)})
    probes = [0.0, *ends, *(x + d for x in ends for d in (-0.5, 0.5, -1e7, 1e7))]
    probes += [(x + y) / 2 for x, y in pairwise(ends)]
    found = next((x for x in probes if _holds(a, x) is not _holds(b, x)), None)
    return None if found is None else f"{found:g} is in one and not in the other"


def _pieces(node: Node) -> list[Ends]:
    if node.op == "cup":
        return [piece for part in node.args for piece in _pieces(part)]
    if node.op == "set":
        values = [value_at(item, {}).real for item in node.args]
        return [(x, x, True, True) for x in values]
    if node.op == "const" and node.args[0] in ("R", "empty"):
        return [(-math.inf, math.inf, False, False)] if node.args[0] == "R" else []
    if node.op in ("tuple", "list") and len(node.args) == 2:
        node = Node("interval", (*node.args, node.op == "list", node.op == "list"))
    if node.op != "interval":
        raise Unknown(node.op)
    low, high = (value_at(end, {}).real for end in node.args[:2])
    return [(low, high, node.args[2], node.args[3])]


def _holds(pieces: Sequence[Ends], x: float) -> bool:
    return any(
        low < x < high or (x == low and left) or (x == high and right)
        for low, high, left, right in pieces
    )


_KINDS: dict[str, Callable[[Answer, Reading, Reading], str | None]] = {
    "antiderivative": _antiderivative,
    "interval": _interval,
    "modular": _modular,
    "witness": _witness,
}
