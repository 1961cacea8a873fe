"""Statements of a small program on integers: each is its text and what it does at once.

    double = assign("a", times(variable("a"), number(2)))
    double.lines == ("a = a * 2",)         double.run({"a": 4}, trace) sets a to 8

Running a statement appends to the trace what was worked out: the expression with its values
filled in, and its value (`("4*2", 8)`). There is no division: the trace is plain arithmetic.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Names = dict[str, int]
Trace = list[tuple[str, int]]
SUM, PRODUCT, ATOM = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Expression:
    """Text, value and text with values filled in; `rank` tells where brackets are needed."""

    text: str
    value: Callable[[Names], int]
    filled: Callable[[Names], str]
    rank: int


@dataclass(frozen=True, slots=True)
class Condition:
    """The text of a test and its truth."""

    text: str
    holds: Callable[[Names], bool]


@dataclass(frozen=True, slots=True)
class Statement:
    """Lines of source without outer indentation, and their effect."""

    lines: tuple[str, ...]
    run: Callable[[Names, Trace], None]


def number(value: int) -> Expression:
    """A literal, not negative."""
    return Expression(str(value), lambda names: value, lambda names: str(value), ATOM)


def variable(name: str) -> Expression:
    """A variable; negative values are filled in with brackets."""
    return Expression(name, lambda names: names[name], lambda names: _spell(names[name]), ATOM)


def _spell(value: int) -> str:
    return str(value) if value >= 0 else f"({value})"


def plus(left: Expression, right: Expression) -> Expression:
    """left + right."""
    return _join(left, "+", right, SUM, lambda a, b: a + b)


def minus(left: Expression, right: Expression) -> Expression:
    """left - right."""
    return _join(left, "-", right, SUM, lambda a, b: a - b)


def times(left: Expression, right: Expression) -> Expression:
    """left * right."""
    return _join(left, "*", right, PRODUCT, lambda a, b: a * b)


def _join(
    left: Expression, sign: str, right: Expression, rank: int, apply: Callable[[int, int], int]
) -> Expression:
    low = left.rank < rank
    high = right.rank <= rank

    def text(a: str, b: str, space: str) -> str:
        a = f"({a})" if low else a
        b = f"({b})" if high else b
        return f"{a}{space}{sign}{space}{b}"

    return Expression(
        text(left.text, right.text, " "),
        lambda names: apply(left.value(names), right.value(names)),
        lambda names: text(left.filled(names), right.filled(names), ""),
        rank,
    )


def remainder_is(operand: Expression, modulus: int, rest: int) -> Condition:
    """operand % modulus == rest; the modulus is positive, the remainder never negative."""
    text = f"({operand.text})" if operand.rank < PRODUCT else operand.text
    return Condition(
        f"{text} % {modulus} == {rest}", lambda names: operand.value(names) % modulus == rest
    )


def greater(left: Expression, right: Expression) -> Condition:
    """left > right."""
    return Condition(
        f"{left.text} > {right.text}", lambda names: left.value(names) > right.value(names)
    )


def assign(name: str, expression: Expression) -> Statement:
    """name = expression."""

    def run(names: Names, trace: Trace) -> None:
        value = expression.value(names)
        if expression.rank < ATOM:
            trace.append((expression.filled(names), value))
        names[name] = value

    return Statement((f"{name} = {expression.text}",), run)


def augment(name: str, sign: str, expression: Expression) -> Statement:
    """name += expression, or name -= expression."""
    joined = (plus if sign == "+" else minus)(variable(name), expression)
    return Statement((f"{name} {sign}= {expression.text}",), assign(name, joined).run)


def branch(test: Condition, body: Sequence[Statement], otherwise: Sequence[Statement]) -> Statement:
    """if test: body else: otherwise; no else part where that is empty."""
    lines = (f"if {test.text}:", *_indented(body))
    if otherwise:
        lines = (*lines, "else:", *_indented(otherwise))

    def run(names: Names, trace: Trace) -> None:
        for statement in body if test.holds(names) else otherwise:
            statement.run(names, trace)

    return Statement(lines, run)


def count(name: str, start: int, stop: int, body: Sequence[Statement]) -> Statement:
    """for name in range(start, stop): body."""

    def run(names: Names, trace: Trace) -> None:
        for value in range(start, stop):
            names[name] = value
            for statement in body:
                statement.run(names, trace)

    return Statement((f"for {name} in range({start}, {stop}):", *_indented(body)), run)


def _indented(body: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(f"    {line}" for statement in body for line in statement.lines)
