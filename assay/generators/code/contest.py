"""Contest tasks: a program from standard input to standard output, within a time limit.

Example: n and k, then n values; every value x is replaced by x times 3, plus 1; print the number of
pairs of places i < j with b_i + b_j = k, modulo 4,201. The last tests have 40,000 values, on which
the plain definition (a loop in a loop) takes many times the limit.

The first program among the mutants is the slow one: right, but too late, so vetting proves that the
limit bites. Golds come from the fast callable, the oracle's from the slow one (contest_cores.py)
and its own reading of the replacements (reading.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer
from assay.core.seeds import seed_for
from assay.generators.code import composition, reading
from assay.generators.code.composition import LIBRARY, draw_element, element_collision
from assay.generators.code.contest_cores import Core, text_of
from assay.generators.code.inputs import draw_input
from assay.generators.code.mutation import draw_mutants
from assay.generators.code.search_cores import CORES
from assay.generators.family import Draft, Family
from assay.generators.phrasing import Phrasings, shown

ENTRY = "main"
MODULI = range(1_000, 10_000)
LARGE = 40_000
CPU_SECONDS = 1
EXAMPLES = 8
MUTANTS = 5
VALUES = {
    "name": "values",
    "type": "list",
    "item": {"type": "integer", "min": -50, "max": 99},
    "min_size": 1,
    "max_size": 12,
}
STDIN = [[{"size": 0}, {"value": 1}], [{"items": 0}]]


@dataclass(frozen=True, slots=True)
class Size:
    """Which questions are asked, and how many replacements come before."""

    tier: int
    replacements: int
    joined: bool


LEVELS = {
    1: Size(1, 1, False),
    2: Size(1, 1, True),
    3: Size(1, 2, True),
    4: Size(2, 1, True),
    5: Size(2, 2, True),
    6: Size(2, 3, True),
    7: Size(3, 1, True),
    8: Size(3, 2, True),
    9: Size(3, 3, True),
    10: Size(3, 4, True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a question and replacements until the examples have differing results."""
    return draft_of(rng, LEVELS[level])


def draft_of(rng: Random, size: Size) -> Draft:
    """The same for a size, whatever the level."""
    names = [name for name, core in CORES.items() if core.tier == size.tier]
    while True:
        maps = [draw_element(rng, "f", size.joined) for _ in range(size.replacements)]
        problem = {"core": rng.choice(names), "maps": maps, "modulus": rng.choice(MODULI)}
        raw = [(args, _fast(problem, args)) for args in _inputs(problem)]
        if len({value for _, value in raw}) < 4:
            continue
        answer = _answer(problem, raw)
        if len(answer.spec["mutants"]) >= 3:
            break
    return Draft(
        prompts=_prompts(problem, answer.spec["examples"]),
        problem=problem,
        answer=answer,
        meta={"size": 8 * size.tier + composition.pieces(maps)},
    )


def _inputs(problem: Mapping[str, Any]) -> list[tuple[list[int], int]]:
    """The inputs of the examples, the same whoever computes the results."""
    rng, core = Random(seed_for("contest", dumps(problem))), CORES[problem["core"]]
    return [
        (draw_input(rng, VALUES, number) or [7], rng.randint(core.least, core.most))
        for number in range(EXAMPLES)
    ]


def _replaced(problem: Mapping[str, Any], values: Sequence[int]) -> list[int]:
    functions = [LIBRARY.bind(term, None) for term in problem["maps"]]
    replaced = list(values)
    for function in functions:
        replaced = [function(x) for x in replaced]
    return replaced


def _fast(problem: Mapping[str, Any], args: tuple[list[int], int]) -> int:
    return CORES[problem["core"]].fast(_replaced(problem, args[0]), args[1])


def _answer(problem: Mapping[str, Any], raw: Sequence[tuple[tuple[list[int], int], int]]) -> Answer:
    core, modulus = CORES[problem["core"]], problem["modulus"]
    bare = [{"args": [_replaced(problem, a[0]), a[1]], "result": value} for a, value in raw]
    fast = text_of(core.fast, "answer")
    rng = Random(seed_for("mutants", dumps(problem)))
    mutants = draw_mutants(rng, fast, "answer", bare, MUTANTS)
    write = _program(problem)
    spec = {
        "lang": "python",
        "entry": ENTRY,
        "signature": "stdin -> stdout",
        "stdin": STDIN,
        "strategies": _strategies(core),
        "large": _large(core),
        "limits": {"cpu_s": CPU_SECONDS},
        "reference_source": write(fast),
        "mutants": [write(text_of(core.slow, "answer")), *map(write, mutants)],
        "examples": [{"args": list(a), "result": str(value % modulus)} for a, value in raw],
        "compare": {"tolerance": 0, "int_equals_float": False},
    }
    return Answer("program", ENTRY, spec)


def _strategies(core: Core) -> list[dict[str, Any]]:
    return [VALUES, {"name": "k", "type": "integer", "min": core.least, "max": core.most}]


def _large(core: Core) -> list[list[dict[str, Any]]]:
    """Strategies of the large tests: values at random, and all values equal."""
    half = LARGE // 2
    low, high = (half, half) if core.k_grows else (core.least, core.most)
    k = {"name": "k", "type": "integer", "min": low, "max": high}
    values = {**VALUES, "min_size": LARGE, "max_size": LARGE}
    one = {**values, "item": {"type": "integer", "min": 5, "max": 5}}
    return [[values, k], [one, k]]


def _program(problem: Mapping[str, Any]) -> Callable[[str], str]:
    """Puts a function `answer` into the whole program."""
    after = [
        "",
        "data = [int(word) for word in sys.stdin.read().split()]",
        "values, k = data[2:2 + data[0]], data[1]",
        *(composition.laid_out(["map", term], v="values", o="values") for term in problem["maps"]),
        f"print(answer(values, k) % {problem['modulus']})",
    ]
    return lambda function: "\n".join(["import sys", "", function, *after])


def _prompts(problem: Mapping[str, Any], examples: Sequence[Mapping[str, Any]]) -> Phrasings:
    words, modulus = CORES[problem["core"]].words, problem["modulus"]
    maps = [LIBRARY.words(term) for term in problem["maps"]]
    first = f"Replace every value x by {maps[0]}."
    after = "".join(f" Then replace every value x of the new list by {m}." for m in maps[1:])
    replacing = f"{first}{after} Call the resulting list b."
    least = CORES[problem["core"]].least
    limits = (
        f"n is from 1 to {LARGE}, values are from -50 to 99, k is at least {least}, and the time "
        f"limit is {CPU_SECONDS} second"
    )
    samples = [_sample(example) for example in examples[:2]]
    block = "\n\n".join(f"Input:\n{given}\nOutput:\n{result}" for given, result in samples)
    compact = " ".join(f"{given!r} -> {result}" for given, result in samples[:1])
    return shown(
        f"Python, stdin to stdout: n k, then n values. {replacing} Print ({words}) mod {modulus}. "
        f"Here {limits}. {compact}",
        block,
        (
            "Write a Python program that reads standard input and writes standard output. The "
            f"first line holds two integers n and k, the second line n integers, the values. "
            f"{replacing} Let s be {words}. Print s modulo {modulus} (the remainder, never "
            f"negative). Limits: {limits}.",
            f"Contest problem. Input: n and k on one line, then n integers on the next. "
            f"{replacing} Output: {words}, reduced modulo {modulus} to a number from 0 to "
            f"{modulus - 1}. Note that {limits}, so a loop over all pairs or parts is too slow.",
            f"Read n and k from the first line of standard input and n values from the second. "
            f"{replacing} Then print {words}, as a remainder modulo {modulus} from 0 to "
            f"{modulus - 1}. Limits: {limits}.",
            f"A line with n and k and a line with n integers are given on standard input. "
            f"{replacing} The answer is {words}, taken modulo {modulus}, never negative; it goes "
            f"to standard output. Limits: {limits}.",
            f"Solve this with a program that is fast enough: {limits}. The input has n and k, then "
            f"n integers. {replacing} With s for {words}, print s modulo {modulus}, between 0 and "
            f"{modulus - 1}.",
        ),
        (
            "Answer with the whole Python program in one code block.",
            "Solve it in Python; give one code block.",
        ),
    )


def _sample(example: Mapping[str, Any]) -> tuple[str, str]:
    values, k = example["args"]
    return f"{len(values)} {k}\n{' '.join(map(str, values))}", example["result"]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The examples by the plain definition, the replacements read by `reading`.

    It must agree with the task's answer in `value` and in the keys of `spec` that it gives.
    """
    examples = []
    for values, k in _inputs(problem):
        replaced = list(values)
        for term in problem["maps"]:
            replaced = [reading.element(term, x, ()) for x in replaced]
        result = CORES[problem["core"]].slow(replaced, k) % problem["modulus"]
        examples.append({"args": [values, k], "result": str(result)})
    return Answer("program", ENTRY, {"examples": examples})


ACCEPTED = 0.5


def capacity(level: int) -> int | None:
    """Replacements, as if all were equally likely, times the moduli and the questions."""
    return capacity_of(LEVELS[level])


def capacity_of(size: Size) -> int | None:
    """The same for a size, whatever the level."""
    chains = (1 / element_collision("f", size.joined)) ** size.replacements
    cores = sum(core.tier == size.tier for core in CORES.values())
    count = int(chains * len(MODULI) * cores * ACCEPTED**2)
    return count if count < 2**63 else None


FAMILY = Family(
    name="contest",
    area="code",
    domain="algorithms",
    answer_kind="program",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
    version=2,
)
