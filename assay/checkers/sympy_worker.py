"""SymPy at the far end of a pipe: simplifies trees under a budget of operations.

    echo '["…left…", "…right…"]' | python -m assay.checkers.sympy_worker

A line in is the JSON of two trees (never a string of mathematics), a line out says whether their
difference was reduced to zero (true, or null when the budget was spent or it was not) and how many
operations that took: Python calls, counted. Each line is answered by a fork of the process as it
was when it began, so the count does not depend on what came before. The whole session is killed by
its parent when it does not answer.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from sympy import (
    Abs,
    E,
    I,
    Integer,
    Integral,
    Product,
    Rational,
    Sum,
    Symbol,
    binomial,
    ceiling,
    cos,
    exp,
    factorial,
    floor,
    log,
    pi,
    simplify,
    sin,
    sqrt,
    tan,
)  # fmt: skip
from sympy import acos as arccos
from sympy import asin as arcsin
from sympy import atan as arctan
from sympy.core.cache import clear_cache

BUDGET_CALLS = 100_000
MEMORY_BYTES = 2 << 30
Tree = list[Any]


class Spent(Exception):
    """The budget of calls is spent."""


class Unknown(Exception):
    """A tree that has no SymPy form here."""


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sin": sin, "cos": cos, "tan": tan, "exp": exp, "ln": log, "log": log, "sqrt": sqrt,
    "abs": Abs, "floor": floor, "ceil": ceiling, "asin": arcsin, "acos": arccos, "atan": arctan,
    "binom": binomial, "factorial": factorial,
}  # fmt: skip
_CONSTANTS = {"pi": pi, "e": E, "i": I}


def built(tree: Tree) -> Any:
    """The SymPy expression of a tree; unknowns are real."""
    op, args = tree[0], tree[1:]
    if op == "num":
        return Rational(int(args[0]), int(args[1]))
    if op == "sym":
        return Symbol(args[0], real=True)
    if op == "const" and args[0] in _CONSTANTS:
        return _CONSTANTS[args[0]]
    if op == "fn" and args[0] in _FUNCTIONS:
        return _FUNCTIONS[args[0]](*(built(arg) for arg in args[1:]))
    if op == "big":
        return _big(*args)
    parts = [built(arg) for arg in args]
    return _combined(op, parts)


def _combined(op: str, parts: list[Any]) -> Any:
    if op in ("add", "mul"):
        total = Integer(op == "mul")
        for part in parts:
            total = total + part if op == "add" else total * part
        return total
    if op == "neg":
        return -parts[0]
    if op == "div":
        return parts[0] / parts[1]
    if op == "pow":
        return parts[0] ** parts[1]
    if op == "fact":
        return factorial(parts[0])
    raise Unknown(op)


def _big(name: str, body: Tree, *bounds: Tree) -> Any:
    """A sum or product with its index and bounds, an integral with its variable."""
    if name in ("sum", "prod") and len(bounds) == 2 and bounds[0][0] == "rel":
        index = Symbol(bounds[0][2][1], integer=True)
        inside = built(body).subs(Symbol(bounds[0][2][1], real=True), index)
        limits = (index, built(bounds[0][3]), built(bounds[1]))
        return (Sum if name == "sum" else Product)(inside, limits).doit()
    if name == "int" and len(bounds) == 2 and body[0] == "mul":
        variable = next((part for part in body[1:] if _is_differential(part)), None)
        if variable is not None:
            rest = ["mul", ["num", "1", "1"], *(part for part in body[1:] if part is not variable)]
            symbol = Symbol(variable[1].split()[1], real=True)
            return Integral(built(rest), (symbol, built(bounds[0]), built(bounds[1]))).doit()
    raise Unknown(name)


def _is_differential(tree: Tree) -> bool:
    return tree[0] == "sym" and str(tree[1]).startswith("d ")


def decided(left: Tree, right: Tree) -> tuple[bool | None, int]:
    """True when the difference simplifies to 0 within the budget, else None; and the calls."""
    clear_cache()
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"
        if calls > BUDGET_CALLS:
            sys.setprofile(None)
            raise Spent

    sys.setprofile(count)
    try:
        difference = built(left) - built(right)
        found = True if difference == 0 or simplify(difference) == 0 else None
    except (Unknown, Spent, ArithmeticError, ValueError, TypeError, NotImplementedError):
        found = None
    except (AttributeError, KeyError, IndexError, RecursionError, MemoryError):
        found = None
    finally:
        sys.setprofile(None)
    return found, calls


def main() -> None:
    """Answer lines until the pipe ends."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, hard))
    simplify(sin(Symbol("x")) ** 2 + log(Symbol("x")) / 2)
    print("ready", flush=True)
    for line in sys.stdin:
        _answer(line)


def _answer(line: str) -> None:
    """Answer in a child, which starts from the same state each time: so do its counts."""
    child = os.fork()
    if child:
        if os.waitpid(child, 0)[1]:
            sys.exit("the child died")
        return
    try:
        left, right = json.loads(line)
        print(json.dumps(decided(left, right)), flush=True)
        os._exit(0)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
