"""The small languages, the witnesses and the contest questions beside the first ones."""

from random import Random

import pytest

from assay.checkers.patterns import matches
from assay.generators.code import contest, contest_search
from assay.generators.code.contest_cores import text_of
from assay.generators.code.evaluate import call, printed
from assay.generators.code.machines import FAMILIES as MACHINES
from assay.generators.code.machines import assembly, loop_count, tiny_lisp, turtle_path
from assay.generators.code.search_cores import SEARCH_CORES
from assay.generators.code.witness import FAMILIES as WITNESSES
from assay.generators.code.witness import equivalence, pattern_witness
from assay.generators.logic import gate_circuit, nim_move, water_jugs

LEVELS = range(1, 11)
OTHERS = (nim_move.FAMILY, gate_circuit.FAMILY, water_jugs.FAMILY)


@pytest.mark.parametrize("family", (*MACHINES, *WITNESSES, *OTHERS), ids=lambda family: family.name)
def test_there_are_ten_phrasings_or_more(family: object) -> None:
    for level in LEVELS:
        draft = family.generate(Random(level), level)  # type: ignore[attr-defined]
        assert len(set(draft.prompts)) == len(draft.prompts) >= 10


@pytest.mark.parametrize("level", LEVELS)
def test_every_phrasing_holds_the_whole_problem(level: int) -> None:
    for seed in range(5):
        rng = Random(seed)
        draft = assembly.generate(rng, level)
        lines = draft.problem["program"]
        assert all(line in prompt for prompt in draft.prompts for line in lines)
        for module in (turtle_path, tiny_lisp, loop_count):
            draft = module.generate(rng, level)
            (text,) = draft.problem.values()
            assert all(text in prompt for prompt in draft.prompts)
        draft = pattern_witness.generate(rng, level)
        assert all(text in prompt for prompt in draft.prompts for text in draft.problem.values())


def test_a_program_of_each_machine_by_hand() -> None:
    program = ["SET A 3", "SET B 0", "ADD B A", "SUB A 1", "JPOS A 3", "MUL B 2"]
    assert assembly.oracle({"program": program, "asked": "B"}).value == "12"
    walk = "FORWARD 3 RIGHT REPEAT 2 [FORWARD 2 LEFT FORWARD 1 RIGHT]"
    assert turtle_path.oracle({"program": walk}).value == "(4, 5)"
    assert turtle_path.oracle({"program": "LEFT BACK 2 LEFT FORWARD 1"}).value == "(2, -1)"
    text = "(let (x 5) (+ (let (x 2) (* x 3)) (call (fn y (- y x)) 20)))"
    assert tiny_lisp.oracle({"text": text}).value == "21"
    assert tiny_lisp.oracle({"text": "(if (< 2 1) (max 3 4) (min 3 4))"}).value == "3"
    code = "count = 0\nfor i in range(0, 4, 1):\n    for j in range(0, i, 1):\n        count += 1"
    assert loop_count.oracle({"code": f"{code}\nprint(count)"}).value == "6"


@pytest.mark.parametrize("level", LEVELS)
def test_the_steps_of_loops_add_up_to_the_answer(level: int) -> None:
    for seed in range(10):
        draft = loop_count.generate(Random(seed), level)
        amount = int(draft.problem["code"].split("count += ")[1].split()[0])
        if len(draft.steps) < 40:
            runs = sum(int(step.claim.rhs) for step in draft.steps)
            assert str(runs * amount) == draft.answer.value
        assert printed(draft.problem["code"], 200_000) == [int(draft.answer.value)]


@pytest.mark.parametrize("level", LEVELS)
def test_a_word_fits_the_one_and_not_the_other(level: int) -> None:
    for seed in range(10):
        draft = pattern_witness.generate(Random(seed), level)
        accept, reject = draft.problem["accept"], draft.problem["reject"]
        assert matches(accept, draft.answer.value)
        assert not matches(reject, draft.answer.value)
        assert 2 <= len(draft.answer.value) <= pattern_witness.FOUND


@pytest.mark.parametrize("level", [1, 4, 7, 10])
def test_the_accepted_numbers_are_those_on_which_the_shown_codes_differ(level: int) -> None:
    same = 0
    for seed in range(12):
        draft = equivalence.generate(Random(seed), level)
        code = draft.prompts[1].split("```python\n")[1].split("\n```")[0]
        differ = [
            str(n)
            for n in range(draft.problem["largest"] + 1)
            if call(code, "f", (n,)) != call(code, "g", (n,))
        ]
        assert draft.answer.spec["property"]["values"] == (differ or [equivalence.SAME])
        assert len(differ) <= draft.problem["largest"] // equivalence.MOST_DIFFERING
        assert code.split("def g")[0].strip()[5:] != code.split("def g")[1].strip()
        same += not differ
    assert 1 <= same <= 11


@pytest.mark.parametrize("name", SEARCH_CORES)
def test_fast_and_slow_answers_of_a_search_question_agree(name: str) -> None:
    core, rng = SEARCH_CORES[name], Random(name)
    source = text_of(core.fast, "answer")
    for _ in range(40):
        values = [rng.randint(-9, 9) for _ in range(rng.randint(1, 12))]
        k = rng.randint(core.least, min(core.most, 12))
        assert core.fast(list(values), k) == core.slow(list(values), k), (values, k)
        assert call(source, "answer", (list(values), k)) == core.slow(list(values), k)


def test_contest_families_ask_different_questions() -> None:
    for level in LEVELS:
        problem = contest_search.generate(Random(level), level).problem
        assert problem["core"] in SEARCH_CORES
        assert contest.generate(Random(level), level).problem["core"] not in SEARCH_CORES


def test_jugs_and_piles_by_hand() -> None:
    jugs = {"sizes": [8, 5, 3], "start": [8, 0, 0], "amount": 4}
    assert water_jugs.oracle(jugs).value == "6"
    assert nim_move.oracle({"piles": [1, 4, 6], "bound": 0}).value == "(3, 1)"
    assert nim_move.oracle({"piles": [5], "bound": 3}).value == "(1, 1)"
