"""Faults planted in the golds: the oracle, with the checkers, must catch every one.

This is what shows that the agreement of oracle and gold proves something. Faults are typed by the
kind of answer (tests/generators/samples.py); at least five types for each family of mathematics.
"""

from collections import Counter

import pytest

from assay.core.canonical import loads
from assay.core.records import Answer
from assay.generators import FAMILIES, draw
from assay.pipelines.audit import compare_answers
from tests.generators.samples import wrong_values

PROVED = [name for name, family in FAMILIES.items() if family.area in ("math", "text")]


@pytest.mark.parametrize("name", PROVED)
def test_every_planted_fault_is_caught(name: str) -> None:
    family = FAMILIES[name]
    assert family.oracle is not None
    planted: Counter[str] = Counter()
    for index in range(30):
        task = draw(family, 1 + index % 10, 11, index).task
        second = family.oracle(loads(task.meta["problem"]))
        for slip, value in wrong_values(task.answer):
            faulty = Answer(task.answer.kind, value, task.answer.spec)
            assert compare_answers(faulty, second) == "wrong", (slip, task.answer.value, value)
            planted[slip] += 1
    assert len(planted) >= 5, planted
