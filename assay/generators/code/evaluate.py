"""A small evaluator for the Python that our own families write: a second way to a program's value.

    call("def solve(values):\\n    return sum(values) + 1", "solve", ([1, 2],)) == 4

It walks the syntax tree and knows integers, texts, lists, tuples, sets and dicts, a fixed list of
builtins and methods, and nothing else: no attribute of an object can be reached, nothing is
imported, and every visited node costs one unit of a budget. It is for sources that this package
composed (and for mutants of them), never for what a model wrote: that runs in the sandbox.
`Refused` means the program uses something outside the subset, `Failed` that it raised, and
`Exhausted` that the budget ran out.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

BUDGET = 20_000
LARGEST = 10**60
LONGEST = 10_000


class Refused(Exception):
    """The source uses something that the evaluator does not know."""


class Failed(Exception):
    """The program raised; the argument is the name of the exception and its message."""


class Exhausted(Failed):
    """The program did more than its budget allows."""


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


class _Return(Exception):
    def __init__(self, value: Any) -> None:
        self.value = value


BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitXor: operator.xor,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
}
COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}
UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.Not: operator.not_,
}
BUILTINS: Mapping[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        *(len, sum, min, max, sorted, abs, range, enumerate, zip, reversed, list, set, tuple),
        *(dict, str, int, ord, chr, any, all, bin, divmod, bool),
    )
}
_METHOD_NAMES: Mapping[type, str] = {
    str: "upper lower swapcase replace split join isalpha isdigit find count index startswith "
    "endswith strip isupper islower",
    list: "append count index pop insert extend reverse sort copy remove",
    dict: "get items keys values pop setdefault",
    set: "add remove discard",
}
METHODS = {kind: frozenset(names.split()) for kind, names in _METHOD_NAMES.items()}
FAILURES = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)


@lru_cache(maxsize=256)
def _parsed(source: str, entry: str) -> ast.FunctionDef:
    return function_of(ast.parse(source), entry)


def function_of(tree: ast.Module, entry: str) -> ast.FunctionDef:
    """The function `entry` of a parsed source; raises Refused where there is none."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == entry:
            return node
    raise Refused(f"no function {entry!r}")


def call(source: str, entry: str, args: Sequence[Any], budget: int = BUDGET) -> Any:
    """What `entry(*args)` returns; raises Refused, Failed or Exhausted."""
    return call_node(_parsed(source, entry), args, budget)


def call_node(function: ast.FunctionDef, args: Sequence[Any], budget: int = BUDGET) -> Any:
    """The same for a parsed function."""
    names = [argument.arg for argument in function.args.args]
    return _Machine(dict(zip(names, args, strict=True)), budget).run(function.body)


def printed(source: str, budget: int = BUDGET) -> list[Any]:
    """What a script of plain statements prints, one value for each `print` of one argument."""
    machine = _Machine({}, budget)
    machine.run(ast.parse(source).body)
    return machine.prints


class _Machine:
    """One run: the variables, what was printed, and what is left of the budget."""

    def __init__(self, names: dict[str, Any], budget: int) -> None:
        self.names = names
        self.prints: list[Any] = []
        self._left = budget

    def run(self, body: Sequence[ast.stmt]) -> Any:
        try:
            self._block(body)
        except _Return as returned:
            return returned.value
        except FAILURES as error:
            raise Failed(f"{type(error).__name__}: {error}") from None
        return None

    def _spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Exhausted("the budget of operations ran out")

    def _block(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self._spend()
            handler = _STATEMENTS.get(type(statement))
            if handler is None:
                raise Refused(type(statement).__name__)
            handler(self, statement)

    def value(self, node: ast.expr) -> Any:
        """The value of an expression, held to the largest size allowed."""
        self._left -= 1
        if self._left < 0:
            raise Exhausted("the budget of operations ran out")
        handler = _EXPRESSIONS.get(type(node))
        if handler is None:
            raise Refused(type(node).__name__)
        return handler(self, node)

    def _assign(self, node: ast.Assign) -> None:
        value = self.value(node.value)
        for target in node.targets:
            self.bind(target, value)

    def bind(self, target: ast.expr, value: Any) -> None:
        """Assign a value to a name, a tuple of targets or a subscript."""
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple):
            for inner, item in zip(target.elts, list(value), strict=True):
                self.bind(inner, item)
        elif isinstance(target, ast.Subscript):
            self.value(target.value)[self.value(target.slice)] = value
        else:
            raise Refused(type(target).__name__)

    def _augment(self, node: ast.AugAssign) -> None:
        before = self.value(_as_load(node.target))
        self.bind(node.target, self._operate(node.op, before, self.value(node.value)))

    def _operate(self, op: ast.operator, left: Any, right: Any) -> Any:
        if type(op) not in BINARY:
            raise Refused(type(op).__name__)
        if isinstance(op, ast.Mult) and _product_size(left, right) > LONGEST:
            raise Exhausted("a repeated value is too long")
        result = BINARY[type(op)](left, right)
        if isinstance(result, int) and abs(result) > LARGEST:
            raise Exhausted("a number is too large")
        return result

    def _if(self, node: ast.If) -> None:
        self._block(node.body if self.value(node.test) else node.orelse)

    def _while(self, node: ast.While) -> None:
        while self.value(node.test):
            try:
                self._block(node.body)
            except _Break:
                return
            except _Continue:
                continue

    def _for(self, node: ast.For) -> None:
        for item in self.value(node.iter):
            self._spend()
            self.bind(node.target, item)
            try:
                self._block(node.body)
            except _Break:
                return
            except _Continue:
                continue

    def _return(self, node: ast.Return) -> None:
        raise _Return(None if node.value is None else self.value(node.value))

    def _break(self, node: ast.Break) -> None:
        raise _Break

    def _continue(self, node: ast.Continue) -> None:
        raise _Continue

    def _expression(self, node: ast.Expr) -> None:
        made = node.value
        if isinstance(made, ast.Call) and _is_print(made):
            self.prints.append(self.value(made.args[0]))
        else:
            self.value(made)

    def _name(self, node: ast.Name) -> Any:
        if node.id in self.names:
            return self.names[node.id]
        if node.id in BUILTINS:
            return BUILTINS[node.id]
        raise Failed(f"NameError: name {node.id!r} is not defined")

    def _binary(self, node: ast.BinOp) -> Any:
        return self._operate(node.op, self.value(node.left), self.value(node.right))

    def _unary(self, node: ast.UnaryOp) -> Any:
        if type(node.op) not in UNARY:
            raise Refused(type(node.op).__name__)
        return UNARY[type(node.op)](self.value(node.operand))

    def _boolean(self, node: ast.BoolOp) -> Any:
        stop = isinstance(node.op, ast.Or)
        result: Any = None
        for operand in node.values:
            result = self.value(operand)
            if bool(result) is stop:
                break
        return result

    def _comparison(self, node: ast.Compare) -> bool:
        left = self.value(node.left)
        for op, operand in zip(node.ops, node.comparators, strict=True):
            right = self.value(operand)
            if type(op) not in COMPARE:
                raise Refused(type(op).__name__)
            if not COMPARE[type(op)](left, right):
                return False
            left = right
        return True

    def _choice(self, node: ast.IfExp) -> Any:
        return self.value(node.body if self.value(node.test) else node.orelse)

    def _subscript(self, node: ast.Subscript) -> Any:
        return self.value(node.value)[self.value(node.slice)]

    def _slice(self, node: ast.Slice) -> slice:
        parts = (node.lower, node.upper, node.step)
        return slice(*(None if part is None else self.value(part) for part in parts))

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> Any:
        found: list[Any] = []
        outer = dict(self.names)
        self._collect(node.generators, node.elt, found)
        self.names = outer
        return set(found) if isinstance(node, ast.SetComp) else found

    def _collect(
        self, loops: Sequence[ast.comprehension], element: ast.expr, found: list[Any]
    ) -> None:
        if not loops:
            found.append(self.value(element))
            return
        for item in self.value(loops[0].iter):
            self._spend()
            self.bind(loops[0].target, item)
            if all(self.value(test) for test in loops[0].ifs):
                self._collect(loops[1:], element, found)

    def _call(self, node: ast.Call) -> Any:
        args = [self.value(argument) for argument in node.args]
        keywords = {k.arg: self.value(k.value) for k in node.keywords if k.arg is not None}
        if isinstance(node.func, ast.Attribute):
            owner = self.value(node.func.value)
            if node.func.attr not in METHODS.get(type(owner), frozenset()):
                raise Failed(f"AttributeError: {type(owner).__name__} has no {node.func.attr}")
            return getattr(owner, node.func.attr)(*args, **keywords)
        if not isinstance(node.func, ast.Name) or node.func.id not in BUILTINS:
            raise Refused("call of something that is no builtin")
        if node.func.id == "range" and len(BUILTINS["range"](*args)) > LONGEST:
            raise Exhausted("a range is too long")
        return BUILTINS[node.func.id](*args, **keywords)


def _is_print(made: ast.Call) -> bool:
    return isinstance(made.func, ast.Name) and made.func.id == "print" and len(made.args) == 1


def _product_size(left: Any, right: Any) -> int:
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, str | list) and isinstance(times, int):
            return len(sequence) * max(times, 0)
    return 0


def _as_load(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Subscript):
        return ast.Subscript(target.value, target.slice, ast.Load())
    raise Refused(type(target).__name__)


_STATEMENTS: Mapping[type[ast.stmt], Callable[[_Machine, Any], None]] = {
    ast.Assign: _Machine._assign,
    ast.AugAssign: _Machine._augment,
    ast.If: _Machine._if,
    ast.While: _Machine._while,
    ast.For: _Machine._for,
    ast.Return: _Machine._return,
    ast.Break: _Machine._break,
    ast.Continue: _Machine._continue,
    ast.Expr: _Machine._expression,
    ast.Pass: lambda machine, node: None,
}
_EXPRESSIONS: Mapping[type[ast.expr], Callable[[_Machine, Any], Any]] = {
    ast.Constant: lambda machine, node: node.value,
    ast.Name: _Machine._name,
    ast.BinOp: _Machine._binary,
    ast.UnaryOp: _Machine._unary,
    ast.BoolOp: _Machine._boolean,
    ast.Compare: _Machine._comparison,
    ast.IfExp: _Machine._choice,
    ast.Subscript: _Machine._subscript,
    ast.Slice: _Machine._slice,
    ast.ListComp: _Machine._comprehension,
    ast.GeneratorExp: _Machine._comprehension,
    ast.SetComp: _Machine._comprehension,
    ast.Call: _Machine._call,
    ast.List: lambda machine, node: [machine.value(item) for item in node.elts],
    ast.Tuple: lambda machine, node: tuple(machine.value(item) for item in node.elts),
    ast.Dict: lambda machine, node: {
        machine.value(k): machine.value(v) for k, v in zip(node.keys, node.values, strict=True)
    },
}
