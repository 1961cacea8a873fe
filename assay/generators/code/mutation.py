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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.generators.code.evaluate import Failed, Refused, call_node, function_of

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
METHODS = {"upper": "lower", "lower": "upper", "startswith": "endswith", "isalpha": "isdigit"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One mutation: the field of a node and what it becomes."""

    node: ast.AST
    field: str
    new: Any


def edits(tree: ast.Module) -> list[Edit]:
    """Every mutation of the tree, in the order of its nodes."""
    return [edit for node in ast.walk(tree) for edit in _edits_of(node)]


def draw_mutants(
    rng: Random, source: str, entry: str, examples: Sequence[Mapping[str, Any]], count: int
) -> list[str]:
    """Up to `count` different mutants, each wrong on some example; fewer if there are no more."""
    tree = ast.parse(source)
    function = function_of(tree, entry)
    left = edits(tree)
    found: dict[str, None] = {}
    while left and len(found) < count:
        edit = left.pop(rng.randrange(len(left)))
        old = getattr(edit.node, edit.field)
        setattr(edit.node, edit.field, edit.new)
        if _wrong_on(function, examples) is not None:
            found[ast.unparse(tree)] = None
        setattr(edit.node, edit.field, old)
    return list(found)


def wrong_on(
    mutant: str, entry: str, examples: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The first example on which the mutant is wrong, with its `got` or `raises`; else None.

    None also for a mutant that the evaluator cannot follow.
    """
    return _wrong_on(function_of(ast.parse(mutant), entry), examples)


def _wrong_on(
    function: ast.FunctionDef, examples: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    for example in examples:
        try:
            got = call_node(function, copy.deepcopy(example["args"]))
        except Refused:
            return None
        except Failed as failure:
            return {**example, "raises": str(failure)}
        if got is None or dumps(got) != dumps(example["result"]):
            return {**example, "got": got}
    return None


def _edits_of(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Compare):
        for comparison in COMPARISONS.get(type(node.ops[0]), ()):
            yield Edit(node, "ops", [comparison(), *node.ops[1:]])
    elif isinstance(node, ast.BinOp | ast.AugAssign):
        for operator in ARITHMETIC.get(type(node.op), ()):
            yield Edit(node, "op", operator())
    elif isinstance(node, ast.BoolOp):
        yield Edit(node, "op", ast.And() if isinstance(node.op, ast.Or) else ast.Or())
    elif isinstance(node, ast.Constant):
        yield from (Edit(node, "value", value) for value in _neighbours(node.value))
    elif isinstance(node, ast.Name) and node.id in BUILTINS:
        yield Edit(node, "id", BUILTINS[node.id])
    elif isinstance(node, ast.Attribute) and node.attr in METHODS:
        yield Edit(node, "attr", METHODS[node.attr])
    elif isinstance(node, ast.comprehension):
        yield from (Edit(node, "ifs", [_opposite(test)]) for test in node.ifs)
    elif isinstance(node, ast.IfExp):
        yield Edit(node, "test", _opposite(node.test))
    if isinstance(node, ast.If):
        yield Edit(node, "test", _opposite(node.test))
    if isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.If):
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
