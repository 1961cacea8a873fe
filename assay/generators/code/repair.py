"""Repair a function that has one small fault; judged by the same property tests as synthesis.

Example: the specification "take the largest element (0 for an empty list)", a function that
returns `min(values, default=0)`, and a call on which it is wrong: the function is to be mended.

Specification, examples and tests are those of function synthesis; the fault is one mutation
(mutation.py) that changes the value on an example, which is shown with the wrong and the right
value. The wrong value comes from the small evaluator, the right one from the callables. The oracle
reads both anew: the right values from the specification, the wrong one from the shown source.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code import composition, function_synthesis
from assay.generators.code.function_synthesis import answer_of, call_text, faults_of
from assay.generators.code.mutation import wrong_on
from assay.generators.family import Draft, Family
from assay.generators.phrasing import Phrasings, shown


def generate(rng: Random, level: int) -> Draft:
    """Draw a program, and one of its mutants that returns a wrong value on an example."""
    while True:
        spec = composition.draw_problem(rng, level)
        examples = composition.examples(spec)
        source = composition.source(spec)
        found = faults_of(spec, source, examples)
        usable = [(mutant, seen) for mutant, seen in found if "got" in seen]
        if len(found) >= function_synthesis.FEWEST_MUTANTS and usable:
            break
    faulty, seen = rng.choice(usable)
    problem = {"spec": spec, "faulty": faulty}
    answer = answer_of(spec, source, examples, [mutant for mutant, _ in found])
    return Draft(
        prompts=_prompts(spec, faulty, seen),
        problem=problem,
        answer=_with_fault_first(answer, faulty),
        meta={"size": composition.pieces(spec["stages"])},
    )


def _with_fault_first(answer: Answer, faulty: str) -> Answer:
    """The shown fault is the first mutant: vetting holds the tests to it."""
    others = [mutant for mutant in answer.spec["mutants"] if mutant != faulty]
    return replace(answer, spec={**answer.spec, "mutants": [faulty, *others]})


def _prompts(spec: Mapping[str, Any], faulty: str, seen: Mapping[str, Any]) -> Phrasings:
    stages = composition.describe(spec)
    start = composition.beginning(spec)
    numbered = "\n".join(f"{i}. {s[0].upper()}{s[1:]}." for i, s in enumerate(stages, 1))
    called, right = call_text(seen)
    wrong = repr(seen["got"])
    return shown(
        f"{faulty}\n\nRepair this function. Meaning: start with {start}; {'; '.join(stages)}; "
        f"return the result. {called} == {right!r}, not {wrong}.",
        f"```python\n{faulty}\n```",
        (
            f"The Python function should start from {start} and do this, in this order, then "
            f"return the result:\n{numbered}\n\nBut `{called}` returns `{wrong}` instead of "
            f"`{right!r}`. Find the fault.",
            f"There is one small bug in this code. What it is meant to do with {start}:\n"
            f"{numbered}\nThe final value is returned. A failing test: `{called}` should be "
            f"`{right!r}`, but is `{wrong}`.",
            f"This function fails a test: `{called}` gives `{wrong}`, and `{right!r}` is right. It "
            f"should begin with {start}; {'; '.join(stages)}; return the result. Repair it.",
            f"Debug this function. Specification: from {start}, in this order:\n{numbered}\nthen "
            f"return what there is. Expected `{called} == {right!r}`; found `{wrong}`.",
            f"One place of the function is wrong: `{called}` is `{wrong}`, not `{right!r}`. The "
            f"intention, beginning with {start}:\n{numbered}\nThe last value is returned.",
        ),
        (
            "Answer with the corrected function in one Python code block.",
            "Give the whole repaired function in a code block.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The examples, read off the specification; the fault must be wrong on one of them.

    It must agree with the task's answer in `value` and in the keys of `spec` that it gives. A
    fault that is none on the examples gives an answer that agrees with nothing.
    """
    answer = function_synthesis.oracle(problem["spec"])
    if wrong_on(problem["faulty"], answer.value, answer.spec["examples"]) is None:
        return Answer("program", "", {})
    return answer


FAMILY = Family(
    name="repair",
    area="code",
    domain="repair",
    answer_kind="program",
    generate=generate,
    oracle=oracle,
    capacity=composition.capacity,
    has_steps=False,
)
