"""Write a Python function from its specification; judged by property tests in the sandbox.

Example: "Write a Python function `solve(values: list[int]) -> int`: keep only the elements x for
which x is even; take the sum of the elements (0 for an empty list)."

The function is a chain of parts (composition.py), each a callable and its source at once: results
come from the callables, the reference source is what the sandbox runs. The statement gives every
stage with its edge cases, and three examples. The oracle computes the examples anew by reading the
problem with code of its own (reading.py); it knows nothing of sources or mutants.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer
from assay.core.seeds import seed_for
from assay.generators.code import composition, reading
from assay.generators.code.mutation import draw_faults
from assay.generators.family import Draft, Family
from assay.generators.phrasing import Phrasings, shown

MUTANTS = 6
FEWEST_MUTANTS = 3
SHOWN = 3
COMPARE = {"tolerance": 0, "int_equals_float": False}


def generate(rng: Random, level: int) -> Draft:
    """Draw a program, its examples and mutants."""
    while True:
        problem = composition.draw_problem(rng, level)
        examples = composition.examples(problem)
        answer = program_answer(problem, examples)
        if len(answer.spec["mutants"]) >= FEWEST_MUTANTS:
            size = composition.pieces(problem["stages"])
            return Draft(prompts(problem, examples[:SHOWN]), problem, answer, meta={"size": size})


def program_answer(problem: Mapping[str, Any], examples: Sequence[Mapping[str, Any]]) -> Answer:
    """The answer of a program task: what its property tests are made from."""
    source = composition.source(problem)
    return answer_of(
        problem, source, examples, [m for m, _ in faults_of(problem, source, examples)]
    )


def faults_of(
    problem: Mapping[str, Any], source: str, examples: Sequence[Mapping[str, Any]]
) -> list[tuple[str, Mapping[str, Any]]]:
    """Mutants, each with an example on which it is wrong.

    They are a function of the problem alone, so that all its tasks share them.
    """
    rng = Random(seed_for("mutants", dumps(problem)))
    return draw_faults(rng, source, composition.ENTRY, examples, MUTANTS)


def answer_of(
    problem: Mapping[str, Any],
    source: str,
    examples: Sequence[Mapping[str, Any]],
    mutants: Sequence[str],
) -> Answer:
    """The answer of a program task with these mutants."""
    return Answer(
        "program",
        composition.ENTRY,
        {
            "lang": "python",
            "entry": composition.ENTRY,
            "signature": f"def {composition.signature(problem)}",
            "strategies": composition.strategies(problem),
            "reference_source": source,
            "mutants": list(mutants),
            "examples": list(examples),
            "compare": COMPARE,
        },
    )


def prompts(problem: Mapping[str, Any], examples: Sequence[Mapping[str, Any]]) -> Phrasings:
    """Every phrasing: numbered lists, running text, a docstring to complete, and a short form."""
    signature = composition.signature(problem)
    stages = composition.describe(problem)
    start = composition.beginning(problem)
    calls = [call_text(example) for example in examples]
    numbered = "\n".join(f"{i}. {_sentence(stage)}" for i, stage in enumerate(stages, 1))
    listing = "\n".join(f"{call} == {result!r}" for call, result in calls)
    bullets = "\n".join(f"    - {_sentence(stage)}" for stage in stages)
    running = " Then ".join(f"{stage}." for stage in stages)
    return shown(
        f"def {signature}: start with {start}; {'; '.join(stages)}; return the result. "
        f"{calls[0][0]} == {calls[0][1]!r}",
        f"Examples:\n{listing}",
        (
            f"Write a Python function `{signature}`. Starting from {start}, it does the following "
            f"in this order and returns the result:\n{numbered}",
            f"I need a function in Python: `{signature}`. Take {start} and, first of all, "
            f"{running} That is the return value.",
            f'Complete this Python function.\n\n```python\ndef {signature}:\n    """Return the '
            f'result of these steps, beginning with {start}:\n\n{bullets}\n    """\n```',
            f"Program `{signature}` in Python: begin with {start}; {'; '.join(stages)}; return "
            "what comes out.",
            f"Implement `def {signature}` as specified: from {start}, do these steps one after the "
            f"other and return the final value:\n{numbered}",
        ),
        (
            "Answer with the function in one Python code block.",
            "Reply with the code only, in one code block.",
        ),
    )


def call_text(example: Mapping[str, Any]) -> tuple[str, Any]:
    """A call as it is written in Python, and its result."""
    arguments = ", ".join(map(repr, example["args"]))
    return f"{composition.ENTRY}({arguments})", example["result"]


def _sentence(clause: str) -> str:
    return clause[0].upper() + clause[1:] + "."


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The entry name and the examples, their results read off the problem by `reading`.

    It must agree with the task's answer in `value` and in the keys of `spec` that it gives.
    """
    inputs = composition.example_inputs(problem)
    examples = [{"args": list(args), "result": reading.result(problem, args)} for args in inputs]
    return Answer("program", composition.ENTRY, {"examples": examples})


FAMILY = Family(
    name="function_synthesis",
    area="code",
    domain="synthesis",
    answer_kind="program",
    generate=generate,
    oracle=oracle,
    capacity=composition.capacity,
    has_steps=False,
)
