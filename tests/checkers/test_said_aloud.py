"""Spoken arithmetic, marks of notes, quantities in words: how they are spelled, and what holds."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.checkers.prose.aloud import sums
from assay.checkers.prose.claims import read_step
from assay.checkers.prose.lists import holds_together
from assay.checkers.prose.number_words import digits
from assay.checkers.prose.quantities import quantities
from assay.checkers.prose.solution import label_solution
from assay.checkers.prose.spelling import spelled

SPELLED = [
    ("a hundred and seventy-three", "173"),
    ("Two thousand four hundred and fifty-one", "2451"),
    ("between a hundred and two hundred", "between 100 and 200"),
    ("minus two times minus six is twelve", "-2 * -6 is 12"),
    ("sixteen ninths take away thirty-six ninths", "(16/9) - (36/9)"),
    ("Eleven fifty-fives are 605", "11 * 55 are 605"),
    ("Six lots of thirty-three", "6 * 33"),
    ("eighteen shared by three", "18 / 3"),
    ("x squared take away 3x", "x^2 - 3x"),
    ("seventy-six point four", "76.4"),
    ("there are two threes in it", "there are 2 threes in it"),
    ("a hundred pounds minus ten", "100 pounds - 10"),
    ("$\\frac{40}5+\\frac\\pi2$", "\x02\\frac{40}{5}+\\frac{\\pi}{2}\x03"),
    ("V_tot = 24 000", "V_{tot} = 24000"),
    ("[since 3 + 4 = 7]", "(since 3 + 4 = 7)"),
    ("the interval [0, 4]", "the interval [0, 4]"),
    ("P(X = 3)", "P(3)"),
    ("= 7; *2 = 14", "= 7 ; 7 * 2 = 14"),
    ("1,234,567", "1,234,567"),
    ("$7,9,3,1$", "\x027, 9, 3, 1\x03"),
]


@pytest.mark.parametrize(("said", "plain"), SPELLED)
def test_what_is_said_is_spelled_in_signs(said: str, plain: str) -> None:
    assert spelled(said).strip() == plain


HOLDING = [
    ("8 and 9 and 4, which is 21", {8, 9, 4, 21}),
    ("7, and 9 makes 16", {7, 9, 16}),
    ("-12, then you take away 4, -16", {12, 4, 16}),
    ("2 by 3, 6", {2, 3, 6}),
    ("from -9 to 5 is 14", {9, 5, 14}),
    ("3 goes into 12", {3, 12, 4}),
    ("1849 => 49", {1849, 49, 100}),
]


@pytest.mark.parametrize(("text", "numbers"), HOLDING)
def test_a_sum_in_words_that_holds_is_a_fact(text: str, numbers: set[int]) -> None:
    assert any(fact.holds and fact.numbers == numbers for fact in sums(text))


@pytest.mark.parametrize("text", ["8 and 9 and 4, which is 22", "5 goes into 12", "1849 => 48"])
def test_a_sum_in_words_that_does_not_hold_is_none(text: str) -> None:
    assert list(sums(text)) == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789 ,.;:=>abenot()[]{}\\/*+-_^", max_size=120))
def test_nothing_breaks_and_no_sum_in_words_refutes(text: str) -> None:
    assert all(fact.holds for fact in sums(spelled(digits(text))))
    read_step(text)


LISTS = [
    ([2, 8, 25, 76], {"2211"}, True),
    ([2, 7, 9, 10, 11], {"25211"}, True),
    ([2, 7, 9, 10], {"25211"}, False),
    ([3, 2, 6, 4, 5, 1], {"7"}, True),
    ([3, 2, 6, 4, 1, 5], {"7"}, False),
    ([1, 3, 4, 7, 11, 18], set(), True),
    ([1, 3, 4, 7, 12, 18], set(), False),
]


@pytest.mark.parametrize(("numbers", "said", "holds"), LISTS)
def test_a_list_holds_together(numbers: list[int], said: set[str], holds: bool) -> None:
    assert holds_together(tuple(map(Fraction, numbers)), said, []) is holds


def test_a_problem_names_quantities_in_words() -> None:
    text = (
        "A is the sum of the divisors of 6; B = 3^4 mod 5, C is phi(12), D is gcd(12, 18), "
        "E is the largest k with 2^k dividing 10!; F is the number of divisors of 12"
    )
    found = {name: node.args[0] for name, node in quantities(text).items()}
    assert found == {"A": 12, "B": 1, "C": 4, "D": 6, "E": 8, "F": 6}


LABELLED = [
    ("Add 31, 6 and 5.", "42", ["Thirty-one and six and five is forty-two."], ["correct"]),
    ("Find the product.", "1", ["$(1,2,0)\\cdot(0,1,3)=2$"], ["correct"]),
    ("Cross them.", "1", ["$(1,2,0)\\times(0,1,3)=(6,-3,1)$"], ["correct"]),
    ("Sum it.", "1", ["$\\sum_{k=2}^{49}k=1224$"], ["correct"]),
    ("Solve |x - 1| = 2x - 5.", "4", ["Case 1: $x\\ge 1$. $x-1=2x-5$, so $x=4$", "4"], None),
    ("A is the number of divisors of 12. Find A + 1.", "7", ["A = 2 * 3 = 6"], ["correct"]),
    ("A is the number of divisors of 12. Find A + 1.", "7", ["A = 2 * 4 = 8"], ["undecided"]),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "gold", "steps", "labels"), LABELLED)
def test_what_is_read_is_judged(
    problem: str, gold: str, steps: list[str], labels: list[str] | None
) -> None:
    found = label_solution(problem, gold, steps).labels
    assert list(found) == (labels or ["correct"] * len(steps))


HOSTILE = [
    "5 => 3 (mod 0)", "0 goes into 5", "P + 3 = 4", "P*P = 5", "|P| = 2", "P! = 3", "P^P = 1",
    "x ≡ ±P (mod 7)", "f_y = P", "A is the sum of the divisors of 0", "()*() = 1", "\\frac\\frac",
    "\\sum_{k=1}^{3} 1/(k-1) = 3", "\\sum_{k=1}^{9} k!^{k!} = 3", "(1,2,3)*(P,1,2) = 4",
]  # fmt: skip
ODD = "A is gcd(0, 0), B = 3^4 mod 0; C is phi(0), D is the largest k with 1^k dividing 5!. Find A."


@pytest.mark.parametrize("step", HOSTILE)
@pytest.mark.parametrize("problem", ["Find P.", ODD, "Let f(x,y) = x*y. P = (2,3)."])
def test_odd_claims_break_nothing(problem: str, step: str) -> None:
    assert len(label_solution(problem, "1", ["P = (1,2)", step, "So 1."]).labels) == 3
