"""What does this program print? Short programs on integers with branches and loops.

Example: a = 3; b = 7; for i in range(1, 3): b += a * i; print(b - a) -> 13, with the worked steps
7+3*1 = 10, 10+3*2 = 16, 16-3 = 13: every assignment that was carried out, its values filled in.

The program is composed of statements that are text and effect at once (statements.py); the oracle
reads the text with the small evaluator. Nothing divides, and no value leaves -LARGEST..LARGEST.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.code import statements as st
from assay.generators.code.evaluate import printed
from assay.generators.family import Draft, Family
from assay.generators.phrasing import shown

LARGEST = 9_999
LONGEST_TRACE = 40
VARIABLES = "abc"
COUNTERS = "ij"
FIRST = range(1, 31)
FACTORS = range(2, 10)
Plan = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How many variables, and the shape: "set", ("if", body, otherwise), ("for", body)."""

    variables: int
    plan: Plan


SET = "set"
LEVELS = {
    1: Size(2, (SET, SET, SET)),
    2: Size(3, (SET, SET, SET, SET)),
    3: Size(2, (SET, ("if", (SET,), (SET,)), SET)),
    4: Size(2, (("for", (SET,)), SET, SET)),
    5: Size(3, (("for", (SET,)), SET, SET)),
    6: Size(3, (("for", (SET, ("if", (SET,), ()))), SET, SET)),
    7: Size(3, (("for", (SET, ("if", (SET,), (SET,)))), SET, SET)),
    8: Size(3, (("for", (SET, SET)), ("for", (("if", (SET,), (SET,)),)), SET)),
    9: Size(3, (("for", (("for", (SET,)), SET)), ("if", (SET,), (SET,)), SET, SET)),
    10: Size(3, (("for", (("for", (SET, ("if", (SET,), ()))), SET)), ("if", (SET,), (SET,)))),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a program; again where its values or its trace grow too large."""
    while True:
        code, trace, value = _draw(rng, LEVELS[level])
        small = all(abs(result) <= LARGEST for _, result in trace)
        if small and len(trace) <= LONGEST_TRACE:
            break
    return Draft(
        prompts=shown(
            f"{code}\nOutput:",
            f"```python\n{code}\n```",
            (
                "What does this Python program print?",
                "Work out by hand what this program prints.",
                "Here is a program in Python. Which number appears on the screen when it is run?",
                "Run this Python program in your head. What is its output?",
                "What is the output of this code?",
            ),
            ("", "Answer with the printed number."),
        ),
        problem={"code": code},
        answer=Answer("integer", str(value)),
        steps=tuple(_step(filled, result) for filled, result in trace),
    )


def _step(filled: str, result: int) -> Step:
    claim = Claim("equal", filled, str(result))
    return Step(f"{filled} = {result}", claim, {"expr": filled})


def _draw(rng: Random, size: Size) -> tuple[str, st.Trace, int]:
    names = VARIABLES[: size.variables]
    body = [st.assign(name, st.number(rng.choice(FIRST))) for name in names]
    body += _statements(rng, size.plan, names, "")
    shown = st.variable(names[0])
    for name in names[1:]:
        shown = rng.choice((st.plus, st.minus))(shown, st.variable(name))
    trace: st.Trace = []
    values: st.Names = {}
    for statement in body:
        statement.run(values, trace)
    trace.append((shown.filled(values), shown.value(values)))
    lines = [line for statement in body for line in statement.lines]
    return "\n".join([*lines, f"print({shown.text})"]), trace, shown.value(values)


def _statements(rng: Random, plan: Plan, names: str, counters: str) -> list[st.Statement]:
    return [_statement(rng, item, names, counters) for item in plan]


def _statement(rng: Random, item: Any, names: str, counters: str) -> st.Statement:
    if item == SET:
        return _change(rng, names, counters)
    if item[0] == "if":
        test = _condition(rng, names, counters)
        then = _statements(rng, item[1], names, counters)
        return st.branch(test, then, _statements(rng, item[2], names, counters))
    counter = COUNTERS[len(counters)]
    start = rng.choice((0, 1, 2))
    turns = rng.choice((3, 4, 5) if not counters else (2, 3))
    body = _statements(rng, item[1], names, counters + counter)
    return st.count(counter, start, start + turns, body)


def _change(rng: Random, names: str, counters: str) -> st.Statement:
    """One assignment; every form holds exactly one literal out of FACTORS."""
    target = rng.choice(names)
    other = st.variable(rng.choice([n for n in names if n != target] + list(counters)))
    literal = st.number(rng.choice(FACTORS))
    sign = rng.choice("+-")
    form = rng.randrange(3 if counters else 5)
    if form == 0:
        return st.augment(target, sign, literal)
    if form == 1:
        return st.augment(target, sign, st.times(other, literal))
    if form == 2:
        return st.augment(target, sign, st.plus(other, literal))
    if form == 3:
        return st.assign(target, st.minus(st.times(st.variable(target), literal), other))
    return st.assign(target, st.times(st.plus(st.variable(target), other), literal))


def _condition(rng: Random, names: str, counters: str) -> st.Condition:
    """A test with one literal out of FACTORS."""
    operand = st.variable(rng.choice(list(counters) * 2 + list(names)))
    literal = rng.choice(FACTORS)
    if rng.random() < 0.5:
        modulus = 2 + literal % 2
        return st.remainder_is(st.plus(operand, st.number(literal)), modulus, rng.randrange(2))
    return st.greater(operand, st.number(literal))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Read the program's text and follow it."""
    return Answer("integer", str(printed(problem["code"])[-1]))


LEAST_ACCEPTED = 0.25


def capacity(level: int) -> int | None:
    """A lower bound from the literals alone.

    Each first value and each literal is drawn evenly and stands in the text, so no program is
    likelier than one over the product of their ranges, over the share of draws that is kept.
    """
    size = LEVELS[level]
    choices = len(FIRST) ** size.variables * len(FACTORS) ** _literals(size.plan)
    count = int(choices * LEAST_ACCEPTED)
    return count if count < 2**63 else None


def _literals(plan: Plan) -> int:
    total = 0
    for item in plan:
        if item == SET:
            total += 1
        else:
            total += (item[0] == "if") + sum(_literals(part) for part in item[1:])
    return total


FAMILY = Family(
    name="output_prediction",
    area="code",
    domain="tracing",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
