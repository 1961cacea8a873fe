"""Which input gives this output? A short function of one integer, and exactly one number that fits.

Example: def solve(number): x = number; number = x * 3 + 1; return abs(number - 40); for exactly one
number from 0 to 20 the value is 36. Which? -> 1

Every number of the range is tried, so the answer is the only one; the oracle tries them again on
the second way (reading.py).
"""

from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code import composition, reading
from assay.generators.code.integer_chain import LEVELS, callable_of, chain_capacity, draw_chain
from assay.generators.family import Draft, Family
from assay.generators.phrasing import Phrasings, shown

FEWEST_SINGLE = 4
ACCEPTED = 0.5


def generate(rng: Random, level: int) -> Draft:
    """Draw a function until some of its values come from one number each, and ask for one."""
    size = LEVELS[level]
    while True:
        problem = draw_chain(rng, size)
        function = callable_of(problem["stages"])
        found = [function(number) for number in range(size.largest + 1)]
        single = [value for value, times in Counter(found).items() if times == 1]
        if len(single) >= FEWEST_SINGLE:
            break
    value = rng.choice(single)
    code = composition.source(problem)
    return Draft(
        prompts=_prompts(code, size.largest, value),
        problem={**problem, "largest": size.largest, "value": value},
        answer=Answer("integer", str(found.index(value))),
    )


def _prompts(code: str, largest: int, value: int) -> Phrasings:
    return shown(
        f"{code}\n\nsolve(?) == {value}, ? from 0 to {largest}:",
        f"```python\n{code}\n```",
        (
            f"For exactly one integer n with 0 <= n <= {largest}, the call solve(n) of this "
            f"function returns {value}. Which n is it?",
            f"This function was called with an integer between 0 and {largest} (both included) and "
            f"returned {value}. Find the integer; there is only one.",
            f"Among the integers 0, 1, ..., {largest}, find the only one for which this function "
            f"gives {value}.",
            f"Which integer from 0 to {largest} must be put in to get {value}? It is unique.",
            f"solve(n) == {value} holds for one n in 0, 1, ..., {largest}. Find this n.",
        ),
        ("", "Answer with one integer."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Try every number on the second way; no answer unless exactly one fits."""
    fitting = [
        number
        for number in range(problem["largest"] + 1)
        if reading.result(problem, (number,)) == problem["value"]
    ]
    return Answer("integer", str(fitting[0]) if len(fitting) == 1 else "")


def capacity(level: int) -> int | None:
    """Chains kept (at least the share ACCEPTED of those drawn), times the values asked for."""
    count = int(chain_capacity(level) * ACCEPTED**2 * FEWEST_SINGLE)
    return count if count < 2**63 else None


FAMILY = Family(
    name="input_prediction",
    area="code",
    domain="tracing",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
)
