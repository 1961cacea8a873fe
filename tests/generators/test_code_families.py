"""The code families: statements say everything, oracles agree, traces are true."""

import re
from random import Random

import pytest

from assay.generators.code import (
    contest,
    distinguishing_input,
    function_synthesis,
    input_prediction,
    list_prediction,
    output_prediction,
    repair,
    stack_machine,
    text_prediction,
)
from assay.generators.code.contest_cores import CORES, text_of
from assay.generators.code.evaluate import call

LEVELS = range(1, 11)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("family", [function_synthesis, repair, contest])
def test_the_oracle_finds_the_examples(family: object, level: int) -> None:
    for seed in range(6):
        draft = family.generate(Random(seed), level)  # type: ignore[attr-defined]
        answer = family.oracle(draft.problem)  # type: ignore[attr-defined]
        assert (answer.kind, answer.value) == (draft.answer.kind, draft.answer.value)
        assert answer.spec["examples"] == draft.answer.spec["examples"]


@pytest.mark.parametrize("level", LEVELS)
def test_every_phrasing_holds_the_signature_all_stages_and_an_example(level: int) -> None:
    for seed in range(4):
        draft = function_synthesis.generate(Random(seed), level)
        signature = draft.answer.spec["signature"].removeprefix("def ")
        stages = function_synthesis.composition.describe(draft.problem)
        first = draft.answer.spec["examples"][0]
        assert len(set(draft.prompts)) == len(draft.prompts) >= 3
        for prompt in draft.prompts:
            assert signature in prompt
            assert all(stage[1:] in prompt for stage in stages)
            assert repr(first["result"]) in prompt
            assert "k" not in draft.problem or "k is an integer from" in prompt
            assert draft.answer.spec["reference_source"] not in prompt


@pytest.mark.parametrize("level", LEVELS)
def test_a_program_answer_has_every_key_of_the_contract(level: int) -> None:
    spec = function_synthesis.generate(Random(level), level).answer.spec
    keys = "lang entry signature strategies reference_source mutants examples compare"
    assert set(spec) == set(keys.split())
    assert len(spec["mutants"]) >= function_synthesis.FEWEST_MUTANTS


@pytest.mark.parametrize("level", LEVELS)
def test_traces_are_true_and_end_in_the_answer(level: int) -> None:
    for seed in range(20):
        draft = output_prediction.generate(Random(seed), level)
        assert output_prediction.oracle(draft.problem) == draft.answer
        assert draft.steps[-1].claim.rhs == draft.answer.value
        for step in draft.steps:
            assert re.fullmatch(r"[-+*()\d]+", step.claim.lhs)
            tokens = re.findall(r"\d+|[-+*()]", step.claim.lhs)
            assert arithmetic(tokens) == int(step.claim.rhs)
            assert step.text == f"{step.claim.lhs} = {step.claim.rhs}"


def arithmetic(tokens: list[str]) -> int:
    """Sums of products of numbers and brackets."""
    total, sign = 0, 1
    while True:
        total += sign * product(tokens)
        if not tokens or tokens[0] == ")":
            return total
        sign = 1 if tokens.pop(0) == "+" else -1


def product(tokens: list[str]) -> int:
    value = factor(tokens)
    while tokens and tokens[0] == "*":
        tokens.pop(0)
        value *= factor(tokens)
    return value


def factor(tokens: list[str]) -> int:
    token = tokens.pop(0)
    if token == "(":
        value = arithmetic(tokens)
        tokens.pop(0)
        return value
    return -factor(tokens) if token == "-" else int(token)


def shown_code(prompt: str) -> str:
    return prompt.split("```python\n")[1].split("\n```")[0]


@pytest.mark.parametrize("level", LEVELS)
def test_exactly_one_input_gives_the_output_by_the_shown_code(level: int) -> None:
    for seed in range(4):
        draft = input_prediction.generate(Random(seed), level)
        code, largest = shown_code(draft.prompts[1]), draft.problem["largest"]
        fitting = [
            n for n in range(largest + 1) if call(code, "solve", (n,)) == draft.problem["value"]
        ]
        assert [str(n) for n in fitting] == [draft.answer.value]
        assert input_prediction.oracle(draft.problem) == draft.answer


@pytest.mark.parametrize("level", LEVELS)
def test_the_shown_functions_first_differ_at_the_answer(level: int) -> None:
    for seed in range(4):
        draft = distinguishing_input.generate(Random(seed), level)
        code = shown_code(draft.prompts[1])
        differ = (
            n
            for n in range(draft.problem["largest"] + 1)
            if call(code, "f", (n,)) != call(code, "g", (n,))
        )
        assert str(next(differ)) == draft.answer.value
        assert distinguishing_input.oracle(draft.problem) == draft.answer


def test_no_guess_of_a_distinguishing_input_is_often_right() -> None:
    drafts = [distinguishing_input.generate(Random(seed), 5) for seed in range(200)]
    values = [draft.answer.value for draft in drafts]
    assert max(values.count(value) for value in set(values)) < 40


FAMILIES = (
    contest,
    distinguishing_input,
    function_synthesis,
    input_prediction,
    list_prediction,
    output_prediction,
    repair,
    stack_machine,
    text_prediction,
)


@pytest.mark.parametrize("family", FAMILIES)
def test_capacities_are_large(family: object) -> None:
    for level in LEVELS:
        capacity = family.FAMILY.capacity(level)  # type: ignore[attr-defined]
        assert capacity is None or capacity > 10_000


@pytest.mark.parametrize("name", CORES)
def test_fast_and_slow_answers_of_a_contest_question_agree(name: str) -> None:
    core, rng = CORES[name], Random(name)
    source = text_of(core.fast, "answer")
    for _ in range(60):
        values = [rng.randint(-9, 9) for _ in range(rng.randint(1, 14))]
        k = rng.randint(core.least, min(core.most, 12))
        assert core.fast(list(values), k) == core.slow(list(values), k), (values, k)
        assert call(source, "answer", (list(values), k)) == core.slow(list(values), k)


def test_the_first_mutant_of_a_contest_task_is_the_slow_program() -> None:
    spec = contest.generate(Random(2), 4).answer.spec
    assert len(spec["large"]) == 2
    assert spec["mutants"][0] != spec["reference_source"]
    assert spec["limits"] == {"cpu_s": contest.CPU_SECONDS}
    for strategies in spec["large"]:
        assert strategies[0]["min_size"] == strategies[0]["max_size"] == contest.LARGE


@pytest.mark.parametrize("level", LEVELS)
def test_a_stack_program_never_lacks_operands_and_ends_with_the_answer(level: int) -> None:
    for seed in range(30):
        draft = stack_machine.generate(Random(seed), level)
        assert stack_machine.oracle(draft.problem) == draft.answer
        depth = 0
        for line in draft.problem["program"]:
            name = line.split()[0]
            assert depth >= stack_machine.NEEDS.get(name, 2)
            assert all(name in prompt for prompt in draft.prompts)
            depth += stack_machine.GAINS.get(name, -1)
        assert depth == 1


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("family", [list_prediction, text_prediction])
def test_the_shown_call_of_the_shown_code_gives_the_answer(family: object, level: int) -> None:
    for seed in range(4):
        draft = family.generate(Random(seed), level)  # type: ignore[attr-defined]
        value = call(shown_code(draft.prompts[1]), "solve", list(draft.problem["args"]))
        written = value if isinstance(value, str) else ", ".join(map(str, value))
        assert written == draft.answer.value
        assert family.oracle(draft.problem) == draft.answer  # type: ignore[attr-defined]
        shown = f"solve({', '.join(map(repr, draft.problem['args']))})"
        assert all(shown in prompt for prompt in draft.prompts)
        assert draft.answer.value.lower() not in shown.lower()
