"""Free-form steps: precision first, a floor for what is decided, and nothing a writer can break."""

import json
from itertools import islice

import pytest
from free_form import FILE, measured, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.checkers.prose.number_words import digits
from assay.checkers.prose.solution import label_solution
from assay.checkers.prose.spelling import spelled
from assay.generators import FAMILIES, draw
from benchmarks.corruptions import corrupted

TRUE_OR_MEANT = [
    "12+5 = 17*2 = 34",
    "7/2 = 3",
    "7 / 2 = 3 R 1",
    "the ratio 2:3 = 4:6",
    "P(sum = 7) = 6/36 = 1/6",
    "The 1st, 2nd and 3rd = 3 prizes",
    "5 days a week (Monday to Friday) = 5 * 5 = 25 classes",
    "Monday to Friday = 5 days",
    "2,5 * 4 = 10",
    "2 dozen = 24 eggs",
    "6 * 2 is 4 more than 8",
    "log(100) = 2",
    "sin 30 = 1/2",
    "-3^2 = 9",
    "half of 12 + 4 = 10",
    "Equation (1) minus (2) gives 2y = 2",
    "Suppose 2 + 2 = 5. Then 0 = 1, a contradiction.",
    "Is 2 + 2 = 5? No.",
    "2+2 ≠ 5",
    "2 + 2 is not 5",
    "We are left with 0 = 1, which is impossible.",
    "1/3 = 0.333...",
    "1 + 2 + ... + 100 = 5050",
    "π = 3.14",
    "√2 = 1.414",
    "3/4 * 100 = 75%",
    "$3.50 × 4 = $14",
    "5 * 27 = 135 cents = $1.35",
    "1 hour + 30 minutes = 90 minutes",
    "30 minutes * 60 km/h = 30 km",
    "[3x^2/2]_0^2 = 6",
    "$|-4| = 4$",
    "f(2) = 4 = 2^2",
    "$3^{4} = 81 \\equiv 1 \\pmod{10}$",
    "17 = 2 mod 5",
    "17 = 2 (mod 5)",
    "10 to 20 = 11 numbers",
    "Row 3 = 12 + 5 = 17",
    "4 weeks = 1 month",
    "1 kg = 2.2 lb",
    "100 - 20% = 80",
    "e = 5 is the edge",
    "6/2(3) = 1",
    "We get 3 + 2 = 5!",
    "100 – 35 = 65",
    "2/6 = 1/3 = 0.33 = 33%",
    "1 1/2 + 2 1/2 = 4",
    "AB = 5, BC = 12 so AC = 13",
    "1010_2 = 10",
    "I first wrote 7 + 5 = 13, which is wrong; it is 12.",
    "7 + 5 = 13, no, 7 + 5 = 12",
    "7 + 5 = 12 (not 13)",
    "$20 bill - $3.75 = $16.25",
    "5 feet 6 inches = 66 inches",
    "twelve = 20+2*23",
    "= 1500 g = 1.5 kg",
    "1500 g / 250 g = 6",
    "3/4 kg = 750 g",
    "$6 \\times 250 = 1500\\,g = 1.5\\,kg$",
    "2 l = 2000 ml",
    "$6 \\cdot 250 g = 1500 g = 1.5 kg$",
    "1500g, i.e. 1.5kg, so 1500 = 1.5 * 1000",
    "$t = 90\\,\\text{min} = 1.5\\,\\text{h}$",
    "7/20 = 35/100 = 35%",
    "$250 cents = $2.50",
    "\\sin 30^\\circ = \\frac12",
    "tan(45°) = 1",
    "ln e = 1",
    "pi ≈ 22/7",
    "C(10,3) = 120",
    "(7 choose 2) = 21",
    "-2^2 = -4",
    "floor(7/2) = 3",
    "7 div 2 = 3",
    "17 ÷ 5 = 3 remainder 2",
    "Let n = 3; n+1 = 4",
    "T(3) = T(2) + 3",
    "[1,3] = {x : 1 <= x <= 3}",
    "Var(X) = 35/12",
    "AB = 3, BC = 4, so AC = 5",
    "1 : 2 = 0.5",
    "1,000 + 500 = 1,500",
    "1100_2 = 12",
    "Row 1: 1 2 3 = 6",
    "50 * 1.1 = 55",
    "x = 5 (since 2*5 = 10)",
    "If x = 5, then 2x = 10 = 9 + 1.",
    "23 - 4 = 19 / 19 = 1",
    "4 | 12",
    "5 does not divide 12",
    "10 ≡ 3 (mod 7), 3^2 = 9 ≡ 2",
    "12 + 15 = 37. Wait, that's 27.",
    "12 + 15 is 28 -- no, 27",
    "3*16.03 = 48.90, scratch that, 48.09",
    "The sum 1 + 2 + 3 = 7 is wrong, it is 6.",
    "$(a+b)^2 \\neq a^2 + b^2$",
    "∫ x dx = x^2/2 + C",
    "d/dx x^2 = 2x",
    "$\\sum_{k=1}^{4} k = 10$",
    "(1,2) × 3 = (3,6)",
    "A(1,2), B(3,4): AB = (2,2)",
    "i^2 = -1",
    "e^{iπ} = -1",
    "f(x+1) = f(x) + 2x + 1",
    "2e = 10, e = 5",
]
FALSE = [
    "12 + 5 = 18",
    "3 boxes * 4 apples = 13 apples",
    "$3 \\times 7 = 22$",
    "20% of 50 is 12.",
    "Twelve plus five is eighteen.",
    "the square root of 16 is 5",
    "17 mod 5 = 3",
    "gcd(12, 18) = 4",
    "The derivative of x^3 is 2x^2.",
    "$\\int_1^2 x^2\\,dx = \\frac{8}{3}$",
    "5! = 125",
    "91 is prime, so we stop",
    "1 hour = 3000 seconds",
    "3 + 4 = 7, and 7 * 2 = 15",
    "10/3 = 3.67",
    "Total = 4 + 5 = 10 dollars",
    "100 (first day) + 150 (second day) = 240",
    "17 divided by 5 leaves remainder 3",
]


def test_a_step_called_wrong_is_wrong() -> None:
    assert measured(rows()).false_alarms == []


@pytest.mark.parametrize(("part", "floor"), [("open", 0.86), ("aside", 0.83), ("fresh", 0.85)])
def test_most_steps_are_decided(part: str, floor: float) -> None:
    assert measured(rows(part)).decided >= floor


def test_the_first_error_is_found() -> None:
    found = measured(rows())
    assert found.first_exact / found.solutions >= 0.97
    assert found.both_wrong / found.truly_wrong >= 0.94


def test_no_step_of_a_right_solution_is_called_wrong() -> None:
    lines = FILE.with_name("right_solutions.jsonl").read_text().splitlines()
    right = [json.loads(line) for line in lines]
    found = [(one, label_solution(one["problem"], one["gold"], one["steps"])) for one in right]
    assert [one for one, got in found if got.first_error != -1] == []
    labels = [label for _, got in found for label in got.labels]
    assert labels.count("correct") / len(labels) >= 0.76


@pytest.mark.parametrize("step", TRUE_OR_MEANT)
def test_what_may_be_meant_is_not_wrong(step: str) -> None:
    assert label_solution("A problem.", "987654321", [step, "2 + 2 = 4"]).first_error == -1


@pytest.mark.parametrize("step", FALSE)
def test_what_is_false_by_itself_is_wrong(step: str) -> None:
    assert label_solution("A problem.", "987654321", [step]).labels == ("wrong",)


@pytest.mark.parametrize(
    ("problem", "gold", "steps", "labels"),
    [
        ("Solve 2x + 3 = 11.", "4", ["2x = 14", "x = 7"], "wi"),
        ("Solve 2x + 3 = 11.", "4", ["2x = 8", "x = 4"], "cc"),
        ("Compute 6*25.", "150", ["6*25 = 160", "Wait, 6*25 = 150.", "So 150."], "wcc"),
        ("Compute 6*25.", "150", ["6*25 = 160, no wait, 6*25 = 150", "150"], "cc"),
        ("What is 2+3*4?", "14", ["3*4 = 12", "2+12 = 14", "The answer is 15."], "ccw"),
        ("What is 2+3*4?", "14", ["2+3 = 5", "5*4 = 20", "The answer is 20."], "cui"),
        ("How many?", "3", ["The answer is 4."], "w"),
        ("How many?", "3", ["The answer is 4.", "Hence 5 apples."], "ui"),
        ("How many?", "3", ["Let us think.", "The answer is 3."], "nc"),
        ("Solve x^2 - 3x - 4 = 0.", "x = 4 or x = -1", ["(x-4)(x+1) = 0", "x = 4 or x = 1"], "cw"),
        ("Solve x^2 = 4.", "x = 2 or x = -2", ["Suppose x = 3. Then x^2 = 9.", "x = ±2"], "?c"),
        ("Let f(x) = 2x + 1. Find f(3).", "7", ["f(3) = 2*3 + 1 = 7"], "c"),
        ("Let f(x) = 2x + 1. Find f(3).", "7", ["f(3) = 2*3 + 2 = 8"], "w"),
        ("Differentiate x^3 + x.", "3x^2 + 1", ["The derivative is 3x^2 + x."], "w"),
        ("Tom has 12 pens.", "24", ["Tom has 12 pens.", "Twice 12 is 24."], "cc"),
        ("Tom has 12 pens.", "24", ["Tom has 13 pens."], "u"),
    ],
)
def test_solutions(problem: str, gold: str, steps: list[str], labels: str) -> None:
    found = label_solution(problem, gold, steps)
    for label, wanted in zip(found.labels, labels, strict=True):
        assert label.startswith(wanted) or wanted == "?", found
    assert found.first_error == labels.find("w")


@pytest.mark.parametrize("name", sorted(f.name for f in FAMILIES.values() if f.has_steps))
def test_no_worked_step_of_a_family_is_called_wrong(name: str) -> None:
    for level in (1, 6, 10):
        task = draw(FAMILIES[name], level, 43, 1).task
        steps = [step.text for step in task.steps] + [f"Answer: {task.answer.value}"]
        assert label_solution(task.prompt, task.answer.value, steps).first_error == -1
        with_task = label_solution(task.prompt, task.answer.value, steps, task)
        assert with_task.first_error == -1
        assert "neutral" not in with_task.labels


def test_corrupted_calculations_are_found_as_free_text() -> None:
    """Bare lines with one wrong number, the last often the answer: found, seldom elsewhere."""
    found = [
        (index, label_solution(task.prompt, task.answer.value, lines).first_error)
        for task, lines, index in islice(corrupted(1_000), 300)
    ]
    exact = sum(index == first for index, first in found)
    assert exact >= 280
    assert sum(first not in (-1, index) for index, first in found) <= 3


def test_number_words_and_spelling() -> None:
    assert digits("twenty-four of one hundred and five") == "24 of 105"
    assert digits("a third of 36") == "(1/3) * 36"
    assert spelled("**Step 2:** 3 \\times \\$4 = \\$12").split() == ["3", "*", "$4", "=", "$12"]
    assert spelled("the sum of 3, 4 and 5").strip() == "(3 + 4 + 5)"


HOSTILE = [
    "",
    "\x00\x02\x03",
    "(" * 5_000,
    "$" * 5_000,
    "\\text{" * 900,
    "9" * 5_000 + " = 1",
    "9^9^9^9^9 = 1",
    "2^(10^9) = 3^(10^9)",
    "1 + " * 2_000 + "1 = 5",
    "a" * 6_000,
    "= " * 2_000,
    "gcd(1,2" * 800,
    "__import__('os').system('id') = 4",
    "\\frac{" * 800 + "1",
    "x_{" * 900,
    "one hundred and " * 400,
    "100000! = 3",
    "1 = 1 " * 900,
    "\ud800 + 1 = 2",
    "½" * 2_000,
    "sqrt(" * 300 + "2" + ")" * 300 + " = 1",
    "\\int_0^1 " * 300,
    "the sum of " + "1, " * 900 + "and 2 is 5",
]


@pytest.mark.parametrize("step", HOSTILE)
def test_hostile_steps_are_labelled(step: str) -> None:
    found = label_solution(step, step, [step, "x = 1", step])
    assert len(found.labels) == len(found.evidence) == 3


SIGNS = list("=12x()+-*/^${}\\%.,!_'| ")
PIECES = [*SIGNS, " = ", " is ", " of ", "\n", "\\frac", "\\int", "half", "mod", "sqrt", "7 km"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), min_size=1, max_size=3)
)
def test_any_text_is_labelled(steps: list[str]) -> None:
    found = label_solution(steps[0], steps[-1], steps)
    assert len(found.labels) == len(steps)
    assert found.first_error == (found.labels.index("wrong") if "wrong" in found.labels else -1)
