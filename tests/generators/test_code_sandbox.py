"""The families of tables and of several languages: references pass their tests, faults do not."""

from dataclasses import replace

import pytest

from assay.checkers.program import grade_program, judge_source
from assay.core.records import Task
from assay.generators import FAMILIES, draw
from assay.generators.code.frames import FAMILIES as FRAMES
from assay.generators.code.languages import FAMILIES as LANGUAGES
from assay.generators.code.sql import FAMILIES as SQL
from assay.pipelines.vet import vet_task
from assay.sandbox import Sandbox

PROGRAMS = [
    family.name for family in (*FRAMES, *SQL, *LANGUAGES) if family.answer_kind == "program"
]
EMPTY = {"python": "def {entry}(*args):\n    return []\n"}


def task_of(name: str, index: int) -> Task:
    return draw(FAMILIES[name], 1 + (3 * index) % 10, 41, index).task


def fenced(source: str, lang: str) -> str:
    return f"Here it is:\n\n```{lang}\n{source}\n```\nDone."


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_reference_passes_and_a_fault_is_found(name: str, local: Sandbox) -> None:
    answer = task_of(name, 1).answer
    spec = answer.spec
    response = fenced(spec["reference_source"], spec["lang"])
    verdict = grade_program(answer, response, local)
    assert verdict.status == "correct", (spec["reference_source"], verdict)
    assert judge_source(answer, spec["mutants"][0], local).status == "wrong"


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_vetting_keeps_the_tasks_and_kills_the_mutants(name: str, local: Sandbox) -> None:
    tasks = [task_of(name, index) for index in range(2 if "cpp" in name else 4)]
    rows = [vet_task(task, local) for task in tasks]
    assert all(row["kept"] for row in rows), [row["reason"] for row in rows]
    mutants = sum(len(task.answer.spec["mutants"]) for task in tasks)
    assert sum(len(row["killed"]) for row in rows) >= 0.95 * mutants


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_that_knows_the_examples_alone_fails(name: str, local: Sandbox) -> None:
    for index in range(4):
        answer = task_of(name, index).answer
        spec = answer.spec
        if spec["lang"] != "python":
            pytest.skip("memorised in Python")
        known = [[example["args"], example["result"]] for example in spec["examples"]]
        head = f"KNOWN = {known!r}\n\ndef {spec['entry']}(*args):\n"
        body = "    return next((r for a, r in KNOWN if a == list(args)), [])\n"
        assert judge_source(answer, head + body, local).status == "wrong"
        blank = EMPTY["python"].format(entry=spec["entry"])
        assert judge_source(replace(answer), blank, local).status == "wrong"
