"""A chain of additions, subtractions and multiplications in symbols.

Example: "7+5-3*2" -> 6, worked one operation a line: 3*2=6, 7+5=12, 12-6=6.

Products come first, then left to right. The construction reduces a list of operands and
operators; the oracle reads the string with a stack of its own. No brackets: they are another
family's subject.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How hard a level is: how many sums and products, and the largest operand."""

    sums: int
    products: int
    largest: int


LEVELS = {
    1: Size(2, 0, 99),
    2: Size(2, 1, 49),
    3: Size(3, 0, 99),
    4: Size(3, 1, 99),
    5: Size(4, 1, 99),
    6: Size(4, 2, 99),
    7: Size(5, 2, 99),
    8: Size(5, 3, 199),
    9: Size(6, 3, 499),
    10: Size(7, 4, 999),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw operators in any order, then operands, then work the chain out."""
    size = LEVELS[level]
    operators = [rng.choice("+-") for _ in range(size.sums)] + ["*"] * size.products
    rng.shuffle(operators)
    operands = [rng.randint(1, size.largest) for _ in range(len(operators) + 1)]
    expression = _spell(operands, operators)
    steps, value = _work_out(operands, operators)
    return Draft(
        prompts=phrasings(
            f"{expression}=",
            (
                f"the value of {_spaced(expression)}",
                f"the result of {expression}",
                f"the value of $ {_spaced(expression).replace('*', chr(92) + 'times')} $",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"expression": expression},
        answer=Answer("integer", str(value)),
        steps=steps,
    )


def _spell(operands: list[int], operators: list[str]) -> str:
    pairs = zip(operators, operands[1:], strict=True)
    return str(operands[0]) + "".join(f"{operator}{operand}" for operator, operand in pairs)


def _spaced(expression: str) -> str:
    return re.sub(r"([-+*])", r" \1 ", expression)


def _work_out(operands: list[int], operators: list[str]) -> tuple[tuple[Step, ...], int]:
    numbers, signs, steps = list(operands), list(operators), []
    while signs:
        at = signs.index("*") if "*" in signs else 0
        left, right, sign = numbers[at], numbers[at + 1], signs[at]
        result = {"+": left + right, "-": left - right, "*": left * right}[sign]
        done = f"{left}{sign}{right}"
        state = {"expr": _spell(numbers, signs)}
        steps.append(Step(f"{done}={result}", Claim("equal", done, str(result)), state))
        numbers[at : at + 2] = [result]
        del signs[at]
    return tuple(steps), numbers[0]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Sum the signed terms of the string, each term the product of its factors."""
    total = 0
    for sign, term in re.findall(r"([-+]?)([\d*]+)", problem["expression"]):
        product = 1
        for factor in term.split("*"):
            product *= int(factor)
        total += -product if sign == "-" else product
    return Answer("integer", str(total))


def capacity(level: int) -> int | None:
    """Choices of sign, of the products' places and of the operands."""
    size = LEVELS[level]
    places = comb(size.sums + size.products, size.products)
    count = 2**size.sums * places * size.largest ** (size.sums + size.products + 1)
    return count if count < 2**63 else None


FAMILY = Family(
    name="chain_symbols",
    area="math",
    domain="arithmetic",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
