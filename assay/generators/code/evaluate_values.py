"""The expressions of the small evaluator as closures; see evaluate.py, which runs whole programs.

    value, cost = value_of(ast.parse("a + 1", mode="eval").body)
    value({"a": 2, LEFT: 10}) == 3                       cost == 3, one for each node

The subset and its budget are described there. Nothing here runs a statement.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

LARGEST = 10**60
LONGEST = 10_000


class Refused(Exception):
    """The source uses something that the evaluator does not know."""


class Failed(Exception):
    """The program raised; the argument is the name of the exception and its message."""


class Exhausted(Failed):
    """The program did more than its budget allows."""


LEFT, PRINTS = 0, 1
"""Where a run keeps what is left of its budget and what was printed, beside its variables."""
Names = dict[Any, Any]
Value = Callable[[Names], Any]
_ABSENT = object()

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


def spend(names: Names, cost: int) -> None:
    """Take from the budget of a run; raises Exhausted where it holds no more."""
    left = names[LEFT] - cost
    if left < 0:
        raise Exhausted("the budget of operations ran out")
    names[LEFT] = left


def value_of(node: ast.expr) -> tuple[Value, int]:
    """An expression as a closure, and what it costs whenever it is worked out.

    Whoever calls the closure spends the cost; parts that are not always reached (the sides of `or`,
    the body of a comprehension) spend theirs themselves.
    """
    build = _EXPRESSIONS.get(type(node))
    if build is None:
        return refusal(node), 1
    value, cost = build(node)
    return value, cost + 1


def paid_value(node: ast.expr) -> Value:
    """An expression that spends its own cost."""
    value, cost = value_of(node)

    def paid(names: Names) -> Any:
        left = names[LEFT] - cost
        if left < 0:
            raise Exhausted("the budget of operations ran out")
        names[LEFT] = left
        return value(names)

    return paid


def refusal(node: ast.AST) -> Callable[[Names], Any]:
    def refuse(names: Names) -> Any:
        raise Refused(type(node).__name__)

    return refuse


Bind = Callable[[Names, Any], None]


def binding(target: ast.expr) -> Bind:
    """Assigns a value to a name, a tuple of targets or a subscript."""
    if isinstance(target, ast.Name):
        name = target.id

        def bind_name(names: Names, value: Any) -> None:
            names[name] = value

        return bind_name
    if isinstance(target, ast.Tuple):
        inner = [binding(one) for one in target.elts]

        def bind_tuple(names: Names, value: Any) -> None:
            for one, item in zip(inner, list(value), strict=True):
                one(names, item)

        return bind_tuple
    if isinstance(target, ast.Subscript):
        owner, at = paid_value(target.value), paid_value(target.slice)

        def bind_item(names: Names, value: Any) -> None:
            owner(names)[at(names)] = value

        return bind_item
    return lambda names, value: refusal(target)(names)


def operation(op: ast.operator) -> Callable[[Any, Any], Any]:
    """The operator, held to the largest results allowed."""
    apply = BINARY.get(type(op))
    if apply is None:
        return lambda a, b: refusal(op)({})
    repeats = isinstance(op, ast.Mult)

    def operate(a: Any, b: Any) -> Any:
        if repeats and _product_size(a, b) > LONGEST:
            raise Exhausted("a repeated value is too long")
        result = apply(a, b)
        if isinstance(result, int) and not -LARGEST <= result <= LARGEST:
            raise Exhausted("a number is too large")
        return result

    return operate


def _product_size(left: Any, right: Any) -> int:
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, str | list) and isinstance(times, int):
            return len(sequence) * max(times, 0)
    return 0


def _constant(node: ast.Constant) -> tuple[Value, int]:
    value = node.value
    return lambda names: value, 0


def _name(node: ast.Name) -> tuple[Value, int]:
    name = node.id

    def read(names: Names) -> Any:
        try:
            return names[name]
        except KeyError:
            if name in BUILTINS:
                return BUILTINS[name]
            raise Failed(f"NameError: name {name!r} is not defined") from None

    return read, 0


def _binary(node: ast.BinOp) -> tuple[Value, int]:
    one, cost = value_of(node.left)
    other, more = value_of(node.right)
    operate = operation(node.op)
    return lambda names: operate(one(names), other(names)), cost + more


def _unary(node: ast.UnaryOp) -> tuple[Value, int]:
    apply = UNARY.get(type(node.op))
    operand, cost = value_of(node.operand)
    if apply is None:
        return refusal(node.op), 0
    return lambda names: apply(operand(names)), cost


def _boolean(node: ast.BoolOp) -> tuple[Value, int]:
    stop = isinstance(node.op, ast.Or)
    first, cost = value_of(node.values[0])
    rest = [paid_value(operand) for operand in node.values[1:]]

    def decide(names: Names) -> Any:
        result = first(names)
        for operand in rest:
            if bool(result) is stop:
                break
            result = operand(names)
        return result

    return decide, cost


def _comparison(node: ast.Compare) -> tuple[Value, int]:
    left, cost = value_of(node.left)
    right, more = value_of(node.comparators[0])
    compare = _order(node.ops[0])
    if len(node.ops) == 1:
        return lambda names: compare(left(names), right(names)), cost + more
    rest = [
        (_order(op), paid_value(operand))
        for op, operand in zip(node.ops[1:], node.comparators[1:], strict=True)
    ]

    def chain(names: Names) -> bool:
        one, other = left(names), right(names)
        holds = compare(one, other)
        for further, operand in rest:
            if not holds:
                return False
            one, other = other, operand(names)
            holds = further(one, other)
        return bool(holds)

    return chain, cost + more


def _order(op: ast.cmpop) -> Callable[[Any, Any], bool]:
    return COMPARE.get(type(op)) or (lambda a, b: bool(refusal(op)({})))


def _choice(node: ast.IfExp) -> tuple[Value, int]:
    test, cost = value_of(node.test)
    body, orelse = paid_value(node.body), paid_value(node.orelse)
    return lambda names: body(names) if test(names) else orelse(names), cost


def _subscript(node: ast.Subscript) -> tuple[Value, int]:
    owner, cost = value_of(node.value)
    at, more = value_of(node.slice)
    return lambda names: owner(names)[at(names)], cost + more


def _slice(node: ast.Slice) -> tuple[Value, int]:
    parts = [None if p is None else value_of(p) for p in (node.lower, node.upper, node.step)]
    cost = sum(part[1] for part in parts if part is not None)

    def cut(names: Names) -> slice:
        return slice(*(None if part is None else part[0](names) for part in parts))

    return cut, cost


def _comprehension(node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> tuple[Value, int]:
    items, cost = value_of(node.generators[0].iter)
    collect = _collecting(node.generators, node.elt)
    own = [
        n.id for loop in node.generators for n in ast.walk(loop.target) if isinstance(n, ast.Name)
    ]
    distinct = isinstance(node, ast.SetComp)

    def gather(names: Names) -> Any:
        found: list[Any] = []
        outer = [(name, names.get(name, _ABSENT)) for name in own]
        collect(names, items(names), found)
        for name, value in outer:
            if value is _ABSENT:
                names.pop(name, None)
            else:
                names[name] = value
        return set(found) if distinct else found

    return gather, cost


Collect = Callable[[Names, Any, list[Any]], None]


def _collecting(loops: Sequence[ast.comprehension], element: ast.expr) -> Collect:
    """The loops of a comprehension from the first on: it appends the elements to a list."""
    bind = binding(loops[0].target)
    tests = [paid_value(test) for test in loops[0].ifs]
    made, cost = value_of(element)
    further = _collecting(loops[1:], element) if loops[1:] else None
    more = paid_value(loops[1].iter) if loops[1:] else None

    def collect(names: Names, items: Any, found: list[Any]) -> None:
        for item in items:
            left = names[LEFT] - 1
            if left < 0:
                raise Exhausted("the budget of operations ran out")
            names[LEFT] = left
            bind(names, item)
            for test in tests:
                if not test(names):
                    break
            else:
                if further is not None and more is not None:
                    further(names, more(names), found)
                    continue
                left = names[LEFT] - cost
                if left < 0:
                    raise Exhausted("the budget of operations ran out")
                names[LEFT] = left
                found.append(made(names))

    return collect


def _call(node: ast.Call) -> tuple[Value, int]:
    given = [value_of(argument) for argument in node.args]
    named = [(k.arg, *value_of(k.value)) for k in node.keywords if k.arg is not None]
    cost = sum(cost for _, cost in given) + sum(cost for _, _, cost in named)
    values = [value for value, _ in given]
    keywords = [(name, value) for name, value, _ in named]
    if isinstance(node.func, ast.Attribute):
        owner, more = value_of(node.func.value)
        return _method_call(owner, node.func.attr, values, keywords), cost + more
    if not isinstance(node.func, ast.Name) or node.func.id not in BUILTINS:
        return refusal(node), cost
    return _builtin_call(node.func.id, values, keywords), cost


Keywords = Sequence[tuple[str, Value]]


def _method_call(owner: Value, name: str, values: Sequence[Value], keywords: Keywords) -> Value:
    kinds = frozenset(kind for kind, known in METHODS.items() if name in known)

    def method(names: Names) -> Any:
        args = [value(names) for value in values]
        given = {key: value(names) for key, value in keywords}
        one = owner(names)
        if type(one) not in kinds:
            raise Failed(f"AttributeError: {type(one).__name__} has no {name}")
        return getattr(one, name)(*args, **given)

    return method


def _builtin_call(name: str, values: Sequence[Value], keywords: Keywords) -> Value:
    function = BUILTINS[name]
    if name == "range":

        def span(names: Names) -> Any:
            numbers = range(*[value(names) for value in values])
            if len(numbers) > LONGEST:
                raise Exhausted("a range is too long")
            return numbers

        return span
    if len(values) == 1 and not keywords:
        only = values[0]
        return lambda names: function(only(names))

    def builtin(names: Names) -> Any:
        args = [value(names) for value in values]
        return function(*args, **{key: value(names) for key, value in keywords})

    return builtin


def _sequence(node: ast.List | ast.Tuple) -> tuple[Value, int]:
    made = [value_of(item) for item in node.elts]
    values, cost = [value for value, _ in made], sum(cost for _, cost in made)
    if isinstance(node, ast.Tuple):
        return lambda names: tuple([value(names) for value in values]), cost
    return lambda names: [value(names) for value in values], cost


def _dict(node: ast.Dict) -> tuple[Value, int]:
    if any(key is None for key in node.keys):
        return refusal(node), 0
    keys = [value_of(key) for key in node.keys if key is not None]
    values = [value_of(value) for value in node.values]
    pairs = [(key, value) for (key, _), (value, _) in zip(keys, values, strict=True)]
    cost = sum(cost for _, cost in (*keys, *values))
    return lambda names: {key(names): value(names) for key, value in pairs}, cost


_EXPRESSIONS: Mapping[type[ast.expr], Callable[[Any], tuple[Value, int]]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _comparison,
    ast.IfExp: _choice,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.ListComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.SetComp: _comprehension,
    ast.Call: _call,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Dict: _dict,
}
