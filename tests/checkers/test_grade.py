"""Verdicts by kind: what each kind accepts, what it refuses, and that nothing escapes `grade`."""

import subprocess
import sys

import pytest

from assay.checkers import grade, infer_answer
from assay.core.records import Answer

TABLE = [
    (Answer("integer", "42"), "6*7=42\nAnswer: 42", "correct"),
    (Answer("integer", "42"), "Answer: 43", "wrong"),
    (Answer("integer", "42"), "Answer: 6*7", "wrong"),
    (Answer("integer", "42"), "The answer is definitely not 42.", "unparsed"),
    (Answer("integer", "42"), "\\boxed{41} \\boxed{42} \\boxed{43}", "wrong"),
    (Answer("integer", "42"), "\\boxed{10} and then \\boxed{42}", "correct"),
    (Answer("integer", "3"), "There are 3 cases. I could not finish.", "unparsed"),
    (Answer("rational", "3/4"), "so \\boxed{0.75}", "correct"),
    (Answer("rational", "3/4"), "Answer: 6/8", "correct"),
    (Answer("rational", "3/4", {"required_form": "reduced"}), "Answer: 6/8", "wrong"),
    (Answer("decimal", "3.14", {"tolerance": "0.01"}), "Answer: 3.145", "correct"),
    (Answer("decimal", "3.14", {"tolerance": "0.01"}), "Answer: 3.2", "wrong"),
    (Answer("expression", "2*x**2-1", {"variables": ["x"]}), "Answer: 2x^2 - 1", "correct"),
    (Answer("expression", "2*x**2-1", {"variables": ["x"]}), "Answer: 2x^2 + 1", "wrong"),
    (Answer("set", "{1, -1/2}"), "Answer: x = -1/2 or x = 1", "correct"),
    (Answer("set", "{1, -1/2}"), "Answer: x = 1", "wrong"),
    (Answer("antiderivative", "x**3/3", {"variable": "x"}), "Answer: x^3/3 + C", "correct"),
    (Answer("antiderivative", "x**3/3", {"variable": "x"}), "Answer: x^3/3 + 7", "correct"),
    (Answer("antiderivative", "x**3/3", {"variable": "x"}), "Answer: x^3 + C", "wrong"),
    (Answer("interval", "(-oo, 3) U [5, oo)", {"variable": "x"}), "Answer: x<3 or x>=5", "correct"),
    (Answer("interval", "(-oo, 3)", {"variable": "x"}), "Answer: x <= 3", "wrong"),
    (Answer("matrix", "[[1,2],[3,4]]"), "Answer: [[1, 2], [3, 4]]", "correct"),
    (Answer("matrix", "[[1,2],[3,4]]"), "Answer: [[1, 2], [3, 5]]", "wrong"),
    (Answer("text", "strawberry"), "Answer: Strawberry.", "correct"),
    (Answer("list", "apple, pear"), "Answer: apple,pear", "correct"),
    (Answer("list", "apple, pear"), "Answer: pear, apple", "wrong"),
]


@pytest.mark.parametrize(("answer", "response", "status"), TABLE)
def test_a_verdict_of_each_kind(answer: Answer, response: str, status: str) -> None:
    assert grade(answer, response).status == status


def test_the_reward_follows_the_status() -> None:
    assert grade(Answer("integer", "1"), "Answer: 1").reward == 1.0
    assert grade(Answer("integer", "1"), "").reward == 0.0
    assert grade(Answer("integer", "]"), "Answer: 1").reward is None


def test_an_inferred_gold_asks_for_no_form() -> None:
    assert grade(infer_answer("$10$"), "Answer \\( (9+1) \\)").status == "correct"


def test_a_restated_question_is_wrong() -> None:
    answer = infer_answer("42")
    assert grade(answer, "6*7", form="expr", question="What is 6 * 7?").status == "wrong"
    assert grade(answer, "42", form="expr", question="Is it 41 or 42?").status == "correct"
    angle, question = Answer("set", "{5*pi/6}"), "Solve cos(x - 5 \\pi /6)^2 = 1 in [0, pi]."
    for text in ("\\{\\frac{5\\pi}{6}\\}", "\\frac{5\\pi}{6}", "{5*pi/6}"):
        assert grade(angle, text, form="expr", question=question).status == "correct"
    assert grade(angle, "x-5*pi/6", form="expr", question=question).status == "wrong"
    words = Answer("text", "DLE 19SOUN", {"exact": True})
    assert grade(words, "Answer: DLE 19SOUN", question="f('DLE 19SOUN 7')?").reward == 1.0


def test_what_is_asked_for_by_default() -> None:
    assert grade(Answer("expression", "6*x", {"variables": ["x"]}), "Answer: 2*3x").reward == 1.0
    assert grade(Answer("set", "{2, 3}"), "Answer: {1+1, 3}").reward == 0.0
    assert grade(Answer("integer", "6", {"required_form": None}), "Answer: 2*3").reward == 1.0


def test_importing_the_checkers_stays_light() -> None:
    code = "import sys, assay.checkers; print([m for m in HEAVY if m in sys.modules])"
    heavy = "HEAVY = ['torch', 'transformers', 'datasets', 'sympy', 'hypothesis', 'pyarrow']\n"
    done = subprocess.run([sys.executable, "-c", heavy + code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


@pytest.mark.parametrize(
    ("response", "status"),
    [
        ("so it prints\nAnswer: ruler! toa!!! noon!!!!!", "correct"),
        ("Answer: ruler! toa!!! noon!!!!!\n", "correct"),
        ("Answer: ruler! toa!!! noon!!!!", "wrong"),
        ("Answer: ruler! toa!!! noon!!!!! or so", "wrong"),
        ("Answer: ruler!", "wrong"),
    ],
)
def test_an_exact_line_is_taken_whole_where_it_is_the_gold(response: str, status: str) -> None:
    answer = Answer("text", "ruler! toa!!! noon!!!!!", {"exact": True})
    assert grade(answer, response).status == status
