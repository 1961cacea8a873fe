"""An expression with brackets, all four operations and powers, to be evaluated.

Example: (7+5)/4-2*(3-8) -> 13, worked 7+5 = 12, 12/4 = 3, 3-8 = -5, 2*(-5) = -10, 3-(-10) = 13.

Divisions come out even: dividends are made of divisor and quotient. The oracle evaluates with a
stack, by precedence, from the spelling alone. The size of a level is the characters worked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import signed
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The operations from the outside in, and the bound of the numbers that are added."""

    operations: str
    bound: int


LEVELS = {
    1: Size("+*", 12),
    2: Size("-*", 30),
    3: Size("+/*", 30),
    4: Size("-*/+", 40),
    5: Size("+*-/*", 50),
    6: Size("-+*/-*", 60),
    7: Size("+-*^/*-", 70),
    8: Size("-*+/-*^+", 80),
    9: Size("+-*/+*-/*^", 90),
    10: Size("-+*-/+*^-/*+", 99),
}
_SMALL = tuple(range(2, 13))
Tree = Any


_CDOT = r"\cdot"


def generate(rng: Random, level: int) -> Draft:
    """Build the tree from the inside out and evaluate it from the inside out."""
    size = LEVELS[level]
    tree, value = _build(rng, size)
    plain = _spell(tree)
    steps: list[Step] = []
    while not isinstance(tree, int):
        before = _spell(tree)
        tree, (left, right) = _reduce(tree)
        steps.append(Step(f"{left} = {right}", Claim("equal", left, right), {"expr": before}))
    return Draft(
        prompts=phrasings(
            f"{plain}=",
            (
                f"the value of {plain}",
                _spaced(plain, "*"),
                f"$ {_spaced(plain, _CDOT)} $",
            ),
            notes=("", "Answer with one integer.", "Mind the order of operations."),
        ),
        problem={"expression": plain},
        answer=Answer("integer", str(value)),
        steps=tuple(steps),
    )


def _spaced(plain: str, times: str) -> str:
    """With spaces around the signs, and another sign for products."""
    return re.sub(r"([-+*/])", r" \1 ", plain).replace("*", times)


def _build(rng: Random, size: Size) -> tuple[Tree, int]:
    """Each operation joins a new number to what there is, on a drawn side where sides matter."""
    value = rng.randint(2, size.bound)
    tree: Tree = value
    for sign in reversed(size.operations):
        match sign:
            case "+" | "-":
                n = rng.randint(2, size.bound)
                if rng.randrange(2):
                    tree, value = (sign, tree, n), value + (n if sign == "+" else -n)
                else:
                    tree, value = (sign, n, tree), n + (value if sign == "+" else -value)
            case "*":
                n = rng.choice(_SMALL)
                tree, value = ("*", tree, n) if rng.randrange(2) else ("*", n, tree), value * n
            case "^":
                tree, value = ("+", ("^", n := rng.choice(_SMALL), 2), tree), value + n * n
            case _:
                n = rng.choice(_SMALL)
                rest = -value % n
                tree, value = ("/", ("+", tree, rest) if rest else tree, n), (value + rest) // n
    return tree, value


_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}


def _spell(tree: Tree) -> str:
    if isinstance(tree, int):
        return str(tree)
    sign, left, right = tree
    first, second = (
        _side(left, _BINDS[sign], sign == "^"),
        _side(right, _BINDS[sign], sign in "-/*"),
    )
    return f"{first}{sign}{second}"


def _side(tree: Tree, binds: int, strict: bool) -> str:
    """In brackets where it binds less, or no more on the side that is not read first."""
    text = _spell(tree)
    if isinstance(tree, int):
        return signed(tree)
    inner = _BINDS[tree[0]]
    return f"({text})" if inner < binds or (strict and inner == binds) else text


def _reduce(tree: Tree) -> tuple[Tree, tuple[str, str]]:
    """One operation between two numbers is done: the one deepest inside, the left one first."""
    sign, left, right = tree
    if not isinstance(left, int):
        left, line = _reduce(left)
        return (sign, left, right), line
    if not isinstance(right, int):
        right, line = _reduce(right)
        return (sign, left, right), line
    actions: Mapping[str, Callable[[], int]] = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left // right,
        "^": lambda: left**right,
    }
    value = actions[sign]()
    return value, (f"{signed(left)}{sign}{signed(right)}", str(value))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Numbers and signs on two stacks; a sign is done when one that binds no more follows."""
    text, binds = problem["expression"], {"+": 0, "-": 0, "*": 1, "/": 1, "^": 2}
    numbers: list[int] = []
    signs: list[str] = []

    def do() -> None:
        b, a, sign = numbers.pop(), numbers.pop(), signs.pop()
        done = {"+": a + b, "-": a - b, "*": a * b, "/": a // (b or 1)}
        numbers.append(a**b if sign == "^" else done[sign])

    at, fresh = 0, True
    while at < len(text):
        if text[at] == "(":
            signs.append("(")
            fresh = True
        elif text[at] == ")":
            while signs[-1] != "(":
                do()
            signs.pop()
            fresh = False
        elif fresh:
            end = at + 1
            while end < len(text) and text[end].isdigit():
                end += 1
            numbers.append(int(text[at:end]))
            at, fresh = end - 1, False
        else:
            while signs and signs[-1] != "(" and binds[signs[-1]] >= binds[text[at]]:
                do()
            signs.append(text[at])
            fresh = True
        at += 1
    while signs:
        do()
    return Answer("integer", str(numbers[0]))


def capacity(level: int) -> int | None:
    """Numbers and sides for each operation, halved: the innermost sum or product comes up twice."""
    size = LEVELS[level]
    count = size.bound - 1
    for sign in size.operations:
        count *= 2 * (size.bound - 1) if sign in "+-" else len(_SMALL) * (2 if sign == "*" else 1)
    return capped(count // 2)


FAMILY = Family(
    name="nested_arithmetic",
    area="math",
    domain="arithmetic",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
