"""How often does the inner line run? Nested loops whose bounds depend on one another.

Example: for i in range(4): for j in range(i): count += 1 -> 6

Counting the steps of loops is how the cost of a program is found. The generator counts as it goes
through its own plan of the loops; the oracle follows the text with the small evaluator.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code.evaluate import printed
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import compose, in_words

COUNTERS = "ijkm"
BOUNDS = range(5, 41)
MOST_RUNS = 400


@dataclass(frozen=True, slots=True)
class Size:
    """How many loops stand in one another, their largest bound, and whether a test is inside."""

    loops: int
    largest: int
    test: bool


LEVELS = {
    1: Size(1, 40, False),
    2: Size(1, 40, True),
    3: Size(2, 8, False),
    4: Size(2, 8, True),
    5: Size(2, 14, True),
    6: Size(2, 20, True),
    7: Size(3, 7, False),
    8: Size(3, 8, True),
    9: Size(3, 10, True),
    10: Size(4, 7, True),
}
Loop = dict[str, Any]


def generate(rng: Random, level: int) -> Draft:
    """Draw loops that run their inner line at least twice and not too often."""
    size = LEVELS[level]
    while True:
        plan = [_loop(rng, at, size) for at in range(size.loops)]
        test = _test(rng, size.loops) if size.test else None
        amount = rng.randint(1, 9)
        counts = [_count(plan[1:], test, [value]) for value in _values(plan[0], [])]
        runs = sum(counts)
        if 2 <= runs <= MOST_RUNS and max(counts) <= runs:
            break
    code = _code(plan, test, amount)
    steps = [
        in_words(f"with i = {value}", str(count))
        for value, count in zip(_values(plan[0], []), counts, strict=True)
    ]
    return Draft(
        prompts=_prompts(code),
        problem={"code": code},
        answer=Answer("integer", str(runs * amount)),
        steps=tuple(steps[:40]),
        meta={"size": 40 * size.loops + 10 * size.test + size.largest},
    )


def _loop(rng: Random, at: int, size: Size) -> Loop:
    """A loop: a range with start and step, a range that depends on an outer counter, or halving."""
    kinds = ["range", "halve"] if at == 0 else ["range", "below", "above", "halve"]
    kind = rng.choice(kinds) if size.loops > 1 else rng.choice(("range", "halve", "range"))
    high = rng.randint(max(4, size.largest // 2), size.largest)
    if size.loops == 1:
        high = rng.randint(30, 2_000)
    step = rng.randint(1, 3) if size.loops > 1 else rng.randint(2, 40)
    return {
        "kind": kind,
        "low": rng.randint(0, 5),
        "high": high + (20 if kind == "halve" else 0),
        "step": step,
        "outer": rng.randrange(at) if at else 0,
        "by": rng.randint(2, 3),
    }


def _values(loop: Loop, outer: Sequence[int]) -> list[int]:
    """What the counter of a loop takes on, given the values of the outer counters."""
    if loop["kind"] == "halve":
        return list(_halving(loop["high"], loop["by"], loop["low"]))
    low, high = loop["low"], loop["high"]
    if loop["kind"] == "below":
        low, high = 0, outer[loop["outer"]] + loop["low"]
    elif loop["kind"] == "above":
        low = outer[loop["outer"]]
    return [low + loop["step"] * n for n in range(max(0, -((low - high) // loop["step"])))]


def _halving(value: int, by: int, low: int) -> Iterator[int]:
    while value > low:
        yield value
        value //= by


def _count(plan: Sequence[Loop], test: Sequence[int] | None, outer: list[int]) -> int:
    if not plan:
        if test is None:
            return 1
        at, modulus, rest = test
        return int((sum(outer[: at + 1]) if at >= 0 else outer[-1]) % modulus != rest)
    return sum(_count(plan[1:], test, [*outer, value]) for value in _values(plan[0], outer))


def _test(rng: Random, loops: int) -> list[int]:
    modulus = rng.randint(2, 6)
    return [rng.choice((-1, loops - 1)), modulus, rng.randrange(modulus)]


def _code(plan: Sequence[Loop], test: Sequence[int] | None, amount: int) -> str:
    lines, indent = ["count = 0"], ""
    ends: list[str] = []
    for name, loop in zip(COUNTERS, plan, strict=False):
        if loop["kind"] == "halve":
            lines += [f"{indent}{name} = {loop['high']}", f"{indent}while {name} > {loop['low']}:"]
            ends.insert(0, f"{indent}    {name} //= {loop['by']}")
        else:
            lines.append(f"{indent}for {name} in range({_bounds(loop)}, {loop['step']}):")
        indent += "    "
    if test is not None:
        names = COUNTERS[: len(plan)]
        summed = " + ".join(names) if test[0] >= 0 and len(plan) > 1 else names[-1]
        summed = f"({summed})" if "+" in summed else summed
        lines.append(f"{indent}if {summed} % {test[1]} != {test[2]}:")
        indent += "    "
    return "\n".join([*lines, f"{indent}count += {amount}", *ends, "print(count)"])


def _bounds(loop: Loop) -> str:
    outer = COUNTERS[loop["outer"]]
    if loop["kind"] == "below":
        return f"0, {outer} + {loop['low']}"
    return f"{outer if loop['kind'] == 'above' else loop['low']}, {loop['high']}"


def _prompts(code: str) -> tuple[str, ...]:
    return compose(
        f"{code}\nOutput:",
        (
            f"A Python program counts up in its innermost line:\n\n```python\n{code}\n```\n\n",
            f"Look at these loops.\n\n{code}\n\n",
            f"```python\n{code}\n```\n\nThe end of loops like these can be found by counting.",
            f"Count the steps of this program.\n\n```python\n{code}\n```\n\n",
        ),
        (
            "Which number does it print?",
            "What is the value of count at the end?",
            "Find the number that is printed.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Follow the text."""
    return Answer("integer", str(printed(problem["code"], 200_000)[-1]))


def capacity(level: int) -> int | None:
    """A lower bound from the bounds of ranges, steps and the test, over the share of draws kept."""
    size = LEVELS[level]
    bounds = 1_970 * 39 if size.loops == 1 else max(3, size.largest - max(4, size.largest // 2) + 1)
    tests = 20 if size.test else 1
    return capped(9 * tests * int((bounds * (1 if size.loops == 1 else 12)) ** size.loops) // 12)


FAMILY = Family(
    name="loop_count",
    area="code",
    domain="complexity",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
