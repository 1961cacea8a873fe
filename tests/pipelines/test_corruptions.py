"""Slips in worked solutions are surely wrong, and wrong first where they say."""

from collections import Counter

import pytest

from assay.checkers import label_steps
from assay.core.records import Answer, Claim, Step, Task
from assay.generators import FAMILIES, draw
from assay.pipelines.corruptions import corruptions

WITH_STEPS = [name for name, family in FAMILIES.items() if family.has_steps]
MOST = 8


def test_a_slip_is_carried_on_to_the_answer() -> None:
    lines = [("3*4", "12"), ("12+5", "17"), ("17-2", "15")]
    steps = tuple(Step(f"{a} = {b}", Claim("equal", a, b)) for a, b in lines)
    task = Task("t", "f", 1, 1, 0, 0, "train", "3*4+5-2=", Answer("integer", "15"), steps)
    found = {(slip.kind, slip.first_error): slip.text for slip in corruptions(task)}
    assert found["sign slip", 0] == "3*4 = -12\n(-12)+5 = -7\n(-7)-2 = -9\nAnswer: -9"
    assert found["wrong rule", 1] == "3*4 = 12\n12+5 = 7\n7-2 = 5\nAnswer: 5"
    assert found["dropped constant", 1] == "3*4 = 12\n12+5 = 12\n12-2 = 10\nAnswer: 10"
    assert found["wrong carry", 2] == "3*4 = 12\n12+5 = 17\n17-2 = 25\nAnswer: 25"
    assert found["unjustified leap", 0].startswith("3*4 = 15\n")


@pytest.mark.parametrize("name", WITH_STEPS)
def test_the_first_error_is_where_it_says(name: str) -> None:
    """Lines before it are true; the line itself is called wrong, or undecided where an identity
    could as well be meant as an equation; never correct."""
    found: Counter[str] = Counter()
    kinds = set()
    for level in (2, 6, 9):
        task = draw(FAMILIES[name], level, 31, level).task
        slips = list(corruptions(task))
        for slip in slips[:: max(1, len(slips) // MOST)]:
            labels = [label.status for label in label_steps(task, slip.text)]
            assert all(s in ("correct", "neutral") for s in labels[: slip.first_error]), slip
            assert labels[slip.first_error] in ("wrong", "undecided"), (slip, labels)
            found[labels[slip.first_error]] += 1
            kinds.add(slip.kind)
    assert found["wrong"] + found["undecided"] >= 3, found
    assert kinds
