"""Small typed faults in a program of our own: what repair shows and what property tests must kill.

    draw_mutants(rng, "def f(a):\\n    return max(a) + 1", "f", examples, 2)
        -> ["def f(a):\\n    return max(a) + 2", "def f(a):\\n    return min(a) + 1"]

A mutation changes one node of the syntax tree into another of the same type: a comparison, an
arithmetic or Boolean operator, a constant by one, a builtin or method of the same shape, a
condition into its opposite; or it leaves one statement out. Nothing is executed: `wrong_on` looks
with the small evaluator at whether a mutant differs on an example; the sandbox has the last word
(pipelines/vet.py).
"""

import ast
import copy
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random
from threading import Lock
from typing import Any

from assay.core.canonical import dumps
from assay.generators.code.evaluate import (
    Action,
    Failed,
    Function,
    Refused,
    action_of,
    function_of,
)

COMPARISONS: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: Mapping[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.FloorDiv: (ast.Mod,),
    ast.Mod: (ast.FloorDiv,),
}
BUILTINS = {"max": "min", "min": "max", "any": "all", "all": "any"}
INDENT = "    "
METHODS = {"upper": "lower", "lower": "upper", "startswith": "endswith", "isalpha": "isdigit"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One mutation: the field of a node and what it becomes."""

    node: ast.AST
    field: str
    new: Any


def edits(tree: ast.Module) -> list[Edit]:
    """Every mutation of the tree, in the order of its nodes."""
    found: list[Edit] = []
    todo: deque[ast.AST] = deque([tree])
    while todo:
        node = todo.popleft()
        kind: Any = type(node)
        if kind in _EDITS:
            found += _EDITS[kind](node)
        for name in _children(kind):
            value = getattr(node, name)
            if isinstance(value, list):
                todo += [
                    part for part in value if isinstance(part, ast.AST)
                ]  # {**x} has a key None
            elif isinstance(value, ast.AST):
                todo.append(value)
    return found


@cache
def _children(kind: Any) -> tuple[str, ...]:
    """The fields of a node that may hold nodes in which there is something to change."""
    return tuple(name for name in kind._fields if name not in _IDLE)


_IDLE = {"id", "attr", "arg", "name", "ctx", "op", "ops", "kind", "type_comment", "type_ignores"}


def draw_mutants(
    rng: Random, source: str, entry: str, examples: Sequence[Mapping[str, Any]], count: int
) -> list[str]:
    """Up to `count` different mutants, each wrong on some example; fewer if there are no more."""
    return [mutant for mutant, _ in draw_faults(rng, source, entry, examples, count)]


def draw_faults(
    rng: Random, source: str, entry: str, examples: Sequence[Mapping[str, Any]], count: int
) -> list[tuple[str, Mapping[str, Any]]]:
    """The same mutants, each with what `wrong_on` says of it."""
    bench = bench_of(source, entry)
    tests = [(example, dumps(example["result"])) for example in examples]
    left = list(range(len(bench.edits)))
    found: dict[str, Mapping[str, Any]] = {}
    while left and len(found) < count:
        at = left.pop(rng.randrange(len(left)))
        seen = _wrong_on(bench.function(at), tests)
        if seen is not None:
            found[bench.text(at)] = seen
    return list(found.items())


def wrong_on(
    mutant: str, entry: str, examples: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The first example on which the mutant is wrong, with its `got` or `raises`; else None.

    None also for a mutant that the evaluator cannot follow.
    """
    tests = [(example, dumps(example["result"])) for example in examples]
    return _wrong_on(Function(function_of(ast.parse(mutant), entry)), tests)


def _wrong_on(
    function: Function, tests: Sequence[tuple[Mapping[str, Any], str]]
) -> Mapping[str, Any] | None:
    for example, result in tests:
        try:
            got = function.call(fresh(example["args"]))
        except Refused:
            return None
        except Failed as failure:
            return {**example, "raises": str(failure)}
        if got is None or dumps(got) != result:
            return {**example, "got": got}
    return None


def fresh(value: Any) -> Any:
    """A copy, as a mutant may change a list that it is given."""
    if isinstance(value, list | tuple):
        return [fresh(item) if isinstance(item, list | tuple | dict) else item for item in value]
    return copy.deepcopy(value) if isinstance(value, dict) else value


class Bench:
    """One source, and its mutants as they are asked for.

    A mutant differs from the source in one statement of the function: only that is made anew, as a
    text and for the evaluator.
    """

    def __init__(self, source: str, entry: str) -> None:
        self._tree = ast.parse(source)
        self._node = function_of(self._tree, entry)
        self._body = list(self._node.body)
        self._right = Function(self._node)
        self._lines = source.split("\n")
        self._functions: dict[int, Function] = {}
        self._texts: dict[int, str] = {}
        self._lock = Lock()
        self.edits = edits(self._tree)

    def function(self, at: int) -> Function:
        """The mutant number `at`, ready to be called."""
        if at not in self._functions:
            with self._edited(self.edits[at]) as edit:
                self._functions[at] = Function(self._node, self._actions(edit))
        return self._functions[at]

    def text(self, at: int) -> str:
        """Its source, laid out as the source was but for the changed statement."""
        if at not in self._texts:
            with self._edited(self.edits[at]) as edit:
                self._texts[at] = self._text(edit)
        return self._texts[at]

    @contextmanager
    def _edited(self, edit: Edit) -> Iterator[Edit]:
        with self._lock:
            old = getattr(edit.node, edit.field)
            setattr(edit.node, edit.field, edit.new)
            try:
                yield edit
            finally:
                setattr(edit.node, edit.field, old)

    def _actions(self, edit: Edit) -> list[Action]:
        actions = list(self._right.actions)
        at = self._place(edit)
        if edit.node is self._node:
            del actions[at]
        elif at >= 0:
            actions[at] = action_of(self._body[at])
        return actions

    def _text(self, edit: Edit) -> str:
        at = self._place(edit)
        if at < 0 or self._body[0].lineno == self._node.lineno:
            return ast.unparse(self._tree)
        old, lines = self._body[at], list(self._lines)
        new = [] if edit.node is self._node else ast.unparse(old).split("\n")
        lines[old.lineno - 1 : old.end_lineno] = [INDENT + line for line in new]
        return "\n".join(lines)

    def _place(self, edit: Edit) -> int:
        """The statement of the function in which the edit is, or that it leaves out; or -1."""
        if edit.node is self._node:
            return next(at for at, one in enumerate(self._body) if one not in edit.new)
        node = edit.node.target if isinstance(edit.node, ast.comprehension) else edit.node
        line = getattr(node, "lineno", 0)
        places = (at for at, one in enumerate(self._body) if one.lineno <= line <= _last(one))
        return next(places, -1)


def _last(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno


@lru_cache(maxsize=256)
def bench_of(source: str, entry: str) -> Bench:
    """The bench of a function, shared by all that ask for its mutants."""
    return Bench(source, entry)


def _comparisons(node: ast.Compare) -> Iterator[Edit]:
    for comparison in COMPARISONS.get(type(node.ops[0]), ()):
        yield Edit(node, "ops", [comparison(), *node.ops[1:]])


def _operators(node: ast.BinOp | ast.AugAssign) -> Iterator[Edit]:
    for operator in ARITHMETIC.get(type(node.op), ()):
        yield Edit(node, "op", operator())


def _connective(node: ast.BoolOp) -> Iterator[Edit]:
    yield Edit(node, "op", ast.And() if isinstance(node.op, ast.Or) else ast.Or())


def _constants(node: ast.Constant) -> Iterator[Edit]:
    return (Edit(node, "value", value) for value in _neighbours(node.value))


def _builtin(node: ast.Name) -> Iterator[Edit]:
    if node.id in BUILTINS:
        yield Edit(node, "id", BUILTINS[node.id])


def _method(node: ast.Attribute) -> Iterator[Edit]:
    if node.attr in METHODS:
        yield Edit(node, "attr", METHODS[node.attr])


def _filters(node: ast.comprehension) -> Iterator[Edit]:
    return (Edit(node, "ifs", [_opposite(test)]) for test in node.ifs)


def _condition(node: ast.IfExp) -> Iterator[Edit]:
    yield Edit(node, "test", _opposite(node.test))


def _branch(node: ast.If) -> Iterator[Edit]:
    yield Edit(node, "test", _opposite(node.test))
    yield from _removals(node)


def _neighbours(value: Any) -> list[Any]:
    """Constants next to a constant."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, str) and value:
        return [value[:-1] if len(value) > 1 else chr(ord(value) + 1)]
    return []


def _opposite(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)


def _removals(node: ast.FunctionDef | ast.For | ast.While | ast.If) -> Iterator[Edit]:
    """Leave out one statement that changes something which exists already."""
    for at, statement in enumerate(node.body):
        if len(node.body) > 1 and _changes(statement):
            yield Edit(node, "body", [*node.body[:at], *node.body[at + 1 :]])


def _changes(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Assign):
        target = statement.targets[0]
        names = {n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name)}
        return isinstance(target, ast.Name) and target.id in names
    return isinstance(statement, ast.AugAssign | ast.If | ast.Expr)


_EDITS: Mapping[type[ast.AST], Callable[[Any], Iterator[Edit]]] = {
    ast.Compare: _comparisons,
    ast.BinOp: _operators,
    ast.AugAssign: _operators,
    ast.BoolOp: _connective,
    ast.Constant: _constants,
    ast.Name: _builtin,
    ast.Attribute: _method,
    ast.comprehension: _filters,
    ast.IfExp: _condition,
    ast.If: _branch,
    ast.FunctionDef: _removals,
    ast.For: _removals,
    ast.While: _removals,
}
