"""What a problem itself says: its numbers, equations, functions and formulas, and its gold.

    read_problem("Solve 2x + 3 = 11.", "4").points  ->  ({"x": 4},)

The gold binds the problem's unknowns only when it satisfies every equation that could be read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import permutations

from assay.checkers.compare import compare
from assay.checkers.infer import infer_answer
from assay.checkers.nodes import Node, has_op, symbols, walk
from assay.checkers.prose.calls import BUILT_IN, called, indexed, is_called, with_calls
from assay.checkers.prose.claims import read_step
from assay.checkers.prose.cursor import UNIT_LETTERS
from assay.checkers.prose.equations import difference, univariate
from assay.checkers.prose.lists import lists_of
from assay.checkers.prose.moduli import modulus_in
from assay.checkers.prose.quantities import quantities
from assay.checkers.prose.said import Said, Spoken
from assay.checkers.prose.usual import named_roots, usual_letters
from assay.checkers.prose.values import as_fraction, exact, node_of, same, substituted
from assay.checkers.reading import cached_reading
from assay.core.errors import UsageError
from assay.core.records import Answer

Point = Mapping[str, Node]
_WORD = re.compile(r"[a-z]{3,}")
_ASKING = re.compile(
    r"\b(?:find|compute|evaluate|what is|calculate|value of|simplify|expand|factor(?:ise|ize)?|"
    r"work out|determine)(?: the)?(?: value of| product| expression| sum)?$"
)
_DERIVE = re.compile(
    r"\b(?:derivative|differentiate|derivative of)\b|d/d|\\frac\{d\}", re.IGNORECASE
)
_MAX_PERMUTED = 3


@dataclass(slots=True)
class Problem:
    """A problem that has been read; every part may be empty."""

    numbers: dict[Fraction, set[str]] = field(default_factory=dict)
    text: str = ""
    equations: list[tuple[Node, Node]] = field(default_factory=list)
    inequalities: list[tuple[Node, str, Node]] = field(default_factory=list)
    functions: dict[str, tuple[str, Node]] = field(default_factory=dict)
    terms: dict[tuple[str, Fraction], Node] = field(default_factory=dict)
    recurrences: list[tuple[Node, Node]] = field(default_factory=list)
    sequences: frozenset[str] = frozenset()
    modulus: int | None = None
    definitions: dict[str, Node] = field(default_factory=dict)
    expressions: list[Node] = field(default_factory=list)
    implicit: Node | None = None
    implicit_text: str = ""
    curve: str = ""
    asked: Node | None = None
    names: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    letters: dict[str, Node] = field(default_factory=dict)
    roots: frozenset[str] = frozenset()
    coefficients: frozenset[Fraction] = frozenset()
    points: tuple[Point, ...] = ()
    answer: Answer | None = None
    gold: Fraction | None = None
    gold_node: Node | None = None
    gold_numbers: frozenset[Fraction] = frozenset()
    gold_text: str = ""
    digits: frozenset[str] = frozenset()
    lists: tuple[tuple[Fraction, ...], ...] = ()

    def speaks_of(self, letter: str) -> bool:
        """Whether a letter stands alone in the text."""
        return re.search(rf"(?<![A-Za-z]){re.escape(letter)}(?![A-Za-z])", self.text) is not None


@lru_cache(maxsize=512)
def _read(problem: str, gold: str) -> Problem:
    found = Problem(text=problem)
    found.sequences = indexed(problem)
    found.modulus = modulus_in(problem, asked=True)
    names = called(problem, (), frozenset())
    spoken = read_step(with_calls(problem, found.sequences), calls=names)
    _numbers(found, spoken)
    for said in spoken.claims:
        _relation(found, said, _goes_on(spoken, said))
    texts: list[str] = []
    linked = {p.index for said in spoken.claims for p in (said.left, said.right)}
    for phrase in spoken.phrases:
        node = node_of(phrase.text) if phrase.has_letter or phrase.has_operator else None
        if node is None or phrase.index in linked:
            continue
        found.expressions.append(node)
        texts.append(phrase.text)
        before = " ".join(t.text.lower() for t in phrase.gap if t.kind == "word")
        if _ASKING.search(before) and found.asked is None:
            found.asked = node
    if _DERIVE.search(problem):
        lone = [at for at, node in enumerate(found.expressions) if symbols(node)]
        if len(lone) == 1 and not found.functions:
            found.implicit, found.implicit_text = found.expressions[lone[0]], texts[lone[0]]
    found.curve = _curve(found, spoken)
    related = [n for pair in found.equations for n in pair]
    shown = [node for node in found.expressions if node.op != "sym"]
    units = frozenset().union(*map(symbols, shown)) & UNIT_LETTERS if shown else frozenset()
    found.names = frozenset().union(frozenset(), *map(symbols, [*related, *shown])) - (
        units - frozenset().union(frozenset(), *map(symbols, related))
    )
    found.measures = frozenset(re.findall(r"\d ?([mghslLN])\b", problem)) - found.names
    found.coefficients = frozenset(_coefficients(found))
    found.letters = usual_letters(spoken.text, found.equations, found.expressions, found.names)
    roots = named_roots(spoken.text, found.equations, found.expressions)
    found.letters |= roots | quantities(spoken.text)
    found.roots = frozenset(roots)
    _assignments(found)
    found.gold_text = gold
    _gold(found, gold)
    return found


def _curve(found: Problem, spoken: Spoken) -> str:
    """The text of the one expression in x that the problem gives a name: y = x^3 - 2x."""
    shown = [
        said.right.text
        for said in spoken.claims
        if said.relation == "=" and said.right.has_letter and said.right.has_operator
        and (node := node_of(said.right.text)) is not None and len(symbols(node)) == 1
    ]  # fmt: skip
    return shown[0] if len(shown) == 1 and not found.expressions else ""


def _assignments(found: Problem) -> None:
    """Letters that the problem gives a number; one with two numbers ("y = 6 at x = 4, … x = 3") has
    none, and its equations are conditions, not facts."""
    given: dict[str, list[Node]] = {}
    for left, right in found.equations:
        if left.op == "sym" and not symbols(right):
            given.setdefault(left.args[0], []).append(right)
    found.letters |= {name: values[0] for name, values in given.items() if len(values) == 1}
    if any(len(values) > 1 for values in given.values()):
        found.equations = [pair for pair in found.equations if symbols(pair[1])]


def _coefficients(found: Problem) -> Iterable[Fraction]:
    """The coefficients of the problem's equations, all on the left."""
    for left, right in found.equations:
        for name in symbols(left) | symbols(right):
            poly = univariate(difference(left, right), name)
            if poly is not None:
                for value in poly.coeffs():
                    yield from (as_fraction(value), -as_fraction(value))


def read_problem(problem: str, gold: str, answer: Answer | None = None) -> Problem:
    """The problem as read; `answer` (a task's) stands in for the one inferred from the gold."""
    found = _read(problem[:6_000], gold[:2_000])
    if answer is None:
        return found
    from dataclasses import replace

    return replace(found, answer=answer)


def _numbers(found: Problem, spoken: Spoken) -> None:
    """Every number with the words around it."""
    for phrase in spoken.phrases:
        near = {t.text.lower() for t in phrase.gap[-4:] if t.kind == "word"} | set(phrase.units)
        at = phrase.index + 1
        after = spoken.phrases[at].gap if at < len(spoken.phrases) else spoken.tail
        near |= {t.text.lower() for t in after[:4] if t.kind == "word"} | ({"%"} & {*phrase.text})
        for number in phrase.numbers:
            found.numbers.setdefault(number, set()).update(near)
        value = exact(phrase.text) if not phrase.has_letter else None
        if value is not None:
            found.numbers.setdefault(value, set()).update(near)
    found.digits = frozenset(_DIGITS.findall(found.text))
    found.lists = tuple(numbers for numbers, _ in lists_of(spoken.phrases))
    for number in _numbers_in(found.text):
        found.numbers.setdefault(number, set())


def _goes_on(spoken: Spoken, said: Said) -> bool:
    """Whether a sign stands behind what could be read of a formula: x^3, of "x^3 + ax + b"."""
    at = said.right.index + 1
    after = spoken.phrases[at].gap if at < len(spoken.phrases) else spoken.tail
    return bool(after) and after[0].kind == "op"


def _relation(found: Problem, said: Said, cut: bool) -> None:
    left, right = node_of(said.left.text), node_of(said.right.text)
    if left is None or right is None or (said.operator and left.op != "fn"):
        return
    if said.relation in ("<", ">", "<=", ">="):
        found.inequalities.append((left, said.relation, right))
    listed = bool(said.left.gap) and said.left.gap[-1].text in (",", "and")
    if said.relation != "=" or said.rough or (said.verbal and (said.loose or listed)):
        return
    if is_called(left) and len(left.args) == 2:
        at = _exact(left.args[1])
        if at is not None:
            found.terms.setdefault((str(left.args[0]), at), right)
            return
        if any(n.op == "fn" and n.args[0] == left.args[0] for n in walk(right)):
            found.recurrences.append((left, right))
            return
    named = left.op == "fn" and len(left.args) == 2 and left.args[1].op == "sym"
    if named and left.args[0] not in BUILT_IN:
        if cut:
            return
        name, variable = left.args[0], left.args[1].args[0]
        if name in found.functions:
            found.equations.append((found.functions[name][1], right))
        else:
            found.functions[name] = (variable, right)
    elif left.op == "sym" and symbols(right) and left.args[0] not in symbols(right):
        found.definitions.setdefault(left.args[0], right)
        found.equations.append((left, right))
    elif symbols(left) | symbols(right):
        found.equations.append((left, right))


def _gold(found: Problem, gold: str) -> None:
    try:
        found.answer = infer_answer(gold)
    except UsageError:
        return
    node = cached_reading(found.answer.value).node
    found.gold_node = node
    found.gold_numbers = frozenset(_numbers_in(found.answer.value))
    items = gold_items(found.answer)
    if len(items) == 1:
        found.gold = _exact(items[0])
    found.points = tuple(bound(found.equations, items)) or _named(found, items)


_TUPLE = re.compile(r"\( ?([A-Za-z]) ?, ?([A-Za-z]) ?(?:, ?([A-Za-z]) ?)?(?:, ?([A-Za-z]) ?)?\)")


def _named(found: Problem, items: Sequence[Node]) -> tuple[Point, ...]:
    """The values of letters that the problem asks for as a tuple: "the constants (a, h, k)"."""
    for match in _TUPLE.finditer(found.text):
        names = [name for name in match.groups() if name]
        if len(names) != len(items) or len({*names}) != len(names):
            continue
        if found.answer is None or cached_reading(found.answer.value).value.shape != "ordered":
            continue
        point = dict(zip(names, items, strict=True))
        asked = [
            pair for pair in found.equations if symbols(pair[0]) | symbols(pair[1]) <= {*names}
        ]
        if satisfied(asked, point):
            return (point,)
    return ()


_DIGITS = re.compile(r"\d{1,40}(?:\.\d{1,20})?")


def _numbers_in(text: str) -> Iterable[Fraction]:
    """Every number of a text as it stands, and the value of the whole."""
    whole = exact(text)
    if whole is not None:
        yield abs(whole)
    for digits in _DIGITS.findall(text):
        yield Fraction(digits)


def _exact(node: Node) -> Fraction | None:
    from assay.checkers.prose.values import exact_node

    return exact_node(node)


def gold_items(answer: Answer) -> tuple[Node, ...]:
    """The scalars of a gold, without labels."""
    reading = cached_reading(answer.value)
    if reading.node is None or reading.value.shape not in (
        "scalar",
        "unordered",
        "ordered",
        "mapping",
    ):
        return ()
    items = reading.value.items
    return items if not any(has_op(i, "text", "rel", "tuple", "interval") for i in items) else ()


def bound(equations: Sequence[tuple[Node, Node]], items: Sequence[Node]) -> Iterable[Point]:
    """The points at which the gold satisfies all equations: one for each value of one unknown, or
    the values given to several unknowns in the order that fits."""
    names = sorted(frozenset().union(*(symbols(n) for pair in equations for n in pair)))
    if not names or not items or len(items) > 6 or any(symbols(item) for item in items):
        return ()
    if len(names) == 1:
        points: list[dict[str, Node]] = [{names[0]: item} for item in items]
        return points if all(satisfied(equations, point) for point in points) else ()
    if len(names) != len(items) or len(names) > _MAX_PERMUTED:
        return ()
    points = [dict(zip(names, order, strict=True)) for order in permutations(items)]
    return [point for point in points if satisfied(equations, point)]


def satisfied(equations: Iterable[tuple[Node, Node]], point: Point) -> bool:
    """Whether all equations hold at a point, by proof."""
    values = dict(point)
    return all(same(substituted(a, values), substituted(b, values)) is True for a, b in equations)


__all__ = ["Point", "Problem", "bound", "compare", "gold_items", "read_problem", "satisfied"]
