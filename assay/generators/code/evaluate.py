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


LEFT, PRINTS = 0, 1
"""Where a run keeps what is left of its budget and what was printed, beside its variables."""
Names = dict[Any, Any]
Value = Callable[[Names], Any]
Signal = tuple[str, Any]
Action = Callable[[Names], Signal | None]
"""A statement: it tells its block to go on (None), or to leave a loop, begin it anew, or return."""
BREAK: Signal = ("break", None)
CONTINUE: Signal = ("continue", None)
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


def spend(names: Names, cost: int) -> None:
    """Take from the budget of a run; raises Exhausted where it holds no more."""
    left = names[LEFT] - cost
    if left < 0:
        raise Exhausted("the budget of operations ran out")
    names[LEFT] = left


def action_of(node: ast.stmt) -> Action:
    """A statement as a closure. One of an unknown sort is refused when it is reached."""
    build = _STATEMENTS.get(type(node))
    return _refusal(node) if build is None else build(node)


def value_of(node: ast.expr) -> tuple[Value, int]:
    """An expression as a closure, and what it costs whenever it is worked out.

    Whoever calls the closure spends the cost; parts that are not always reached (the sides of `or`,
    the body of a comprehension) spend theirs themselves.
    """
    build = _EXPRESSIONS.get(type(node))
    if build is None:
        return _refusal(node), 1
    value, cost = build(node)
    return value, cost + 1


def _paid(node: ast.expr) -> Value:
    """An expression that spends its own cost."""
    value, cost = value_of(node)

    def paid(names: Names) -> Any:
        left = names[LEFT] - cost
        if left < 0:
            raise Exhausted("the budget of operations ran out")
        names[LEFT] = left
        return value(names)

    return paid


def _refusal(node: ast.AST) -> Callable[[Names], Any]:
    def refuse(names: Names) -> Any:
        raise Refused(type(node).__name__)

    return refuse


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


Bind = Callable[[Names, Any], None]


def _binding(target: ast.expr) -> Bind:
    """Assigns a value to a name, a tuple of targets or a subscript."""
    if isinstance(target, ast.Name):
        name = target.id

        def bind_name(names: Names, value: Any) -> None:
            names[name] = value

        return bind_name
    if isinstance(target, ast.Tuple):
        inner = [_binding(one) for one in target.elts]

        def bind_tuple(names: Names, value: Any) -> None:
            for one, item in zip(inner, list(value), strict=True):
                one(names, item)

        return bind_tuple
    if isinstance(target, ast.Subscript):
        owner, at = _paid(target.value), _paid(target.slice)

        def bind_item(names: Names, value: Any) -> None:
            owner(names)[at(names)] = value

        return bind_item
    return lambda names, value: _refusal(target)(names)


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
    bindings = [_binding(target) for target in node.targets]

    def assign(names: Names) -> None:
        spend(names, cost)
        found = value(names)
        for bind in bindings:
            bind(names, found)

    return assign


def _augment(node: ast.AugAssign) -> Action:
    bind = _binding(node.target)
    before, cost = value_of(_as_load(node.target))
    value, more = value_of(node.value)
    operate = _operation(node.op)
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


def _operation(op: ast.operator) -> Callable[[Any, Any], Any]:
    """The operator, held to the largest results allowed."""
    apply = BINARY.get(type(op))
    if apply is None:
        return lambda a, b: _refusal(op)({})
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
    test, body = _paid(node.test), _block(node.body)

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
    bind, body = _binding(node.target), _block(node.body)
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
    value: Value = (lambda names: None) if node.value is None else _paid(node.value)

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
    operate = _operation(node.op)
    return lambda names: operate(one(names), other(names)), cost + more


def _unary(node: ast.UnaryOp) -> tuple[Value, int]:
    apply = UNARY.get(type(node.op))
    operand, cost = value_of(node.operand)
    if apply is None:
        return _refusal(node.op), 0
    return lambda names: apply(operand(names)), cost


def _boolean(node: ast.BoolOp) -> tuple[Value, int]:
    stop = isinstance(node.op, ast.Or)
    first, cost = value_of(node.values[0])
    rest = [_paid(operand) for operand in node.values[1:]]

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
        (_order(op), _paid(operand))
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
    return COMPARE.get(type(op)) or (lambda a, b: bool(_refusal(op)({})))


def _choice(node: ast.IfExp) -> tuple[Value, int]:
    test, cost = value_of(node.test)
    body, orelse = _paid(node.body), _paid(node.orelse)
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
    bind = _binding(loops[0].target)
    tests = [_paid(test) for test in loops[0].ifs]
    made, cost = value_of(element)
    further = _collecting(loops[1:], element) if loops[1:] else None
    more = _paid(loops[1].iter) if loops[1:] else None

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
        return _refusal(node), cost
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
        return _refusal(node), 0
    keys = [value_of(key) for key in node.keys if key is not None]
    values = [value_of(value) for value in node.values]
    pairs = [(key, value) for (key, _), (value, _) in zip(keys, values, strict=True)]
    cost = sum(cost for _, cost in (*keys, *values))
    return lambda names: {key(names): value(names) for key, value in pairs}, cost


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
