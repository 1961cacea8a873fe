"""What is known when a step is read: the problem, what earlier steps bound, set up or worked out.

    context = Context(read_problem("Let f(x) = 2x + 1. Find f(3).", "7"))
    context.expanded(node_of("f(3)"))  ->  2*3 + 1

Functions that the problem defines are put in, primes of them are derivatives. Nothing is judged.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from assay.checkers.derive import NoDerivative, derivative
from assay.checkers.nodes import Node, has_op, num, replaced, sym, symbols
from assay.checkers.prose.calls import MARK, is_named, worked_out
from assay.checkers.prose.equations import linear_point
from assay.checkers.prose.problem import Point, Problem
from assay.checkers.prose.values import exact, exact_node, node_of, substituted

Verdict = Literal["true", "firm", "false", "misfit", "defined"] | None
_LET = re.compile(r"\b(?:[Ll]et|[Cc]all|denote)(?: the| it| this)? \W?([A-Za-z])\b")
_BE = re.compile(r"\b[Ll]et [^.=;]{1,40}? be \W{0,2}([b-zB-Z])(?![\w'])")
_BESIDE = {
    "g": re.compile(r"(?<![A-Za-z])kg(?![A-Za-z])"),
    "m": re.compile(r"(?<![A-Za-z])[kc]m(?![A-Za-z])"),
    "s": re.compile(r"(?<![A-Za-z])min(?![A-Za-z])"),
    "h": re.compile(r"(?<![A-Za-z])min(?![A-Za-z])"),
}
_PARTIAL = re.compile(r"([A-Za-z])_\{([a-z])\}")
_USUAL = frozenset("fghFGH")
MAX_BOUND = 64
MAX_EQUATIONS = 24
MAX_SHOWN = 10
_DEPTH = 4
_MOST_PUT_IN = 100
"""How often functions are put in for one expression: a(n) = a(n-1) + a(n-2) inside itself grows."""
_MOST_TERMS = 60


@dataclass(slots=True)
class Context:
    """The state of a solution before a step."""

    problem: Problem
    env: dict[str, Node] = field(default_factory=dict)
    pending: set[str] = field(default_factory=set)
    functions: dict[str, tuple[str, Node]] = field(default_factory=dict)
    terms: dict[tuple[str, Fraction], Node] = field(default_factory=dict)
    worked: dict[tuple[str, Fraction], Node] = field(default_factory=dict)
    calls: frozenset[str] = frozenset()
    modulus: int | None = None
    residues: dict[tuple[str, int], int] = field(default_factory=dict)
    congruences: list[tuple[Node, Node, int]] = field(default_factory=list)
    settled: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    definitions: dict[str, Node] = field(default_factory=dict)
    solved: dict[str, Node] = field(default_factory=dict)
    equations: list[tuple[Node, Node]] = field(default_factory=list)
    given: list[tuple[Node, Node]] = field(default_factory=list)
    points: tuple[Point, ...] = ()
    known: set[Fraction] = field(default_factory=set)
    backing: frozenset[Fraction] = frozenset()
    recent: tuple[str, ...] = ()
    led: frozenset[Fraction] = frozenset()
    lists: list[tuple[Fraction, ...]] = field(default_factory=list)
    shown: list[Node] = field(default_factory=list)
    seen: set[Fraction] = field(default_factory=set)
    last: str | None = None
    step: str = ""
    introduced: set[str] = field(default_factory=set)
    supposed: dict[str, Node] = field(default_factory=dict)
    early: bool = False
    gold_reached: bool = False
    room: int = _MOST_PUT_IN

    def __post_init__(self) -> None:
        self.functions.update(self.problem.functions)
        self.modulus = self.problem.modulus
        self.terms.update(self.problem.terms)
        self.definitions.update(self.problem.definitions)
        given = self.problem.equations
        self.given = [(self.expanded(left), self.expanded(right)) for left, right in given]
        self.equations.extend(self.given)
        self.points = self.problem.points
        self.solved.update(linear_point(tuple(self.given)) or {})
        self.seen.update(self.problem.numbers)
        self.known.update(self.problem.coefficients)

    def expanded(self, node: Node) -> Node:
        """`node` with the functions that are known put in, and primes derived."""
        self.room = _MOST_PUT_IN
        return self._expanded(node, 0)

    def _expanded(self, node: Node, depth: int) -> Node:
        if depth > _DEPTH:
            return node
        if node.op == "sym" and node.args[0].endswith("'"):
            name = node.args[0].rstrip("'")
            body = self.functions[name][1] if name in self.functions else self.problem.implicit
            base = self.definitions.get(name) or body
            return node if base is None else derived(base, node.args[0].count("'"), None) or node
        if node.op == "sym" and (partial := _PARTIAL.fullmatch(node.args[0])) is not None:
            return self.partial(partial[1], partial[2]) or node
        args = tuple(self._expanded(a, depth) if isinstance(a, Node) else a for a in node.args)
        node = Node(node.op, args)
        if node.op != "fn" or len(args) != 2:
            return node
        name, inside = str(node.args[0]), args[1]
        if is_named(node):
            return worked_out(node, self.problem.text) or node
        term = None if name in self.functions else self.term(name, inside, depth)
        if term is not None:
            return term
        found = self.functions.get(name.rstrip("'"))
        if found is None and (MARK in name or name.rstrip("'") in _USUAL):
            found = self.curve(name)
            if found is not None and MARK not in name and not self.problem.speaks_of(found[0]):
                found = None
        if found is None and self.problem.implicit is not None and name.endswith("'"):
            names = sorted(symbols(self.problem.implicit))
            found = (names[0], self.problem.implicit) if len(names) == 1 else None
        if found is None:
            return node
        variable, body = found
        primed = derived(body, name.count("'"), variable)
        if primed is None:
            return node
        if not self.room:
            return node
        self.room -= 1
        return self._expanded(replaced(primed, sym(variable), inside), depth + 1)

    def expressions(self) -> tuple[Node, ...]:
        """Expressions in unknowns that need no account: the problem's, the gold's, the last true
        ones."""
        found = [*self.shown[-MAX_SHOWN:], *self.problem.expressions[:8]]
        found += [side for pair in self.given[:4] for side in pair]
        found += [body for _, body in self.functions.values()]
        if self.problem.gold_node is not None:
            found.append(self.problem.gold_node)
        return tuple(node for node in found if symbols(node))

    def term(self, name: str, inside: Node, depth: int) -> Node | None:
        """What is known of a function at one place: said before, or by the problem's recurrence."""
        at = exact_node(inside)
        if at is None:
            return None
        if depth == 0:
            self._work_up(name, at)
        if (name, at) in self.terms or (name, at) in self.worked:
            return self.terms.get((name, at)) or self.worked[name, at]
        for left, right in self.problem.recurrences:
            names = sorted(symbols(left.args[1]))
            if left.args[0] != name or len(names) != 1 or depth >= _DEPTH:
                continue
            shift = exact_node(replaced(left.args[1], sym(names[0]), num(0)))
            if shift is None or (at - shift).denominator != 1:
                continue
            found = self._expanded(replaced(right, sym(names[0]), num(int(at - shift))), depth + 1)
            if not symbols(found) and not has_op(found, "fn"):
                return found
        return None

    def _work_up(self, name: str, at: Fraction) -> None:
        """The terms from the first known one up to `at`, each from those before it."""
        known = [place for called, place in self.terms if called == name]
        if not known or at.denominator != 1 or not min(known) < at <= _MOST_TERMS:
            return
        for place in range(int(min(known)) + 1, int(at)):
            if (name, Fraction(place)) not in self.terms.keys() | self.worked.keys():
                found = self.term(name, num(place), 1)
                if found is None:
                    return
                self.worked[name, Fraction(place)] = found

    def curve(self, name: str) -> tuple[str, Node] | None:
        """The expression in one unknown that a letter stands for: y(-4) after y = -4x^2 - 2x."""
        body = self.definitions.get(name.replace(MARK, "").rstrip("'"))
        names = sorted(symbols(body)) if body is not None else []
        return (names[0], body) if body is not None and len(names) == 1 else None

    def partial(self, name: str, variable: str) -> Node | None:
        """The derivative f_y of a function of several variables that is known, by one of them."""
        if name in self.env or name in "xyzabc":
            return None
        shown = [body for body in self.problem.expressions if len(symbols(body)) > 1]
        base = self.definitions.get(name) or (shown[0] if len(shown) == 1 else None)
        if base is None or variable not in symbols(base) or len(symbols(base)) < 2:
            return None
        return derived(base, 1, variable)

    def valued(self, node: Node) -> Node:
        """`node` with what is bound or supposed here put in."""
        return substituted(node, {**self.env, **self.supposed})

    def unknowns(self) -> frozenset[str]:
        """The names that are in play, for the reader of phrases."""
        names = {*self.problem.names, *self.problem.roots, *self.env, *self.introduced}
        for left, right in self.equations[-4:]:
            names |= symbols(left) | symbols(right)
        return frozenset(names)

    def measures(self, step: str) -> frozenset[str]:
        """The letters that are units here: the problem's, and g beside kg."""
        found = {letter for letter, beside in _BESIDE.items() if beside.search(step)}
        return self.problem.measures | found

    def introduce(self, step: str) -> None:
        """Take in the letters that a step introduces: "let N be …"."""
        if len(self.introduced) < MAX_BOUND:
            self.introduced.update(_LET.findall(step[:2_000]))
            self.introduced.update(_BE.findall(step[:2_000]))

    def bind(self, name: str, node: Node, text: str, supposed: bool) -> None:
        """Let `name` stand for a value from here on (a supposed one within the step)."""
        if supposed:
            self.supposed[name] = node
        elif len(self.env) < MAX_BOUND:
            self.env[name] = node
            if exact(text) is not None and node.op not in ("num", "neg"):
                self.pending.add(name)

    def relate(self, left: Node, right: Node) -> None:
        """Keep an equation that later ones are compared with."""
        if len(self.equations) < MAX_EQUATIONS:
            self.equations.append((left, right))

    def in_equations(self, names: frozenset[str]) -> bool:
        """Whether an equation between unknowns has been set up for any of these names."""
        return any(names & (symbols(a) | symbols(b)) for a, b in self.equations)

    def learn(self, *texts: str) -> None:
        """The values of phrases are established."""
        for text in texts:
            value = exact(text)
            if value is None:
                node = node_of(text)
                value = exact_node(self.valued(node)) if node is not None else None
            if value is not None:
                self.known.add(value)
                self.known.add(-value)


def derived(node: Node, times: int, variable: str | None) -> Node | None:
    """The derivative of an expression, so many times (at most three), by a variable or its one."""
    names = sorted(symbols(node))
    variable = variable or (names[0] if len(names) == 1 else None)
    if times and (variable is None or times > 3):
        return None
    try:
        for _ in range(times):
            node = derivative(node, variable or "")
    except NoDerivative:
        return None
    return node
