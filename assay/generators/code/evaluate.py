"""A small evaluator for the Python that our own families write: a second way to a program's value.

    call("def solve(values):\\n    return sum(values) + 1", "solve", ([1, 2],)) == 4

It turns the syntax tree into closures and knows integers, texts, lists, tuples, sets and dicts, a
fixed list of builtins and methods, and nothing else: no attribute of an object can be reached,
nothing is imported, and every visited node costs one unit of a budget. It is for sources that this
package composed (and for mutants of them), never for what a model wrote: that runs in the sandbox.
`Refused` means the program uses something outside the subset, `Failed` that it raised, and
`Exhausted` that the budget ran out.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from assay.generators.code.evaluate_values import (
    LEFT,
    PRINTS,
    Exhausted,
    Failed,
    Names,
    Refused,
    Value,
    binding,
    operation,
    paid_value,
    refusal,
    spend,
    value_of,
)

__all__ = ["Exhausted", "Failed", "Refused", "action_of", "call", "function_of", "printed"]

BUDGET = 20_000
Signal = tuple[str, Any]
Action = Callable[[Names], Signal | None]
"""A statement: it tells its block to go on (None), or to leave a loop, begin it anew, or return."""
BREAK: Signal = ("break", None)
CONTINUE: Signal = ("continue", None)
FAILURES = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)


@lru_cache(maxsize=256)
def _compiled(source: str, entry: str) -> "Function":
    return Function(function_of(ast.parse(source), entry))


def function_of(tree: ast.Module, entry: str) -> ast.FunctionDef:
    """The function `entry` of a parsed source; raises Refused where there is none."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == entry:
            return node
    raise Refused(f"no function {entry!r}")


def call(source: str, entry: str, args: Sequence[Any], budget: int = BUDGET) -> Any:
    """What `entry(*args)` returns; raises Refused, Failed or Exhausted."""
    return _compiled(source, entry).call(args, budget)


def call_node(function: ast.FunctionDef, args: Sequence[Any], budget: int = BUDGET) -> Any:
    """The same for a parsed function."""
    return Function(function).call(args, budget)


def printed(source: str, budget: int = BUDGET) -> list[Any]:
    """What a script of plain statements prints, one value for each `print` of one argument."""
    names: Names = {LEFT: budget, PRINTS: []}
    _run([action_of(statement) for statement in ast.parse(source).body], names)
    prints: list[Any] = names[PRINTS]
    return prints


class Function:
    """A function ready to be called; `actions`, one for each of its statements, may be replaced."""

    __slots__ = ("actions", "parameters")

    def __init__(self, node: ast.FunctionDef, actions: Sequence[Action] | None = None) -> None:
        self.parameters = [argument.arg for argument in node.args.args]
        self.actions = list(actions or map(action_of, node.body))

    def call(self, args: Sequence[Any], budget: int = BUDGET) -> Any:
        """What the function returns for these arguments; raises Refused, Failed or Exhausted."""
        names: Names = dict(zip(self.parameters, args, strict=True))
        names[LEFT] = budget
        return _run(self.actions, names)


def _run(actions: Sequence[Action], names: Names) -> Any:
    try:
        for action in actions:
            signal = action(names)
            if signal is not None:
                return signal[1]
    except FAILURES as error:
        raise Failed(f"{type(error).__name__}: {error}") from None
    return None


def action_of(node: ast.stmt) -> Action:
    """A statement as a closure. One of an unknown sort is refused when it is reached."""
    build = _STATEMENTS.get(type(node))
    return refusal(node) if build is None else build(node)


def _block(body: Sequence[ast.stmt]) -> Action:
    actions = [action_of(statement) for statement in body]
    if len(actions) == 1:
        return actions[0]

    def block(names: Names) -> Signal | None:
        for action in actions:
            signal = action(names)
            if signal is not None:
                return signal
        return None

    return block


def _assign(node: ast.Assign) -> Action:
    value, cost = value_of(node.value)
    cost += 1
    if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id

        def assign_name(names: Names) -> None:
            left = names[LEFT] - cost
            if left < 0:
                raise Exhausted("the budget of operations ran out")
            names[LEFT] = left
            names[name] = value(names)

        return assign_name
    bindings = [binding(target) for target in node.targets]

    def assign(names: Names) -> None:
        spend(names, cost)
        found = value(names)
        for bind in bindings:
            bind(names, found)

    return assign


def _augment(node: ast.AugAssign) -> Action:
    bind = binding(node.target)
    before, cost = value_of(_as_load(node.target))
    value, more = value_of(node.value)
    operate = operation(node.op)
    cost += more + 1

    def augment(names: Names) -> None:
        left = names[LEFT] - cost
        if left < 0:
            raise Exhausted("the budget of operations ran out")
        names[LEFT] = left
        bind(names, operate(before(names), value(names)))

    return augment


def _as_load(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Subscript):
        return ast.Subscript(target.value, target.slice, ast.Load())
    return target


def _if(node: ast.If) -> Action:
    test, cost = value_of(node.test)
    body, orelse = _block(node.body), _block(node.orelse)
    cost += 1

    def choose(names: Names) -> Signal | None:
        left = names[LEFT] - cost
        if left < 0:
            raise Exhausted("the budget of operations ran out")
        names[LEFT] = left
        return body(names) if test(names) else orelse(names)

    return choose


def _while(node: ast.While) -> Action:
    test, body = paid_value(node.test), _block(node.body)

    def repeat(names: Names) -> Signal | None:
        spend(names, 1)
        while test(names):
            signal = body(names)
            if signal is not None and signal is not CONTINUE:
                return None if signal is BREAK else signal
        return None

    return repeat


def _for(node: ast.For) -> Action:
    items, cost = value_of(node.iter)
    bind, body = binding(node.target), _block(node.body)
    cost += 1

    def loop(names: Names) -> Signal | None:
        spend(names, cost)
        for item in items(names):
            left = names[LEFT] - 1
            if left < 0:
                raise Exhausted("the budget of operations ran out")
            names[LEFT] = left
            bind(names, item)
            signal = body(names)
            if signal is not None and signal is not CONTINUE:
                return None if signal is BREAK else signal
        return None

    return loop


def _return(node: ast.Return) -> Action:
    value: Value = (lambda names: None) if node.value is None else paid_value(node.value)

    def leave(names: Names) -> Signal:
        spend(names, 1)
        return "return", value(names)

    return leave


def _jump(signal: Signal | None) -> Action:
    def jump(names: Names) -> Signal | None:
        spend(names, 1)
        return signal

    return jump


def _expression(node: ast.Expr) -> Action:
    made = node.value
    shows = isinstance(made, ast.Call) and _is_print(made)
    value, cost = value_of(made.args[0] if isinstance(made, ast.Call) and shows else made)
    cost += 1

    def evaluate(names: Names) -> None:
        spend(names, cost)
        result = value(names)
        if shows:
            names.setdefault(PRINTS, []).append(result)

    return evaluate


def _is_print(made: ast.Call) -> bool:
    return isinstance(made.func, ast.Name) and made.func.id == "print" and len(made.args) == 1


_STATEMENTS: Mapping[type[ast.stmt], Callable[[Any], Action]] = {
    ast.Assign: _assign,
    ast.AugAssign: _augment,
    ast.If: _if,
    ast.While: _while,
    ast.For: _for,
    ast.Return: _return,
    ast.Break: lambda node: _jump(BREAK),
    ast.Continue: lambda node: _jump(CONTINUE),
    ast.Expr: _expression,
    ast.Pass: lambda node: _jump(None),
}
