"""Step labels: the worked text of a task is right, one slip is found where it is."""

import pytest

from assay.checkers import label_steps
from assay.core.records import Answer, Claim, Step, Task
from assay.generators import FAMILIES, draw

CHAIN = Task(
    "t",
    "chain",
    1,
    1,
    42,
    0,
    "train",
    "88+9+76=",
    Answer("integer", "173"),
    (
        Step("88+9=97", Claim("equal", "88+9", "97"), {"expr": "88+9+76"}),
        Step("97+76=173", Claim("equal", "97+76", "173"), {"expr": "97+76"}),
    ),
)


def statuses(text: str, task: Task = CHAIN) -> list[str]:
    return [label.status for label in label_steps(task, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("88+9=97\n97+76=173\nAnswer: 173", ["correct"] * 3),
        ("88+9=97\n97+76=172\nAnswer: 172", ["correct", "wrong", "inherited"]),
        ("88+9=97\n98+76=174\nAnswer: 174", ["correct", "wrong", "inherited"]),
        ("Let us see.\n88 + 9 = 97\nso 97+76 = 173.", ["neutral", "correct", "correct"]),
        ("88+9+76=97+76=173", ["correct"]),
        ("88+9=98, no, 88+9=97", ["correct"]),
        ("about 88 and 9 apples\n97+76=173", ["undecided", "correct"]),
        ("9+76=85\n88+85=173", ["correct", "correct"]),
        ("2*88=176", ["wrong"]),
        ("Twice 88 would be 2*88=176, far too much.\n88+9=97", ["undecided", "correct"]),
        ("Answer: 174", ["wrong"]),
        ("", []),
    ],
)
def test_labels_of_a_chain(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


def test_an_identity_with_another_constant_is_wrong_and_an_equation_is_not() -> None:
    task = draw(FAMILIES["polynomial_remainder"], 2, 0, 1, "short").task
    lines = [step.text for step in task.steps]
    left, _, end = lines[0].rpartition(" = ")
    for slip, status in ((f"{left} = {end}+5", "wrong"), (f"{left} = 0", "undecided")):
        assert statuses("\n".join([slip, *lines[1:]]), task)[0] == status
    task = draw(FAMILIES["polynomial_roots"], 2, 0, 1, "short").task
    whole = task.steps[0].claim.lhs
    assert statuses(f"{whole} = 0", task) == ["undecided"]


def test_spans_are_the_stripped_lines() -> None:
    text = "  88+9=97  \n\n97+76=173"
    spans = [text[label.start : label.end] for label in label_steps(CHAIN, text)]
    assert spans == ["88+9=97", "97+76=173"]


@pytest.mark.parametrize("name", [f.name for f in FAMILIES.values() if f.has_steps])
def test_the_worked_text_of_every_family_is_correct(name: str) -> None:
    for level in (1, 5, 10):
        for index in range(5):
            task = draw(FAMILIES[name], level, 42, index).task
            text = "\n".join(step.text for step in task.steps) + "\nAnswer: " + task.answer.value
            labels = label_steps(task, text)
            assert {label.status for label in labels} == {"correct"}, text
